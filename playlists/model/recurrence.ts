/**
 * On which days something begins, as RFC 5545 recurrence text: the form that is stored, sent and exchanged with calendars.
 * The one reader and the one writer of that text. Understood is what a manager can say in a sentence; what has no clear
 * meaning here (hours, week numbers, days of the year) is refused where it enters, never guessed at.
 */
import { z } from 'zod';
import type { LocalDate, Weekday } from './time.ts';

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const LARGEST_INTERVAL = 366;
/** A count is a bound on days, found by counting; nobody plans further. */
const LARGEST_COUNT = 4_000;

/** A weekday, or the `nth` of its month (−1 = the last). `nth` null: every one. */
export interface ByDay {
  weekday: Weekday;
  nth: number | null;
}

/** Recurrence text, read. Empty lists name nothing: the day of the start is meant (RFC 5545 §3.3.10). */
export interface RecurrenceRule {
  frequency: (typeof FREQUENCIES)[number];
  interval: number;
  byDay: ByDay[];
  /** 1 … 31, or −1 … −31 counted from the end of the month. */
  byMonthDay: number[];
  /** 1 … 12. */
  byMonth: number[];
  /** How often it begins at all, counted from the start, exceptions included; null = no bound. */
  count: number | null;
  /** Last day on which it may begin, included; null = no bound. */
  until: LocalDate | null;
}

/** Whole numbers within a range, each once; null when one is none. 0 is never meant. */
const readNumbers = (text: string, least: number, most: number): number[] | null => {
  const numbers = text.split(',').map((part) => (/^[+-]?\d{1,4}$/.test(part) ? Number(part) : Number.NaN));
  const fits = numbers.every((number) => number >= least && number <= most && number !== 0);
  return fits ? [...new Set(numbers)].sort((a, b) => a - b) : null;
};

const readByDay = (text: string): ByDay[] | null => {
  const days = text.split(',').map((part): ByDay | null => {
    const [, nth, code] = /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part) ?? [];
    if (code === undefined) return null;
    const weekday = WEEKDAY_CODES.indexOf(code as (typeof WEEKDAY_CODES)[number]) + 1;
    return { weekday, nth: nth === undefined ? null : Number(nth) };
  });
  if (days.includes(null)) return null;
  const once = new Map((days as ByDay[]).map((day) => [`${day.nth} ${day.weekday}`, day]));
  return [...once.values()].sort((a, b) => (a.nth ?? 0) - (b.nth ?? 0) || a.weekday - b.weekday);
};

const readUntil = (text: string): LocalDate | null => {
  const date = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return z.iso.date().safeParse(date).success ? date : null;
};

/** Combinations that say one thing only. */
const isClear = (rule: RecurrenceRule): boolean => {
  const named = rule.byDay.filter(({ nth }) => nth !== null).length;
  if (named > 0 && named < rule.byDay.length) return false;
  switch (rule.frequency) {
    case 'DAILY':
    case 'WEEKLY':
      return named === 0 && rule.byMonthDay.length === 0 && (rule.frequency === 'WEEKLY' || rule.byDay.length === 0);
    case 'MONTHLY':
      return rule.byDay.length === 0 || (named > 0 && rule.byMonthDay.length === 0);
    case 'YEARLY': {
      const days = rule.byDay.length + rule.byMonthDay.length;
      return days === 0
        ? rule.byMonth.length === 0
        : rule.byMonth.length > 0 && isClear({ ...rule, frequency: 'MONTHLY' });
    }
  }
};

/** Reads recurrence text (without `RRULE:`, in capitals, parts in any order). Null when it is not understood. */
export const readRule = (text: string): RecurrenceRule | null => {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name, value] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name)) return null;
    parts.set(name, value);
  }
  const take = <Value>(name: string, absent: Value, read: (value: string) => Value | null): Value | null => {
    const value = parts.get(name);
    parts.delete(name);
    return value === undefined ? absent : read(value);
  };
  const oneOf = (least: number, most: number) => (value: string) => {
    const numbers = readNumbers(value, least, most);
    return numbers?.length === 1 ? (numbers[0] as number) : null;
  };
  const frequency = FREQUENCIES.find((known) => known === parts.get('FREQ'));
  parts.delete('FREQ');
  const counted = parts.has('COUNT');
  const bounded = parts.has('UNTIL');
  const interval = take('INTERVAL', 1, oneOf(1, LARGEST_INTERVAL));
  const byDay = take<ByDay[]>('BYDAY', [], readByDay);
  const byMonthDay = take<number[]>('BYMONTHDAY', [], (value) => readNumbers(value, -31, 31));
  const byMonth = take<number[]>('BYMONTH', [], (value) => readNumbers(value, 1, 12));
  const count = take('COUNT', 0, oneOf(1, LARGEST_COUNT));
  const until = take('UNTIL', '', readUntil);
  /** Weeks begin on Monday here, which is what RFC 5545 means when it is silent. */
  const week = take('WKST', 'MO', (value) => (value === 'MO' ? value : null));
  if (!frequency || !interval || !byDay || !byMonthDay || !byMonth || week === null || parts.size > 0) return null;
  if (count === null || until === null || (counted && bounded)) return null;
  const rule = { frequency, interval, byDay, byMonthDay, byMonth, count: count || null, until: until || null };
  return isClear(rule) ? rule : null;
};

/** The text of a rule, always in the same order: equal rules give equal text. */
export const writeRule = (rule: RecurrenceRule): string => {
  const byDay = rule.byDay.map(({ weekday, nth }) => `${nth ?? ''}${WEEKDAY_CODES[weekday - 1]}`);
  const parts: [string, string | number | null][] = [
    ['FREQ', rule.frequency],
    ['INTERVAL', rule.interval === 1 ? null : rule.interval],
    ['BYMONTH', rule.byMonth.join() || null],
    ['BYMONTHDAY', rule.byMonthDay.join() || null],
    ['BYDAY', byDay.join() || null],
    ['COUNT', rule.count],
    ['UNTIL', rule.until?.replaceAll('-', '') ?? null],
  ];
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])).join(';');
};

/** True when a rule means nothing without a first day: it counts from it, or takes its weekday or date from it. */
export const needsStart = (rule: RecurrenceRule): boolean =>
  rule.interval > 1 ||
  rule.count !== null ||
  (rule.frequency !== 'DAILY' && rule.byDay.length === 0 && rule.byMonthDay.length === 0);

/** The weekdays of a rule that says nothing but weekdays; all seven for `FREQ=DAILY`. Null for any other rule. */
export const plainWeekdaysOf = (text: string): Weekday[] | null => {
  const rule = readRule(text);
  if (!rule || rule.interval > 1 || rule.count !== null || rule.until !== null || rule.byMonth.length > 0) return null;
  if (rule.frequency === 'DAILY') return [1, 2, 3, 4, 5, 6, 7];
  return rule.frequency === 'WEEKLY' && rule.byDay.length > 0 ? rule.byDay.map(({ weekday }) => weekday) : null;
};

/** RFC 5545 recurrence text as this product understands it. */
export const Recurrence = z
  .string()
  .max(300)
  .refine((text) => readRule(text) !== null, 'recurrence-unknown')
  .meta({ id: 'Recurrence', description: 'RFC 5545 recurrence rule', example: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' });
export type Recurrence = z.infer<typeof Recurrence>;
