/**
 * A video surface: its first frame is decoded and handed to the compositor before it is needed, so bringing it to the front
 * shows that very frame. While it runs it watches itself: a decoder that gives no new frame is a failure, with or without an
 * error event.
 */
import type { FrameDoors } from './frames.ts';
import type { Surface } from './surface.ts';

/** A running video without a new frame for this long has frozen. */
const FROZEN_AFTER_MS = 700;
/** A relay may stand still for longer before the signal counts as lost. */
const RELAY_LOST_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 100;
/** A look that comes later than this says the whole machine paused, not the video: begin to count anew. */
const LATE_LOOK_MS = 400;
/** The last frame stands this near to the end of the file; the file may be a frame shorter than its cue. */
const END_MS = 150;
/** How long a frame of a paused video may take to be handed over after it was decoded; some drivers never say so. */
const HAND_OVER_MS = 150;

/** A frame this near to the wanted position counts as the one wanted. */
const NEAR_MS = 250;

const faultOf = (video: HTMLVideoElement): string => {
  const words = ['', 'aborted', 'network', 'decode', 'source not supported'];
  const fault = video.error;
  return fault
    ? `video ${words[fault.code] ?? fault.code}: ${fault.message}`.slice(0, 300)
    : 'video failed without words';
};

export const videoSurface = (video: HTMLVideoElement, doors: FrameDoors): Surface => {
  let turn = 0;
  let running = false;
  let isLive = false;
  let cancelLook = (): void => {};
  let frameHandle: number | null = null;
  let presented = 0;
  let lastFrameAt = 0;
  let droppedBefore = 0;
  let broke: ((reason: string) => void) | null = null;
  /** Ends the listeners of the preparation in progress. */
  let quit = new AbortController();

  const stopWatching = (): void => {
    running = false;
    broke = null;
    cancelLook();
    if (frameHandle !== null) video.cancelVideoFrameCallback(frameHandle);
    frameHandle = null;
  };
  const fail = (reason: string): void => {
    const tell = broke;
    stopWatching();
    tell?.(reason);
  };
  const countFrames = (): void => {
    frameHandle = video.requestVideoFrameCallback(() => {
      presented += 1;
      lastFrameAt = doors.now();
      if (running) countFrames();
    });
  };
  const atEnd = (): boolean =>
    !isLive &&
    (video.ended || (Number.isFinite(video.duration) && video.currentTime * 1000 >= video.duration * 1000 - END_MS));
  const look = (lookedAt: number): void => {
    cancelLook = doors.after(LOOK_EVERY_MS, () => {
      const now = doors.now();
      if (now - lookedAt > LATE_LOOK_MS || document.visibilityState === 'hidden' || atEnd()) lastFrameAt = now;
      if (isLive && video.ended) fail('the relay ended');
      else if (now - lastFrameAt > (isLive ? RELAY_LOST_AFTER_MS : FROZEN_AFTER_MS)) {
        fail(`video froze at ${video.currentTime.toFixed(2)} s: no new frame for ${Math.round(now - lastFrameAt)} ms`);
      } else if (running) look(now);
    });
  };
  video.addEventListener('error', () => {
    if (running) fail(faultOf(video));
  });

  return {
    element: video,
    prepare: (picture, positionMs) =>
      new Promise((resolve, reject) => {
        turn += 1;
        const mine = turn;
        quit.abort();
        quit = new AbortController();
        const { signal } = quit;
        if (picture.kind !== 'video') {
          reject(new TypeError(`a video surface cannot show a ${picture.kind}`));
          return;
        }
        isLive = picture.isLive ?? false;
        video.classList.toggle('relay', isLive);
        const done = (): void => {
          if (mine !== turn) return;
          quit.abort();
          resolve();
        };
        const refuse = (reason: string): void => {
          if (mine !== turn) return;
          quit.abort();
          reject(new Error(reason));
        };
        // Two witnesses: the decoder has data at the position, and a frame from there was handed to the compositor. The
        // second may speak first.
        let decoded = false;
        let handed = false;
        const handOver = (): void => {
          if (mine !== turn) return;
          decoded = true;
          if (video.videoWidth === 0) refuse('video without a picture');
          else if (handed) done();
          else signal.addEventListener('abort', doors.after(HAND_OVER_MS, done));
        };
        const awaitFrame = (): void => {
          const handle = video.requestVideoFrameCallback((_now, { mediaTime }) => {
            if (mine !== turn) return;
            handed = mediaTime * 1000 >= Math.min(positionMs, video.duration * 1000) - NEAR_MS;
            if (!handed) awaitFrame();
            else if (decoded) done();
          });
          signal.addEventListener('abort', () => video.cancelVideoFrameCallback(handle));
        };
        awaitFrame();
        video.addEventListener('error', () => refuse(faultOf(video)), { signal });
        video.addEventListener(
          'loadedmetadata',
          () => {
            if (positionMs > 0) {
              const last = Number.isFinite(video.duration) ? Math.max(0, video.duration - 0.05) : Infinity;
              video.currentTime = Math.min(positionMs / 1000, last);
            }
          },
          { signal },
        );
        const awaited = positionMs > 0 ? 'seeked' : 'loadeddata';
        video.addEventListener(
          awaited,
          () => {
            if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) handOver();
            else video.addEventListener('loadeddata', handOver, { signal, once: true });
          },
          { signal, once: true },
        );
        video.muted = picture.muted;
        video.preload = 'auto';
        video.src = picture.url;
        video.load();
      }),
    start: (failed) => {
      stopWatching();
      broke = failed;
      running = true;
      presented = 1;
      droppedBefore = video.getVideoPlaybackQuality().droppedVideoFrames;
      lastFrameAt = doors.now();
      countFrames();
      look(lastFrameAt);
      const mine = turn;
      video.play().catch((thrown: unknown) => {
        if (mine !== turn || !running) return;
        // Where policy forbids sound, a silent picture is right and a dead one is not.
        if (thrown instanceof DOMException && thrown.name === 'NotAllowedError' && !video.muted) {
          video.muted = true;
          video
            .play()
            .catch((again: unknown) => mine === turn && running && fail(`video would not play: ${String(again)}`));
        } else fail(`video would not play: ${String(thrown)}`);
      });
    },
    frames: () => ({
      presented,
      dropped: Math.max(0, video.getVideoPlaybackQuality().droppedVideoFrames - droppedBefore),
    }),
    hold: () => {
      stopWatching();
      video.pause();
    },
    clear: () => {
      turn += 1;
      quit.abort();
      stopWatching();
      video.pause();
      video.removeAttribute('src');
      video.load();
    },
  };
};
