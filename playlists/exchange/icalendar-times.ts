/**
 * Dates, times and lengths as events write them (RFC 5545 §3.3), put onto the wall calendar of one zone. A day stands alone, a time
 * is read in the zone that its property names, in UTC, or on whatever clock is asked about.
 */
import { DAY_MS, type Instant, LocalDate, type LocalTime, type ZoneId } from '../model/time.ts';
import { type CalendarDay, dayOf, type WallClock, type WallClocks } from '../timeline/wall-clock.ts';
import type { Property } from './icalendar-text.ts';

/** A place on some wall calendar; `msOfDay` null = the day as a whole; `zone` null = the clock of whoever reads it. */
export interface WallTime {
  day: CalendarDay;
  msOfDay: number | null;
  zone: ZoneId | 'UTC' | null;
}

/** Years that instants of ours can name. */
const [FIRST_YEAR, LAST_YEAR] = [1971, 2250];

/** `20260302`, `20260302T080000`, `20260302T010000Z`; null when it is none of them or out of range. */
export const readWall = (text: string, zone: ZoneId | null): WallTime | null => {
  const [, year, month, date, hours, minutes, seconds, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(Z)?)?$/.exec(text.trim()) ?? [];
  const local = `${year}-${month}-${date}`;
  if (!LocalDate.safeParse(local).success || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return null;
  if (hours === undefined) return { day: dayOf(local), msOfDay: null, zone: null };
  const msOfDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Math.min(59, Number(seconds))) * 1000;
  return { day: dayOf(local), msOfDay, zone: utc ? 'UTC' : zone };
};

/** Which zone a name in the file means; null when nobody knows. */
export type ZoneReader = (name: string) => ZoneId | null;

/** The values of a property, or the zone name that nobody knows, or null when one cannot be read. */
export const readWalls = (
  { value, parameters }: Property,
  zoneOf: ZoneReader,
): WallTime[] | { unknownZone: string } | null => {
  const name = parameters.get('TZID');
  const zone = name === undefined ? null : zoneOf(name);
  if (name !== undefined && zone === null) return { unknownZone: name };
  const walls = value.split(',').map((text) => readWall(text, zone));
  return walls.every((wall) => wall !== null) ? walls : null;
};

export const instantOf = (wall: WallTime, own: WallClock, clocks: WallClocks): Instant => {
  const ms = wall.msOfDay ?? 0;
  if (wall.zone === 'UTC') return wall.day * DAY_MS + ms;
  return (wall.zone === null ? own : clocks(wall.zone)).instantOf(wall.day, ms);
};

/** The same moment on the clock `own`; whole days, and times that are on that clock already, stay as they are. */
export const onClock = (wall: WallTime, own: WallClock, clocks: WallClocks): WallTime => {
  if (wall.msOfDay === null || wall.zone === null || wall.zone === own.zone) return { ...wall, zone: own.zone };
  return { ...own.readingAt(instantOf(wall, own, clocks)), zone: own.zone };
};

/** `PT1H30M`, `P1D`, `P1W`: whole days apart from the rest; null when it is no length forwards. */
export const readLength = (text: string): { days: number; ms: number } | null => {
  const found = /^\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/.exec(
    text.trim(),
  );
  if (!found) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
};

/** `08:00`, with seconds where there are any. */
export const timeOf = (msOfDay: number): LocalTime => new Date(msOfDay).toISOString().slice(11, 19).replace(/:00$/, '');

/** The end of a slot that starts at `from` and lasts `ms`, a day at most; midnight that ends a day is `24:00`. */
export const endOf = (from: number, ms: number): LocalTime => {
  const end = (from + ms) % DAY_MS;
  return end === 0 ? '24:00' : timeOf(end);
};
