/**
 * Copies of occurrences. Pure. A copy is a slot of its own that runs once, on the day and at the times where it was put; the slot
 * that it was taken from stays as it is. Copying a day or a week adds nothing that runs there already.
 */
import { readRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { addDays, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { copyOf, type Edit, eventsBetween, mondayOf, timesOf, type WeekEvent } from './week.ts';

/**
 * Moving what runs once: its one day is another one, and the form says so. Null for a slot that is not just that; it moves as any
 * other does.
 */
export const moveOnce = (slot: Slot, start: string, end: string): Edit | null => {
  const rule = readRule(slot.recurrence);
  const isOnce =
    slot.dayPartId === null &&
    rule?.count === 1 &&
    rule.frequency === 'DAILY' &&
    slot.validFrom !== null &&
    slot.validUntil === null;
  return isOnce && slot.extraDays.length === 0 && slot.exceptDays.length === 0
    ? { change: { ...timesOf(start, end), validFrom: start.slice(0, 10), changes: [] } }
    : null;
};

export type Period = 'day' | 'week';
/** First day and length of the period that a day lies in. */
export const periodAt = (period: Period, day: LocalDate): { first: LocalDate; days: number } =>
  period === 'day' ? { first: day, days: 1 } : { first: mondayOf(day), days: 7 };

/** The first days of the `count` periods after the one that begins on `first`. */
export const periodsAfter = (period: Period, first: LocalDate, count: number): LocalDate[] =>
  Array.from({ length: count }, (_, index) => addDays(first, (index + 1) * (period === 'day' ? 1 : 7)));

/** A target as one text, e.g. as the value of a choice. */
export const targetText = (target: Target): string =>
  target.kind === 'all' ? 'all' : target.kind === 'group' ? target.groupId : target.screenId;

/** Equal for what looks and plays alike: same playlist, same targets, same level, same stretch. */
const runText = ({ playlistId, targets, priority, zone }: Slot, { start, end }: Pick<WeekEvent, 'start' | 'end'>) =>
  [playlistId, targets.map(targetText).sort().join(), priority, zone ?? '', start, end].join('|');

export interface PeriodCopy {
  add: SlotDraft[];
  /** How many occurrences run in the target periods already and are not added again. */
  already: number;
}

/**
 * What copying a period to others comes to. `shown`: the slots whose occurrences are copied, suspended ones excepted; `all`: the
 * slots that may run there already. `to`: days within the target periods; the period itself and repeated ones are passed over.
 */
export const copyPeriod = (
  period: Period,
  day: LocalDate,
  to: readonly LocalDate[],
  {
    shown,
    all,
    calendars,
    dayParts,
  }: { shown: readonly Slot[]; all: readonly Slot[]; calendars: Calendars; dayParts: DayParts },
): PeriodCopy => {
  const { first, days } = periodAt(period, day);
  const runsIn = (slots: readonly Slot[], begin: LocalDate) => {
    const byId = new Map(slots.flatMap((slot) => (slot.enabled ? [[slot.id, slot]] : [])));
    return eventsBetween([...byId.values()], begin, days, calendars, dayParts).flatMap((event) => {
      const slot = byId.get(event.slotId);
      // One that began the evening before belongs to that day.
      return slot && event.start.slice(0, 10) >= begin ? [{ slot, event }] : [];
    });
  };
  const source = runsIn(shown, first);
  const begins = new Set(to.map((one) => periodAt(period, one).first));
  begins.delete(first);
  const copy: PeriodCopy = { add: [], already: 0 };
  for (const begin of [...begins].sort()) {
    const there = new Set(runsIn(all, begin).map(({ slot, event }) => runText(slot, event)));
    const shift = dayOf(begin) - dayOf(first);
    const moved = (wall: string): string => `${addDays(wall.slice(0, 10), shift)}${wall.slice(10)}`;
    for (const { slot, event } of source) {
      const stretch = { start: moved(event.start), end: moved(event.end) };
      const text = runText(slot, stretch);
      if (there.has(text)) copy.already += 1;
      else copy.add.push(copyOf(slot, stretch.start, stretch.end));
      there.add(text);
    }
  }
  return copy;
};
