/**
 * Slots on a wall calendar. Pure: a week is seven dates, an occurrence two wall-clock strings; instants and zones are the
 * compiler's business. Overnight occurrences end on the next day (rule TL3) and belong to the day they start.
 */
import type { SlotId } from '../../../../playlists/model/ids.ts';
import { plainWeekdaysOf, type Recurrence, readRule, writeRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate, LocalTime, Weekday } from '../../../../playlists/model/time.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts, DayTimes } from '../../../../playlists/timeline/day-parts.ts';
import { wallRunsOf } from '../../../../playlists/timeline/occurrences.ts';
import { addDays, type CalendarDay, dateOf, dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { runsOvernight, secondsOfDay } from '../parts/time-text.ts';

export interface WeekEvent {
  /** Unique in the week: slot and start day, and for a day-part the start of the stretch. */
  id: string;
  slotId: SlotId;
  /** The day by which the rule knows it. */
  day: LocalDate;
  /** True when this one alone was moved. */
  isChanged: boolean;
  /** `2026-11-23T07:30:00`, wall time. */
  start: string;
  end: string;
  /** Of a day-part, its other hours of that day, by `restOfDay`; absent = none. */
  rest?: readonly DayTimes[];
}

/** Monday of the week of a date. */
export const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(dayOf(date)));

/** What a view shows around a day: its first day and how many there are; a month in the whole weeks that it touches. */
export const periodOf = (view: 'day' | 'week' | 'month', on: LocalDate): { first: LocalDate; days: number } => {
  if (view === 'day') return { first: on, days: 1 };
  if (view === 'week') return { first: mondayOf(on), days: 7 };
  const first = mondayOf(`${on.slice(0, 7)}-01`);
  const nextMonth = dayOf(stepFrom('month', on, 1));
  return { first, days: Math.ceil((nextMonth - dayOf(first)) / 7) * 7 };
};

/** A day of the view before (−1) or after (1) the one that shows a day. */
export const stepFrom = (view: 'day' | 'week' | 'month', on: LocalDate, step: -1 | 1): LocalDate => {
  if (view !== 'month') return addDays(on, step * (view === 'day' ? 1 : 7));
  const begin = dayOf(`${on.slice(0, 7)}-01`);
  /** No month is longer than 31 days, and none shorter than 28. */
  return `${dateOf(step === 1 ? begin + 31 : begin - 1).slice(0, 7)}-01`;
};

/** The time of day as a text, to the second. */
const clockAt = (seconds: number): string => {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
};

/** Start and end of these times, as texts and as days after the one of the start. */
const clockOf = ({ from, until }: Pick<Slot, 'from' | 'until'>) => {
  const end = secondsOfDay(until) + (runsOvernight(from, until) ? 86_400 : 0);
  return { start: clockAt(secondsOfDay(from)), end: clockAt(end % 86_400), daysOn: Math.floor(end / 86_400) };
};

/** Remembers what was made of a key: of many occurrences most share their day and their times. */
const remembering = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};

/** An occurrence before it is written down for the calendar: a ward has a hundred thousand in a month, and few of them are drawn. */
export interface WallRun {
  slot: Slot;
  /** The day by which the rule knows it. */
  day: CalendarDay;
  /** The day on which it starts. */
  onDay: CalendarDay;
  from: LocalTime;
  until: LocalTime;
  isChanged: boolean;
  /** Seconds of the day on which it starts; the end may lie on the next. */
  startS: number;
  endS: number;
}

