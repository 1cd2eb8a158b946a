/**
 * Which server this player belongs to. What a technician typed on the glass is kept and counts until the installer's setting
 * changes; without either the first-boot page asks. A switch to another server forgets what was trusted of the old one, once,
 * at the next start, however often that start is cut off.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { SayDamaged } from './durable-file.ts';
import { createKeptFile } from './kept-file.ts';

const Kept = z.object({
  serverUrl: z.url({ protocol: /^https?$/ }),
  /** The installer's setting at that time; another one since then is newer and counts. Null = there was none. */
  insteadOf: z.string().nullable(),
  /** Trust in the old server is still to be forgotten. */
  forget: z.boolean(),
});

export interface ServerAddress {
  /** Null = nobody has said it yet. */
  url: string | null;
  /** The old server is still trusted: forget it before anything else, then call `forgotten`. */
  forget: boolean;
  forgotten(): Promise<void>;
  /** Durable when it resolves; counts from the next start on. Throws what the disk throws. */
  choose(url: string, anotherServer: boolean): Promise<void>;
}

/** `configured`: from environment or command line; null = unsaid. */
export const openServerAddress = async (parts: {
  folder: string;
  configured: string | null;
  wall: () => number;
  damaged: SayDamaged;
}): Promise<ServerAddress> => {
  const { folder, configured } = parts;
  // Two files: without this fact a wall would ask passers-by for an address.
  const paths = ['server.json', 'server-copy.json'].map((name) => join(folder, name));
  const file = createKeptFile({ paths, schema: Kept, wall: parts.wall, damaged: parts.damaged });
  const read = await file.read();
  const typed = read.kind === 'read' && read.value.insteadOf === configured ? read.value : null;
  return {
    url: typed?.serverUrl ?? configured,
    forget: typed?.forget ?? false,
    forgotten: async () => {
      if (typed) await file.write({ ...typed, forget: false });
    },
    choose: (url, anotherServer) => file.write({ serverUrl: url, insteadOf: configured, forget: anotherServer }),
  };
};
