/**
 * The player's only way to write a file that matters: temporary file → fsync → rename → fsync of the folder, and only then
 * does the call return. A power cut at any step leaves the old content or the new, never a mixture, and never the old one
 * after the call has returned. Leftovers of cuts end in `.tmp` and are swept at start.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';

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

/** Removes a file, durably; one that is not there is fine. */
export const removeDurably = async (path: string): Promise<void> => {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
};

/** Throws away what a cut left half-written. Returns the names removed. */
export const sweepLeftovers = async (folder: string): Promise<string[]> => {
  const leftovers = (await readdir(folder)).filter((name) => name.endsWith(TEMPORARY));
  for (const name of leftovers) await rm(join(folder, name), { force: true });
  return leftovers;
};

export type ReadFile<Value> = { kind: 'absent' } | { kind: 'damaged'; why: string } | { kind: 'read'; value: Value };

/** Reads a JSON file through its schema. A damaged file is a value, not an exception: every caller has an answer to it. */
export const readJson = async <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<ReadFile<z.output<Schema>>> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (isFault(thrown, 'ENOENT')) return { kind: 'absent' };
    throw thrown;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success
      ? { kind: 'read', value: parsed.data }
      : { kind: 'damaged', why: parsed.error.issues.map((issue) => issue.message).join('; ') };
  } catch {
    return { kind: 'damaged', why: 'not JSON' };
  }
};

/** Puts a damaged file aside for a technician, under a name that nobody reads. */
export const setAside = async (path: string, stamp: number): Promise<string> => {
  const aside = `${path}.damaged-${Math.round(stamp)}`;
  await renameDurably(path, aside);
  await chmod(aside, 0o600);
  return aside;
};
