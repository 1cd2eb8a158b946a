/** Two people at one schedule, each in a browser of their own: drafts are private, conflicts are told and settled, nothing is overwritten. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

const DAY_MS = 86_400_000;

let stand: Stand;
let page: Page;
let home: string;
/** Lan administers, Minh is staff. */
let lan: WardHand;
let minh: WardHand;
let playlistId: Slot['playlistId'];
/** How far the server's clock is ahead of this machine's. */
let ahead = 0;

const own = () => page.getByRole('region', { name: 'Bản nháp của bạn' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const publishButton = () => button('Đăng phát');

beforeAll(async () => {
  stand = await openStand({ server: { doors: { now: () => Date.now() + ahead } } });
  ({ page, home } = stand);
  lan = openWardHand(stand.server.admin);
  minh = openWardHand(await stand.server.addPerson('staff', 'minh@phuong.test'));
  await lan.addScreen('Cổng chào', (await lan.addSite('Trung tâm')).id);
  playlistId = (await lan.addPlaylist('Bản tin')).id;
  await lan.addSlot({ playlistId });
  await lan.addSlot({ playlistId, name: 'Bản tin tối', from: '18:00', until: '19:00' });
  await lan.publish();
}, 120_000);
afterAll(() => stand?.close());

describe('a draft', () => {
  it('of somebody else is named where one publishes, and changes nothing there', async () => {
    await minh.addSlot({ playlistId, name: 'Của Minh', from: '12:00', until: '13:00' });
    await visit(page, `${home}/publish`);
    await page.getByRole('region', { name: 'Bản nháp của người khác' }).getByText('1 khung giờ').waitFor();
    expect(await own().count()).toBe(0);
    expect(await publishButton().count()).toBe(0);
  });

  it('of one’s own lists each slot and what of it was changed; a single change can be dropped', async () => {
    await lan.editSlot('Bản tin sáng', { from: '07:30', priority: 'priority' });
    await lan.editSlot('Bản tin tối', { until: '19:30' });
    await own().getByText('giờ phát, mức ưu tiên').waitFor();
    await button('Bỏ thay đổi ở “Bản tin tối”').click();
    await own().getByText('Bản tin tối').waitFor({ state: 'detached' });
    const slots = await lan.slots();
    expect(slots.find(({ name }) => name === 'Bản tin tối')?.until).toBe('19:00');
  });

  it('in conflict cannot be published before it is settled; both edits are kept where they do not clash', async () => {
    await minh.editSlot('Bản tin sáng', { name: 'Bản tin đầu ngày' });
    await minh.publish();
    const conflict = page.getByRole('alert').filter({ hasText: 'Hãy chọn bản nào được giữ' });
    await conflict.getByText('đã sửa tên và đăng phát').waitFor();
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Đăng phát')?.disabled ===
        true,
    );
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
    await conflict.getByRole('button', { name: 'Giữ cả hai' }).click();
    await conflict.waitFor({ state: 'detached' });
    await publishButton().click();
    await own().waitFor({ state: 'detached' });
    expect(await minh.slots()).toContainEqual(
      expect.objectContaining({ name: 'Bản tin đầu ngày', from: '07:30', priority: 'priority' }),
    );
  });

  it('that was forgotten is named on every page, and can be taken over', async () => {
    ahead = -DAY_MS - 60_000;
    await minh.addSlot({ playlistId, name: 'Bỏ quên', from: '14:00', until: '15:00' });
    ahead = 0;
    await visit(page, `${home}/screens`);
    const bar = page.getByRole('region', { name: /Bản nháp chưa đăng phát của/ });
    await bar.getByText('1 khung giờ').waitFor();
    await bar.getByRole('link', { name: 'Xem' }).click();
    await page.getByRole('button', { name: /Nhận bản nháp của/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Nhận về' }).click();
    await own().getByText('Bỏ quên').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await button('Bỏ cả bản nháp').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ cả bản nháp' }).click();
    await own().waitFor({ state: 'detached' });
  });
});
