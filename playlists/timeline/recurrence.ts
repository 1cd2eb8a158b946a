/**
 * Rule → days, by arithmetic on whole days: no zone, no clock, no search beyond the window. Implements the day half of TL4:
 * recurrence within validity, minus exceptions, plus extra days. COUNT is counted as far as is asked for.
 */
import { type ByDay, type RecurrenceRule, readRule } from '../model/recurrence.ts';
import type { Slot } from '../model/slot.ts';
import type { Weekday } from '../model/time.ts';
import type { Calendars, DayTest } from './calendars.ts';
import { type CalendarDay, type DayWindow, dayOf, weekdayOf } from './wall-clock.ts';

/** The days on which something begins, in order, within a window. */
export type DayPattern = (window: DayWindow) => CalendarDay[];

const DAY_MS = 86_400_000;

interface DateParts {
  year: number;
  /** 1 … 12. */
  month: number;
  dayOfMonth: number;
  daysInMonth: number;
}

const partsOf = (day: CalendarDay): DateParts => {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return { year, month, dayOfMonth: date.getUTCDate(), daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate() };
};

const isNth = ({ weekday, nth }: ByDay, day: CalendarDay, { dayOfMonth, daysInMonth }: DateParts): boolean =>
  weekdayOf(day) === weekday &&
  (nth === null || nth === Math.ceil(dayOfMonth / 7) || nth === -Math.ceil((daysInMonth - dayOfMonth + 1) / 7));

const isNamedDay = (rule: RecurrenceRule, day: CalendarDay, at: DateParts, start: DateParts): boolean => {
  if (rule.byDay.length > 0) return rule.byDay.some((named) => isNth(named, day, at));
  if (rule.byMonthDay.length === 0) return at.dayOfMonth === start.dayOfMonth;
  return rule.byMonthDay.includes(at.dayOfMonth) || rule.byMonthDay.includes(at.dayOfMonth - at.daysInMonth - 1);
};

const mondayBefore = (day: CalendarDay): CalendarDay => day + 1 - weekdayOf(day);

/** Whether a day is one of these weekdays. Asked for each day of the horizon by each slot: one bit of a number for each of the seven. */
const amongWeekdays = (weekdays: readonly Weekday[]): ((day: CalendarDay) => boolean) => {
  let bits = 0;
  for (const weekday of weekdays) bits |= 1 << weekday;
  return (day) => ((bits >> weekdayOf(day)) & 1) === 1;
};

/** Whether a rule of months or years leaves a month to its days. */
const createMonthTest = (rule: RecurrenceRule, start: DateParts): ((at: DateParts) => boolean) => {
  const isNamed = ({ month }: DateParts) => rule.byMonth.length === 0 || rule.byMonth.includes(month);
  if (rule.frequency === 'MONTHLY')
    return (at) => ((at.year - start.year) * 12 + at.month - start.month) % rule.interval === 0 && isNamed(at);
  const isMonth = rule.byMonth.length > 0 ? isNamed : ({ month }: DateParts) => month === start.month;
  return (at) => (at.year - start.year) % rule.interval === 0 && isMonth(at);
};

/** Whether the rule names a day, COUNT and UNTIL left aside. `start` is the first day; 0 when the rule needs none. */
const createTest = (rule: RecurrenceRule, start: CalendarDay): ((day: CalendarDay) => boolean) => {
  const isMonth = (day: CalendarDay) => rule.byMonth.length === 0 || rule.byMonth.includes(partsOf(day).month);
  switch (rule.frequency) {
    case 'DAILY':
      return (day) => (day - start) % rule.interval === 0 && isMonth(day);
    case 'WEEKLY': {
      const isWanted = amongWeekdays(
        rule.byDay.length > 0 ? rule.byDay.map(({ weekday }) => weekday) : [weekdayOf(start)],
      );
      if (rule.interval === 1 && rule.byMonth.length === 0) return isWanted;
      const week = mondayBefore(start);
      return (day) => isWanted(day) && ((mondayBefore(day) - week) / 7) % rule.interval === 0 && isMonth(day);
    }
    case 'MONTHLY':
    case 'YEARLY': {
      const startParts = partsOf(start);
      const isItsMonth = createMonthTest(rule, startParts);
      return (day) => {
        const at = partsOf(day);
        return isItsMonth(at) && isNamedDay(rule, day, at, startParts);
      };
    }
  }
};

