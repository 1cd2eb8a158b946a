/**
 * Before publishing, in a real browser: what would change is said in sentences; a time is set, shown on every page, replaced,
 * cancelled; and what became of it is said until somebody has seen it.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Screen } from '../../playlists/model/screen.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { until } from '../support/until.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

const HOUR_MS = 3_600_000;
const LISTED = { kind: 'listed' };
const CUT = { kind: 'cut' };

let samples: Samples;
let stand: Stand;
let page: Page;
let home: string;
let hand: WardHand;
/** How far the server's clock is ahead of this machine's. */
let ahead = 0;
const playlists: Slot['playlistId'][] = [];

/** Plays the first playlist, unless it is said otherwise. */
const slotOf = (parts: Partial<Slot>) => ({ playlistId: playlists[0] as Slot['playlistId'], ...parts });
const dayAfter = (days: number): string =>
  new Date(Date.now() + ahead + days * 24 * HOUR_MS + 7 * HOUR_MS).toISOString().slice(0, 10);

beforeAll(async () => {
  [stand, samples] = await Promise.all([
    openStand({ server: { doors: { now: () => Date.now() + ahead } } }),
    openSamples(),
  ]);
  ({ page, home } = stand);
  hand = openWardHand(stand.server.admin);
  const site = await hand.addSite('Trung tâm hành chính');
  for (const name of ['Cổng chào số 1', 'Cổng chào số 2', 'Nhà văn hóa']) await hand.addScreen(name, site.id);
  const pictures = await Promise.all(
    ['Nghị quyết 57.png', 'Chuyển đổi số.png'].map((name) => samples.picture(name, (one) => one.png())),
  );
  await visit(page, `${home}/media`);
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(pictures);
  const ready = async () => {
    const { items } = await hand.send('GET', '/assets?limit=50');
    return items.length === 2 && items.every(({ state }: { state: { kind: string } }) => state.kind === 'ready');
  };
  await until('both pictures are ready', ready, 60_000);
  const assets = (await hand.send('GET', '/assets?limit=50')).items as { id: string; title: string }[];
  for (const { id, title } of assets)
    playlists.push((await hand.addPlaylist(title, [{ assetId: id, durationMs: null }])).id);
  await hand.addSlot(slotOf({}));
  await hand.publish();
}, 120_000);
afterAll(async () => {
  await samples?.drop();
  await stand?.close();
});

