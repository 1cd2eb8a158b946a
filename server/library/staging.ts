/**
 * Uploads on their way in: a tus file store whose acknowledged bytes are on the disk, and the sweep of what nobody will finish.
 * Ids are ours (32 hex digits); a file is named by its id and nothing else.
 */
import { type FileHandle, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';
import { makeFolder, placeFile, syncFile, syncFolder } from '../../media/durable-file.ts';

/** Uploads that nobody continued for this long are removed. */
export const ABANDONED_AFTER_MS = 24 * 3_600_000;

export const isUploadId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** A description that takes the place of another is written under this name first. */
const BESIDE = '.json.new';

/** Bytes go to the disk in pieces of this size, the next one being gathered while one is written. */
const WRITE_BYTES = 1024 * 1024;

/** A 204 to PATCH promises that the bytes are kept: they are flushed before it is sent, once for each PATCH. */
class DurableFileStore extends FileStore {
  readonly written: (id: string, upTo: number) => void;
  constructor(directory: string, written: (id: string, upTo: number) => void) {
    super({ directory });
    this.written = written;
  }
  override async create(upload: Upload): Promise<Upload> {
    const made = await super.create(upload);
    await syncFile(join(this.directory, upload.id));
    await syncFile(join(this.directory, `${upload.id}.json`));
    await syncFolder(this.directory);
    return made;
  }
  /** Whatever arrived is kept, also when the sender went away in the middle. */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+');
    let at = offset;
    let gathered: Buffer[] = [];
    let size = 0;
    let writing: Promise<unknown> = Promise.resolve();
    const put = async (): Promise<void> => {
      const [parts, from] = [gathered, at];
      [gathered, at, size] = [[], at + size, 0];
      await writing;
      writing = writeAll(file, parts, from).then(() => this.written(id, from + lengthOf(parts)));
      // Heard when the next piece waits for it; until then it must not count as unhandled.
      writing.catch(() => undefined);
    };
    try {
      for await (const chunk of readable as AsyncIterable<Buffer>) {
        gathered.push(chunk);
        size += chunk.length;
        if (size >= WRITE_BYTES) await put();
      }
    } finally {
      try {
        if (size > 0) await put();
        await writing;
        await file.datasync();
      } finally {
        await file.close();
      }
    }
    return at;
  }
}

const lengthOf = (parts: readonly Buffer[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** A disk takes less than it was given when it is nearly full; the next try says so. */
const writeAll = async (file: FileHandle, parts: Buffer[], from: number): Promise<void> => {
  const { bytesWritten } = await file.writev(parts, from);
  if (bytesWritten === lengthOf(parts)) return;
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  if (bytesWritten === 0) throw Object.assign(new Error('the disk takes no more'), { code: 'ENOSPC' });
  await writeAll(file, [rest], from + bytesWritten);
};

export interface Staging {
  store: FileStore;
  path(uploadId: string): string;
  remove(uploadId: string): Promise<void>;
  /** Writes down what was said of an upload after it began. Durable on return. */
  describe(upload: Upload): Promise<void>;
  /** Uploads whose bytes are all here. */
  complete(): Promise<Upload[]>;
  /** Removes abandoned uploads and stray files; `isWanted` says which finished ones are still to be measured. */
  sweep(now: number, isWanted: (uploadId: string) => boolean): Promise<number>;
  /** Uploads of which bytes are still to come. */
  running(): Promise<{ id: string; size: number; offset: number }[]>;
}

/** `written` is told as bytes reach the file; they do not change any more. */
export const openStaging = async (
  folder: string,
  written: (uploadId: string, upTo: number) => void = () => undefined,
): Promise<Staging> => {
  await makeFolder(folder);
  const store = new DurableFileStore(folder, written);
  const path = (uploadId: string): string => {
    if (!isUploadId(uploadId)) throw new RangeError(`not an upload id: ${uploadId}`);
    return join(folder, uploadId);
  };
  const remove = async (uploadId: string): Promise<void> => {
    // The description goes last: bytes without one are stray and swept; a description without bytes is, too.
    await rm(path(uploadId), { force: true });
    await rm(`${path(uploadId)}.json`, { force: true });
    await rm(`${path(uploadId)}${BESIDE}`, { force: true });
  };
  const ids = async (): Promise<string[]> => [
    ...new Set((await readdir(folder)).map((name) => name.replace(/\.json$/, '')).filter(isUploadId)),
  ];
  const read = (id: string): Promise<Upload | null> => store.getUpload(id).catch(() => null);
  const uploads = async (): Promise<Upload[]> =>
    (await Promise.all((await ids()).map(read))).filter((upload) => upload !== null);
  return {
    store,
    path,
    remove,
    describe: async (upload) => {
      const beside = `${path(upload.id)}${BESIDE}`;
      await writeFile(beside, JSON.stringify(upload));
      await placeFile(beside, `${path(upload.id)}.json`);
    },
    complete: async () => (await uploads()).filter((upload) => upload.size === upload.offset),
    sweep: async (now, isWanted) => {
      let removed = 0;
      for (const id of await ids()) {
        const upload = await read(id);
        const touched = await stat(path(id)).catch(() => null);
        const isFinished = upload !== null && upload.size === upload.offset;
        const isAlive =
          upload !== null && !isFinished && touched !== null && now - touched.mtimeMs < ABANDONED_AFTER_MS;
        // Young files without a description may be an upload that is being made this moment.
        const isYoung = upload === null && touched !== null && now - touched.mtimeMs < 60_000;
        if (isAlive || isYoung || (isFinished && isWanted(id))) continue;
        await remove(id);
        removed += 1;
      }
      return removed;
    },
    running: async () =>
      (await uploads()).flatMap(({ id, size = 0, offset }) => (offset < size ? [{ id, size, offset }] : [])),
  };
};
