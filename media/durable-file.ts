/**
 * The one way a file that matters reaches the disk: written beside its place, fsynced, renamed, and its folder fsynced.
 * Only when these functions return may the file be acknowledged to anybody. A crash leaves the old state or the new one.
 */
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Flushes the bytes of a file to the disk. */
export const syncFile = syncPath;

/** Flushes the names in a folder. Windows cannot open folders and keeps names in its own journal. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform !== 'win32') await syncPath(path);
};

/** Makes a folder and its missing parents so that their names survive a power cut. */
export const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
};

/** Moves a finished file to its place, replacing what is there. Both must be on one file system. */
export const placeFile = async (from: string, to: string): Promise<void> => {
  await syncFile(from);
  await makeFolder(dirname(to));
  await rename(from, to);
  await syncFolder(dirname(to));
};
