import { describe, expect, it } from 'vitest';
import {
  addDays,
  createWallClocks,
  dateOf,
  dayOf,
  msOfTime,
  startOfLocalDay,
  weekdayOf,
} from '../../../playlists/timeline/wall-clock.ts';
import { at } from '../../support/builders.ts';
import { wallText } from './timeline-text.ts';

const clockOf = createWallClocks();
const instantOf = (zone: string, date: string, time: string): number =>
  clockOf(zone).instantOf(dayOf(date), msOfTime(time));

/** zone, wall date and time, what it means (with the offset that holds there and then). */
const READINGS: [rule: string, zone: string, date: string, time: string, instant: number][] = [
  ['TL2 Việt Nam', 'Asia/Ho_Chi_Minh', '2026-03-02', '08:30', at('2026-03-02 08:30')],
  ['TL3 24:00 is the next midnight', 'Asia/Ho_Chi_Minh', '2026-03-02', '24:00', at('2026-03-03 00:00')],
  ['TL2 seconds', 'Asia/Ho_Chi_Minh', '2026-03-02', '08:30:15', at('2026-03-02 08:30:15')],
  ['TL2 summer', 'Europe/Berlin', '2026-07-01', '12:00', at('2026-07-01 12:00', '+02:00')],
  ['TL2 winter', 'Europe/Berlin', '2026-12-01', '12:00', at('2026-12-01 12:00', '+01:00')],
  ['TZ1 just before the gap', 'Europe/Berlin', '2026-03-29', '01:59:59', at('2026-03-29 01:59:59', '+01:00')],
  ['TZ1 the gap begins', 'Europe/Berlin', '2026-03-29', '02:00', at('2026-03-29 03:00', '+02:00')],
  ['TZ1 inside the gap', 'Europe/Berlin', '2026-03-29', '02:59:59', at('2026-03-29 03:00', '+02:00')],
  ['TZ1 after the gap', 'Europe/Berlin', '2026-03-29', '03:00', at('2026-03-29 03:00', '+02:00')],
  ['TZ2 just before the overlap', 'Europe/Berlin', '2026-10-25', '01:59', at('2026-10-25 01:59', '+02:00')],
  ['TZ2 the first of the two', 'Europe/Berlin', '2026-10-25', '02:30', at('2026-10-25 02:30', '+02:00')],
  ['TZ2 after the overlap', 'Europe/Berlin', '2026-10-25', '03:00', at('2026-10-25 03:00', '+01:00')],
  ['TZ1 half an hour', 'Australia/Lord_Howe', '2026-10-04', '02:15', at('2026-10-04 02:30', '+11:00')],
  ['TZ2 half an hour', 'Australia/Lord_Howe', '2026-04-05', '01:45', at('2026-04-05 01:45', '+11:00')],
  ['TZ1 no midnight', 'America/Sao_Paulo', '2018-11-04', '00:00', at('2018-11-04 01:00', '-02:00')],
  ['TZ2 midnight after a doubled hour', 'America/Sao_Paulo', '2018-02-18', '00:00', at('2018-02-18 00:00', '-03:00')],
  ['TZ2 midnight doubled', 'America/Havana', '2026-11-01', '00:30', at('2026-11-01 00:30', '-04:00')],
  ['TZ1 a day that never was', 'Pacific/Apia', '2011-12-30', '12:00', at('2011-12-31 00:00', '+14:00')],
];

describe('wall clock', () => {
  it.each(READINGS)('%s: %s %s %s', (_, zone, date, time, instant) => {
    expect(instantOf(zone, date, time)).toBe(instant);
  });

  it('TZ1 TZ2 never goes back, minute by minute, over days on which clocks change', () => {
    for (const [zone, date] of [
      ['Europe/Berlin', '2026-03-28'],
      ['Europe/Berlin', '2026-10-24'],
      ['Australia/Lord_Howe', '2026-04-04'],
      ['America/Sao_Paulo', '2018-11-03'],
      ['America/St_Johns', '2011-11-05'],
    ] as const) {
      let before = Number.NEGATIVE_INFINITY;
      for (let minute = 0; minute < 3 * 1440; minute += 1) {
        const instant = clockOf(zone).instantOf(dayOf(date), minute * 60_000);
        expect(instant).toBeGreaterThanOrEqual(before);
        before = instant;
      }
    }
  });

  it('TL2 reads back what the wall shows, every half hour of a year', () => {
    for (const zone of ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      const clock = clockOf(zone);
      for (let instant = at('2026-01-01 00:00'); instant < at('2027-01-01 00:00'); instant += 1_800_000 * 7) {
        const { day, msOfDay } = clock.readingAt(instant);
        const text = `${dateOf(day)} ${new Date(msOfDay).toISOString().slice(11, 19)}`;
        expect(text).toBe(wallText(instant, zone));
      }
    }
  });

  it('TL2 the local day of an instant starts at its own midnight', () => {
    expect(startOfLocalDay(clockOf('Asia/Ho_Chi_Minh'), at('2026-03-02 00:00'))).toBe(at('2026-03-02 00:00'));
    expect(startOfLocalDay(clockOf('Asia/Ho_Chi_Minh'), at('2026-03-02 23:59:59'))).toBe(at('2026-03-02 00:00'));
    const berlin = clockOf('Europe/Berlin');
    expect(startOfLocalDay(berlin, at('2026-10-25 23:30', '+01:00'))).toBe(at('2026-10-25 00:00', '+02:00'));
    const saoPaulo = clockOf('America/Sao_Paulo');
    expect(startOfLocalDay(saoPaulo, at('2018-11-04 12:00', '-02:00'))).toBe(at('2018-11-04 01:00', '-02:00'));
  });

  it('TL4 days are counted on the calendar: leap years, months, years, weekdays', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(['2026-03-02', '2026-03-07', '2026-03-08', '1969-12-31'].map((date) => weekdayOf(dayOf(date)))).toEqual([
      1, 6, 7, 3,
    ]);
  });

  it('asks a zone nothing twice: one clock per zone, and it remembers its days', () => {
    const clocks = createWallClocks();
    expect(clocks('Europe/Berlin')).toBe(clocks('Europe/Berlin'));
    expect(() => clocks('Mars/Olympus')).toThrow(RangeError);
  });
});
