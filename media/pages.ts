/**
 * Documents as pages: what a PDF is, a sheet of small pictures of its pages, single pages as documents of their own, and a page laid on
 * a canvas. Only inside the workbench process.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Canvas } from '../playlists/model/canvas.ts';
import { placeOn } from '../playlists/model/framing.ts';
import { MOST_PAGES } from '../playlists/model/media.ts';
import { MOST_DOCUMENT_BYTES } from './document-types.ts';
import { openPdf, type PageSize, type PdfDocument, type PdfFault } from './pdfium.ts';
import type { RawPicture } from './picture-look.ts';
import type { StillPlan } from './rendition-plan.ts';
import type { WorkbenchAnswer } from './workbench-job.ts';

/** Longest side of a page in points: the most that PDF allows. */
const MOST_POINTS = 14_400;
/** A page that is longer than this many times its other side is no page. */
const MOST_SLIM = 40;
/** A page counts as a picture of so many pixels in each point: 144 dots an inch. */
const PIXELS_PER_POINT = 2;
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
const TILE_SIDE = 320;
const SHEET_COLUMNS = 8;

const read = async (path: string): Promise<PdfDocument | PdfFault> => openPdf(await readFile(path));

const readWell = async (path: string): Promise<PdfDocument> => {
  const document = await read(path);
  if (typeof document === 'string') throw new Error(`the document is ${document}`);
  return document;
};

/** In pixels, with the shape of the page. */
const pixelsOf = ({ width, height }: PageSize): Canvas => ({
  width: Math.max(1, Math.round(width * PIXELS_PER_POINT)),
  height: Math.max(1, Math.round(height * PIXELS_PER_POINT)),
});

const factsOf = (size: PageSize, pages: number) => ({
  ...{ mime: 'application/pdf', ...pixelsOf(size), rotation: 0 as const },
  ...{ durationMs: null, framesPerSecond: null, videoCodec: null, audioCodec: null },
  ...(pages > 1 ? { kind: 'document' as const, pages } : { kind: 'image' as const }),
});

/** What is wrong with the sizes of pages; null = nothing. */
const wrongSize = (size: PageSize | null, number: number): WorkbenchAnswer | null => {
  if (!size) return { kind: 'broken', technician: `page ${number} has no size` };
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  const said = `${Math.round(size.width)}×${Math.round(size.height)} pt`;
  if (long > MOST_POINTS || long > short * MOST_SLIM)
    return { kind: 'too-big', size: said, limit: `${MOST_POINTS}×${MOST_POINTS} pt` };
  return null;
};

/** A PDF of one page is a picture, one of several a document. */
export const readPdfFacts = async (path: string): Promise<WorkbenchAnswer> => {
  const { size: bytes } = await stat(path);
  if (bytes > MOST_DOCUMENT_BYTES) return { kind: 'too-heavy', bytes, limit: MOST_DOCUMENT_BYTES };
  const document = await read(path);
  if (document === 'password') return { kind: 'locked', technician: 'the PDF asks for a password' };
  if (document === 'broken') return { kind: 'broken', technician: 'PDFium cannot open it' };
  const { pages } = document;
  if (pages < 1) return { kind: 'broken', technician: 'a PDF without pages' };
  if (pages > MOST_PAGES) return { kind: 'too-many-pages', pages, limit: MOST_PAGES };
  for (let index = 0; index < pages; index += 1) {
    const wrong = wrongSize(document.sizeOf(index), index + 1);
    if (wrong) return wrong;
  }
  return { kind: 'facts', facts: factsOf(document.sizeOf(0) as PageSize, pages) };
};

/** The first page laid on a canvas as `placeOn` says, painted at exactly the pixels it gets. */
export const paintPage = async (input: string, plan: StillPlan): Promise<RawPicture> => {
  const document = await readWell(input);
  const page = pixelsOf(document.sizeOf(0) as PageSize);
  const { from, to } = placeOn(plan.framing, page, plan.canvas);
  const part = {
    x: from.x / page.width,
    y: from.y / page.height,
    width: from.width / page.width,
    height: from.height / page.height,
  };
  const laid = document.paint(0, part, to.width, to.height);
  const { width, height } = plan.canvas;
  if (to.width === width && to.height === height) return laid;
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0; row < to.height; row += 1)
    Buffer.from(laid.data.buffer, laid.data.byteOffset + row * to.width * 3, to.width * 3).copy(
      data,
      ((to.y + row) * width + to.x) * 3,
    );
  return { width, height, data };
};

/** The first page within `box`. */
export const paintFirstPage = async (input: string, box: Canvas): Promise<RawPicture> => {
  const document = await readWell(input);
  const { width, height } = inside(document.sizeOf(0) as PageSize, box);
  return document.paint(0, WHOLE, width, height);
};

const inside = ({ width, height }: PageSize, box: Canvas): Canvas => {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
};

/** All pages small on one sheet, row by row, each in a tile of the first page's shape. */
export const paintPageSheet = async (input: string, output: string): Promise<WorkbenchAnswer> => {
  const document = await readWell(input);
  const tiles = document.pages;
  const tile = inside(document.sizeOf(0) as PageSize, { width: TILE_SIDE, height: TILE_SIDE });
  const columns = Math.min(SHEET_COLUMNS, tiles);
  const [width, height] = [columns * tile.width, Math.ceil(tiles / columns) * tile.height];
  const sheet = Buffer.alloc(width * height * 3, 0x88);
  for (let index = 0; index < tiles; index += 1) {
    const small = inside(document.sizeOf(index) ?? tile, tile);
    const { data } = document.paint(index, WHOLE, small.width, small.height);
    const left = (index % columns) * tile.width + Math.floor((tile.width - small.width) / 2);
    const top = Math.floor(index / columns) * tile.height + Math.floor((tile.height - small.height) / 2);
    for (let row = 0; row < small.height; row += 1)
      Buffer.from(data.buffer, data.byteOffset + row * small.width * 3, small.width * 3).copy(
        sheet,
        ((top + row) * width + left) * 3,
      );
  }
  await sharp(sheet, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 82 })
    .toFile(output);
  return { kind: 'sheet', columns, tileWidth: tile.width, tileHeight: tile.height, tiles };
};

/** Each of the pages (from 1) as a document of its own, in `<output>1`, `<output>2` …. */
export const takePages = async (
  input: string,
  output: string,
  numbers: readonly number[],
): Promise<WorkbenchAnswer> => {
  const document = await readWell(input);
  const pages: { number: number; facts: ReturnType<typeof factsOf> }[] = [];
  for (const number of numbers) {
    const size = document.sizeOf(number - 1);
    if (!size) return { kind: 'broken', technician: `page ${number} has no size` };
    await writeFile(`${output}${number}`, document.extract(number - 1), { flag: 'wx' });
    pages.push({ number, facts: factsOf(size, 1) });
  }
  return { kind: 'pages', pages };
};
