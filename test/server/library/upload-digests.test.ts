import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDigests } from '../../../media/digests.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';

let samples: Samples;
let bytes: Buffer;
let folder: string;
let drop: () => Promise<void>;
let server: LibraryServer;
beforeAll(async () => {
  samples = await openSamples();
  bytes = await readFile(await samples.clip({ width: 192, height: 96, seconds: 1, name: 'clip.mp4' }));
});
afterAll(() => samples.drop());
beforeEach(async () => {
  ({ path: folder, drop } = await scratchFolder());
  server = await startLibraryServer({ folder });
});
afterEach(async () => {
  await server.stop();
  await drop();
});

const digestOf = (what: Buffer): string => createHash('sha256').update(what).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array, who = 'per_an') =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', 'x-who': who, origin: 'http://127.0.0.1', ...headers },
    ...(body ? { body: body as never } : {}),
  });
const begin = (digest: string, length = bytes.length): Promise<Response> =>
  send('POST', '/api/uploads', {
    'upload-length': String(length),
    'upload-metadata': `filename ${base64('clip.mp4')},digest ${base64(digest)}`,
  });
const patch = (location: string, offset: number, part: Uint8Array): Promise<Response> =>
  send('PATCH', location, { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }, part);
const staged = (): string[] => readdirSync(join(server.mediaFolder, 'uploads'));
const assets = () => server.database.raw.prepare('select id, digest, title from asset order by rowid').all() as never[];
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { refusal: { code: string } }).refusal.code;

test('bytes that are what was announced become content; hashed once, over a restart in the middle too', async () => {
  const digest = digestOf(bytes);
  const location = (await begin(digest)).headers.get('location') as string;
  expect((await patch(location, 0, bytes.subarray(0, 5_000))).status).toBe(204);
  await server.stop();
  server = await startLibraryServer({ folder });
  expect((await patch(location, 5_000, bytes.subarray(5_000))).status).toBe(204);
  expect(assets()).toEqual([expect.objectContaining({ digest })]);
  const [{ id }] = assets() as unknown as [{ id: string }];
  expect((await server.waitFor(id, ({ state }) => state.kind === 'ready')).digest).toBe(digest);
});

test('bytes that are not what was announced are refused in words, and nothing of them is kept', async () => {
  const location = (await begin(digestOf(bytes))).headers.get('location') as string;
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(4_000) ^ 1, 4_000);
  expect((await patch(location, 0, damaged.subarray(0, 9_000))).status).toBe(204);
  const last = await patch(location, 9_000, damaged.subarray(9_000));
  expect([last.status, await codeOf(last)]).toEqual([422, 'upload-damaged']);
  expect(assets()).toEqual([]);
  expect(staged()).toEqual([]);
  expect((await send('HEAD', location)).status).toBe(404);
});

test('whoever missed the last answer hears what became of the bytes, never that all is here before it was looked at', async () => {
  const wrong = (await begin(digestOf(randomBytes(8)))).headers.get('location') as string;
  const right = (await begin(digestOf(bytes))).headers.get('location') as string;
  for (const location of [wrong, right])
    appendFileSync(join(server.mediaFolder, 'uploads', location.split('/').at(-1) as string), bytes);
  // As after a crash between the last byte and its answer; the connection came back before the sweep.
  expect((await send('HEAD', wrong)).status).toBe(422);
  expect((await send('HEAD', wrong)).status).toBe(404);
  const head = await send('HEAD', right);
  expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(bytes.length)]);
  expect(assets()).toEqual([expect.objectContaining({ digest: digestOf(bytes) })]);
});

test('a start after a crash looks at the bytes as well', async () => {
  const location = (await begin(digestOf(randomBytes(8)))).headers.get('location') as string;
  await server.stop();
  appendFileSync(join(folder, 'media/uploads', location.split('/').at(-1) as string), bytes);
  server = await startLibraryServer({ folder });
  expect(assets()).toEqual([]);
  expect(staged()).toEqual([]);
});

test('a digest that is none is refused before a byte is taken', async () => {
  const answer = await begin('abc');
  expect([answer.status, await codeOf(answer)]).toEqual([400, 'request-malformed']);
  expect(staged()).toEqual([]);
});

const late = (digest: string): Record<string, string> => ({
  'repr-digest': `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`,
});
const patchLate = (location: string, offset: number, part: Uint8Array, said: Record<string, string>) =>
  send(
    'PATCH',
    location,
    { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...said },
    part,
  );
