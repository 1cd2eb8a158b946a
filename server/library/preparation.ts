/**
 * Does the work that `wanted.ts` names: measuring uploads in one lane (short), making renditions in others (long; one ffmpeg for
 * every two cores, since more gain nothing). What comes before running work in the order of turns has it paused (`yielding-lane`). Each step commits before the next begins and may be repeated: kill the process anywhere and it
 * goes on after the next start. Faults of the file refuse it and drop its bytes; faults of ours are tried again, ever later.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Digests } from '../../media/digests.ts';
import type { Ingest, PrepareOrder } from '../../media/ingest.ts';
import { CAN_PAUSE, type Pause } from '../../media/pause.ts';
import type { MediaStore } from '../../media/store.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { MediaFacts } from '../../playlists/model/media.ts';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { framingOn, playedMs } from '../../playlists/model/treatment.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { loudnessTargetOf } from '../database/settings.ts';
import { createLane } from './lane.ts';
import { keepPrepared, keepThumbnail } from './made-files.ts';
import { fitted, recipeColumns, shownFacts, shownKind, treatmentColumns, treatmentOf } from './recipes.ts';
import { createRunningJobs, type RunningJob } from './running-jobs.ts';
import { createVerdicts } from './verdict.ts';
import {
  hasRenditions,
  isComplete,
  nextRetryAt,
  nextToCheck,
  nextToPrepare,
  nextTurn,
  reopenIncomplete,
  type Turns,
  type WantedWork,
} from './wanted.ts';
import { createYieldingLane } from './yielding-lane.ts';

export interface PreparationPorts {
  database: Database;
  ingest: Ingest;
  /** Uploaded bytes of living assets. */
  sources: MediaStore;
  digests: Pick<Digests, 'of'>;
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
  soonest(): readonly AssetId[];
  /** Processor cores; as many as this machine has unless said. */
  cores?: number;
  /** Work that ends within so many ms anyway is not paused; 15,000 unless said. */
  soonDoneMs?: number | undefined;
  log: Logger;
}

export interface Preparation {
  start(): void;
  /** Lets the running step end at once (its work is repeated after the next start). */
  stop(): Promise<void>;
  /** Something may be wanted now: an upload, a new canvas, another fit. */
  nudge(): void;
  /** Other content may come first now. */
  orderChanged(): void;
  /** Stops the running work for this asset. True when there was some. */
  cancel(assetId: string): boolean;
  /** What runs for this asset; null = nothing. */
  jobOf(assetId: string): RunningJob | null;
}

/** After a step that could not even write down its failure. */
const BROKEN_REST_MS = 30_000;
const SOON_DONE_MS = 15_000;

