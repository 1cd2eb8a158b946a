/** What a screen will show: the picture laid on its canvas by the very function that lays it in the renditions. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Canvas } from '../../../../playlists/model/canvas.ts';
import { type Framing, placeOn } from '../../../../playlists/model/framing.ts';
import type { StillSource } from './still-source.ts';

/** Longest side on the page, in its pixels. */
const LONGEST = 220;

export const OutputPreview = ({
  canvas,
  framing,
  picture,
  source,
}: {
  canvas: Canvas;
  framing: Framing;
  /** The upright picture, square pixels. */
  picture: { width: number; height: number };
  source: StillSource | null;
}) => {
  const { t } = useTranslation();
  const paper = useRef<HTMLCanvasElement>(null);
  const scale = Math.min(LONGEST / canvas.width, LONGEST / canvas.height, 1);
  const [width, height] = [
    Math.max(2, Math.round(canvas.width * scale)),
    Math.max(2, Math.round(canvas.height * scale)),
  ];
  useEffect(() => {
    const pen = paper.current?.getContext('2d');
    if (!pen) return;
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, width, height);
    if (!source) return;
    const { from, to } = placeOn(framing, picture, canvas);
    const [across, down] = [source.part.width / picture.width, source.part.height / picture.height];
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(
      source.image,
      ...([source.part.x + from.x * across, source.part.y + from.y * down] as const),
      ...([from.width * across, from.height * down] as const),
      ...([(to.x * width) / canvas.width, (to.y * height) / canvas.height] as const),
      ...([(to.width * width) / canvas.width, (to.height * height) / canvas.height] as const),
    );
  }, [canvas, framing, picture, source, width, height]);
  const size = `${canvas.width}×${canvas.height}`;
  return (
    <figure className="output">
      <canvas ref={paper} width={width} height={height} role="img" aria-label={t('treatment.output', { size })} />
      <figcaption className="hint">{size}</figcaption>
    </figure>
  );
};
