/**
 * The ticker of the screen, above all pictures: shows the one that runs by the corrected clock of the page, from the frame nearest to its
 * start to the one nearest to its end, and moves it in every frame. Where none runs or is near, no frame is asked for.
 */
import type { Canvas } from '../../playlists/model/canvas.ts';
import { layOutTicker } from '../../playlists/tickers/layout.ts';
import { framesAfter } from '../../playlists/tickers/pace.ts';
import type { StageTicker } from '../../playlists/wire/stage.ts';
import type { FrameDoors } from './frames.ts';
import type { PageClock } from './page-clock.ts';
import { type Belt, createBelt } from './ticker-belt.ts';
import { createStepper, type Stepper } from './ticker-stepper.ts';
import { loadType } from './typeface.ts';

/** What is changed in a frame is seen about so much later. */
const TO_GLASS_MS = 1000 / 60;
/** Frames are counted from so long before a ticker begins. */
const LEAD_MS = 200;
const LONGEST_WAIT_MS = 10_000;

export interface TickerBand {
  /** Takes the tickers of a new sheet; one that runs already and is still right runs on. */
  show(tickers: readonly StageTicker[], canvas: Canvas): void;
  /** Looks again at which one should run: after the clock was learnt or corrected. */
  look(): void;
}

interface Shown {
  key: string;
  anchor: number;
  belt: Belt;
  stepper: Stepper;
}

export const createTickerBand = (
  stage: HTMLElement,
  frames: FrameDoors,
  clock: Pick<PageClock, 'serverTime'>,
): TickerBand => {
  const element = document.createElement('div');
  element.className = 'ticker';
  element.hidden = true;
  stage.append(element);
  let tickers: readonly StageTicker[] = [];
  let grid: Canvas = { width: 1, height: 1 };
  let shown: Shown | null = null;
  let hasType = false;
  let isMoving = false;
  let cancel = (): void => {};

  const hide = (): void => {
    if (!shown) return;
    shown = null;
    element.hidden = true;
    element.replaceChildren();
  };

  /** Everything that decides how it looks and where it stands. */
  const keyOf = ({ anchor, ticker }: StageTicker): string =>
    JSON.stringify([anchor, ticker, grid.width, grid.height, devicePixelRatio]);

  const put = (next: StageTicker, key: string): Shown => {
    const layout = layOutTicker(next.ticker, grid);
    const belt = createBelt(layout, devicePixelRatio);
    const { x, y, width, height } = layout.band;
    Object.assign(element.style, {
      left: `${x / devicePixelRatio}px`,
      top: `${y / devicePixelRatio}px`,
      width: `${width / devicePixelRatio}px`,
      height: `${height / devicePixelRatio}px`,
      background: layout.palette.ground,
    });
    element.replaceChildren(belt.element);
    element.hidden = false;
    return { key, anchor: next.anchor, belt, stepper: createStepper(layout.pace, layout.lapPixels) };
  };

  const frame = (stamp: number): void => {
    isMoving = false;
    const seenAt = clock.serverTime(stamp + TO_GLASS_MS);
    /** The frame nearest to an edge is half a frame early at most. */
    const edge = (seenAt ?? 0) + TO_GLASS_MS / 2;
    const current = tickers.find(({ from, until }) => from <= edge && edge < until);
    if (seenAt === null || !current) {
      rest();
      return;
    }
    const key = keyOf(current);
    if (shown?.key !== key) shown = put(current, key);
    const { belt, stepper, anchor } = shown;
    belt.place(stepper.step(stamp, () => framesAfter(seenAt - anchor)));
    move();
  };
  function move(): void {
    isMoving = true;
    cancel = frames.onFrame(frame);
  }

  /** Nothing runs: waits until shortly before something does. */
  function rest(): void {
    hide();
    const now = clock.serverTime(frames.now());
    const next = now === null ? undefined : tickers.find(({ until }) => until > now);
    if (now === null || !next) return;
    const left = next.from - now - LEAD_MS;
    if (left > 0) cancel = frames.after(Math.min(left, LONGEST_WAIT_MS), look);
    else move();
  }

  /** While it moves, the next frame sees for itself. */
  function look(): void {
    if (isMoving || !hasType || (tickers.length === 0 && !shown)) return;
    cancel();
    move();
  }

  loadType().then(
    () => {
      hasType = true;
      look();
    },
    () => undefined,
  );

  return {
    show: (next, canvas) => {
      tickers = next;
      grid = canvas;
      look();
    },
    look,
  };
};
