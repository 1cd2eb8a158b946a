/** Words for when something happens within one week, each weekday once: `T2, T3 00:00–08:00, 17:00–24:00; T7, CN cả ngày`. */
import type { Said } from '../model/said.ts';
import { DAY_MS, type Weekday } from '../model/time.ts';
import { sayWeekdays } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import type { Stretch } from './occurrences.ts';
import { type CalendarDay, type WallClock, weekdayOf } from './wall-clock.ts';

/** Days of a week; no more can be told by the names of weekdays. */
export const WEEK_DAYS = 7;
/** Hours of one day that are named; the rest is counted. */
const MOST_HOURS = 4;

/** Hours of one day, ms from midnight to midnight. */
type Hours = readonly [from: number, until: number];

/** The hours of a stretch on each of its local days. */
function* hoursByDay({ from, until }: Stretch, clock: WallClock): Generator<{ hours: Hours; day: CalendarDay }> {
  for (let start = from; start < until; ) {
    const { day, msOfDay } = clock.readingAt(start);
    const midnight = clock.instantOf(day + 1, 0);
    yield { hours: [msOfDay, until < midnight ? clock.readingAt(until).msOfDay : DAY_MS], day };
    start = Math.max(midnight, start + 1);
  }
}

/** In order, those that touch as one. */
const joined = (all: readonly Hours[]): Hours[] => {
  const whole: Hours[] = [];
  for (const hours of [...all].sort(([a], [b]) => a - b)) {
    const last = whole.at(-1);
    if (last && last[1] >= hours[0]) whole[whole.length - 1] = [last[0], Math.max(last[1], hours[1])];
    else whole.push(hours);
  }
  return whole;
};

const sayHours = ([from, until]: Hours): Said => {
  const text = `${sayClock(from)}–${until === DAY_MS ? '24:00' : sayClock(until)}`;
  return from === 0 && until === DAY_MS ? { vi: 'cả ngày', en: 'all day' } : { vi: text, en: text };
};

/** The hours of some days; `isDaily`: an evening and the morning after it are one night. */
const sayHoursOf = (hours: readonly Hours[], isDaily: boolean): Said => {
  const [first, last] = [hours[0], hours.at(-1)];
  const isNight = isDaily && hours.length > 1 && first?.[0] === 0 && last?.[1] === DAY_MS;
  const [vi, en] = [[] as string[], [] as string[]];
  for (const said of (isNight ? hours.slice(1, -1) : hours).map(sayHours)) {
    vi.push(said.vi);
    en.push(said.en);
  }
  if (isNight && first && last) {
    const night = `${sayClock(last[0])}–${sayClock(first[1])}`;
    vi.push(`${night} hôm sau`);
    en.push(`${night} the next day`);
  }
  const more = vi.length - MOST_HOURS;
  if (more <= 0) return { vi: vi.join(', '), en: en.join(', ') };
  return {
    vi: `${vi.slice(0, MOST_HOURS).join(', ')} và ${more} khoảng khác`,
    en: `${en.slice(0, MOST_HOURS).join(', ')} and ${more} more`,
  };
};

/** `stretches` lie within one week by the clock. */
export const sayWhen = (stretches: readonly Stretch[], clock: WallClock): Said => {
  const hoursOf = new Map<Weekday, Hours[]>();
  for (const stretch of stretches)
    for (const { hours, day } of hoursByDay(stretch, clock))
      hoursOf.set(weekdayOf(day), [...(hoursOf.get(weekdayOf(day)) ?? []), hours]);
  const alike = new Map<string, { days: Weekday[]; hours: Hours[] }>();
  for (const [weekday, all] of [...hoursOf].sort(([a], [b]) => a - b)) {
    const hours = joined(all);
    const known = alike.get(hours.join(';'));
    if (known) known.days.push(weekday);
    else alike.set(hours.join(';'), { days: [weekday], hours });
  }
  const phrases = [...alike.values()].map(({ days, hours }): Said => {
    const isDaily = days.length === WEEK_DAYS;
    const on = isDaily ? { vi: 'hằng ngày', en: 'daily' } : sayWeekdays(days);
    const times = sayHoursOf(hours, isDaily);
    return { vi: `${on.vi} ${times.vi}`, en: `${on.en} ${times.en}` };
  });
  return { vi: phrases.map(({ vi }) => vi).join('; '), en: phrases.map(({ en }) => en).join('; ') };
};
