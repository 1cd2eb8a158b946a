/** One picture of a timeline: a video at its offset, a still, the safe image, or the dark of blank hours. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Canvas } from '../../../../playlists/model/canvas.ts';
import type { Slide } from '../../../../playlists/model/slide.ts';
import type { Instant, ZoneId } from '../../../../playlists/model/time.ts';
import { SlidePicture } from '../slides/slide-picture.tsx';

export type Shown =
  | { kind: 'video'; digest: string; offsetMs: number }
  | { kind: 'still'; digest: string }
  | { kind: 'slide'; slide: Pick<Slide, 'content' | 'palette'>; picture: string | null; zone?: ZoneId; at?: Instant }
  | { kind: 'safe'; digest: string | null; wardName: string }
  | { kind: 'blank' }
  | { kind: 'nothing'; words: string };

/** A video further off than this is seeked again. */
const DRIFT_MS = 400;

export const Picture = ({
  shown,
  canvas,
  running,
  label,
}: {
  shown: Shown;
  canvas: Canvas;
  /** False holds the video at its offset. */
  running: boolean;
  label: string;
}) => {
  const { t } = useTranslation();
  return (
    <div
      className="picture"
      style={{ aspectRatio: `${canvas.width} / ${canvas.height}` }}
      role="img"
      aria-label={label}
    >
      {shown.kind === 'video' ? <Clip key={shown.digest} {...shown} running={running} /> : null}
      {shown.kind === 'still' ? <img src={`/api/files/${shown.digest}`} alt="" /> : null}
      {shown.kind === 'slide' ? <SlidePicture {...shown} canvas={canvas} /> : null}
      {shown.kind === 'safe' && shown.digest ? <img src={`/api/files/${shown.digest}`} alt="" /> : null}
      {shown.kind === 'safe' && !shown.digest ? (
        <div className="picture-card">
          <strong>{shown.wardName}</strong>
          <span>{t('screens.previewSafe')}</span>
        </div>
      ) : null}
      {shown.kind === 'blank' ? <div className="picture-words">{t('screens.previewBlank')}</div> : null}
      {shown.kind === 'nothing' ? <div className="picture-words">{shown.words}</div> : null}
    </div>
  );
};

const Clip = ({ digest, offsetMs, running }: { digest: string; offsetMs: number; running: boolean }) => {
  const ref = useRef<HTMLVideoElement>(null);
  /** Where the film should stand, and when that was said. */
  const aim = useRef({ offsetMs, saidAt: performance.now(), running });
  const settle = (): void => {
    const video = ref.current;
    if (!video || video.readyState < 1) return;
    const { offsetMs: said, saidAt, running: runs } = aim.current;
    const want = (said + (runs ? performance.now() - saidAt : 0)) / 1000;
    const end = Number.isFinite(video.duration) ? Math.max(0, video.duration - 0.05) : want;
    if (Math.abs(video.currentTime - want) * 1000 > DRIFT_MS || !runs) video.currentTime = Math.min(want, end);
    // A refused start (hidden tab, saving mode) leaves a still frame: nothing to mend.
    if (runs) video.play().catch(() => undefined);
    else video.pause();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: settle reads refs only
  useEffect(() => {
    aim.current = { offsetMs, saidAt: performance.now(), running };
    settle();
  }, [offsetMs, running]);
  return (
    <video
      ref={ref}
      src={`/api/files/${digest}`}
      muted
      playsInline
      preload="auto"
      aria-hidden
      tabIndex={-1}
      onLoadedMetadata={settle}
    />
  );
};
