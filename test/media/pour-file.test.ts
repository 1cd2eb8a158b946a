import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pourFile } from '../../media/pour-file.ts';
import { scratchFolder } from '../support/media-samples.ts';

const BYTES = randomBytes(3_000_000);
let path: string;
let drop: () => Promise<void>;
let server: Server;
/** How each answer ended: null, or the code or words of the fault. */
let ended: (string | null)[];

beforeEach(async () => {
  const scratch = await scratchFolder();
  ({ drop } = scratch);
  path = join(scratch.path, 'file');
  await writeFile(path, BYTES);
  ended = [];
  server = createServer((request, response) => {
    const [from = 0, to = 0] = (request.url ?? '').slice(1).split('-').map(Number);
    response.setHeader('content-length', to - from + 1);
    pourFile(path, { from, to }, response).then(
      () => ended.push(null),
      (fault) => ended.push(fault.code ?? fault.message),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await drop();
});

const ask = (from: number, to: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get(`http://127.0.0.1:${port}/${from}-${to}`, resolve).once('error', reject);
  });

test('many at once get the bytes they asked for, again and again from the same buffers', async () => {
  const ranges = Array.from({ length: 60 }, (_, n) => [n * 40_000, n * 40_000 + (n % 3) * 300_000 + 5_000] as const);
  for (let round = 0; round < 2; round += 1)
    await Promise.all(
      ranges.map(async ([from, to]) =>
        expect((await buffer(await ask(from, to))).equals(BYTES.subarray(from, to + 1))).toBe(true),
      ),
    );
  expect(new Set(ended)).toEqual(new Set([null]));
});

test('one byte, and the last one', async () => {
  expect(await buffer(await ask(0, 0))).toEqual(BYTES.subarray(0, 1));
  expect(await buffer(await ask(BYTES.length - 1, BYTES.length - 1))).toEqual(BYTES.subarray(-1));
});

test('who goes away in the middle is let go, and others get their own bytes', async () => {
  const leaving = await ask(0, BYTES.length - 1);
  await once(leaving, 'readable');
  leaving.destroy();
  await expect.poll(() => ended).toEqual([expect.stringMatching(/^(ERR_STREAM_PREMATURE_CLOSE|ECONNRESET|EPIPE)$/)]);
  expect((await buffer(await ask(0, BYTES.length - 1))).equals(BYTES)).toBe(true);
});

test('a file that is shorter than promised breaks the answer off', async () => {
  await truncate(path, 1_000_000);
  await expect(buffer(await ask(0, BYTES.length - 1))).rejects.toThrow(/aborted/);
  await expect.poll(() => ended).toEqual([expect.stringMatching(/the file ends at 1000000/)]);
});
