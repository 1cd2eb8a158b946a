/**
 * A ticker as screens show it, on a canvas of the wall's own grid, drawn by the player's layout and painter. Running, it is drawn anew in every
 * frame while it is in view; for those who asked for less motion, and where a moment is given, it stands still.
 */
import { useInViewport, useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { Canvas } from '../../../../playlists/model/canvas.ts';
import type { RunningTicker } from '../../../../playlists/model/ticker.ts';
import type { Instant } from '../../../../playlists/model/time.ts';
import { TYPEFACE } from '../../../../playlists/slides/glyphs.ts';
import { layOutTicker, TICKER_WEIGHT } from '../../../../playlists/tickers/layout.ts';
import { framesAfter, placeAfter } from '../../../../playlists/tickers/pace.ts';
import { paintBand } from '../../../../playlists/tickers/paint.ts';
import { useClockOffset } from '../api/feed-context.tsx';

export interface TickerPictureProps {
  ticker: RunningTicker;
  canvas: Canvas;
  /** Where its first lap began. */
  anchor: Instant;
  /** A moment that stands still; absent = now, running. */
  at?: Instant | undefined;
}

export const TickerPicture = ({ ticker, canvas, anchor, at }: TickerPictureProps) => {
  const box = useRef<HTMLCanvasElement>(null);
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const isCalm = useReducedMotion();
  const offsetMs = useClockOffset();
  const said = JSON.stringify(ticker);
  const { width, height } = canvas;
  const isRunning = at === undefined && inViewport && !isCalm;
  useEffect(() => {
    const ink = box.current?.getContext('2d');
    if (!ink) return;
    const layout = layOutTicker(JSON.parse(said) as RunningTicker, { width, height });
    let frame = 0;
    let drawn = '';
    let isGone = false;
    const draw = (): void => {
      if (isGone) return;
      const frames = framesAfter((at ?? Date.now() + offsetMs) - anchor);
      // Who stands still in the editor shows text, not the blank of the beginning.
      const place = isCalm && at === undefined ? layout.band.width : placeAfter(frames, layout.pace, layout.lapPixels);
      if (String(place) !== drawn) paintBand(ink, layout, place);
      drawn = String(place);
      if (isRunning) frame = requestAnimationFrame(draw);
    };
    ink.clearRect(0, 0, width, height);
    draw();
    document.fonts.load(`${TICKER_WEIGHT} 20px "${TYPEFACE}"`, 'Bảng Tin').then(
      () => {
        drawn = '';
        cancelAnimationFrame(frame);
        draw();
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      cancelAnimationFrame(frame);
    };
  }, [said, width, height, anchor, at, isRunning, isCalm, offsetMs]);
  return (
    <div ref={ref} className="ticker-layer">
      <canvas ref={box} className="slide-canvas" width={width} height={height} aria-hidden />
    </div>
  );
};
