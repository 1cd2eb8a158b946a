/** PDF: what it is, its pages on one sheet, a page as a source of its own, a page on every canvas exactly. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ingest, openIngest, type PrepareOrder } from '../../media/ingest.ts';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import type { Framing } from '../../playlists/model/framing.ts';
import { type MediaFacts, MOST_PAGES } from '../../playlists/model/media.ts';
import { lockPdf, type MadePage, makeDeck, makePdf, writePdf } from '../support/made-pdf.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';

let samples: Samples;
let files: MediaStore;
let sources: MediaStore;
let ingest: Ingest;
const CONTAIN: Framing = { fit: 'contain', crop: null };

beforeAll(async () => {
  samples = await openSamples();
  files = await openDiskStore(join(samples.folder, 'files'));
  sources = await openDiskStore(join(samples.folder, 'sources'));
  ingest = await openIngest({ workFolder: join(samples.folder, 'work'), files, tools: samples.tools, reserveBytes: 0 });
});
afterAll(() => samples.drop());

const factsOf = async (path: string): Promise<MediaFacts> => {
  const facts = await ingest.inspect(path);
  if (!facts.ok) throw new Error(facts.refusal.technician);
  return facts.value;
};
const orderOf = (source: string, facts: MediaFacts, outputs: PrepareOrder['outputs']): PrepareOrder => ({
  ...{
    source,
    facts,
    outputs,
    trim: { fromMs: 0, untilMs: null },
    loudness: null,
    storyboard: facts.kind === 'document',
  },
});
const pixelsOf = async (path: string) => {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  return { width: info.width, height: info.height, at };
};
/** A page on a canvas, as pixels. */
const paint = async (page: MadePage, canvas: { width: number; height: number }, framing = CONTAIN) => {
  const path = await samples.write('page.pdf', makePdf([page]));
  const made = await ingest.prepare(orderOf(path, await factsOf(path), [{ canvas, framing }]));
  if (!made.ok) throw new Error(made.refusal.technician);
  return pixelsOf(files.localPath(made.value.files[0]?.digest as never));
};
const RED = [1, 0, 0] as [number, number, number];

test('a PDF of several pages is a document, of one page a picture with the shape of that page', async () => {
  expect(await factsOf(await samples.write('deck.pdf', makeDeck(3)))).toMatchObject({
    kind: 'document',
    mime: 'application/pdf',
    pages: 3,
    width: 1920,
    height: 1080,
  });
  const poster = await samples.write('poster.pdf', makePdf([{ width: 595, height: 842, rotate: 90 }]));
  expect(await factsOf(poster)).toMatchObject({ kind: 'image', width: 1684, height: 1190, rotation: 0 });
});

test('a document comes out as a sheet of its pages and a small picture of the first', async () => {
  const path = await samples.write(
    'sheet.pdf',
    makePdf([{ ground: RED }, { ground: [0, 0, 1] }, { width: 540, height: 960 }]),
  );
  let thumbnail = '';
  const order = orderOf(path, await factsOf(path), []);
  const made = await ingest.prepare({
    ...order,
    posterAtMs: null,
    onThumbnail: ({ digest }) => {
      thumbnail = digest;
    },
  });
  if (!made.ok) throw new Error(made.refusal.technician);
  expect(made.value.storyboard).toMatchObject({ columns: 3, tiles: 3, tileWidth: 320, tileHeight: 180, everyMs: 1 });
  const sheet = await pixelsOf(files.localPath(made.value.storyboard?.digest as never));
  expect(sheet).toMatchObject({ width: 960, height: 180 });
  const [red, blue, beside, upright] = [sheet.at(160, 90), sheet.at(480, 90), sheet.at(645, 90), sheet.at(800, 90)];
  expect(red[0]).toBeGreaterThan(240);
  expect(blue[2]).toBeGreaterThan(240);
  // A page of another shape keeps its shape, on grey.
  expect(Math.abs((beside[0] ?? 0) - 0x88)).toBeLessThan(12);
  expect(upright[0]).toBeGreaterThan(240);
  expect((await pixelsOf(files.localPath(thumbnail as never))).width).toBe(480);
});

