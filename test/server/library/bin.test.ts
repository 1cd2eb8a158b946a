/** The bin, where content is used, versions, storage: nothing that somebody sees or plans is ever lost. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Asset } from '../../../playlists/model/media.ts';
import { gatherSchedule } from '../../../server/schedules/gather.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { shelve } from '../../support/shelf.ts';
import { uploadFile } from '../../support/tus-upload.ts';

const DAY = 86_400_000;
const WALL = { width: 192, height: 96 };
let samples: Samples;
let server: LibraryServer;
let drop: () => Promise<void>;
let folder: string;
let late = 0;
beforeAll(async () => {
  samples = await openSamples();
});
afterAll(() => samples.drop());
beforeEach(async () => {
  ({ path: folder, drop } = await scratchFolder());
  late = 0;
  server = await startLibraryServer({ folder, now: () => Date.now() + late });
});
afterEach(async () => {
  await server.stop();
  await drop();
});

const call = (method: string, path: string, body?: unknown, who?: string) =>
  server.call(method, `/api${path}`, body, who);
const code = ({ body }: { body: { refusal?: { code: string } } }) => body.refusal?.code;
const isReady = (asset: Asset): boolean => asset.state.kind === 'ready';
const picture = (name: string, shade: number): Promise<string> =>
  samples.picture(name, (image) => image.modulate({ brightness: shade }).png());
const give = async (path: string, metadata: Record<string, string> = {}, person = 'per_an'): Promise<void> => {
  await uploadFile(server.url, { path, name: 'slide.png', person, metadata });
};
const newest = async (): Promise<Asset> => (await call('GET', '/assets')).body.items[0];
const sourceOf = (digest: string | null): string =>
  join(server.mediaFolder, 'sources', `${digest}`.slice(0, 2), `${digest}`);
const acts = (): string[] =>
  server.database.raw.prepare(`select act from audit order by seq`).pluck().all() as string[];
const playBy = (entry: string): void => {
  server.database.raw.exec(`insert into playlist (id, name, version, updated_at) values ('pls_a', 'Sáng thứ Hai', 1, 0);
    insert into playlist_entry (id, playlist_id, position, weight, ${entry})`);
};

describe('the bin', { timeout: 90_000 }, () => {
  it('keeps everything until its days are over, then lets go of the bytes and remembers the act', async () => {
    server.addScreen(WALL);
    await give(await picture('one.png', 1));
    const asset = await server.waitFor((await newest()).id, isReady);
    expect((await call('DELETE', `/assets/${asset.id}`)).status).toBe(204);
    expect((await call('GET', `/assets/${asset.id}`)).status).toBe(404);
    const [binned] = (await call('GET', '/assets?in=bin')).body.items;
    expect(binned).toMatchObject({ id: asset.id, binned: { by: 'per_an' } });
    expect(binned.binned.keptUntil - binned.binned.at).toBe(30 * DAY);
    expect((await call('GET', `/files/${asset.thumbnail}`)).status).toBe(200);
    late = 29 * DAY;
    await server.library.cleanUp();
    expect((await call('POST', '/bin/restored', { assetIds: [asset.id] })).body).toEqual({ restored: [asset.id] });
    expect((await call('GET', `/assets/${asset.id}`)).body).toMatchObject({
      state: { kind: 'ready' },
      renditions: [{}],
    });
    await call('POST', '/bin', { assetIds: [asset.id] });
    late = 60 * DAY;
    await server.library.cleanUp();
    expect((await call('GET', '/assets?in=bin')).body.items).toEqual([]);
    expect((await call('POST', '/bin/restored', { assetIds: [asset.id] })).body).toEqual({ restored: [] });
    expect(existsSync(sourceOf(asset.digest))).toBe(false);
    expect(acts().filter((act) => act.startsWith('asset.'))).toEqual([
      'asset.uploaded',
      'asset.deleted',
      'asset.restored',
      'asset.deleted',
      'asset.purged',
    ]);
  });

  it('never lets go of what is on air or planned, by nobody', async () => {
    server.addScreen(WALL);
    await give(await picture('one.png', 1));
    const asset = await server.waitFor((await newest()).id, isReady);
    await call('DELETE', `/assets/${asset.id}`);
    server.pullable.add(asset.renditions[0]?.digest as never);
    late = 365 * DAY;
    await server.library.cleanUp();
    expect(code(await call('POST', '/bin/purged', { assetIds: [asset.id] }, 'adm_an'))).toBe('asset-on-air');
    expect(existsSync(sourceOf(asset.digest))).toBe(true);
    server.pullable.clear();
    expect((await call('POST', '/bin/purged', { assetIds: [asset.id] })).status).toBe(403);
    expect((await call('POST', '/bin/purged', { assetIds: [asset.id] }, 'adm_an')).body).toEqual({
      purged: [asset.id],
    });
    expect(existsSync(sourceOf(asset.digest))).toBe(false);
  });

  it('takes many or none', async () => {
    for (const id of ['ast_a', 'ast_b']) shelve(server.database, { id, title: id });
    playBy(`kind, asset_id) values ('ent_a', 'pls_a', 0, 1, 'asset', 'ast_b'`);
    const refused = await call('POST', '/bin', { assetIds: ['ast_a', 'ast_b'] });
    expect([refused.status, code(refused)]).toEqual([409, 'assets-in-use']);
    expect(refused.body.refusal.staff.vi).toContain('“ast_b” đang được dùng trong “Sáng thứ Hai”');
    expect((await call('GET', '/assets')).body.total).toBe(2);
  });
});

describe('where it is used', () => {
  it('names playlists, what plays them, and who brings it by tag without naming it', async () => {
    server.addScreen(WALL);
    shelve(server.database, { id: 'ast_a' });
    const tag = (await call('POST', '/tags', { name: 'Hội chợ' })).body.id;
    await call('PATCH', '/assets/ast_a', { tags: [tag] });
    playBy(`kind, tags, tag_match) values ('ent_a', 'pls_a', 0, 1, 'tags', '["${tag}"]', 'any'`);
    server.database.raw.exec(`insert into playlist (id, name, version, updated_at) values ('pls_b', 'Cả ngày', 1, 0);
      insert into playlist_entry (id, playlist_id, position, weight, kind, nested_id) values ('ent_b', 'pls_b', 0, 1, 'playlist', 'pls_a');
      update screen set default_playlist_id = 'pls_b', name = 'Cổng chào'`);
    const places = (await call('GET', '/assets/ast_a/places')).body;
    expect(places.map(({ kind, name, picks }: Record<string, unknown>) => [kind, name, picks])).toEqual([
      ['playlist', 'Sáng thứ Hai', true],
      ['playlist', 'Cả ngày', undefined],
      ['screen', 'Cổng chào', undefined],
    ]);
    expect((await call('GET', '/assets/ast_a/usage')).body).toMatchObject({
      kind: 'free',
      takesAlong: [{ name: 'Sáng thứ Hai', picks: true }],
    });
    expect((await call('GET', '/assets/ast_gone/places')).status).toBe(404);
  });
});

describe('versions', { timeout: 90_000 }, () => {
  it('another file takes the place when it is ready; one can go back; words, places and tags stay', async () => {
    server.addScreen(WALL);
    await give(await picture('one.png', 1), { topic: '1.2' });
    const first = await server.waitFor((await newest()).id, isReady);
    const { id } = first;
    playBy(`kind, asset_id) values ('ent_a', 'pls_a', 0, 1, 'asset', '${id}'`);
    const frozen = gatherSchedule(server.database).assets[0];
    await give(await picture('two.png', 0.5), { replaces: id }, 'per_binh');
    const second = await server.waitFor(id, (asset) => asset.version === 2);
    expect(second).toMatchObject({ id, title: first.title, topic: '1.2', state: { kind: 'ready' }, replacement: null });
    expect(second.digest).not.toBe(first.digest);
    expect(second.uploadedBy).toBe('per_binh');
    expect((await call('GET', '/assets')).body.total).toBe(1);
    const today = gatherSchedule(server.database).assets[0];
    expect([frozen?.version, today?.version]).toEqual([1, 2]);
    expect(today?.renditions[0]?.digest).not.toBe(frozen?.renditions[0]?.digest);

    const versions = (await call('GET', `/assets/${id}/versions`)).body;
    expect(versions).toMatchObject([{ number: 1, madeBy: 'per_an', isKept: true, bytes: first.bytes }]);
    expect((await call('GET', `/files/${versions[0].thumbnail}`)).status).toBe(200);
    const stale = await call('POST', `/assets/${id}/versions/1/restored`, { version: 1 });
    expect(code(stale)).toBe('changed-meanwhile');
    const back = await call('POST', `/assets/${id}/versions/1/restored`, { version: 2 });
    expect(back.body).toMatchObject({
      version: 3,
      digest: first.digest,
      state: { kind: 'ready' },
      uploadedBy: 'per_an',
    });
    expect(acts().slice(-2)).toEqual(['asset.replaced', 'asset.version-restored']);
  });

  it('the earlier file stays while something may play it, and goes when its days are over', async () => {
    server.addScreen(WALL);
    await give(await picture('one.png', 1));
    const first = await server.waitFor((await newest()).id, isReady);
    await give(await picture('two.png', 0.5), { replaces: first.id });
    await server.waitFor(first.id, (asset) => asset.version === 2);
    server.pullable.add(first.renditions[0]?.digest as never);
    late = 40 * DAY;
    await server.library.cleanUp();
    expect(existsSync(sourceOf(first.digest))).toBe(true);
    server.pullable.clear();
    await server.library.cleanUp();
    expect(existsSync(sourceOf(first.digest))).toBe(false);
    expect((await call('GET', `/assets/${first.id}/versions`)).body).toMatchObject([
      { number: 1, isKept: false, thumbnail: null },
    ]);
    const gone = await call('POST', `/assets/${first.id}/versions/1/restored`, { version: 2 });
    expect([gone.status, code(gone)]).toEqual([410, 'version-gone']);
  });

  it('a file that is no content is told beside what it was to replace, which stays; the same file is no version', async () => {
    const path = await picture('one.png', 1);
    await give(path);
    const first = await server.waitFor((await newest()).id, isReady);
    await give(await samples.write('broken.png', '<html>'), { replaces: first.id });
    const told = await server.waitFor(first.id, (asset) => asset.replacement?.state.kind === 'refused');
    expect(told).toMatchObject({ version: 1, digest: first.digest, state: { kind: 'ready' } });
    expect((await call('DELETE', `/assets/${first.id}/replacement`)).body).toMatchObject({ replacement: null });
    await give(path, { replaces: first.id });
    await server.waitFor(first.id, (asset) => asset.replacement === null);
    expect((await call('GET', `/assets/${first.id}/versions`)).body).toEqual([]);
    expect(existsSync(sourceOf(first.digest))).toBe(true);
  });

  it('a crash between ready and taking the place loses nothing', async () => {
    await give(await picture('one.png', 1));
    const first = await server.waitFor((await newest()).id, isReady);
    shelve(server.database, { id: 'ast_coming', title: 'Bản mới' });
    server.database.raw.exec(`update asset set replaces = '${first.id}' where id = 'ast_coming'`);
    await server.stop();
    server = await startLibraryServer({ folder });
    expect(server.library.loadAssets([first.id])[0]).toMatchObject({ version: 2 });
  });
});

describe('storage', () => {
  it('counts by kind and folder, twins once, the bin apart, and what nothing uses', async () => {
    late = 0;
    const at = Date.now();
    const home = (await call('POST', '/folders', { name: 'Tết' })).body.id;
    for (const parts of [
      { id: 'ast_a', bytes: 100, folderId: home, createdAt: at - 100 * DAY },
      { id: 'ast_b', bytes: 100, digest: 'b'.repeat(64), kind: 'video' as const, createdAt: at },
      { id: 'ast_c', bytes: 100, digest: 'b'.repeat(64), kind: 'video' as const, createdAt: at - 100 * DAY },
      { id: 'ast_d', bytes: 7, createdAt: at },
    ])
      shelve(server.database, parts);
    await call('POST', '/bin', { assetIds: ['ast_d'] });
    playBy(`kind, asset_id) values ('ent_a', 'pls_a', 0, 1, 'asset', 'ast_c'`);
    const report = (await call('GET', '/storage')).body;
    expect(report).toMatchObject({
      originals: { bytes: 200, count: 2 },
      bin: { bytes: 7, count: 1 },
      versions: { bytes: 0, count: 0 },
      byKind: [
        { kind: 'video', bytes: 200, count: 2 },
        { kind: 'image', bytes: 100, count: 1 },
      ],
      unused: { days: 90, bytes: 100, count: 1 },
      twins: [{ bytes: 100, assets: [{ id: 'ast_b' }, { id: 'ast_c' }] }],
    });
    expect(report.freeBytes).toBeGreaterThan(0);
    expect((await call('GET', '/assets?unusedDays=90')).body.items.map(({ id }: Asset) => id)).toEqual(['ast_a']);
    // Used to this night: from here on it counts anew.
    await server.library.cleanUp();
    server.database.raw.exec('delete from playlist_entry');
    late = 80 * DAY;
    expect((await call('GET', '/assets?unusedDays=90')).body.items.map(({ id }: Asset) => id)).toEqual(['ast_a']);
    late = 95 * DAY;
    expect((await call('GET', '/assets?unusedDays=90')).body.total).toBe(3);
  });
});
