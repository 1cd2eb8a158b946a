/** Where content is used: what names it, what brings it by its topic or its tags, what plays those, and what is on air or planned. */
import { type AssetId, PlaylistId, ScreenId, SiteId } from '../../playlists/model/ids.ts';
import { type Playlist, picks } from '../../playlists/model/playlist.ts';
import type { UsagePlace } from '../../playlists/model/usage.ts';
import type { Database } from '../database/open.ts';
import { slotPlaces } from '../schedules/drafts.ts';
import { readPlaylists } from '../schedules/playlist-rows.ts';
import { slidesWithPicture } from '../slides/slide-rows.ts';
import { readTagsOf } from './tag-rows.ts';

/** Playlists, sites and slides that name it themselves: for as long as they do, it cannot go. */
export const namingPlaces = (database: Database, id: AssetId): UsagePlace[] => {
  const { now, query } = database;
  return [
    ...now
      .all(
        query
          .selectFrom('playlistEntry')
          .innerJoin('playlist', 'playlist.id', 'playlistEntry.playlistId')
          .select(['playlist.id', 'playlist.name'])
          .distinct()
          .where('playlistEntry.assetId', '=', id)
          .orderBy('playlist.name'),
      )
      .map((row): UsagePlace => ({ kind: 'playlist', id: PlaylistId.parse(row.id), name: row.name })),
    ...now
      .all(query.selectFrom('site').select(['id', 'name']).where('safeAssetId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'site', id: SiteId.parse(row.id), name: row.name })),
    ...slidesWithPicture(database, id),
  ];
};

/** Playlists that bring it by its topic or its tags; they go on without it. */
const pickingPlaylists = (database: Database, id: AssetId): Playlist[] => {
  const { now, query } = database;
  const asset = now.first(query.selectFrom('asset').select(['topic', 'kind']).where('id', '=', id));
  // Screens show pages, never the document itself.
  if (!asset || asset.kind === 'document') return [];
  const content = { topic: asset.topic, tags: readTagsOf(database, [id]).get(id) ?? [] };
  return readPlaylists(database).filter(({ entries }) => entries.some((entry) => picks(entry, content)));
};

/** Screens whose newest published schedule plays it, and the publication at a set time that will: they keep it until the next one. */
const airingPlaces = ({ raw }: Database, id: AssetId): UsagePlace[] => {
  const screens = raw
    .prepare(
      `select screen.id, screen.name from (
         select screen_id, body_digest, row_number() over (partition by screen_id order by epoch desc, version desc) as place
         from manifest
       ) newest
       join screen on screen.id = newest.screen_id
       join manifest_body on manifest_body.digest = newest.body_digest
       where newest.place = 1 and instr(manifest_body.text, ?) > 0 order by screen.name`,
    )
    .all(`"${id}"`) as { id: string; name: string }[];
  const isPlanned = raw.prepare(`select 1 from publishing_plan where schedule is not null and instr(schedule, ?) > 0`);
  return [
    ...screens.map((row): UsagePlace => ({ kind: 'on-air', id: ScreenId.parse(row.id), name: row.name })),
    ...(isPlanned.get(`"${id}"`) ? [{ kind: 'plan', id: 'plan', name: '' } as const] : []),
  ];
};

/** What goes on without it, or shows it until something else is published. */
export const losingPlaces = (database: Database, id: AssetId): UsagePlace[] => [
  ...pickingPlaylists(database, id).map(
    (playlist): UsagePlace => ({ kind: 'playlist', id: playlist.id, name: playlist.name, picks: true }),
  ),
  ...airingPlaces(database, id),
];

/** Everything, as the person who asks may see it: each place once. */
export const allPlaces = (database: Database, id: AssetId, personId: string): UsagePlace[] => {
  const { now, query } = database;
  const own = [...namingPlaces(database, id), ...losingPlaces(database, id)];
  const playing = new Set(own.flatMap((place) => (place.kind === 'playlist' ? [place.id] : [])));
  const playlists = readPlaylists(database);
  /** Playlists within others: each round finds those one further up. */
  for (let before = -1; before !== playing.size; ) {
    before = playing.size;
    for (const { id: outer, entries } of playlists)
      if (entries.some((entry) => entry.kind === 'playlist' && playing.has(entry.playlistId))) playing.add(outer);
  }
  const named = new Set(own.map((place) => place.id as string));
  return [
    ...own.filter(({ kind }) => kind === 'playlist'),
    ...playlists
      .filter((playlist) => playing.has(playlist.id) && !named.has(playlist.id))
      .map((playlist): UsagePlace => ({ kind: 'playlist', id: playlist.id, name: playlist.name })),
    ...slotPlaces(database, ({ playlistId }) => playlistId !== null && playing.has(playlistId), personId),
    ...now
      .all(query.selectFrom('screen').select(['id', 'name', 'defaultPlaylistId']).orderBy('name'))
      .filter(({ defaultPlaylistId }) => playing.has(defaultPlaylistId as PlaylistId))
      .map((row): UsagePlace => ({ kind: 'screen', id: ScreenId.parse(row.id), name: row.name })),
    ...own.filter(({ kind }) => kind !== 'playlist'),
  ];
};
