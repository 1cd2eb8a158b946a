/**
 * Content-addressed files: a file's name is the sha-256 of its bytes, so the same bytes are kept once and never change.
 * `MediaStore` is the port; this is its local disk. Nothing from outside ever becomes part of a path.
 */
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Digest } from '../playlists/model/ids.ts';
import { createDigests, type Digests } from './digests.ts';
import { makeFolder, placeFile, syncFolder } from './durable-file.ts';
import { pourFile } from './pour-file.ts';

/** Large reads cost fewer trips to the thread pool. */
const READ_BYTES = 512 * 1024;

export interface StoredFile {
  digest: Digest;
  /** Size in bytes. */
  bytes: number;
}

export interface MediaStore {
  /**
   * Takes a finished file of the same disk into the store; it is gone from `path` afterwards. Durable on return. `known` = its
   * digest when the caller has just computed it.
   */
  adopt(path: string, known?: StoredFile): Promise<StoredFile>;
  /** Writes a stream into the store. Durable on return; a stream that fails leaves nothing. */
  put(bytes: Readable): Promise<StoredFile>;
  /** The file if it is here, else null. */
  find(digest: Digest): Promise<StoredFile | null>;
  /** Bytes `from` to `to`, both included; all of them when left out. The file must be here. */
  read(digest: Digest, range?: { from: number; to: number }): Readable;
  /** Sends bytes `from` to `to`, both included, into a stream and ends it; as `pourFile` has it. The file must be here. */
  pour(digest: Digest, range: { from: number; to: number }, into: Writable): Promise<void>;
  /** A path on this machine whose bytes are the file, for tools that want one. Read only. */
  localPath(digest: Digest): string;
  /** Removes a file; no effect when it is not here. */
  remove(digest: Digest): Promise<void>;
  /** Files that were taken in before `before` (ms since the epoch). */
  list(before: number): Promise<Digest[]>;
  /** Removes what a crash left half-written. Only at start, before anybody writes. */
  sweep(): Promise<void>;
  /** Bytes that may still be written on this disk. */
  freeBytes(): Promise<number>;
}

/** Passes bytes through and adds them to `hash`; `count()` tells how many went by. */
const hashing = (hash: Hash): { through: Transform; count: () => number } => {
  let count = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      count += chunk.length;
      done(null, chunk);
    },
  });
  return { through, count: () => count };
};

/** Opens a store in the folder `place` (made when absent): `aa/<digest>` and `temp/`. `digests` hashes what is adopted. */
export const openDiskStore = async (
  place: string,
  digests: Pick<Digests, 'of'> = createDigests(),
): Promise<MediaStore> => {
  const folder = resolve(place);
  const temp = join(folder, 'temp');
  await makeFolder(temp);
  const pathOf = (digest: Digest): string => {
    const name = Digest.parse(digest);
    return join(folder, name.slice(0, 2), name);
  };
  const find = async (digest: Digest): Promise<StoredFile | null> => {
    const found = await stat(pathOf(digest)).catch(() => null);
    return found?.isFile() ? { digest, bytes: found.size } : null;
  };
  const settle = async (path: string, file: StoredFile): Promise<StoredFile> => {
    if ((await find(file.digest))?.bytes === file.bytes) {
      // Counts as taken in anew, so that no clean-up takes it for a leftover.
      const now = new Date();
      await utimes(pathOf(file.digest), now, now);
      await rm(path, { force: true });
      await syncFolder(dirname(pathOf(file.digest)));
    } else await placeFile(path, pathOf(file.digest));
    return file;
  };
  return {
    adopt: async (path, known) => settle(path, known ?? (await digests.of(path))),
    put: async (bytes) => {
      const path = join(temp, randomBytes(12).toString('hex'));
      const hash = createHash('sha256');
      const { through, count } = hashing(hash);
      try {
        await pipeline(bytes, through, createWriteStream(path, { flags: 'wx' }));
        return await settle(path, { digest: Digest.parse(hash.digest('hex')), bytes: count() });
      } finally {
        await rm(path, { force: true });
      }
    },
    find,
    read: (digest, range) =>
      createReadStream(pathOf(digest), {
        highWaterMark: READ_BYTES,
        ...(range ? { start: range.from, end: range.to } : {}),
      }),
    pour: (digest, range, into) => pourFile(pathOf(digest), range, into),
    localPath: pathOf,
    remove: async (digest) => rm(pathOf(digest), { force: true }),
    list: async (before) => {
      const old: Digest[] = [];
      for (const name of await readdir(folder, { recursive: true })) {
        const digest = Digest.safeParse(name.split(/[\\/]/).at(-1));
        if (!digest.success) continue;
        const found = await stat(pathOf(digest.data)).catch(() => null);
        if (found && found.mtimeMs < before) old.push(digest.data);
      }
      return old;
    },
    sweep: async () => {
      for (const name of await readdir(temp)) await rm(join(temp, name), { recursive: true, force: true });
    },
    freeBytes: async () => {
      const disk = await statfs(folder);
      return disk.bavail * disk.bsize;
    },
  };
};
