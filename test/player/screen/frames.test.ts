/** Which frame is chosen, on displays of any rate; and that a still costs no frames while it waits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atFrameNearest, type FrameDoors } from '../../../player/screen/frames.ts';

/** A display that begins a frame every `interval` ms, and timers that are late by `lateness`. */
const aDisplay = (interval: number, lateness = 0) => {
  let now = 0;
  let frames = 0;
  let queue: { at: number; run: () => void; frame: boolean }[] = [];
  const add = (at: number, run: () => void, frame: boolean) => {
    const entry = { at, run, frame };
    queue.push(entry);
    return () => {
      queue = queue.filter((other) => other !== entry);
    };
  };
  const doors: FrameDoors = {
    now: () => now,
    after: (ms, run) => add(now + ms + lateness, run, false),
    onFrame: (run) => {
      const at = (Math.floor(now / interval + 1e-6) + 1) * interval;
      return add(at, () => run(at), true);
    },
  };
  return {
    doors,
    frames: () => frames,
    pass: (until: number) => {
      for (;;) {
        queue.sort((a, b) => a.at - b.at);
        const next = queue[0];
        if (!next || next.at > until) break;
        queue.shift();
        now = Math.max(now, next.at);
        if (next.frame) frames += 1;
        next.run();
      }
      now = until;
    },
  };
};

describe('frames', () => {
  it('G7 the picture reaches the glass within half a frame of its due time, at any rate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1000 / 144, 1000 / 60, 1000 / 50, 1000 / 30),
        fc.double({ min: 500, max: 5_000, noNaN: true }),
        (interval, due) => {
          const display = aDisplay(interval);
          let at = Number.NaN;
          atFrameNearest(
            display.doors,
            () => due,
            (timestamp) => {
              at = timestamp;
            },
          );
          display.pass(10_000);
          // What changes in the frame that begins at `at` is seen one interval later.
          expect(Math.abs(at + interval - due)).toBeLessThanOrEqual(interval / 2 + 0.001);
        },
      ),
    );
  });

  it('counts frames only shortly before it is due, however long the wait', () => {
    const display = aDisplay(1000 / 60);
    let acted = 0;
    atFrameNearest(
      display.doors,
      () => 3_600_000,
      () => {
        acted += 1;
      },
    );
    display.pass(3_599_000);
    expect(display.frames()).toBe(0);
    display.pass(3_601_000);
    expect(acted).toBe(1);
    expect(display.frames()).toBeLessThan(10);
  });

  it('acts on the next frame when it is late already', () => {
    const display = aDisplay(20);
    let at = 0;
    atFrameNearest(
      display.doors,
      () => -500,
      (timestamp) => {
        at = timestamp;
      },
    );
    display.pass(100);
    expect(at).toBe(20);
  });

  it('follows a due time that moves while it waits', () => {
    const display = aDisplay(20);
    let due = 60_000;
    let at = 0;
    atFrameNearest(
      display.doors,
      () => due,
      (timestamp) => {
        at = timestamp;
      },
    );
    display.pass(5_000);
    due = 30_000;
    display.pass(60_000);
    expect(Math.abs(at + 20 - 30_000)).toBeLessThanOrEqual(10);
  });

  it('does nothing once cancelled', () => {
    const display = aDisplay(20);
    let acted = 0;
    const cancel = atFrameNearest(
      display.doors,
      () => 1_000,
      () => {
        acted += 1;
      },
    );
    display.pass(950);
    cancel();
    display.pass(2_000);
    expect(acted).toBe(0);
  });
});