describe('a page on a canvas', () => {
  test.each([
    [
      { width: 384, height: 192 },
      { x: 10, y: 96 },
      { x: 190, y: 96 },
    ],
    [
      { width: 192, height: 384 },
      { x: 96, y: 100 },
      { x: 96, y: 192 },
    ],
  ])('is letterboxed on $width × $height', async (canvas, outside, within) => {
    const picture = await paint({ ground: RED }, canvas);
    expect(picture).toMatchObject(canvas);
    expect(picture.at(outside.x, outside.y)).toEqual([0, 0, 0]);
    expect(picture.at(within.x, within.y)).toEqual([255, 0, 0]);
  });

  test('fills, is pulled, or is cropped to a frame', async () => {
    const half: MadePage = { ground: RED, content: '0 0 1 rg 480 0 480 540 re f' };
    const wall = { width: 200, height: 200 };
    const covered = await paint(half, wall, { fit: 'cover', crop: null });
    expect([covered.at(2, 2), covered.at(197, 197)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    const pulled = await paint(half, wall, { fit: 'stretch', crop: null });
    expect([pulled.at(98, 100), pulled.at(101, 100)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    const right = { x: 0.6, y: 0.2, width: 0.2, height: 0.2 };
    const cropped = await paint(half, wall, { fit: 'crop', crop: right });
    expect(cropped.at(0, 0)).toEqual([0, 0, 255]);
  });

  test('is painted at the pixels of the canvas, not enlarged from fewer', async () => {
    const fine = { content: '0 g 479.9 0 0.2 540 re f' };
    const [small, large] = [
      await paint(fine, { width: 480, height: 270 }),
      await paint(fine, { width: 3840, height: 2160 }),
    ];
    // A line of a fifth of a point fades on a small wall and stands sharp on a large one.
    expect(small.at(240, 100)[0]).toBeGreaterThan(150);
    expect(large.at(1_900, 1_000)).toEqual([255, 255, 255]);
    const dark = Array.from({ length: 9 }, (_, i) => large.at(1_916 + i, 1_000)[0] ?? 255);
    expect(Math.min(...dark)).toBeLessThan(80);
    expect(dark.filter((light) => light < 250).length).toBeLessThanOrEqual(2);
  }, 30_000);
});

describe('taking pages', () => {
  test('gives each page as a source of its own, the same bytes every time, and nothing of the others', async () => {
    const path = await samples.write(
      'take.pdf',
      makePdf([{ ground: RED }, { words: 'SECRET' }, { ground: [0, 0, 1] }]),
    );
    const taken = await ingest.takePages(path, [3, 1], sources);
    if (!taken.ok) throw new Error(taken.refusal.technician);
    expect(taken.value.map(({ number }) => number)).toEqual([3, 1]);
    const last = taken.value[0];
    const at = sources.localPath(last?.digest as never);
    expect((await readFile(at)).includes('SECRET')).toBe(false);
    expect(await factsOf(at)).toEqual(last?.facts);
    // Neither the time nor a name by chance is in it.
    expect((await readFile(at)).toString('latin1')).toContain('/CreationDate(D:20000101000000)');
    const again = await ingest.takePages(path, [3], sources);
    expect(again.ok && again.value[0]?.digest).toBe(last?.digest);
    expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  });

  test('a page that is not there is no page, and nothing is kept', async () => {
    const path = await samples.write('few.pdf', makeDeck(2));
    const before = await sources.list(Number.MAX_SAFE_INTEGER);
    expect(await ingest.takePages(path, [1, 9], sources)).toMatchObject({
      ok: false,
      refusal: { code: 'media-broken' },
    });
    expect(await sources.list(Number.MAX_SAFE_INTEGER)).toEqual(before);
  });
});

describe('C3: documents that are not taken', () => {
  /** A tree of pages that is nested so deep. */
  const nested = (depth: number): Buffer =>
    writePdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      ...Array.from({ length: depth }, (_, i) => `<</Type/Pages/Count 1/Kids[${i + 3} 0 R]>>`),
      `<</Type/Page/Parent ${depth + 1} 0 R/MediaBox[0 0 100 100]>>`,
    ]);
  const deck = makeDeck(2);
  test.each([
    ['locked.pdf', () => lockPdf('bí mật'), 'document-locked'],
    ['two-thousand.pdf', () => makeDeck(2_000), 'document-too-many-pages'],
    ['one-too-many.pdf', () => makeDeck(MOST_PAGES + 1), 'document-too-many-pages'],
    ['huge.pdf', () => makePdf([{ width: 200_000, height: 200_000 }, {}]), 'media-too-big-picture'],
    ['ribbon.pdf', () => makePdf([{}, { width: 14_000, height: 2 }]), 'media-too-big-picture'],
    ['header.pdf', () => Buffer.from('%PDF-1.7\n'), 'media-broken'],
    ['cut.pdf', () => deck.subarray(0, 60), 'media-broken'],
    ['promise.pdf', () => writePdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 99999999/Kids[]>>']), null],
    ['loop.pdf', () => writePdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>']), null],
    ['deep.pdf', () => nested(20_000), null],
    ['brackets.pdf', () => writePdf([`<</Type/Catalog/Pages 2 0 R/X ${'['.repeat(500_000)}>>`]), 'media-broken'],
  ] as const)('%s', async (name, make, code) => {
    const path = await samples.write(name, make());
    const spoken = await ingest.inspect(path);
    if (spoken.ok) throw new Error(`taken as ${JSON.stringify(spoken.value)}`);
    expect(spoken.refusal.code).toBeOneOf(code ? [code] : ['media-broken', 'document-too-many-pages']);
    expect(spoken.refusal.staff.vi).not.toMatch(/\{\w+\}/);
    expect(spoken.refusal.staff.en).not.toMatch(/\{\w+\}/);
    expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  });

  test('a page that holds more than its memory or its time ends within its limits', async () => {
    // Each form paints the next one ten times: 10^9 squares.
    const forms = Array.from({ length: 9 }, (_, i) => {
      const content = i === 8 ? '0 0 50 50 re f' : '/N Do '.repeat(10);
      const inner = i === 8 ? '' : `/Resources<</XObject<</N ${i + 6} 0 R>>>>`;
      return `<</Type/XObject/Subtype/Form/BBox[0 0 100 100]${inner}/Length ${content.length}>>stream\n${content}\nendstream`;
    });
    const bomb = writePdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</N 5 0 R>>>>/Contents 4 0 R>>',
      '<</Length 5>>stream\n/N Do\nendstream',
      ...forms,
    ]);
    const path = await samples.write('laughs.pdf', bomb);
    const facts = await factsOf(path);
    const made = await ingest.prepare(orderOf(path, facts, [{ canvas: { width: 96, height: 96 }, framing: CONTAIN }]));
    expect(made, JSON.stringify(made)).toMatchObject({ ok: false, refusal: { code: 'media-broken' } });
    expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  }, 180_000);
});
