/**
 * The page's origin on the loopback: page, media, and the channel (events down, posts up). Only the browser we started may
 * speak to it: it enters once with a random key and then carries a cookie no script can read; the Host must be our own
 * address (no DNS rebinding), posts must come from our own page. Everything else is answered 403 or 404 without words.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { type CoreToPage, PageToCore } from '../../../playlists/wire/stage.ts';
import type { StageSide } from '../../core/stage.ts';
import { answerMedia, answerRelay, type PageFile, pageHeaders, RELAY_HEADERS, readPieces } from '../page/page-files.ts';

const MOST_POST_BYTES = 256 * 1024;
const Posted = z.array(PageToCore).max(100);
const COOKIE = 'bangtin';

export interface PageServerDoors {
  page: ReadonlyMap<string, PageFile>;
  locate: StageSide['locate'];
  relay: StageSide['relay'];
  heard(message: PageToCore): void;
  /** Something knocked that should not have; for the log. */
  refused(what: string): void;
}

export interface PageServer {
  /** Address that lets one browser in, once. Each call makes a new key and shuts out the browser before. */
  invite(): string;
  /** To the page that is connected; dropped when there is none (it says `ready` when it comes). */
  send(message: CoreToPage): void;
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(32).toString('base64url');
const same = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes > MOST_POST_BYTES) return null;
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
};

export const openPageServer = async (doors: PageServerDoors): Promise<PageServer> => {
  /** Key of the next entry (null = used) and cookie of the browser inside. */
  let entry: string | null = null;
  let cookie = secret();
  let events: ServerResponse | null = null;
  let host = '';

  const end = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end();
  };

  const takePost = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.origin !== `http://${host}` || request.headers['content-type'] !== 'application/json') {
      doors.refused('post from elsewhere');
      return end(response, 403);
    }
    const text = await readBody(request);
    if (text === null) return end(response, 413, { connection: 'close' });
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return end(response, 400);
    }
    const read = Posted.safeParse(raw);
    if (!read.success) {
      doors.refused(`message not understood: ${read.error.message.slice(0, 300)}`);
      return end(response, 400);
    }
    end(response, 204);
    for (const message of read.data) doors.heard(message);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.headers.host !== host) {
      doors.refused('foreign host name');
      return end(response, 403);
    }
    const key = /^\/enter\/([\w-]{43})$/.exec(path)?.[1];
    if (key && request.method === 'GET') {
      if (entry === null || !same(key, entry)) {
        doors.refused('wrong or used key');
        return end(response, 403);
      }
      entry = null;
      return end(response, 302, {
        location: '/',
        'set-cookie': `${COOKIE}=${cookie}; HttpOnly; SameSite=Strict; Path=/`,
      });
    }
    const carried = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{43})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
    if (!carried || !same(carried, cookie)) {
      doors.refused('no key');
      return end(response, 403);
    }
    if (path === '/channel') {
      if (request.method === 'POST') return takePost(request, response);
      if (request.method !== 'GET') return end(response, 405);
      events?.end();
      events = response;
      response.on('close', () => {
        if (events === response) events = null;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 250\n\n');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    const file = doors.page.get(path);
    if (file) {
      response.writeHead(200, {
        ...pageHeaders("'self'"),
        'content-type': file.type,
        'content-length': String(file.bytes.length),
      });
      response.end(request.method === 'HEAD' ? undefined : file.bytes);
      return;
    }
    const relay = answerRelay(path, doors.relay);
    if (relay === 'none') return end(response, 404);
    if (relay) {
      response.writeHead(200, RELAY_HEADERS);
      if (request.method === 'HEAD') return void response.end();
      return pipeline(Readable.fromWeb(relay as WebStream), response);
    }
    const media = answerMedia(path, request.headers.range, doors.locate);
    if (!media) return end(response, 404);
    response.writeHead(media.status, media.headers);
    if (!media.part || request.method === 'HEAD') {
      response.end();
      return;
    }
    const { path: onDisk, from, until } = media.part;
    await pipeline(Readable.from(readPieces(onDisk, from, until), { objectMode: false }), response);
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      // The browser stops reading a video whenever it likes; only what was never answered is worth a word.
      if (!response.headersSent) {
        doors.refused(`failed: ${String(thrown)}`);
        end(response, 500);
      } else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    invite: () => {
      entry = secret();
      cookie = secret();
      events?.end();
      return `http://${host}/enter/${entry}`;
    },
    send: (message) => {
      events?.write(`data: ${JSON.stringify(message)}\n\n`);
    },
    stop: () =>
      new Promise((resolve) => {
        events?.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
