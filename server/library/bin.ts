/**
 * The bin: deleted content keeps its bytes for as many days as the ward says and can be restored until then. What a playlist or a site
 * names is not deleted at all; what is on air or planned is deleted, but never purged before that has ended.
 */
import type { MediaStore } from '../../media/store.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { accepted, type Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import { namePlaces } from '../../playlists/model/usage.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { binDaysOf } from '../database/settings.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import type { AssetRow } from './asset-rows.ts';
import { isHeld } from './held.ts';
import { namingPlaces } from './places.ts';

export const DAY_MS = 86_400_000;

export interface BinPorts {
  database: Database;
  sources: MediaStore;
  dropUpload(uploadId: string): Promise<void>;
  filesInUse(): Promise<ReadonlySet<Digest>> | ReadonlySet<Digest>;
  /** Stops work that runs for this asset. */
  cancel(assetId: string): void;
  /** Something may be wanted now. */
  nudge(): void;
  /** The list changed; told after the commit. */
  changed(): void;
  record: RecordAct;
  now(): number;
}

export interface Bin {
  handlers: Pick<Handlers, 'binAssets' | 'restoreAssets' | 'purgeAssets'>;
  /** Puts living assets into the bin, all or none; inside the caller's transaction. */
  put(assetIds: readonly AssetId[], caller: Caller): Refusal | null;
  /** Purges what has lain long enough and is on air or planned nowhere. Returns how many. */
  sweep(): Promise<number>;
}

export const createBin = (ports: BinPorts): Bin => {
  const { database, record } = ports;
  const { query, transact } = database;
  const { all, run } = database.now;

  const rowsOf = (ids: readonly string[], isBinned: boolean): AssetRow[] =>
    ids.length === 0
      ? []
      : all(
          query
            .selectFrom('asset')
            .selectAll()
            .where('id', 'in', [...new Set(ids)])
            .where('replaces', 'is', null)
            .where('purgedAt', 'is', null)
            .where('deletedAt', isBinned ? 'is not' : 'is', null),
        );

  const put: Bin['put'] = (assetIds, caller) => {
    const rows = rowsOf(assetIds, false);
    for (const { id, title } of rows) {
      const places = namingPlaces(database, AssetId.parse(id));
      if (places.length > 0)
        return rows.length === 1
          ? refusal('asset-in-use', `${id} is used in ${places.length} places`, { places: namePlaces(places) })
          : refusal('assets-in-use', `${id} is used`, { title, places: namePlaces(places) });
    }
    for (const { id, title } of rows) {
      const gone = { deletedAt: ports.now(), deletedBy: actorOf(caller).actor };
      run(query.updateTable('asset').set(gone).where('id', '=', id));
      record({ ...actorOf(caller), act: 'asset.deleted', subject: id, detail: { title } });
    }
    queueMicrotask(() => {
      for (const { id } of rows) ports.cancel(id);
      ports.changed();
    });
    return null;
  };

  /** Whether a file made from this content, or from an earlier version of it, may still be played. */
  const isPlayed = ({ id, digest }: AssetRow, inUse: ReadonlySet<Digest>): boolean => {
    const sources = all(query.selectFrom('assetVersion').select('digest').where('assetId', '=', id)).map(
      (version) => version.digest,
    );
    if (digest !== null) sources.push(digest);
    if (sources.length === 0) return false;
    return all(query.selectFrom('rendition').select('fileDigest').where('sourceDigest', 'in', sources)).some((file) =>
      inUse.has(file.fileDigest as Digest),
    );
  };

  /** First the row, then the bytes: a crash between the two leaves bytes that the nightly sweep takes. */
  const purge = async (row: AssetRow, who: { actor: string; address?: string | null }): Promise<void> => {
    const versions = all(query.selectFrom('assetVersion').select('digest').where('assetId', '=', row.id));
    transact(() => {
      run(query.updateTable('asset').set({ purgedAt: ports.now() }).where('id', '=', row.id));
      run(query.deleteFrom('assetTag').where('assetId', '=', row.id));
      run(
        query
          .updateTable('assetVersion')
          .set({ droppedAt: ports.now() })
          .where('assetId', '=', row.id)
          .where('droppedAt', 'is', null),
      );
      record({ ...who, act: 'asset.purged', subject: row.id, detail: { title: row.title, bytes: row.bytes } });
    });
    if (row.uploadId !== null) await ports.dropUpload(row.uploadId);
    for (const digest of new Set([row.digest, ...versions.map((version) => version.digest)]))
      if (digest !== null && !isHeld(database, digest)) await ports.sources.remove(Digest.parse(digest));
  };

  return {
    put,
    handlers: {
      binAssets: ({ body: { assetIds }, caller }) => {
        const wrong = transact(() => put(assetIds, caller));
        return wrong ? { ok: false, refusal: wrong } : accepted(undefined);
      },
      restoreAssets: ({ body: { assetIds }, caller }) => {
        const rows = transact(() => {
          const binned = rowsOf(assetIds, true);
          for (const { id, title } of binned) {
            run(query.updateTable('asset').set({ deletedAt: null, deletedBy: null }).where('id', '=', id));
            record({ ...actorOf(caller), act: 'asset.restored', subject: id, detail: { title } });
          }
          return binned;
        });
        if (rows.length > 0) {
          ports.changed();
          ports.nudge();
        }
        return accepted({ restored: rows.map(({ id }) => AssetId.parse(id)) });
      },
      purgeAssets: async ({ body: { assetIds }, caller }) => {
        const inUse = await ports.filesInUse();
        const rows = rowsOf(assetIds, true);
        const played = rows.find((row) => isPlayed(row, inUse));
        if (played) return refused('asset-on-air', `${played.id} is on air or planned`, { title: played.title });
        for (const row of rows) await purge(row, actorOf(caller));
        if (rows.length > 0) ports.changed();
        return accepted({ purged: rows.map(({ id }) => AssetId.parse(id)) });
      },
    },
    sweep: async () => {
      const before = ports.now() - binDaysOf(database) * DAY_MS;
      const due = all(
        query.selectFrom('asset').select('id').where('deletedAt', '<=', before).where('purgedAt', 'is', null),
      ).map(({ id }) => id);
      const inUse = await ports.filesInUse();
      const rows = due.flatMap((id) => rowsOf([id], true)).filter((row) => !isPlayed(row, inUse));
      for (const row of rows) await purge(row, { actor: 'system', address: null });
      if (rows.length > 0) ports.changed();
      return rows.length;
    },
  };
};
