/**
 * A slot → the events it is in a file, each with its times and its days. One event; where the slot has a day-part (DY3) one for each
 * of the hours it takes from it: with the slot's own rule where the day-part has no seasons, else with its days listed. A changed
 * occurrence stands for all of its day (TL22), so one event has it and the others leave that day out.
 */
import type { DayPartId } from '../model/ids.ts';
import { readRule, writeRule } from '../model/recurrence.ts';
import type { OccurrenceChange, Slot } from '../model/slot.ts';
import { DAY_MS, type LocalTime } from '../model/time.ts';
import { type Calendars, NO_CALENDARS } from '../timeline/calendars.ts';
import type { DayParts, DayTimes } from '../timeline/day-parts.ts';
import { startDaysOf } from '../timeline/occurrences.ts';
import { type DayPattern, type DayRule, readPattern } from '../timeline/recurrence.ts';
import { type CalendarDay, dayOf, msOfTime, type WallClocks } from '../timeline/wall-clock.ts';
import { writeInstant } from './icalendar-zones.ts';
import type { WardNames } from './ward-names.ts';

/** A rule that finds no day for so long finds none any more. */
const BARREN_DAYS = 15_000;
const CHUNK = 400;

/** What a file is written with. */
export interface Work {
  ward: WardNames;
  clocks: WallClocks;
  calendars: Calendars;
  dayParts: DayParts;
  first: CalendarDay;
  last: CalendarDay;
}

/** How the days of an event stand in the file. `listed`: one by one, because no RRULE gives them. */
export interface EventDays {
  start: CalendarDay;
  rule: string | null;
  isListed: boolean;
  /** Own exceptions and additions, then those that stand for calendars. */
  except: CalendarDay[];
  extra: CalendarDay[];
  closed: CalendarDay[];
  listed: CalendarDay[];
}

const firstFrom = (pattern: DayPattern, from: CalendarDay): CalendarDay | null => {
  for (let first = from; first < from + BARREN_DAYS; first += CHUNK) {
    const [day] = pattern({ first, last: first + CHUNK - 1 });
    if (day !== undefined) return day;
  }
  return null;
};

/** What the rule names by itself. */
const bare = (slot: DayRule): DayRule => ({
  ...slot,
  exceptDays: [],
  extraDays: [],
  avoidCalendars: [],
  requireCalendars: [],
});

/** The rule as RFC 5545 wants it: one end at most, and UNTIL as an instant (§3.3.10), the end of its last local day. */
const ruleOf = (slot: Slot, work: Work): string | null => {
  const rule = readRule(slot.recurrence);
  if (!rule) throw new RangeError(`recurrence-unknown: ${slot.recurrence}`);
  if (rule.count === 1) return null;
  const end = [slot.validUntil, rule.until].filter((day) => day !== null).sort()[0];
  if (end === undefined) return writeRule(rule);
  const isOverBefore =
    rule.count !== null &&
    firstFrom(readPattern(bare({ ...slot, validUntil: null }), NO_CALENDARS), dayOf(end) + 1) === null;
  if (isOverBefore) return writeRule(rule);
  const clock = work.clocks(slot.zone ?? work.ward.zone);
  const last = writeInstant(clock.instantOf(dayOf(end), DAY_MS - 1000));
  return `${writeRule({ ...rule, count: null, until: null })};UNTIL=${last}`;
};

const daysOf = (slot: Slot, work: Work): EventDays => {
  const counts = readRule(slot.recurrence)?.count != null;
  const changed = slot.changes.map(({ day }) => dayOf(day));
  const anchor = slot.validFrom ? dayOf(slot.validFrom) : counts ? 0 : Math.min(work.first, ...changed);
  const named = readPattern(bare(slot), NO_CALENDARS);
  const first = firstFrom(named, anchor);
  const whole = readPattern(slot, work.calendars);
  const own = { except: slot.exceptDays.map(dayOf).sort((a, b) => a - b), extra: slot.extraDays.map(dayOf) };
  own.extra.sort((a, b) => a - b);
  const seen = { first: Math.min(anchor, work.first, ...own.extra), last: Math.max(work.last, ...own.extra) };
  if (first !== null && slot.requireCalendars.length === 0) {
    const within = { first: Math.max(first, Math.min(work.first, anchor)), last: work.last };
    const kept = new Set([...whole(within), ...own.except]);
    const closed = slot.avoidCalendars.length > 0 ? named(within).filter((day) => !kept.has(day)) : [];
    return { start: first, rule: ruleOf(slot, work), isListed: false, ...own, closed, listed: [] };
  }
  const listed = whole(seen);
  const start = listed[0] ?? anchor;
  return { start, rule: null, isListed: true, ...own, closed: listed.length === 0 ? [start] : [], listed };
};

