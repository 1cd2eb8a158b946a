/**
 * Day-part → occurrences: the concrete stretches of time in which a slot runs or blank hours hold. Implements TL1 (half-open),
 * TL2 (whose clock), TL3 (overnight) and TL4 (days). Who wins where two meet is not decided here.
 */
import type { BlankHours } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { DAY_MS, type Instant, type LocalTime } from '../model/time.ts';
import { type DayPattern, onWeekdays, readPattern } from './recurrence.ts';
import { msOfTime, type WallClock } from './wall-clock.ts';

/** `[from, until)`. */
export interface Stretch {
  from: Instant;
  until: Instant;
}

/** A time of day and the days on which it starts. */
interface DayPart {
  from: LocalTime;
  until: LocalTime;
  pattern: DayPattern;
}

/**
 * All occurrences that touch the horizon, whole (not clipped to it), in order. They never overlap each other; one that the
 * clock change swallows entirely does not exist (TZ1).
 */
const expandDayPart = (part: DayPart, clock: WallClock, horizon: Stretch): Stretch[] => {
  const startMs = msOfTime(part.from);
  const endMs = msOfTime(part.until);
  const untilMs = endMs <= startMs ? endMs + DAY_MS : endMs;
  const occurrences: Stretch[] = [];
  /** An occurrence lasts a day at most, so one that reaches into the horizon began the day before or, around a jump, two. */
  const first = clock.readingAt(horizon.from).day - 2;
  const last = clock.readingAt(horizon.until).day + 1;
  for (const day of part.pattern({ first, last })) {
    const from = clock.instantOf(day, startMs);
    const until = clock.instantOf(day, untilMs);
    if (from < until && from < horizon.until && until > horizon.from) occurrences.push({ from, until });
  }
  return occurrences;
};

/** Occurrences of a slot on a screen whose clock is given; the slot's own zone, if it has one, is the caller's choice (TL2). */
export const occurrencesOf = (slot: Slot, clock: WallClock, horizon: Stretch): Stretch[] =>
  slot.enabled ? expandDayPart({ from: slot.from, until: slot.until, pattern: readPattern(slot) }, clock, horizon) : [];

/** When a screen is dark on purpose; always on the screen's own clock. */
export const blankStretchesOf = (hours: BlankHours, clock: WallClock, horizon: Stretch): Stretch[] =>
  expandDayPart({ from: hours.from, until: hours.until, pattern: onWeekdays(hours.weekdays) }, clock, horizon);
