/** How long to wait before a page or an engine that died is started again: at once the first time, then longer. Pure. */

/** Deaths longer ago than this no longer count. */
const FORGET_AFTER_MS = 120_000;
const WAITS_MS = [0, 250, 1_000, 2_000, 5_000, 10_000] as const;

export interface BackOff {
  /** Notes a death at a monotonic instant and answers the wait in ms. */
  died(now: number): number;
}

export const createBackOff = (): BackOff => {
  let deaths: number[] = [];
  return {
    died: (now) => {
      deaths = [...deaths.filter((at) => now - at < FORGET_AFTER_MS), now].slice(-WAITS_MS.length);
      return WAITS_MS[deaths.length - 1] ?? WAITS_MS[WAITS_MS.length - 1] ?? 0;
    },
  };
};
