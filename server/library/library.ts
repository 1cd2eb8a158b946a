/**
 * The library put together: uploads, assets, files and the work between them. Folders below the data folder: `uploads` (tus
 * staging), `sources` (uploaded bytes, never served), `files` (renditions and thumbnails), `work` (running jobs).
 */
import { join } from 'node:path';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { createDigests } from '../../media/digests.ts';
import { openIngest } from '../../media/ingest.ts';
import { openDiskStore } from '../../media/store.ts';
import type { MediaTools } from '../../media/tools.ts';
import type { AssetId, Digest } from '../../playlists/model/ids.ts';
import type { Asset, PictureLook } from '../../playlists/model/media.ts';
import { accepted, type Outcome, type Refusal } from '../../playlists/model/refusal.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import type { RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers, Served } from '../http/handlers.ts';
import { loadAssets } from './asset-rows.ts';
import { createAssetHandlers } from './assets.ts';
import { createBin } from './bin.ts';
import { createCopies } from './copies.ts';
import { createDocuments } from './documents.ts';
import { createSendFile } from './files.ts';
import { createFolders } from './folders.ts';
import { createJobs } from './jobs.ts';
import { removeLeftovers } from './leftovers.ts';
import { forgetFile, forgetLostFiles } from './lost-files.ts';
import { createPreparation } from './preparation.ts';
import { rewriteRecipes } from './recipes.ts';
import { createRoom, libraryBytes } from './room.ts';
import { openStaging } from './staging.ts';
import { daysBefore, reportStorage, touchUsed, unusedSince, usedNow } from './storage.ts';
import { createTags } from './tags.ts';
import { createTreatments } from './treatments.ts';
import { createUploads } from './uploads.ts';
import { createVersions } from './versions.ts';

export interface LibraryPorts {
  database: Database;
  dataFolder: string;
  tools: MediaTools;
  maxUploadBytes: number;
  minFreeBytes: number;
  /** What the library may hold in all; as much as the disk has unless said. */
  quotaBytes?: number | null;
  /** Longest video that is taken; 4 h unless said. */
  maxDurationMs?: number;
  now(): number;
  /** Wakes `what` once at `instant`; a later call replaces the wait. */
  wakeAt(instant: number, what: () => void): void;
  record: RecordAct;
  /** Assets whose state or progress changed (already throttled to whole percents). */
  tell(assets: Asset[]): void;
  /** What people see of the library changed otherwise: content came or went, folders, tags. */
  changed(...what: Changed[]): void;
  /** A rendition came to be: schedules that wait for it may be compiled anew. */
  contentReady(assetId: AssetId): void;
  /** Asset ids in the order in which they air; none unless given. */
  soonest?(): readonly AssetId[];
  /** Work that ends within so many ms anyway is not paused; 15,000 unless said. */
  soonDoneMs?: number | undefined;
  /** Every file that a manifest in force names. */
  filesInUse(): ReadonlySet<Digest> | Promise<ReadonlySet<Digest>>;
  log: Logger;
}

export interface Library extends Required<Served> {
  uploads(request: Request, response: Response, caller: Caller): Promise<void>;
  /** Sends a stored file with byte ranges; whether the asker may have it was decided before. */
  sendFile(digest: Digest, request: Request, response: Response): Promise<Refusal | undefined>;
  /** Clears what a crash left, then begins to work. */
  start(): Promise<void>;
  /** Running jobs are cut off and done again after the next start. */
  stop(): Promise<void>;
  /** Screens changed: a canvas may be new. */
  canvasesChanged(): void;
  /** Something was planned otherwise: what is prepared first may be another one, and has what runs paused. */
  orderChanged(): void;
  /** The ward wants its videos louder or quieter; to be called within the commit that says so. */
  loudnessChanged(): void;
  /** Assets that were not deleted, with the renditions there are; all of them without ids. */
  loadAssets(ids?: readonly AssetId[]): Asset[];
  /** Bytes that the library holds, uploaded and made. */
  heldBytes(): number;
  /** How one of the pictures that were made looks on a wall. */
  look(digest: Digest, signal: AbortSignal): Promise<Outcome<PictureLook>>;
  /** Nightly: abandoned uploads, files that are gone or cut short, what lay in the bin long enough, files that nobody needs. */
  cleanUp(): Promise<void>;
}

/** Changes of plans that come together are looked at once. */
const GATHER_MS = 300;

