/**
 * Does the work that `wanted.ts` names, in two lanes: measuring uploads (short), and making renditions (long; one ffmpeg at a
 * time, since two gain nothing). Each step commits before the next begins and may be repeated: kill the process anywhere and it
 * goes on after the next start. Faults of the file refuse it and drop its bytes; faults of ours are tried again, ever later.
 */
import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Ingest, PreparedFile } from '../../media/ingest.ts';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import { digestFile, type MediaStore } from '../../media/store.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import type { Refusal } from '../../playlists/model/refusal.ts';
import { refusal } from '../../playlists/model/refusal.ts';
import type { Instant } from '../../playlists/model/time.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from './asset-rows.ts';
import { createLane } from './lane.ts';
import { createVerdicts } from './verdict.ts';
import {
  missingCanvases,
  nextRetryAt,
  nextToCheck,
  nextToPrepare,
  reopenIncomplete,
  type WantedWork,
} from './wanted.ts';

export interface PreparationPorts {
  database: Database;
  ingest: Ingest;
  /** Uploaded bytes of living assets. */
  sources: MediaStore;
  /** Where the finished upload of an asset lies; removing it is ours. */
  uploadPath(uploadId: string): string;
  dropUpload(uploadId: string): Promise<void>;
  now(): Instant;
  /** Wakes `what` once at `instant`; a later call replaces the wait. */
  wakeAt(instant: Instant, what: () => void): void;
  /** State or progress of these assets changed. */
  tell(assetIds: AssetId[]): void;
  /** A rendition of this asset came to be: a publication may now be complete. */
  contentReady(assetId: AssetId): void;
  /** Asset ids in the order in which they air; those not named come after. */
  soonest?(): readonly AssetId[];
  log: Logger;
}

export interface Preparation {
  start(): void;
  /** Lets the running step end at once (its work is repeated after the next start). */
  stop(): Promise<void>;
  /** Something may be wanted now: an upload, a new canvas, another fit. */
  nudge(): void;
  /** Stops the running work for this asset. True when there was some. */
  cancel(assetId: string): boolean;
  progressOf(assetId: string): number;
}

/** After a step that could not even write down its failure. */
const BROKEN_REST_MS = 30_000;

/** Progress is told in steps of one percent. */
const TELL_EVERY = 0.01;

