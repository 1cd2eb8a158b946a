/** Clocks that a test winds by hand: years pass in milliseconds, and the system clock can be wrong or jump. */
import type { Clocks } from '../../player/core/clocks.ts';

export interface FakeClocks extends Clocks {
  /** Lets monotonic and wall time pass together, running every timer on its way in order. */
  pass(ms: number): void;
  /** As `pass`, but lets promises and I/O settle after every timer. */
  passGently(ms: number): Promise<void>;
  /** Sets the system clock; monotonic time knows nothing of it. */
  setWall(at: number): void;
  waiting(): number;
}

export const createFakeClocks = (wallAt: number, monotonicAt = 1_000): FakeClocks => {
  let monotonic = monotonicAt;
  let wall = wallAt;
  let made = 0;
  let timers: { due: number; order: number; run: () => void }[] = [];
  const advance = (to: number): void => {
    wall += to - monotonic;
    monotonic = to;
  };
  const nextDue = (until: number) => {
    timers.sort((a, b) => a.due - b.due || a.order - b.order);
    const [next] = timers;
    return next && next.due <= until ? timers.shift() : undefined;
  };
  return {
    monotonic: () => monotonic,
    wall: () => wall,
    after: (ms, run) => {
      const timer = { due: monotonic + Math.max(0, ms), order: made++, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    chance: () => 0.5,
    pass: (ms) => {
      const until = monotonic + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        advance(Math.max(monotonic, timer.due));
        timer.run();
      }
      advance(until);
    },
    passGently: async (ms) => {
      const until = monotonic + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        advance(Math.max(monotonic, timer.due));
        timer.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      advance(until);
    },
    setWall: (at) => {
      wall = at;
    },
    waiting: () => timers.length,
  };
};
