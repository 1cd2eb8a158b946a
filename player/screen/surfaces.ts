/** The elements of the stage, made once: two videos, two images, two slides, the safe image, the built-in card, darkness. */
import type { Canvas } from '../../playlists/model/canvas.ts';
import { motionOf, UNSEEN } from '../../playlists/timeline/crossing.ts';
import type { FrameDoors } from './frames.ts';
import type { Surfaces } from './playout.ts';
import { type SlideClock, slideSurface } from './slide-surface.ts';
import { imageSurface, plateSurface, type Surface } from './surface.ts';
import { videoSurface } from './video-surface.ts';

export interface StageElements extends Surfaces {
  /** Sets the wall's grid in device pixels, whatever the display's scale says, and the part of it that a card may use. */
  resize(canvas: Canvas, card: Canvas): void;
  /** Keeps this safe image decoded for the moment it is needed; null = the card serves. */
  keepSafe(url: string | null): void;
  /** Percent of full, of whatever is not muted. */
  setVolume(percent: number): void;
}

export const createSurfaces = (
  stage: HTMLElement,
  card: HTMLElement,
  frames: FrameDoors,
  clock: SlideClock,
): StageElements => {
  const place = <Kind extends HTMLElement>(element: Kind, kind: string): Kind => {
    element.className = `surface ${kind}`;
    element.draggable = false;
    stage.append(element);
    return element;
  };
  const films: HTMLVideoElement[] = [];
  const aVideo = (): Surface => {
    const video = place(document.createElement('video'), 'video');
    films.push(video);
    video.playsInline = true;
    video.disablePictureInPicture = true;
    video.disableRemotePlayback = true;
    return videoSurface(video, frames);
  };
  const anImage = (): Surface => imageSurface(place(document.createElement('img'), 'image'));
  const videos = [aVideo(), aVideo()] as const;
  const images = [anImage(), anImage()] as const;
  /** Slides are drawn at the wall's own grid. */
  let grid: Canvas = { width: 1, height: 1 };
  const aSlide = (): Surface =>
    slideSurface(place(document.createElement('canvas'), 'slide'), { frames, clock, canvas: () => grid });
  const slides = [aSlide(), aSlide()] as const;
  const safeImage = place(document.createElement('img'), 'image');
  const safe = plateSurface(safeImage);
  const cardPlate = plateSurface(place(card, 'card'));
  const blank = plateSurface(place(document.createElement('div'), 'blank'));
  const all = [...videos, ...images, ...slides, safe, cardPlate, blank];

  let safeUrl: string | null = null;
  let safeReady = false;

  // What is made ready lies above all and is drawn, though no pixel changes by it: a covered video would begin in black.
  const stack: Surfaces['stack'] = (front, behind, ready) => {
    for (const surface of all) {
      const place = surface === front ? 2 : surface === behind ? 1 : surface === ready ? 3 : 0;
      surface.element.style.opacity = place === 3 ? UNSEEN : '1';
      surface.element.style.zIndex = String(place);
      surface.element.style.visibility = place > 0 ? 'visible' : 'hidden';
    }
  };
  stack(cardPlate, null, null);

  const cross: Surfaces['cross'] = (front, behind, { kind, ms }) => {
    const { easing, ...moved } = motionOf(kind);
    front.element.animate({ ...moved.front }, { duration: ms, easing });
    if (moved.behind) behind.element.animate({ ...moved.behind }, { duration: ms, easing });
  };

  return {
    videos,
    images,
    slides,
    card: cardPlate,
    blank,
    fallback: () => (safeReady ? safe : cardPlate),
    stack,
    cross,
    resize: (canvas, forCard) => {
      grid = canvas;
      // A plain window has a frame that eats from the size it was given; a kiosk has none.
      const missing = {
        width: canvas.width / devicePixelRatio - innerWidth,
        height: canvas.height / devicePixelRatio - innerHeight,
      };
      if (outerHeight > innerHeight && (missing.width > 0 || missing.height > 0)) {
        resizeBy(Math.max(0, missing.width), Math.max(0, missing.height));
      }
      stage.style.width = `${canvas.width / devicePixelRatio}px`;
      stage.style.height = `${canvas.height / devicePixelRatio}px`;
      card.style.width = `${forCard.width}px`;
      card.style.height = `${forCard.height}px`;
    },
    setVolume: (percent) => {
      for (const film of films) film.volume = percent / 100;
    },
    keepSafe: (url) => {
      if (url === safeUrl) return;
      safeUrl = url;
      // While the old safe image is on the glass it stays there until it is covered; a new one is decoded beside it.
      const next = new Image();
      if (!url) {
        safeReady = false;
        return;
      }
      next.src = url;
      next
        .decode()
        .then(() => {
          if (safeUrl !== url) return undefined;
          safeImage.src = url;
          return safeImage.decode();
        })
        .then(
          () => {
            if (safeUrl === url) safeReady = true;
          },
          () => {
            if (safeUrl === url) safeReady = false;
          },
        );
    },
  };
};
