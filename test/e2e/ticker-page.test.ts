/**
 * Tickers on the page that paints, in a real Chromium: pixels are read from the glass. What is seen is the text at a whole pixel of its lap
 * and nowhere between two; it moves by its pace; no mark is cut off; it begins and ends with its time and lies above films.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningTicker } from '../../playlists/model/ticker.ts';
import { TYPEFACE } from '../../playlists/slides/glyphs.ts';
import { layOutTicker, TICKER_WEIGHT, type TickerLayout } from '../../playlists/tickers/layout.ts';
import { framesAfter, placeAfter } from '../../playlists/tickers/pace.ts';
import type { StageCue, StageTicker } from '../../playlists/wire/stage.ts';
import { COLOURS, type MediaMaker, openMediaMaker } from '../support/made-media.ts';
import { openScriptedStage, type ScriptedStage } from '../support/scripted-stage.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 384, height: 192 };
const palette = { ground: '#0b1f3a', ink: '#f5f7fa', accent: '#ffcf4a' };
/** Rows beyond the band that the drawing to compare with has room for. */
const ROOM = 40;

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

const running = (text: string, parts: Partial<RunningTicker> = {}): RunningTicker =>
  RunningTicker.parse({ tickerId: 'tck_a', messages: [{ text }], palette, heightPercent: 20, ...parts });
const blank = (from: number): StageCue => ({
  id: `blank-${from}`,
  kind: 'blank',
  url: null,
  from,
  until: from + 3_600_000,
  offsetMs: 0,
  muted: true,
  assetId: null,
  digest: null,
  slotId: null,
  playlistId: null,
});
const runOf = (ticker: RunningTicker, from: number, ms: number, anchor = from): StageTicker => ({
  from: Math.round(from),
  until: Math.round(from + ms),
  anchor: Math.round(anchor),
  ticker,
});

/** Rows of a picture, three bytes a pixel. */
interface Picture {
  width: number;
  height: number;
  data: Buffer;
}
const readPicture = async (png: Buffer): Promise<Picture> => {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};
const look = async (): Promise<Picture> =>
  readPicture(await (await stage.page()).screenshot({ clip: { x: 0, y: 0, ...CANVAS } }));
