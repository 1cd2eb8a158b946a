/** The entries of a playlist while they are being edited. */
import type { z } from 'zod';
import { EntryId, type PlaylistId } from '../../../../playlists/model/ids.ts';
import { type Entry, EntryDraft, type Playlist } from '../../../../playlists/model/playlist.ts';
import { PlaylistDraft } from '../../../../playlists/wire/api/schedules.ts';

type Keyed<One> = One extends unknown ? Omit<One, 'id'> & { key: string } : never;
/** `key` is the id of a saved entry, or a name of our own for a new one. */
export type DraftEntry = Keyed<Entry>;

const keyed = ({ id, ...entry }: Entry): DraftEntry => ({ key: id, ...entry }) as DraftEntry;

/** Version of a playlist that nobody has saved yet. */
export const UNSAVED = 0;

/** A playlist that is there once it is saved. */
export const blankPlaylist = (id: PlaylistId, name: string): Playlist => ({
  id,
  name,
  order: { kind: 'listed' },
  transition: { kind: 'cut' },
  entries: [],
  version: UNSAVED,
  updatedAt: 0,
});

/** True when a saved playlist says what was asked; which ids its entries were given does not matter. */
export const saysSame = (
  saved: Pick<Playlist, 'name' | 'order' | 'transition' | 'entries'>,
  asked: Omit<z.input<typeof PlaylistDraft>, 'id'>,
): boolean => {
  const withoutIds = (playlist: unknown): string => {
    const { entries, ...rest } = PlaylistDraft.parse(playlist);
    return JSON.stringify([rest, entries.map(({ id: _id, ...entry }) => entry)]);
  };
  return withoutIds(saved) === withoutIds(asked);
};

export const draftOf = (playlist: Playlist): DraftEntry[] => playlist.entries.map(keyed);

/** New entries travel without an id; the server names them. */
export const sendable = (draft: readonly DraftEntry[]): EntryDraft[] =>
  draft.map(({ key, ...entry }) => {
    const id = EntryId.safeParse(key);
    return id.success ? { ...entry, id: id.data } : entry;
  });

/** New entries so far; each has a key of its own. */
let made = 0;

/** A new entry: what it brings, always shown, one turn each round. */
export const newEntry = (brings: z.input<typeof EntryDraft>): DraftEntry => {
  const { id: _id, ...entry } = EntryDraft.parse(brings);
  made += 1;
  return { ...entry, key: `new-${made}` } as DraftEntry;
};

/** The entries as the compiler takes them. Keys of new entries are not ids, but tell entries apart just as well. */
export const entriesOf = (draft: readonly DraftEntry[]): Entry[] =>
  draft.map(({ key, ...entry }) => ({ ...entry, id: key as EntryId }));