/** Occurrences that touch `days` days from `first` on, by slot; one that began the evening before is among them. */
export function* runsBetween(
  slots: readonly Slot[],
  first: LocalDate,
  days: number,
  calendars: Calendars,
  dayParts: DayParts,
): Generator<WallRun> {
  const [begin, window] = [dayOf(first), { first: dayOf(first) - 1, last: dayOf(first) + days - 1 }];
  const read = remembering(readRule);
  for (const slot of slots) {
    /** Nearly all occurrences of a slot are at the same times. */
    let times = { from: '', until: '', startS: 0, endS: 0 };
    for (const { day, onDay, from, until, isChanged } of wallRunsOf(slot, window, calendars, dayParts, read)) {
      if (times.from !== from || times.until !== until) {
        const endS = secondsOfDay(until) + (runsOvernight(from, until) ? 86_400 : 0);
        times = { from, until, startS: secondsOfDay(from), endS };
      }
      if (onDay < begin && times.endS <= 86_400) continue;
      yield { slot, day, onDay, isChanged, ...times };
    }
  }
}

/** Writes occurrences down. Most share their day and their times, whose texts are made once. */
export const eventWriter = (): ((run: WallRun) => WeekEvent) => {
  const dateText = remembering(dateOf);
  const clockText = remembering(clockAt);
  return ({ slot, day, onDay, from, isChanged, startS, endS }) => ({
    id: `${slot.id}@${dateText(day)}${slot.dayPartId === null || isChanged ? '' : ` ${from}`}`,
    slotId: slot.id,
    day: dateText(day),
    isChanged,
    start: `${dateText(onDay)}T${clockText(startS)}`,
    end: `${dateText(onDay + Math.floor(endS / 86_400))}T${clockText(endS % 86_400)}`,
  });
};

/** `runsBetween`, all of them written down. */
export const eventsBetween = (...of: Parameters<typeof runsBetween>): WeekEvent[] =>
  Array.from(runsBetween(...of), eventWriter());

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

/** Start and end of a stretch of these times that starts on a day; an end at or before the start is the next day's (TL3). */
export const stretchAt = (date: LocalDate, times: Pick<Slot, 'from' | 'until'>): { start: string; end: string } => {
  const { start, end, daysOn } = clockOf(times);
  return { start: `${date}T${start}`, end: `${addDays(date, daysOn)}T${end}` };
};

/** How far an edit of one occurrence reaches. */
export const REACHES = ['this', 'following', 'all'] as const;
export type Reach = (typeof REACHES)[number];

/** What an edit comes to: the slot as it shall be, and the slot that goes on after it when the rule is split in two. */
export interface Edit {
  change: Partial<SlotDraft>;
  /** Slots to be added; absent when none are. */
  add?: SlotDraft[];
}

/** An occurrence with what runs on its day besides, where its slot follows a day-part of several ranges. */
export const withRestOfDay = (slot: Slot, event: WeekEvent, dayParts: DayParts): WeekEvent => {
  if (slot.dayPartId === null || event.isChanged) return event;
  const hours = dayParts(slot.dayPartId)?.(dayOf(event.day)) ?? [];
  const rest = hours.filter((times) => stretchAt(event.day, times).start !== event.start);
  return rest.length === 0 ? event : { ...event, rest };
};

const ONCE = writeRule({
  frequency: 'DAILY',
  interval: 1,
  byDay: [],
  byMonthDay: [],
  byMonth: [],
  count: 1,
  until: null,
});

/** A slot that runs once, from `start` to `end` (wall time), and is otherwise like the given one. */
export const copyOf = (
  { id: _id, version: _version, updatedAt: _updated, ...slot }: Slot,
  start: string,
  end: string,
): SlotDraft => ({
  ...slot,
  ...timesOf(start, end),
  dayPartId: null,
  recurrence: ONCE,
  exceptDays: [],
  extraDays: [],
  avoidCalendars: [],
  requireCalendars: [],
  changes: [],
  validFrom: start.slice(0, 10),
  validUntil: null,
});

/** The other hours of the day of an occurrence, each as a slot that runs once: that day has left the day-part. */
export const restAlone = (slot: Slot, { day, rest = [] }: Pick<WeekEvent, 'day' | 'rest'>): SlotDraft[] =>
  rest.map((times) => {
    const { start, end } = stretchAt(day, times);
    return copyOf(slot, start, end);
  });

