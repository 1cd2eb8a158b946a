/**
 * Changing content: one piece, or many alike. A change that would leave something wrong changes nothing at all; each piece that was
 * changed has a line of its own in the audit chain.
 */
import type { AssetId, TagId } from '../../playlists/model/ids.ts';
import type { Asset, Fit } from '../../playlists/model/media.ts';
import { accepted, type Outcome, type Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import type { BulkChange } from '../../playlists/wire/api/library.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import { approvalOf } from './approvals.ts';
import type { AssetRow } from './asset-rows.ts';
import { isFolder } from './folder-rows.ts';
import { readTagsOf, unknownTags, writeTagsOf } from './tag-rows.ts';
import { foldText } from './titles.ts';
import { missingCanvases } from './wanted.ts';

export interface EditPorts {
  database: Database;
  record: RecordAct;
  nudge(): void;
  tell(assetIds: AssetId[]): void;
  /** Other content may be found now, in folders, by tags and filters. */
  changed(): void;
  findRow(id: AssetId): Outcome<AssetRow>;
  show(id: AssetId): Outcome<Asset>;
}

type Words = Omit<BulkChange, 'addTags' | 'removeTags'>;
type Change = Words & Partial<Pick<Asset, 'title' | 'fit' | 'tags'>>;

/** The columns of a change, as far as they are other than in the row. */
const columnsOf = (row: AssetRow, { tags: _tags, audiences, ...change }: Change): Partial<AssetRow> => {
  const wanted = { ...change, ...(audiences ? { audiences: JSON.stringify(audiences) } : {}) };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== undefined && value !== row[name as keyof AssetRow]),
  );
};

export const createEdits = (ports: EditPorts): Pick<Handlers, 'changeAsset' | 'editAssets'> => {
  const { database, record } = ports;
  const { query, now, transact } = database;

  /** What a change names must be there, and the days must be in order in every row. */
  const check = (rows: readonly AssetRow[], change: Change, added: readonly TagId[]): Refusal | null => {
    const { folderId } = change;
    if (folderId && !isFolder(database, folderId))
      return refusal('asset-order-gone', `no folder ${folderId}`, {}, { folderId: 'unknown' });
    const gone = unknownTags(database, added);
    if (gone.length > 0) return refusal('asset-order-gone', `no tags ${gone.join(', ')}`, {}, { tags: 'unknown' });
    for (const row of rows) {
      const { usableFrom = row.usableFrom, usableUntil = row.usableUntil } = change;
      if (usableFrom !== null && usableUntil !== null && usableUntil < usableFrom)
        return refusal('request-malformed', `${usableUntil} is before ${usableFrom}`, {}, { usableUntil: 'order' });
    }
    return null;
  };

  /** Writes one row; false when it is that already. Inside the caller's transaction. */
  const write = (row: AssetRow, change: Change, carried: readonly TagId[], caller: Caller): boolean => {
    const columns = columnsOf(row, change);
    const tags = change.tags && [...new Set(change.tags)].sort();
    const isRetagged = tags !== undefined && tags.join() !== [...carried].sort().join();
    if (Object.keys(columns).length === 0 && !isRetagged) return false;
    const fit = (columns.fit ?? row.fit) as Fit;
    const isRefitted = fit !== row.fit;
    const title = columns.title ?? row.title;
    const source = columns.source ?? row.source;
    const isReopened =
      isRefitted &&
      row.state === 'ready' &&
      row.digest !== null &&
      missingCanvases(database, row.digest, fit).length > 0;
    const { durationMs: _generated, ...writable } = columns;
    now.run(
      query
        .updateTable('asset')
        .set({
          ...writable,
          titleFolded: foldText(`${title} ${source}`),
          ...(isRefitted ? { approval: null } : {}),
          ...(isReopened ? { state: 'preparing' } : {}),
        })
        .where('id', '=', row.id),
    );
    if (isRetagged) writeTagsOf(database, row.id, tags);
    const act = { ...actorOf(caller), subject: row.id };
    record({ ...act, act: 'asset.changed', detail: { ...columns, ...(isRetagged ? { tags } : {}) } });
    if (isRefitted && approvalOf(row) !== null)
      record({ ...act, act: 'asset.approval-voided', detail: { fit, was: row.fit } });
    return true;
  };

  return {
    changeAsset: ({ params: { assetId }, body, caller }) => {
      const found = ports.findRow(assetId);
      if (!found.ok) return found;
      const row = found.value;
      const wrong = check([row], body, body.tags ?? []);
      if (wrong) return { ok: false, refusal: wrong };
      const isChanged = transact(() => write(row, body, readTagsOf(database, [assetId]).get(assetId) ?? [], caller));
      if (isChanged) {
        ports.tell([assetId]);
        ports.changed();
      }
      if (body.fit !== undefined && body.fit !== row.fit) ports.nudge();
      return ports.show(assetId);
    },

    editAssets: ({ body: { assetIds, change }, caller }) => {
      const { addTags = [], removeTags = [], ...words } = change;
      const outcome = transact((): Outcome<AssetId[]> => {
        const ids = [...new Set(assetIds)];
        const rows: AssetRow[] = [];
        for (const id of ids) {
          const found = ports.findRow(id);
          if (!found.ok) return refused('changed-meanwhile', `${id} is gone`);
          rows.push(found.value);
        }
        const wrong = check(rows, words, addTags);
        if (wrong) return { ok: false, refusal: wrong };
        const carried = readTagsOf(database, ids);
        return accepted(
          rows.flatMap((row, i) => {
            const own = carried.get(row.id) ?? [];
            const tags = [...new Set([...own, ...addTags])].filter((tag) => !removeTags.includes(tag));
            return write(row, { ...words, tags }, own, caller) ? [ids[i] as AssetId] : [];
          }),
        );
      });
      if (!outcome.ok) return outcome;
      if (outcome.value.length > 0) {
        ports.tell(outcome.value);
        ports.changed();
      }
      return accepted({ changed: outcome.value });
    },
  };
};
