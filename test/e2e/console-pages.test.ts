/**
 * Every page of the console, empty and full, light and dark, Vietnamese and English: no violation of WCAG 2 A/AA by axe, no
 * sideways scrolling at 390 px or at 200 % zoom, no script error, no violation of the content policy, no refused request. A
 * page is loaded once and then darkened and narrowed: what differs is looked at, what cannot differ is not looked at twice.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../support/bare-player.ts';
import {
  axeViolations,
  dress,
  noteFaults,
  noteRefusals,
  settled,
  sidewaysOverflow,
  visit,
} from '../support/console.ts';
import { openStage, openWardContext, PHONE, type Stage, signInQuietly } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { until } from '../support/until.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

let stage: Stage;
let samples: Samples;
let hand: WardHand;
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
  '/fleet',
  '/health',
  '/nowhere',
];
const DOORS = ['/setup', '/sign-in', '/invitation#token=aaaaaaaaaaaaaaaaaaaaaaaa'];

beforeAll(async () => {
  [stage, samples] = await Promise.all([openStage(), openSamples()]);
  home = stage.home;
  hand = openWardHand(stage.server.admin);
});
afterAll(async () => {
  player?.close();
  await samples?.drop();
  await stage?.close();
});

const openInside = async (wish: {
  width: number;
  height: number;
  dark?: boolean;
  english?: boolean;
}): Promise<{ page: Page; faults: string[]; refusals: string[] }> => {
  const context = await openWardContext(stage.browser, { viewport: { width: wish.width, height: wish.height } });
  await dress(context, wish);
  const page = await context.newPage();
  const faults = noteFaults(page);
  await signInQuietly(context, home);
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
    const context = await openWardContext(stage.browser, { viewport: PHONE });
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
    const site = await hand.addSite('Trung tâm hành chính phường Lê Thanh Nghị');
    const screenOf = (name: string, width: number, height: number) =>
      hand.addScreen(name, site.id, { canvas: { width, height } });
    const board = await screenOf('LED cổng trung tâm hành chính', 768, 384);
    await screenOf('Cổng chào khu dân cư số 7 với một cái tên rất dài để thử chỗ', 640, 48);
    await hand.ask('createGroup', {}, { name: 'Màn hình ngoài trời', screenIds: [board.id] });
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
        const { items } = await hand.ask('listAssets');
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
    const list = await hand.addPlaylist('Bản tin phường', entries);
    const slot = (name: string, from: string, until: string, priority: Slot['priority']) =>
      hand.addSlot({ name, playlistId: list.id, from, until, priority });
    const first = await slot('Cả ngày', '05:00', '24:00', 'normal');
    await slot('Giờ cao điểm', '07:00', '09:00', 'priority');
    await slot('Khẩn cấp', '08:00', '08:30', 'urgent');
    await slot('Qua đêm', '22:00', '04:00', 'normal');
    player = openBarePlayer(home);
    const hello = await player.hello();
    if (hello.kind !== 'unpaired') throw new Error('expected a pairing code');
    await hand.ask('claimPairing', {}, { code: hello.code, screenId: board.id });
    await player.hello();
    await hand.publish('Bản tin tuần này');
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
    await hand.ask(
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

  // Three tests one after the other, since one of all pages came near the limit of a test; side by side each would take as long.
  it.each([1, 2, 3])(
    'every page passes axe light and on a phone, its colours in the dark, and fits 390 px and twice the zoom: part %i of 3',
    async (part) => {
      const { page, faults, refusals } = await openInside(WIDE);
      const found: string[] = [];
      const own = pages.filter((_, place) => place % 3 === part - 1);
      expect(own.length).toBeGreaterThan(5);
      for (const path of own) {
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
    },
  );

  it('every page fits 390 px in English, loaded there', async () => {
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
    const context = await openWardContext(stage.browser, { viewport: WIDE, colorScheme: 'light' });
    await signInQuietly(context, home);
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
    const staff = await stage.server.addPerson('staff');
    const context = await openWardContext(stage.browser, { viewport: WIDE });
    await signInQuietly(context, home, staff);
    const page = await context.newPage();
    await visit(page, `${home}/people`);
    await page.getByText('Chỉ quản trị viên xem được trang này').waitFor();
    expect(await page.getByRole('link', { name: 'Người dùng' }).count()).toBe(0);
    await context.close();
  });
});