const movedRecurrence = (slot: Pick<Slot, 'recurrence'>, oldDay: Weekday, newDay: Weekday): Recurrence | null => {
  if (oldDay === newDay) return slot.recurrence;
  const days = plainWeekdaysOf(slot.recurrence);
  if (!days) return null;
  return days.length === 7 ? slot.recurrence : recurrenceOf([...days.filter((day) => day !== oldDay), newDay]);
};

/**
 * What dragging one occurrence to another place means for its slot. `this`: that one alone is put there. `following`: the rule
 * ends the day before, and a new slot goes on with the new times. `all`: the times follow for all its days; a weekly slot gives
 * up the old weekday for the new one, a daily slot keeps its days. Of a day-part with several ranges on that day `this` takes the day out
 * of it: each range is a slot that runs once, and the others keep their times (TL22 would stand for the whole day). `following` and `all`
 * give the slot times of its own. Null when the reach is not possible: the result is longer
 * than a day, or the rule names days of another kind (of the month, by number), which cannot follow a drag to another day.
 */
export const editByMove = (
  whole: Slot,
  was: Pick<WeekEvent, 'day' | 'start' | 'rest'>,
  now: { start: string; end: string },
  reach: Reach,
): Edit | null => {
  if (Date.parse(`${now.end}Z`) - Date.parse(`${now.start}Z`) > 86_400_000) return null;
  const times = timesOf(now.start, now.end);
  const onDay = now.start.slice(0, 10);
  const { id: _id, version: _version, updatedAt: _updated, ...slot } = whole;
  if (reach === 'this') {
    if (was.rest)
      return {
        change: editByRemoval(slot, was.day, 'this'),
        add: [copyOf(whole, now.start, now.end), ...restAlone(whole, was)],
      };
    const changes = slot.changes.filter(({ day }) => day !== was.day);
    return { change: { changes: [...changes, { day: was.day, onDay, ...times }] } };
  }
  const recurrence = movedRecurrence(slot, weekdayOf(dayOf(was.start.slice(0, 10))), weekdayOf(dayOf(onDay)));
  if (recurrence === null) return null;
  /** A slot that followed a day-part has times of its own from then on; the day-part stays as it is. */
  const own = { ...times, recurrence, ...(slot.dayPartId === null ? {} : { dayPartId: null }) };
  if (reach === 'all') return { change: own };
  return splitBefore(slot, was.day, { ...own, validFrom: onDay < was.day ? onDay : was.day });
};

/** Ends a slot the day before `day` and goes on with `part` from `day`. Null when its days are counted and cannot be split. */
export const splitBefore = (slot: SlotDraft, day: LocalDate, part: Partial<SlotDraft>): Edit | null => {
  const rule = readRule(slot.recurrence);
  if (!rule || rule.count !== null) return null;
  const isBefore = (date: LocalDate): boolean => date < day;
  const isFrom = (date: LocalDate): boolean => date >= day;
  return {
    change: {
      validUntil: addDays(day, -1),
      exceptDays: slot.exceptDays.filter(isBefore),
      extraDays: slot.extraDays.filter(isBefore),
      changes: slot.changes.filter((change) => isBefore(change.day)),
    },
    add: [
      {
        ...slot,
        validFrom: part.validFrom ?? day,
        exceptDays: slot.exceptDays.filter(isFrom),
        extraDays: slot.extraDays.filter(isFrom),
        changes: slot.changes.filter((change) => isFrom(change.day)),
        ...part,
      },
    ],
  };
};

/** Takes one occurrence, it and all after it, or the whole slot away. Null: the whole slot is to be deleted. */
export const editByRemoval = (slot: SlotDraft, day: LocalDate, reach: Exclude<Reach, 'all'>): Partial<SlotDraft> =>
  reach === 'this'
    ? {
        exceptDays: [...new Set([...slot.exceptDays, day])].sort(),
        changes: slot.changes.filter((change) => change.day !== day),
      }
    : { validUntil: addDays(day, -1), extraDays: slot.extraDays.filter((extra) => extra < day) };
