/** Dimming by the page itself, where no controller is known: it costs dark tones their steps, so it is the way of last resort. */
import type { LedDriver } from './driver.ts';

/** `dim` has the page draw so much of full light. */
export const createSoftwareDriver = (dim: (percent: number) => void): LedDriver => {
  let percent = 100;
  return {
    kind: 'software',
    setBrightness: async (wanted) => {
      percent = wanted;
      dim(percent);
      return { result: 'done', percent };
    },
    readBrightness: async () => ({ result: 'done', percent }),
    release: () => {},
  };
};
