/**
 * What the library takes: by kind and by folder, files made for screens against what was uploaded, the bin and earlier versions, what
 * was uploaded twice, and what nothing has used for a while. Bytes that several share count once.
 */
import { AssetId, Digest, FolderId } from '../../playlists/model/ids.ts';
import { MediaKind } from '../../playlists/model/media.ts';
import { picks } from '../../playlists/model/playlist.ts';
import { pictureIn } from '../../playlists/model/slide.ts';
import type { StorageReport } from '../../playlists/wire/api/storage.ts';
import type { Database } from '../database/open.ts';
import { readPlaylists } from '../schedules/playlist-rows.ts';
import { readSlides } from '../slides/slide-rows.ts';
import { DAY_MS } from './bin.ts';
import { libraryBytes } from './room.ts';
import { readTagsCarried } from './tag-rows.ts';

/** Files uploaded twice that are named; the largest first. */
const MOST_TWINS = 50;

/** Content that something uses now: named by a playlist, a site or a slide, brought by a topic or by tags, or with a file that may be played. */
export const usedNow = (database: Database, inUse: ReadonlySet<Digest>): Set<string> => {
  const { now, query } = database;
  const playlists = readPlaylists(database);
  const used = new Set<string>(
    now.all(query.selectFrom('site').select('safeAssetId')).flatMap(({ safeAssetId }) => safeAssetId ?? []),
  );
  const picking = playlists.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'topic' || kind === 'tags'));
  for (const { content } of readSlides(database).values()) {
    const picture = pictureIn(content);
    if (picture !== null) used.add(picture);
  }
  for (const { entries } of playlists) for (const entry of entries) if (entry.kind === 'asset') used.add(entry.assetId);
  const tags = picking.length > 0 ? readTagsCarried(database) : new Map();
  const played = new Set(
    now
      .all(query.selectFrom('rendition').select(['sourceDigest', 'fileDigest']))
      .flatMap(({ sourceDigest, fileDigest }) => (inUse.has(fileDigest as Digest) ? [sourceDigest] : [])),
  );
  const rows = now.all(query.selectFrom('asset').select(['id', 'topic', 'digest']).where('deletedAt', 'is', null));
  for (const { id, topic, digest } of rows) {
    const isPicked = picking.some((entry) => picks(entry, { topic, tags: tags.get(id) ?? [] }));
    if (isPicked || (digest !== null && played.has(digest))) used.add(id);
  }
  return used;
};

/** Nightly: writes down on what something relied today, from which follows for how long nothing has. */
export const touchUsed = (database: Database, used: ReadonlySet<string>, at: number): void =>
  database.transact(({ run }) => {
    for (const id of used) run(database.query.updateTable('asset').set({ lastUsedAt: at }).where('id', '=', id));
  });

/** Living content that nothing uses now and nothing has used since `before`. */
export const unusedSince = ({ now, query }: Database, used: ReadonlySet<string>, before: number): string[] =>
  now
    .all(
      query
        .selectFrom('asset')
        .select('id')
        .where('deletedAt', 'is', null)
        .where('replaces', 'is', null)
        .where(({ eb, fn }) => eb(fn.coalesce('lastUsedAt', 'createdAt'), '<', before)),
    )
    .flatMap(({ id }) => (used.has(id) ? [] : [id]));

interface StorageSight {
  freeBytes: number;
  quotaBytes: number | null;
  unused: readonly string[];
  days: number;
  at: number;
}

export const reportStorage = (
  database: Database,
  { freeBytes, quotaBytes, unused, days, at }: StorageSight,
): StorageReport => {
  const { raw } = database;
  const sums = (sql: string, ...given: unknown[]): { bytes: number; count: number } =>
    raw.prepare(`select coalesce(sum(bytes), 0) as bytes, count(*) as count from (${sql})`).get(...given) as never;
  const living = `deleted_at is null and replaces is null and state != 'refused'`;
  const twins = raw
    .prepare(
      `select digest, max(bytes) as bytes, json_group_array(json_object('id', id, 'title', title)) as assets
       from asset where ${living} and digest is not null and kind not in ('slide', 'relay') group by digest having count(*) > 1
       order by max(bytes) * (count(*) - 1) desc limit ${MOST_TWINS}`,
    )
    .all() as { digest: string; bytes: number; assets: string }[];
  const byKind = raw
    .prepare(
      `select kind, sum(bytes) as bytes, count(*) as count from asset where ${living} and kind is not null group by kind order by 2 desc`,
    )
    .all() as { kind: string; bytes: number; count: number }[];
  const byFolder = raw
    .prepare(
      `select folder_id as folderId, sum(bytes) as bytes, count(*) as count from asset where ${living} group by folder_id order by 2 desc`,
    )
    .all() as { folderId: string | null; bytes: number; count: number }[];
  return {
    at,
    freeBytes,
    heldBytes: libraryBytes(database),
    quotaBytes,
    originals: sums(`select bytes from asset where ${living} group by coalesce(digest, id)`),
    renditions: sums(`select bytes from rendition group by file_digest union all select bytes from storyboard`),
    bin: sums(
      `select bytes from asset where deleted_at is not null and purged_at is null group by coalesce(digest, id)`,
    ),
    versions: sums(`select bytes from asset_version where dropped_at is null group by digest`),
    byKind: byKind.map((one) => ({ ...one, kind: MediaKind.parse(one.kind) })),
    byFolder: byFolder.map((one) => ({ ...one, folderId: FolderId.nullable().parse(one.folderId) })),
    unused: {
      days,
      ...sums(`select bytes from asset where id in (select value from json_each(?))`, JSON.stringify(unused)),
    },
    twins: twins.map(({ digest, bytes, assets }) => ({
      digest: Digest.parse(digest),
      bytes,
      assets: (JSON.parse(assets) as { id: string; title: string }[]).map(({ id, title }) => ({
        id: AssetId.parse(id),
        title,
      })),
    })),
  };
};

/** When “for so many days” began. */
export const daysBefore = (at: number, days: number): number => at - days * DAY_MS;
