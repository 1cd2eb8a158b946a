/**
 * RRULE text of other programs → recurrence text of ours with the same days, or nothing (TL4). What they merely write differently is
 * rewritten; what has no form here is refused, never expanded.
 */
import { type ByDay, type RecurrenceRule, readRule, writeRule } from '../model/recurrence.ts';
import type { LocalDate, Weekday } from '../model/time.ts';
import { dayOf, weekdayOf } from '../timeline/wall-clock.ts';

const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const partsOf = (text: string): Map<string, string> | null => {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    if (part === '') continue;
    const [name, value, ...more] = part.split('=');
    if (!name || !value || more.length > 0 || parts.has(name)) return null;
    parts.set(name, value.trim());
  }
  return parts;
};

/** Whether a week that begins on another day than Monday names other days: only where weeks are counted (§3.3.10). */
const weekStartMatters = (parts: ReadonlyMap<string, string>, start: LocalDate): boolean => {
  const first = parts.get('WKST') ?? 'MO';
  if (first === 'MO' || parts.get('FREQ') !== 'WEEKLY' || (parts.get('INTERVAL') ?? '1') === '1') return false;
  const codes = (parts.get('BYDAY') ?? '').split(',').filter(Boolean);
  if (codes.length <= 1) return false;
  // Days between the two beginnings of the week belong to another week; the start and all days must lie on one side.
  const lead = WEEKDAY_CODES.indexOf(first);
  const sides = [...codes.map((code) => WEEKDAY_CODES.indexOf(code)), weekdayOf(dayOf(start)) - 1].map(
    (at) => at >= lead,
  );
  return lead < 0 || new Set(sides).size > 1;
};

/** `BYDAY=FR;BYSETPOS=-1` is `BYDAY=-1FR` where one weekday is named. */
const placeByDay = (parts: Map<string, string>): void => {
  const [place, day] = [parts.get('BYSETPOS'), parts.get('BYDAY')];
  if (!place || !/^[+-]?[1-5]$/.test(place) || !day || !WEEKDAY_CODES.includes(day) || parts.has('BYMONTHDAY')) return;
  if (parts.get('FREQ') !== 'MONTHLY' && !(parts.get('FREQ') === 'YEARLY' && parts.has('BYMONTH'))) return;
  parts.delete('BYSETPOS');
  parts.set('BYDAY', `${place}${day}`);
};

/** Plain weekdays of every week, whether they are said by the day, the week or the month. */
const weekByDay = (parts: Map<string, string>): void => {
  const [frequency, days] = [parts.get('FREQ'), parts.get('BYDAY')];
  const isPlain = days?.split(',').every((code) => WEEKDAY_CODES.includes(code));
  if (!isPlain || (parts.get('INTERVAL') ?? '1') !== '1' || parts.has('BYMONTHDAY') || parts.has('BYSETPOS')) return;
  if (frequency === 'DAILY' || frequency === 'MONTHLY') parts.set('FREQ', 'WEEKLY');
};

/**
 * The rule without its end: `UNTIL` is given back apart, as it stands. `start` is the day of DTSTART. Null when there is no such rule
 * here.
 */
export const readForeignRule = (
  text: string,
  start: LocalDate,
): { rule: RecurrenceRule; until: string | null } | null => {
  const parts = partsOf(text);
  if (!parts || weekStartMatters(parts, start)) return null;
  const until = parts.get('UNTIL') ?? null;
  for (const name of ['WKST', 'UNTIL']) parts.delete(name);
  placeByDay(parts);
  weekByDay(parts);
  if (parts.get('FREQ') === 'YEARLY' && parts.has('BYMONTH') && !parts.has('BYDAY') && !parts.has('BYMONTHDAY'))
    parts.set('BYMONTHDAY', String(Number(start.slice(8))));
  const rule = readRule([...parts].map(([name, value]) => `${name}=${value}`).join(';'));
  return rule && (rule.count === null || until === null) ? { rule, until } : null;
};

const turned = (weekday: Weekday, by: number): Weekday => ((((weekday - 1 + by) % 7) + 7) % 7) + 1;

/** The rule whose days all lie `by` days later; null where that is no rule (the 31st, the first Monday, every other week). */
export const shiftRule = (rule: RecurrenceRule, by: number): RecurrenceRule | null => {
  if (by === 0) return rule;
  if (rule.byMonth.length > 0 || rule.byMonthDay.length > 0) return null;
  if (rule.frequency === 'DAILY') return rule;
  if (rule.frequency !== 'WEEKLY' || (rule.interval > 1 && rule.byDay.length > 1)) return null;
  const byDay = rule.byDay.map(({ weekday, nth }): ByDay => ({ weekday: turned(weekday, by), nth }));
  return readRule(writeRule({ ...rule, byDay }));
};
