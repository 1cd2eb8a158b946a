/**
 * The days of a slot as the form asks for them, and back. Pure. A rule that says more than the form can ask is kept as it is
 * (`other`) until the manager chooses another kind: opening and saving a slot never changes its days.
 */
import { type Recurrence, type RecurrenceRule, readRule, writeRule } from '../../../../playlists/model/recurrence.ts';
import type { LocalDate, Weekday } from '../../../../playlists/model/time.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import { type DayRule, readPattern } from '../../../../playlists/timeline/recurrence.ts';
import { dateOf, dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';

export const DAY_KINDS = ['once', 'daily', 'weekly', 'monthly-date', 'monthly-weekday', 'yearly', 'other'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** Which of a weekday in the month; −1 = the last. */
export const NTHS = [1, 2, 3, 4, -1] as const;

/** What “weekly” begins with: all seven would only say “daily” once more. */
const WORKING_WEEK: Weekday[] = [1, 2, 3, 4, 5];

export interface DayChoice {
  kind: DayKind;
  /** Every so many days, weeks, months or years. */
  interval: number;
  /** For `weekly`. */
  weekdays: Weekday[];
  /** For `monthly-date`: 1 … 31, −1 = the last day. */
  monthDays: number[];
  /** For `monthly-weekday`. */
  nth: number;
  weekday: Weekday;
  /** For `yearly`: 1 … 12 and 1 … 31. */
  month: number;
  dayOfMonth: number;
  /** How often in all; null = no bound. */
  count: number | null;
  /** The rule that was there, word for word; what `other` stands for. */
  kept: Recurrence;
}

const kindOf = (rule: RecurrenceRule, start: LocalDate | null): DayKind => {
  const { byDay, byMonth, byMonthDay, frequency } = rule;
  if (rule.until !== null) return 'other';
  if (frequency === 'DAILY' && rule.count === 1 && rule.interval === 1 && byMonth.length === 0 && start) return 'once';
  if (frequency === 'YEARLY') {
    const isOneDay = byDay.length === 0 && byMonth.length === 1 && byMonthDay.length === 1 && Number(byMonthDay[0]) > 0;
    return isOneDay || (byMonth.length === 0 && start) ? 'yearly' : 'other';
  }
  if (byMonth.length > 0) return 'other';
  if (frequency === 'DAILY') return 'daily';
  if (frequency === 'WEEKLY') return byDay.length > 0 || start ? 'weekly' : 'other';
  if (byDay.length > 0)
    return byDay.length === 1 && NTHS.some((nth) => nth === byDay[0]?.nth) ? 'monthly-weekday' : 'other';
  const isAskable = byMonthDay.every((day) => day >= -1);
  return isAskable && (byMonthDay.length > 0 || start) ? 'monthly-date' : 'other';
};

/** What the form shows for a slot's rule. `today` fills what the rule leaves open, should another kind be chosen. */
export const readDayChoice = (slot: Pick<DayRule, 'recurrence' | 'validFrom'>, today: LocalDate): DayChoice => {
  const rule = readRule(slot.recurrence);
  const from = slot.validFrom ?? today;
  const weekday = weekdayOf(dayOf(from));
  const dayOfMonth = Number(from.slice(8));
  const empty: DayChoice = {
    kind: 'other',
    interval: 1,
    weekdays: WORKING_WEEK,
    monthDays: [dayOfMonth],
    nth: NTHS.find((nth) => nth === Math.ceil(dayOfMonth / 7)) ?? -1,
    weekday,
    month: Number(from.slice(5, 7)),
    dayOfMonth,
    count: null,
    kept: slot.recurrence,
  };
  if (!rule) return empty;
  const kind = kindOf(rule, slot.validFrom);
  const named = rule.byDay[0];
  const isWeekly = kind === 'weekly';
  return {
    ...empty,
    kind,
    interval: rule.interval,
    weekdays: isWeekly ? (rule.byDay.length > 0 ? rule.byDay.map((day) => day.weekday) : [weekday]) : empty.weekdays,
    monthDays: kind === 'monthly-date' && rule.byMonthDay.length > 0 ? rule.byMonthDay : empty.monthDays,
    ...(kind === 'monthly-weekday' && named ? { nth: named.nth ?? 1, weekday: named.weekday } : {}),
    ...(kind === 'yearly' && rule.byMonth[0] ? { month: rule.byMonth[0], dayOfMonth: rule.byMonthDay[0] ?? 1 } : {}),
    count: kind === 'once' ? null : rule.count,
  };
};

const PLAIN: Omit<RecurrenceRule, 'frequency'> = {
  interval: 1,
  byDay: [],
  byMonthDay: [],
  byMonth: [],
  count: null,
  until: null,
};

/** The rule that the form's values say. */
export const ruleOf = (choice: DayChoice): Recurrence => {
  const { interval, count } = choice;
  switch (choice.kind) {
    case 'other':
      return choice.kept;
    case 'once':
      return writeRule({ ...PLAIN, frequency: 'DAILY', count: 1 });
    case 'daily':
      return writeRule({ ...PLAIN, frequency: 'DAILY', interval, count });
    case 'weekly': {
      const weekdays = [...new Set(choice.weekdays)].sort((a, b) => a - b);
      if (weekdays.length === 7 && interval === 1) return writeRule({ ...PLAIN, frequency: 'DAILY', count });
      const byDay = weekdays.map((weekday) => ({ weekday, nth: null }));
      return writeRule({ ...PLAIN, frequency: 'WEEKLY', interval, count, byDay });
    }
    case 'monthly-date': {
      const byMonthDay = [...new Set(choice.monthDays)].sort((a, b) => a - b);
      return writeRule({ ...PLAIN, frequency: 'MONTHLY', interval, count, byMonthDay });
    }
    case 'monthly-weekday':
      return writeRule({
        ...PLAIN,
        frequency: 'MONTHLY',
        interval,
        count,
        byDay: [{ weekday: choice.weekday, nth: choice.nth }],
      });
    case 'yearly': {
      const named = { byMonth: [choice.month], byMonthDay: [choice.dayOfMonth] };
      return writeRule({ ...PLAIN, frequency: 'YEARLY', interval, count, ...named });
    }
  }
};

/** How far ahead the next days are looked for; a rule may wait for a 29 February. */
const LOOK_AHEAD_DAYS = 8 * 366;
const LOOK_STEP_DAYS = 62;

/** The next days on which a slot starts, `today` included, at most `most`. */
export const nextDaysOf = (slot: DayRule, today: LocalDate, most: number, calendars: Calendars): LocalDate[] => {
  const pattern = readPattern(slot, calendars);
  const found: number[] = [];
  const from = dayOf(today);
  for (let first = from; found.length < most && first < from + LOOK_AHEAD_DAYS; first += LOOK_STEP_DAYS)
    found.push(...pattern({ first, last: first + LOOK_STEP_DAYS - 1 }));
  return found.slice(0, most).map(dateOf);
};
