/**
 * How long a calendar file of many events takes to be read, held against ten files of a tenth of its events: where reading is linear
 * both take as long. The two take turns, so a busy machine slows both.
 */
import { performance } from 'node:perf_hooks';
import { readCalendar } from '../../playlists/exchange/icalendar-reader.ts';
import type { BenchLine } from './bench-line.ts';

const EVENTS = 2_000;
const PARTS = 10;
const ROUNDS = 5;
const WARD = { zone: 'Asia/Ho_Chi_Minh', playlists: [], screens: [], groups: [], calendars: [], dayParts: [] };

/** A rule that seldom finds a day, and a line of many parameters. */
const EVENT = [
  'BEGIN:VEVENT',
  'SUMMARY:Sự kiện',
  'DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T080000',
  'DTEND;TZID=Asia/Ho_Chi_Minh:20260302T090000',
  'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=4000',
  `X-A;${'B="c,d";'.repeat(20)}E=f:g`,
  'END:VEVENT',
].join('\r\n');
const fileOf = (events: number): string =>
  ['BEGIN:VCALENDAR', ...Array<string>(events).fill(EVENT), 'END:VCALENDAR'].join('\r\n');

const timeOf = (work: () => void): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] as number;

export const benchCalendarFile = async (): Promise<BenchLine[]> => {
  const [large, small] = [fileOf(EVENTS), fileOf(EVENTS / PARTS)];
  readCalendar(small, WARD);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    whole: timeOf(() => readCalendar(large, WARD)),
    parts: timeOf(() => {
      for (let part = 0; part < PARTS; part += 1) readCalendar(small, WARD);
    }),
  }));
  const [value, yardstickValue] = [median(rounds.map(({ whole }) => whole)), median(rounds.map(({ parts }) => parts))];
  return [
    {
      figure: `a calendar file of ${EVENTS} events read`,
      value,
      unit: 'ms',
      yardstick: `${PARTS} files of ${EVENTS / PARTS} events read, same run`,
      yardstickValue,
      ratio: value / yardstickValue,
      goal: 'ratio < 2',
    },
  ];
};
