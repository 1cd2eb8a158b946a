/**
 * Day-part → occurrences: the concrete stretches of time in which a slot runs or blank hours hold. Implements TL1 (half-open),
 * TL2 (whose clock), TL3 (overnight), TL4 (days), TL22 (changed ones) and DY3 (several stretches a day). Who wins where two meet is not
 * decided here.
 */
import type { BlankHours } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { DAY_MS, type Instant } from '../model/time.ts';
import type { Calendars } from './calendars.ts';
import type { DayParts, DayTimes } from './day-parts.ts';
import { type DayPattern, onWeekdays, type RuleReader, readPattern } from './recurrence.ts';
import { type CalendarDay, type DayWindow, dayOf, msOfTime, type WallClock } from './wall-clock.ts';

/** `[from, until)`. */
export interface Stretch {
  from: Instant;
  until: Instant;
}

/** What starts at these times on a day, whole; null when the clock change swallows it (TZ1). */
const starter = (times: DayTimes, clock: WallClock): ((day: CalendarDay) => Stretch | null) => {
  const startMs = msOfTime(times.from);
  const endMs = msOfTime(times.until);
  const stopMs = endMs <= startMs ? endMs + DAY_MS : endMs;
  return (day) => {
    const from = clock.instantOf(day, startMs);
    const until = clock.instantOf(day, stopMs);
    return from < until ? { from, until } : null;
  };
};

/** What starts on one day, whole; null when the clock change swallows it (TZ1). */
export const stretchOn = (day: CalendarDay, times: DayTimes, clock: WallClock): Stretch | null =>
  starter(times, clock)(day);

/** What starts at the same times on each of the days and touches the horizon. */
const stretchesOn = (days: readonly CalendarDay[], times: DayTimes, clock: WallClock, horizon: Stretch): Stretch[] => {
  const startOn = starter(times, clock);
  const found: Stretch[] = [];
  for (const day of days) {
    const stretch = startOn(day);
    if (touches(stretch, horizon)) found.push(stretch);
  }
  return found;
};

/** An occurrence lasts a day at most, so one that reaches into the horizon began the day before or, around a jump, two. */
const daysAround = (clock: WallClock, horizon: Stretch): DayWindow => ({
  first: clock.readingAt(horizon.from).day - 2,
  last: clock.readingAt(horizon.until).day + 1,
});

const touches = (stretch: Stretch | null, horizon: Stretch): stretch is Stretch =>
  stretch !== null && stretch.from < horizon.until && stretch.until > horizon.from;

/** One occurrence on the wall calendar, of no zone yet. */
export interface WallRun extends DayTimes {
  /** The day by which the rule knows it. */
  day: CalendarDay;
  /** The day on which it starts. */
  onDay: CalendarDay;
  /** True when it is not where the rule alone would put it. */
  isChanged: boolean;
}

/** The days on which a slot starts: those of its rule and, where it has a day-part, with hours of that (DY3). */
export const startDaysOf = (slot: Slot, calendars: Calendars, dayParts: DayParts, read?: RuleReader): DayPattern => {
  const pattern = readPattern(slot, calendars, read);
  if (slot.dayPartId === null) return pattern;
  const hoursOn = dayParts(slot.dayPartId);
  return hoursOn ? (window) => pattern(window).filter((day) => hoursOn(day).length > 0) : () => [];
};

/**
 * The occurrences of a slot that start within the window, by start; changed ones are where they were put (TL22). Of a day-part each
 * range is one; a change stands for all of its day.
 */
export const wallRunsOf = (
  slot: Slot,
  within: DayWindow,
  calendars: Calendars,
  dayParts: DayParts,
  read?: RuleReader,
): WallRun[] => {
  const pattern = startDaysOf(slot, calendars, dayParts, read);
  const { from, until } = slot;
  const changed = new Set(slot.changes.map(({ day }) => dayOf(day)));
  const days = pattern(within).filter((day) => !changed.has(day));
  const hoursOn = slot.dayPartId === null ? null : dayParts(slot.dayPartId);
  const kept = hoursOn
    ? days.flatMap((day) =>
        hoursOn(day).map(
          (times): WallRun => ({ day, onDay: day, from: times.from, until: times.until, isChanged: false }),
        ),
      )
    : days.map((day): WallRun => ({ day, onDay: day, from, until, isChanged: false }));
  if (changed.size === 0) return kept;
  const moved = slot.changes.flatMap((change): WallRun[] => {
    const [day, onDay] = [dayOf(change.day), dayOf(change.onDay)];
    const isWithin = onDay >= within.first && onDay <= within.last;
    /** A change of an occurrence that the rule does not (or no longer) make says nothing. */
    if (!isWithin || pattern({ first: day, last: day }).length === 0) return [];
    return [{ day, onDay, from: change.from, until: change.until, isChanged: true }];
  });
  return [...kept, ...moved].sort((a, b) => a.onDay - b.onDay || msOfTime(a.from) - msOfTime(b.from));
};

/**
 * Occurrences of a slot that touch the horizon, whole (not clipped to it), by their start, on a screen whose clock is given;
 * the slot's own zone, if it has one, is the caller's choice (TL2). Only changed ones may overlap others of the same slot.
 */
export const occurrencesOf = (
  slot: Slot,
  clock: WallClock,
  horizon: Stretch,
  calendars: Calendars,
  dayParts: DayParts,
  read?: RuleReader,
): Stretch[] => {
  if (!slot.enabled) return [];
  const window = daysAround(clock, horizon);
  const isPlain = slot.changes.length === 0 && slot.dayPartId === null;
  if (isPlain) return stretchesOn(readPattern(slot, calendars, read)(window), slot, clock, horizon);
  return wallRunsOf(slot, window, calendars, dayParts, read)
    .map((run) => stretchOn(run.onDay, run, clock))
    .filter((stretch) => touches(stretch, horizon));
};

/** When a screen is dark on purpose; always on the screen's own clock. */
export const blankStretchesOf = (hours: BlankHours, clock: WallClock, horizon: Stretch): Stretch[] =>
  stretchesOn(onWeekdays(hours.weekdays)(daysAround(clock, horizon)), hours, clock, horizon);
