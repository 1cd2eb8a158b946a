/** Day-part → its hours on a day (DY3). Days that were asked about are remembered, since a ward asks for each of them often. */
import { type DayPart, rangesOn } from '../model/day-part.ts';
import type { DayPartId } from '../model/ids.ts';
import type { LocalTime } from '../model/time.ts';
import { type CalendarDay, dateOf, msOfTime } from './wall-clock.ts';

/** A time of day; an end at or before the start is on the next day (TL3). */
export interface DayTimes {
  from: LocalTime;
  until: LocalTime;
}

/** The hours of a day-part that start on a day, by their start. Empty on days of no season, where all ranges have one. */
export type HoursOn = (day: CalendarDay) => readonly DayTimes[];

/** The day-parts a slot may name; null for one that does not exist (any more). */
export type DayParts = (id: DayPartId) => HoursOn | null;

/** For whoever has none. */
export const NO_DAY_PARTS: DayParts = () => null;

const readDayPart = ({ ranges }: Pick<DayPart, 'ranges'>): HoursOn => {
  const sorted = ranges.toSorted((a, b) => msOfTime(a.from) - msOfTime(b.from));
  if (sorted.every(({ season }) => season === null)) return () => sorted;
  const known = new Map<CalendarDay, readonly DayTimes[]>();
  return (day) => {
    const met = known.get(day);
    if (met) return met;
    const hours = rangesOn(sorted, dateOf(day).slice(5));
    known.set(day, hours);
    return hours;
  };
};

/** Look-up by id; each day-part is read when it is first asked for. */
export const prepareDayParts = (dayParts: readonly DayPart[]): DayParts => {
  const known = new Map(dayParts.map((dayPart) => [dayPart.id, dayPart]));
  const read = new Map<DayPartId, HoursOn>();
  return (id) => {
    const dayPart = known.get(id);
    if (!dayPart) return null;
    const made = read.get(id) ?? readDayPart(dayPart);
    read.set(id, made);
    return made;
  };
};