/** `from` and `until` on a day; an end at or before the start lies on the next. */
export const endMs = (from: LocalTime, until: LocalTime): number =>
  msOfTime(until) <= msOfTime(from) ? msOfTime(until) + DAY_MS : msOfTime(until);

/** One event of a slot. */
export interface SlotEvent {
  times: DayTimes;
  days: EventDays;
  /** Occurrences that are put elsewhere, and days that another event of the slot has for its changed occurrence. */
  changes: OccurrenceChange[];
  leftOut: CalendarDay[];
  /** Of a day-part: the place of the first range with these times in it, and how many events the slot is. */
  part: { dayPartId: DayPartId; place: number; of: number; isSeasonal: boolean; isGone: boolean } | null;
}

/** The same for times that mean the same, such as `00:00` and `24:00` for an end. */
export const keyOfTimes = ({ from, until }: DayTimes): string => `${msOfTime(from)} ${endMs(from, until)}`;

/** The days of the file on which the slot starts, and those that it names itself, before or after them. */
const listDays = (slot: Slot, changes: readonly OccurrenceChange[], work: Work): CalendarDay[] => {
  const starts = startDaysOf(slot, work.calendars, work.dayParts);
  const named = slot.extraDays.map(dayOf).filter((day) => starts({ first: day, last: day }).length > 0);
  const all = [...starts({ first: work.first, last: work.last }), ...named, ...changes.map(({ day }) => dayOf(day))];
  return [...new Set(all)].sort((a, b) => a - b);
};

const seasonalEvents = (slot: Slot, changes: readonly OccurrenceChange[], work: Work) => {
  const hoursOn = (slot.dayPartId === null ? null : work.dayParts(slot.dayPartId)) ?? (() => []);
  const byTimes = new Map<string, { times: DayTimes; listed: CalendarDay[] }>();
  for (const day of listDays(slot, changes, work)) {
    for (const { from, until } of hoursOn(day)) {
      const one = byTimes.get(keyOfTimes({ from, until })) ?? { times: { from, until }, listed: [] };
      one.listed.push(day);
      byTimes.set(keyOfTimes(one.times), one);
    }
  }
  const events = [...byTimes.values()].map(({ times, listed }) => ({ times, listed, start: listed[0] as CalendarDay }));
  // A slot without a day is an event without one: it must come back.
  if (events.length === 0) events.push({ times: slot, listed: [], start: work.first });
  return events.map(({ times: { from, until }, listed, start }) => ({
    times: { from, until },
    days: {
      start,
      rule: null,
      isListed: true,
      except: [],
      extra: [],
      closed: listed.length === 0 ? [start] : [],
      listed,
    } satisfies EventDays,
  }));
};

/** The events of a slot, each with other times. */
export const eventsOf = (slot: Slot, work: Work): SlotEvent[] => {
  const starts = startDaysOf(slot, work.calendars, work.dayParts);
  const changes = slot.changes.filter(({ day }) => starts({ first: dayOf(day), last: dayOf(day) }).length > 0);
  const { dayPartId } = slot;
  const dayPart = work.ward.dayParts.find(({ id }) => id === dayPartId);
  if (dayPartId === null || !dayPart) {
    const part = dayPartId === null ? null : { dayPartId, place: 0, of: 1, isSeasonal: false, isGone: true };
    return [{ times: slot, days: daysOf(slot, work), changes, leftOut: [], part }];
  }
  const isSeasonal = dayPart.ranges.some(({ season }) => season !== null);
  const shared = isSeasonal ? null : daysOf(slot, work);
  const events = shared
    ? dayPart.ranges.map((times) => ({ times, days: shared }))
    : seasonalEvents(slot, changes, work);
  const hasDay = ({ days }: { days: EventDays }, { day }: OccurrenceChange): boolean =>
    !isSeasonal || days.listed.includes(dayOf(day));
  const bearers = new Map(changes.map((change) => [change, events.find((event) => hasDay(event, change))]));
  return events.map((event) => ({
    ...event,
    changes: changes.filter((change) => bearers.get(change) === event),
    leftOut: changes
      .filter((change) => hasDay(event, change) && bearers.get(change) !== event)
      .map(({ day }) => dayOf(day))
      .sort((a, b) => a - b),
    part: {
      dayPartId,
      place: Math.max(
        0,
        dayPart.ranges.findIndex((range) => keyOfTimes(range) === keyOfTimes(event.times)),
      ),
      of: events.length,
      isSeasonal,
      isGone: false,
    },
  }));
};
