/**
 * What every browser test of the console begins with: a real server with the console freshly built, a real browser as staff in the ward
 * have it, and somebody signed in. What the page complained of is noted, and closing fails if it did.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { buildConsole } from './built-console.ts';
import { noteFaults, visit } from './console.ts';
import { ADMIN, startTestServer, type TestServer } from './server.ts';

export const DESK = { width: 1440, height: 1000 };
export const PHONE = { width: 390, height: 844 };

interface Person {
  email: string;
  password: string;
}

/** Through the form; the overview is then shown. */
export const signIn = async (page: Page, home: string, who: Person = ADMIN): Promise<void> => {
  await visit(page, `${home}/`);
  await page.getByLabel('Thư điện tử').fill(who.email);
  await page.getByLabel('Mật khẩu').first().fill(who.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tổng quan', level: 1 }).waitFor();
};

/** Past the form, for tests that are about other pages; all pages of the context are signed in. */
export const signInQuietly = async (context: BrowserContext, home: string, who: Person = ADMIN): Promise<void> => {
  const answer = await context.request.post(`${home}/api/auth/sign-in/email`, {
    headers: { origin: home },
    data: { email: who.email, password: who.password },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
};

/** A context of its own, as staff in the ward see the console. */
export const openWardContext = (browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: DESK, ...options });

/** A server that serves the console, and a browser without a page. */
export interface Stage {
  /** A test that restarts it puts the new one here. */
  server: TestServer;
  browser: Browser;
  /** The console's own origin, as the server names it. */
  home: string;
  close: () => Promise<void>;
}

export const openStage = async (options: Parameters<typeof startTestServer>[0] = {}): Promise<Stage> => {
  const [built, browser] = await Promise.all([buildConsole(), launchBrowser()]);
  const server = await startTestServer({ ...options, doors: { ...options.doors, consoleFolder: built } });
  const stage: Stage = {
    server,
    browser,
    home: server.url.replace('127.0.0.1', 'localhost'),
    close: async () => {
      await browser.close();
      await stage.server.stop();
    },
  };
  return stage;
};

/** A stage with one page, on which the administrator has signed in. */
export interface Stand extends Stage {
  page: Page;
  /** What the page complained of; must be nothing in the end. */
  faults: string[];
}

export const openStand = async ({
  server: serverOptions,
  context: contextOptions,
}: {
  server?: Parameters<typeof startTestServer>[0];
  context?: BrowserContextOptions;
} = {}): Promise<Stand> => {
  const stage = await openStage(serverOptions);
  const context = await openWardContext(stage.browser, contextOptions);
  const page = await context.newPage();
  const faults = noteFaults(page);
  await signIn(page, stage.home);
  const { close } = stage;
  return Object.assign(stage, {
    page,
    faults,
    close: async () => {
      await close();
      if (faults.length > 0) throw new Error(`the page complained: ${faults.join('; ')}`);
    },
  });
};
