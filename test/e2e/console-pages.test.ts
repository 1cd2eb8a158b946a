/**
 * Every page of the console, empty and full, light and dark, Vietnamese and English: no violation of WCAG 2 A/AA by axe, no
 * sideways scrolling at 390 px or at 200 % zoom, no script error, no violation of the content policy, no refused request. A
 * page is loaded once and then darkened and narrowed: what differs is looked at, what cannot differ is not looked at twice.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type ContractName } from '../../playlists/wire/api/index.ts';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../support/bare-player.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  axeViolations,
  buildConsole,
  dress,
  noteFaults,
  noteRefusals,
  settled,
  sidewaysOverflow,
  visit,
} from '../support/console.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let built: Awaited<ReturnType<typeof buildConsole>>;
let server: TestServer;
let samples: Samples;
let browser: Browser;
let player: BarePlayer;
let home: string;
/** Pages behind the door; filled with ids once there is something to show. */
const pages: string[] = [
  '/',
  '/screens',
  '/screens?tab=groups',
  '/screens?tab=sites',
  '/screens?pair=',
  '/media',
  '/playlists',
  '/schedule?view=week',
  '/schedule?view=list',
  '/publish',
  '/plays',
  '/people',
  '/health',
  '/nowhere',
];
const DOORS = ['/setup', '/sign-in', '/invitation#token=aaaaaaaaaaaaaaaaaaaaaaaa'];

beforeAll(async () => {
  [built, samples, browser] = await Promise.all([buildConsole(), openSamples(), launchBrowser()]);
  server = await startTestServer({ doors: { consoleFolder: built.folder } });
  home = server.url.replace('127.0.0.1', 'localhost');
});
afterAll(async () => {
  player?.close();
  await browser?.close();
  await server?.stop();
  await samples?.drop();
  await built?.drop();
});

/** Calls a contract as the administrator. */
const ask = async (name: ContractName, params: Record<string, string> = {}, body?: unknown) => {
  const { method, path } = CONTRACTS[name];
  const answer = await server.admin.call(
    method,
    path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? ''),
    body,
  );
  if (answer.status >= 400) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

const openInside = async (wish: {
  width: number;
  height: number;
  dark?: boolean;
  english?: boolean;
}): Promise<{ page: Page; faults: string[]; refusals: string[] }> => {
  const context = await browser.newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: wish.width, height: wish.height },
  });
  await dress(context, wish);
  const page = await context.newPage();
  const faults = noteFaults(page);
  const signedIn = await context.request.post(`${home}/api/auth/sign-in/email`, {
    headers: { origin: home },
    data: { email: ADMIN.email, password: ADMIN.password },
  });
  expect(signedIn.status()).toBe(200);
  return { page, faults, refusals: noteRefusals(page) };
};

/** Light or dark without another load: all colours hang on this one attribute. */
const darken = async (page: Page, dark: boolean): Promise<void> => {
  await page.evaluate(
    (scheme) => {
      document.documentElement.dataset.mantineColorScheme = scheme;
    },
    dark ? 'dark' : 'light',
  );
  await settled(page);
};

/** Narrows the window around the page that is open and says whether it can be scrolled sideways. */
const overflowAt = async (page: Page, width: number, height: number): Promise<string[]> => {
  await page.setViewportSize({ width, height });
  await settled(page);
  const over = await sidewaysOverflow(page);
  return over > 0 ? [`${new URL(page.url()).pathname} scrolls sideways by ${over} px at ${width}`] : [];
};

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

describe('while everything is empty', () => {
  it.concurrent('every page passes axe, in the dark and in English', async () => {
    const { page, faults, refusals } = await openInside({ ...WIDE, dark: true, english: true });
    const found: string[] = [];
    for (const path of pages) {
      await visit(page, `${home}${path}`);
      found.push(...(await axeViolations(page)));
    }
    expect(found).toEqual([]);
    expect([...faults, ...refusals]).toEqual([]);
    await page.context().close();
  });

  it.concurrent('the pages in front of the door pass axe, light and dark', async () => {
    const context = await browser.newContext({ locale: 'vi-VN', viewport: PHONE });
    await dress(context, {});
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of DOORS) {
      await visit(page, `${home}${path}`);
      found.push(...(await axeViolations(page)));
      await darken(page, true);
      found.push(...(await axeViolations(page, 'contrast')));
    }
    expect(found).toEqual([]);
    await context.close();
  });
});

