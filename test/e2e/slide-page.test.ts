/**
 * Slides on the page that paints, in a real Chromium: pixels are read from the glass, at the wall's own grid. The letters are those
 * that were measured, no mark is cut off, what ticks ticks, and what was painted is what is reported.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSE_PALETTE, SlideContent } from '../../playlists/model/slide.ts';
import { isWritable, lineReach, lineWidth, TYPEFACE, WEIGHTS } from '../../playlists/slides/glyphs.ts';
import { layOutSlide } from '../../playlists/slides/layout.ts';
import type { Box, SlideLayout } from '../../playlists/slides/sheet.ts';
import { createWallClocks } from '../../playlists/timeline/wall-clock.ts';
import type { StageCue } from '../../playlists/wire/stage.ts';
import { COLOURS, type MediaMaker, openMediaMaker } from '../support/made-media.ts';
import { openScriptedStage, type ScriptedStage } from '../support/scripted-stage.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 384, height: 192 };
const ZONE = 'Asia/Ho_Chi_Minh';
const clock = createWallClocks()(ZONE);
const [GROUND, INK] = [
  [11, 31, 58],
  [245, 247, 250],
];

let stage: ScriptedStage;
let maker: MediaMaker;
beforeAll(async () => {
  maker = await openMediaMaker(CANVAS.width, CANVAS.height);
  stage = await openScriptedStage(CANVAS);
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await maker?.drop();
});

let made = 0;
const cueOf = (content: object, from: number, ms: number, url: string | null = null): StageCue => {
  made += 1;
  return {
    id: `slide-${made}`,
    kind: 'slide',
    url,
    from: Math.round(from),
    until: Math.round(from + ms),
    offsetMs: 0,
    muted: true,
    slide: { content: SlideContent.parse(content), palette: HOUSE_PALETTE, zone: ZONE },
    assetId: null,
    digest: null,
    slotId: null,
    playlistId: null,
  };
};
const shown = (id: string) => until(`${id} shown`, () => stage.of('shown').find(({ cueId }) => cueId === id), 20_000);

type Pixels = (x: number, y: number) => readonly number[];
const look = async (): Promise<Pixels> => {
  const page = await stage.page();
  const picture = await page.screenshot({ clip: { x: 0, y: 0, ...CANVAS } });
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([CANVAS.width, CANVAS.height]);
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
};
const isNear = (a: readonly number[], b: readonly number[], within = 60): boolean =>
  a.every((part, i) => Math.abs(part - (b[i] ?? 0)) <= within);
/** Rows of an area in which anything but its ground was painted. */
const rowsPainted = (at: Pixels, x: [number, number], y: [number, number], ground: readonly number[]): number[] => {
  const rows: number[] = [];
  for (let row = y[0]; row < y[1]; row += 1)
    for (let column = x[0]; column < x[1]; column += 1)
      if (!isNear(at(column, row), ground, 40)) {
        rows.push(row);
        break;
      }
  return rows;
};
const layoutOf = (cue: StageCue, now: number, hasPicture = false): SlideLayout =>
  layOutSlide(cue.slide as NonNullable<StageCue['slide']>, CANVAS, { now, clock, hasPicture });
const textsOf = ({ boxes }: SlideLayout): Extract<Box, { kind: 'text' }>[] =>
  boxes.filter(({ kind }) => kind === 'text') as never;

