/**
 * The public holidays of Việt Nam of any year, by article 112 of the Labour Code (45/2019/QH14). The government fixes each year
 * how the five days of Tết lie and on which side of 2 September the second day is; the usual choice stands here, and what is
 * decided otherwise is put right in the ward's calendar (added and removed days).
 */
import type { Said } from '../model/said.ts';
import type { LocalDate } from '../model/time.ts';
import { solarOf } from './lunar.ts';
import { type CalendarDay, dateOf, dayOf } from './wall-clock.ts';

export interface Holiday {
  date: LocalDate;
  name: Said;
}

const NEW_YEAR: Said = { vi: 'Tết Dương lịch', en: "New Year's Day" };
const TET: Said = { vi: 'Tết Nguyên đán', en: 'Lunar New Year' };
const KINGS: Said = { vi: 'Giỗ Tổ Hùng Vương', en: "Hùng Kings' Commemoration" };
const REUNIFICATION: Said = { vi: 'Ngày Giải phóng miền Nam, thống nhất đất nước', en: 'Reunification Day' };
const LABOUR: Said = { vi: 'Ngày Quốc tế Lao động', en: 'International Labour Day' };
const NATIONAL: Said = { vi: 'Quốc khánh', en: 'National Day' };

/** Days of Tết before the first of the first month: the last day of the old year. */
const TET_DAYS_BEFORE = 1;
const TET_DAYS = 5;

/** The lunar date in a year; both holidays that follow the moon exist in every year. */
const lunarDay = (year: number, month: number, day: number): CalendarDay =>
  solarOf({ year, month, day, isLeap: false }) ?? Number.NaN;

/** The holidays of a solar year, sorted. */
export const holidaysOf = (year: number): Holiday[] => {
  const tet = lunarDay(year, 1, 1);
  const days: [CalendarDay, Said][] = [
    [dayOf(`${year}-01-01`), NEW_YEAR],
    ...Array.from({ length: TET_DAYS }, (_, place): [CalendarDay, Said] => [tet - TET_DAYS_BEFORE + place, TET]),
    [lunarDay(year, 3, 10), KINGS],
    [dayOf(`${year}-04-30`), REUNIFICATION],
    [dayOf(`${year}-05-01`), LABOUR],
    [dayOf(`${year}-09-01`), NATIONAL],
    [dayOf(`${year}-09-02`), NATIONAL],
  ];
  return days.sort(([a], [b]) => a - b).map(([day, name]) => ({ date: dateOf(day), name }));
};