describe('with a ward at work', () => {
  beforeAll(async () => {
    const { page } = await openInside(WIDE);
    const site = await ask(
      'createSite',
      {},
      { name: 'Trung tâm hành chính phường Lê Thanh Nghị', kind: 'administrative-centre' },
    );
    const screenOf = (name: string, width: number, height: number) =>
      ask('createScreen', {}, { name, siteId: site.id, canvas: { width, height }, zone: 'Asia/Ho_Chi_Minh' });
    const board = await screenOf('LED cổng trung tâm hành chính', 768, 384);
    await screenOf('Cổng chào khu dân cư số 7 với một cái tên rất dài để thử chỗ', 640, 48);
    await ask('createGroup', {}, { name: 'Màn hình ngoài trời', screenIds: [board.id] });
    const files = [
      await samples.clip({ width: 640, height: 320, seconds: 2, name: 'Giới thiệu Nghị quyết 57.mp4' }),
      await samples.picture('Bình dân học vụ số – ai cũng biết dùng dịch vụ công trực tuyến.png', (one) => one.png()),
      await samples.write('Không phải video.mp4', 'x'.repeat(2_000)),
    ];
    await visit(page, `${home}/media`);
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(files);
    const assets = await until(
      'assets prepared',
      async () => {
        const { items } = await ask('listAssets');
        const done =
          items.length === 3 &&
          items.every((asset: { state: { kind: string } }) => ['ready', 'refused'].includes(asset.state.kind));
        return done ? items : null;
      },
      90_000,
    );
    await page.context().close();
    const idOf = (title: string): string => assets.find((asset: { title: string }) => asset.title.startsWith(title)).id;
    const entries = [
      { assetId: idOf('Giới thiệu'), durationMs: null },
      { assetId: idOf('Bình dân'), durationMs: 5_000 },
    ];
    const list = await ask('createPlaylist', {}, { name: 'Bản tin phường', entries });
    const slot = (name: string, from: string, until: string, priority: string) =>
      ask(
        'createSlot',
        {},
        {
          name,
          playlistId: list.id,
          targets: [{ kind: 'all' }],
          from,
          until,
          zone: null,
          recurrence: 'FREQ=DAILY',
          validFrom: null,
          validUntil: null,
          priority,
          boundary: 'cut',
          enabled: true,
        },
      );
    const first = await slot('Cả ngày', '05:00', '24:00', 'normal');
    await slot('Giờ cao điểm', '07:00', '09:00', 'priority');
    await slot('Khẩn cấp', '08:00', '08:30', 'urgent');
    await slot('Qua đêm', '22:00', '04:00', 'normal');
    player = openBarePlayer(home);
    const hello = await player.hello();
    if (hello.kind !== 'unpaired') throw new Error('expected a pairing code');
    await ask('claimPairing', {}, { code: hello.code, screenId: board.id });
    await player.hello();
    await ask('publish', {}, { note: 'Bản tin tuần này' });
    const push = await player.nextPush(1);
    const { epoch, version, bodyDigest } = push.signed.envelope;
    push.answer({ kind: 'taken', epoch, version });
    player.socket.emit('progress', { epoch, version, bodyDigest, state: { kind: 'active', at: Date.now() } });
    player.socket.emit(
      'heartbeat',
      aHeartbeat({
        now: { kind: 'video', assetId: idOf('Giới thiệu') as never, slotId: null, since: Date.now() },
        active: { epoch, version, bodyDigest },
        faults: [{ code: 'decode', detail: 'video stalled', at: Date.now() }],
      }),
    );
    // Something unpublished, so that the bar is there.
    await ask(
      'changePlaylist',
      { playlistId: list.id },
      { name: 'Bản tin phường', entries: entries.slice(0, 1), basedOn: list.version },
    );
    pages.push(
      `/screens/${board.id}`,
      `/media?asset=${idOf('Giới thiệu')}`,
      `/media?asset=${idOf('Không phải')}`,
      '/media?search=khong+co+gi',
      `/playlists/${list.id}`,
      `/schedule?slot=${first.id}`,
      '/schedule?view=day&slot=new',
    );
  });

  it.concurrent('every page passes axe light and on a phone, its colours in the dark, and fits 390 px and 200 % zoom', async () => {
    const { page, faults, refusals } = await openInside(WIDE);
    const found: string[] = [];
    for (const path of pages) {
      await page.setViewportSize(WIDE);
      await visit(page, `${home}${path}`);
      found.push(...(await axeViolations(page)));
      await darken(page, true);
      found.push(...(await axeViolations(page, 'contrast')));
      await darken(page, false);
      // A 1280-px window at 200 %.
      found.push(...(await overflowAt(page, 640, 400)));
      found.push(...(await overflowAt(page, PHONE.width, PHONE.height)));
      found.push(...(await axeViolations(page)));
    }
    expect(found).toEqual([]);
    expect([...faults, ...refusals]).toEqual([]);
    await page.context().close();
  });

  it.concurrent('every page fits 390 px in English, loaded there', async () => {
    const { page, faults, refusals } = await openInside({ ...PHONE, english: true });
    const found: string[] = [];
    for (const path of pages) {
      await visit(page, `${home}${path}`);
      found.push(...(await overflowAt(page, PHONE.width, PHONE.height)));
    }
    expect(found).toEqual([]);
    expect([...faults, ...refusals]).toEqual([]);
    await page.context().close();
  });

  it('the keyboard reaches the content, the menu of a phone and back', async () => {
    const { page } = await openInside(PHONE);
    await visit(page, `${home}/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.locator('.thumb-bar').getByRole('button', { name: 'Thêm' }).press('Enter');
    await page.getByRole('dialog').getByRole('link', { name: 'Đăng phát' }).press('Enter');
    await page.getByRole('heading', { name: 'Đăng phát', level: 1 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('switches language and darkness, and remembers both', async () => {
    const context = await browser.newContext({
      locale: 'vi-VN',
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
    });
    await context.request.post(`${home}/api/auth/sign-in/email`, {
      headers: { origin: home },
      data: { email: ADMIN.email, password: ADMIN.password },
    });
    const page = await context.newPage();
    await visit(page, `${home}/`);
    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('heading', { name: 'System overview' }).waitFor();
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await page.reload();
    await settled(page);
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.mantineColorScheme]),
    ).toEqual(['en', 'dark']);
    await context.close();
  });

  it('keeps people’s pages from staff, in words', async () => {
    const staff = await server.addPerson('staff');
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
    await context.request.post(`${home}/api/auth/sign-in/email`, {
      headers: { origin: home },
      data: { email: staff.email, password: staff.password },
    });
    const page = await context.newPage();
    await visit(page, `${home}/people`);
    await page.getByText('Chỉ quản trị viên xem được trang này').waitFor();
    expect(await page.getByRole('link', { name: 'Người dùng' }).count()).toBe(0);
    await context.close();
  });
});
