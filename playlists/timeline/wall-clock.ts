/**
 * Wall time ↔ instants in an IANA zone, with `Intl` as the only source of offsets. Days are counted as whole numbers (the
 * calendar needs no zone); a zone is asked at most twice per day and remembers what it was told, inside the value that is
 * passed along. Implements TZ1 (gap: the first valid instant) and TZ2 (overlap: the first of the two).
 */
import { DAY_MS, type Instant, type LocalDate, type LocalTime, type Weekday, type ZoneId } from '../model/time.ts';

/** A day of the calendar, counted from 1970-01-01 = 0. Says nothing about a zone. */
export type CalendarDay = number;

/** First and last day, both included. */
export interface DayWindow {
  first: CalendarDay;
  last: CalendarDay;
}

/** Where a zone's wall clock stands, and what its hands mean. Remembers the days it was asked about. */
export interface WallClock {
  zone: ZoneId;
  /**
   * The instant when the clock shows `msOfDay` on `day`. `msOfDay` may be a whole day or more (24:00, overnight ends).
   * Never decreasing in its arguments; TZ1 and TZ2 decide where the clock jumps.
   */
  instantOf: (day: CalendarDay, msOfDay: number) => Instant;
  /** What calendar and clock show at an instant. */
  readingAt: (at: Instant) => { day: CalendarDay; msOfDay: number };
}

/** Hands out one clock per zone, so all who share it share its memory. */
export type WallClocks = (zone: ZoneId) => WallClock;

export const dayOf = (date: LocalDate): CalendarDay => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
export const dateOf = (day: CalendarDay): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const addDays = (date: LocalDate, days: number): LocalDate => dateOf(dayOf(date) + days);
/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: CalendarDay): Weekday => ((((day + 3) % 7) + 7) % 7) + 1;

/** The number that two digits of a text make. */
const twoDigits = (text: string, place: number): number =>
  (text.charCodeAt(place) - 48) * 10 + text.charCodeAt(place + 1) - 48;

/** `08:30` → 30 600 000; `24:00` → a whole day. Asked for every occurrence of every slot, so it makes no arrays. */
export const msOfTime = (time: LocalTime): number =>
  ((twoDigits(time, 0) * 60 + twoDigits(time, 3)) * 60 + (time.length > 5 ? twoDigits(time, 6) : 0)) * 1000;

/** Reads the offset of a zone (wall time minus UTC, in ms) at an instant. Whole seconds, as the zone database has them. */
const createOffsetReader = (zone: ZoneId): ((at: Instant) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const part of format.formatToParts(at)) {
      if (part.type in shown) shown[part.type as keyof typeof shown] = Number(part.value);
    }
    const wall = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
    return wall - Math.floor(at / 1000) * 1000;
  };
};

/** The offset around one day: `before` holds until `changesAt`, `after` from then on; no change = Infinity. */
interface DayOffsets {
  before: number;
  after: number;
  changesAt: Instant;
}

/**
 * Looks a day up with a day of margin on both sides, wide enough for every offset on Earth (−12 h to +14 h). No zone
 * changes its clock twice in three days, so at most one change lies within; it is found to the millisecond by halving.
 */
const readDayOffsets = (
  day: CalendarDay,
  offsetAt: (at: Instant) => number,
  neighbours: readonly (DayOffsets | undefined)[],
): DayOffsets => {
  let low = (day - 1) * DAY_MS;
  let high = (day + 2) * DAY_MS;
  const before = offsetAt(low);
  const after = offsetAt(high);
  if (before === after) return { before, after, changesAt: Number.POSITIVE_INFINITY };
  /** Days next to it look at the same change. */
  const met = neighbours.find((near) => near && near.changesAt > low && near.changesAt <= high);
  if (met) return met;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, changesAt: high };
};

const createWallClock = (zone: ZoneId): WallClock => {
  const readOffset = createOffsetReader(zone);
  /** Each midnight of UTC bounds the look at three days. */
  const atMidnight = new Map<Instant, number>();
  const offsetAt = (at: Instant): number => {
    if (at % DAY_MS !== 0) return readOffset(at);
    const offset = atMidnight.get(at) ?? readOffset(at);
    atMidnight.set(at, offset);
    return offset;
  };
  const days = new Map<CalendarDay, DayOffsets>();
  /** Most who ask ask for a beginning and an end on one day. */
  let lastDay = Number.NaN;
  let last: DayOffsets = { before: 0, after: 0, changesAt: 0 };
  const offsetsOf = (day: CalendarDay): DayOffsets => {
    if (day === lastDay) return last;
    let offsets = days.get(day);
    if (!offsets) {
      offsets = readDayOffsets(day, offsetAt, [days.get(day - 1), days.get(day + 1), days.get(day - 2)]);
      days.set(day, offsets);
    }
    lastDay = day;
    last = offsets;
    return offsets;
  };
  return {
    zone,
    instantOf: (day, msOfDay) => {
      const shown = day * DAY_MS + msOfDay;
      const { before, after, changesAt } = offsetsOf(Math.floor(shown / DAY_MS));
      const early = shown - before;
      if (early < changesAt) return early;
      return Math.max(shown - after, changesAt);
    },
    readingAt: (at) => {
      const { before, after, changesAt } = offsetsOf(Math.floor(at / DAY_MS));
      const shown = at + (at < changesAt ? before : after);
      const day = Math.floor(shown / DAY_MS);
      return { day, msOfDay: shown - day * DAY_MS };
    },
  };
};

/** Starts with an empty memory; make one per piece of work and drop it afterwards. */
export const createWallClocks = (): WallClocks => {
  const clocks = new Map<ZoneId, WallClock>();
  return (zone) => {
    const known = clocks.get(zone);
    if (known) return known;
    const made = createWallClock(zone);
    clocks.set(zone, made);
    return made;
  };
};

/** First instant of the local day that `at` lies in; not always 00:00 on the wall (TZ1). */
export const startOfLocalDay = (clock: WallClock, at: Instant): Instant => clock.instantOf(clock.readingAt(at).day, 0);
