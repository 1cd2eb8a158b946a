/** Tickers by themselves: what may be written, how they are laid out on a canvas, and where they stand at an instant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningTicker, TickerMessage } from '../../../playlists/model/ticker.ts';
import { lineReach } from '../../../playlists/slides/glyphs.ts';
import { lapMs, lapOf, layOutTicker, seenMs } from '../../../playlists/tickers/layout.ts';
import { framesAfter, PACES, paceFor, pixelsASecond, placeAfter } from '../../../playlists/tickers/pace.ts';
import { paintBand, paintPiece, type TickerInk } from '../../../playlists/tickers/paint.ts';

const palette = { ground: '#000000', ink: '#ffffff', accent: '#ffcf4a' };
const running = (parts: Partial<RunningTicker> = {}, texts = ['Ẵ Ỗ Ặ g y', 'Đăng ký VNeID tại trụ sở']) =>
  RunningTicker.parse({ tickerId: 'tck_a', messages: texts.map((text) => ({ text })), palette, ...parts });
const STRIP = { width: 640, height: 48 };
const aCanvas = fc.record({ width: fc.integer({ min: 32, max: 3840 }), height: fc.integer({ min: 16, max: 2160 }) });
const EDGES = ['top', 'bottom', 'fill'] as const;

describe('what may be written', () => {
  it('controls are spaces, marks that turn text are left out, spaces are single', () => {
    expect(TickerMessage.parse({ text: '  một\n\thai \u202e ba\u200b ' }).text).toBe('một hai ba');
    expect(TickerMessage.parse({ text: 'Tie\u0302\u0301ng' }).text).toBe('Tiếng');
  });
  it('letters that players do not have are refused, and so are days that end before they begin', () => {
    expect(TickerMessage.safeParse({ text: 'mưa ☔' }).error?.issues[0]?.message).toBe('letters-unknown');
    expect(TickerMessage.safeParse({ text: ' \n ' }).success).toBe(false);
    const days = { text: 'a', validFrom: '2026-03-02', validUntil: '2026-03-01' };
    expect(TickerMessage.safeParse(days).error?.issues[0]?.path).toEqual(['validUntil']);
  });
});

describe('TK2 a lap', () => {
  it('urgent messages come first and four times, priority ones twice, spread as evenly as can be', () => {
    const messages = [
      { text: 'n1', priority: 'normal' },
      { text: 'u', priority: 'urgent' },
      { text: 'n2', priority: 'normal' },
      { text: 'p', priority: 'priority' },
    ] as const;
    const lap = lapOf([...messages]).map(({ text }) => text);
    expect(lap[0]).toBe('u');
    const times = (text: string) => lap.filter((one) => one === text).length;
    expect([times('u'), times('p'), times('n1'), times('n2')]).toEqual([4, 2, 1, 1]);
    for (const [i, text] of lap.entries()) if (i > 0) expect([text, lap[i - 1]]).not.toEqual(['u', 'u']);
    expect(lapOf([{ text: 'a', priority: 'urgent' }])).toHaveLength(1);
  });
});

describe('a layout', () => {
  it('cuts no mark of any letter, on any canvas that holds the smallest type, and lies within the canvas', () => {
    fc.assert(
      fc.property(aCanvas, fc.constantFrom(...EDGES), fc.integer({ min: 6, max: 50 }), (canvas, edge, percent) => {
        const { band, baseline, size } = layOutTicker(running({ edge, heightPercent: percent }), canvas);
        const { above, below } = lineReach('ẲỖẶgyÇ(|', size);
        expect(baseline - above).toBeGreaterThanOrEqual(0);
        expect(baseline + below).toBeLessThanOrEqual(band.height);
        expect(band.y).toBeGreaterThanOrEqual(0);
        expect(band.y + band.height).toBeLessThanOrEqual(canvas.height);
        if (edge === 'fill') expect(band).toEqual({ x: 0, y: 0, ...canvas });
        else expect(edge === 'top' ? band.y : band.y + band.height).toBe(edge === 'top' ? 0 : canvas.height);
      }),
    );
  });
  it('words stand at whole pixels, one after another, and never touch', () => {
    const { words, textPixels, lapPixels, band } = layOutTicker(running(), STRIP);
    for (const [i, word] of words.entries()) {
      expect(Number.isInteger(word.x) && Number.isInteger(word.width)).toBe(true);
      const before = words[i - 1];
      if (before) expect(word.x).toBeGreaterThan(before.x + before.width);
    }
    expect(words.map(({ text }) => text).join(' ')).toBe('Ẵ Ỗ Ặ g y • Đăng ký VNeID tại trụ sở');
    expect(lapPixels).toBeGreaterThan(textPixels + band.width);
  });
  it('more urgent messages are in the colour that catches the eye', () => {
    const one = running({
      messages: [
        { text: 'a', priority: 'urgent' },
        { text: 'b', priority: 'normal' },
      ],
    });
    const colours = new Map(layOutTicker(one, STRIP).words.map(({ text, colour }) => [text, colour]));
    expect([colours.get('a'), colours.get('b'), colours.get('•')]).toEqual(['#ffcf4a', '#ffffff', '#ffcf4a']);
  });
});

describe('a pace', () => {
  it('is the step nearest to the reading rate', () => {
    expect(pixelsASecond(paceFor(150, 12, 320))).toBe(30);
    expect(pixelsASecond(paceFor(150, 24, 320))).toBe(60);
    expect(pixelsASecond(paceFor(150, 48, 320))).toBe(120);
    expect(pixelsASecond(paceFor(150, 72, 320))).toBe(180);
  });
  it('goes beyond 3 pixels a frame only where a letter is still seen for 4 s', () => {
    expect(pixelsASecond(paceFor(300, 200, 640))).toBe(180);
    expect(pixelsASecond(paceFor(300, 200, 1920))).toBe(480);
    expect(pixelsASecond(paceFor(300, 200, 1280))).toBe(240);
  });
  it('moves by the same whole pixels in every frame, or in every second one', () => {
    for (const pace of PACES) {
      const places = Array.from({ length: 200 }, (_, frame) => placeAfter(frame, pace, 1_000_000));
      const moves = new Set(places.slice(pace.frames).map((place, i) => place - (places[i] as number)));
      expect([...moves]).toEqual([pace.pixels]);
    }
  });
  it('is a function of the instant alone: blank before the anchor, and each lap like the first', () => {
    const pace = { pixels: 2, frames: 1 };
    expect(placeAfter(framesAfter(-1), pace, 700)).toBe(-1);
    expect(placeAfter(framesAfter(0), pace, 700)).toBe(0);
    expect(placeAfter(framesAfter(1_000), pace, 700)).toBe(120);
    expect(placeAfter(framesAfter(1_000) + 350 * 1_000_000, pace, 700)).toBe(120);
  });
  it('says how fast it reads and how long a lap and a letter take', () => {
    const layout = layOutTicker(running({ syllablesPerMinute: 150 }), { width: 320, height: 160 });
    expect(layout.syllablesPerMinute).toBeGreaterThan(75);
    expect(layout.syllablesPerMinute).toBeLessThan(300);
    expect(lapMs(layout)).toBeCloseTo((layout.lapPixels / pixelsASecond(layout.pace)) * 1000, -1);
    expect(seenMs(layout)).toBe(Math.round((320 / pixelsASecond(layout.pace)) * 1000));
  });
});

describe('what is drawn', () => {
  const draw = (paint: (ink: TickerInk) => void) => {
    const drawn: [string, number, number][] = [];
    const ink = { fillRect: () => {}, fillText: (text: string, x: number, y: number) => drawn.push([text, x, y]) };
    paint(ink as unknown as TickerInk);
    return drawn;
  };
  const layout = layOutTicker(running({ edge: 'fill' }), STRIP);
  it('the text enters at the right edge and is gone before the lap ends', () => {
    expect(draw((ink) => paintBand(ink, layout, -1))).toEqual(draw((ink) => paintBand(ink, layout, 0)));
    const inside = (place: number) =>
      draw((ink) => paintBand(ink, layout, place)).filter(([, x]) => x < STRIP.width && x > -STRIP.width);
    expect(inside(0)).toEqual([]);
    expect(inside(1)[0]).toEqual(['Ẵ', STRIP.width - 1, layout.baseline]);
    const last = layout.words.at(-1) as (typeof layout.words)[number];
    const end = draw((ink) => paintBand(ink, layout, layout.lapPixels - 1)).find(([text]) => text === last.text);
    expect((end?.[1] ?? -last.width) + last.width).toBeLessThanOrEqual(0);
  });
  it('pieces fit together: each word is where the whole lap has it', () => {
    const piece = draw((ink) => paintPiece(ink, layout, 100, 200));
    for (const [text, x] of piece)
      expect(layout.words.find((word) => word.text === text && word.x === x + 100)).toBeDefined();
    expect(piece.length).toBeGreaterThan(0);
  });
});
