/** The entries of a playlist while they are being edited. */
import type { z } from 'zod';
import { EntryId } from '../../../../playlists/model/ids.ts';
import { type Entry, EntryDraft, type Playlist } from '../../../../playlists/model/playlist.ts';

type Keyed<One> = One extends unknown ? Omit<One, 'id'> & { key: string } : never;
/** `key` is the id of a saved entry, or a name of our own for a new one. */
export type DraftEntry = Keyed<Entry>;

const keyed = ({ id, ...entry }: Entry): DraftEntry => ({ key: id, ...entry }) as DraftEntry;

export const draftOf = (playlist: Playlist): DraftEntry[] => playlist.entries.map(keyed);

/** New entries travel without an id; the server names them. */
export const sendable = (draft: readonly DraftEntry[]): EntryDraft[] =>
  draft.map(({ key, ...entry }) => {
    const id = EntryId.safeParse(key);
    return id.success ? { ...entry, id: id.data } : entry;
  });

/** A new entry: what it brings, always shown, one turn each round. */
export const newEntry = (brings: z.input<typeof EntryDraft>): DraftEntry => {
  const { id: _id, ...entry } = EntryDraft.parse(brings);
  return { ...entry, key: `new-${crypto.randomUUID()}` } as DraftEntry;
};

/** The entries as the compiler takes them. Keys of new entries are not ids, but tell entries apart just as well. */
export const entriesOf = (draft: readonly DraftEntry[]): Entry[] =>
  draft.map(({ key, ...entry }) => ({ ...entry, id: key as EntryId }));
