/** The lunar calendar against published dates, and against the Chinese one of ICU where the two countries agree. */
import { describe, expect, it } from 'vitest';
import { holidaysOf } from '../../../playlists/timeline/holidays.ts';
import { lunarOf, solarOf } from '../../../playlists/timeline/lunar.ts';
import { dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';

/** First day of the lunar year, as published in Việt Nam. */
const TET: readonly string[] = [
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-02',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
  '2034-02-19',
  '2035-02-08',
  '2036-01-28',
  '2037-02-15',
  '2038-02-04',
  '2039-01-24',
  '2040-02-12',
  '2041-02-01',
  '2042-01-22',
  '2043-02-10',
  '2044-01-30',
  '2045-02-17',
  '2046-02-06',
  '2047-01-26',
  '2048-02-14',
  '2049-02-02',
  '2050-01-23',
];

const tetOf = (year: number): string => dateOf(solarOf({ year, month: 1, day: 1, isLeap: false }) as number);

describe('the lunar calendar of Việt Nam', () => {
  it('DY2 begins each year from 2024 to 2050 on the published day', () => {
    expect(TET.map((date) => tetOf(Number(date.slice(0, 4))))).toEqual(TET);
  });

  it('DY2 differs from China where the new moon falls between the two midnights', () => {
    // 1968, 1985 and 2007 are the well-known cases; 2030 is the next.
    expect([1968, 1985, 2007, 2030].map(tetOf)).toEqual(['1968-01-29', '1985-01-21', '2007-02-17', '2030-02-02']);
  });

  it.each([
    [2020, 4],
    [2023, 2],
    [2025, 6],
    [2028, 5],
    [2031, 3],
    [2033, 11],
    [2036, 6],
    [2039, 5],
  ])('DY2 has a leap month in %i, after month %i', (year, month) => {
    const leaps = Array.from({ length: 12 }, (_, index) => index + 1).filter(
      (number) => solarOf({ year, month: number, day: 1, isLeap: true }) !== null,
    );
    expect(leaps).toEqual([month]);
  });

  it('DY2 there and back, every day from 2020 to 2055; months have 29 or 30 days', () => {
    let length = 0;
    for (let day = dayOf('2020-01-01'); day <= dayOf('2055-12-31'); day += 1) {
      const lunar = lunarOf(day);
      if (lunar.day === 1 && length > 0) expect([29, 30]).toContain(length);
      length = lunar.day;
      expect(solarOf(lunar)).toBe(day);
    }
  });

  it('DY2 agrees with the Chinese calendar of ICU but for days near a new moon at midnight', () => {
    const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
    let differing = 0;
    let all = 0;
    for (let day = dayOf('2024-01-01'); day <= dayOf('2050-12-31'); day += 1) {
      const parts = chinese.formatToParts(day * 86_400_000);
      const theirs = Number(parts.find(({ type }) => type === 'day')?.value);
      all += 1;
      if (theirs !== lunarOf(day).day) differing += 1;
    }
    // One new moon in 24 falls into the hour between the two midnights, and shifts its month.
    expect(differing / all).toBeLessThan(0.08);
    expect(differing).toBeGreaterThan(0);
  });

  it('names no day that a year does not have', () => {
    expect(solarOf({ year: 2026, month: 1, day: 31, isLeap: false })).toBeNull();
    expect(solarOf({ year: 2026, month: 1, day: 1, isLeap: true })).toBeNull();
  });
});

describe('public holidays', () => {
  it('DY2 are eleven days a year, Tết and the Hùng Kings by the moon', () => {
    expect(holidaysOf(2026).map(({ date, name }) => `${date} ${name.vi}`)).toEqual([
      '2026-01-01 Tết Dương lịch',
      '2026-02-16 Tết Nguyên đán',
      '2026-02-17 Tết Nguyên đán',
      '2026-02-18 Tết Nguyên đán',
      '2026-02-19 Tết Nguyên đán',
      '2026-02-20 Tết Nguyên đán',
      '2026-04-26 Giỗ Tổ Hùng Vương',
      '2026-04-30 Ngày Giải phóng miền Nam, thống nhất đất nước',
      '2026-05-01 Ngày Quốc tế Lao động',
      '2026-09-01 Quốc khánh',
      '2026-09-02 Quốc khánh',
    ]);
  });

  it('DY2 put the Hùng Kings on the published days', () => {
    const kings = (year: number) => holidaysOf(year).find(({ name }) => name.vi.startsWith('Giỗ'))?.date;
    expect([2023, 2024, 2025, 2027, 2028].map(kings)).toEqual([
      '2023-04-29',
      '2024-04-18',
      '2025-04-07',
      '2027-04-16',
      '2028-04-04',
    ]);
  });
});
