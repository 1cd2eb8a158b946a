/**
 * What the pages of a document cost: the sheet on which people choose them, and pictures of them for a wall, each page in a process of its
 * own; held against PDFium alone, which opens the document once and throws away what it paints. Processor time of all processes.
 */
import { join } from 'node:path';
import sharp from 'sharp';
import { openIngest } from '../../media/ingest.ts';
import { openPdf } from '../../media/pdfium.ts';
import { openSandbox } from '../../media/sandbox.ts';
import { openDiskStore } from '../../media/store.ts';
import { type MadePage, makePdf } from '../support/made-pdf.ts';
import { openSamples } from '../support/media-samples.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import { costOf } from './processor-time.ts';

const PAGES = 40;
const CANVAS = { width: 1920, height: 1080 };
const TILE = { width: 320, height: 180 };
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** As decks are: a ground, some lines of text, and drawings of a few hundred strokes. */
const deck = (): Buffer =>
  makePdf(
    Array.from({ length: PAGES }, (_, page): MadePage => {
      const strokes = Array.from({ length: 400 }, (_line, i) => {
        const [x, y] = [(i * 37 + page * 11) % 960, (i * 53) % 540];
        return `${(i % 10) / 10} 0.4 0.6 RG ${x} ${y} m ${(x + 90) % 960} ${(y + 70) % 540} l S`;
      });
      const lines = Array.from(
        { length: 12 },
        (_line, i) => `0 g BT /F1 18 Tf 60 ${40 + i * 24} Td (Page ${page + 1}, line ${i + 1} of some text) Tj ET`,
      );
      return { ground: [0.9, 0.93, 0.97], words: `Page ${page + 1}`, content: [...strokes, ...lines].join('\n') };
    }),
  );

const paintAll = async (bytes: Buffer, { width, height }: typeof CANVAS, isKept: boolean): Promise<void> => {
  const document = await openPdf(bytes);
  if (typeof document === 'string') throw new Error(document);
  for (let page = 0; page < document.pages; page += 1) {
    const { data } = document.paint(page, WHOLE, width, height);
    if (isKept)
      await sharp(data, { raw: { width, height, channels: 3 } })
        .webp({ lossless: true })
        .toBuffer();
  }
};

export const benchDocuments = async (): Promise<BenchLine[]> => {
  const opened = await openSamples();
  try {
    const tools = { ...opened.tools, sandbox: await openSandbox('none') };
    const files = await openDiskStore(join(opened.folder, 'files'));
    const sources = await openDiskStore(join(opened.folder, 'sources'));
    const ingest = await openIngest({ workFolder: join(opened.folder, 'work'), files, tools, reserveBytes: 0 });
    const bytes = deck();
    const source = await opened.write('deck.pdf', bytes);
    const facts = await ingest.inspect(source);
    if (!facts.ok) throw new Error(facts.refusal.technician);
    const nothing = { outputs: [], trim: { fromMs: 0, untilMs: null }, loudness: null };
    const sheet = await costOf(async () => {
      const made = await ingest.prepare({ ...nothing, source, facts: facts.value, storyboard: true });
      if (!made.ok) throw new Error(made.refusal.technician);
    });
    const rawSheet = await costOf(() => paintAll(bytes, TILE, false));
    const numbers = Array.from({ length: PAGES }, (_, i) => i + 1);
    const pictures = await costOf(async () => {
      const taken = await ingest.takePages(source, numbers, sources);
      if (!taken.ok) throw new Error(taken.refusal.technician);
      for (const page of taken.value) {
        const made = await ingest.prepare({
          ...nothing,
          source: sources.localPath(page.digest),
          facts: page.facts,
          outputs: [{ canvas: CANVAS, framing: { fit: 'contain', crop: null } }],
          storyboard: false,
        });
        if (!made.ok) throw new Error(made.refusal.technician);
      }
    });
    const rawPictures = await costOf(() => paintAll(bytes, CANVAS, true));
    return [
      lineOf({
        figure: `pages: sheet of ${PAGES} pages, pages per second of processor time`,
        value: PAGES / sheet,
        unit: 'pages/s',
        yardstick: 'PDFium alone, in one process, the same tiles thrown away',
        yardstickValue: PAGES / rawSheet,
        goal: '≥ 0.35×',
      }),
      lineOf({
        figure: `pages: ${PAGES} pages taken out, each a lossless picture of 1080p made in a process of its own, per second of processor time`,
        value: PAGES / pictures,
        unit: 'pages/s',
        yardstick: 'PDFium and the same encoder alone, in one process, the document opened once',
        yardstickValue: PAGES / rawPictures,
        goal: '≥ 0.35×',
      }),
    ];
  } finally {
    await opened.drop();
  }
};
