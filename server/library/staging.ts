/**
 * Uploads on their way in: a tus file store whose acknowledged bytes are on the disk, and the sweep of what nobody will finish.
 * Ids are ours (32 hex digits); a file is named by its id and nothing else.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';
import { makeFolder, syncFile, syncFolder } from '../../media/durable-file.ts';

/** Uploads that nobody continued for this long are removed. */
export const ABANDONED_AFTER_MS = 24 * 3_600_000;

export const isUploadId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** A 204 to PATCH promises that the bytes are kept: they are flushed before it is sent. */
class DurableFileStore extends FileStore {
  override async create(upload: Upload): Promise<Upload> {
    const made = await super.create(upload);
    await syncFile(join(this.directory, upload.id));
    await syncFile(join(this.directory, `${upload.id}.json`));
    await syncFolder(this.directory);
    return made;
  }
  override async write(...written: Parameters<FileStore['write']>): Promise<number> {
    try {
      return await super.write(...written);
    } finally {
      await syncFile(join(this.directory, written[1])).catch(() => undefined);
    }
  }
}

export interface Staging {
  store: FileStore;
  path(uploadId: string): string;
  remove(uploadId: string): Promise<void>;
  /** Uploads whose bytes are all here. */
  complete(): Promise<Upload[]>;
  /** Removes abandoned uploads and stray files; `isWanted` says which finished ones are still to be measured. */
  sweep(now: number, isWanted: (uploadId: string) => boolean): Promise<number>;
  /** Bytes that running uploads have announced but not yet sent. */
  outstandingBytes(): Promise<number>;
}

export const openStaging = async (folder: string): Promise<Staging> => {
  await makeFolder(folder);
  const store = new DurableFileStore({ directory: folder });
  const path = (uploadId: string): string => {
    if (!isUploadId(uploadId)) throw new RangeError(`not an upload id: ${uploadId}`);
    return join(folder, uploadId);
  };
  const remove = async (uploadId: string): Promise<void> => {
    // The description goes last: bytes without one are stray and swept; a description without bytes is, too.
    await rm(path(uploadId), { force: true });
    await rm(`${path(uploadId)}.json`, { force: true });
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
    outstandingBytes: async () =>
      (await uploads()).reduce((sum, upload) => sum + Math.max(0, (upload.size ?? 0) - upload.offset), 0),
  };
};