export const createPreparation = (ports: PreparationPorts): Preparation => {
  const { database, ingest, sources, log } = ports;
  const { query } = database;
  const stopping = new AbortController();
  const running = new Map<string, AbortController>();
  const progress = new Map<string, number>();

  const tellOf = (rows: AssetRow[]): void => ports.tell(rows.map((row) => AssetId.parse(row.id)));
  const { sharing, dropSource, refuse, fail, judge } = createVerdicts({ ...ports, tellOf });

  const withCancel = async <Value>(asset: AssetRow, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    const control = new AbortController();
    running.set(asset.id, control);
    try {
      return await work(AbortSignal.any([control.signal, stopping.signal]));
    } finally {
      running.delete(asset.id);
      progress.delete(asset.id);
    }
  };

  /**
   * The digest is committed before the bytes move, so that a crash between the two still finds them. `state` changes last.
   */
  const check = async (asset: AssetRow): Promise<void> => {
    const uploaded = asset.uploadId === null ? null : ports.uploadPath(asset.uploadId);
    const isUploaded = uploaded !== null && (await stat(uploaded).catch(() => null))?.isFile() === true;
    const known = asset.digest === null ? null : await sources.find(Digest.parse(asset.digest));
    if (!isUploaded && !known) return refuse(asset, refusal('media-broken', 'the uploaded bytes are gone'));
    const file = isUploaded ? await digestFile(uploaded) : (known ?? { digest: Digest.parse(asset.digest), bytes: 0 });
    const stillThere = (): boolean =>
      database.now.run(
        query
          .updateTable('asset')
          .set({ digest: file.digest, bytes: file.bytes })
          .where('id', '=', asset.id)
          .where('deletedAt', 'is', null)
          .where('state', '!=', 'refused'),
      ) === 1;
    if (!stillThere()) return;
    const twin = sharing(file.digest).find((other) => other.facts !== null);
    const measured =
      twin?.facts != null
        ? { ok: true as const, text: twin.facts, kind: twin.kind, thumbnail: twin.thumbnail }
        : await withCancel(asset, async (signal) => {
            const facts = await ingest.inspect(isUploaded ? uploaded : sources.localPath(file.digest), signal);
            if (!facts.ok) return facts;
            return { ok: true as const, text: JSON.stringify(facts.value), kind: facts.value.kind, thumbnail: null };
          });
    if (!measured.ok) return judge({ ...asset, digest: file.digest }, measured.refusal);
    if (isUploaded) await sources.adopt(uploaded, file);
    const isKept = database.now.run(
      query
        .updateTable('asset')
        .set({
          facts: measured.text,
          kind: measured.kind,
          thumbnail: measured.thumbnail,
          state: 'preparing',
          attempts: 0,
          retryAt: null,
          refusal: null,
        })
        .where('id', '=', asset.id)
        .where('deletedAt', 'is', null)
        .where('state', 'in', ['checking', 'failed']),
    );
    // Deleted or cancelled meanwhile: the bytes that were just moved belong to nobody.
    if (isKept === 0) await dropSource(file.digest);
    if (asset.uploadId !== null) await ports.dropUpload(asset.uploadId);
    log.info({ assetId: asset.id, digest: file.digest, kind: measured.kind }, 'asset.measured');
    tellOf([asset]);
    preparing.run();
  };

  const keepRenditions = (work: WantedWork, made: PreparedFile[]): void =>
    database.transact((step) => {
      for (const file of made)
        step.run(
          query
            .insertInto('rendition')
            .values({
              sourceDigest: work.digest,
              width: file.canvas.width,
              height: file.canvas.height,
              fit: file.fit,
              planVersion: PLAN_VERSION,
              fileDigest: file.digest,
              type: file.type,
              bytes: file.bytes,
              durationMs: file.durationMs,
              createdAt: ports.now(),
            })
            .onConflict((conflict) => conflict.doNothing()),
        );
    });

  /** Marks everybody who shares these bytes ready when nothing is missing any more. */
  const settle = (digest: string): void => {
    const rows = sharing(digest);
    for (const row of rows) {
      if (row.facts === null || row.thumbnail === null || missingCanvases(database, digest, row.fit).length > 0)
        continue;
      if (row.state === 'ready') continue;
      database.now.run(
        query
          .updateTable('asset')
          .set({ state: 'ready', refusal: null, retryAt: null, attempts: 0 })
          .where('id', '=', row.id)
          .where('deletedAt', 'is', null)
          .where('state', 'in', ['preparing', 'failed']),
      );
      log.info({ assetId: row.id }, 'asset.ready');
    }
    tellOf(rows);
  };

  /** One asset's turn: a thumbnail first, so that people see something, then all missing canvases in one pass. */
  const prepare = async (work: WantedWork): Promise<void> => {
    const { asset, digest, facts, fit, canvases } = work;
    const startedAt = ports.now();
    const found = await sources.find(digest);
    if (found?.bytes !== asset.bytes)
      return fail(asset, refusal('media-source-lost', `the source ${digest} is not whole in the store`));
    const source = sources.localPath(digest);
    const refused = await withCancel(asset, async (signal): Promise<Refusal | null> => {
      progress.set(asset.id, 0);
      if (work.thumbnail) {
        const made = await ingest.thumbnail(source, facts, signal);
        if (!made.ok) return made.refusal;
        const ofTwins = query.updateTable('asset').set({ thumbnail: made.value.digest }).where('digest', '=', digest);
        database.now.run(ofTwins);
        tellOf([asset]);
      }
      if (canvases.length === 0) return null;
      let told = 0;
      const made = await ingest.prepare({
        source,
        facts,
        canvases,
        fit,
        signal,
        onProgress: (share) => {
          progress.set(asset.id, share);
          if (share - told < TELL_EVERY) return;
          told = share;
          tellOf([asset]);
        },
      });
      if (!made.ok) return made.refusal;
      keepRenditions(work, made.value);
      return null;
    });
    if (refused) {
      const hasContent = missingCanvases(database, digest, fit).length < countCanvases();
      // What already plays somewhere is not taken away because a further canvas cannot be made from it.
      if (hasContent && refused.code !== 'media-cancelled') fail(asset, refused);
      else await judge({ ...asset, digest }, refused);
      return;
    }
    log.info({ assetId: asset.id, canvases: canvases.length, tookMs: ports.now() - startedAt }, 'asset.prepared');
    settle(digest);
    if (canvases.length > 0) for (const row of sharing(digest)) ports.contentReady(AssetId.parse(row.id));
  };
  const countCanvases = (): number =>
    database.now.all(query.selectFrom('screen').select(['width', 'height']).distinct()).length;

  /** An exception is a broken machine (disk, memory): the asset waits and comes back. */
  const guarded = async (asset: AssetRow, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (cause) {
      log.error({ assetId: asset.id, err: cause }, 'asset.work-broke');
      fail(asset, refusal('media-tool-failed', `our own step broke: ${cause}`));
    }
  };

  const checking = createLane(
    stopping.signal,
    rest,
    async () => {
      const asset = nextToCheck(database, ports.now());
      if (asset) await guarded(asset, () => check(asset));
      return asset !== undefined;
    },
    broke,
  );
  const preparing = createLane(
    stopping.signal,
    rest,
    async () => {
      const work = nextToPrepare(database, ports.now(), ports.soonest?.());
      if (work) await guarded(work.asset, () => prepare(work));
      return work !== undefined;
    },
    broke,
  );
  /** Not even the failure could be written (a full disk): what is wanted stays wanted, and is looked at again in a while. */
  function broke(fault: unknown): void {
    log.error({ err: fault }, 'library.work-broke');
    ports.wakeAt(ports.now() + BROKEN_REST_MS, nudge);
  }
  /** Nothing to do now: be woken when the next failed asset comes due. */
  function rest(): void {
    const retryAt = nextRetryAt(database, ports.now());
    if (retryAt !== null) ports.wakeAt(retryAt, nudge);
  }
  function nudge(): void {
    if (stopping.signal.aborted) return;
    try {
      reopenIncomplete(database);
    } catch (fault) {
      broke(fault);
      return;
    }
    checking.run();
    preparing.run();
  }

  return {
    start: nudge,
    nudge,
    stop: async () => {
      stopping.abort();
      await Promise.all([checking.idle(), preparing.idle()]);
    },
    cancel: (assetId) => {
      const control = running.get(assetId);
      control?.abort();
      return control !== undefined;
    },
    progressOf: (assetId) => progress.get(assetId) ?? 0,
  };
};
