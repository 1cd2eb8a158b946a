/** The time that is looked at: days of a zone, strips, and the changes beside an instant. */
import { describe, expect, it } from 'vitest';
import { boundsOfDay, changeBeside, instantAt, piecesOf } from '../../../server/console/src/time-machine/clockwork.ts';
import { at } from '../../support/builders.ts';

const HOUR = 3_600_000;
const span = (from: number, until: number) => ({ kind: 'blank', from, until, rule: 'TL13' }) as const;
const MIDNIGHT = at('2026-03-02 00:00');
const DAY = {
  from: MIDNIGHT,
  until: MIDNIGHT + 24 * HOUR,
  spans: [span(MIDNIGHT, MIDNIGHT + 6 * HOUR), span(MIDNIGHT + 6 * HOUR, MIDNIGHT + 24 * HOUR)],
};

describe('the looked-at day', () => {
  it('is bounded by the midnights of its zone, also where a day has 23 hours', () => {
    expect(boundsOfDay('2026-03-02', 'Asia/Ho_Chi_Minh')).toEqual({ from: DAY.from, until: DAY.until });
    const short = boundsOfDay('2026-03-29', 'Europe/Berlin');
    expect(short.until - short.from).toBe(23 * HOUR);
  });
  it('reads a time of day on the wall of the zone', () => {
    expect(instantAt('2026-03-02', '18:30:05', 'Asia/Ho_Chi_Minh')).toBe(at('2026-03-02 18:30:05'));
  });
  it('is drawn in parts of the day', () => {
    expect(piecesOf(DAY).map(({ start, length }) => [start, length])).toEqual([
      [0, 0.25],
      [0.25, 0.75],
    ]);
  });
  it('knows the change before and after', () => {
    const six = MIDNIGHT + 6 * HOUR;
    expect(changeBeside(DAY, MIDNIGHT + HOUR, 'next')).toBe(six);
    expect(changeBeside(DAY, six, 'next')).toBeNull();
    expect(changeBeside(DAY, six + 1, 'previous')).toBe(six);
    expect(changeBeside(DAY, six, 'previous')).toBe(MIDNIGHT);
  });
});
