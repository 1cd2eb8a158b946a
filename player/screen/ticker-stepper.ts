/**
 * Counts the frames of a ticker. A ticker that looked at the clock in every frame would now and then stay for two frames or jump by two
 * steps, since no display is exactly 60 Hz; so frames are counted as they come, dropped ones too, and the clock is asked again only
 * while the band is blank, between two laps. Displays of another rate are shared out over the same 60 a second. Pure: readings are handed in.
 */
import { FRAMES_A_SECOND, type Pace, placeAfter } from '../../playlists/tickers/pace.ts';

const FRAME_MS = 1000 / FRAMES_A_SECOND;
/** An interval this near to whole frames is that many: the display is one of 60 Hz. */
const NEAR = 0.1;
/** A frame counts as over a little before it is, so that two of 8.3 ms are one of 16.7 on every second frame and not by chance. */
const EARLY = 0.25;
/** Farther from the clock than this (a hidden page, a clock that was set) the step is taken at once: it is seen either way. */
const MOST_APART_MS = 1_000;

export interface Stepper {
  /**
   * Pixels that the text has moved within its lap in the frame that begins at `stamp`; −1 before its first lap. `clockFrames`: what the clock
   * says, asked for only when it counts.
   */
  step(stamp: number, clockFrames: () => number): number;
}

/** `lapPixels` are whole steps of the pace. */
export const createStepper = (pace: Pace, lapPixels: number): Stepper => {
  const lapFrames = (lapPixels / pace.pixels) * pace.frames;
  let frames = -1;
  let last = 0;
  let rest = 0;
  const look = (stamp: number, clockFrames: () => number): void => {
    frames = clockFrames();
    [last, rest] = [stamp, 0];
  };
  const count = (stamp: number): number => {
    const passed = (stamp - last) / FRAME_MS + rest;
    const whole = Math.max(0, Math.floor(passed + EARLY));
    rest = Math.abs(passed - Math.round(passed)) < NEAR ? 0 : passed - whole;
    last = stamp;
    return whole;
  };
  return {
    step: (stamp, clockFrames) => {
      if (frames < 0) look(stamp, clockFrames);
      else {
        const lap = Math.floor(frames / lapFrames);
        const passed = count(stamp);
        frames += passed;
        const isBlank = Math.floor(frames / lapFrames) > lap;
        if (isBlank || passed * FRAME_MS > MOST_APART_MS) look(stamp, clockFrames);
      }
      return placeAfter(frames, pace, lapPixels);
    },
  };
};
