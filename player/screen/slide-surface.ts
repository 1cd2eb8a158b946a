/**
 * A slide on a canvas of the wall's own grid, drawn from data by the same layout and painter as the editor's preview. Ready when
 * its type is loaded, its picture decoded and all of it drawn; clocks and countdowns are drawn anew in the frame of their change, by
 * the corrected clock of the page. A picture that cannot be had is left out: the words are what matters.
 */
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { ZoneId } from '../../playlists/model/time.ts';
import { layOutSlide } from '../../playlists/slides/layout.ts';
import { changesAt } from '../../playlists/slides/moving-text.ts';
import { paintSlide } from '../../playlists/slides/paint.ts';
import { createWallClocks } from '../../playlists/timeline/wall-clock.ts';
import type { Picture } from './cue-plan.ts';
import { atFrameNearest, type FrameDoors } from './frames.ts';
import type { PageClock } from './page-clock.ts';
import type { Surface } from './surface.ts';
import { loadType } from './typeface.ts';

export type SlideClock = Pick<PageClock, 'serverTime' | 'monotonicAt'>;
type Shown = Extract<Picture, { kind: 'slide' }>;

/** What is drawn in a frame is seen about so much later. */
const TO_GLASS_MS = 1000 / 60;

const clocks = createWallClocks();

const loadPicture = async (url: string | null): Promise<HTMLImageElement | null> => {
  if (url === null) return null;
  const picture = new Image();
  picture.src = url;
  return picture.decode().then(
    () => picture,
    () => null,
  );
};

export const slideSurface = (
  element: HTMLCanvasElement,
  doors: { frames: FrameDoors; clock: SlideClock; canvas: () => Canvas },
): Surface => {
  const { frames, clock } = doors;
  const ink = element.getContext('2d');
  let turn = 0;
  let shown: { slide: Shown['slide']; picture: HTMLImageElement | null } | null = null;
  let cancel = (): void => {};

  const wallClock = (zone: ZoneId) => clocks(zone);
  /** The instant at which what is drawn now will be seen. */
  const seenAt = (): number => clock.serverTime(frames.now() + TO_GLASS_MS) ?? 0;

  const draw = (at: number): void => {
    if (!ink || !shown) return;
    const { width, height } = doors.canvas();
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    const { slide, picture } = shown;
    const facts = { now: at, clock: wallClock(slide.zone), hasPicture: picture !== null };
    paintSlide(ink, layOutSlide(slide, { width, height }, facts), picture);
  };

  const tick = (drawnFor: number): void => {
    if (!shown) return;
    const next = changesAt(shown.slide.content, drawnFor, wallClock(shown.slide.zone));
    if (next === null) return;
    const dueAt = (): number => clock.monotonicAt(next) ?? frames.now();
    cancel = atFrameNearest(frames, dueAt, () => {
      // A frame that comes a little early is the frame of the change all the same.
      const at = Math.max(seenAt(), next);
      draw(at);
      tick(at);
    });
  };

  const rest = (): void => {
    cancel();
    cancel = () => {};
  };

  return {
    element,
    prepare: async (wanted) => {
      turn += 1;
      const mine = turn;
      rest();
      if (wanted.kind !== 'slide') throw new TypeError(`a slide surface cannot show a ${wanted.kind}`);
      if (!ink) throw new Error('no drawing context');
      const [picture] = await Promise.all([loadPicture(wanted.url), loadType()]);
      // Cleared or prepared anew meanwhile: whoever waits is not waiting for this any more.
      if (mine !== turn) return new Promise<void>(() => {});
      shown = { slide: wanted.slide, picture };
      draw(seenAt());
      return undefined;
    },
    start: () => {
      rest();
      const at = seenAt();
      draw(at);
      tick(at);
    },
    frames: () => null,
    hold: rest,
    clear: () => {
      turn += 1;
      rest();
      shown = null;
      // Lets go of the memory of the picture.
      element.width = 1;
      element.height = 1;
    },
  };
};
