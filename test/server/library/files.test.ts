import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDiskStore } from '../../../media/store.ts';
import { Digest } from '../../../playlists/model/ids.ts';
import { readRange } from '../../../server/library/files.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { scratchFolder } from '../../support/media-samples.ts';

const BYTES = randomBytes(1_700_000);
const DIGEST = Digest.parse(createHash('sha256').update(BYTES).digest('hex'));
let server: LibraryServer;
let drop: () => Promise<void>;

beforeAll(async () => {
  const scratch = await scratchFolder();
  drop = scratch.drop;
  server = await startLibraryServer({ folder: scratch.path });
  const files = await openDiskStore(`${server.mediaFolder}/files`);
  await files.put(Readable.from([BYTES]));
  server.database.raw
    .prepare(`insert into rendition values (?, 10, 10, 'contain', 1, ?, 'video/mp4', ?, 1000, 0)`)
    .run('a'.repeat(64), DIGEST, BYTES.length);
});
afterAll(async () => {
  await server.stop();
  await drop();
});

const get = (headers: Record<string, string> = {}, method = 'GET', path = `/api/files/${DIGEST}`, who = 'per_an') =>
  fetch(`${server.url}${path}`, { method, headers: { 'x-who': who, ...headers } });
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

describe('ranges as written', () => {
  test.each([
    [undefined, { kind: 'whole' }],
    ['bytes=0-', { kind: 'part', from: 0, to: 99 }],
    ['bytes=10-19', { kind: 'part', from: 10, to: 19 }],
    ['bytes=90-500', { kind: 'part', from: 90, to: 99 }],
    ['bytes=-10', { kind: 'part', from: 90, to: 99 }],
    ['bytes=-500', { kind: 'part', from: 0, to: 99 }],
    ['bytes=-0', { kind: 'beyond' }],
    ['bytes=100-', { kind: 'beyond' }],
    ['bytes=20-10', { kind: 'whole' }],
    ['bytes=0-1,5-6', { kind: 'whole' }],
    ['lines=0-1', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    ['bytes=a-b', { kind: 'whole' }],
    [`bytes=${'9'.repeat(400)}-`, { kind: 'whole' }],
  ] as const)('%s of 100 bytes', (header, range) => {
    expect(readRange(header, 100)).toEqual(range);
  });
});

test('whole, with everything that lets it be kept for ever', async () => {
  const answer = await get();
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    etag: `"${DIGEST}"`,
    'content-type': 'video/mp4',
    'content-length': String(BYTES.length),
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect((await bytesOf(answer)).equals(BYTES)).toBe(true);
});

test('a part, its end, and beyond', async () => {
  const part = await get({ range: 'bytes=600000-1200000' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 600000-1200000/${BYTES.length}`]);
  expect((await bytesOf(part)).equals(BYTES.subarray(600_000, 1_200_001))).toBe(true);
  const tail = await get({ range: 'bytes=-5' });
  expect((await bytesOf(tail)).equals(BYTES.subarray(-5))).toBe(true);
  const beyond = await get({ range: `bytes=${BYTES.length}-` });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${BYTES.length}`]);
});

test('HEAD, If-None-Match, If-Range', async () => {
  const head = await get({}, 'HEAD');
  expect([head.status, head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([
    200,
    String(BYTES.length),
    0,
  ]);
  expect((await get({ 'if-none-match': `W/"x", "${DIGEST}"` })).status).toBe(304);
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  expect((await get({ range: 'bytes=0-1', 'if-range': `"${DIGEST}"` })).status).toBe(206);
  expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
});

test('a reader who goes away in the middle harms nobody', async () => {
  for (let i = 0; i < 5; i += 1) {
    const control = new AbortController();
    const answer = await fetch(`${server.url}/api/files/${DIGEST}`, {
      headers: { 'x-who': 'per_an' },
      signal: control.signal,
    });
    await answer.body?.getReader().read();
    control.abort();
  }
  expect((await get()).status).toBe(200);
});

test('people get what is a rendition, players and strangers nothing', async () => {
  expect((await get({}, 'GET', `/api/files/${DIGEST}`, 'device:scr_a')).status).toBe(403);
  expect((await get({}, 'GET', `/api/files/${DIGEST}`, '')).status).toBe(401);
  expect((await get({}, 'GET', `/api/files/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await get({}, 'GET', '/api/files/..%2fbang-tin.sqlite')).status).toBe(400);
});
