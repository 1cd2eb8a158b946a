/** Pure: the filters that lay a video's picture on a canvas, as `placeOn` says, in the right colours. */
import type { Canvas } from '../playlists/model/canvas.ts';
import { type Framing, placeOn } from '../playlists/model/framing.ts';
import type { MediaFacts } from '../playlists/model/media.ts';

/** HD that does not say its matrix is BT.709 by custom (as browsers read it); ffmpeg alone would take it for BT.601. */
const matrixOf = (facts: MediaFacts): string =>
  facts.colour?.matrix == null && Math.min(facts.width, facts.height) >= 720 ? 'bt709' : 'auto';

const share = (part: number, whole: number): string => (part / whole).toFixed(6);

/**
 * From the upright picture (as the decoder turned it, pixels of any shape) to exactly the canvas. `toneMap` = the filter that
 * brings HDR down, null for SDR.
 */
export const geometry = (order: {
  facts: MediaFacts;
  framing: Framing;
  canvas: Canvas;
  toneMap: string | null;
}): string => {
  const { facts, framing, canvas, toneMap } = order;
  const { from, to } = placeOn(framing, facts, canvas);
  const isWhole = from.width === facts.width && from.height === facts.height;
  const isFilled = to.width === canvas.width && to.height === canvas.height;
  const crop =
    `crop=w='max(2,iw*${share(from.width, facts.width)})':h='max(2,ih*${share(from.height, facts.height)})'` +
    `:x='iw*${share(from.x, facts.width)}':y='ih*${share(from.y, facts.height)}'`;
  const scale = `scale=${to.width}:${to.height}:flags=lanczos+accurate_rnd`;
  return [
    ...(isWhole ? [] : [crop]),
    ...(toneMap
      ? // Shrunk before it is brought down: a wall has far fewer pixels than what a phone films.
        [`${scale}:in_color_matrix=bt2020`, 'format=gbrp16le', toneMap, 'scale=out_color_matrix=bt709:out_range=tv']
      : [`${scale}:in_color_matrix=${matrixOf(facts)}:out_color_matrix=bt709:out_range=tv`]),
    'setsar=1',
    'format=yuv420p',
    ...(isFilled ? [] : [`pad=${canvas.width}:${canvas.height}:${to.x}:${to.y}:black`]),
  ].join(',');
};
