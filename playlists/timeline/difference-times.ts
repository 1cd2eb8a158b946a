/** Stretches of a week gathered into few phrases of time: once, daily, on certain days, from now on. Words only. */
import type { Said } from '../model/said.ts';
import { DAY_MS, type Instant } from '../model/time.ts';
import type { Stretch } from './occurrences.ts';
import { type CalendarDay, dateOf, type WallClock, weekdayOf } from './wall-clock.ts';

export interface Changed {
  clock: WallClock;
  /** What is spoken of; its start is now. */
  seen: Stretch;
  /** What is known; a stretch that reaches its end goes on beyond. */
  compiled: Stretch;
}

const WEEKDAYS_VI = ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'];
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Fewer days in a row are named one by one. */
const FEWEST_DAILY = 3;

const two = (part: number): string => String(part).padStart(2, '0');

/** `08:30`, with seconds where there are some. */
export const sayClock = (msOfDay: number): string => {
  const whole = Math.floor(msOfDay / 1000);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return `${two(h)}:${two(m)}${s > 0 ? `:${two(s)}` : ''}`;
};

const sayDate = (day: CalendarDay): Said => {
  const [, month, date] = dateOf(day).split('-').map(Number) as [number, number, number];
  return { vi: `${two(date)}/${two(month)}`, en: `${date} ${MONTHS_EN[month - 1]}` };
};

const sayWeekday = (day: CalendarDay): Said => {
  const { vi, en } = sayDate(day);
  const place = weekdayOf(day) - 1;
  return { vi: `${WEEKDAYS_VI[place]} ${vi}`, en: `${WEEKDAYS_EN[place]} ${en}` };
};

const sayDay = (day: CalendarDay, today: CalendarDay): Said => {
  if (day === today) return { vi: 'hôm nay', en: 'today' };
  if (day === today + 1) return { vi: 'ngày mai', en: 'tomorrow' };
  const { vi, en } = sayWeekday(day);
  return { vi, en: `on ${en}` };
};

/** A stretch on the wall: which day it begins, at what times, over how many midnights. */
interface OnWall extends Stretch {
  day: CalendarDay;
  fromText: string;
  untilText: string;
  nights: number;
}

const readWall = (stretch: Stretch, clock: WallClock): OnWall => {
  const begin = clock.readingAt(stretch.from);
  const end = clock.readingAt(stretch.until);
  // Midnight is the end of a day, not the start of the next.
  const [lastDay, lastMs] = end.msOfDay === 0 ? [end.day - 1, DAY_MS] : [end.day, end.msOfDay];
  return {
    ...stretch,
    day: begin.day,
    fromText: sayClock(begin.msOfDay),
    untilText: sayClock(lastMs),
    nights: lastDay - begin.day,
  };
};

const NOW: Said = { vi: 'Từ khi đăng phát', en: 'From publishing' };

/** One stretch by itself. */
const sayOnce = (one: OnWall, { clock, seen, compiled }: Changed): Said => {
  const today = clock.readingAt(seen.from).day;
  const hasBegun = one.from <= seen.from;
  const isOpen = one.until >= compiled.until;
  const begin = sayDay(one.day, today);
  const endDay = one.day + one.nights;
  const end = sayDay(endDay, today);
  if (isOpen)
    return hasBegun
      ? { vi: `${NOW.vi}`, en: `${NOW.en} on` }
      : { vi: `từ ${one.fromText} ${begin.vi} trở đi`, en: `from ${one.fromText} ${begin.en} onwards` };
  if (hasBegun)
    return { vi: `${NOW.vi} đến ${one.untilText} ${end.vi}`, en: `${NOW.en} until ${one.untilText} ${end.en}` };
  if (one.nights === 0)
    return {
      vi: `từ ${one.fromText} đến ${one.untilText} ${begin.vi}`,
      en: `from ${one.fromText} until ${one.untilText} ${begin.en}`,
    };
  return {
    vi: `từ ${one.fromText} ${begin.vi} đến ${one.untilText} ${end.vi}`,
    en: `from ${one.fromText} ${begin.en} until ${one.untilText} ${end.en}`,
  };
};

/** The same times on several days. */
const saySeveral = (all: readonly OnWall[], { clock, seen }: Changed): Said => {
  const [first, last] = [all[0] as OnWall, all.at(-1) as OnWall];
  const nextDay = first.nights > 0 ? { vi: ' hôm sau', en: ' the next day' } : { vi: '', en: '' };
  const hours = `${first.fromText}–${first.untilText}`;
  const isRow = last.day - first.day === all.length - 1;
  if (!isRow || all.length < FEWEST_DAILY) {
    const days = all.map(({ day }) => sayWeekday(day));
    return {
      vi: `${hours}${nextDay.vi} các ngày ${days.map(({ vi }) => vi).join(', ')}`,
      en: `${hours}${nextDay.en} on ${days.map(({ en }) => en).join(', ')}`,
    };
  }
  const today = clock.readingAt(seen.from).day;
  const lastSeen = clock.readingAt(seen.until - 1).day;
  const begin = first.day > today ? sayDate(first.day) : null;
  const end = last.day < lastSeen ? sayDate(last.day) : null;
  return {
    vi: `hằng ngày ${hours}${nextDay.vi}${begin ? ` từ ${begin.vi}` : ''}${end ? ` đến hết ${end.vi}` : ''}`,
    en: `daily ${hours}${nextDay.en}${begin ? ` from ${begin.en}` : ''}${end ? ` to ${end.en}` : ''}`,
  };
};

/** Few phrases for many stretches (which are sorted and apart), and what of the seen time each speaks of. */
export const sayTimes = (stretches: readonly Stretch[], around: Changed): { said: Said; spans: Stretch[] }[] => {
  const { clock, seen, compiled } = around;
  const shown = stretches
    .filter(({ from, until }) => from < seen.until && until > seen.from)
    .map((stretch) => readWall(stretch, clock));
  const alike = new Map<string, OnWall[]>();
  for (const one of shown) {
    /** What is cut off by the edges of what is known, or longer than a day, stands for itself. */
    const isAlone = one.from <= compiled.from || one.until >= compiled.until || one.until - one.from > DAY_MS;
    const key = isAlone ? `${one.from}` : `${one.fromText} ${one.untilText} ${one.nights}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const clip = ({ from, until }: Stretch): Stretch => ({
    from: Math.max(from, seen.from as Instant),
    until: Math.min(until, seen.until),
  });
  return [...alike.values()].map((all) => ({
    said: all.length === 1 ? sayOnce(all[0] as OnWall, around) : saySeveral(all, around),
    spans: all.map(clip),
  }));
};