export const createPreparation = (ports: PreparationPorts): Preparation => {
  const { database, ingest, sources, log } = ports;
  const { query } = database;
  const stopping = new AbortController();
  const tellOf = (rows: AssetRow[]): void => ports.tell(rows.map((row) => AssetId.parse(row.id)));
  const { sharing, dropSource, refuse, fail, judge } = createVerdicts({ ...ports, tellOf });

  const jobs = createRunningJobs({
    stopping: stopping.signal,
    monotonicMs: () => performance.now(),
    tell: (assetId) => ports.tell([AssetId.parse(assetId)]),
  });

  const kindOf = (id: string) => database.now.first(query.selectFrom('asset').select('kind').where('id', '=', id));

  /**
   * The digest is committed before the bytes move, so that a crash between the two still finds them. `state` changes last.
   */
  const check = async (asset: AssetRow): Promise<void> => {
    const uploaded = asset.uploadId === null ? null : ports.uploadPath(asset.uploadId);
    const lying = uploaded === null ? null : await stat(uploaded).catch(() => null);
    const isUploaded = uploaded !== null && lying?.isFile() === true;
    const known = asset.digest === null ? null : await sources.find(Digest.parse(asset.digest));
    if (!isUploaded && !known) return refuse(asset, refusal('media-broken', 'the uploaded bytes are gone'));
    // Bytes are hashed on their way in, unless a crash swallowed the end of it.
    const hashed = asset.digest !== null && lying?.size === asset.bytes ? Digest.parse(asset.digest) : null;
    const uploadedFile = async (path: string) =>
      hashed === null ? ports.digests.of(path) : { digest: hashed, bytes: asset.bytes };
    const file = isUploaded
      ? await uploadedFile(uploaded)
      : (known ?? { digest: Digest.parse(asset.digest), bytes: 0 });
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
        ? {
            ok: true as const,
            text: twin.facts,
            kind: twin.kind,
            converted: null,
            thumbnail: twin.thumbnail,
            posterMadeAt: twin.posterMadeAt,
          }
        : await jobs.run(asset.id, { step: 'checking', canvases: [], filmMs: null }, async (signal) => {
            const path = isUploaded ? uploaded : sources.localPath(file.digest);
            const admitted = await ingest.admit(path, sources, signal);
            if (!admitted.ok) return admitted;
            const { facts, converted } = admitted.value;
            return {
              ok: true as const,
              text: JSON.stringify(facts),
              kind: facts.kind,
              converted,
              thumbnail: null,
              posterMadeAt: null,
            };
          });
    if (!measured.ok) return judge({ ...asset, digest: file.digest }, measured.refusal);
    const replaced = asset.replaces === null ? undefined : kindOf(asset.replaces);
    // What names a picture goes on showing it, so no document can take its place; and pages come out of documents alone.
    if (replaced?.kind != null && (replaced.kind === 'document') !== (measured.kind === 'document')) {
      const why = refusal('version-kind-differs', `${measured.kind} for ${replaced.kind} ${asset.replaces}`);
      return refuse({ ...asset, digest: file.digest }, why);
    }
    // What an upload was converted into takes its place; the upload itself is dropped below.
    if (isUploaded && !measured.converted) await sources.adopt(uploaded, file);
    const kept = measured.converted ?? file;
    const facts = MediaFacts.parse(JSON.parse(measured.text));
    // What is to replace another file was given its treatment, whatever its own length is.
    const treatment = fitted(treatmentOf(asset), facts);
    const isKept = database.now.run(
      query
        .updateTable('asset')
        .set({
          digest: kept.digest,
          bytes: kept.bytes,
          facts: measured.text,
          kind: shownKind(facts, treatment),
          thumbnail: measured.thumbnail,
          posterMadeAt: measured.posterMadeAt,
          ...treatmentColumns(treatment),
          ...recipeColumns(treatment, facts, loudnessTargetOf(database)),
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
    if (isKept === 0) await dropSource(kept.digest);
    if (asset.uploadId !== null) await ports.dropUpload(asset.uploadId);
    log.info({ assetId: asset.id, digest: kept.digest, kind: measured.kind }, 'asset.measured');
    tellOf([asset]);
    runLanes();
  };

  /** Marks everybody who shares these bytes ready when nothing is missing any more. */
  const settle = (digest: string): void => {
    const rows = sharing(digest);
    for (const row of rows) {
      if (row.state === 'ready' || !isComplete(database, row)) continue;
      database.now.run(
        query
          .updateTable('asset')
          .set({ state: 'ready', refusal: null, retryAt: null, attempts: 0, hurriedAt: null })
          .where('id', '=', row.id)
          .where('deletedAt', 'is', null)
          .where('state', 'in', ['preparing', 'failed']),
      );
      log.info({ assetId: row.id }, 'asset.ready');
    }
    tellOf(rows);
  };

  /** One asset's turn: all that is missing of it in one pass. A thumbnail alone is sought, not decoded up to. */
  const make = async (
    work: WantedWork,
    source: string,
    pause: Pause,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<Refusal | null> => {
    const { asset, digest, treatment, canvases } = work;
    const facts = shownFacts(work.facts, treatment);
    const { posterAtMs } = treatment;
    const takeThumbnail = (thumbnail: Digest): void => {
      keepThumbnail(database, { asset, digest, posterAtMs }, thumbnail);
      tellOf([asset]);
    };
    if (canvases.length === 0 && !work.storyboard) {
      if (!work.thumbnail) return null;
      const made = await ingest.thumbnail(source, facts, posterAtMs, signal);
      if (!made.ok) return made.refusal;
      takeThumbnail(made.value.digest);
      return null;
    }
    const order: PrepareOrder = {
      source,
      facts,
      outputs: canvases.map((canvas) => ({ canvas, framing: framingOn(treatment, canvas) })),
      trim: treatment.trim,
      loudness: treatment.isMuted ? null : loudnessTargetOf(database),
      storyboard: work.storyboard,
      ...(work.thumbnail ? { posterAtMs } : {}),
      signal,
      pause,
      onProgress,
      onThumbnail: (file) => takeThumbnail(file.digest),
    };
    const made = await ingest.prepare(order);
    if (!made.ok) return made.refusal;
    keepPrepared(database, { asset, digest, at: ports.now() }, made.value);
    return null;
  };

  /** As it stands now: people may have hurried or stopped it meanwhile. */
  const asItIs = (work: WantedWork | null): AssetRow | null =>
    work && (database.now.first(query.selectFrom('asset').selectAll().where('id', '=', work.asset.id)) ?? work.asset);
  const isWanted = (work: WantedWork): boolean => {
    const row = asItIs(work);
    return row?.deletedAt === null && (row.state === 'preparing' || (row.state === 'failed' && row.retryAt !== null));
  };

  const prepare = async (work: WantedWork, pause: Pause): Promise<void> => {
    const { asset, digest, facts, treatment, canvases } = work;
    const startedAt = ports.now();
    const found = await sources.find(digest);
    if (found?.bytes !== asset.bytes)
      return fail(asset, refusal('media-source-lost', `the source ${digest} is not whole in the store`));
    if (!isWanted(work)) return;
    const job = { step: 'preparing', canvases, filmMs: playedMs(treatment, facts.durationMs) } as const;
    const refused = await jobs.run(asset.id, job, (signal, onProgress) =>
      make(work, sources.localPath(digest), pause, signal, onProgress),
    );
    if (refused) {
      // What already plays somewhere is not taken away because a further canvas cannot be made from it.
      if (hasRenditions(database, digest) && refused.code !== 'media-cancelled') fail(asset, refused);
      else await judge({ ...asset, digest }, refused);
      return;
    }
    log.info({ assetId: asset.id, canvases: canvases.length, tookMs: ports.now() - startedAt }, 'asset.prepared');
    settle(digest);
    if (canvases.length > 0) for (const row of sharing(digest)) ports.contentReady(AssetId.parse(row.id));
  };
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
  /** Bytes that a lane works on; the others take others. */
  const taken = new Set<string>();
  const turns = (): Turns => ({ now: ports.now(), soonest: ports.soonest, taken });
  const lanes = Array.from({ length: Math.max(1, Math.floor((ports.cores ?? availableParallelism()) / 2)) }, () =>
    createYieldingLane<WantedWork>({
      stopped: stopping.signal,
      take: (running) => {
        const work = nextToPrepare(database, turns(), asItIs(running)) ?? null;
        if (work) taken.add(work.digest);
        return work;
      },
      isAwaited: (running) => nextTurn(database, turns(), asItIs(running)) !== undefined,
      mayPause: ({ asset, facts }) =>
        CAN_PAUSE &&
        facts.kind === 'video' &&
        (jobs.of(asset.id)?.leftMs ?? Infinity) > (ports.soonDoneMs ?? SOON_DONE_MS),
      work: (work, pause) => guarded(work.asset, () => prepare(work, pause)).finally(() => taken.delete(work.digest)),
      held: (paused, ahead) => {
        jobs.hold(paused.asset.id, ahead?.asset.id ?? null);
        log.info(
          { assetId: paused.asset.id, ahead: ahead?.asset.id ?? null },
          ahead ? 'asset.paused' : 'asset.resumed',
        );
      },
      rest,
      broke,
    }),
  );
  function runLanes(): void {
    for (const lane of lanes) lane.run();
    for (const lane of lanes) lane.giveWay();
  }
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
    runLanes();
  }

  return {
    start: nudge,
    nudge,
    orderChanged: () => {
      if (!stopping.signal.aborted) for (const lane of lanes) lane.giveWay();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([checking, ...lanes].map((one) => one.idle()));
    },
    cancel: jobs.cancel,
    jobOf: jobs.of,
  };
};
