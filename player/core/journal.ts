/**
 * The plays of this device, append-only. Promises: a play has a number once it is in the file, without gaps within a boot;
 * what `batch` gives out was synced before; nothing is forgotten that a receipt does not cover; a torn tail costs only lines
 * that were never offered to the server. Disk: at most 256 MB (about 600,000 plays, two months at one in ten seconds);
 * beyond it the oldest segment is dropped, counted and said loudly. A number whose record was lost (dropped, rotten, or
 * forgotten by a server restored from a backup) is handed in as a failed play that says so: numbers never have gaps.
 */
import { type FileHandle, open, readFile, rm, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { BootId } from '../../playlists/model/ids.ts';
import { MAX_PLAYS_PER_BATCH, Play, type PlayBatch, type PlayReceipt } from '../../playlists/wire/play.ts';
import { isFault, openFolder, type SayDamaged, setAside, syncFolder } from './durable-file.ts';
import { createKeptFile, sumOf } from './kept-file.ts';
import { type Log, wordsOf } from './log.ts';

const SEGMENT_BYTES = 262_144;
const LIMIT_BYTES = 256_000_000;

/** One file: consecutive plays of one boot. `<order>-<boot>-<first seq>.plays`; order rises with each boot. */
interface Segment {
  path: string;
  order: number;
  bootId: BootId;
  first: number;
  /** Newest durable number; `first − 1` when empty. */
  last: number;
  bytes: number;
}

const Acks = z.object({ format: z.literal(1), storedUpTo: z.record(z.string(), z.int().min(0)) });

export interface Journal {
  bootId: BootId;
  /** Numbers a play and makes it durable; resolves then. Several at once share one sync. Rejects when the disk refuses. */
  append(play: Omit<Play, 'seq'>): Promise<Play>;
  /** Durable plays not yet covered by a receipt. */
  backlog(): number;
  /** Oldest boot first, consecutive numbers of one boot; null = nothing to hand in. */
  batch(limit?: number): Promise<PlayBatch | null>;
  /** The server knows less of a boot than it had acknowledged (restored from a backup): hands the rest in again. */
  retreat(receipt: PlayReceipt): void;
  /** Forgets what the receipt covers, durably. Numbers beyond what was offered are not believed. */
  acknowledge(receipt: PlayReceipt): Promise<void>;
  /** Plays dropped unhanded because of the limit, since this start. */
  dropped(): number;
  close(): Promise<void>;
}

const lineOf = (play: Play): string => {
  const json = JSON.stringify(play);
  return `${sumOf(json)} ${json}\n`;
};

/**
 * The whole plays of a segment, and the bytes up to the end of the last one. A line that does not hold is passed over:
 * behind the last whole one it is a torn tail, between two it is rot.
 */
const readLines = (content: Buffer, first: number): { plays: Play[]; bytes: number } => {
  const plays: Play[] = [];
  let bytes = 0;
  for (let at = 0, end = content.indexOf(10); end !== -1; at = end + 1, end = content.indexOf(10, at)) {
    const line = content.toString('utf8', at, end);
    const json = line.slice(17);
    if (line[16] !== ' ' || sumOf(json) !== line.slice(0, 16)) continue;
    const play = Play.safeParse(JSON.parse(json));
    if (!play.success || play.data.seq <= (plays.at(-1)?.seq ?? first - 1)) continue;
    plays.push(play.data);
    bytes = end + 1;
  }
  return { plays, bytes };
};

/** What is handed in for a number whose record is gone. */
const lostPlay = (seq: number, near: Play | undefined): Play => ({
  seq,
  kind: 'safe',
  assetId: null,
  digest: null,
  slotId: null,
  playlistId: null,
  epoch: near?.epoch ?? 0,
  version: near?.version ?? 0,
  dueAt: near?.dueAt ?? 0,
  startedAt: near?.startedAt ?? 0,
  durationMs: 0,
  outcome: 'failed',
  frames: null,
  clock: 'untrusted',
  fault: 'the record of this play was lost on the player',
});

const NAME = /^(\d{8})-(boot_[0-9a-z]{8,32})-(\d{1,12})\.plays$/;

/**
 * Opens the journal, repairs torn tails and begins a new boot. Whatever cannot be read is put aside, never thrown: a wall
 * does not go dark for the records of yesterday. The limits are parameters for tests.
 */
export const openJournal = async (parts: {
  folder: string;
  bootId: BootId;
  log: Log;
  wall: () => number;
  damaged: SayDamaged;
  limitBytes?: number;
  segmentBytes?: number;
}): Promise<Journal> => {
  const { folder, bootId, log, wall, damaged } = parts;
  const limitBytes = parts.limitBytes ?? LIMIT_BYTES;
  const segmentBytes = parts.segmentBytes ?? SEGMENT_BYTES;
  const names = await openFolder(folder, wall, damaged);
  /** A damaged file of receipts costs a second hand-in, which the server stores once. */
  const receipts = createKeptFile({ paths: [join(folder, 'receipts.json')], schema: Acks, wall, damaged });
  const read = await receipts.read();
  const stored = new Map<string, number>(read.kind === 'read' ? Object.entries(read.value.storedUpTo) : []);
  const storedUpTo = (boot: BootId): number => stored.get(boot) ?? 0;

  const segments: Segment[] = [];
  for (const name of names.sort()) {
    const match = NAME.exec(name);
    const boot = match ? BootId.safeParse(match[2]) : null;
    if (!match || !boot?.success) continue;
    const path = join(folder, name);
    const first = Number(match[3]);
    let content: Buffer;
    try {
      content = await readFile(path);
    } catch (thrown) {
      damaged({ file: name, why: wordsOf(thrown), aside: await setAside(path, wall()) });
      continue;
    }
    const { plays, bytes } = readLines(content, first);
    if (content.length > bytes) {
      /** Nobody writes to the file of an old boot, so a tail that stays does no harm. */
      await truncate(path, bytes).catch(() => {});
      log('journal.tail-dropped', { segment: name, bytes: content.length - bytes });
    }
    if (plays.length === 0) {
      await rm(path, { force: true }).catch(() => {});
      continue;
    }
    segments.push({ path, order: Number(match[1]), bootId: boot.data, first, last: plays.at(-1)?.seq ?? first, bytes });
  }
  segments.sort((a, b) => a.order - b.order || a.first - b.first);
  const order = (segments.at(-1)?.order ?? 0) + 1;

  let seq = 0;
  let lost = 0;
  let writing: { handle: FileHandle; segment: Segment } | null = null;
  let closed = false;
  let queue: { play: Omit<Play, 'seq'>; resolve: (play: Play) => void; reject: (thrown: unknown) => void }[] = [];
  let flushing: Promise<void> | null = null;

  const drop = async (segment: Segment): Promise<void> => {
    segments.splice(segments.indexOf(segment), 1);
    await rm(segment.path, { force: true });
  };

  const forget = async (): Promise<void> => {
    const done = segments.filter((one) => one !== writing?.segment && one.last <= storedUpTo(one.bootId));
    for (const segment of done) await drop(segment);
  };

  const keepLimit = async (): Promise<void> => {
    let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    while (total > limitBytes) {
      const oldest = segments.find((segment) => segment !== writing?.segment);
      if (!oldest) return;
      const unread = Math.max(0, oldest.last - Math.max(oldest.first - 1, storedUpTo(oldest.bootId)));
      lost += unread;
      total -= oldest.bytes;
      log('plays.dropped', { bootId: oldest.bootId, from: oldest.first, until: oldest.last, unread });
      await drop(oldest);
    }
  };

  const openSegment = async (): Promise<{ handle: FileHandle; segment: Segment }> => {
    if (writing && writing.segment.bytes < segmentBytes) return writing;
    await writing?.handle.close();
    writing = null;
    const first = seq + 1;
    const path = join(folder, `${String(order).padStart(8, '0')}-${bootId}-${first}.plays`);
    const handle = await open(path, 'w', 0o600);
    const segment: Segment = { path, order, bootId, first, last: first - 1, bytes: 0 };
    segments.push(segment);
    await syncFolder(folder);
    writing = { handle, segment };
    await keepLimit();
    return writing;
  };

  /** Everything waiting goes into the file with one write and one sync; then the next lot, until nothing waits. */
  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const lot = queue;
      queue = [];
      try {
        const { handle, segment } = await openSegment();
        const plays = lot.map(({ play }, i): Play => ({ seq: seq + 1 + i, ...play }));
        const bytes = Buffer.from(plays.map(lineOf).join(''), 'utf8');
        try {
          await handle.write(bytes, 0, bytes.length, segment.bytes);
          await handle.datasync();
        } catch (thrown) {
          /** Half a lot must not stand before the next attempt: the numbers will be given again. */
          await handle.truncate(segment.bytes).catch(() => {});
          throw thrown;
        }
        segment.bytes += bytes.length;
        seq += plays.length;
        segment.last = seq;
        for (const [i, { resolve }] of lot.entries()) resolve(plays[i] as Play);
      } catch (thrown) {
        for (const { reject } of lot) reject(thrown);
      }
    }
  };

  /** A segment that the disk no longer gives holds nothing: its numbers go in as lost, and the later ones are not held up. */
  const contentOf = (segment: Segment): Promise<Buffer> =>
    readFile(segment.path).catch((thrown: unknown) => {
      if (!isFault(thrown, 'EIO', 'ENOENT', 'EISDIR')) throw thrown;
      damaged({ file: basename(segment.path), why: wordsOf(thrown), aside: null });
      return Buffer.alloc(0);
    });

  /** One flush at a time; what was queued in the very moment it ended gets the next one. */
  const kick = (): void => {
    flushing ??= flush().finally(() => {
      flushing = null;
      if (queue.length > 0) kick();
    });
  };

  return {
    bootId,
    append: (play) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the journal is closed'));
        queue.push({ play, resolve, reject });
        kick();
      }),
    backlog: () => {
      const newest = new Map<BootId, number>();
      for (const { bootId: boot, last } of segments) newest.set(boot, Math.max(last, newest.get(boot) ?? 0));
      return [...newest].reduce((sum, [boot, last]) => sum + Math.max(0, last - storedUpTo(boot)), 0);
    },
    batch: async (limit = MAX_PLAYS_PER_BATCH) => {
      const segment = segments.find(({ last, bootId: boot }) => last > storedUpTo(boot));
      if (!segment) return null;
      const known = readLines(await contentOf(segment), segment.first).plays;
      const from = storedUpTo(segment.bootId) + 1;
      const until = Math.min(segment.last, from + limit - 1);
      const bySeq = new Map(known.map((play) => [play.seq, play]));
      const missing = until - from + 1 - known.filter(({ seq: n }) => n >= from && n <= until).length;
      if (missing > 0) log('plays.missing', { bootId: segment.bootId, from, until, missing });
      const plays: Play[] = [];
      for (let n = from; n <= until; n += 1)
        plays.push(
          bySeq.get(n) ??
            lostPlay(
              n,
              known.find((play) => play.seq > n),
            ),
        );
      return { bootId: segment.bootId, plays };
    },
    retreat: (receipt) => {
      if (receipt.storedUpTo >= storedUpTo(receipt.bootId)) return;
      log('plays.forgotten-by-server', { ...receipt, knownBefore: storedUpTo(receipt.bootId) });
      stored.set(receipt.bootId, receipt.storedUpTo);
    },
    acknowledge: async (receipt) => {
      const newest = segments.reduce(
        (most, one) => (one.bootId === receipt.bootId ? Math.max(most, one.last) : most),
        0,
      );
      const upTo = Math.min(receipt.storedUpTo, newest);
      if (upTo <= storedUpTo(receipt.bootId)) return;
      stored.set(receipt.bootId, upTo);
      const alive = new Set<string>([bootId, ...segments.map((segment) => segment.bootId)]);
      for (const boot of stored.keys()) if (!alive.has(boot)) stored.delete(boot);
      await receipts.write({ format: 1, storedUpTo: Object.fromEntries(stored) });
      await forget();
    },
    dropped: () => lost,
    close: async () => {
      closed = true;
      while (flushing) await flushing;
      await writing?.handle.close();
      writing = null;
    },
  };
};
