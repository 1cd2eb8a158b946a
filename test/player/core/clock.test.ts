/** Server time: quality, steering, steps, and system clocks that are wrong by years or jump. All on fake clocks. */
import { describe, expect, test } from 'vitest';
import { createServerClock, type SavedClock } from '../../../player/core/clock.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';

const NOW = Date.UTC(2026, 6, 1, 3, 0, 0);
const BUILT = Date.UTC(2026, 0, 1);
const YEAR = 366 * 86_400_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A clock whose system time is `wallError` away from the truth `NOW`. */
const aClock = (wallError = 0, saved: SavedClock | null = null) => {
  const clocks = createFakeClocks(NOW + wallError);
  const startedAt = clocks.monotonic();
  const clock = createServerClock({ clocks, builtAt: BUILT, saved });
  const truth = (): number => NOW + clocks.monotonic() - startedAt;
  const steps: number[] = [];
  clock.onChange((step) => steps.push(step));
  /** One round trip with these delays on the way there and back; `ahead` moves the server's own clock. */
  const trip = (there: number, back: number, ahead = 0): boolean => {
    const sentAt = clocks.monotonic();
    clocks.pass(there);
    const at = Math.floor(truth() + ahead);
    clocks.pass(back);
    return clock.heard({ sentAt, receivedAt: at, repliedAt: at, heardAt: clocks.monotonic() });
  };
  return { clocks, clock, truth, steps, trip };
};

