/**
 * Keeps the history of edits for as long as the tab is open, past a full load of the page. Steps name the versions they were made on, so
 * what somebody else changed meanwhile is refused by the server as ever.
 */
import { z } from 'zod';
import { SlotId } from '../../../../playlists/model/ids.ts';
import { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { type EditHistory, NO_HISTORY } from './edit-history.ts';
import { MadeBeside } from './take-back.ts';

const Step = z.object({
  said: z.string(),
  made: MadeBeside.optional(),
  items: z.array(z.object({ thing: z.int().min(0), before: SlotDraft.nullable(), after: SlotDraft.nullable() })),
});
const Stored = z.object({
  done: z.array(Step),
  undone: z.array(Step),
  addresses: z.array(z.tuple([z.int().min(0), z.object({ id: SlotId, version: z.int().positive() })])),
  /** The newest publication of one's own at that time; absent = not known, null = none. */
  published: z.string().nullable().optional(),
});

export interface Kept {
  history: EditHistory;
  published: string | null | undefined;
}

export interface HistoryStore {
  read(): Kept;
  write(kept: Kept): void;
}

const NOTHING: Kept = { history: NO_HISTORY, published: undefined };

export const NO_STORE: HistoryStore = { read: () => NOTHING, write: () => {} };

/** The history of one person in this tab. What cannot be read counts as none; what has no room is not kept. */
export const openStore = (
  person: string,
  place: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = sessionStorage,
): HistoryStore => {
  const key = `bang-tin.slot-history.${person}`;
  return {
    read: () => {
      try {
        const { done, undone, addresses, published } = Stored.parse(JSON.parse(place.getItem(key) ?? ''));
        return { history: { done, undone, addresses: new Map(addresses) }, published };
      } catch {
        return NOTHING;
      }
    },
    write: ({ history: { done, undone, addresses }, published }) => {
      try {
        place.setItem(key, JSON.stringify({ done, undone, addresses: [...addresses], published }));
      } catch {
        // An older state must not come back in its place.
        place.removeItem(key);
      }
    },
  };
};
