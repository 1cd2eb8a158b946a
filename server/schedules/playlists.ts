/** Playlists: whole replacements, each naming the version it was made on, so nobody overwrites unseen work. */
import type { z } from 'zod';
import { EntryId, PlaylistId, ScreenId } from '../../playlists/model/ids.ts';
import { type Playlist, playlistsWithin } from '../../playlists/model/playlist.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { PlaylistDraft } from '../../playlists/wire/api/schedules.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { unknownTags } from '../library/tag-rows.ts';
import { ownerOf, slotPlaces } from './drafts.ts';
import { entryRow, playlistRow, readPlaylists } from './playlist-rows.ts';

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

  const placesOf = (id: PlaylistId, caller: Caller): UsagePlace[] => [
    ...database.now
      .all(
        query
          .selectFrom('playlistEntry')
          .innerJoin('playlist', 'playlist.id', 'playlistEntry.playlistId')
          .select(['playlist.id', 'playlist.name'])
          .distinct()
          .where('playlistEntry.nestedId', '=', id)
          .orderBy('playlist.name'),
      )
      .map((row): UsagePlace => ({ kind: 'playlist', id: PlaylistId.parse(row.id), name: row.name })),
    ...slotPlaces(database, ({ playlistId }) => playlistId === id, ownerOf(caller)),
    ...database.now
      .all(query.selectFrom('screen').select(['id', 'name']).where('defaultPlaylistId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'screen', id: ScreenId.parse(row.id), name: row.name })),
  ];

  /** `id` is null while the playlist does not exist. */
  const check = (draft: Draft, id: PlaylistId | null): Outcome<undefined> => {
    const named = database.now.first(query.selectFrom('playlist').select('id').where('name', '=', draft.name));
    if (named && named.id !== id) return refused('name-taken', draft.name, {}, { name: 'name-taken' });
    const usable = new Set<string>(
      database.now
        .all(
          query
            .selectFrom('asset')
            .select('id')
            .where('deletedAt', 'is', null)
            .where('replaces', 'is', null)
            .where('state', '!=', 'refused')
            // A document is shown by its pages.
            .where((is) => is.or([is('kind', 'is', null), is('kind', '!=', 'document')])),
        )
        .map((row) => row.id),
    );
    const tags = draft.entries.flatMap((entry) => (entry.kind === 'tags' ? entry.tags : []));
    const goneTags = new Set<string>(unknownTags(database, [...new Set(tags)]));
    const others = new Map(readPlaylists(database).map((playlist) => [playlist.id, playlist]));
    const lost = draft.entries.flatMap((entry, i): [string, string][] => {
      if (entry.kind === 'asset') return usable.has(entry.assetId) ? [] : [[`entries.${i}.assetId`, 'unknown']];
      if (entry.kind === 'playlist')
        return others.has(entry.playlistId) ? [] : [[`entries.${i}.playlistId`, 'unknown']];
      if (entry.kind === 'tags')
        return entry.tags.some((tag) => goneTags.has(tag)) ? [[`entries.${i}.tags`, 'unknown']] : [];
      return [];
    });
    if (lost.length > 0) {
      const fields = lost.slice(0, 50);
      return refused(
        'playlist-refers-nowhere',
        fields.map(([field]) => field).join(', '),
        {},
        Object.fromEntries(fields),
      );
    }
    const leadsBack = draft.entries.findIndex(
      (entry) =>
        entry.kind === 'playlist' && id !== null && playlistsWithin(entry.playlistId, (one) => others.get(one)).has(id),
    );
    if (leadsBack >= 0)
      return refused(
        'playlist-in-circle',
        `entry ${leadsBack} leads back to ${id}`,
        {},
        { [`entries.${leadsBack}.playlistId`]: 'circle' },
      );
    return accepted(undefined);
  };

  /** Entries keep their id while they stay in this playlist; all others get a fresh one. */
  const writeEntries = (id: Playlist['id'], draft: Draft, kept: ReadonlySet<string>): Playlist['entries'] => {
    const used = new Set<string>();
    const { run } = database.now;
    run(query.deleteFrom('playlistEntry').where('playlistId', '=', id));
    return draft.entries.map(({ id: given, ...rest }, position) => {
      const keeps = given !== undefined && kept.has(given) && !used.has(given);
      const entry = { id: keeps ? given : EntryId.parse(newId('ent')), ...rest };
      used.add(entry.id);
      run(query.insertInto('playlistEntry').values({ ...entryRow(entry), playlistId: id, position }));
      return entry;
    });
  };

  const handlers: Served['handlers'] = {
    listPlaylists: () => accepted(readPlaylists(database)),
    getPlaylist: ({ params }) => {
      const playlist = find(params.playlistId);
      return playlist ? accepted(playlist) : refused('not-found', `playlist ${params.playlistId} does not exist`);
    },
    createPlaylist: ({ body: { id = PlaylistId.parse(newId('pls')), ...body }, caller }) =>
      transact((step) => {
        const made = find(id);
        if (made) return accepted(made);
        const checked = check(body, null);
        if (!checked.ok) return checked;
        const row = { id, ...playlistRow(body), version: 1, updatedAt: now() };
        step.run(query.insertInto('playlist').values(row));
        const entries = writeEntries(row.id, body, new Set());
        record({ ...actorOf(caller), act: 'playlist.created', subject: row.id, detail: { name: row.name, entries } });
        queueMicrotask(() => changed('playlists'));
        return accepted(find(row.id) as Playlist);
      }),
    changePlaylist: ({ params, body, caller }) =>
      transact((step) => {
        const known = find(params.playlistId);
        if (!known) return refused('not-found', `playlist ${params.playlistId} does not exist`);
        if (known.version !== body.basedOn)
          return refused('changed-meanwhile', `based on ${body.basedOn}, newest is ${known.version}`);
        const checked = check(body, known.id);
        if (!checked.ok) return checked;
        const row = { ...playlistRow(body), version: known.version + 1, updatedAt: now() };
        step.run(query.updateTable('playlist').set(row).where('id', '=', known.id));
        const entries = writeEntries(known.id, body, new Set(known.entries.map((entry) => entry.id)));
        record({
          ...actorOf(caller),
          act: 'playlist.changed',
          subject: known.id,
          detail: { name: row.name, version: row.version, entries },
        });
        queueMicrotask(() => changed('playlists'));
        return accepted(find(known.id) as Playlist);
      }),
    getPlaylistUsage: ({ params, caller }) =>
      accepted(find(params.playlistId) ? usageOf(placesOf(params.playlistId, caller)) : { kind: 'gone' }),
    deletePlaylist: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.playlistId);
        if (!known) return refused('not-found', `playlist ${params.playlistId} does not exist`);
        const users = placesOf(known.id, caller);
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
