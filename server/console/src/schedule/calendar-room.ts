/**
 * What a calendar draws of a day that has more occurrences than anybody could tell apart: the urgent ones first, then the earliest,
 * as many as there is room for. The rest are counted by day, so that the day can say how many they are and lead to them. Pure.
 */
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { secondsOfDay } from '../parts/time-text.ts';
import type { CalendarView } from './slot-calendar.tsx';
import type { WeekEvent } from './week.ts';

/** Room of one day. */
export interface Room {
  /** How many occurrences in all. */
  inAll: number;
  /** How many side by side at one time; a month draws none side by side. */
  atOnce: number;
}

/** Below these sizes a title can no longer be read. */
export const roomOf = (view: CalendarView, narrow: boolean): Room => {
  if (view === 'month') return { inAll: 3, atOnce: Number.POSITIVE_INFINITY };
  if (view === 'week') return { inAll: 40, atOnce: narrow ? 1 : 3 };
  return { inAll: 120, atOnce: narrow ? 4 : 12 };
};

const RANK: Readonly<Record<Slot['priority'], number>> = { urgent: 0, priority: 1, normal: 2 };
const rankOf = ({ enabled, priority }: Slot): number => (enabled ? RANK[priority] : 3);

/** What matters most first, then what begins earliest; what is switched off comes last. */
export const byImportance = (slots: readonly Slot[]): Slot[] =>
  slots
    .map((slot) => ({ slot, rank: rankOf(slot), from: secondsOfDay(slot.from) }))
    .sort((a, b) => a.rank - b.rank || a.from - b.from)
    .map(({ slot }) => slot);

/** The drawn occurrences of one day, in as many lanes as may stand side by side. */
class Day {
  #lanes: Pick<WeekEvent, 'start' | 'end'>[][] = [];
  #count = 0;
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /** False: no room is left for this one. */
  take(run: Pick<WeekEvent, 'start' | 'end'>): boolean {
    if (this.#count >= this.#room.inAll) return false;
    if (this.#room.atOnce !== Number.POSITIVE_INFINITY) {
      const free = this.#lanes.find((lane) => lane.every(({ start, end }) => run.end <= start || run.start >= end));
      if (free) free.push(run);
      else if (this.#lanes.length < this.#room.atOnce) this.#lanes.push([run]);
      else return false;
    }
    this.#count += 1;
    return true;
  }
}

/**
 * Splits occurrences, given in the order of importance, into those that are drawn and how many of each day are not. What began the
 * evening before the first day is counted there.
 */
export const fitInto = <Run extends Pick<WeekEvent, 'start' | 'end'>>(
  runs: readonly Run[],
  room: Room,
  first: LocalDate,
): { drawn: Run[]; left: ReadonlyMap<LocalDate, number> } => {
  const days = new Map<LocalDate, Day>();
  const left = new Map<LocalDate, number>();
  const drawn = runs.filter((run) => {
    const date = run.start.slice(0, 10);
    let day = days.get(date);
    if (!day) {
      day = new Day(room);
      days.set(date, day);
    }
    if (day.take(run)) return true;
    const shownOn = date < first ? first : date;
    left.set(shownOn, (left.get(shownOn) ?? 0) + 1);
    return false;
  });
  return { drawn, left };
};
