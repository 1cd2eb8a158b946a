/** Calendar → days: what is in it, and by what name (DY2). Holidays are worked out once a year asked about. */
import type { Calendar } from '../model/calendar.ts';
import type { CalendarId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import { holidaysOf } from './holidays.ts';
import { type CalendarDay, type DayWindow, dateOf, dayOf } from './wall-clock.ts';

/** Whether a day is in a calendar. */
export type DayTest = (day: CalendarDay) => boolean;

/** The calendars a slot may name; null for one that does not exist (any more). */
export type Calendars = (id: CalendarId) => DayTest | null;

/** For whoever has none. */
export const NO_CALENDARS: Calendars = () => null;

/** What a calendar says about its days. */
type CalendarDays = Pick<Calendar, 'name' | 'base' | 'added' | 'removed'>;

export interface NamedDay {
  day: CalendarDay;
  name: Said;
}

const yearOf = (day: CalendarDay): number => Number(dateOf(day).slice(0, 4));

const holidayNames = (): ((day: CalendarDay) => Said | undefined) => {
  const years = new Map<number, ReadonlyMap<CalendarDay, Said>>();
  return (day) => {
    const year = yearOf(day);
    const names = years.get(year) ?? new Map(holidaysOf(year).map(({ date, name }) => [dayOf(date), name]));
    years.set(year, names);
    return names.get(day);
  };
};

/** The name of each day that is in a calendar; undefined for the others. */
const readCalendar = ({ name, base, added, removed }: CalendarDays): ((day: CalendarDay) => Said | undefined) => {
  const gone = new Set(removed.map(dayOf));
  const holiday = base === 'none' ? () => undefined : holidayNames();
  const ranges = added.map((range) => ({
    first: dayOf(range.from),
    last: dayOf(range.until),
    name: range.name || name,
  }));
  return (day) => {
    if (gone.has(day)) return undefined;
    const range = ranges.find(({ first, last }) => first <= day && day <= last);
    return range ? { vi: range.name, en: range.name } : holiday(day);
  };
};

/** Look-up by id; each calendar is read when it is first asked for. */
export const prepareCalendars = (calendars: readonly Calendar[]): Calendars => {
  const known = new Map(calendars.map((calendar) => [calendar.id, calendar]));
  const tests = new Map<CalendarId, DayTest>();
  return (id) => {
    const calendar = known.get(id);
    if (!calendar) return null;
    const made = tests.get(id);
    if (made) return made;
    const nameOf = readCalendar(calendar);
    const test: DayTest = (day) => nameOf(day) !== undefined;
    tests.set(id, test);
    return test;
  };
};

/** The days of a calendar within a window, in order, each by its name. */
export const daysOfCalendar = (calendar: CalendarDays, { first, last }: DayWindow): NamedDay[] => {
  const nameOf = readCalendar(calendar);
  const days: NamedDay[] = [];
  for (let day = first; day <= last; day += 1) {
    const name = nameOf(day);
    if (name) days.push({ day, name });
  }
  return days;
};
