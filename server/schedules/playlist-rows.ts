/** Playlists as rows: one read for all, with their entries in order. */
import { type Entry, Playlist } from '../../playlists/model/playlist.ts';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/schema.ts';

type EntryRow = Tables['playlistEntry'];

/** What of an entry its row keeps, without the place. */
export const entryRow = (entry: Entry): Omit<EntryRow, 'playlistId' | 'position'> => ({
  id: entry.id,
  kind: entry.kind,
  assetId: entry.kind === 'asset' ? entry.assetId : null,
  nestedId: entry.kind === 'playlist' ? entry.playlistId : null,
  topic: entry.kind === 'topic' ? entry.topic : null,
  tags: entry.kind === 'tags' ? JSON.stringify(entry.tags) : null,
  tagMatch: entry.kind === 'tags' ? entry.match : null,
  take: entry.kind === 'asset' ? null : entry.take,
  durationMs: entry.kind === 'playlist' ? null : entry.durationMs,
  weight: entry.weight,
  validFrom: entry.validFrom,
  validUntil: entry.validUntil,
  hoursFrom: entry.hours?.from ?? null,
  hoursUntil: entry.hours?.until ?? null,
});

/** The parser drops what a kind does not have. */
const toEntry = ({ nestedId, tags, tagMatch, hoursFrom, hoursUntil, ...row }: EntryRow) => ({
  ...row,
  ...(tags === null ? {} : { tags: JSON.parse(tags), match: tagMatch }),
  playlistId: nestedId,
  hours: hoursFrom === null || hoursUntil === null ? null : { from: hoursFrom, until: hoursUntil },
});

/** What of a playlist its row keeps, without the entries. */
export const playlistRow = ({ name, order, transition }: Pick<Playlist, 'name' | 'order' | 'transition'>) => ({
  name,
  playOrder: JSON.stringify(order),
  transition: JSON.stringify(transition),
});

/** Writes a playlist whole, in place of the one there is; inside the caller's transaction. */
export const writePlaylist = ({ now, query }: Database, playlist: Playlist): void => {
  const { id, version, updatedAt, entries } = playlist;
  const values = { ...playlistRow(playlist), version, updatedAt };
  if (now.run(query.updateTable('playlist').set(values).where('id', '=', id)) === 0)
    now.run(query.insertInto('playlist').values({ id, ...values }));
  now.run(query.deleteFrom('playlistEntry').where('playlistId', '=', id));
  entries.forEach((entry, position) => {
    now.run(query.insertInto('playlistEntry').values({ ...entryRow(entry), playlistId: id, position }));
  });
};

/** All playlists by name, or the one with `id`. */
export const readPlaylists = ({ now, query }: Database, id?: string): Playlist[] => {
  const rows = now.all(
    query
      .selectFrom('playlist')
      .selectAll()
      .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
      .orderBy('name'),
  );
  const entries = now.all(
    query
      .selectFrom('playlistEntry')
      .selectAll()
      .$if(id !== undefined, (some) => some.where('playlistId', '=', id ?? ''))
      .orderBy('playlistId')
      .orderBy('position'),
  );
  const byPlaylist = Map.groupBy(entries, (entry) => entry.playlistId);
  return rows.map(({ playOrder, transition, ...row }) =>
    Playlist.parse({
      ...row,
      order: JSON.parse(playOrder),
      transition: JSON.parse(transition),
      entries: (byPlaylist.get(row.id) ?? []).map(toEntry),
    }),
  );
};
