/**
 * The schedule by screen in a real browser: what is really shown stands on each row; what a drag would do is said and drawn before the
 * drop; the drop goes the way of every other move; all of it by keyboard as well.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { launchBrowser } from '../support/browser.ts';
import { axeViolations, buildConsole, noteFaults, settled, visit } from '../support/console.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { aDraft, buildTimelineWard, type TimelineWard } from '../support/timeline-ward.ts';
import { until } from '../support/until.ts';

/** A Wednesday far from today, so that nothing depends on when the test runs. */
const WEDNESDAY = '2027-03-10';

let built: Awaited<ReturnType<typeof buildConsole>>;
let server: TestServer;
let browser: Browser;
let page: Page;
let home: string;
let faults: string[];
let ward: TimelineWard;

beforeAll(async () => {
  [built, browser] = await Promise.all([buildConsole(), launchBrowser()]);
  server = await startTestServer({ doors: { consoleFolder: built.folder } });
  home = server.url.replace('127.0.0.1', 'localhost');
  ward = await buildTimelineWard(server.url, 3);
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 1000 });
  faults = noteFaults(page);
  await visit(page, `${home}/`);
  await page.getByLabel('Thư điện tử').fill(ADMIN.email);
  await page.getByLabel('Mật khẩu').first().fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tổng quan', level: 1 }).waitFor();
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await browser?.close();
  await server?.stop();
  await built?.drop();
});

