/**
 * Media files by content. Promises: a name without `.part` is a file whose sha-256 was verified and which was synced before
 * it got that name; downloads resume at the byte, the soonest needed first, two at a time; nothing that the active or the
 * staged manifest needs is ever evicted; a corrupt file is thrown away and fetched again. A full disk is a state, not an end.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Digest } from '../../playlists/model/ids.ts';
import type { ManifestFile } from '../../playlists/wire/manifest.ts';
import { type Cancel, type Clocks, jittered } from './clocks.ts';
import { isFault, makeFolder, renameDurably, syncFolder } from './durable-file.ts';
import { type Log, wordsOf } from './log.ts';
import type { ServerCalls } from './server-calls.ts';
import type { MediaFile } from './stage.ts';

const PARALLEL = 2;
const STALL_MS = 20_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 120_000;
/** A full disk or a file the server does not give changes slowly. */
const RETRY_SLOW_MS = 60_000;

/** What manifests need now. Files named first in `fetch` are fetched first. */
export interface Needs {
  fetch: readonly ManifestFile[];
  /** Never evicted: all files of the active and the staged manifest. */
  keep: ReadonlySet<Digest>;
  /** Evicted last: files of the manifest before the active one. */
  spare: ReadonlySet<Digest>;
}

export interface CacheProgress {
  files: number;
  filesReady: number;
  bytes: number;
  bytesReady: number;
}

export interface Cache {
  open(): Promise<void>;
  need(needs: Needs): void;
  has(digest: Digest): boolean;
  locate(digest: Digest): MediaFile | null;
  progressOf(files: readonly ManifestFile[]): CacheProgress;
  /** Reads the whole file again. False = it was corrupt or missing; it is gone and fetched again if needed. */
  verify(digest: Digest): Promise<boolean>;
  /** Verifies needed files one by one, in the order of need; each is read once per start. Stops with the cache. */
  verifyAll(): Promise<void>;
  /** Removes what no stored manifest needs, the one before the active included; does nothing until the needs are known. */
  clear(): Promise<{ files: number; bytes: number }>;
  /** For diagnostics. */
  summary(): { files: number; bytes: number; partial: number; needed: number };
  /** Removes every file (the device was revoked). */
  wipe(): Promise<void>;
  stop(): Promise<void>;
  /** A file came or went. */
  onChange(listener: (digest: Digest) => void): void;
}

export interface CacheDoors {
  folder: string;
  calls: Pick<ServerCalls, 'open'>;
  clocks: Clocks;
  log: Log;
  /** Disk that downloads leave free. */
  reserveBytes: number;
  /** For heartbeats: something staff or technicians should know. */
  fault: (code: string, detail: string) => void;
  /** Default: bytes free on the disk of `folder`. */
  freeBytes?: () => Promise<number>;
}

/** Why a download did not end well; decides when it is tried again. */
class Broken extends Error {
  override name = 'Broken';
  readonly slow: boolean;
  constructor(message: string, slow = false, cause?: unknown) {
    super(message, { cause });
    this.slow = slow;
  }
}

interface Job {
  file: ManifestFile;
  tries: number;
  stop: AbortController | null;
  waiting: Cancel | null;
}

const hashFile = async (path: string, hash: Hash, signal?: AbortSignal): Promise<number> => {
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144, ...(signal ? { signal } : {}) })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return bytes;
};

