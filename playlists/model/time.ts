/**
 * Time as the whole product writes it down. Instants are milliseconds since the epoch (`…At`, `from`, `until`), lengths
 * are milliseconds (`…Ms`), wall time is text in a named IANA zone. Nothing here reads a clock: "now" is a parameter.
 */
import { z } from 'zod';

export const LAST_INSTANT = 9_000_000_000_000;
/** Milliseconds since 1970-01-01T00:00:00Z; whole. Range: years 1970 to 2255 (fits a double exactly). */
export const Instant = z.int().min(0).max(LAST_INSTANT);
export type Instant = number;

/** A length in whole milliseconds, never negative. */
export const DurationMs = z
  .int()
  .min(0)
  .max(366 * 86_400_000);
export type DurationMs = number;

/** A day on the wall calendar of some zone, `YYYY-MM-DD`; a real day (2026-02-30 is refused). */
export const LocalDate = z.iso.date();
export type LocalDate = string;

/** A time of day on the wall clock, `HH:MM` or `HH:MM:SS`, 00:00 to 23:59:59. Ends may also be written `24:00`. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'expected HH:MM or HH:MM:SS');
export type LocalTime = string;
export const LocalEndTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?)$/, 'expected HH:MM, HH:MM:SS or 24:00');

/** Names the engine knew when it was asked; asking costs 60 µs, and a ward of 1,000 screens asks for one name 1,000 times. */
const knownZones = new Set<string>();

/** True when this JavaScript engine knows the zone. */
export const isZone = (text: string): boolean => {
  if (knownZones.has(text)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    if (!/^[A-Za-z]/.test(text)) return false;
    if (knownZones.size < 1_000) knownZones.add(text);
    return true;
  } catch {
    return false;
  }
};

/** An IANA zone name such as `Asia/Ho_Chi_Minh`; fixed offsets such as `+07:00` are refused. */
export const ZoneId = z.string().max(64).refine(isZone, 'expected an IANA time zone');
export type ZoneId = string;
export const HOME_ZONE: ZoneId = 'Asia/Ho_Chi_Minh';

/** Monday = 1 … Sunday = 7 (ISO 8601); shown as T2 … CN. */
export const Weekday = z.int().min(1).max(7);
export type Weekday = number;

/** How far ahead a manifest reaches and how long its lease lasts: 35 days (a 30-day outage and a margin). */
export const HORIZON_DAYS = 35;
export const DAY_MS = 86_400_000;