const slots = (): Promise<Slot[]> => ward.staff.call('listSlots');
const add = async (...drafts: Parameters<typeof aDraft>[0][]): Promise<void> => {
  await ward.staff.call('editSlots', { body: { add: drafts.map(aDraft) } });
};
const row = (name: string): Locator => page.getByRole('group', { name, exact: true });
const span = (screen: string, name: string): Locator => row(screen).getByRole('button', { name: new RegExp(name) });
const said = (text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();
const show = (): Promise<void> => visit(page, `${home}/schedule?view=timeline&on=${WEDNESDAY}`);
/** Drags by so many hours and does not let go. */
const dragBy = async (what: Locator, hours: number): Promise<void> => {
  const box = await what.boundingBox();
  const track = await page.locator('.timeline-track').first().boundingBox();
  if (!box || !track) throw new Error('nothing to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (hours / 24) * track.width, y, { steps: 8 });
};

beforeEach(async () => {
  const remove = (await slots()).map(({ id, version }) => ({ id, basedOn: version }));
  await ward.staff.call('editSlots', { body: { remove } });
});

describe('dragging a slot', () => {
  it('says and draws who hides it, whom it hides and the gap, before the drop; then asks how far (TL6, TL8, TL12)', async () => {
    const { playlistId } = ward;
    await add(
      { name: 'Bản tin sáng', playlistId, from: '06:00', until: '08:00' },
      { name: 'Giờ hành chính', playlistId, from: '08:00', until: '12:00' },
      { name: 'Tin khẩn', playlistId, from: '09:00', until: '09:30', priority: 'urgent' },
    );
    await show();
    await dragBy(span('Bảng 1', 'Bản tin sáng'), 2.5);
    await said(
      '“Bản tin sáng” T4 08:30–10:30 – “Bảng 1” và “Bảng 3”: bị che 09:00–09:30 bởi “Tin khẩn” (có mức ưu tiên cao hơn); sẽ che “Giờ hành chính” 08:30–09:00 và 09:30–10:30; để hở 06:00–08:00, chỉ còn hình an toàn',
    );
    expect(await page.locator('.outlook.outlook-hidden').count()).toBe(3);
    expect(await page.locator('.outlook.outlook-bare').first().innerText()).toBe('Để hở');
    expect((await slots()).every(({ version }) => version === 1)).toBe(true);
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.mouse.up();
    await page.getByRole('dialog').getByRole('button', { name: 'Chỉ lần này' }).click();
    await until('the occurrence has moved', async () => (await slots()).some(({ changes }) => changes.length === 1));
    const moved = (await slots()).find(({ changes }) => changes.length === 1);
    expect(moved?.changes).toEqual([{ day: WEDNESDAY, onDay: WEDNESDAY, from: '08:30', until: '10:30' }]);
    await span('Bảng 1', '08:30–09:00 Bản tin sáng').waitFor();
  });

  it('changes nothing when Escape is pressed before the drop, and opens nothing', async () => {
    await add({ name: 'Bản tin', playlistId: ward.playlistId, from: '08:00', until: '12:00' });
    await show();
    await dragBy(span('Bảng 2', 'Bản tin'), 1);
    await said('“Bản tin” T4 09:00–13:00');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await said('Kéo trên hàng trống');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect((await slots())[0]?.from).toBe('08:00');
  });

  it('with Alt makes a copy for that day alone, which can be undone', async () => {
    await add({ name: 'Bản tin', playlistId: ward.playlistId, from: '08:00', until: '10:00' });
    await show();
    await page.keyboard.down('Alt');
    await dragBy(span('Bảng 1', 'Bản tin'), 4);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await until('there are two', async () => (await slots()).length === 2);
    const copy = (await slots()).find(({ recurrence }) => recurrence === 'FREQ=DAILY;COUNT=1');
    expect(copy).toMatchObject({ from: '12:00', until: '14:00', validFrom: WEDNESDAY });
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await until('there is one', async () => (await slots()).length === 1);
  });
});

describe('empty time of a row', () => {
  it('is drawn on, and the form opens aimed at that screen', async () => {
    await add({ name: 'Tin khẩn', playlistId: ward.playlistId, from: '09:00', until: '09:30', priority: 'urgent' });
    await show();
    const track = await row('Bảng 3').locator('.timeline-track').boundingBox();
    if (!track) throw new Error('the row is not drawn');
    const at = (hour: number): number => track.x + (hour / 24) * track.width;
    await page.mouse.move(at(8) + 1, track.y + 20);
    await page.mouse.down();
    await page.mouse.move(at(10), track.y + 20, { steps: 6 });
    await said('bị che 09:00–09:30 bởi “Tin khẩn” (có mức ưu tiên cao hơn)');
    await page.mouse.up();
    const form = page.getByRole('dialog', { name: 'Khung giờ mới' });
    await form.waitFor();
    expect(await form.getByLabel('Bắt đầu').inputValue()).toBe('08:00');
    expect(await form.getByLabel('Kết thúc').inputValue()).toBe('10:00');
    await form.getByText('Bảng 3').first().waitFor();
  });
});

describe('the week calendar', () => {
  it('says the same while an occurrence is dragged, and falls silent when it is let go', async () => {
    const { playlistId } = ward;
    await add(
      { name: 'Bản tin', playlistId, from: '08:00', until: '09:00', recurrence: 'FREQ=WEEKLY;BYDAY=WE' },
      {
        name: 'Tin khẩn',
        playlistId,
        from: '09:00',
        until: '09:30',
        recurrence: 'FREQ=WEEKLY;BYDAY=WE',
        priority: 'urgent',
      },
    );
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    const event = page.locator('.slot-event', { hasText: '08:00–09:00' });
    await event.scrollIntoViewIfNeeded();
    const box = await event.boundingBox();
    if (!box) throw new Error('the occurrence is not drawn');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + box.height, { steps: 6 });
    await said('“Bản tin” T4 09:00–10:00 – “Bảng 1” và “Bảng 3”: bị che 09:00–09:30 bởi “Tin khẩn”');
    await page.mouse.move(x, y, { steps: 6 });
    await page.mouse.up();
    await page.locator('.what-if-note').waitFor({ state: 'detached' });
  });
});

describe('by keyboard', () => {
  it('arrows move in quarters with the same sentence, Escape gives up, Enter moves', async () => {
    const { playlistId } = ward;
    await add(
      {
        name: 'Bản tin',
        playlistId,
        from: '08:00',
        until: '09:00',
        recurrence: 'FREQ=DAILY;COUNT=1',
        validFrom: WEDNESDAY,
      },
      { name: 'Tin khẩn', playlistId, from: '09:00', until: '09:30', priority: 'urgent' },
    );
    await show();
    await row('Bảng 3').getByRole('button', { name: 'Thêm khung giờ cho màn hình Bảng 3' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await said('“Bản tin” T4 08:30–09:30 – “Bảng 3” và “Bảng 1”: bị che 09:00–09:30 bởi “Tin khẩn”');
    await page.keyboard.press('Escape');
    await said('Kéo trên hàng trống');
    await page.keyboard.press('Shift+ArrowRight');
    await said('“Bản tin” T4 08:00–09:15');
    await page.keyboard.press('Enter');
    await until('it is longer', async () => (await slots()).some(({ until: end }) => end === '09:15'));
    await until('it is drawn', async () => (await span('Bảng 3', '08:00–09:00 Bản tin').count()) === 1);
    await span('Bảng 3', '08:00–09:00 Bản tin').press('Enter');
    await page.getByRole('dialog', { name: 'Sửa khung giờ' }).waitFor();
  });
});
