/**
 * Uploads that were not finished, remembered by this browser: after a restart the file is chosen again and goes on at the byte. How far
 * each came is asked of the server, which alone knows, and which knows whose it is.
 */
import { z } from 'zod';
import { AssetId, Digest, FolderId } from '../../../../playlists/model/ids.ts';

const Unfinished = z.object({
  /** Of the upload at the server. */
  url: z.string().regex(/^\/api\/uploads\/[0-9a-f]{32}$/),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  lastModified: z.number(),
  digest: Digest.nullable(),
  folder: FolderId.nullable(),
  replaces: AssetId.nullable(),
  /** When it began, ms since the epoch. */
  at: z.number(),
});
export type Unfinished = z.infer<typeof Unfinished>;

/** The server has let go of it by then. */
const FORGOTTEN_AFTER_MS = 7 * 86_400_000;
const KEY = 'bang-tin.uploads';

export interface UnfinishedMemory {
  read(): Unfinished[];
  keep(one: Unfinished): void;
  forget(url: string): void;
}

const read = (): Unfinished[] => {
  try {
    return z.array(Unfinished).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
};
const write = (all: readonly Unfinished[]): void => {
  try {
    if (all.length > 0) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
  } catch {
    // Where storage is closed off, nothing outlives the page.
  }
};

export const browserMemory: UnfinishedMemory = {
  read: () => read().filter(({ at }) => Date.now() - at < FORGOTTEN_AFTER_MS),
  keep: (one) => write([...read().filter(({ url }) => url !== one.url), one]),
  forget: (url) => write(read().filter((one) => one.url !== url)),
};

/** What the server has of an upload; null = it knows none of ours by this address, or cannot be asked now. */
export const bytesSent = async (url: string): Promise<number | null> => {
  try {
    const answer = await fetch(url, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } });
    const offset = answer.headers.get('Upload-Offset');
    return answer.ok && offset !== null ? Number(offset) : null;
  } catch {
    return null;
  }
};

/** The same file by all that can be seen without reading it. */
export const looksLike = (file: File, one: Pick<Unfinished, 'name' | 'bytes' | 'lastModified'>): boolean =>
  file.size === one.bytes && file.name === one.name && file.lastModified === one.lastModified;

/**
 * Tells other windows of this browser which uploads run here, so that none offers to go on with what another one sends.
 * `mine` = those of this window; `theirs` hears of others.
 */
export const shareRunning = (mine: () => string[], theirs: (urls: string[]) => void): { ask(): void } => {
  if (typeof BroadcastChannel === 'undefined') return { ask: () => undefined };
  const channel = new BroadcastChannel('bang-tin.uploads');
  const Said = z.union([
    z.object({ kind: z.literal('whose') }),
    z.object({ kind: z.literal('mine'), urls: z.array(z.string()) }),
  ]);
  channel.onmessage = ({ data }) => {
    const said = Said.safeParse(data);
    if (!said.success) return;
    if (said.data.kind === 'mine') theirs(said.data.urls);
    else channel.postMessage({ kind: 'mine', urls: mine() });
  };
  return { ask: () => channel.postMessage({ kind: 'whose' }) };
};