/** From a day on or after `start` to the next that the rule may name, or beyond `until`: what its interval passes over is not looked at. */
const createLeap = (
  rule: RecurrenceRule,
  start: CalendarDay,
): ((day: CalendarDay, until: CalendarDay) => CalendarDay) => {
  if (rule.frequency === 'DAILY') return (day) => day + rule.interval;
  if (rule.frequency === 'WEEKLY') return (day) => day + 1 + (weekdayOf(day) === 7 ? 7 * (rule.interval - 1) : 0);
  const isItsMonth = createMonthTest(rule, partsOf(start));
  return (day, until) => {
    let next = day + 1;
    for (let at = partsOf(next); at.dayOfMonth === 1 && next <= until && !isItsMonth(at); at = partsOf(next))
      next += at.daysInMonth;
    return next;
  };
};

/**
 * The last day that counts, of `count` from the start on; +∞ where it lies beyond the day that is asked for, −∞ where there is none. Looks
 * no further: what names one day in thirty years has its four-thousandth so far off that to find it takes half a minute.
 */
const createCount = (
  rule: RecurrenceRule,
  isNamed: (day: CalendarDay) => boolean,
  start: CalendarDay,
): ((until: CalendarDay) => CalendarDay) => {
  if (rule.count === null) return () => Number.POSITIVE_INFINITY;
  const leap = createLeap(rule, start);
  let left = rule.count;
  let last = Number.NEGATIVE_INFINITY;
  let next = start;
  return (until) => {
    for (; left > 0 && next <= until; next = leap(next, until)) {
      if (!isNamed(next)) continue;
      last = next;
      left -= 1;
    }
    return left > 0 ? Number.POSITIVE_INFINITY : last;
  };
};

const daysWithin = (isNamed: (day: CalendarDay) => boolean, first: CalendarDay, last: CalendarDay): CalendarDay[] => {
  const days: CalendarDay[] = [];
  for (let day = first; day <= last; day += 1) if (isNamed(day)) days.push(day);
  return days;
};

/** Recurs on certain weekdays, for ever. */
export const onWeekdays = (weekdays: readonly Weekday[]): DayPattern => {
  const isWanted = amongWeekdays(weekdays);
  return ({ first, last }) => daysWithin(isWanted, first, last);
};

/** What a slot says about its days. */
export type DayRule = Pick<
  Slot,
  'recurrence' | 'validFrom' | 'validUntil' | 'exceptDays' | 'extraDays' | 'avoidCalendars' | 'requireCalendars'
>;

/** How recurrence text is read: `readRule`, or whoever remembers what it said. */
export type RuleReader = (text: string) => RecurrenceRule | null;

/** Whether the calendars of a slot leave a day to it (DY1). A calendar that does not exist has no days. */
const createOpenTest = ({ avoidCalendars, requireCalendars }: DayRule, calendars: Calendars): DayTest | null => {
  if (avoidCalendars.length === 0 && requireCalendars.length === 0) return null;
  const avoided = avoidCalendars.flatMap((id) => calendars(id) ?? []);
  const required = requireCalendars.flatMap((id) => calendars(id) ?? []);
  return (day) =>
    !avoided.some((has) => has(day)) && (requireCalendars.length === 0 || required.some((has) => has(day)));
};

/**
 * Reads the days of a slot: its recurrence, counted from `validFrom`, within its validity (which bounds the day on which an
 * occurrence starts), on the days its calendars leave to it, without its exceptions, with its extra days (which need not be named by
 * the rule, nor be valid, nor be left to it).
 * Throws on recurrence text that the schema would have refused.
 */
export const readPattern = (slot: DayRule, calendars: Calendars, read: RuleReader = readRule): DayPattern => {
  const rule = read(slot.recurrence);
  if (!rule) throw new RangeError(`recurrence-unknown: ${slot.recurrence}`);
  const start = slot.validFrom === null ? 0 : dayOf(slot.validFrom);
  const isNamed = createTest(rule, start);
  const earliest = slot.validFrom === null ? Number.NEGATIVE_INFINITY : start;
  const latest = Math.min(
    slot.validUntil === null ? Number.POSITIVE_INFINITY : dayOf(slot.validUntil),
    rule.until === null ? Number.POSITIVE_INFINITY : dayOf(rule.until),
  );
  const lastCounted = createCount(rule, isNamed, start);
  const isOpen = createOpenTest(slot, calendars);
  const excepted = new Set(slot.exceptDays.map(dayOf));
  const extra = slot.extraDays.map(dayOf).filter((day) => !excepted.has(day));
  return ({ first, last }) => {
    const bound = Math.min(last, latest);
    const named = daysWithin(isNamed, Math.max(first, earliest), Math.min(bound, lastCounted(bound)));
    const days = isOpen ? named.filter(isOpen) : named;
    if (excepted.size === 0 && extra.length === 0) return days;
    const added = extra.filter((day) => day >= first && day <= last);
    return [...new Set([...days.filter((day) => !excepted.has(day)), ...added])].sort((a, b) => a - b);
  };
};