describe('slides on the glass', () => {
  it('appears, with every mark of every line, and is reported when it was painted', async () => {
    const cue = cueOf({ template: 'title', title: 'ẲẴẪẰẾỘẶ ỰĐỠ gjpqy', subtitle: 'ẬẲ ợ' }, stage.now() + 700, 4_000);
    stage.show([cue]);
    const report = await shown(cue.id);
    expect(Math.abs(report.at - cue.from)).toBeLessThan(300);
    const at = await look();
    expect(isNear(at(1, 1), GROUND, 3)).toBe(true);
    const layout = layoutOf(cue, stage.now());
    for (const { text, baseline, size, x, width } of textsOf(layout)) {
      const { above, below } = lineReach(text, size);
      const rows = rowsPainted(
        at,
        [Math.max(0, Math.floor(x - width / 2) - 2), Math.ceil(x + width / 2) + 2],
        [baseline - above - 1, baseline + below + 1],
        GROUND,
      );
      // The topmost mark and the lowest dot are there (to two rows: the table is rounded up), and beyond there is nothing.
      expect(rows[0], text).toBeLessThanOrEqual(baseline - above + 2 + Math.ceil(size * 0.02));
      expect(rows.at(-1), text).toBeGreaterThanOrEqual(baseline + below - 3 - Math.ceil(size * 0.02));
      expect(rows[0]).toBeGreaterThanOrEqual(baseline - above);
    }
    // Letters are lit in the ink of the slide.
    const [first] = textsOf(layout);
    const row = (first?.baseline ?? 0) - 4;
    expect(Array.from({ length: CANVAS.width }, (_, x) => at(x, row)).some((pixel) => isNear(pixel, INK, 20))).toBe(
      true,
    );
  });

  it('a count of seconds ticks by the clock of the page, on the second', async () => {
    const cue = cueOf({ template: 'clock', title: '', seconds: true, date: false, lunar: false }, stage.now(), 60_000);
    stage.show([cue]);
    await shown(cue.id);
    const page = await stage.page();
    /** When the picture changed, by server time. */
    const changes = await page.evaluate(async () => {
      const canvas = [...document.querySelectorAll('canvas.slide')].find(
        (one) => (one as HTMLElement).style.visibility === 'visible',
      ) as HTMLCanvasElement;
      const print = () => {
        const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
          0,
          0,
          canvas.width,
          canvas.height,
        );
        let sum = 0;
        for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + (data[i] ?? 0)) % 1_000_003;
        return sum;
      };
      const seen: number[] = [];
      let last = print();
      const until = performance.now() + 5_200;
      while (performance.now() < until) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = print();
        if (now !== last) seen.push(performance.timeOrigin + performance.now());
        last = now;
      }
      return seen;
    });
    expect(changes.length).toBeGreaterThanOrEqual(4);
    for (const change of changes) {
      const off = ((change + 500) % 1_000) - 500;
      expect(Math.abs(off), `${off} ms off the second`).toBeLessThan(120);
    }
  });

  it('a picture is shown pixel by pixel beside the words; one that cannot be had is left out', async () => {
    const still = await maker.still('green');
    stage.files.set(still.digest, still.file);
    const event = { template: 'event', title: 'Ngày hội', when: '8:00', where: '', picture: 'ast_poster00' };
    const with_ = cueOf(event, stage.now(), 30_000, `/media/${still.digest}`);
    stage.show([with_]);
    await shown(with_.id);
    expect(isNear((await look())(4, 96), COLOURS.green, 20)).toBe(true);
    const without = cueOf(event, stage.now(), 30_000, `/media/${'0'.repeat(64)}`);
    stage.show([without]);
    await shown(without.id);
    expect(isNear((await look())(20, 4), GROUND, 3)).toBe(true);
    expect(stage.of('failed').filter(({ cueId }) => cueId === without.id)).toEqual([]);
  });

  it('slides, stills and films give way to each other without anything else between, and each is proven once', async () => {
    const still = await maker.still('magenta');
    const film = await maker.video('blue', 3);
    for (const { digest, file } of [still, film]) stage.files.set(digest, file);
    const start = stage.now() + 1_500;
    const plain = (kind: 'still' | 'video', digest: string, from: number): StageCue => ({
      ...cueOf({ template: 'title', title: 'x', subtitle: '' }, from, 1_200, `/media/${digest}`),
      kind,
      slide: undefined,
    });
    const cues = [
      cueOf({ template: 'title', title: 'Một', subtitle: '' }, start, 1_200),
      cueOf({ template: 'title', title: 'Hai', subtitle: '' }, start + 1_200, 1_200),
      plain('still', still.digest, start + 2_400),
      cueOf({ template: 'notice', heading: 'Ba', text: 'Ba', footer: '' }, start + 3_600, 1_200),
      plain('video', film.digest, start + 4_800),
      cueOf({ template: 'title', title: 'Sáu', subtitle: '' }, start + 6_000, 30_000),
    ];
    stage.show(cues);
    await shown(cues[5]?.id ?? '');
    for (const { id } of cues.slice(0, 5)) {
      expect(
        stage.of('left').filter(({ cueId }) => cueId === id),
        id,
      ).toHaveLength(1);
      expect(
        stage.of('failed').filter(({ cueId }) => cueId === id),
        id,
      ).toEqual([]);
    }
    expect(stage.of('fault')).toEqual([]);
  });

  it('the table of letters is that of the type which is shipped', async () => {
    const page = await stage.page();
    const letters = Array.from({ length: 0x2300 }, (_, code) => String.fromCodePoint(code)).filter(
      (letter) => letter.trim() !== '' && isWritable(letter),
    );
    expect(letters.length).toBeGreaterThan(300);
    const measured = await page.evaluate(
      async ({ letters, face, weights }) => {
        const ink = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
        ink.textRendering = 'geometricPrecision';
        const all: { weight: number; letter: string; width: number; above: number; below: number }[] = [];
        for (const weight of weights) {
          await document.fonts.load(`${weight} 20px "${face}"`, letters.join(''));
          ink.font = `${weight} 1000px "${face}"`;
          for (const letter of letters) {
            const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = ink.measureText(letter);
            all.push({ weight, letter, width, above: actualBoundingBoxAscent, below: actualBoundingBoxDescent });
          }
        }
        return all;
      },
      { letters, face: TYPEFACE, weights: [...WEIGHTS] },
    );
    const wrong = measured.filter(({ weight, letter, width, above, below }) => {
      const reach = lineReach(letter, 1000);
      return (
        Math.abs(lineWidth(letter, weight as 600, 1000) - width) > 1 ||
        above > reach.above + 1 ||
        below > reach.below + 1
      );
    });
    expect(wrong).toEqual([]);
  });
});
