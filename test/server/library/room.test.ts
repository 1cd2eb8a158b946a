import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';

let samples: Samples;
let clip: string;
let folder: string;
let drop: () => Promise<void>;
let server: LibraryServer;
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

const send = (method: string, path: string, headers: Record<string, string>, body?: Uint8Array): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', 'x-who': 'per_an', origin: 'http://127.0.0.1', ...headers },
    ...(body ? { body: body as never } : {}),
  });
const begin = (bytes: number): Promise<Response> => send('POST', '/api/uploads', { 'upload-length': String(bytes) });
const refusalOf = async (answer: Response) =>
  ((await answer.json()) as { refusal: { code: string; staff: { vi: string } } }).refusal;
const staged = (): string[] => readdirSync(join(server.mediaFolder, 'uploads'));

describe('the quota of the library', () => {
  test('what is held and what running uploads were promised counts; refused in words before a byte is taken', async () => {
    server = await startLibraryServer({ folder, quotaBytes: 10_000_000 });
    server.addScreen({ width: 192, height: 96 });
    await uploadFile(server.url, { path: clip });
    const id = server.database.raw.prepare('select id from asset').pluck().get() as string;
    await server.waitFor(id, ({ state }) => state.kind === 'ready');
    const { heldBytes, quotaBytes } = (await server.call('GET', '/api/storage')).body;
    expect([heldBytes > (await readFile(clip)).length, quotaBytes]).toEqual([true, 10_000_000]);

    const running = await begin(6_000_000);
    expect(running.status).toBe(201);
    // A part of it lies here already: it is promised whole all the same.
    const patch = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    await send('PATCH', running.headers.get('location') as string, patch, Buffer.alloc(1_000_000));
    const full = await begin(10_000_000 - 6_000_000 - heldBytes + 1);
    const spoken = await refusalOf(full);
    expect([full.status, spoken.code]).toEqual([507, 'library-quota-full']);
    expect(spoken.staff.vi).toMatch(/được cấp 10 MB, chỉ còn nhận được 3 MB .* tệp 3 MB/);
    const fits = await begin(10_000_000 - 6_000_000 - heldBytes);
    expect(fits.status).toBe(201);
    // Given up: its room is there again.
    expect((await begin(1_000)).status).toBe(507);
    await send('DELETE', fits.headers.get('location') as string, {});
    expect((await begin(1_000)).status).toBe(201);
  });

  test('many that ask at once are not promised the same room', async () => {
    server = await startLibraryServer({ folder, quotaBytes: 1_000_000 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => begin(300_000)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(staged()).toHaveLength(6);
  });
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

describe.runIf(canMount)('a disk that is really small', () => {
  let disk: string;
  const run = (...command: [string, ...string[]]): boolean => spawnSync(command[0], command.slice(1)).status === 0;
  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'bang-tin-disk-'));
  });
  afterEach(async () => {
    await server.stop();
    run('umount', disk);
    await rm(disk, { recursive: true, force: true });
  });

  test('refuses before it is full, and in words when something else filled it during an upload', async (context) => {
    if (!run('mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk)) context.skip('this machine mounts nothing');
    server = await startLibraryServer({ folder: disk, minFreeBytes: 8_000_000 });
    const large = await begin(20_000_000);
    expect([large.status, (await refusalOf(large)).code]).toEqual([507, 'upload-storage-full']);
    const running = (await begin(12_000_000)).headers.get('location') as string;
    // The first one was promised what is left.
    expect((await begin(6_000_000)).status).toBe(507);
    const patch = (offset: number, bytes: number): Promise<Response> =>
      send(
        'PATCH',
        running,
        { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
        Buffer.alloc(bytes),
      );
    expect((await patch(0, 4_000_000)).status).toBe(204);
    const other = join(disk, 'other');
    const filler = async (bytes: number): Promise<void> => {
      run('fallocate', '-l', String(bytes), other);
    };
    await filler(15_000_000);
    // More than half of what is to stay free is still there: it goes on, until the disk takes no more.
    const broken = await patch(4_000_000, 8_000_000);
    expect([broken.status, (await refusalOf(broken)).code]).toEqual([507, 'upload-storage-full']);
    await rm(other);
    const head = await send('HEAD', running, {});
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(4_000_000);
    expect(offset).toBeLessThan(12_000_000);
    // What was acknowledged is there; with room again it goes on at the byte.
    expect((await patch(offset, 12_000_000 - offset)).status).toBe(204);
    expect(server.database.raw.prepare('select bytes from asset').pluck().all()).toEqual([12_000_000]);
  });
});
