/**
 * What technicians laid over the content: the test page in front of everything, and large words over the content. Ends by
 * itself when its time is over, whether the core still speaks or not.
 */
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { StageCover } from '../../playlists/wire/stage.ts';
import type { FrameDoors } from './frames.ts';
import { drawTestPage, sceneAt, type TestPageFacts } from './test-page.ts';

/** Frames over which the refresh rate is measured before it is written. */
const MEASURED_FRAMES = 90;

export interface CoverLayer {
  show(cover: StageCover): void;
  /** The wall's grid changed. */
  resize(canvas: Canvas): void;
}

export const createCoverLayer = (stage: HTMLElement, frames: FrameDoors): CoverLayer => {
  const place = (name: string, tag: 'div' | 'canvas' = 'div'): HTMLElement => {
    const element = document.createElement(tag);
    element.className = name;
    element.hidden = true;
    stage.append(element);
    return element;
  };
  const page = place('test-page', 'canvas') as HTMLCanvasElement;
  const across = place('test-line across');
  const down = place('test-line down');
  const words = place('identify');
  const numberLine = document.createElement('p');
  const nameLine = document.createElement('p');
  words.append(numberLine, nameLine);

  let grid: Canvas = { width: 1, height: 1 };
  let cancelFrame = (): void => {};
  const cancelEnd = { page: (): void => {}, words: (): void => {} };

  const hidePage = (): void => {
    cancelFrame();
    page.hidden = across.hidden = down.hidden = true;
  };

  const runPage = (screenName: string): void => {
    const pen = page.getContext('2d');
    if (!pen) return;
    cancelFrame();
    const { width, height } = grid;
    Object.assign(page, { width, height });
    for (const element of [page, across, down]) element.hidden = false;
    page.style.width = `${width / devicePixelRatio}px`;
    page.style.height = `${height / devicePixelRatio}px`;
    const began = frames.now();
    let drawn = '';
    let counted = 0;
    let refreshHz: number | null = null;
    const frame = (): void => {
      const since = frames.now() - began;
      counted += 1;
      if (counted === MEASURED_FRAMES) refreshHz = (counted * 1_000) / since;
      const scene = sceneAt(since);
      const facts: TestPageFacts = {
        canvas: grid,
        screenName,
        scale: devicePixelRatio,
        output: {
          width: Math.round(innerWidth * devicePixelRatio),
          height: Math.round(innerHeight * devicePixelRatio),
        },
        refreshHz,
      };
      const key = JSON.stringify([scene.colour, facts]);
      if (key !== drawn) drawTestPage(pen, facts, scene);
      drawn = key;
      // One device pixel a frame: what tears or stumbles is seen at once.
      across.style.transform = `translateX(${(counted % width) / devicePixelRatio}px)`;
      down.style.transform = `translateY(${(counted % height) / devicePixelRatio}px)`;
      cancelFrame = frames.onFrame(frame);
    };
    frame();
  };

  const say = ({ screenName, number }: NonNullable<StageCover['identify']>): void => {
    numberLine.textContent = number === null ? '' : String(number);
    numberLine.hidden = number === null;
    nameLine.textContent = screenName;
    words.hidden = false;
    const wide = grid.width / devicePixelRatio;
    const high = grid.height / devicePixelRatio;
    // The name in one line where it is large enough to be read from afar, else in several.
    const fitIn = (element: HTMLElement, tallest: number): void => {
      let low = 6;
      let large = tallest;
      for (let tries = 0; tries < 10; tries += 1) {
        const middle = (low + large) / 2;
        element.style.fontSize = `${middle}px`;
        const fits = words.scrollHeight <= high && element.scrollWidth <= wide * 0.94 + 1;
        if (fits) low = middle;
        else large = middle;
      }
      element.style.fontSize = `${low}px`;
    };
    nameLine.style.fontSize = `${Math.min(high * 0.16, wide * 0.06)}px`;
    if (number === null) fitIn(nameLine, high * 0.5);
    else fitIn(numberLine, high * 0.6);
  };

  let shownPage: string | null = null;
  return {
    show: ({ testPage, identify }) => {
      cancelEnd.page();
      cancelEnd.words();
      if (!testPage) hidePage();
      else {
        if (shownPage !== testPage.screenName || page.hidden) runPage(testPage.screenName);
        cancelEnd.page = frames.after(testPage.leftMs, hidePage);
      }
      shownPage = testPage?.screenName ?? null;
      words.hidden = identify === null;
      if (identify) {
        say(identify);
        cancelEnd.words = frames.after(identify.leftMs, () => {
          words.hidden = true;
        });
      }
    },
    resize: (canvas) => {
      if (canvas.width === grid.width && canvas.height === grid.height) return;
      grid = { width: Math.round(canvas.width), height: Math.round(canvas.height) };
      if (!page.hidden && shownPage !== null) runPage(shownPage);
    },
  };
};