const differences = () => page.getByRole('region', { name: 'Những gì sẽ thay đổi' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const bar = (name: RegExp) => page.getByRole('region', { name });

describe('what would change', () => {
  it('is said in sentences, by screens, before the button', async () => {
    const screens = (await hand.ask('listScreens')) as { screen: Screen }[];
    const second = screens.find(({ screen }) => screen.name === 'Cổng chào số 2')?.screen.id as Screen['id'];
    await hand.addSlot(slotOf({ name: 'Tối', playlistId: playlists[1], from: '18:00', until: '20:00' }));
    await hand.addSlot(
      slotOf({
        name: 'Riêng',
        playlistId: playlists[1],
        targets: [{ kind: 'screen', screenId: second }],
        from: '08:30',
        until: '09:00',
      }),
    );
    await visit(page, `${home}/publish`);
    await differences().getByRole('heading', { name: 'Mọi màn hình' }).waitFor();
    await differences().getByRole('heading', { name: 'Cổng chào số 2' }).waitFor();
    const said = await differences().innerText();
    expect(said).toContain('Sẽ thay đổi trong 7 ngày tới');
    expect(said).toMatch(/18:00–20:00[^\n]*\n?\s*phát “.+” thay cho hình an toàn/);
    expect(said).toMatch(/08:30–09:00[^\n]*\n?\s*phát “.+” thay cho “.+”/);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
  });

  it('says so when it cannot be told, and asks again', async () => {
    await page.route('**/api/publications/differences', (route) =>
      route.fulfill({ status: 500, contentType: 'application/json', body: '{}' }),
    );
    await visit(page, `${home}/publish`);
    await differences().getByRole('alert').waitFor();
    await button('Đăng phát').waitFor();
    await page.unroute('**/api/publications/differences');
    await differences().getByRole('button', { name: 'Thử lại' }).click();
    await differences().getByRole('heading', { name: 'Mọi màn hình' }).waitFor();
  });

  it('is nothing when the pictures stay for the week', async () => {
    await button('Đăng phát').click();
    await page.getByText('Mọi thay đổi đã được đăng phát').waitFor();
    await hand.addSlot(slotOf({ name: 'Sau này', playlistId: playlists[1], validFrom: dayAfter(20) }));
    await differences().getByText('các màn hình vẫn phát như hiện nay').waitFor();
  });
});

describe('the form of a slot', () => {
  it('says before saving what the slot would bring up, and takes it back when that is mended', async () => {
    await visit(page, `${home}/schedule?slot=new`);
    const form = page.getByRole('dialog', { name: 'Khung giờ mới' });
    const found = form.getByRole('region', { name: 'Trước khi lưu, hãy xem' });
    await form.getByLabel('Bắt đầu').fill('08:20');
    await form.getByLabel('Kết thúc').fill('08:40');
    await found.getByText(/“Bản tin sáng”.*bị che/s).waitFor();
    await form.getByLabel('Bắt đầu').fill('06:20');
    await form.getByLabel('Kết thúc').fill('06:40');
    await found.getByText('Không có vấn đề nào với khung giờ này.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await visit(page, `${home}/publish`);
  });
});

describe('a set time', () => {
  it('is set on the publish page and stands on every other', async () => {
    await button('Hẹn giờ…').click();
    const dialog = page.getByRole('dialog', { name: 'Hẹn giờ đăng phát' });
    await dialog.getByLabel('Giờ', { exact: false }).fill('06:00');
    await dialog.getByLabel('Ngày', { exact: false }).fill('01/01/2020');
    await dialog.getByText('Thời điểm này đã qua.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Hẹn đăng phát' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Ngày', { exact: false }).fill(dayAfter(2).split('-').reverse().join('/'));
    await dialog.getByLabel('Ghi chú', { exact: false }).fill('Lịch cuối tuần');
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Hẹn đăng phát' }).click();
    await dialog.waitFor({ state: 'detached' });
    const panel = bar(/^Hẹn đăng phát lúc 06:00/);
    await panel.getByText('Lịch cuối tuần').waitFor();
    await panel.getByText('Lịch đang soạn giống hệt bản đã hẹn.').waitFor();
    for (const path of ['/', '/schedule', '/media']) {
      await visit(page, `${home}${path}`);
      await bar(/^Hẹn đăng phát lúc 06:00/).waitFor();
    }
    expect(await page.getByText('Có thay đổi chưa đăng phát').count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await settled(page);
    expect(await axeViolations(page, 'contrast')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
  });

  it('says when the schedule was changed since, and is set again with it', async () => {
    await hand.addSlot(slotOf({ name: 'Thêm', playlistId: playlists[1], from: '21:00', until: '22:00' }));
    await bar(/^Hẹn đăng phát lúc 06:00/)
      .getByText('Có sửa đổi sau khi hẹn', { exact: false })
      .waitFor();
    await page.getByText('Có thay đổi chưa đăng phát').waitFor();
    await visit(page, `${home}/publish`);
    await page.getByText('Đăng phát ngay không hủy lịch hẹn', { exact: false }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await button('Hẹn lại').click();
    const dialog = page.getByRole('dialog', { name: 'Hẹn lại giờ đăng phát' });
    await dialog.getByLabel('Giờ', { exact: false }).fill('07:15');
    await dialog.getByRole('button', { name: 'Hẹn đăng phát' }).click();
    await bar(/^Hẹn đăng phát lúc 07:15/)
      .getByText('Lịch đang soạn giống hệt bản đã hẹn.')
      .waitFor();
  });

  it('is cancelled after a question', async () => {
    await button('Hủy hẹn').click();
    const dialog = page.getByRole('dialog', { name: /^Hủy lịch hẹn lúc 07:15/ });
    await dialog.getByRole('button', { name: 'Hủy hẹn' }).click();
    await bar(/^Hẹn đăng phát/).waitFor({ state: 'detached' });
    await button('Hẹn giờ…').waitFor();
    expect((await hand.send('GET', '/publications/plan')).plan).toBeNull();
  });

  it('that passed while the server was down is made up for, and said to be late until it was seen', async () => {
    await hand.send('PUT', '/publications/plan', { at: Date.now() + ahead + HOUR_MS, note: '' });
    // An open page would call for the server meanwhile, and say so.
    await page.goto('about:blank');
    await stand.server.pause();
    ahead += 2 * HOUR_MS;
    stand.server = await stand.server.restart();
    await until(
      'published late',
      async () => (await hand.send('GET', '/publications?limit=1')).items[0].cause === 'plan',
    );
    await visit(page, `${home}/schedule`);
    await bar(/^Đã đăng phát trễ so với giờ hẹn/).waitFor();
    await visit(page, `${home}/publish`);
    await page.getByText('Máy chủ không hoạt động hoặc gặp sự cố', { exact: false }).waitFor();
    await page.getByText('Đăng phát theo hẹn').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await button('Đã xem').click();
    await bar(/^Đã đăng phát trễ/).waitFor({ state: 'detached' });
  });

  it('that could not be kept is said to have been blocked, with what is to be mended', async () => {
    await hand.addSlot(slotOf({ name: 'Hẹn', from: '10:00', until: '11:00' }));
    await hand.send('PUT', '/publications/plan', { at: Date.now() + ahead + HOUR_MS, note: '' });
    for (const { id, name, version } of await hand.send('GET', '/playlists'))
      await hand.send('PUT', `/playlists/${id}`, {
        name,
        order: LISTED,
        transition: CUT,
        entries: [],
        basedOn: version,
      });
    for (const { id } of (await hand.send('GET', '/assets?limit=50')).items) await hand.send('DELETE', `/assets/${id}`);
    // An open page would call for the server meanwhile, and say so.
    await page.goto('about:blank');
    await stand.server.pause();
    ahead += 2 * HOUR_MS;
    stand.server = await stand.server.restart();
    await visit(page, `${home}/`);
    await bar(/^Không đăng phát được theo hẹn/).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await settled(page);
    expect(await axeViolations(page, 'contrast')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await visit(page, `${home}/publish`);
    const panel = bar(/^Không đăng phát được theo hẹn/);
    await panel.getByText('Các màn hình vẫn phát chương trình cũ.', { exact: false }).waitFor();
    await panel.getByText('Phải sửa').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
    await panel.getByRole('button', { name: 'Đã xem' }).click();
    await panel.waitFor({ state: 'detached' });
  });
});
