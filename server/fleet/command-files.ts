/**
 * What commands leave behind: small pictures and bundles, in files named after the command, whose id is ours. A file is
 * acknowledged when it and its name are on the disk; of each screen only the newest few are kept.
 */
import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { makeFolder, placeFile } from '../../media/durable-file.ts';
import { MOST_FILE_BYTES } from '../../playlists/model/command.ts';
import type { CommandId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';

export type CommandFile = keyof typeof MOST_FILE_BYTES;
/** Of each screen. */
export const FILES_KEPT: Readonly<Record<CommandFile, number>> = { picture: 20, bundle: 5 };

const ENDING: Readonly<Record<CommandFile, string>> = { picture: 'jpg', bundle: 'json' };
const TYPE: Readonly<Record<CommandFile, string>> = { picture: 'image/jpeg', bundle: 'application/json' };

const readBounded = async (source: Readable, most: number): Promise<Buffer | null> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of source as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

/** Browsers are told what a file is by us; it must at least begin as that. */
const isWhatItSays = (file: CommandFile, bytes: Buffer): boolean => {
  if (file === 'picture') return bytes.length > 100 && bytes.readUIntBE(0, 3) === 0xffd8ff;
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
};

export const createCommandFiles = (folder: string) => {
  const pathOf = (id: CommandId | string, file: CommandFile): string => join(folder, `${id}.${ENDING[file]}`);
  return {
    /** Makes the folder and removes what no command names (a crash between file and row). */
    open: async (known: readonly { id: string; file: string | null }[]): Promise<void> => {
      await makeFolder(folder);
      const named = new Set(known.map(({ id, file }) => pathOf(id, file as CommandFile)));
      for (const name of await readdir(folder))
        if (!named.has(join(folder, name))) await rm(join(folder, name), { force: true });
    },
    /** Reads and keeps a file; refuses one that is too large or is not what it should be. */
    keep: async (id: CommandId, file: CommandFile, source: Readable): Promise<Outcome<undefined>> => {
      const most = MOST_FILE_BYTES[file];
      const bytes = await readBounded(source, most);
      if (!bytes) return refused('request-too-large', `more than ${most} bytes`);
      if (!isWhatItSays(file, bytes)) return refused('request-malformed', `${bytes.length} bytes are no ${TYPE[file]}`);
      const path = pathOf(id, file);
      const handle = await open(`${path}.tmp`, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
      await placeFile(`${path}.tmp`, path);
      return accepted(undefined);
    },
    send: async (id: CommandId, file: CommandFile, response: Response): Promise<Outcome<undefined>> => {
      const path = pathOf(id, file);
      const found = await stat(path).catch(() => null);
      if (!found) return refused('not-found', `the file of ${id} is gone`);
      response.setHeader('Content-Type', TYPE[file]);
      response.setHeader('Content-Length', found.size);
      response.setHeader('X-Content-Type-Options', 'nosniff');
      // A command's file never changes.
      response.setHeader('Cache-Control', 'private, max-age=86400, immutable');
      if (file === 'bundle') response.setHeader('Content-Disposition', `attachment; filename="${id}.json"`);
      await pipeline(createReadStream(path), response).catch(() => {});
      return accepted(undefined);
    },
    forget: async (id: CommandId, file: CommandFile): Promise<void> => {
      await rm(pathOf(id, file), { force: true });
    },
  };
};
export type CommandFiles = ReturnType<typeof createCommandFiles>;
