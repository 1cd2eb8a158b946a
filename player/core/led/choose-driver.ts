/** What makes the wall bright: the controller that the installer named, or else the page. */
import type { Clocks } from '../clocks.ts';
import type { PlayerConfig } from '../config.ts';
import { createCoexDriver } from './coex.ts';
import type { LedDriver } from './driver.ts';
import { createMctrlDriver } from './mctrl.ts';
import { createSoftwareDriver } from './software.ts';

/** `dim` has the page draw so much of full light, percent. */
export const chooseLedDriver = (
  led: PlayerConfig['led'],
  { clocks, fetch }: { clocks: Clocks; fetch: typeof globalThis.fetch },
  dim: (percent: number) => void,
): LedDriver => {
  switch (led?.kind) {
    case 'mctrl':
      return createMctrlDriver({ ...led, clocks });
    case 'coex':
      return createCoexDriver({ ...led, clocks, fetch });
    case undefined:
      return createSoftwareDriver(dim);
  }
};
