/**
 * A slide as the screens show it: the same layout and painter as the player's page, on a canvas of the wall's own grid. Clocks and
 * countdowns run while it is seen. Without a moment given, that of the server.
 */
import { useEffect, useRef } from 'react';
import type { Canvas } from '../../../../playlists/model/canvas.ts';
import type { Slide } from '../../../../playlists/model/slide.ts';
import { HOME_ZONE, type Instant, type ZoneId } from '../../../../playlists/model/time.ts';
import { TYPEFACE, WEIGHTS } from '../../../../playlists/slides/glyphs.ts';
import { layOutSlide } from '../../../../playlists/slides/layout.ts';
import { changesAt } from '../../../../playlists/slides/moving-text.ts';
import { paintSlide } from '../../../../playlists/slides/paint.ts';
import { createWallClocks } from '../../../../playlists/timeline/wall-clock.ts';
import { useClockOffset } from '../api/feed-context.tsx';

/** Wall clocks for everything that draws slides in this page. */
export const slideClocks = createWallClocks();

/** A browser may take its time; drawn anew when the type has come. */
const loadType = (): Promise<unknown> =>
  Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 20px "${TYPEFACE}"`, 'Bảng Tin')));

const loadPicture = async (address: string): Promise<HTMLImageElement | null> => {
  const picture = new Image();
  picture.src = address;
  return picture.decode().then(
    () => picture,
    () => null,
  );
};

export interface SlidePictureProps {
  slide: Pick<Slide, 'content' | 'palette'>;
  canvas: Canvas;
  /** Digest of the rendition of its picture for this canvas; null = shown without. */
  picture?: string | null;
  zone?: ZoneId;
  /** A moment that stands still; absent = now, running. */
  at?: Instant;
}

export const SlidePicture = ({ slide, canvas, picture = null, zone = HOME_ZONE, at }: SlidePictureProps) => {
  const ref = useRef<HTMLCanvasElement>(null);
  const offsetMs = useClockOffset();
  const { content, palette } = slide;
  const { width, height } = canvas;
  useEffect(() => {
    const ink = ref.current?.getContext('2d');
    if (!ink) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    let image: HTMLImageElement | null = null;
    const clock = slideClocks(zone);
    const draw = (): void => {
      if (isGone) return;
      clearTimeout(timer);
      const now = at ?? Date.now() + offsetMs;
      const facts = { now, clock, hasPicture: image !== null };
      paintSlide(ink, layOutSlide({ content, palette }, { width, height }, facts), image);
      const next = at === undefined ? changesAt(content, now, clock) : null;
      if (next !== null) timer = setTimeout(draw, Math.min(Math.max(next - now, 20), 60_000));
    };
    draw();
    loadType().then(draw, () => undefined);
    if (picture)
      loadPicture(`/api/files/${picture}`).then((loaded) => {
        image = loaded;
        draw();
      });
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [content, palette, width, height, picture, zone, at, offsetMs]);
  return <canvas ref={ref} className="slide-canvas" width={width} height={height} aria-hidden />;
};
