/**
 * Files by their digest, to people and to players: renditions, thumbnails and storyboards, never uploaded bytes. Single byte ranges, HEAD,
 * conditional requests; the type is what we wrote down when we made the file. A digest never changes its bytes, so whoever
 * has them may keep them for ever.
 */
import type { Request, Response } from 'express';
import type { MediaStore } from '../../media/store.ts';
import type { Digest } from '../../playlists/model/ids.ts';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Database } from '../database/open.ts';
import { isWhole } from './lost-files.ts';

export type Range = { kind: 'whole' } | { kind: 'part'; from: number; to: number } | { kind: 'beyond' };

/** Reads a `Range` header for a file of `bytes`. Several ranges and other units are answered with the whole file (RFC 9110). */
export const readRange = (header: string | undefined, bytes: number): Range => {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return { kind: 'whole' };
  const [first, last] = [asked[1] as string, asked[2] as string];
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? { kind: 'beyond' } : { kind: 'part', from: bytes - length, to: bytes - 1 };
  }
  const from = Number(first);
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < from) return { kind: 'whole' };
  return from >= bytes ? { kind: 'beyond' } : { kind: 'part', from, to };
};

const isNamed = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((part) => part.trim().replace(/^W\//, '') === tag));

export type SendFile = (digest: Digest, request: Request, response: Response) => Promise<Refusal | undefined>;

/**
 * A sender for files that our tables know. Unknown digests are refused with `not-found`; so are files that are no longer
 * whole on the disk, of which `lost` is told.
 */
export const createSendFile = (ports: {
  database: Database;
  files: MediaStore;
  lost(digest: Digest): void;
}): SendFile => {
  const { database, files } = ports;
  /** Content type and size of our own record. */
  const recordOf = (digest: Digest): { type: string; bytes: number | null } | undefined => {
    const { query, now } = database;
    const ofRendition = query.selectFrom('rendition').select(['type', 'bytes']).where('fileDigest', '=', digest);
    const rendition = now.first(ofRendition.limit(1));
    if (rendition) return rendition;
    const storyboard = query.selectFrom('storyboard').select('bytes').where('fileDigest', '=', digest);
    const sheet = now.first(storyboard.limit(1));
    if (sheet) return { type: 'image/jpeg', bytes: sheet.bytes };
    const thumbnail = query.selectFrom('asset').select('id').where('thumbnail', '=', digest);
    const ofVersion = query.selectFrom('assetVersion').select('number').where('thumbnail', '=', digest);
    const isKnown =
      now.first(thumbnail.where('purgedAt', 'is', null).limit(1)) ??
      now.first(ofVersion.where('droppedAt', 'is', null).limit(1));
    return isKnown ? { type: 'image/webp', bytes: null } : undefined;
  };
  return async (digest, request, response) => {
    const known = recordOf(digest);
    if (!known) return refusal('not-found', `no file ${digest}`);
    const file = await files.find(digest);
    if (!file || !isWhole(file, known.bytes)) {
      ports.lost(digest);
      return refusal('not-found', `${digest} is ${file ? `${file.bytes} bytes long` : 'gone'}; it is made again`);
    }
    const tag = `"${digest}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Content-Disposition', 'inline');
    if (isNamed(request.headers['if-none-match'], tag)) {
      response.status(304).end();
      return undefined;
    }
    const sameFile = request.headers['if-range'] === undefined || request.headers['if-range'] === tag;
    const range = readRange(sameFile ? request.headers.range : undefined, file.bytes);
    if (range.kind === 'beyond') {
      response.setHeader('Content-Range', `bytes */${file.bytes}`);
      response.status(416).end();
      return undefined;
    }
    const { from, to } = range.kind === 'part' ? range : { from: 0, to: file.bytes - 1 };
    if (range.kind === 'part') response.setHeader('Content-Range', `bytes ${from}-${to}/${file.bytes}`);
    response.status(range.kind === 'part' ? 206 : 200);
    response.setHeader('Content-Type', known.type);
    response.setHeader('Content-Length', to - from + 1);
    if (request.method === 'HEAD') {
      response.end();
      return undefined;
    }
    try {
      await files.pour(digest, { from, to }, response);
    } catch (cause) {
      // The other side went away in the middle: its right. Anything else is ours.
      const code = (cause as NodeJS.ErrnoException).code;
      if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET' && code !== 'EPIPE') throw cause;
    }
    return undefined;
  };
};
