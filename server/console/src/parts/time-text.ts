/** Times and dates as people type them. Pure. */
import type { LocalDate, LocalTime } from '../../../../playlists/model/time.ts';

/**
 * `7:30`, `0730`, `7h30`, `07:30:05`, `7` → `07:30` (seconds only when not zero); `24:00` only where an end may stand.
 * Null when it is no time.
 */
export const readTime = (typed: string, asEnd = false): LocalTime | null => {
  const text = typed.trim().toLowerCase();
  const parts =
    /^(\d{1,2})(?:\s*[:h.g]\s*(\d{1,2}))?(?:\s*[:mp.]\s*(\d{1,2}))?\s*[hgsmp]?$/.exec(text) ??
    /^(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (!parts) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
  if (minutes > 59 || seconds > 59) return null;
  if (hours === 24 && minutes === 0 && seconds === 0) return asEnd ? '24:00' : null;
  if (hours > 23) return null;
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${pad(hours)}:${pad(minutes)}${seconds ? `:${pad(seconds)}` : ''}`;
};

/** Seconds since midnight; `24:00` is 86,400. */
export const secondsOfDay = (time: LocalTime): number => {
  const [h = 0, m = 0, s = 0] = time.split(':').map(Number);
  return h * 3600 + m * 60 + s;
};

/** True when a slot of these times ends on the day after it starts (rule TL3: an end at or before the start). */
export const runsOvernight = (from: LocalTime, until: LocalTime): boolean => secondsOfDay(until) <= secondsOfDay(from);

/** `1/2/2026`, `01-02-2026` or `2026-02-01` → `2026-02-01`; null when it is no real day. */
export const readDate = (typed: string): LocalDate | null => {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : null;
};