const beginPlain = async (): Promise<string> =>
  (
    await send('POST', '/api/uploads', {
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${base64('clip.mp4')}`,
    })
  ).headers.get('location') as string;

test('a digest that is told on the way counts like one that was told at the beginning, over a restart too', async () => {
  const location = await beginPlain();
  expect((await patchLate(location, 0, bytes.subarray(0, 5_000), late(digestOf(randomBytes(8))))).status).toBe(204);
  await server.stop();
  server = await startLibraryServer({ folder });
  // Said once, it stands: neither another one nor none makes up for it.
  const other = await patchLate(location, 5_000, bytes.subarray(5_000), late(digestOf(bytes)));
  expect([other.status, await codeOf(other)]).toEqual([400, 'request-malformed']);
  const last = await patch(location, 5_000, bytes.subarray(5_000));
  expect([last.status, await codeOf(last)]).toEqual([422, 'upload-damaged']);
  expect([assets(), staged()]).toEqual([[], []]);

  const whole = await beginPlain();
  await patch(whole, 0, bytes.subarray(0, 5_000));
  expect((await patchLate(whole, 5_000, bytes.subarray(5_000), late(digestOf(bytes)))).status).toBe(204);
  expect(assets()).toEqual([expect.objectContaining({ digest: digestOf(bytes) })]);
  for (const said of ['sha-256=:abc:', 'md5=:AAAA:', 'x']) {
    const answer = await patchLate(await beginPlain(), 0, bytes, { 'repr-digest': said });
    expect([answer.status, await codeOf(answer)], said).toEqual([400, 'request-malformed']);
  }
});

test('bytes that nobody promised anything about are hashed as they come in, and not again', async () => {
  await patch(await beginPlain(), 0, bytes);
  expect(assets()).toEqual([expect.objectContaining({ digest: digestOf(bytes) })]);
});

test('what the library has is found by its digest and copied without sending it', async () => {
  const digest = digestOf(bytes);
  const location = (await begin(digest)).headers.get('location') as string;
  await patch(location, 0, bytes);
  const [{ id }] = assets() as unknown as [{ id: string }];
  await server.waitFor(id, ({ state }) => state.kind === 'ready');
  const found = await server.call('GET', `/api/assets?digest=${digest}&limit=1`, undefined, 'per_binh');
  expect(found.body.items.map((one: { id: string }) => one.id)).toEqual([id]);
  expect((await server.call('GET', `/api/assets?digest=${'0'.repeat(64)}&limit=1`)).body.items).toEqual([]);

  const made = await server.call('POST', `/api/assets/${id}/copies`, { digest, filename: 'Bản nữa.mp4' }, 'per_binh');
  expect([made.status, made.body.title, made.body.uploadedBy]).toEqual([201, 'Bản nữa', expect.anything()]);
  expect(made.body.id).not.toBe(id);
  await server.waitFor(made.body.id, ({ state }) => state.kind === 'ready');
  const sources = readdirSync(join(server.mediaFolder, 'sources'), { recursive: true, encoding: 'utf8' });
  expect(sources.filter((name) => name.endsWith(digest))).toHaveLength(1);
  const acts = server.database.raw.prepare('select act from audit order by rowid').pluck().all();
  expect(acts).toEqual(['asset.uploaded', 'asset.copied']);
});

test('nothing is copied for who does not hold the bytes, from the bin, for players or strangers', async () => {
  const digest = digestOf(bytes);
  await patch((await begin(digest)).headers.get('location') as string, 0, bytes);
  const [{ id }] = assets() as unknown as [{ id: string }];
  await server.waitFor(id, ({ state }) => state.kind === 'ready');
  const copy = async (of: string, who = 'per_an') =>
    (await server.call('POST', `/api/assets/${id}/copies`, { digest: of, filename: 'x' }, who)).status;
  expect(await copy('0'.repeat(64))).toBe(404);
  expect(await copy(digest, '')).toBe(401);
  expect(await copy(digest, 'device:scr_a')).toBe(403);
  expect((await server.call('GET', `/api/assets?digest=${digest}`, undefined, '')).status).toBe(401);
  expect((await server.call('DELETE', `/api/assets/${id}`)).status).toBe(204);
  expect((await server.call('GET', `/api/assets?digest=${digest}`)).body.items).toEqual([]);
  expect(await copy(digest)).toBe(404);
  expect(assets()).toHaveLength(1);
});

test('hashing follows what comes, and reads from the beginning what it did not follow', async () => {
  const digests = createDigests();
  const path = join(folder, 'followed');
  const content = randomBytes(20 * 1024 * 1024);
  await writeFile(path, content);
  digests.expect('a');
  digests.follow('a', path, 9 * 1024 * 1024);
  digests.follow('b', path, 9 * 1024 * 1024);
  const all = ['a', 'b'].map((id) => digests.finish(id, path, content.length));
  expect(await Promise.all(all)).toEqual([digestOf(content), digestOf(content)]);
  await expect(digests.finish('c', path, content.length + 1)).rejects.toThrow(/were read of/);
  await digests.stop();
});
