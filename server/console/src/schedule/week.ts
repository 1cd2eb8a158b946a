/**
 * Slots on a wall calendar. Pure: a week is seven dates, an occurrence two wall-clock strings; instants and zones are the
 * compiler's business. Overnight occurrences end on the next day (rule TL3) and belong to the day they start.
 */
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Recurrence, Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate, LocalTime, Weekday } from '../../../../playlists/model/time.ts';
import { readPattern, weekdaysOf } from '../../../../playlists/timeline/recurrence.ts';
import { addDays, dateOf, dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { runsOvernight, secondsOfDay } from '../parts/time-text.ts';

export interface WeekEvent {
  /** Unique in the week: slot and start day. */
  id: string;
  slotId: SlotId;
  /** `2026-11-23T07:30:00`, wall time. */
  start: string;
  end: string;
}

/** Monday of the week of a date. */
export const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(dayOf(date)));

/** Wall time `seconds` after the midnight that begins `date`; a whole day or more runs into the next. */
const wallAt = (date: LocalDate, seconds: number): string => {
  const rest = seconds % 86_400;
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${addDays(date, Math.floor(seconds / 86_400))}T${pad(Math.floor(rest / 3600))}:${pad(Math.floor((rest % 3600) / 60))}:${pad(rest % 60)}`;
};

/** Occurrences that touch `days` days from `first` on; one that began the evening before is among them. */
export const eventsBetween = (slots: readonly Slot[], first: LocalDate, days: number): WeekEvent[] =>
  slots.flatMap((slot) => {
    const overnight = runsOvernight(slot.from, slot.until);
    const window = { first: dayOf(first) - (overnight ? 1 : 0), last: dayOf(first) + days - 1 };
    return readPattern(slot)(window).map((day) => {
      const date = dateOf(day);
      return {
        id: `${slot.id}@${date}`,
        slotId: slot.id,
        start: wallAt(date, secondsOfDay(slot.from)),
        end: wallAt(date, secondsOfDay(slot.until) + (overnight ? 86_400 : 0)),
      };
    });
  });

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
export const recurrenceOf = (weekdays: readonly Weekday[]): Recurrence =>
  new Set(weekdays).size === 7
    ? 'FREQ=DAILY'
    : `FREQ=WEEKLY;BYDAY=${[...new Set(weekdays)]
        .sort((a, b) => a - b)
        .map((day) => CODES[day - 1])
        .join(',')}`;

const timeOf = (wall: string): LocalTime => {
  const time = wall.slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
};

/** The times of a stretch drawn on the calendar. An end at midnight is `24:00` when it ends the day of the start. */
export const timesOf = (start: string, end: string): { from: LocalTime; until: LocalTime } => {
  const endsAtMidnight = timeOf(end) === '00:00' && addDays(start.slice(0, 10), 1) === end.slice(0, 10);
  return { from: timeOf(start), until: endsAtMidnight ? '24:00' : timeOf(end) };
};

/**
 * What dragging one occurrence means for its slot: the times follow for all its days; a weekly slot gives up the old weekday
 * for the new one; a daily slot keeps its days. Null when the result is longer than a day, which no slot can be.
 */
export const movedSlot = (
  slot: Pick<Slot, 'recurrence'>,
  was: { start: string },
  now: { start: string; end: string },
): { from: LocalTime; until: LocalTime; recurrence: Recurrence } | null => {
  if (Date.parse(`${now.end}Z`) - Date.parse(`${now.start}Z`) > 86_400_000) return null;
  const [oldDay, newDay] = [weekdayOf(dayOf(was.start.slice(0, 10))), weekdayOf(dayOf(now.start.slice(0, 10)))];
  const days = weekdaysOf(slot.recurrence);
  const recurrence =
    oldDay === newDay || days.length === 7
      ? slot.recurrence
      : recurrenceOf([...days.filter((day) => day !== oldDay), newDay]);
  return { ...timesOf(now.start, now.end), recurrence };
};
