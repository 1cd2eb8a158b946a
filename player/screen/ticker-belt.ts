/**
 * The text of a ticker as a belt of pictures that are drawn ahead, a few hundred pixels each, and used again and again: a frame moves the
 * belt and draws nothing, but for one piece now and then. Moved by a transform alone, so no frame lays anything out.
 */
import type { TickerLayout } from '../../playlists/tickers/layout.ts';
import { paintPiece } from '../../playlists/tickers/paint.ts';

/** Device pixels of one piece: small enough to be drawn within a frame. */
const PIECE = 512;

export interface Belt {
  element: HTMLElement;
  /** Puts the text where it has moved so many pixels within its lap (`placeAfter`). */
  place(moved: number): void;
}

/** `scale`: device pixels to a pixel of the page. */
export const createBelt = (layout: TickerLayout, scale: number): Belt => {
  const { band, textPixels } = layout;
  const element = document.createElement('div');
  element.className = 'belt';
  const last = Math.floor(Math.max(0, textPixels - 1) / PIECE);
  const pieces = Array.from({ length: Math.min(last + 1, Math.ceil(band.width / PIECE) + 2) }, () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: PIECE, height: band.height });
    canvas.style.width = `${PIECE / scale}px`;
    canvas.style.height = `${band.height / scale}px`;
    element.append(canvas);
    return { canvas, ink: canvas.getContext('2d', { alpha: false }), index: -1 };
  });
  const draw = (index: number): void => {
    const piece = pieces[index % pieces.length];
    if (!piece || piece.index === index || index > last) return;
    piece.index = index;
    piece.canvas.style.transform = `translateX(${(index * PIECE) / scale}px)`;
    if (piece.ink) paintPiece(piece.ink, layout, index * PIECE, PIECE);
  };
  return {
    element,
    place: (moved) => {
      const first = Math.floor(Math.max(0, moved - band.width) / PIECE);
      const end = Math.floor(Math.max(0, moved) / PIECE);
      // One more than is seen.
      for (let index = first; index <= end + 1; index += 1) draw(index);
      element.style.transform = `translateX(${(band.width - Math.max(0, moved)) / scale}px)`;
    },
  };
};
