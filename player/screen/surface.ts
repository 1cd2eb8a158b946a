/**
 * A surface is one full-canvas element that can be made ready unseen and then brought to the front in one frame. There are
 * two for videos and two for images, never more: they are used again and again.
 */
import type { Picture } from './cue-plan.ts';

export interface Surface {
  element: HTMLElement;
  /**
   * Loads and decodes until the first picture could be painted at once. `positionMs`: where a video stands. Rejects with the
   * reason when that is impossible; never settles when it was cleared or prepared anew meanwhile.
   */
  prepare(picture: Picture, positionMs: number): Promise<void>;
  /** The surface is in front now: a video runs from here. `failed` is told if it breaks while shown. */
  start(failed: (reason: string) => void): void;
  /** Frames presented and dropped since `start`; null for anything but video. */
  frames(): { presented: number; dropped: number } | null;
  /** Sound and motion stop, the picture stays. */
  hold(): void;
  /** Lets go of the file and its decoder. */
  clear(): void;
}

/** A surface that is always ready: the built-in card, darkness. */
export const plateSurface = (element: HTMLElement): Surface => ({
  element,
  prepare: async () => {},
  start: () => {},
  frames: () => null,
  hold: () => {},
  clear: () => {},
});

/** A still image. It counts as ready when it is decoded, not when it is loaded. */
export const imageSurface = (element: HTMLImageElement): Surface => {
  let turn = 0;
  return {
    element,
    prepare: (picture) =>
      new Promise((resolve, reject) => {
        turn += 1;
        const mine = turn;
        if (picture.kind !== 'image') {
          reject(new TypeError(`an image surface cannot show a ${picture.kind}`));
          return;
        }
        element.src = picture.url;
        element.decode().then(
          () => mine === turn && resolve(),
          () => mine === turn && reject(new Error('image missing or not decodable')),
        );
      }),
    start: () => {},
    frames: () => null,
    hold: () => {},
    clear: () => {
      turn += 1;
      element.removeAttribute('src');
    },
  };
};
