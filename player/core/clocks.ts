/**
 * Time and chance as the player core sees them: handed in everywhere, so tests run years in milliseconds. `realClocks` is the
 * machine's own; nothing else in the core may call Date, performance, setTimeout or Math.random.
 */
import { performance } from 'node:perf_hooks';

/** Cancels what it was returned for; calling it twice or too late does nothing. */
export type Cancel = () => void;

export interface Clocks {
  /** Milliseconds with fractions from an unknown start; never goes back and knows no jumps. */
  monotonic(): number;
  /** The system clock in ms since the epoch; may be wrong by years and may jump. */
  wall(): number;
  /** Runs once, not before `ms` monotonic milliseconds are over. */
  after(ms: number, run: () => void): Cancel;
  /** Evenly spread over [0, 1): jitter, never secrets. */
  chance(): number;
}

/** Longest wait Node's timers take without overflowing. */
const LONGEST_TIMER_MS = 2_147_000_000;

/** The clocks of this machine. */
export const realClocks = (): Clocks => ({
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
});

/** Runs `run` every `ms` (the first time after `ms`) until cancelled. Each wait begins when the last run has begun. */
export const every = (clocks: Clocks, ms: number, run: () => void): Cancel => {
  let cancel: Cancel = () => {};
  const arm = (): void => {
    cancel = clocks.after(ms, () => {
      arm();
      run();
    });
  };
  arm();
  return () => cancel();
};

/** `ms` spread evenly over ± `share` of itself, so a thousand players do not knock at once. */
export const jittered = (clocks: Clocks, ms: number, share = 0.5): number =>
  ms * (1 - share + 2 * share * clocks.chance());