const pixel = ({ width, data }: Picture, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

/** The whole text drawn at once by the browser, with room above and below that nothing can be cut by. */
const drawWhole = async ({ words, size, baseline, textPixels, band }: TickerLayout): Promise<Picture> => {
  const page = await stage.page();
  const drawn = await page.evaluate(
    ({ words, font, baseline, width, height, ground }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const ink = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
      ink.fillStyle = ground;
      ink.fillRect(0, 0, width, height);
      ink.textRendering = 'geometricPrecision';
      ink.font = font;
      for (const { text, x, colour } of words) {
        ink.fillStyle = colour;
        ink.fillText(text, x, baseline);
      }
      return canvas.toDataURL('image/png');
    },
    {
      words: [...words],
      font: `${TICKER_WEIGHT} ${size}px "${TYPEFACE}"`,
      baseline: baseline + ROOM,
      width: textPixels,
      height: band.height + 2 * ROOM,
      ground: palette.ground,
    },
  );
  return readPicture(Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64'));
};

/** Pixels of the band that differ from the text where it has moved so far. */
const faultsAt = (seen: Picture, whole: Picture, { band }: TickerLayout, moved: number): number => {
  const ground = [11, 31, 58];
  let faults = 0;
  for (let y = 0; y < band.height; y += 1)
    for (let x = 0; x < band.width; x += 1) {
      const from = x - band.width + moved;
      const want = from >= 0 && from < whole.width ? pixel(whole, from, y + ROOM) : ground;
      const have = pixel(seen, band.x + x, band.y + y);
      if (want.some((part, i) => Math.abs(part - (have[i] ?? 0)) > 2)) faults += 1;
    }
  return faults;
};
/** The one place of the lap at which the band is, pixel by pixel, what is seen; the places that may be it are looked at. */
const placeOf = (seen: Picture, whole: Picture, layout: TickerLayout, around: readonly number[]): number[] =>
  around.filter((moved) => faultsAt(seen, whole, layout, moved) === 0);

/** Looks at the band; its place, and the places at which it may be by the clock. */
const lookAt = async (layout: TickerLayout, whole: Picture, anchor: number) => {
  const before = stage.now();
  const seen = await look();
  const after = stage.now();
  const frames = (at: number) => framesAfter(at - anchor);
  const places = new Set<number>();
  for (let frame = frames(before) - 12; frame <= frames(after) + 6; frame += 1)
    places.add(placeAfter(frame, layout.pace, layout.lapPixels));
  return { seen, at: (before + after) / 2, found: placeOf(seen, whole, layout, [...places]) };
};
const show = (cues: StageCue[], tickers: StageTicker[]): void => stage.show(cues, { tickers });
const isThere = async (): Promise<boolean> =>
  (await stage.page()).evaluate(() => document.querySelector<HTMLElement>('.ticker')?.hidden === false);

describe('a ticker on the glass', () => {
  it('stands at a whole pixel of its lap, by the clock, at any instant; stacked marks and tails are whole', async () => {
    const ticker = running('ẲẴỖ Ặgyj ẰẾỘ Đường dây nóng (0225) 1022, gặp tổ công nghệ số cộng đồng');
    const layout = layOutTicker(ticker, CANVAS);
    const start = stage.now();
    const run = runOf(ticker, start - 5_000, 600_000, start - 2_000);
    show([blank(Math.round(start))], [run]);
    await until('the ticker', isThere, 20_000);
    const whole = await drawWhole(layout);
    const looks = [];
    for (let i = 0; i < 3; i += 1) looks.push(await lookAt(layout, whole, run.anchor));
    for (const { found } of looks) expect(found).toHaveLength(1);
    const [first, , last] = looks.map(({ found }) => found[0] as number);
    const moved = (last ?? 0) - (first ?? 0);
    expect(moved).toBeGreaterThan(0);
    expect(moved % layout.pace.pixels).toBe(0);
    /** Rows that the letters take when nothing could cut them are all within the band. */
    const inked = Array.from({ length: whole.height }, (_, y) => y).filter((y) =>
      Array.from({ length: whole.width }, (_, x) => pixel(whole, x, y)).some(([red = 0]) => Math.abs(red - 11) > 4),
    );
    expect(inked[0]).toBeGreaterThanOrEqual(ROOM);
    expect(inked.at(-1)).toBeLessThan(ROOM + layout.band.height);
  }, 60_000);

  it('moves by the very same step from frame to frame, counting those that were dropped', async () => {
    const ticker = running('Chuyển đổi số là việc của mỗi người dân phường ta, mời bà con cùng tham gia');
    const { pace } = layOutTicker(ticker, CANVAS);
    const start = stage.now();
    show([blank(Math.round(start))], [runOf(ticker, start - 1_000, 600_000)]);
    await until('the ticker', isThere, 20_000);
    const frames = await (await stage.page()).evaluate(async () => {
      const belt = () => document.querySelector<HTMLElement>('.belt');
      const read: { stamp: number; x: number }[] = [];
      while (read.length < 150) {
        const stamp = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        read.push({ stamp, x: Number(/translateX\((-?[\d.]+)px\)/.exec(belt()?.style.transform ?? '')?.[1]) });
      }
      return read;
    });
    for (const [i, { stamp, x }] of frames.entries()) {
      const before = frames[i - 1];
      if (!before) continue;
      const passed = Math.round(((stamp - before.stamp) * 60) / 1000);
      expect(before.x - x, `frame ${i} after ${passed}`).toBe((passed * pace.pixels) / pace.frames);
    }
  }, 60_000);

  it('begins and ends with its time, and lies above films', async () => {
    const film = await maker.video('blue', 3);
    stage.files.set(film.digest, film.file);
    const start = Math.round(stage.now());
    const cue: StageCue = {
      ...blank(start),
      id: 'film',
      kind: 'video',
      url: `/media/${film.digest}`,
      until: start + 30_000,
    };
    const ticker = running('Ngày hội', { edge: 'top' });
    const { band } = layOutTicker(ticker, CANVAS);
    show([cue, blank(start + 30_000)], [runOf(ticker, start + 2_500, 1_500)]);
    await until('the one before is gone', async () => !(await isThere()), 20_000);
    await until('it begins', isThere, 10_000);
    expect(stage.now()).toBeGreaterThanOrEqual(start + 2_500 - 40);
    const seen = await look();
    expect(pixel(seen, 1, band.y + 1)).toEqual([11, 31, 58]);
    const below = pixel(seen, 10, band.height + 20);
    expect(below.every((part, i) => Math.abs(part - (COLOURS.blue[i] ?? 0)) < 40)).toBe(true);
    await until('it ends', async () => !(await isThere()), 10_000);
    expect(stage.now()).toBeGreaterThanOrEqual(start + 4_000 - 40);
    expect(stage.of('fault')).toEqual([]);
  }, 60_000);

  it('words are words: nothing in them becomes an element of the page', async () => {
    const start = stage.now();
    show([blank(Math.round(start))], [runOf(running('<img src=x onerror=alert(1)> <b>chữ</b>'), start - 1, 60_000)]);
    await until('the ticker', isThere, 10_000);
    const inside = await (await stage.page()).evaluate(() =>
      [...document.querySelectorAll('.ticker *')].map(({ tagName }) => tagName),
    );
    expect(new Set(inside)).toEqual(new Set(['DIV', 'CANVAS']));
    expect(stage.of('fault')).toEqual([]);
  }, 30_000);
});
