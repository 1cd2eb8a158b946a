/**
 * Hands a schedule to the press worker, or back from it, without holding the loop: its lists go as JSON text, some items in each turn.
 * A structured clone of a ward's 20,000 slots would hold it for 150 ms; as text in one piece still 60 ms.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Schedule } from '../../playlists/model/schedule.ts';

/** Items written in one turn: about 2 ms. */
const ITEMS_A_TURN = 500;

/** The lists of a schedule. */
type ListName = { [Name in keyof Schedule]-?: Schedule[Name] extends unknown[] ? Name : never }[keyof Schedule];
const LISTS: readonly ListName[] = ['sites', 'screens', 'playlists', 'slots', 'assets', 'calendars'];

/** Items of one list, in order; what comes later follows. */
export interface Slice {
  list: ListName;
  /** JSON of an array. */
  text: string;
}

const withoutLists = (schedule: Schedule): Schedule => ({
  ...schedule,
  ...(Object.fromEntries(LISTS.map((list) => [list, []])) as unknown as Pick<Schedule, ListName>),
});

/** The lists of a schedule, some items at a time. */
function* slicesOf(schedule: Schedule): Generator<Slice> {
  for (const list of LISTS)
    for (let first = 0; first < schedule[list].length; first += ITEMS_A_TURN)
      yield { list, text: JSON.stringify(schedule[list].slice(first, first + ITEMS_A_TURN)) };
}

/**
 * Sends the lists slice by slice, each when `next` says so; gives what is left to send: the schedule with its lists empty. It must not
 * change meanwhile.
 */
export const handOver = async (
  schedule: Schedule,
  send: (slice: Slice) => void,
  next: () => Promise<void> = nextTurn,
): Promise<Schedule> => {
  for (const slice of slicesOf(schedule)) {
    send(slice);
    await next();
  }
  return withoutLists(schedule);
};

/** The other side: puts slices together, ticket by ticket. Each is read when it comes, while the next is still being written. */
export const createReceiver = () => {
  const received = new Map<number, Map<ListName, unknown[]>>();
  const listsOf = (ticket: number): Map<ListName, unknown[]> => {
    const lists = received.get(ticket) ?? new Map<ListName, unknown[]>(LISTS.map((list) => [list, []]));
    received.set(ticket, lists);
    return lists;
  };
  return {
    take: (ticket: number, { list, text }: Slice): void => {
      const items = listsOf(ticket).get(list);
      for (const item of JSON.parse(text) as unknown[]) items?.push(item);
    },
    /** The schedule whose lists came under this ticket. */
    complete: (ticket: number, bare: Schedule): Schedule => {
      const lists = listsOf(ticket);
      received.delete(ticket);
      return { ...bare, ...(Object.fromEntries(lists) as unknown as Pick<Schedule, ListName>) };
    },
  };
};
