/**
 * The player's only way to write a file that matters: temporary file → fsync → rename → fsync of the folder, and only then
 * does the call return. A power cut at any step leaves the old content or the new, never a mixture, and never the old one
 * after the call has returned. Leftovers of cuts end in `.tmp` and are swept at start.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { wordsOf } from './log.ts';

const TEMPORARY = '.tmp';

/** True when an I/O error carries this code (`ENOENT`, `ENOSPC` …). */
export const isFault = (thrown: unknown, ...codes: string[]): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && codes.includes(String(thrown.code));

/** Makes renames and removals in a folder durable. Windows cannot open folders and journals names by itself. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a folder and its parents; each new name is durable in its parent. */
export const makeFolder = async (folder: string, mode = 0o700): Promise<void> => {
  const first = await mkdir(folder, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
};

/** Replaces a file durably. Throws what the disk throws (`ENOSPC` …); the old content is whole then. */
export const writeDurably = async (
  path: string,
  content: string | Uint8Array | readonly (string | Uint8Array)[],
  mode = 0o600,
): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}${TEMPORARY}`;
  const handle = await open(temporary, 'wx', mode);
  try {
    try {
      const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await syncFolder(dirname(path));
};

/** Gives a complete, already synced file its final name, durably. Both names are in one folder. */
export const renameDurably = async (from: string, to: string): Promise<void> => {
  await rename(from, to);
  await syncFolder(dirname(to));
};

/** Removes a file, or whatever has its name, durably; one that is not there is fine. */
export const removeDurably = async (path: string): Promise<void> => {
  await rm(path, { force: true, recursive: true });
  await syncFolder(dirname(path));
};

/** Throws away what a cut left half-written, as far as the disk lets it. Returns the names found. Never throws. */
export const sweepLeftovers = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => []);
  const leftovers = names.filter((name) => name.endsWith(TEMPORARY));
  for (const name of leftovers) await rm(join(folder, name), { force: true, recursive: true }).catch(() => {});
  return leftovers;
};

/** A file that could not be read and where it is now; `aside` null = the disk did not even let it be renamed. */
export interface Damaged {
  file: string;
  why: string;
  aside: string | null;
}
export type SayDamaged = (damaged: Damaged) => void;

/**
 * Puts a damaged file or folder aside for a technician, under a name that nobody reads. Never throws: null = it could not be
 * renamed, and whoever asked goes on without it.
 */
export const setAside = async (path: string, stamp: number): Promise<string | null> => {
  let aside = `${path}.damaged-${Math.round(stamp)}`;
  try {
    await rename(path, aside).catch(() => {
      /** The name may be taken by something that cannot be replaced. */
      aside += `-${randomBytes(3).toString('hex')}`;
      return rename(path, aside);
    });
  } catch {
    return null;
  }
  await stat(aside)
    .then(({ mode }) => chmod(aside, mode & 0o700))
    .catch(() => {});
  await syncFolder(dirname(path)).catch(() => {});
  return aside;
};

/**
 * The names in a folder that is made if it is missing. One that is no folder, or whose names cannot be read, is put aside
 * whole and begun anew.
 */
export const openFolder = async (folder: string, wall: () => number, damaged: SayDamaged): Promise<string[]> => {
  try {
    await makeFolder(folder);
    return await readdir(folder);
  } catch (thrown) {
    damaged({ file: basename(folder), why: wordsOf(thrown), aside: await setAside(folder, wall()) });
    await makeFolder(folder);
    return await readdir(folder);
  }
};
