/**
 * What a calendar draws of a day that has more occurrences than anybody could tell apart: the urgent ones first, then the earliest,
 * as many as there is room for. The rest are counted by day, so that the day can say how many they are and lead to them. Pure.
 */
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { type CalendarDay, dateOf, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { secondsOfDay } from '../parts/time-text.ts';
import type { CalendarView } from './slot-calendar.tsx';
import type { WallRun } from './week.ts';

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

/** When an occurrence is on. */
type Span = Pick<WallRun, 'onDay' | 'startS' | 'endS'>;

/** The drawn occurrences of one day, in as many lanes as may stand side by side. */
class Day {
  #lanes: Span[][] = [];
  #count = 0;
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /** False: no room is left for this one. */
  take(run: Span): boolean {
    if (this.#count >= this.#room.inAll) return false;
    if (this.#room.atOnce !== Number.POSITIVE_INFINITY) {
      const free = this.#lanes.find((lane) =>
        lane.every(({ startS, endS }) => run.endS <= startS || run.startS >= endS),
      );
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
 * evening before the first day is counted there. `seen` is told of each.
 */
export const fitInto = <Run extends Span>(
  runs: Iterable<Run>,
  room: Room,
  first: LocalDate,
  seen: (run: Run) => void = () => {},
): { drawn: Run[]; left: ReadonlyMap<LocalDate, number> } => {
  const begin = dayOf(first);
  const days = new Map<CalendarDay, Day>();
  const uncounted = new Map<CalendarDay, number>();
  const drawn: Run[] = [];
  for (const run of runs) {
    seen(run);
    let day = days.get(run.onDay);
    if (!day) {
      day = new Day(room);
      days.set(run.onDay, day);
    }
    if (day.take(run)) {
      drawn.push(run);
      continue;
    }
    const shownOn = Math.max(run.onDay, begin);
    uncounted.set(shownOn, (uncounted.get(shownOn) ?? 0) + 1);
  }
  return { drawn, left: new Map([...uncounted].map(([day, count]) => [dateOf(day), count])) };
};