export const createCache = (doors: CacheDoors): Cache => {
  const { folder, clocks, log } = doors;
  const pathOf = (digest: Digest): string => join(folder, digest);
  const partOf = (digest: Digest): string => join(folder, `${digest}.part`);
  const freeBytes = doors.freeBytes ?? (async () => statfs(folder).then(({ bavail, bsize }) => bavail * bsize));

  /** Verified files: digest → bytes. */
  const held = new Map<Digest, number>();
  const parts = new Map<Digest, number>();
  const types = new Map<Digest, ManifestFile['type']>();
  /** Read whole since this start. */
  const proven = new Set<Digest>();
  const jobs = new Map<Digest, Job>();
  const running = new Map<Digest, Promise<void>>();
  const listeners: ((digest: Digest) => void)[] = [];
  const closing = new AbortController();
  let needs: Needs = { fetch: [], keep: new Set(), spare: new Set() };
  let needsKnown = false;

  const tell = (digest: Digest): void => {
    for (const listener of listeners) listener(digest);
  };

  const discard = async (digest: Digest): Promise<void> => {
    held.delete(digest);
    parts.delete(digest);
    proven.delete(digest);
    await rm(pathOf(digest), { force: true });
    await rm(partOf(digest), { force: true });
  };

  /** Frees at least `bytes` beyond the reserve if it can: strangers first (oldest first), then spares. True = enough room. */
  const makeRoom = async (bytes: number): Promise<boolean> => {
    let lacking = bytes + doors.reserveBytes - (await freeBytes());
    if (lacking <= 0) return true;
    const candidates: { digest: Digest; size: number; spare: boolean; at: number }[] = [];
    for (const digest of new Set([...held.keys(), ...parts.keys()])) {
      if (needs.keep.has(digest)) continue;
      const path = held.has(digest) ? pathOf(digest) : partOf(digest);
      const at = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      const size = held.get(digest) ?? parts.get(digest) ?? 0;
      candidates.push({ digest, size, spare: needs.spare.has(digest), at });
    }
    candidates.sort((a, b) => Number(a.spare) - Number(b.spare) || a.at - b.at);
    for (const { digest, size } of candidates) {
      if (lacking <= 0) break;
      await discard(digest);
      lacking -= size;
      log('file.evicted', { digest, bytes: size });
      tell(digest);
    }
    if (candidates.length > 0) await syncFolder(folder);
    return lacking <= 0;
  };

  /** One attempt: from whatever is on disk to a verified file under its name. Throws `Broken`. */
  const download = async (file: ManifestFile, stop: AbortController): Promise<void> => {
    const { digest, bytes } = file;
    const part = partOf(digest);
    const hash = createHash('sha256');
    let have = await hashFile(part, hash, stop.signal).catch((thrown: unknown) => {
      if (isFault(thrown, 'ENOENT')) return 0;
      throw thrown;
    });
    let digesting = hash;
    if (have > bytes) {
      await rm(part, { force: true });
      have = 0;
      digesting = createHash('sha256');
    }
    if (!(await makeRoom(bytes - have))) {
      doors.fault('disk-full', `no room for ${bytes - have} bytes of ${digest}`);
      throw new Broken('the disk is full', true);
    }
    const began = clocks.monotonic();
    let stalled: Cancel = () => {};
    const watch = (): void => {
      stalled();
      stalled = clocks.after(STALL_MS, () => stop.abort(new Error(`nothing came for ${STALL_MS} ms`)));
    };
    watch();
    let handle: FileHandle | null = null;
    try {
      if (have < bytes) {
        const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
        const response = await doors.calls.open(`/player/files/${digest}`, headers, stop.signal);
        const resumes = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
        if (response.status !== 200 && !resumes) {
          await response.body?.cancel();
          if (response.status === 416 || response.status === 206) await rm(part, { force: true });
          throw new Broken(
            `status ${response.status} for ${digest}`,
            response.status === 404 || response.status === 403,
          );
        }
        if (response.status === 200 && have > 0) {
          have = 0;
          digesting = createHash('sha256');
        }
        handle = await open(part, have > 0 ? 'a' : 'w', 0o600);
        if (!response.body) throw new Broken('an empty answer');
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          watch();
          if (have + value.byteLength > bytes) {
            await reader.cancel();
            await rm(part, { force: true });
            throw new Broken(`more than the ${bytes} bytes that were signed`, true);
          }
          await handle.writeFile(value);
          digesting.update(value);
          have += value.byteLength;
          parts.set(digest, have);
        }
        if (have < bytes) throw new Broken(`broke off at ${have} of ${bytes} bytes`);
      } else handle = await open(part, 'r+');
      const found = digesting.digest('hex');
      if (found !== digest) {
        await rm(part, { force: true });
        doors.fault('file-wrong', `${digest} came as ${found}`);
        throw new Broken(`sha-256 is ${found}`, true);
      }
      await handle.sync();
    } finally {
      stalled();
      await handle?.close();
    }
    await renameDurably(part, pathOf(digest));
    parts.delete(digest);
    held.set(digest, bytes);
    proven.add(digest);
    log('file.stored', { digest, bytes, tookMs: Math.round(clocks.monotonic() - began) });
  };

  const retryLater = (job: Job, thrown: unknown): void => {
    job.tries += 1;
    const slow = thrown instanceof Broken && thrown.slow;
    const waitMs = slow ? RETRY_SLOW_MS : Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** (job.tries - 1));
    const jitteredMs = jittered(clocks, waitMs);
    log('file.failed', {
      digest: job.file.digest,
      tries: job.tries,
      retryMs: Math.round(jitteredMs),
      why: wordsOf(thrown),
    });
    job.waiting = clocks.after(jitteredMs, () => {
      job.waiting = null;
      pump();
    });
  };

  const run = async (job: Job): Promise<void> => {
    const { digest } = job.file;
    const stop = new AbortController();
    job.stop = stop;
    try {
      await download(job.file, stop);
      jobs.delete(digest);
      tell(digest);
    } catch (thrown) {
      if (isFault(thrown, 'ENOSPC', 'EDQUOT')) doors.fault('disk-full', `while storing ${digest}`);
      const reason = stop.signal.aborted && stop.signal.reason instanceof Error ? stop.signal.reason : thrown;
      if (!closing.signal.aborted && jobs.get(digest) === job)
        retryLater(job, isFault(thrown, 'ENOSPC', 'EDQUOT') ? new Broken('the disk is full', true, thrown) : reason);
    } finally {
      job.stop = null;
    }
  };

  /** Starts what may start: in the order of need, at most two at a time. */
  function pump(): void {
    if (closing.signal.aborted) return;
    for (const file of needs.fetch) {
      if (running.size >= PARALLEL) return;
      const job = jobs.get(file.digest);
      if (!job || running.has(file.digest) || job.waiting) continue;
      const work = run(job).finally(() => {
        running.delete(file.digest);
        pump();
      });
      running.set(file.digest, work);
    }
  }

  const wanted = (): void => {
    const names = new Set(needs.fetch.map((file) => file.digest));
    for (const [digest, job] of jobs) {
      if (names.has(digest)) continue;
      job.waiting?.();
      job.stop?.abort(new Error('no longer needed'));
      jobs.delete(digest);
    }
    for (const file of needs.fetch) {
      if (!held.has(file.digest) && !jobs.has(file.digest))
        jobs.set(file.digest, { file, tries: 0, stop: null, waiting: null });
    }
    pump();
  };

  const verify = async (digest: Digest): Promise<boolean> => {
    const bytes = held.get(digest);
    if (bytes === undefined) return false;
    const hash = createHash('sha256');
    const read = await hashFile(pathOf(digest), hash, closing.signal).catch(() => -1);
    if (closing.signal.aborted) return true;
    const found = hash.digest('hex');
    if (read === bytes && found === digest) {
      proven.add(digest);
      return true;
    }
    doors.fault('file-corrupt', `${digest} on disk is ${read} bytes, sha-256 ${found}`);
    log('file.corrupt', { digest, bytes: read });
    try {
      await discard(digest);
      await syncFolder(folder);
    } catch (thrown) {
      log('file.not-removed', { digest, why: wordsOf(thrown) });
    }
    wanted();
    tell(digest);
    return false;
  };

  return {
    open: async () => {
      await makeFolder(folder);
      for (const name of await readdir(folder)) {
        const digest = Digest.safeParse(name.replace(/\.part$/, ''));
        if (!digest.success) continue;
        const found = await stat(join(folder, name)).catch(() => null);
        /** What cannot even be looked at, or is no file, is not held: it is fetched again over it. */
        if (found?.isFile()) (name.endsWith('.part') ? parts : held).set(digest.data, found.size);
      }
    },
    need: (next) => {
      const left = [...needs.keep].filter((digest) => !next.keep.has(digest) && held.has(digest));
      needs = next;
      needsKnown = true;
      const seconds = clocks.wall() / 1000;
      /** The time of last need, for the order of eviction; only a hint, so never waited for. */
      for (const digest of left) utimes(pathOf(digest), seconds, seconds).catch(() => {});
      for (const file of next.fetch) {
        types.set(file.digest, file.type);
        const size = held.get(file.digest);
        /** A file of another length is not that file, whatever its name says. */
        if (size !== undefined && size !== file.bytes) held.delete(file.digest);
      }
      wanted();
    },
    has: (digest) => held.has(digest),
    locate: (digest) => {
      const bytes = held.get(digest);
      const type = types.get(digest);
      return bytes === undefined || !type ? null : { path: pathOf(digest), bytes, type };
    },
    progressOf: (files) => {
      const progress: CacheProgress = { files: files.length, filesReady: 0, bytes: 0, bytesReady: 0 };
      for (const { digest, bytes } of files) {
        const ready = held.has(digest);
        progress.bytes += bytes;
        progress.filesReady += ready ? 1 : 0;
        progress.bytesReady += ready ? bytes : Math.min(bytes, parts.get(digest) ?? 0);
      }
      return progress;
    },
    verify,
    verifyAll: async () => {
      for (const { digest } of [...needs.fetch]) {
        if (closing.signal.aborted) return;
        if (held.has(digest) && !proven.has(digest)) await verify(digest);
      }
    },
    clear: async () => {
      const cleared = { files: 0, bytes: 0 };
      if (!needsKnown) return cleared;
      for (const digest of new Set([...held.keys(), ...parts.keys()])) {
        // Asked anew for each: a manifest may have come meanwhile.
        if (needs.keep.has(digest) || needs.spare.has(digest)) continue;
        cleared.bytes += held.get(digest) ?? parts.get(digest) ?? 0;
        cleared.files += 1;
        await discard(digest);
        tell(digest);
      }
      await syncFolder(folder);
      log('files.cleared', cleared);
      return cleared;
    },
    summary: () => ({
      files: held.size,
      bytes: [...held.values()].reduce((sum, bytes) => sum + bytes, 0),
      partial: parts.size,
      needed: needs.keep.size,
    }),
    wipe: async () => {
      needs = { fetch: [], keep: new Set(), spare: new Set() };
      wanted();
      await Promise.allSettled(running.values());
      for (const digest of new Set([...held.keys(), ...parts.keys()])) {
        await discard(digest);
        tell(digest);
      }
      await syncFolder(folder);
      log('files.wiped');
    },
    stop: async () => {
      closing.abort();
      for (const job of jobs.values()) {
        job.waiting?.();
        job.stop?.abort(new Error('the player stops'));
      }
      await Promise.allSettled(running.values());
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
};
