/**
 * One picture of a timeline: a video at its offset, a still, the safe image, or the dark of blank hours; and for as long as it takes the
 * place of another one, both, moved as the player moves them.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Canvas } from '../../../../playlists/model/canvas.ts';
import type { Crossing } from '../../../../playlists/model/playlist.ts';
import type { Slide } from '../../../../playlists/model/slide.ts';
import type { Instant, ZoneId } from '../../../../playlists/model/time.ts';
import { type Keyframes, motionOf } from '../../../../playlists/timeline/crossing.ts';
import { SlidePicture } from '../slides/slide-picture.tsx';
import { TickerPicture, type TickerPictureProps } from '../tickers/ticker-picture.tsx';

export type Shown =
  | { kind: 'video'; digest: string; offsetMs: number }
  | { kind: 'still'; digest: string }
  | { kind: 'slide'; slide: Pick<Slide, 'content' | 'palette'>; picture: string | null; zone?: ZoneId; at?: Instant }
  | { kind: 'safe'; digest: string | null; wardName: string }
  /** What comes of a stream is not known beforehand. */
  | { kind: 'relay' }
  | { kind: 'blank' }
  | { kind: 'nothing'; words: string };

/** A change from one picture to the next that is going on. */
export interface Change {
  /** The picture before, and which showing it is. */
  before: Shown;
  beforeId: string;
  crossing: Crossing;
  /** How long it has been going on. */
  sinceMs: number;
}

/** A video further off than this is seeked again. */
const DRIFT_MS = 400;

export const Picture = ({
  shown,
  id = 'only',
  change = null,
  ticker = null,
  canvas,
  running,
  label,
}: {
  shown: Shown;
  /** Which showing it is: the same one goes on in the same element. */
  id?: string;
  change?: Change | null;
  /** What runs over it. */
  ticker?: Omit<TickerPictureProps, 'canvas'> | null;
  canvas: Canvas;
  /** False holds the video at its offset, and the change where it is. */
  running: boolean;
  label: string;
}) => {
  const motion = change && motionOf(change.crossing.kind);
  const move = (frames: Keyframes | null | undefined): Move | null =>
    change && motion && frames
      ? { frames, easing: motion.easing, ms: change.crossing.ms, sinceMs: change.sinceMs, running }
      : null;
  const layers = [
    ...(change ? [{ id: change.beforeId, shown: change.before, running: false, move: move(motion?.behind) }] : []),
    { id, shown, running, move: move(motion?.front) },
  ];
  return (
    <div
      className="picture"
      style={{ aspectRatio: `${canvas.width} / ${canvas.height}` }}
      role="img"
      aria-label={label}
    >
      {layers.map(({ id: key, ...layer }) => (
        <Layer key={key} {...layer} canvas={canvas} />
      ))}
      {ticker ? <TickerPicture {...ticker} canvas={canvas} /> : null}
    </div>
  );
};

/** How a layer moves. */
interface Move {
  frames: Keyframes;
  easing: string;
  ms: number;
  sinceMs: number;
  running: boolean;
}

/** A running change further off than this is set right. */
const OFF_MS = 100;

interface LayerProps {
  shown: Shown;
  running: boolean;
  move: Move | null;
  canvas: Canvas;
}

const Layer = ({ shown, running, move, canvas }: LayerProps) => {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const animation = useRef<Animation | null>(null);
  const kind = move && JSON.stringify([move.frames, move.easing, move.ms]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `kind` says all of what is read
  useLayoutEffect(() => {
    if (!move || !ref.current) return;
    const { frames, easing, ms } = move;
    const made = ref.current.animate({ ...frames }, { duration: ms, easing, fill: 'both' });
    made.pause();
    animation.current = made;
    return () => {
      made.cancel();
      animation.current = null;
    };
  }, [kind]);
  useLayoutEffect(() => {
    const made = animation.current;
    if (!made || !move) return;
    const isOff = Math.abs(Number(made.currentTime ?? 0) - move.sinceMs) > OFF_MS;
    if (isOff || !move.running) made.currentTime = move.sinceMs;
    if (!move.running) made.pause();
    // What is over stays over: playing it again would begin anew.
    else if (move.sinceMs < move.ms && made.playState !== 'finished') made.play();
  });
  return (
    <div ref={ref} className="picture-layer">
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
      {shown.kind === 'relay' ? <div className="picture-words">{t('screens.previewRelay')}</div> : null}
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
