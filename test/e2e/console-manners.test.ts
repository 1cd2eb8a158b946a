/**
 * How the console behaves where things are not smooth: before the first account, with a screen that was never published to,
 * with content that is not ready, deleting what is in use, leaving before a deletion was sent, toasts near the buttons that
 * people want to press, and addresses of things that do not exist.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../support/bare-player.ts';
import { axeViolations, noteFaults, noteRefusals, settled, visit } from '../support/console.ts';
import { openStage, openWardContext, type Stage, signInQuietly } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { ADMIN } from '../support/server.ts';
import { until } from '../support/until.ts';
import { aSlotDraft, openWardHand, type WardHand } from '../support/ward-hand.ts';

let stage: Stage;
let samples: Samples;
let hand: WardHand;
let player: BarePlayer;
let context: BrowserContext;
let page: Page;
let home: string;
let faults: string[];
let refusals: string[];
/** Ids of what the ward has. */
const ids = { site: '', screen: '', film: '', picture: '', list: '', slot: '' };

const namesOfPlaylists = async (): Promise<string[]> =>
  (await hand.ask('listPlaylists')).map(({ name }: { name: string }) => name);

beforeAll(async () => {
  [stage, samples] = await Promise.all([openStage({ setUp: false }), openSamples()]);
  home = stage.home;
  hand = openWardHand(stage.server.admin);
  context = await openWardContext(stage.browser, { viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  faults = noteFaults(page);
  refusals = noteRefusals(page);
});
afterAll(async () => {
  player?.close();
  await samples?.drop();
  await stage?.close();
});

const dialog = () => page.getByRole('dialog').last();
const deleteButton = (name: string) => page.getByRole('button', { name: `Xóa “${name}”` });
const toast = () => page.locator('.toasts .mantine-Notification-root');

describe('before the first account', () => {
  it.each(['/', '/sign-in', '/screens'])('%s says where the one-time link is', async (path) => {
    await visit(page, `${home}${path}`);
    expect(new URL(page.url()).pathname).toBe('/setup');
    await page.getByRole('heading', { name: 'Tìm đường dẫn ở đâu' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('with a first administrator', () => {
  beforeAll(async () => {
    const token = stage.server.setupLinks[0]?.split('#token=')[1];
    await stage.server.admin.call('POST', '/setup', { token, wardName: 'Phường Lê Thanh Nghị', ...ADMIN });
    await signInQuietly(context, home);
    ids.site = (await hand.ask('createSite', {}, { name: 'Trụ sở', kind: 'office' })).id;
    ids.screen = (await hand.addScreen('Bảng cổng', ids.site)).id;
    player = openBarePlayer(home);
    const hello = await player.hello();
    if (hello.kind !== 'unpaired') throw new Error('expected a pairing code');
    await hand.ask('claimPairing', {}, { code: hello.code, screenId: ids.screen });
    await player.hello();
    player.socket.emit('heartbeat', aHeartbeat());
  });

  it('a screen that was just paired says that nothing was published and what to do, and asks for nothing that is not there', async () => {
    refusals.length = 0;
    await visit(page, `${home}/screens/${ids.screen}`);
    await page.getByText('Chưa đăng phát lần nào cho màn hình này.').first().waitFor();
    await page.getByText('Đã kết nối').waitFor();
    expect(await page.getByRole('link', { name: 'Đến trang đăng phát' }).count()).toBe(1);
    expect(refusals).toEqual([]);
  });

  it('publishing before the content is ready says so, and the content follows by itself', async () => {
    const film = await samples.clip({ width: 1920, height: 960, seconds: 15, name: 'Phim dài.mp4' });
    const picture = await samples.picture('Hình đang dùng.png', (one) => one.png());
    await visit(page, `${home}/media`);
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles([film, picture]);
    const idOf = (title: string) =>
      until(
        `${title} known`,
        async () =>
          (await hand.ask('listAssets')).items.find(
            (asset: { title: string; kind: unknown }) => asset.title === title && asset.kind,
          )?.id,
        60_000,
      );
    ids.film = await idOf('Phim dài');
    ids.picture = await idOf('Hình đang dùng');
    ids.list = (await hand.addPlaylist('Bản tin phường', [{ assetId: ids.film, durationMs: null }])).id;
    const slot = aSlotDraft({ name: 'Cả ngày', playlistId: ids.list, from: '00:00', until: '24:00' });
    ids.slot = (await hand.ask('createSlot', {}, slot)).id;
    await hand.ask('publish', {}, { note: 'Trước khi sẵn sàng' });
    await visit(page, `${home}/publish`);
    await page.getByText('Sẽ tự đăng phát khi nội dung sẵn sàng; không cần bấm lại.').waitFor();
    await page.getByText(/^Đang chuẩn bị · \d+%$/).waitFor();
    // What only follows from the wait would read like something to mend.
    expect(await page.getByText('không có nội dung nào để phát').count()).toBe(0);
    // An edit that changes no picture: there is no empty list of screens, and no "0 màn hình".
    await hand.ask(
      'createSlot',
      {},
      { ...slot, name: 'Buổi trưa', from: '11:00', until: '12:00', priority: 'priority' },
    );
    await page.getByRole('heading', { name: 'Trước mắt các màn hình vẫn phát như cũ' }).waitFor();
    expect(await page.getByText('Màn hình sẽ thay đổi').count()).toBe(0);
    await page.getByRole('link', { name: 'Tổng quan' }).first().click();
    await page.locator('.publish-bar').getByText('Nội dung đang được chuẩn bị').waitFor();
    expect(await page.getByText('0 màn hình').count()).toBe(0);
    await page.getByRole('link', { name: 'Đăng phát', exact: true }).click();
    const automatic = page.locator('.row', { hasText: 'Nội dung đã sẵn sàng' });
    await automatic.getByText('Hệ thống ·', { exact: false }).waitFor({ timeout: 120_000 });
  });

  it('writes the free disk with the decimal comma of Vietnamese', async () => {
    await visit(page, `${home}/health`);
    const line = await page.getByText(/Ổ đĩa còn trống/).innerText();
    expect(line).toMatch(/trống \d+(,\d)? (GB|TB|MB)\./);
    await page.getByText('Tình trạng hệ thống').first().waitFor();
  });

  it('content in use is not deleted: the dialog names the places and leads there', async () => {
    await visit(page, `${home}/media?asset=${ids.film}`);
    const deletions: string[] = [];
    page.on('request', (request) => request.method() === 'DELETE' && deletions.push(request.url()));
    await deleteButton('Phim dài').click();
    await dialog().getByText('Chưa thể xóa “Phim dài”').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    expect(await toast().count()).toBe(0);
    await dialog().getByRole('link', { name: 'Bản tin phường' }).click();
    await page.getByRole('heading', { name: 'Bản tin phường', level: 1 }).waitFor();
    // The playlist's own page deletes too, with the same question.
    await deleteButton('Bản tin phường').click();
    await dialog().getByText('Đang dùng trong').waitFor();
    await dialog().getByRole('link', { name: 'Cả ngày' }).click();
    await page.getByRole('dialog', { name: 'Sửa khung giờ' }).waitFor();
    expect(deletions).toEqual([]);
  });

  it('a site with screens is not deleted; a screen says what goes with it', async () => {
    await visit(page, `${home}/screens?tab=sites`);
    await deleteButton('Trụ sở').click();
    await dialog().getByRole('link', { name: 'Bảng cổng' }).click();
    await page.getByRole('heading', { name: 'Bảng cổng', level: 1 }).waitFor();
    const only = { kind: 'screen', screenId: ids.screen };
    const { id: _, version: __, updatedAt: ___, ...slot } = (await hand.ask('listSlots'))[0];
    await hand.ask('createSlot', {}, { ...slot, name: 'Chỉ ở cổng', targets: [only] });
    await deleteButton('Bảng cổng').click();
    await dialog().getByText('Khung giờ chỉ phát ở màn hình này cũng bị xóa').waitFor();
    await dialog().getByRole('link', { name: 'Chỉ ở cổng' }).waitFor();
    await dialog().getByRole('button', { name: 'Hủy' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await toast().count()).toBe(0);
  });

  it.each([
    [1440, 900],
    [390, 844],
  ])(
    'a toast covers neither the publish bar nor the ways of a phone at %i px, and what is free can be undone',
    async (width, height) => {
      await hand.addPlaylist(`Tạm ${width}`);
      await page.setViewportSize({ width, height });
      await visit(page, `${home}/playlists`);
      await page.locator('.publish-bar').getByRole('link', { name: 'Xem lại' }).waitFor();
      await deleteButton(`Tạm ${width}`).click();
      await toast().getByText(`Đã xóa “Tạm ${width}”`).waitFor();
      await settled(page);
      const box = await toast().boundingBox();
      if (!box) throw new Error('no toast');
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      for (const part of ['.publish-bar', '.thumb-bar', '.page-actions']) {
        const other = await page.locator(part).boundingBox();
        const apart = !other || box.y + box.height <= other.y || other.y + other.height <= box.y;
        expect([part, apart]).toEqual([part, true]);
      }
      await page.getByRole('button', { name: 'Hoàn tác' }).click();
      await page.getByRole('link', { name: `Tạm ${width}` }).waitFor();
      expect(await namesOfPlaylists()).toContain(`Tạm ${width}`);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  it('leaving the page sends what was deleted', async () => {
    await hand.addPlaylist('Rời trang');
    await visit(page, `${home}/playlists`);
    await deleteButton('Rời trang').click();
    await toast().first().waitFor();
    await page.goto(`${home}/healthz`);
    await until('the playlist to be gone', async () => !(await namesOfPlaylists()).includes('Rời trang'));
  });

  it('a deletion that was lost on leaving is taken up by the next page, or said to be impossible', async () => {
    const free = await hand.addPlaylist('Mất mạng');
    const later = await hand.addPlaylist('Được dùng sau đó');
    await visit(page, `${home}/playlists`);
    await deleteButton('Mất mạng').click();
    await deleteButton('Được dùng sau đó').click();
    await toast().nth(1).waitFor();
    await stage.server.pause();
    await page.goto(`${home}/healthz`).catch(() => undefined);
    // The browser's own page of errors comes a moment later, and would cut off whatever is opened meanwhile.
    await page.waitForURL(/^chrome-error:/);
    stage.server = await stage.server.restart();
    expect(await namesOfPlaylists()).toEqual(expect.arrayContaining([free.name, later.name]));
    const { id: _, version: __, updatedAt: ___, ...slot } = (await hand.ask('listSlots'))[0];
    await hand.ask('createSlot', {}, { ...slot, name: 'Cần nó', playlistId: later.id });
    await visit(page, `${home}/playlists`);
    await page.getByText('Chưa xóa được “Được dùng sau đó” vì đang dùng trong “Cần nó”.').waitFor();
    await until('the free one to be gone', async () => !(await namesOfPlaylists()).includes(free.name));
    expect(await namesOfPlaylists()).toContain(later.name);
  });

  it.each([
    ['/screens/scr_khongco', 'Không tìm thấy màn hình', '/screens'],
    ['/screens/KHONG-CO', 'Không tìm thấy màn hình', '/screens'],
    ['/playlists/pls_khongco', 'Không tìm thấy danh sách phát', '/playlists'],
    ['/khong/co/gi', 'Không tìm thấy trang này', '/'],
  ])('%s keeps the navigation, says what happened and leads back', async (path, title, back) => {
    await visit(page, `${home}${path}`);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    expect(await page.title()).toContain(title);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('.side').getByRole('link', { name: 'Tổng quan' }).isVisible()).toBe(true);
    await page.locator('.empty').getByRole('link').click();
    await page.waitForURL(`${home}${back}`);
  });

  it('H5 met no script error and no violation of the content policy', () => {
    // Requests that were cut off on purpose leave a line of the browser's own.
    expect(faults.filter((fault) => !/ERR_|WebSocket/.test(fault))).toEqual([]);
  });
});
