/**
 * A ticker on a canvas: the band, the largest type of which no mark is ever cut, every word at a whole pixel, one lap of it and its pace.
 * Measured by the table of letters alone, so player, editor and findings have the very same.
 */
import type { Canvas } from '../model/canvas.ts';
import type { Palette } from '../model/slide.ts';
import type { Priority } from '../model/slot.ts';
import { BAND_PERCENT, type RunningTicker } from '../model/ticker.ts';
import { LEAST_SIZE } from '../slides/fitting.ts';
import { capRows, lineReach, lineWidth, type Weight } from '../slides/glyphs.ts';
import type { Area } from '../slides/sheet.ts';
import { createTurns } from '../timeline/turns.ts';
import { type Pace, paceFor, pixelsASecond } from './pace.ts';

/** The weight that tickers are set in: thin strokes vanish while they move. */
export const TICKER_WEIGHT: Weight = 700;
/** Letters that reach highest and deepest: type is sized by them, so that it is the same whatever is written. */
const TALLEST = 'Ẳ(ỘÇ';
/** Rows that stay free above and below the highest and deepest marks. */
const MARGIN = 1;
/** Between words, and between a message and what follows it, as shares of the size. */
const WORD_SPACE = 0.3;
const MESSAGE_SPACE = 0.9;
/** After the last word of a lap the band is blank for half a second more: there a player may fall into step again unseen. */
const BLANK_S = 0.5;
/** Turns of a message in each lap by its priority (TK2). */
const TURNS: Readonly<Record<Priority, number>> = { normal: 1, priority: 2, urgent: 4 };
const LEVELS: readonly Priority[] = ['urgent', 'priority', 'normal'];

/** One word of a lap, `x` pixels from its beginning. */
export interface TickerWord {
  text: string;
  x: number;
  width: number;
  colour: string;
}

export interface TickerLayout {
  /** Where on the canvas. */
  band: Area;
  palette: Palette;
  size: number;
  /** From the top of the band. */
  baseline: number;
  /** From left to right. */
  words: readonly TickerWord[];
  /** Length of what is written, without what is blank before and after it. */
  textPixels: number;
  /** What passes in one lap: the blank band, the text, and a little more blank. Whole steps of the pace. */
  lapPixels: number;
  pace: Pace;
  /** Syllables a minute that the pace comes to. */
  syllablesPerMinute: number;
  /** Rows of a capital without its marks. */
  capRows: number;
}

/** Rows that a line of any letters takes at a size. */
const rowsOf = (size: number): number => {
  const { above, below } = lineReach(TALLEST, size);
  return above + below + 2 * MARGIN;
};

const sizeIn = (height: number): number => {
  let size = Math.max(1, height);
  while (size > 1 && rowsOf(size) > height) size -= 1;
  return size;
};

/** The band on a canvas. Never lower than the smallest type that is set needs, where the canvas has so much. */
const bandOn = ({ edge, heightPercent }: RunningTicker, { width, height }: Canvas): Area => {
  if (edge === 'fill') return { x: 0, y: 0, width, height };
  const wanted = Math.round((height * heightPercent) / 100);
  const most = Math.floor((height * BAND_PERCENT.most) / 100);
  const rows = Math.min(height, Math.max(wanted, Math.min(rowsOf(LEAST_SIZE), Math.max(1, most))));
  return { x: 0, y: edge === 'top' ? 0 : height - rows, width, height: rows };
};

/** The messages of one lap in the order in which they come: higher priority first and more often, spread as evenly as can be. */
export const lapOf = (messages: RunningTicker['messages']): RunningTicker['messages'] => {
  const ranked = LEVELS.flatMap((level) => messages.filter(({ priority }) => priority === level));
  const turns = createTurns(ranked.map(({ priority }) => TURNS[priority]));
  const lap: RunningTicker['messages'] = [];
  do lap.push(ranked[turns.take()] as (typeof ranked)[number]);
  while (!turns.isEven());
  return lap;
};

/** Vietnamese is written syllable by syllable; a mark by itself is none. */
const isSyllable = (word: string): boolean => /[\p{L}\d]/u.test(word);

export const layOutTicker = (ticker: RunningTicker, canvas: Canvas): TickerLayout => {
  const { palette, separator } = ticker;
  const band = bandOn(ticker, canvas);
  const size = sizeIn(band.height);
  const { above, below } = lineReach(TALLEST, size);
  const widthOf = (text: string): number => Math.ceil(lineWidth(text, TICKER_WEIGHT, size));
  const [wordSpace, messageSpace] = [Math.ceil(size * WORD_SPACE), Math.ceil(size * MESSAGE_SPACE)];
  const words: TickerWord[] = [];
  let [x, syllables, syllablePixels] = [0, 0, 0];
  const put = (text: string, colour: string): number => {
    const width = widthOf(text);
    words.push({ text, x, width, colour });
    x += width;
    return width;
  };
  lapOf(ticker.messages).forEach(({ text, priority }, place) => {
    if (place > 0) {
      x += messageSpace;
      put(separator, palette.accent);
      x += messageSpace;
    }
    const colour = priority === 'normal' ? palette.ink : palette.accent;
    text.split(' ').forEach((word, nth) => {
      if (nth > 0) x += wordSpace;
      const width = put(word, colour);
      if (!isSyllable(word)) return;
      syllables += 1;
      syllablePixels += width + wordSpace;
    });
  });
  /** Of a text of signs alone: as wide as an average syllable. */
  const mean = syllables > 0 ? syllablePixels / syllables : widthOf('nhanh') + wordSpace;
  const pace = paceFor(ticker.syllablesPerMinute, mean, band.width);
  return {
    band,
    palette,
    size,
    baseline: above + Math.max(0, (band.height - above - below) >> 1),
    words,
    textPixels: x,
    lapPixels: Math.ceil((band.width + x + pixelsASecond(pace) * BLANK_S) / pace.pixels) * pace.pixels,
    pace,
    syllablesPerMinute: Math.round((pixelsASecond(pace) / mean) * 60),
    capRows: capRows(size),
  };
};

/** How long one lap lasts. */
export const lapMs = ({ lapPixels, pace }: TickerLayout): number =>
  Math.round((lapPixels / pixelsASecond(pace)) * 1000);

/** How long a letter is seen, from edge to edge. */
export const seenMs = ({ band, pace }: TickerLayout): number => Math.round((band.width / pixelsASecond(pace)) * 1000);
