/**
 * On which days a rule begins. The only module that reads recurrence text (RFC 5545); everybody else sees days. Implements
 * the day half of TL4. New kinds of recurrence arrive here and nowhere else.
 */
import type { Recurrence } from '../model/slot.ts';
import type { LocalDate, Weekday } from '../model/time.ts';
import { type CalendarDay, dayOf, weekdayOf } from './wall-clock.ts';

/** First and last day, both included. */
export interface DayWindow {
  first: CalendarDay;
  last: CalendarDay;
}

/** The days on which something begins, in order, within a window. */
export type DayPattern = (window: DayWindow) => CalendarDay[];

const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const EVERY_WEEKDAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Weekdays (1 = Monday … 7 = Sunday) named by a recurrence; all seven for a daily one. Throws on text of another kind. */
export const weekdaysOf = (recurrence: Recurrence): readonly Weekday[] => {
  if (recurrence === 'FREQ=DAILY') return EVERY_WEEKDAY;
  const codes = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/.exec(recurrence)?.[1]?.split(',') ?? [];
  const weekdays = codes.map((code) => WEEKDAY_CODES.indexOf(code) + 1);
  if (weekdays.length === 0 || weekdays.includes(0)) throw new RangeError(`recurrence-unknown: ${recurrence}`);
  return EVERY_WEEKDAY.filter((weekday) => weekdays.includes(weekday));
};

/** Recurs on certain weekdays, for ever. */
export const onWeekdays = (weekdays: readonly Weekday[]): DayPattern => {
  const wanted = EVERY_WEEKDAY.map((weekday) => weekdays.includes(weekday));
  return ({ first, last }) => {
    const days: CalendarDay[] = [];
    for (let day = first; day <= last; day += 1) {
      if (wanted[weekdayOf(day) - 1]) days.push(day);
    }
    return days;
  };
};

/** What a slot says about its days: recurrence, and validity, which bounds the day on which an occurrence starts (TL4). */
export const readPattern = (rule: {
  recurrence: Recurrence;
  validFrom: LocalDate | null;
  validUntil: LocalDate | null;
}): DayPattern => {
  const pattern = onWeekdays(weekdaysOf(rule.recurrence));
  const earliest = rule.validFrom === null ? Number.NEGATIVE_INFINITY : dayOf(rule.validFrom);
  const latest = rule.validUntil === null ? Number.POSITIVE_INFINITY : dayOf(rule.validUntil);
  return ({ first, last }) => pattern({ first: Math.max(first, earliest), last: Math.min(last, latest) });
};
