/** The one door of the tests to a browser: the system's Chromium through playwright-core, or one that a shell of ours runs. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../player/shell/chromium/find-chromium.ts';

/** Path of the Chromium of this machine; throws with words that say how to get one. */
export const chromiumPath = (): string => {
  const path = findChromium(process.env);
  if (!path) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM_PATH');
  return path;
};

/** A fresh headless browser, Vietnamese and at home in Vietnam by `openPage`. Close it. */
export const launchBrowser = (args: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });

/** A page of its own context, as staff in the ward see it. */
export const openPage = async (browser: Browser, viewport = { width: 1440, height: 900 }): Promise<Page> => {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport });
  return context.newPage();
};

/** Attaches to a browser that one of our shells started with a debugging port. Closing it only lets go of it. */
export const attachBrowser = async (address: string): Promise<{ browser: Browser; page: Page }> => {
  const browser = await chromium.connectOverCDP(address);
  const find = (): Page | undefined => browser.contexts().flatMap((context) => context.pages())[0];
  const page = find() ?? (await browser.contexts()[0]?.waitForEvent('page'));
  if (!page) throw new Error('the browser has no page');
  return { browser, page };
};
