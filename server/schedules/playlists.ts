/** Playlists: whole replacements, each naming the version it was made on, so nobody overwrites unseen work. */
import type { z } from 'zod';
import { EntryId, PlaylistId, ScreenId, SlotId } from '../../playlists/model/ids.ts';
import type { Playlist } from '../../playlists/model/playlist.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { PlaylistDraft } from '../../playlists/wire/api/schedules.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Served } from '../http/handlers.ts';
import { readPlaylists } from './playlist-rows.ts';

export interface SchedulePorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

type Draft = z.output<typeof PlaylistDraft>;

export const createPlaylists = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  const find = (id: string): Playlist | null => readPlaylists(database, id)[0] ?? null;

  const placesOf = (id: PlaylistId): UsagePlace[] => [
    ...database.now
      .all(query.selectFrom('slot').select(['id', 'name']).where('playlistId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'slot', id: SlotId.parse(row.id), name: row.name })),
    ...database.now
      .all(query.selectFrom('screen').select(['id', 'name']).where('defaultPlaylistId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'screen', id: ScreenId.parse(row.id), name: row.name })),
  ];

  const check = (draft: Draft, id: string): Outcome<undefined> => {
    const named = database.now.first(query.selectFrom('playlist').select('id').where('name', '=', draft.name));
    if (named && named.id !== id) return refused('name-taken', draft.name, {}, { name: 'name-taken' });
    const usable = new Set<string>(
      database.now
        .all(query.selectFrom('asset').select('id').where('deletedAt', 'is', null).where('state', '!=', 'refused'))
        .map((row) => row.id),
    );
    const lost = draft.entries.flatMap((entry, i) => (usable.has(entry.assetId) ? [] : [i]));
    if (lost.length > 0)
      return refused(
        'playlist-refers-nowhere',
        `entries ${lost.slice(0, 10).join(', ')}`,
        {},
        Object.fromEntries(lost.slice(0, 50).map((i) => [`entries.${i}.assetId`, 'unknown'])),
      );
    return accepted(undefined);
  };

  /** Entries keep their id while they stay in this playlist; all others get a fresh one. */
  const writeEntries = (id: Playlist['id'], draft: Draft, kept: ReadonlySet<string>): Playlist['entries'] => {
    const used = new Set<string>();
    const { run } = database.now;
    run(query.deleteFrom('playlistEntry').where('playlistId', '=', id));
    return draft.entries.map(({ id: given, assetId, durationMs }, position) => {
      const keeps = given !== undefined && kept.has(given) && !used.has(given);
      const entry = { id: keeps ? given : EntryId.parse(newId('ent')), assetId, durationMs };
      used.add(entry.id);
      run(query.insertInto('playlistEntry').values({ ...entry, playlistId: id, position }));
      return entry;
    });
  };

  const handlers: Served['handlers'] = {
    listPlaylists: () => accepted(readPlaylists(database)),
    getPlaylist: ({ params }) => {
      const playlist = find(params.playlistId);
      return playlist ? accepted(playlist) : refused('not-found', `playlist ${params.playlistId} does not exist`);
    },
    createPlaylist: ({ body, caller }) =>
      transact((step) => {
        const checked = check(body, '');
        if (!checked.ok) return checked;
        const row = { id: PlaylistId.parse(newId('pls')), name: body.name, version: 1, updatedAt: now() };
        step.run(query.insertInto('playlist').values(row));
        const entries = writeEntries(row.id, body, new Set());
        record({ ...actorOf(caller), act: 'playlist.created', subject: row.id, detail: { name: row.name, entries } });
        queueMicrotask(() => changed('playlists'));
        return accepted({ ...row, entries });
      }),
    changePlaylist: ({ params, body, caller }) =>
      transact((step) => {
        const known = find(params.playlistId);
        if (!known) return refused('not-found', `playlist ${params.playlistId} does not exist`);
        if (known.version !== body.basedOn)
          return refused('changed-meanwhile', `based on ${body.basedOn}, newest is ${known.version}`);
        const checked = check(body, known.id);
        if (!checked.ok) return checked;
        const row = { name: body.name, version: known.version + 1, updatedAt: now() };
        step.run(query.updateTable('playlist').set(row).where('id', '=', known.id));
        const entries = writeEntries(known.id, body, new Set(known.entries.map((entry) => entry.id)));
        record({
          ...actorOf(caller),
          act: 'playlist.changed',
          subject: known.id,
          detail: { name: row.name, version: row.version, entries },
        });
        queueMicrotask(() => changed('playlists'));
        return accepted({ id: known.id, ...row, entries });
      }),
    getPlaylistUsage: ({ params }) =>
      accepted(find(params.playlistId) ? usageOf(placesOf(params.playlistId)) : { kind: 'gone' }),
    deletePlaylist: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.playlistId);
        if (!known) return refused('not-found', `playlist ${params.playlistId} does not exist`);
        const users = placesOf(known.id);
        if (users.length > 0) {
          const places = namePlaces(users);
          return refused('playlist-in-use', `used in ${places}`, { places });
        }
        step.run(query.deleteFrom('playlist').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'playlist.deleted', subject: known.id, detail: { name: known.name } });
        queueMicrotask(() => changed('playlists'));
        return accepted(undefined);
      }),
  };
  return { handlers };
};
