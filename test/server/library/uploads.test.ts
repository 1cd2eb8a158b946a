import { readdirSync, utimesSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { titleOf } from '../../../server/library/titles.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';

let samples: Samples;
let clip: string;
let folder: string;
let drop: () => Promise<void>;
let server: LibraryServer;
const open = async (options: Partial<Parameters<typeof startLibraryServer>[0]> = {}): Promise<void> => {
  server = await startLibraryServer({ folder, ...options });
};
beforeAll(async () => {
  samples = await openSamples();
  clip = await samples.clip({ width: 192, height: 96, seconds: 1, name: 'clip.mp4' });
});
afterAll(() => samples.drop());
beforeEach(async () => {
  ({ path: folder, drop } = await scratchFolder());
});
afterEach(async () => {
  await server.stop();
  await drop();
});

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array, who = 'per_an') =>
  fetch(path.startsWith('http') ? path : `${server.url}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', 'x-who': who, origin: 'http://127.0.0.1', ...headers },
    ...(body ? { body: body as never } : {}),
  });
const begin = async (length: number, metadata = ''): Promise<string> => {
  const answer = await send('POST', '/api/uploads', {
    'upload-length': String(length),
    ...(metadata ? { 'upload-metadata': metadata } : {}),
  });
  expect(answer.status).toBe(201);
  const location = answer.headers.get('location') as string;
  expect(location).toMatch(/^\/api\/uploads\/[0-9a-f]{32}$/);
  return location;
};
const PATCH = { 'content-type': 'application/offset+octet-stream' };
const assets = (): number => server.database.raw.prepare('select count(*) from asset').pluck().get() as number;
const staged = (): string[] => readdirSync(join(server.mediaFolder, 'uploads'));

test('parts that are to be joined (Upload-Concat) are refused, and leave nothing', async () => {
  await open();
  for (const concat of ['partial', 'final;/api/uploads/a /api/uploads/b']) {
    const answer = await send('POST', '/api/uploads', { 'upload-length': '10', 'upload-concat': concat });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      refusal: { code: 'request-malformed', technician: expect.stringContaining('one upload') },
    });
  }
  expect(staged()).toEqual([]);
});

test('an upload goes on where it stopped, also after the server was away', async () => {
  await open();
  const bytes = await readFile(clip);
  const location = await begin(bytes.length);
  expect((await send('PATCH', location, { ...PATCH, 'upload-offset': '0' }, bytes.subarray(0, 10_000))).status).toBe(
    204,
  );
  await server.stop();
  await open();
  const head = await send('HEAD', location);
  expect(head.headers.get('upload-offset')).toBe('10000');
  expect((await send('PATCH', location, { ...PATCH, 'upload-offset': '9999' }, bytes.subarray(9_999))).status).toBe(
    409,
  );
  expect(assets()).toBe(0);
  expect((await send('PATCH', location, { ...PATCH, 'upload-offset': '10000' }, bytes.subarray(10_000))).status).toBe(
    204,
  );
  expect(assets()).toBe(1);
  // The uploader who missed the last answer learns that all is here, also when the staging is long gone.
  await expect.poll(staged, { timeout: 20_000 }).toEqual([]);
  const again = await send('HEAD', location);
  expect([again.status, again.headers.get('upload-offset')]).toEqual([200, String(bytes.length)]);
  expect((await send('HEAD', location, {}, undefined, 'per_binh')).status).toBe(404);
});

test('an upload whose last answer was swallowed by a crash becomes an asset at the next start, once', async () => {
  await open();
  const bytes = await readFile(clip);
  const location = await begin(bytes.length, `filename ${Buffer.from('a.mp4').toString('base64')}`);
  await send('PATCH', location, { ...PATCH, 'upload-offset': '0' }, bytes.subarray(0, bytes.length - 1));
  await server.stop();
  // The crash: the last byte reached the disk, the row did not reach the table.
  const { appendFileSync } = await import('node:fs');
  appendFileSync(
    join(folder, 'media', 'uploads', location.split('/').at(-1) as string),
    bytes.subarray(bytes.length - 1),
  );
  await open();
  expect(assets()).toBe(1);
  const id = server.database.raw.prepare('select id from asset').pluck().get() as string;
  await server.waitFor(id, (asset) => asset.state.kind === 'ready');
  await server.stop();
  await open();
  expect(assets()).toBe(1);
});

test('an upload belongs to whoever began it', async () => {
  await open();
  const location = await begin(100);
  for (const who of ['per_binh', 'per_chi']) {
    expect((await send('HEAD', location, {}, undefined, who)).status).toBe(404);
    expect((await send('PATCH', location, { ...PATCH, 'upload-offset': '0' }, Buffer.alloc(100), who)).status).toBe(
      404,
    );
    expect((await send('DELETE', location, {}, undefined, who)).status).toBe(404);
  }
  expect((await send('PATCH', location, { ...PATCH, 'upload-offset': '0' }, Buffer.alloc(100), '')).status).toBe(401);
  expect((await send('POST', '/api/uploads', { 'upload-length': '5' }, undefined, 'device:scr_a')).status).toBe(403);
  expect(assets()).toBe(0);
  expect((await send('DELETE', location)).status).toBe(204);
  expect(staged()).toEqual([]);
});

test('too large, no room, no length: refused in words before a byte is taken', async () => {
  await open({ maxUploadBytes: 1_000 });
  const large = await send('POST', '/api/uploads', { 'upload-length': '1001' });
  expect(large.status).toBe(413);
  expect(((await large.json()) as { refusal: { code: string } }).refusal.code).toBe('upload-too-large');
  expect((await send('POST', '/api/uploads', { 'upload-defer-length': '1' })).status).toBe(400);
  expect((await send('POST', '/api/uploads', {})).status).toBe(400);
  expect((await send('POST', '/api/uploads', { 'upload-length': '-5' })).status).toBe(400);
  await server.stop();
  await open({ minFreeBytes: 1e15 });
  const full = await send('POST', '/api/uploads', { 'upload-length': '10' });
  expect(full.status).toBe(507);
  expect(((await full.json()) as { refusal: { staff: { vi: string } } }).refusal.staff.vi).toMatch(/Kho nội dung/);
  expect(staged()).toEqual([]);
});

test('C1: ids and names from outside never reach the disk', async () => {
  await open();
  const before = staged();
  for (const id of [
    '..%2f..%2fbang-tin.sqlite',
    '%2e%2e',
    'a'.repeat(32),
    `${'0'.repeat(32)}.json`,
    '%00',
    'constructor',
  ]) {
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const answer = await send(
        method,
        `/api/uploads/${id}`,
        method === 'PATCH' ? { ...PATCH, 'upload-offset': '0' } : {},
        method === 'PATCH' ? Buffer.from('x') : undefined,
      );
      expect(answer.status, `${method} ${id}`).toBeGreaterThanOrEqual(400);
      expect(answer.status, `${method} ${id}`).toBeLessThan(500);
    }
  }
  expect(staged()).toEqual(before);
  const names = [
    '../../../etc/cron.d/x.mp4',
    '\u202egpj.exe',
    'a\u0000b\u0007c.mp4',
    '  ',
    'x'.repeat(399),
    'C:\\dir\\clip.mp4',
  ];
  for (const name of names) await uploadFile(server.url, { path: clip, name });
  expect(server.database.raw.prepare('select title from asset order by created_at, rowid').pluck().all()).toEqual([
    'x',
    'gpj',
    'a b c',
    'Chưa đặt tên',
    'x'.repeat(200),
    'clip',
  ]);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (path) => path.split('/').at(-1) as string,
  );
  for (const path of paths)
    expect(path).toMatch(
      /^(media|files|sources|uploads|work|temp|[0-9a-f]{2}|[0-9a-f]{24}|out|src|[0-9a-f]{32}(\.json)?|[0-9a-f]{64}|bang-tin\.sqlite(-wal|-shm)?|frame\.png|painted)$/,
    );
});

test('bad metadata is dropped, good metadata kept', async () => {
  await open();
  await uploadFile(server.url, {
    path: clip,
    name: 'a.mp4',
    metadata: { topic: 'evil; drop', source: 's'.repeat(900), owner: 'per_evil' },
  });
  expect(server.database.raw.prepare('select topic, length(source) as length, uploaded_by from asset').get()).toEqual({
    topic: null,
    length: 300,
    uploaded_by: 'per_an',
  });
});

test('abandoned uploads and strays go, running ones stay', async () => {
  await open();
  const [old, fresh] = [await begin(100), await begin(100)];
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(join(server.mediaFolder, 'uploads', old.split('/').at(-1) as string), yesterday, yesterday);
  await server.library.cleanUp();
  expect((await send('HEAD', old)).status).toBe(404);
  expect((await send('HEAD', fresh)).status).toBe(200);
});

test.each([
  ['Giới thiệu phường.mp4', 'Giới thiệu phường'],
  ['/tmp/a/b.tar.gz', 'b.tar'],
  ['Ho\u0302m nay.jpg', 'H\u00f4m nay'],
  ['.mp4', '.mp4'],
  ['', 'Chưa đặt tên'],
])('the title of %j is %j', (name, title) => {
  expect(titleOf(name)).toBe(title);
});
