/**
 * What the page's origin serves, the same in every shell: the built page (a fixed list of files), the media of this player by
 * digest with byte ranges, and the policy that lets the page do nothing else. No path of a request ever reaches the disk.
 */
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
import { AssetId, Digest } from '../../../playlists/model/ids.ts';
import type { StageSide } from '../../core/stage.ts';
import { readRange } from './byte-range.ts';

/** Everything the page may load comes from its own origin; scripts cannot make markup. `connect` is for the HTTP channel. */
export const pageHeaders = (connect: "'self'" | "'none'"): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
});

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
};

export interface PageFile {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Reads the built page into memory: path of the URL → file; `/` is index.html. Throws when it was not built. */
export const readPage = async (folder: string): Promise<ReadonlyMap<string, PageFile>> => {
  const page = new Map<string, PageFile>();
  for (const name of await readdir(folder)) {
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
    if (type)
      page.set(name === 'index.html' ? '/' : `/${name}`, {
        type,
        bytes: new Uint8Array(await readFile(`${folder}/${name}`)),
      });
  }
  if (!page.has('/')) throw new Error(`no index.html in ${folder}`);
  return page;
};

const RELAY_PATH = /^\/relay\/(ast_[A-Za-z0-9]+)$/;
/** A relay goes on and is never kept. */
export const RELAY_HEADERS: Record<string, string> = {
  'content-type': 'video/mp4',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

/** Answers `/relay/<asset>`: null when the path is none of that form, `none` when that relay is not at hand. */
export const answerRelay = (path: string, relay: StageSide['relay']): ReadableStream<Uint8Array> | 'none' | null => {
  const asset = AssetId.safeParse(RELAY_PATH.exec(path)?.[1]);
  return asset.success ? (relay(asset.data) ?? 'none') : null;
};

/** An answer about a media file. `part` opens it; the caller closes what it opened. */
export type MediaAnswer =
  | { status: 404 | 416; headers: Record<string, string>; part: null }
  | { status: 200 | 206; headers: Record<string, string>; part: { path: string; from: number; until: number } };

const MEDIA_PATH = /^\/media\/([0-9a-f]{64})$/;

/** Answers `/media/<digest>`; null when the path is none of that form. */
export const answerMedia = (
  path: string,
  rangeHeader: string | null | undefined,
  locate: StageSide['locate'],
): MediaAnswer | null => {
  const digest = Digest.safeParse(MEDIA_PATH.exec(path)?.[1]);
  if (!digest.success) return null;
  const file = locate(digest.data);
  if (!file) return { status: 404, headers: { 'cache-control': 'no-store' }, part: null };
  const headers: Record<string, string> = {
    'content-type': file.type,
    'accept-ranges': 'bytes',
    // The file lies on this disk already; a second copy in the browser's cache would only wear it.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
  const range = readRange(rangeHeader, file.bytes);
  if (range.kind === 'outside') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${file.bytes}` }, part: null };
  }
  const from = range.kind === 'part' ? range.from : 0;
  const until = range.kind === 'part' ? range.until : file.bytes;
  headers['content-length'] = String(until - from);
  if (range.kind === 'part') headers['content-range'] = `bytes ${from}-${until - 1}/${file.bytes}`;
  return { status: range.kind === 'part' ? 206 : 200, headers, part: { path: file.path, from, until } };
};

/** Large reads: a quarter of the system calls of Node's default. */
const PIECE_BYTES = 256 * 1024;

/** Reads `[from, until)` piece by piece as asked; the file is closed at the end, on an error and when nobody reads on. */
export async function* readPieces(path: string, from: number, until: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file: FileHandle = await open(path, 'r');
  try {
    let at = from;
    while (at < until) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, until - at));
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) throw new Error('file is shorter than it was');
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
