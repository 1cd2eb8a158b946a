/** A real player that paints in a real Chromium, seen from outside: by every frame that it paints, and by looking at it. */
import type { Page } from 'playwright-core';
import { BUILT_PAGE } from '../../player/build.ts';
import { realClocks } from '../../player/core/clocks.ts';
import { composePlayer, type PlayerEvent } from '../../player/core/compose.ts';
import { readPlayerConfig } from '../../player/core/config.ts';
import { openChromiumStage } from '../../player/shell/chromium/open.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import { attachBrowser, chromiumPath } from './browser.ts';
import { type PaintedFrame, watchPainted } from './painted-frames.ts';
import { nameFrame, type Seen } from './painted-pixels.ts';
import { until } from './until.ts';

export interface Glass {
  /** By which the player asks to be paired. */
  code: string;
  page: Page;
  /** What the player said of itself, oldest first; grows. */
  events: readonly PlayerEvent[];
  /** What is there now, whether it moves or not: no frames are handed out of a picture that stands still. */
  look(): Promise<Seen>;
  /** Every frame painted since the start; decoding them takes a while. Times are those of the true date. */
  frames(): Promise<PaintedFrame[]>;
  stop(): Promise<void>;
}

/** The page that paints must have been built. Stop it. */
export const openGlass = async (server: string, folder: string, canvas: Canvas): Promise<Glass> => {
  const clocks = realClocks();
  const events: PlayerEvent[] = [];
  let debuggerAddress = '';
  const player = composePlayer(readPlayerConfig({}, ['--server', server, '--data', folder, '--shell', 'chromium']), {
    openStage: openChromiumStage({
      program: chromiumPath(),
      pageFolder: BUILT_PAGE,
      window: canvas,
      headless: true,
      clocks,
      log: () => {},
      debuggerOpened: (address) => {
        debuggerAddress = address;
      },
    }),
    log: () => {},
    clocks,
    happened: (event) => events.push(event),
  });
  await player.start();
  try {
    const { code } = await until(
      'a pairing code',
      () => events.find((event) => event.kind === 'link' && event.code) as { code: string } | undefined,
      30_000,
    );
    const { browser, page } = await attachBrowser(debuggerAddress);
    const painted = await watchPainted(page);
    return {
      code,
      page,
      events,
      look: async () => nameFrame(await page.screenshot()),
      frames: painted.frames,
      stop: async () => {
        await painted.stop();
        await browser.close();
        await player.stop();
      },
    };
  } catch (thrown) {
    await player.stop();
    throw thrown;
  }
};
