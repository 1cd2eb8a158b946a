/** The library's contracts: list, change, delete, retry, cancel, topics. Every change leaves a line in the audit chain. */
import type { MediaStore } from '../../media/store.ts';
import { type AssetId, Digest } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { accepted, type Outcome, type Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import { TOPICS } from '../../playlists/model/topic.ts';
import { namePlaces, usageOf } from '../../playlists/model/usage.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import { createApprovals } from './approvals.ts';
import { type AssetRow, type ProgressOf, showAssets } from './asset-rows.ts';
import { createEdits } from './edits.ts';
import { findAssets } from './find-assets.ts';
import { isHeld } from './held.ts';
import { allPlaces, losingPlaces, namingPlaces } from './places.ts';

export interface AssetPorts {
  database: Database;
  sources: MediaStore;
  dropUpload(uploadId: string): Promise<void>;
  progressOf: ProgressOf;
  /** Stops work that runs for this asset. */
  cancel(assetId: string): void;
  /** Something may be wanted now. */
  nudge(): void;
  tell(assetIds: AssetId[]): void;
  /** Other content may be found now, in folders, by tags and filters. */
  changed(): void;
  /** Content that nothing uses now and nothing has used for so many days. */
  unused(days: number): Promise<string[]>;
  /** Puts it into the bin; inside the caller's transaction. Null when it is done. */
  bin(assetId: AssetId, caller: Caller): Refusal | null;
  record: RecordAct;
  now(): number;
}

export type LibraryHandlers = Pick<
  Handlers,
  | 'listAssets'
  | 'getAsset'
  | 'changeAsset'
  | 'editAssets'
  | 'approveAsset'
  | 'withdrawApproval'
  | 'getAssetUsage'
  | 'listAssetPlaces'
  | 'deleteAsset'
  | 'retryAsset'
  | 'cancelAsset'
  | 'listTopics'
>;

export const createAssetHandlers = (
  ports: AssetPorts,
): { handlers: LibraryHandlers; show(id: AssetId): Outcome<Asset> } => {
  const { database } = ports;
  const { query } = database;

  const findRow = (id: AssetId): Outcome<AssetRow> => {
    const row = database.now.first(
      query
        .selectFrom('asset')
        .selectAll()
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .where('replaces', 'is', null),
    );
    return row ? accepted(row) : refused('not-found', `no asset ${id}`);
  };
  const show = (id: AssetId): Outcome<Asset> => {
    const found = findRow(id);
    if (!found.ok) return found;
    return accepted(showAssets(database, [found.value], ports.progressOf)[0] as Asset);
  };

  const refuseInUse = (id: AssetId): Outcome<never> | null => {
    const places = namingPlaces(database, id);
    if (places.length === 0) return null;
    return refused('asset-in-use', `${id} is used in ${places.length} places`, { places: namePlaces(places) });
  };

  /** Bytes of an asset that was cancelled; those that are somebody else's too stay. */
  const dropBytes = async (row: AssetRow): Promise<void> => {
    if (row.uploadId !== null) await ports.dropUpload(row.uploadId);
    if (row.digest === null) return;
    if (!isHeld(database, row.digest)) await ports.sources.remove(Digest.parse(row.digest));
  };

  const handlers: LibraryHandlers = {
    listAssets: async ({ query: asked }) => {
      const { unusedDays } = asked;
      const among = unusedDays === undefined ? undefined : await ports.unused(unusedDays);
      const { rows, next, total } = findAssets(database, { ...asked, among });
      return accepted({ items: showAssets(database, rows, ports.progressOf), next, total });
    },

    getAsset: ({ params }) => show(params.assetId),

    ...createEdits({ ...ports, findRow, show }),
    ...createApprovals({ ...ports, show }),

    getAssetUsage: ({ params: { assetId } }) => {
      if (!findRow(assetId).ok) return accepted({ kind: 'gone' });
      const places = namingPlaces(database, assetId);
      return accepted(
        places.length > 0 ? usageOf(places) : { kind: 'free', takesAlong: losingPlaces(database, assetId) },
      );
    },

    listAssetPlaces: ({ params: { assetId }, caller }) =>
      findRow(assetId).ok
        ? accepted(allPlaces(database, assetId, actorOf(caller).actor))
        : refused('not-found', assetId),

    deleteAsset: ({ params: { assetId }, caller }) => {
      const found = findRow(assetId);
      if (!found.ok) return found;
      const wrong = database.transact(() => ports.bin(assetId, caller));
      return wrong ? { ok: false, refusal: wrong } : accepted(undefined);
    },

    retryAsset: ({ params, caller }) => {
      const id = params.assetId;
      const changed = database.transact((step) => {
        const again = step.run(
          query
            .updateTable('asset')
            .set((is) => ({
              state: is.case().when('facts', 'is', null).then('checking').else('preparing').end(),
              retryAt: null,
              refusal: null,
              attempts: 0,
            }))
            .where('id', '=', id)
            .where('state', '=', 'failed')
            .where('deletedAt', 'is', null),
        );
        if (again === 1) ports.record({ ...actorOf(caller), act: 'asset.retried', subject: id });
        return again === 1;
      });
      if (changed) {
        ports.tell([id]);
        ports.nudge();
      }
      return show(id);
    },

    cancelAsset: async ({ params, caller }) => {
      const id = params.assetId;
      const shown = show(id);
      if (!shown.ok) return shown;
      const { kind } = shown.value.state;
      if (kind === 'ready' || kind === 'refused') return shown;
      const inUse = refuseInUse(id);
      if (inUse) return inUse;
      const row = findRow(id);
      if (!row.ok) return row;
      database.transact((step) => {
        const why = refusal('media-cancelled', `cancelled by ${actorOf(caller).actor}`);
        step.run(
          query
            .updateTable('asset')
            .set({ state: 'refused', refusal: JSON.stringify(why), retryAt: null })
            .where('id', '=', id),
        );
        ports.record({ ...actorOf(caller), act: 'asset.cancelled', subject: id });
      });
      ports.cancel(id);
      await dropBytes(row.value);
      ports.tell([id]);
      return show(id);
    },

    listTopics: () => accepted(TOPICS.map(({ code, name, gloss, inPlan }) => ({ code, name, gloss, inPlan }))),
  };
  return { handlers, show };
};
