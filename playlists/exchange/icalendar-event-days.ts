/**
 * The days of an event of an iCalendar file: its rule, the days it lists besides, and what the children of its series change. A rule that
 * has no form here (TL4) is thrown with its words, not expanded into days.
 */
import { writeRule } from '../model/recurrence.ts';
import type { OccurrenceChange } from '../model/slot.ts';
import { DAY_MS, type LocalDate } from '../model/time.ts';
import { type CalendarDay, dateOf, type WallClock } from '../timeline/wall-clock.ts';
import { type Place, placeOf, Refused, textOf, timesOf, type Work, wallOf, wallsOf } from './icalendar-place.ts';
import { readForeignRule, shiftRule } from './icalendar-rules.ts';
import { type Component, type Property, propertyOf } from './icalendar-text.ts';
import { onClock, readWall, type WallTime } from './icalendar-times.ts';
import { offsetAt } from './icalendar-zones.ts';

/** The days by which local days of a start in UTC lie apart from its days in UTC. */
const shiftOf = (start: WallTime | null, place: Place): number => (start?.zone === 'UTC' ? place.day - start.day : 0);

const isSteady = (clock: WallClock, day: CalendarDay): boolean =>
  new Set([0, 91, 182, 273].map((more) => offsetAt(clock, (day + more) * DAY_MS))).size === 1;

interface RuleOfDays {
  recurrence: string;
  validFrom: LocalDate;
  validUntil: LocalDate | null;
}

/** The last day on which a start may lie, from UNTIL in any of the forms that programs write. */
const lastDayOf = (text: string, place: Place, clock: WallClock, { clocks }: Work): LocalDate => {
  const wall = readWall(text, null);
  if (!wall) throw new Refused('time-unreadable', `UNTIL=${text}`);
  if (wall.msOfDay === null) return dateOf(wall.day);
  const last = onClock(wall, clock, clocks);
  return dateOf((last.msOfDay ?? 0) < place.fromMs ? last.day - 1 : last.day);
};

export const readDays = (event: Component, place: Place, clock: WallClock, work: Work): RuleOfDays => {
  const day = dateOf(place.day);
  const rules = event.properties.filter(({ name }) => name === 'RRULE');
  const wholeDays = place.lengthMs / DAY_MS;
  if (rules.length === 0) {
    if (wholeDays <= 1) return { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: day, validUntil: null };
    // Days in a row are that many whole days, without a seam.
    if (!Number.isInteger(wholeDays) || place.fromMs !== 0)
      throw new Refused('longer-than-a-day', `${place.lengthMs} ms`);
    return { recurrence: 'FREQ=DAILY', validFrom: day, validUntil: dateOf(place.day + wholeDays - 1) };
  }
  if (wholeDays > 1) throw new Refused('longer-than-a-day', `${place.lengthMs} ms`);
  const text = rules.map(({ value }) => value.trim()).join(' + ');
  if (rules.length > 1 || event.properties.some(({ name }) => name === 'EXRULE'))
    throw new Refused('rule-unknown', text, text);
  const start = wallOf(event, 'DTSTART', work);
  const shift = shiftOf(start, place);
  const read = readForeignRule(text, dateOf(place.day - shift));
  if (!read) throw new Refused('rule-unknown', text, text);
  const rule = shiftRule(read.rule, shift);
  if (!rule || (start?.zone === 'UTC' && !isSteady(clock, place.day))) throw new Refused('rule-shifted', text);
  return {
    recurrence: writeRule(rule),
    validFrom: day,
    validUntil: read.until === null ? null : lastDayOf(read.until, place, clock, work),
  };
};

interface ListedDays {
  own: CalendarDay[];
  /** Those that stand for calendars, and for changed occurrences that another event has. */
  ofCalendar: CalendarDay[];
  ofChange: CalendarDay[];
  /** How many are at other times of day. */
  elsewhere: number;
}

/** Days that a list names: whole days, or starts at the event's own time of day. */
export const listedDays = (event: Component, name: string, place: Place, clock: WallClock, work: Work): ListedDays => {
  const found: ListedDays = { own: [], ofCalendar: [], ofChange: [], elsewhere: 0 };
  for (const property of event.properties) {
    if (property.name !== name || property.value.trim() === '') continue;
    if (property.parameters.get('VALUE')?.toUpperCase() === 'PERIOD')
      throw new Refused('extra-times', `${name} PERIOD`);
    const mark = property.parameters.get('X-BANGTIN-OF');
    const days = mark === 'CALENDAR' ? found.ofCalendar : mark === 'CHANGE' ? found.ofChange : found.own;
    for (const value of wallsOf(property, work)) {
      const wall = onClock(value, clock, work.clocks);
      if (wall.msOfDay !== null && wall.msOfDay !== place.fromMs) found.elsewhere += 1;
      else days.push(wall.day);
    }
  }
  return found;
};

export const datesOf = (days: readonly CalendarDay[]): LocalDate[] =>
  [...new Set(days)].sort((a, b) => a - b).map(dateOf);

/** What the children of a series (RECURRENCE-ID) change of it. */
export const readChanges = (children: readonly Component[], clock: WallClock, work: Work) => {
  const changes = new Map<LocalDate, OccurrenceChange>();
  const cancelled = new Set<LocalDate>();
  for (const child of children) {
    const property = propertyOf(child, 'RECURRENCE-ID') as Property;
    if (property.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE')
      throw new Refused('following-changed', 'RECURRENCE-ID;RANGE=THISANDFUTURE');
    const day = dateOf(onClock(wallsOf(property, work)[0] as WallTime, clock, work.clocks).day);
    changes.delete(day);
    cancelled.delete(day);
    if (textOf(child, 'STATUS').toUpperCase() === 'CANCELLED' && !propertyOf(child, 'X-BANGTIN-PLAYLIST')) {
      cancelled.add(day);
      continue;
    }
    const place = placeOf(child, clock, work);
    if (place.lengthMs > DAY_MS) throw new Refused('longer-than-a-day', `change of ${day}: ${place.lengthMs} ms`);
    changes.set(day, { day, onDay: dateOf(place.day), ...timesOf(place) });
  }
  return { changes: [...changes.values()], cancelled: [...cancelled] };
};
