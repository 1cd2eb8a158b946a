/**
 * Server time as the page knows it: its own monotonic clock plus an offset, measured by round trips to the core. Of the
 * recent round trips the one that could be least wrong counts (shortest way, aged by the drift of a quartz). When the core's
 * own idea of time steps, measurements that can no longer be true are forgotten. Pure: readings are handed in.
 */

/** How far two quartzes part: 100 parts per million. */
const DRIFT = 100e-6;
/** Round trips kept. */
const KEPT = 16;
/** Offsets closer than this to the one in use change nothing: no picture moves for half a millisecond. */
const DEAD_BAND_MS = 0.5;
/** Slack when judging whether two measurements contradict each other (timer granularity). */
const SLACK_MS = 2;

interface RoundTrip {
  /** Monotonic instant of arrival. */
  at: number;
  /** Server time − monotonic time. */
  offset: number;
  /** Half of the way: the measurement is within ± this. */
  error: number;
}

export interface PageClock {
  /** Takes one round trip: asked and answered on the monotonic clock, server time as the core said it. */
  learn(askedAt: number, answeredAt: number, serverTime: number): void;
  /** Server time at a monotonic reading; null before the first round trip. */
  serverTime(monotonic: number): number | null;
  /** Monotonic reading at a server time; null before the first round trip. */
  monotonicAt(serverTime: number): number | null;
  /** Bound of the error of the measurement in use, ms; null before the first round trip. */
  errorMs(monotonic: number): number | null;
}

export const createPageClock = (): PageClock => {
  let trips: RoundTrip[] = [];
  let offset: number | null = null;
  const bound = (trip: RoundTrip, now: number): number => trip.error + (now - trip.at) * DRIFT;
  const best = (now: number): RoundTrip | undefined =>
    trips.reduce<RoundTrip | undefined>((a, b) => (a && bound(a, now) <= bound(b, now) ? a : b), undefined);
  return {
    learn: (askedAt, answeredAt, serverTime) => {
      if (!(answeredAt >= askedAt)) return;
      const trip = {
        at: answeredAt,
        offset: serverTime - (askedAt + answeredAt) / 2,
        error: (answeredAt - askedAt) / 2,
      };
      const agrees = (older: RoundTrip): boolean =>
        Math.abs(older.offset - trip.offset) <= bound(older, answeredAt) + trip.error + SLACK_MS;
      trips = [...trips.filter(agrees), trip].slice(-KEPT);
      const chosen = best(answeredAt);
      if (chosen && (offset === null || Math.abs(chosen.offset - offset) > DEAD_BAND_MS)) offset = chosen.offset;
    },
    serverTime: (monotonic) => (offset === null ? null : monotonic + offset),
    monotonicAt: (serverTime) => (offset === null ? null : serverTime - offset),
    errorMs: (monotonic) => {
      const chosen = best(monotonic);
      return chosen ? bound(chosen, monotonic) : null;
    },
  };
};
