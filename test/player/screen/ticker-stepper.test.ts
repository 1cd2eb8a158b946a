/** The frame counter of a ticker: steady at 60 Hz and near it, back in step with the clock only while the band is blank. */
import { describe, expect, it } from 'vitest';
import { createStepper } from '../../../player/screen/ticker-stepper.ts';
import { framesAfter } from '../../../playlists/tickers/pace.ts';

const PACE = { pixels: 2, frames: 1 };
const LAP = 600;

/** Runs a display of `hz` for some frames; the moves from frame to frame, laps taken out. */
const run = (hz: number, count: number, { jitterMs = 0, skip = new Set<number>(), pace = PACE } = {}) => {
  const stepper = createStepper(pace, LAP);
  const stamps = Array.from({ length: count }, (_, i) => (i * 1000) / hz + (i % 2) * jitterMs).filter(
    (_, i) => !skip.has(i),
  );
  const places = stamps.map((stamp) => stepper.step(stamp, () => framesAfter(stamp)));
  return { stamps, places, moves: places.slice(1).map((place, i) => place - (places[i] as number)) };
};

describe('a stepper', () => {
  it.each([60, 59.94, 60.3, 59])(
    'moves by the same step in every frame of a display of %s Hz, lap ends excepted',
    (hz) => {
      const { moves } = run(hz, 1_500, { jitterMs: 0.4 });
      const odd = moves.filter((move) => move !== 2);
      // Each lap ends once, and its frame may be one that falls back into step.
      expect(odd.length).toBeLessThanOrEqual(Math.ceil(1_500 / 300) * 2);
      for (const move of odd) expect(Math.abs(move) > 100 || Math.abs(move) <= 20).toBe(true);
    },
  );
  it('is in step with the clock again after each lap, however the display drifts', () => {
    const { stamps, places } = run(59, 3_000);
    for (const [i, place] of places.entries()) {
      const byClock = (framesAfter(stamps[i] as number) * 2) % LAP;
      const apart = Math.min(Math.abs(place - byClock), LAP - Math.abs(place - byClock));
      // 1 of 60 frames is lost; a lap of 300 frames loses 5, of 2 pixels each.
      expect(apart).toBeLessThanOrEqual(12);
    }
  });
  it('counts the frames that were dropped', () => {
    const { stamps, places } = run(60, 200, { skip: new Set([50, 51, 90]) });
    for (const [i, place] of places.entries()) expect(place).toBe((Math.round((stamps[i] as number) * 0.06) * 2) % LAP);
  });
  it('shares out the frames of faster and slower displays: two of 120 Hz are one, none is lost at 50 Hz', () => {
    const fast = run(120, 200).places;
    for (let i = 0; i + 1 < fast.length; i += 2) expect(fast[i + 1]).toBe(fast[i]);
    const slow = run(50, 100);
    expect(slow.places.at(-1)).toBeCloseTo((Math.floor((slow.stamps.at(-1) as number) * 0.06) * 2) % LAP, -1);
  });
  it('moves in every second frame at half a pixel a frame', () => {
    const { moves } = run(60, 100, { pace: { pixels: 1, frames: 2 } });
    expect(moves.slice(0, 6)).toEqual([0, 1, 0, 1, 0, 1]);
  });
  it('waits, blank, for its anchor, and catches up at once after a long sleep', () => {
    const stepper = createStepper(PACE, LAP);
    expect(stepper.step(0, () => -2)).toBe(-1);
    expect(stepper.step(16.7, () => -1)).toBe(-1);
    expect(stepper.step(33.3, () => 0)).toBe(0);
    expect(stepper.step(50, () => 1_000)).toBe(2);
    expect(stepper.step(5_050, () => 111)).toBe(222);
  });
});
