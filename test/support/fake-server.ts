/**
 * A small real server for player tests: HTTP and socket.io on port 0, real challenges, real signatures, byte ranges and
 * receipts. It speaks the wire contracts and knows one device; what it does wrong, a test told it to do.
 */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Digest, ScreenId } from '../../playlists/model/ids.ts';
import type { SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { type Play, PlayBatch } from '../../playlists/wire/play.ts';
import {
  challengeText,
  Heartbeat,
  Hello,
  type HelloAnswer,
  type ManifestAnswer,
  ManifestProgress,
} from '../../playlists/wire/player-link.ts';
import { aSigner, type MadeManifest, SCREEN, type Signer, type TestFile } from './signed-manifest.ts';

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export interface FakeServer {
  url: string;
  /** Bearer that every welcome gives. */
  token: string;
  signer: Signer;
  /** What hello is answered; `unpaired` at first unless told otherwise. */
  standing: 'paired' | 'unpaired' | 'revoked';
  screenId: ScreenId;
  /** Added to the server's time. */
  clockAheadMs: number;
  /** Bytes a second for files; null = as fast as it goes. */
  bytesPerSecond: number | null;
  /** The next file goes silent after so many bytes, with the line open; once. */
  silentAfter: number | null;
  /** Changes bytes of files on their way; identity by default. */
  spoil: (digest: Digest, chunk: Buffer) => Buffer;
  /** Answers plays with this status instead of storing them. */
  playsStatus: number | null;
  /** False: a push is only an envelope; the body must be pulled. */
  pushBodies: boolean;
  hellos: Hello[];
  heartbeats: Heartbeat[];
  progress: ManifestProgress[];
  answers: ManifestAnswer[];
  /** `digest bytes=…` of each file request. */
  fileRequests: { digest: string; range: string | null }[];
  /** boot → seq → play; storing twice the same changes nothing. */
  plays: Map<string, Map<number, Play>>;
  /** Plays received again, by `boot/seq` of differing content: must stay empty. */
  conflicts: string[];
  now(): number;
  serveFile(...files: TestFile[]): void;
  /** Sets the newest manifest and pushes it to whoever is there. */
  publish(made: MadeManifest): void;
  /** Pushes without making it the newest. */
  push(signed: SignedEnvelope): Promise<ManifestAnswer>;
  again(): void;
  /** Sends any event to everybody. */
  emitAll(event: string, payload: unknown): void;
  /** Cuts all sockets and refuses new ones until `back`. */
  away(): Promise<void>;
  back(): Promise<void>;
  stop(): Promise<void>;
}

export const startFakeServer = async (parts: { signer?: Signer; paired?: boolean } = {}): Promise<FakeServer> => {
  const files = new Map<string, TestFile>();
  const bodies = new Map<string, string>();
  const token = randomBytes(16).toString('hex');
  let newest: MadeManifest | null = null;

  const sendFile = async (request: IncomingMessage, response: ServerResponse, digest: string): Promise<void> => {
    const range = request.headers.range ?? null;
    server.fileRequests.push({ digest, range });
    const found = files.get(digest);
    if (!found) return void response.writeHead(404).end();
    const from = range ? Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0) : 0;
    const total = found.content.length;
    response.writeHead(range ? 206 : 200, {
      'content-length': total - from,
      'content-type': found.file.type,
      ...(range ? { 'content-range': `bytes ${from}-${total - 1}/${total}` } : {}),
    });
    const piece = server.bytesPerSecond ? Math.max(256, Math.floor(server.bytesPerSecond / 100)) : 65_536;
    for (let at = from; at < total && !response.destroyed; at += piece) {
      if (server.silentAfter !== null && at >= server.silentAfter) {
        server.silentAfter = null;
        return;
      }
      response.write(server.spoil(found.file.digest, found.content.subarray(at, Math.min(total, at + piece))));
      if (server.bytesPerSecond) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    response.end();
  };

  const takePlays = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (server.playsStatus !== null) return void response.writeHead(server.playsStatus).end('{}');
    const batch = PlayBatch.parse(JSON.parse(text));
    const stored = server.plays.get(batch.bootId) ?? new Map<number, Play>();
    server.plays.set(batch.bootId, stored);
    for (const play of batch.plays) {
      const earlier = stored.get(play.seq);
      if (earlier && JSON.stringify(earlier) !== JSON.stringify(play))
        server.conflicts.push(`${batch.bootId}/${play.seq}`);
      stored.set(play.seq, play);
    }
    const storedUpTo = batch.plays.at(-1)?.seq ?? 0;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ bootId: batch.bootId, storedUpTo }));
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? '';
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end('{}');
    if (url === '/api/player/plays' && request.method === 'POST') return takePlays(request, response);
    const [, kind, digest] = /^\/api\/player\/(files|bodies)\/([0-9a-f]{64})$/.exec(url) ?? [];
    if (kind === 'files' && digest) return sendFile(request, response, digest);
    if (kind === 'bodies' && digest) {
      const text = bodies.get(digest);
      return void (text === undefined ? response.writeHead(404).end() : response.end(text));
    }
    if (url === '/api/player/manifest') {
      if (!newest) return void response.writeHead(404).end('{}');
      const etag = `"${newest.signed.envelope.epoch}.${newest.signed.envelope.version}"`;
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      return void response.setHeader('etag', etag).end(JSON.stringify(newest.signed));
    }
    response.writeHead(404).end('{}');
  };

  const answerHello = (hello: Hello, nonce: string): HelloAnswer => {
    const key = createPublicKey({
      key: Buffer.concat([SPKI_HEAD, Buffer.from(hello.publicKey, 'base64')]),
      format: 'der',
      type: 'spki',
    });
    const spoken = Buffer.from(challengeText(nonce, hello.deviceId));
    if (!verify(null, spoken, key, Buffer.from(hello.signature, 'base64')))
      throw new Error('the device lied in its hello');
    const serverTime = server.now();
    switch (server.standing) {
      case 'unpaired':
        return {
          kind: 'unpaired',
          code: 'ABCD2345',
          url: `${server.url}/pair`,
          expiresAt: serverTime + 600_000,
          serverTime,
        };
      case 'revoked':
        return { kind: 'revoked', serverTime };
      case 'paired':
        return {
          kind: 'welcome',
          screenId: server.screenId,
          screenName: 'Bảng thử',
          serverTime,
          token,
          tokenUntil: serverTime + 3_600_000,
          signingKey: server.signer.publicKey,
        };
    }
  };

  let http = createServer();
  let io = new Server();
  let port = 0;
  const open = async (): Promise<void> => {
    http = createServer((request, response) => {
      serve(request, response).catch(() => response.destroy());
    });
    io = new Server(http, { transports: ['websocket'], serveClient: false });
    io.of('/player').on('connection', (socket) => {
      const nonce = randomBytes(24).toString('base64url');
      socket.on('hello', (message: unknown, answer: (reply: HelloAnswer) => void) => {
        const hello = Hello.parse(message);
        server.hellos.push(hello);
        const reply = answerHello(hello, nonce);
        answer(reply);
        if (reply.kind !== 'welcome') return;
        void socket.join('welcome');
        const had = hello.active;
        if (newest && had?.version !== newest.signed.envelope.version) pushTo(socket, newest).catch(() => {});
      });
      socket.on('clock', (ask: { sentAt: number }, answer: (reply: unknown) => void) => {
        const at = server.now();
        answer({ sentAt: ask.sentAt, receivedAt: at, repliedAt: at });
      });
      socket.on('heartbeat', (message: unknown) => server.heartbeats.push(Heartbeat.parse(message)));
      socket.on('progress', (message: unknown) => server.progress.push(ManifestProgress.parse(message)));
      socket.emit('challenge', { nonce });
    });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    port = (http.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    io.of('/player').disconnectSockets(true);
    http.closeAllConnections();
    await io.close();
  };
  interface Pushable {
    emit(event: string, ...args: unknown[]): unknown;
    timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> };
  }
  const pushTo = async (socket: Pushable, made: { signed: SignedEnvelope; text?: string }): Promise<ManifestAnswer> => {
    if (made.text !== undefined && server.pushBodies)
      socket.emit('body', { digest: made.signed.envelope.bodyDigest, text: made.text });
    const answer = (await socket.timeout(5_000).emitWithAck('manifest', made.signed)) as ManifestAnswer;
    server.answers.push(answer);
    return answer;
  };
  const welcomed = () => io.of('/player').in('welcome').fetchSockets();
  const allSockets = () => [...io.of('/player').sockets.values()];

  const server: FakeServer = {
    url: '',
    token,
    signer: parts.signer ?? aSigner(),
    standing: parts.paired === false ? 'unpaired' : 'paired',
    screenId: SCREEN,
    clockAheadMs: 0,
    bytesPerSecond: null,
    silentAfter: null,
    spoil: (_, chunk) => chunk,
    playsStatus: null,
    pushBodies: true,
    hellos: [],
    heartbeats: [],
    progress: [],
    answers: [],
    fileRequests: [],
    plays: new Map(),
    conflicts: [],
    now: () => Date.now() + server.clockAheadMs,
    serveFile: (...added) => {
      for (const one of added) files.set(one.file.digest, one);
    },
    publish: (made) => {
      newest = made;
      bodies.set(made.signed.envelope.bodyDigest, made.text);
      for (const socket of allSockets()) if (socket.rooms.has('welcome')) pushTo(socket, made).catch(() => {});
    },
    push: async (signed) => {
      if ((await welcomed()).length === 0) throw new Error('nobody is there');
      const [socket] = allSockets().filter(({ rooms }) => rooms.has('welcome'));
      if (!socket) throw new Error('nobody is there');
      return pushTo(socket, { signed });
    },
    emitAll: (event, payload) => void io.of('/player').emit(event, payload),
    again: () => io.of('/player').emit('again', { why: 'asked' }),
    away: close,
    back: open,
    stop: close,
  };
  await open();
  server.url = `http://127.0.0.1:${port}`;
  return server;
};
