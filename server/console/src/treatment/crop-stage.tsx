/** The original picture with what is taken of it in the light, and a frame to drag where somebody chooses it. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CropFrame } from '../../../../playlists/model/framing.ts';
import { CORNERS, type Corner, growFrame, moveFrame, resizeFrame } from './crop-frame.ts';
import type { StillSource } from './still-source.ts';

const STEP = 0.01;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};
const percent = (share: number): number => Math.round(share * 100);

export const CropStage = ({
  picture,
  source,
  shown,
  frame,
  shape,
  onFrame,
}: {
  picture: { width: number; height: number };
  source: StillSource | null;
  /** What is taken, as shares of the picture. */
  shown: CropFrame;
  /** The frame that may be dragged; null = it follows from the fit. */
  frame: CropFrame | null;
  /** Width over height, as shares, that the frame keeps. */
  shape: number | null;
  onFrame: (frame: CropFrame) => void;
}) => {
  const { t } = useTranslation();
  const paper = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const grip = useRef<{ x: number; y: number; frame: CropFrame; corner: Corner | null } | null>(null);
  const [width, height] = source ? [source.part.width, source.part.height] : [picture.width, picture.height];
  useEffect(() => {
    const pen = paper.current?.getContext('2d');
    if (!pen || !source) return;
    const { image, part } = source;
    pen.drawImage(image, part.x, part.y, part.width, part.height, 0, 0, part.width, part.height);
  }, [source]);

  const take = (event: PointerEvent, corner: Corner | null): void => {
    if (!frame) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, y: event.clientY, frame, corner };
  };
  const drag = (event: PointerEvent): void => {
    const held = grip.current;
    const box = stage.current?.getBoundingClientRect();
    if (!held || !box) return;
    const [dx, dy] = [(event.clientX - held.x) / box.width, (event.clientY - held.y) / box.height];
    onFrame(held.corner ? resizeFrame(held.frame, held.corner, dx, dy, shape) : moveFrame(held.frame, dx, dy));
  };
  const drop = (): void => {
    grip.current = null;
  };
  const press = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (!frame || !move) return;
    event.preventDefault();
    const [dx, dy] = move;
    onFrame(event.shiftKey ? growFrame(frame, dx - dy, shape) : moveFrame(frame, dx, dy));
  };

  const place = {
    left: `${shown.x * 100}%`,
    top: `${shown.y * 100}%`,
    width: `${shown.width * 100}%`,
    height: `${shown.height * 100}%`,
  };
  const words = {
    width: percent(shown.width),
    height: percent(shown.height),
    x: percent(shown.x),
    y: percent(shown.y),
  };
  return (
    <div ref={stage} className="crop-stage" style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
      <canvas ref={paper} width={width} height={height} role="img" aria-label={t('treatment.source')} />
      {frame ? (
        // biome-ignore lint/a11y/useSemanticElements: a field set cannot be dragged about
        <div
          className="crop-frame"
          style={place}
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by arrow keys
          tabIndex={0}
          aria-label={`${t('treatment.cropFrame')}: ${t('treatment.cropSize', words)}`}
          aria-describedby="crop-help"
          onPointerDown={(event) => take(event, null)}
          onPointerMove={drag}
          onPointerUp={drop}
          onPointerCancel={drop}
          onKeyDown={press}
        >
          {CORNERS.map((corner) => (
            <span
              key={corner}
              className={`crop-corner crop-${corner}`}
              aria-hidden
              onPointerDown={(event) => take(event, corner)}
              onPointerMove={drag}
              onPointerUp={drop}
              onPointerCancel={drop}
            />
          ))}
        </div>
      ) : (
        <div className="crop-frame" data-quiet style={place} aria-hidden />
      )}
    </div>
  );
};
