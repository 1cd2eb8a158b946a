/**
 * A piece of a lap → drawing calls. The one painter of tickers: the player draws pieces of it ahead and moves them, the console draws
 * what is on the band at an instant. Text goes to the canvas as text; there is nothing that markup could be read from.
 */
import { TYPEFACE } from '../slides/glyphs.ts';
import type { Ink } from '../slides/paint.ts';
import { TICKER_WEIGHT, type TickerLayout } from './layout.ts';

/** What a ticker is drawn with; the 2D context of a canvas fits. */
export type TickerInk = Omit<Ink<never>, 'drawImage' | 'imageSmoothingEnabled'>;

/** Index of the first word that ends after `x`. */
const firstAfter = ({ words }: TickerLayout, x: number): number => {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const word = words[middle] as TickerLayout['words'][number];
    if (word.x + word.width <= x) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Draws `width` pixels of the lap from `from` on (negative = blank before the text) at `(left, top)`, one band high. Whatever reaches
 * beyond the piece is for the canvas to cut, so the pieces of a lap fit together without a seam.
 */
export const paintPiece = (
  ink: TickerInk,
  layout: TickerLayout,
  from: number,
  width: number,
  { left, top } = { left: 0, top: 0 },
): void => {
  const { band, words, size, baseline, palette } = layout;
  ink.fillStyle = palette.ground;
  ink.fillRect(left, top, width, band.height);
  ink.textBaseline = 'alphabetic';
  // Letters as they were measured: no rounding to whole pixels by the type's hints.
  ink.textRendering = 'geometricPrecision';
  ink.textAlign = 'left';
  ink.font = `${TICKER_WEIGHT} ${size}px "${TYPEFACE}"`;
  /** Letters may reach a little beyond the room they are given. */
  const reach = size;
  for (let i = firstAfter(layout, from - reach); i < words.length; i += 1) {
    const word = words[i] as (typeof words)[number];
    if (word.x >= from + width + reach) break;
    ink.fillStyle = word.colour;
    ink.fillText(word.text, left + word.x - from, top + baseline);
  }
};

/** The band as it stands at a place of the lap (`placeAfter`), on the whole canvas. Places below 0 are blank. */
export const paintBand = (ink: TickerInk, layout: TickerLayout, place: number): void => {
  const { x, y, width } = layout.band;
  paintPiece(ink, layout, Math.max(0, place) - width, width, { left: x, top: y });
};