export const openLibrary = async (ports: LibraryPorts): Promise<Library> => {
  const { database, log } = ports;
  const folder = (name: string): string => join(ports.dataFolder, 'media', name);
  // What comes in is not kept waiting by what was made.
  const [arriving, made] = [createDigests(), createDigests()];
  const files = await openDiskStore(folder('files'), made);
  const sources = await openDiskStore(folder('sources'), made);
  const staging = await openStaging(folder('uploads'), (id, upTo) => arriving.follow(id, staging.path(id), upTo));
  const room = createRoom({
    database,
    staging,
    freeBytes: files.freeBytes,
    minFreeBytes: ports.minFreeBytes,
    quotaBytes: ports.quotaBytes ?? null,
  });
  const ingest = await openIngest({
    workFolder: folder('work'),
    files,
    tools: ports.tools,
    reserveBytes: ports.minFreeBytes / 2,
    ...(ports.maxDurationMs ? { maxDurationMs: ports.maxDurationMs } : {}),
  });
  const progressOf = (assetId: string): number => preparation.jobOf(assetId)?.progress ?? 0;
  const soonest = (): readonly AssetId[] => ports.soonest?.() ?? [];
  const load = (ids?: readonly AssetId[]): Asset[] => loadAssets(database, progressOf, ids);
  const tell = (ids: AssetId[]): void => {
    const shown = versions.settle(ids);
    if (shown.length > 0) ports.tell(load(shown));
  };
  const preparation = createPreparation({
    database,
    ingest,
    sources,
    digests: made,
    uploadPath: staging.path,
    dropUpload: staging.remove,
    now: ports.now,
    wakeAt: ports.wakeAt,
    tell,
    contentReady: ports.contentReady,
    soonest,
    soonDoneMs: ports.soonDoneMs,
    log,
  });
  const uploads = createUploads({
    database,
    staging,
    files,
    digests: arriving,
    room,
    record: ports.record,
    now: ports.now,
    maxUploadBytes: ports.maxUploadBytes,
    minFreeBytes: ports.minFreeBytes,
    uploaded: () => {
      ports.changed('assets');
      preparation.nudge();
    },
    log,
  });
  const assets = createAssetHandlers({
    database,
    sources,
    dropUpload: staging.remove,
    progressOf,
    cancel: preparation.cancel,
    nudge: preparation.nudge,
    tell,
    changed: () => ports.changed('assets'),
    bin: (id, caller) => bin.put([id], caller),
    unused: (days) => unused(days),
    record: ports.record,
    now: ports.now,
  });
  const upkeep = {
    database,
    sources,
    dropUpload: staging.remove,
    filesInUse: ports.filesInUse,
    cancel: preparation.cancel,
    nudge: preparation.nudge,
    record: ports.record,
    now: ports.now,
  };
  const bin = createBin({ ...upkeep, changed: () => ports.changed('assets') });
  const versions = createVersions({ ...upkeep, tell, show: assets.show });
  const treatments = createTreatments({
    database,
    record: ports.record,
    cancel: preparation.cancel,
    nudge: preparation.nudge,
    tell,
  });
  const copies = createCopies({
    database,
    sources,
    record: ports.record,
    now: ports.now,
    show: assets.show,
    added: () => {
      ports.changed('assets');
      preparation.nudge();
    },
  });
  const documents = createDocuments({
    database,
    ingest,
    sources,
    progressOf,
    taken: () => {
      ports.changed('assets');
      preparation.nudge();
    },
    record: ports.record,
    now: ports.now,
  });
  const jobs = createJobs({
    database,
    jobOf: preparation.jobOf,
    soonest,
    nudge: preparation.nudge,
    tell,
    record: ports.record,
    now: ports.now,
  });
  const sendFile = createSendFile({
    database,
    files,
    lost: (digest) => {
      log.error({ digest }, 'file.lost');
      forgetFile(database, digest);
      preparation.nudge();
      ports.changed('assets');
    },
  });
  const forgetLost = async (): Promise<void> => {
    const lost = await forgetLostFiles(database, files);
    if (lost.length === 0) return;
    log.error({ count: lost.length, first: lost.slice(0, 10) }, 'files.lost');
    ports.changed('assets');
  };

  const used = async (): Promise<Set<string>> => usedNow(database, await ports.filesInUse());
  const unused = async (days: number): Promise<string[]> =>
    unusedSince(database, await used(), daysBefore(ports.now(), days));
  const getStorage: Handlers['getStorage'] = async ({ query: { unusedDays: days } }) => {
    const [freeBytes, idle] = [await files.freeBytes(), await unused(days)];
    return accepted(
      reportStorage(database, { freeBytes, unused: idle, days, quotaBytes: ports.quotaBytes ?? null, at: ports.now() }),
    );
  };
  const order = { database, record: ports.record, now: ports.now, changed: ports.changed };

  let gathering: NodeJS.Timeout | undefined;
  const orderChanged = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      preparation.orderChanged();
    }, GATHER_MS).unref();
  };

  return {
    handlers: {
      ...assets.handlers,
      ...bin.handlers,
      ...versions.handlers,
      ...copies,
      ...treatments,
      ...documents,
      ...jobs,
      getStorage,
      ...createTags(order),
      ...createFolders({ ...order, bin: bin.put }),
    },
    streams: {
      getFile: ({ params }, { request, response }) => sendFile(params.digest, request, response),
    },
    uploads: uploads.serve,
    sendFile,
    start: async () => {
      await files.sweep();
      await sources.sweep();
      await ingest.sweep();
      await uploads.recover();
      await forgetLost();
      rewriteRecipes(database);
      versions.settleAll();
      preparation.start();
    },
    stop: async () => {
      clearTimeout(gathering);
      await preparation.stop();
      await Promise.all([arriving.stop(), made.stop()]);
    },
    canvasesChanged: preparation.nudge,
    orderChanged,
    loudnessChanged: () => {
      rewriteRecipes(database);
      queueMicrotask(preparation.nudge);
    },
    loadAssets: load,
    heldBytes: () => libraryBytes(database),
    look: (digest, signal) => ingest.look(files.localPath(digest), signal),
    cleanUp: async () => {
      await uploads.recover();
      await forgetLost();
      preparation.nudge();
      touchUsed(database, await used(), ports.now());
      const purged = await bin.sweep();
      const dropped = await versions.sweep();
      const removed = await removeLeftovers({
        database,
        files,
        sources,
        at: ports.now(),
        filesInUse: ports.filesInUse,
      });
      if (purged + dropped + removed > 0) log.info({ purged, dropped, removed }, 'library.cleaned');
    },
  };
};
