import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDiskStore } from '../../../media/store.ts';
import { findTools } from '../../../media/tools.ts';
import type { Asset } from '../../../playlists/model/media.ts';
import { Asset as AssetSchema } from '../../../playlists/model/media.ts';
import { PLAIN_TREATMENT } from '../../../playlists/model/treatment.ts';
import { removeLeftovers } from '../../../server/library/leftovers.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';
import { until } from '../../support/until.ts';

const WALL = { width: 192, height: 96 };
const TOWER = { width: 96, height: 160 };
let samples: Samples;
let clip: string;
let folder: string;
let drop: () => Promise<void>;
let server: LibraryServer;

beforeAll(async () => {
  samples = await openSamples();
  clip = await samples.clip({
    width: 192,
    height: 96,
    seconds: 1,
    sound: true,
    name: 'clip.mp4',
    args: ['-movflags', '+faststart'],
  });
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

const isReady = (asset: Asset): boolean => asset.state.kind === 'ready';
const isSettled = (asset: Asset): boolean => ['ready', 'refused', 'failed'].includes(asset.state.kind);
const newest = async (): Promise<Asset> => (await server.call('GET', '/api/assets')).body.items[0];
const give = async (path: string, name = 'clip.mp4', person = 'per_an'): Promise<Asset> => {
  await uploadFile(server.url, { path, name, person });
  return newest();
};
const filesIn = (name: string): string[] =>
  readdirSync(join(server.mediaFolder, name), { recursive: true, encoding: 'utf8' })
    .map((file) => join(server.mediaFolder, name, file))
    .filter((path) => statSync(path).isFile());

describe('from upload to ready', () => {
  test('an asset exists before the last answer, becomes ready, and its files are served', async () => {
    server.addScreen(WALL);
    server.addScreen(TOWER);
    await uploadFile(server.url, {
      path: clip,
      name: 'Phổ cập số.mp4',
      chunkBytes: 20_000,
      metadata: { topic: '1.2', source: 'UBND phường' },
    });
    const fresh = await newest();
    expect(fresh).toMatchObject({ title: 'Phổ cập số', topic: '1.2', source: 'UBND phường', uploadedBy: 'per_an' });
    const asset = await server.waitFor(fresh.id, isReady);
    expect(AssetSchema.parse(asset)).toEqual(asset);
    expect(asset.facts).toMatchObject({ kind: 'video', width: 192, height: 96, audioCodec: 'aac' });
    expect(asset.renditions.map((file) => file.canvas)).toEqual([TOWER, WALL]);
    expect(server.contentReady).toContain(asset.id);
    expect(server.told.some((told) => told.state.kind === 'preparing')).toBe(true);
    const file = asset.renditions[1];
    const whole = await server.call('GET', `/api/files/${file?.digest}`);
    expect(whole.status).toBe(200);
    expect(whole.bytes.length).toBe(file?.bytes);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect((await server.call('GET', `/api/files/${asset.thumbnail}`)).headers.get('content-type')).toBe('image/webp');
    // The uploaded bytes themselves are nobody's to fetch.
    expect((await server.call('GET', `/api/files/${asset.digest}`)).status).toBe(404);
    expect(filesIn('uploads')).toEqual([]);
    expect(filesIn('work')).toEqual([]);
    const acts = server.database.raw.prepare('select act from audit').pluck().all();
    expect(acts).toEqual(['asset.uploaded']);
  });

  test('the same bytes twice: the work is done once, the files are shared', async () => {
    server.addScreen(WALL);
    const first = await server.waitFor((await give(clip)).id, isReady);
    const second = await server.waitFor((await give(clip, 'again.mp4')).id, isReady);
    expect(second.id).not.toBe(first.id);
    expect(second.renditions.map((file) => file.digest)).toEqual(first.renditions.map((file) => file.digest));
    expect(second.thumbnail).toBe(first.thumbnail);
    expect(server.database.raw.prepare('select count(*) from rendition').pluck().get()).toBe(1);
    expect(filesIn('sources')).toHaveLength(1);
    // Deleting one leaves the other whole.
    expect((await server.call('DELETE', `/api/assets/${first.id}`)).status).toBe(204);
    expect(filesIn('sources')).toHaveLength(1);
    expect((await server.call('DELETE', `/api/assets/${second.id}`)).status).toBe(204);
    const purge = (id: string) => server.call('POST', '/api/bin/purged', { assetIds: [id] }, 'adm_an');
    await purge(first.id);
    expect(filesIn('sources')).toHaveLength(1);
    await purge(second.id);
    expect(filesIn('sources')).toHaveLength(0);
  });

  test('a new canvas and a changed fit are prepared by themselves; what plays meanwhile stays', async () => {
    server.addScreen(WALL);
    const asset = await server.waitFor((await give(clip)).id, isReady);
    server.addScreen(TOWER);
    const both = await server.waitFor(asset.id, (now) => isReady(now) && now.renditions.length === 2);
    const treatment = { ...PLAIN_TREATMENT, fit: 'cover' };
    const body = { treatment, basedOn: 'contain' };
    const changed = await server.call('PUT', `/api/assets/${asset.id}/treatment`, body);
    expect(changed.body.canvases.map((one: { isMade: boolean }) => one.isMade)).toEqual([false, false]);
    expect(server.library.loadAssets([asset.id])[0]?.renditions).toHaveLength(2);
    const covered = await server.waitFor(asset.id, isReady);
    expect(covered.renditions.map((file) => file.fit)).toEqual(['cover', 'cover']);
    expect(both.renditions.map((file) => file.fit)).toEqual(['contain', 'contain']);
  });

  test('without any screen an asset is ready with its thumbnail', async () => {
    const asset = await server.waitFor((await give(clip)).id, isReady);
    expect(asset).toMatchObject({ renditions: [], thumbnail: expect.any(String) });
  });

  test('pictures become stills', async () => {
    server.addScreen(WALL);
    const path = await samples.picture('slide.png', (picture) => picture.png());
    const asset = await server.waitFor((await give(path, 'slide.png')).id, isReady);
    expect(asset.renditions[0]).toMatchObject({ type: 'image/webp', durationMs: null, canvas: WALL });
    const bytes = (await server.call('GET', `/api/files/${asset.renditions[0]?.digest}`)).bytes;
    expect(await sharp(bytes).metadata()).toMatchObject({ ...WALL, format: 'webp' });
  });
});

describe('refusals and faults', () => {
  test('a broken file is refused in both voices and holds no bytes', async () => {
    server.addScreen(WALL);
    const page = await samples.write('page.mp4', '<html>no video</html>');
    const asset = await server.waitFor((await give(page)).id, isSettled);
    expect(asset.state).toMatchObject({ kind: 'refused', refusal: { code: 'media-unsupported' } });
    const cut = await samples.write('cut.mp4', (await readFile(clip)).subarray(0, 30_000));
    const second = await server.waitFor((await give(cut)).id, isSettled);
    expect(second.state).toMatchObject({ kind: 'refused', refusal: { code: 'media-broken' } });
    const empty = await samples.write('empty.mp4', '');
    const third = await server.waitFor((await give(empty)).id, isSettled);
    expect(third.state).toMatchObject({ kind: 'refused', refusal: { code: 'upload-empty' } });
    // The word of it comes before the bytes are gone.
    const left = () => ['uploads', 'sources', 'files', 'work'].flatMap(filesIn);
    await until('no bytes are held', () => left().length === 0);
  });

  test('without ffmpeg the upload is kept, marked failed with a time, and done when the tool is there', async () => {
    await server.stop();
    server = await startLibraryServer({ folder, tools: await findTools({ ffmpegPath: '/nowhere/ffmpeg' }) });
    server.addScreen(WALL);
    const asset = await server.waitFor((await give(clip)).id, isSettled);
    expect(asset.state).toMatchObject({ kind: 'failed', refusal: { code: 'media-tool-missing' } });
    if (asset.state.kind !== 'failed') throw new Error('unreachable');
    expect(asset.state.retryAt).toBeGreaterThan(Date.now());
    expect(filesIn('sources')).toHaveLength(1);
    await server.stop();
    server = await startLibraryServer({ folder });
    expect((await server.call('POST', `/api/assets/${asset.id}/retry`)).status).toBe(202);
    await server.waitFor(asset.id, isReady);
  });

  test('a failed asset is tried again by itself when its time has come', async () => {
    await server.stop();
    const missing = await findTools({ ffmpegPath: '/nowhere/ffmpeg' });
    let offset = 0;
    const tools = { ...missing };
    server = await startLibraryServer({ folder, tools, now: () => Date.now() + offset });
    const asset = await server.waitFor((await give(clip)).id, isSettled);
    expect(asset.state.kind).toBe('failed');
    tools.ffmpeg = samples.tools.ffmpeg;
    offset = 60_000;
    server.library.canvasesChanged();
    await server.waitFor(asset.id, isReady);
  });

  test('cancel stops the work, drops the bytes and says so', async () => {
    server.addScreen({ width: 1280, height: 720 });
    const long = await samples.clip({ width: 640, height: 360, seconds: 30, name: 'long.mp4' });
    const { id } = await give(long);
    await server.waitFor(id, (asset) => asset.state.kind === 'preparing' && asset.state.progress > 0);
    const cancelled = await server.call('POST', `/api/assets/${id}/cancel`);
    expect(cancelled.body.state).toMatchObject({ kind: 'refused', refusal: { code: 'media-cancelled' } });
    await expect.poll(() => filesIn('work'), { timeout: 20_000 }).toEqual([]);
    expect(filesIn('sources')).toEqual([]);
    expect(server.library.loadAssets([id])[0]?.state.kind).toBe('refused');
  });

  test('what a playlist or a site shows cannot be deleted', async () => {
    const asset = await server.waitFor((await give(clip)).id, isReady);
    server.addScreen(WALL);
    server.database.raw.exec(`insert into playlist (id, name, version, updated_at) values ('pls_a', 'Sáng thứ Hai', 1, 0);
      insert into playlist_entry (id, playlist_id, position, kind, asset_id, weight)
        values ('ent_a', 'pls_a', 0, 'asset', '${asset.id}', 1);
      update site set safe_asset_id = '${asset.id}'`);
    const refused = await server.call('DELETE', `/api/assets/${asset.id}`);
    expect(refused).toMatchObject({ status: 409, body: { refusal: { code: 'asset-in-use' } } });
    expect(refused.body.refusal.staff.vi).toContain('“Sáng thứ Hai”, “Trung tâm”');
    server.database.raw.exec(`delete from playlist_entry; update site set safe_asset_id = null`);
    expect((await server.call('DELETE', `/api/assets/${asset.id}`)).status).toBe(204);
    expect((await server.call('GET', `/api/assets/${asset.id}`)).status).toBe(404);
  });

  test('what was purged is left over once no manifest names it', async () => {
    server.addScreen(WALL);
    const asset = await server.waitFor((await give(clip)).id, isReady);
    const digest = asset.renditions[0]?.digest as never;
    const files = await openDiskStore(join(server.mediaFolder, 'files'));
    const sources = await openDiskStore(join(server.mediaFolder, 'sources'));
    const later = {
      database: server.database,
      files,
      sources,
      at: Date.now() + 86_400_000,
      filesInUse: () => server.pullable,
    };
    await server.call('DELETE', `/api/assets/${asset.id}`);
    expect(await removeLeftovers(later)).toBe(0);
    await server.call('POST', '/api/bin/purged', { assetIds: [asset.id] }, 'adm_an');
    expect(filesIn('sources')).toEqual([]);
    server.pullable.add(digest);
    expect(await removeLeftovers({ ...later, at: Date.now() })).toBe(0);
    // Its thumbnail and its storyboard; what a manifest names stays.
    expect(await removeLeftovers(later)).toBe(2);
    expect(await files.find(digest)).not.toBeNull();
    server.pullable.clear();
    expect(await removeLeftovers(later)).toBe(1);
    expect(filesIn('files')).toEqual([]);
    expect(server.database.raw.prepare('select count(*) from rendition').pluck().get()).toBe(0);
  });
});

describe('lists', () => {
  test('pages by key, finds without accents, filters', async () => {
    const insert = server.database.raw.prepare(
      `insert into asset (id, title, title_folded, bytes, fit, topic, state, uploaded_by, created_at)
       values (?, ?, ?, 1, 'contain', ?, 'refused', 'per_an', ?)`,
    );
    const { foldText } = await import('../../../server/library/titles.ts');
    for (let i = 0; i < 7; i += 1) {
      const title = i % 2 === 0 ? `Đô thị thông minh ${i}` : `Tuyên truyền ${i}`;
      insert.run(`ast_x${i}`, title, foldText(title), i === 3 ? '1.2' : null, 1_000 + Math.floor(i / 2));
    }
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 9; page += 1) {
      const { body } = await server.call(
        'GET',
        `/api/assets?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...body.items.map((asset: Asset) => asset.id));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `ast_x${i}`));
    const found = async (query: string): Promise<number> =>
      (await server.call('GET', `/api/assets?${query}`)).body.items.length;
    expect(await found(`search=${encodeURIComponent('do thi')}`)).toBe(4);
    expect(await found(`search=${encodeURIComponent('ĐÔ MINH')}`)).toBe(4);
    expect(await found(`search=${encodeURIComponent('TRUYEN 3')}`)).toBe(1);
    expect(await found(`search=${encodeURIComponent("%' or 1=1")}`)).toBe(0);
    expect(await found('topic=1.2')).toBe(1);
    expect(await found('kind=video')).toBe(0);
    expect((await server.call('GET', '/api/assets?limit=0')).status).toBe(400);
    expect((await server.call('GET', '/api/assets?cursor=nonsense')).status).toBe(200);
    expect((await server.call('GET', '/api/topics')).body.length).toBeGreaterThan(10);
  });

  test('a change is validated, searchable and audited', async () => {
    const asset = await server.waitFor((await give(clip)).id, isReady);
    const path = `/api/assets/${asset.id}`;
    expect((await server.call('PATCH', path, { title: '' })).status).toBe(400);
    const changed = await server.call('PATCH', path, { title: 'Định danh điện tử', audiences: [], topic: null });
    expect(changed).toMatchObject({ status: 200, body: { title: 'Định danh điện tử' } });
    expect((await server.call('GET', '/api/assets?search=dinh+danh')).body.items).toHaveLength(1);
    expect(server.database.raw.prepare(`select act from audit order by seq desc limit 1`).pluck().get()).toBe(
      'asset.changed',
    );
    expect(existsSync(join(server.mediaFolder, 'sources'))).toBe(true);
  });
});

describe('M5 files that the disk lost', () => {
  const fileOf = (digest: string | null): string =>
    join(server.mediaFolder, 'files', `${digest}`.slice(0, 2), `${digest}`);

  test('gone or cut short before a start: made again from the source', async () => {
    server.addScreen(WALL);
    server.addScreen(TOWER);
    const asset = await server.waitFor((await give(clip)).id, isReady);
    const [first, second] = asset.renditions.map((file) => file.digest);
    await server.stop();
    rmSync(fileOf(first ?? null));
    truncateSync(fileOf(second ?? null), 100);
    rmSync(fileOf(asset.thumbnail));
    server = await startLibraryServer({ folder });
    const again = await server.waitFor(asset.id, isReady);
    expect(again.renditions).toHaveLength(2);
    for (const file of again.renditions) {
      const sent = await server.call('GET', `/api/files/${file.digest}`);
      expect([sent.status, sent.bytes.length]).toEqual([200, file.bytes]);
    }
    expect((await server.call('GET', `/api/files/${again.thumbnail}`)).status).toBe(200);
  });

  test.each([
    [
      'asked for',
      async (digest: string) => expect((await server.call('GET', `/api/files/${digest}`)).status).toBe(404),
    ],
    ['looked for at night', () => server.library.cleanUp()],
  ])('gone while we run, %s: made again', async (_, notice) => {
    server.addScreen(WALL);
    const asset = await server.waitFor((await give(clip)).id, isReady);
    const digest = `${asset.renditions[0]?.digest}`;
    rmSync(fileOf(digest));
    const readyBefore = server.contentReady.length;
    await notice(digest);
    await server.waitFor(asset.id, () => server.contentReady.length > readyBefore);
    const again = await server.waitFor(asset.id, isReady);
    expect((await server.call('GET', `/api/files/${again.renditions[0]?.digest}`)).status).toBe(200);
  });

  test('with the source gone too, the asset says so and heals when the source is back', async () => {
    server.addScreen(WALL);
    const asset = await server.waitFor((await give(clip)).id, isReady);
    const source = join(server.mediaFolder, 'sources', `${asset.digest}`.slice(0, 2), `${asset.digest}`);
    const kept = await readFile(source);
    await server.stop();
    rmSync(fileOf(asset.renditions[0]?.digest ?? null));
    rmSync(source);
    server = await startLibraryServer({ folder });
    const failed = await server.waitFor(asset.id, isSettled);
    expect(failed.state).toMatchObject({ kind: 'failed', refusal: { code: 'media-source-lost' } });
    await server.stop();
    writeFileSync(source, kept);
    server = await startLibraryServer({ folder, now: () => Date.now() + 7_200_000 });
    await server.waitFor(asset.id, isReady);
  });
});
