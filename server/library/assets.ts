/** The library's contracts: list, change, delete, retry, cancel, topics. Every change leaves a line in the audit chain. */
import { sql } from 'kysely';
import type { MediaStore } from '../../media/store.ts';
import { type AssetId, Digest, PlaylistId, SiteId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { accepted, type Outcome, refusal, refused } from '../../playlists/model/refusal.ts';
import { TOPICS } from '../../playlists/model/topic.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import type { Handlers } from '../http/handlers.ts';
import { createApprovals } from './approvals.ts';
import { afterCursor, type ProgressOf, showAssets } from './asset-rows.ts';
import { foldText } from './titles.ts';
import { hasRenditions } from './wanted.ts';

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
  record: RecordAct;
  now(): number;
}

export type LibraryHandlers = Pick<
  Handlers,
  | 'listAssets'
  | 'getAsset'
  | 'changeAsset'
  | 'approveAsset'
  | 'withdrawApproval'
  | 'getAssetUsage'
  | 'deleteAsset'
  | 'retryAsset'
  | 'cancelAsset'
  | 'listTopics'
>;

export const createAssetHandlers = (ports: AssetPorts): LibraryHandlers => {
  const { database } = ports;
  const { query } = database;

  const findRow = (id: AssetId): Outcome<AssetRow> => {
    const row = database.now.first(
      query.selectFrom('asset').selectAll().where('id', '=', id).where('deletedAt', 'is', null),
    );
    return row ? accepted(row) : refused('not-found', `no asset ${id}`);
  };
  const show = (id: AssetId): Outcome<Asset> => {
    const found = findRow(id);
    if (!found.ok) return found;
    return accepted(showAssets(database, [found.value], ports.progressOf)[0] as Asset);
  };

  /** Whatever shows this asset. */
  const placesOf = (id: AssetId): UsagePlace[] => [
    ...database.now
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
    ...database.now
      .all(query.selectFrom('site').select(['id', 'name']).where('safeAssetId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'site', id: SiteId.parse(row.id), name: row.name })),
  ];
  const refuseInUse = (id: AssetId): Outcome<never> | null => {
    const places = placesOf(id);
    if (places.length === 0) return null;
    return refused('asset-in-use', `${id} is used in ${places.length} places`, { places: namePlaces(places) });
  };

  /** Bytes of an asset that is no more; those shared with a living one stay. Renditions are swept when no player needs them. */
  const dropBytes = async (row: AssetRow): Promise<void> => {
    if (row.uploadId !== null) await ports.dropUpload(row.uploadId);
    if (row.digest === null) return;
    const sharing = query
      .selectFrom('asset')
      .select('id')
      .where('digest', '=', row.digest)
      .where('deletedAt', 'is', null)
      .where('state', '!=', 'refused');
    if (!database.now.first(sharing.limit(1))) await ports.sources.remove(Digest.parse(row.digest));
  };

  return {
    listAssets: ({ query: asked }) => {
      let rows = query.selectFrom('asset').selectAll().where('deletedAt', 'is', null);
      if (asked.kind) rows = rows.where('kind', '=', asked.kind);
      const { topic } = asked;
      if (topic) rows = rows.where((is) => is.or([is('topic', '=', topic), is('topic', 'like', `${topic}.%`)]));
      for (const word of foldText(asked.search ?? '')
        .split(' ')
        .filter(Boolean)
        .slice(0, 8))
        rows = rows.where(sql<boolean>`instr(title_folded, ${word}) > 0`);
      if (asked.cursor) rows = afterCursor(rows, asked.cursor);
      const found = database.now.all(
        rows
          .orderBy('createdAt', 'desc')
          .orderBy('id', 'desc')
          .limit(asked.limit + 1),
      );
      const page = found.slice(0, asked.limit);
      const last = page.at(-1);
      return accepted({
        items: showAssets(database, page, ports.progressOf),
        next: found.length > asked.limit && last ? `${last.createdAt}~${last.id}` : null,
      });
    },

    getAsset: ({ params }) => show(params.assetId),

    changeAsset: ({ params, body, caller }) => {
      const id = params.assetId;
      const found = findRow(id);
      if (!found.ok) return found;
      const row = found.value;
      const title = body.title ?? row.title;
      const source = body.source ?? row.source;
      const { usableFrom = row.usableFrom, usableUntil = row.usableUntil } = body;
      if (usableFrom !== null && usableUntil !== null && usableUntil < usableFrom)
        return refused('request-malformed', `${usableUntil} is before ${usableFrom}`, {}, { usableUntil: 'order' });
      database.transact((step) => {
        step.run(
          query
            .updateTable('asset')
            .set({
              title,
              source,
              usableFrom,
              usableUntil,
              titleFolded: foldText(`${title} ${source}`),
              topic: body.topic === undefined ? row.topic : body.topic,
              audiences: body.audiences ? JSON.stringify(body.audiences) : row.audiences,
            })
            .where('id', '=', id),
        );
        ports.record({ ...actorOf(caller), act: 'asset.changed', subject: id, detail: { ...body } });
      });
      ports.tell([id]);
      return show(id);
    },

    ...createApprovals({ ...ports, show }),

    getAssetUsage: ({ params }) =>
      accepted(findRow(params.assetId).ok ? usageOf(placesOf(params.assetId)) : { kind: 'gone' }),

    deleteAsset: async ({ params, caller }) => {
      const id = params.assetId;
      const found = findRow(id);
      if (!found.ok) return found;
      const inUse = database.transact((step) => {
        const places = refuseInUse(id);
        if (places) return places;
        step.run(query.updateTable('asset').set({ deletedAt: ports.now() }).where('id', '=', id));
        ports.record({ ...actorOf(caller), act: 'asset.deleted', subject: id, detail: { title: found.value.title } });
        return null;
      });
      if (inUse) return inUse;
      ports.cancel(id);
      await dropBytes(found.value);
      ports.tell([]);
      return accepted(undefined);
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
      const row = findRow(id);
      if (!row.ok) return row;
      const { digest } = row.value;
      // What is planned, or plays already by an earlier wish, stays and waits for people; a new upload that nobody uses goes.
      const isKept = placesOf(id).length > 0 || (digest !== null && hasRenditions(database, digest));
      database.transact((step) => {
        const why = refusal('media-cancelled', `cancelled by ${actorOf(caller).actor}`);
        const state = isKept ? 'failed' : 'refused';
        const stopped = { state, refusal: JSON.stringify(why), retryAt: null };
        step.run(query.updateTable('asset').set(stopped).where('id', '=', id));
        ports.record({ ...actorOf(caller), act: 'asset.cancelled', subject: id, detail: { isKept } });
      });
      ports.cancel(id);
      if (!isKept) await dropBytes(row.value);
      ports.tell([id]);
      return show(id);
    },

    listTopics: () => accepted(TOPICS.map(({ code, name, gloss, inPlan }) => ({ code, name, gloss, inPlan }))),
  };
};