describe('server time', () => {
  test('least delay wins, and the stated error bounds the real one', () => {
    const { clock, trip, truth, clocks } = aClock(-40_000);
    for (const [there, back] of [
      [80, 20],
      [3, 2],
      [15, 400],
      [200, 5],
    ] as const) {
      trip(there, back);
      clocks.pass(1_000);
      const state = clock.state();
      if (state.kind !== 'synced') throw new Error(`expected synced, found ${state.kind}`);
      expect(Math.abs(clock.now() - truth())).toBeLessThanOrEqual(state.errorMs);
    }
    clocks.pass(10_000);
    expect(Math.abs(clock.now() - truth())).toBeLessThanOrEqual(4);
  });

  test('random delays: the error never exceeds what is stated', () => {
    let seed = 42;
    const random = (most: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed / 2_147_483_648) * most;
    };
    const { clock, trip, truth, clocks } = aClock(12_345_678);
    for (let i = 0; i < 500; i += 1) {
      trip(random(300), random(300));
      clocks.pass(random(120_000));
      const state = clock.state();
      expect(state.kind).toBe('synced');
      if (state.kind === 'synced') expect(Math.abs(clock.now() - truth())).toBeLessThanOrEqual(state.errorMs + 1e-6);
    }
  });

  test('small differences are steered at 2 % and never run backwards', () => {
    const { clock, trip, clocks, steps } = aClock();
    trip(1, 1);
    steps.length = 0;
    for (let i = 0; i < 20; i += 1) trip(1, 1, -150);
    expect(steps).toEqual([]);
    let last = clock.now();
    for (let i = 0; i < 2_000; i += 1) {
      clocks.pass(10);
      const now = clock.now();
      expect(now - last).toBeGreaterThanOrEqual(10 * 0.98 - 1e-3);
      expect(now - last).toBeLessThanOrEqual(10 * 1.02 + 1e-3);
      last = now;
    }
  });

  test('a server set anew by seconds is one announced step', () => {
    const { clock, trip, truth, steps } = aClock();
    trip(1, 1);
    steps.length = 0;
    trip(1, 1, -30_000);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toBeLessThan(-29_000);
    expect(Math.abs(clock.now() - (truth() - 30_000))).toBeLessThan(5);
  });

  test('F5 once measured, jumps of the system clock change nothing', () => {
    const { clock, trip, truth, clocks } = aClock();
    trip(2, 2);
    for (const jump of [-17 * YEAR, 10 * YEAR, HOUR, -HOUR]) {
      clocks.setWall(NOW + jump);
      clock.recheck();
      clocks.pass(1_000);
      expect(Math.abs(clock.now() - truth())).toBeLessThan(5);
    }
  });

  test('F5 a dead system clock is untrusted until the server answers', () => {
    const { clock, trip, truth } = aClock(-17 * YEAR);
    expect(clock.state()).toEqual({ kind: 'untrusted' });
    expect(clock.report()).toMatchObject({ quality: 'untrusted', errorMs: null });
    expect(clock.now()).toBeGreaterThanOrEqual(BUILT);
    trip(5, 5);
    expect(clock.state().kind).toBe('synced');
    expect(Math.abs(clock.now() - truth())).toBeLessThan(7);
  });

  test('F5 a clock more than a year past the lease is untrusted', () => {
    const { clock } = aClock(10 * YEAR);
    expect(clock.state().kind).toBe('holding');
    clock.witnessed(NOW - HOUR, NOW + 35 * 86_400_000);
    expect(clock.state().kind).toBe('untrusted');
  });

  test('the floor: an hour below it is believed, more is not', () => {
    const saved: SavedClock = { format: 1, knownAt: NOW };
    expect(aClock(-HOUR + 1_000, saved).clock.state().kind).toBe('holding');
    expect(aClock(-HOUR - 1_000, saved).clock.state().kind).toBe('untrusted');
  });

  test('an untrusted clock that is mended (NTP) is believed at the next look', () => {
    const { clock, clocks, steps } = aClock(-17 * YEAR);
    clocks.setWall(NOW);
    clock.recheck();
    expect(clock.state()).toEqual({ kind: 'holding', errorMs: null });
    expect(steps).toHaveLength(1);
    expect(Math.abs(clock.now() - NOW)).toBeLessThan(1);
  });

  test('without answers the quality sinks to holding and the error grows', () => {
    const { clock, trip, clocks } = aClock();
    trip(1, 1);
    const first = clock.state();
    clocks.pass(6 * 60_000);
    const later = clock.state();
    expect([first.kind, later.kind]).toEqual(['synced', 'holding']);
    if (first.kind === 'synced' && later.kind === 'holding')
      expect(later.errorMs ?? 0).toBeGreaterThan(first.errorMs + 30);
  });

  test('a server behind the signed floor is refused; behind the saved floor only, it is believed', () => {
    const { clock, trip } = aClock(0, { format: 1, knownAt: NOW + 5 * YEAR });
    expect(clock.state().kind).toBe('untrusted');
    expect(trip(1, 1)).toBe(true);
    expect(clock.state().kind).toBe('synced');
    clock.witnessed(NOW, NOW + 35 * 86_400_000);
    expect(trip(1, 1, -2 * HOUR)).toBe(false);
  });

  test('F5 a server that ran two years ahead is believed again once it has published with the right time', () => {
    const { clock, trip, truth, steps, clocks } = aClock();
    trip(1, 1, 2 * YEAR);
    expect(clock.witnessed(NOW + 2 * YEAR, NOW + 2 * YEAR + 35 * DAY)).toBe(false);
    expect(trip(1, 1)).toBe(false);
    expect(clock.now() - truth()).toBeGreaterThan(YEAR);
    expect(clock.witnessed(NOW, NOW + 35 * DAY)).toBe(true);
    steps.length = 0;
    expect(trip(1, 1)).toBe(true);
    expect(steps).toHaveLength(1);
    expect(Math.abs(clock.now() - truth())).toBeLessThan(5);
    expect(Math.abs((clock.toSave()?.knownAt ?? 0) - truth())).toBeLessThan(5);
    expect(clock.witnessed(NOW + 1_000, NOW + 35 * DAY)).toBe(false);
    clocks.pass(1_000);
    expect(clock.state().kind).toBe('synced');
  });

  test('the floor fell and no answer comes: the next look takes a system clock that is plausible', () => {
    const { clock, trip, truth } = aClock();
    trip(1, 1, 2 * YEAR);
    clock.witnessed(NOW + 2 * YEAR, NOW + 2 * YEAR + 35 * DAY);
    clock.witnessed(NOW, NOW + 35 * DAY);
    clock.recheck();
    expect(clock.state()).toEqual({ kind: 'holding', errorMs: null });
    expect(Math.abs(clock.now() - truth())).toBeLessThan(1);
  });

  test('F5 a saved time beyond the signed ceiling is no knowledge', () => {
    const { clock } = aClock(0, { format: 1, knownAt: Date.UTC(2250, 0, 1) });
    expect(clock.state().kind).toBe('untrusted');
    clock.witnessed(NOW - HOUR, NOW + 35 * DAY);
    expect(clock.state()).toEqual({ kind: 'holding', errorMs: null });
    expect(Math.abs(clock.now() - NOW)).toBeLessThan(1);
    expect(clock.toSave()?.knownAt).toBe(NOW - HOUR);
  });

  test('impossible round trips are refused', () => {
    const { clock } = aClock();
    expect(clock.heard({ sentAt: 10, receivedAt: NOW, repliedAt: NOW, heardAt: 5 })).toBe(false);
    expect(clock.heard({ sentAt: 10, receivedAt: NOW, repliedAt: NOW - 5, heardAt: 15 })).toBe(false);
    expect(clock.heard({ sentAt: 10, receivedAt: NOW, repliedAt: NOW + 500, heardAt: 15 })).toBe(false);
  });

  test('what is saved rises with measured time only', () => {
    const unmeasured = aClock();
    unmeasured.clocks.pass(HOUR);
    expect(unmeasured.clock.toSave()).toEqual({ format: 1, knownAt: BUILT });
    const measured = aClock();
    measured.trip(1, 1);
    measured.clocks.pass(HOUR);
    expect(measured.clock.toSave()?.knownAt).toBeGreaterThan(NOW + HOUR - 10);
  });
});
