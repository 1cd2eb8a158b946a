/**
 * How fast a ticker runs, and where it stands at an instant. It moves by whole device pixels in every frame of a 60 Hz display, or in every
 * second one, so that no letter is ever drawn between two pixels and none moves more in one frame than in the next. Both follow from
 * the ticker, its width and the instant alone: screens of one canvas show the same.
 */

/** Frames a second that paces are counted in. */
export const FRAMES_A_SECOND = 60;

/** So many device pixels every so many frames. */
export interface Pace {
  pixels: number;
  frames: number;
}

/**
 * The paces there are, 30 to 480 pixels a second. Walls of lamps have the first four. On displays of many pixels letters are so large that
 * these come to a third of a person's pace, so wide canvases have the others as well.
 */
export const PACES: readonly Pace[] = [
  { pixels: 1, frames: 2 },
  { pixels: 1, frames: 1 },
  { pixels: 2, frames: 1 },
  { pixels: 3, frames: 1 },
  { pixels: 4, frames: 1 },
  { pixels: 6, frames: 1 },
  { pixels: 8, frames: 1 },
];

export const pixelsASecond = ({ pixels, frames }: Pace): number => (FRAMES_A_SECOND * pixels) / frames;

/** Every canvas has the paces up to this one, px/s. */
const USUAL_MOST = 180;
/** Those beyond it only where a letter still takes so long from edge to edge. */
const LEAST_SEEN_S = 4;

/**
 * The pace nearest to a reading rate on a canvas of a width, where a syllable with the space behind it is so many pixels wide; the slower
 * of two as near.
 */
export const paceFor = (syllablesPerMinute: number, syllablePixels: number, width: number): Pace => {
  const wanted = (syllablesPerMinute / 60) * syllablePixels;
  const awayFrom = (pace: Pace): number => Math.abs(pixelsASecond(pace) - wanted);
  const most = Math.max(USUAL_MOST, width / LEAST_SEEN_S);
  return PACES.filter((pace) => pixelsASecond(pace) <= most).reduce((best, pace) =>
    awayFrom(pace) < awayFrom(best) ? pace : best,
  );
};

/** Frames of a 60 Hz display that have begun `elapsedMs` after the anchor; negative before it. */
export const framesAfter = (elapsedMs: number): number => Math.floor((elapsedMs * FRAMES_A_SECOND) / 1000);

/** Pixels that the text has moved in so many frames, within its lap; −1 before it begins. */
export const placeAfter = (frames: number, { pixels, frames: every }: Pace, lapPixels: number): number =>
  frames < 0 ? -1 : (Math.floor(frames / every) * pixels) % lapPixels;
