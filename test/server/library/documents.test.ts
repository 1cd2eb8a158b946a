/** A document at the server: uploaded, looked through, its pages taken out as pictures that live on their own. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asset, Asset as AssetSchema } from '../../../playlists/model/media.ts';
import { type DocumentPages, DocumentPages as DocumentSchema } from '../../../playlists/wire/api/documents.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { lockPdf, makeDeck } from '../../support/made-pdf.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';
import { until } from '../../support/until.ts';

const WALL = { width: 192, height: 96 };
const TOWER = { width: 96, height: 160 };
let samples: Samples;
let folder: string;
let drop: () => Promise<void>;
let server: LibraryServer;

beforeAll(async () => {
  samples = await openSamples();
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
const give = async (name: string, bytes: Buffer, metadata = {}): Promise<Asset> => {
  await uploadFile(server.url, { path: await samples.write(name, bytes), name, person: 'per_an', metadata });
  const { items } = (await server.call('GET', '/api/assets')).body;
  return server.waitFor(items[0].id, isSettled);
};
const show = async (id: string): Promise<DocumentPages> =>
  DocumentSchema.parse((await server.call('GET', `/api/assets/${id}/pages`)).body);
const take = (id: string, numbers: unknown, person?: string) =>
  server.call('POST', `/api/assets/${id}/pages`, { numbers }, person);
const filesIn = (name: string): string[] =>
  readdirSync(join(server.mediaFolder, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(server.mediaFolder, name, file)).isFile(),
  );

describe('a document', () => {
  test('is ready with a sheet of its pages and nothing for screens', async () => {
    server.addScreen(WALL);
    const asset = await give('Kế hoạch 57.pdf', makeDeck(4));
    expect(asset).toMatchObject({ title: 'Kế hoạch 57', kind: 'document', state: { kind: 'ready' }, renditions: [] });
    expect(AssetSchema.parse(asset)).toEqual(asset);
    const seen = await show(asset.id);
    expect(seen).toMatchObject({ pages: 4, taken: [], sheet: { tiles: 4, columns: 4 } });
    const sheet = await server.call('GET', `/api/files/${seen.sheet?.digest}`);
    expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await server.call('GET', `/api/files/${asset.thumbnail}`)).status).toBe(200);
    expect((await server.call('GET', '/api/assets?kind=document')).body.items).toHaveLength(1);
  });

  test('gives its pages in the order asked, once, with all that was said of it', async () => {
    server.addScreen(WALL);
    const deck = await give('Kế hoạch.pdf', makeDeck(12), { topic: '1.2', source: 'UBND phường' });
    const first = await take(deck.id, [11, 2], 'per_binh');
    expect(first.status).toBe(201);
    const pages = first.body.pages as Asset[];
    expect(pages.map(({ title, page }) => [title, page?.number])).toEqual([
      ['Kế hoạch – trang 11', 11],
      ['Kế hoạch – trang 02', 2],
    ]);
    // Whoever brought the document counts as having brought the page: nobody approves what they brought.
    expect(pages[0]).toMatchObject({ kind: 'image', topic: '1.2', source: 'UBND phường', uploadedBy: 'per_an' });
    for (const page of pages) {
      const ready = await server.waitFor(page.id, isReady);
      expect(ready.renditions).toMatchObject([{ canvas: WALL, type: 'image/webp' }]);
    }
    const again = (await take(deck.id, [2, 3])).body.pages as Asset[];
    expect(again.map(({ id }) => id)).toContain(pages[1]?.id);
    expect((await show(deck.id)).taken.map(({ page }) => page?.number)).toEqual([2, 3, 11]);
    const both = await Promise.all([take(deck.id, [5]), take(deck.id, [5])]);
    expect(both.map(({ body }) => body.pages[0].id)).toEqual(Array(2).fill(both[0]?.body.pages[0].id));
  });

  test('a new canvas is drawn for every page by itself', async () => {
    server.addScreen(WALL);
    const deck = await give('deck.pdf', makeDeck(2));
    const [page] = (await take(deck.id, [2])).body.pages as [Asset];
    await server.waitFor(page.id, isReady);
    server.addScreen(TOWER);
    const ready = await server.waitFor(page.id, (asset) => isReady(asset) && asset.renditions.length === 2);
    expect(ready.renditions.map(({ canvas }) => canvas)).toEqual([TOWER, WALL]);
  });

  test('pages stay when the document goes, and a page that was deleted can be taken again', async () => {
    const deck = await give('deck.pdf', makeDeck(2));
    const [page] = (await take(deck.id, [1])).body.pages as [Asset];
    await server.waitFor(page.id, isReady);
    expect((await server.call('DELETE', `/api/assets/${page.id}`)).status).toBe(204);
    const [another] = (await take(deck.id, [1])).body.pages as [Asset];
    expect(another.id).not.toBe(page.id);
    expect((await server.call('DELETE', `/api/assets/${deck.id}`)).status).toBe(204);
    expect((await server.call('POST', '/api/bin/purged', { assetIds: [deck.id] }, 'adm_x')).status).toBe(200);
    server.addScreen(WALL);
    const ready = await server.waitFor(another.id, (asset) => isReady(asset) && asset.renditions.length === 1);
    expect(ready.page).toEqual({ documentId: deck.id, number: 1 });
  });

  test.each([
    ['a page beyond its end', [3], 'document-page-unknown'],
    ['no page', [], 'request-malformed'],
    ['a page twice', [1, 1], 'request-malformed'],
    ['page 0', [0], 'request-malformed'],
  ])('%s is refused', async (_, numbers, code) => {
    const deck = await give('deck.pdf', makeDeck(2));
    expect((await take(deck.id, numbers)).body.refusal.code).toBe(code);
    expect((await show(deck.id)).taken).toEqual([]);
  });

  test('what is no document has no pages; a document is not framed', async () => {
    const poster = await give('poster.pdf', makeDeck(1));
    expect(poster).toMatchObject({ kind: 'image', facts: { mime: 'application/pdf' } });
    expect((await take(poster.id, [1])).body.refusal.code).toBe('document-not-ready');
    const deck = await give('deck.pdf', makeDeck(2));
    const { treatment, look } = (await server.call('GET', `/api/assets/${deck.id}/treatment`)).body;
    const framed = { treatment: { ...treatment, fit: 'cover' }, basedOn: look };
    expect((await server.call('PUT', `/api/assets/${deck.id}/treatment`, framed)).status).toBe(400);
  });

  test('another file of a document brings other pages; a picture never becomes a document', async () => {
    const deck = await give('deck.pdf', makeDeck(2));
    await take(deck.id, [1]);
    const bring = async (name: string, bytes: Buffer, replaces: string) =>
      uploadFile(server.url, { path: await samples.write(name, bytes), name, metadata: { replaces } });
    await bring('longer.pdf', makeDeck(5), deck.id);
    await server.waitFor(deck.id, ({ version }) => version === 2);
    expect(await show(deck.id)).toMatchObject({ pages: 5, taken: [] });
    const poster = await give('poster.pdf', makeDeck(1));
    await bring('deck.pdf', makeDeck(3), poster.id);
    const refused = await server.waitFor(poster.id, ({ replacement }) => replacement?.state.kind === 'refused');
    expect(refused.replacement?.state).toMatchObject({ refusal: { code: 'version-kind-differs' } });
    expect(refused).toMatchObject({ kind: 'image', version: 1, state: { kind: 'ready' } });
  });
});

test.each([
  ['locked.pdf', () => lockPdf('x'), 'document-locked'],
  ['endless.pdf', () => makeDeck(2_000), 'document-too-many-pages'],
  ['cut.pdf', () => makeDeck(3).subarray(0, 90), 'media-broken'],
])('%s is refused in both voices and leaves nothing', async (name, make, code) => {
  const asset = await give(name, make());
  expect(asset.state).toMatchObject({ kind: 'refused', refusal: { code } });
  // The word of it comes before the bytes are gone.
  const left = () => ['sources', 'files', 'work', 'uploads'].flatMap(filesIn);
  await until('nothing is left', async () => left().length === 0 || null, 10_000);
});

describe('a picture that moves', () => {
  const gif = async (): Promise<Buffer> => {
    const frame = (background: string) =>
      sharp({ create: { width: 96, height: 48, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = await Promise.all([frame('#d00000'), frame('#0000d0')]);
    return sharp(frames, { join: { animated: true } })
      .gif({ delay: [700, 700] })
      .toBuffer();
  };
  const choose = async (id: string, isStill: boolean) => {
    const { treatment, look } = (await server.call('GET', `/api/assets/${id}/treatment`)).body;
    return server.call('PUT', `/api/assets/${id}/treatment`, { treatment: { ...treatment, isStill }, basedOn: look });
  };

  test('plays as a video, stands still when that is chosen, and goes back at no cost', async () => {
    server.addScreen(WALL);
    const moving = await give('Cờ bay.gif', await gif());
    expect(moving).toMatchObject({ kind: 'video', renditions: [{ type: 'video/mp4' }], look: 'contain' });
    expect((await choose(moving.id, true)).status).toBe(200);
    const still = await server.waitFor(
      moving.id,
      (asset) => isReady(asset) && asset.renditions[0]?.type === 'image/webp',
    );
    expect(still).toMatchObject({ kind: 'image', look: 'contain;still', renditions: [{ durationMs: null }] });
    // In lists it is known by the picture that is seen, its first.
    const small = (await server.call('GET', `/api/files/${still.thumbnail}`)).bytes;
    const { dominant } = await sharp(small).stats();
    expect([dominant.r > 150, dominant.b < 60]).toEqual([true, true]);
    await choose(moving.id, false);
    const again = await server.waitFor(moving.id, (asset) => asset.kind === 'video' && isReady(asset));
    expect(again.renditions[0]?.digest).toBe(moving.renditions[0]?.digest);
  });

  test('only what moves can be told to stand still', async () => {
    const poster = await give('poster.pdf', makeDeck(1));
    expect((await choose(poster.id, true)).status).toBe(400);
  });
});
