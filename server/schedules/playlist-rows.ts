/** Playlists as rows: one read for all, with their entries in order. */
import { Playlist } from '../../playlists/model/playlist.ts';
import type { Database } from '../database/open.ts';

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
      .select(['playlistId', 'id', 'assetId', 'durationMs'])
      .$if(id !== undefined, (some) => some.where('playlistId', '=', id ?? ''))
      .orderBy('playlistId')
      .orderBy('position'),
  );
  const byPlaylist = Map.groupBy(entries, (entry) => entry.playlistId);
  return rows.map((row) => Playlist.parse({ ...row, entries: byPlaylist.get(row.id) ?? [] }));
};
