/**
 * What becomes of an asset when a step ends badly: a fault of the file refuses it for good and drops its bytes; a fault of ours
 * keeps it and names the time of the next try. Bytes shared with a living asset are never dropped.
 */
import type { Logger } from 'pino';
import type { MediaStore } from '../../media/store.ts';
import { Digest } from '../../playlists/model/ids.ts';
import type { Refusal } from '../../playlists/model/refusal.ts';
import type { Instant } from '../../playlists/model/time.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from './asset-rows.ts';
import { isHeld } from './held.ts';

const FIRST_RETRY_MS = 10_000;
const LAST_RETRY_MS = 3_600_000;

/** Refusals that blame our machinery: the file keeps its place and is tried again. */
const isOurs = (spoken: Refusal): boolean =>
  spoken.code === 'media-tool-missing' || spoken.code === 'media-tool-failed' || spoken.code === 'upload-storage-full';

export interface VerdictPorts {
  database: Database;
  sources: MediaStore;
  dropUpload(uploadId: string): Promise<void>;
  now(): Instant;
  tellOf(rows: AssetRow[]): void;
  log: Logger;
}

export const createVerdicts = (ports: VerdictPorts) => {
  const { database, sources, log, tellOf } = ports;
  const { query } = database;

  /** Living assets made of these bytes. */
  const sharing = (digest: string): AssetRow[] =>
    database.now.all(
      query
        .selectFrom('asset')
        .selectAll()
        .where('digest', '=', digest)
        .where('deletedAt', 'is', null)
        .where('state', '!=', 'refused'),
    );

  /** Drops source bytes that are nobody's any more. */
  const dropSource = async (digest: string | null): Promise<void> => {
    if (digest !== null && !isHeld(database, digest)) await sources.remove(Digest.parse(digest));
  };

  const refuse = async (asset: AssetRow, spoken: Refusal): Promise<void> => {
    database.now.run(
      query
        .updateTable('asset')
        .set({ state: 'refused', refusal: JSON.stringify(spoken), retryAt: null })
        .where('id', '=', asset.id),
    );
    log.info({ assetId: asset.id, code: spoken.code, technician: spoken.technician }, 'asset.refused');
    if (asset.uploadId !== null) await ports.dropUpload(asset.uploadId);
    await dropSource(asset.digest);
    tellOf([asset]);
  };

  const fail = (asset: AssetRow, spoken: Refusal): void => {
    const attempts = asset.attempts + 1;
    const retryAt = ports.now() + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20));
    database.now.run(
      query
        .updateTable('asset')
        .set({ state: 'failed', refusal: JSON.stringify(spoken), attempts, retryAt })
        .where('id', '=', asset.id)
        .where('state', '!=', 'refused')
        .where('deletedAt', 'is', null),
    );
    log.warn({ assetId: asset.id, code: spoken.code, technician: spoken.technician, retryAt }, 'asset.failed');
    tellOf([asset]);
  };

  /** A cancelled asset was already settled by whoever cancelled it; a stop leaves everything for the next start. */
  const judge = async (asset: AssetRow, spoken: Refusal): Promise<void> => {
    if (spoken.code === 'media-cancelled') return;
    if (isOurs(spoken)) fail(asset, spoken);
    else await refuse(asset, spoken);
  };

  return { sharing, dropSource, refuse, fail, judge };
};
