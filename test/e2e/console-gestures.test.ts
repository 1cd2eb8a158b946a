/**
 * Planning by gesture in a real browser: a copy by Alt-drag and by keyboard, a copied week, one change of many slots, undo and
 * redo by keyboard, a step that somebody else overtook, colours that say more than the level.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { axeViolations, gripOf, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { until } from '../support/until.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

/** A Wednesday far from today, so that nothing depends on when the test runs. */
const WEDNESDAY = '2027-03-10';

let stand: Stand;
let page: Page;
let home: string;
let hand: WardHand;
const playlistIds: string[] = [];

beforeAll(async () => {
  stand = await openStand();
  ({ page, home } = stand);
  hand = openWardHand(stand.server.admin);
  const topicEntry = { kind: 'topic', topic: '1.2.a', take: null, durationMs: null };
  playlistIds.push((await hand.addPlaylist('Bản tin')).id, (await hand.addPlaylist('Nghị quyết 57', [topicEntry])).id);
});
afterAll(() => stand?.close());

const slots = (): Promise<Slot[]> => hand.slots();
const addSlot = (parts: Partial<Slot>): Promise<Slot> =>
  hand.addSlot({ playlistId: playlistIds[0] as Slot['playlistId'], ...parts });
beforeEach(() => hand.clearSlots());
const count = (wanted: number) => until(`${wanted} slots`, async () => (await slots()).length === wanted);
const timesOfAll = async (): Promise<string[]> =>
  (await slots()).map(({ from, until: end }) => `${from}–${end}`).sort();
const drag = async (event: Locator, by: { x: number; y: number }, held?: 'Alt') => {
  const { x, y } = await gripOf(event);
  await page.mouse.move(x, y);
  if (held) await page.keyboard.down(held);
  await page.mouse.down();
  await page.mouse.move(x + by.x, y + by.y, { steps: 8 });
  await page.mouse.up();
  if (held) await page.keyboard.up(held);
};
const dayWidth = async (): Promise<number> =>
  (await page.locator('.calendar .ec-day').nth(1).boundingBox())?.width ?? 0;

describe('copies', () => {
  it('an occurrence dragged with Alt is copied as a slot that runs once; the original stays; the keyboard undoes and does again', async () => {
    const weekly = await addSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=WE' });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    const event = page.locator('.slot-event');
    await event.waitFor();
    await drag(event, { x: await dayWidth(), y: 0 }, 'Alt');
    await page.getByText('Đã sao chép “Bản tin sáng” sang Thứ Năm 11/03/2027, 08:00–09:00').waitFor();
    await event.nth(1).waitFor();
    const copy = (await slots()).find(({ id }) => id !== weekly.id);
    expect(copy).toMatchObject({
      name: 'Bản tin sáng',
      recurrence: 'FREQ=DAILY;COUNT=1',
      validFrom: '2027-03-11',
      from: '08:00',
      until: '09:00',
    });
    expect((await slots()).find(({ id }) => id === weekly.id)?.version).toBe(weekly.version);
    await page.getByRole('button', { name: 'Hoàn tác: sao chép “Bản tin sáng”' }).waitFor();
    await page.keyboard.press('Control+z');
    await count(1);
    await page.getByRole('button', { name: 'Làm lại: sao chép “Bản tin sáng”' }).waitFor();
    await page.keyboard.press('Control+Shift+z');
    await count(2);
    await page.keyboard.press('Control+z');
    await count(1);
    await page.keyboard.press('Control+y');
    await count(2);
    // The copy, dragged on, is simply on another day: no question how far, nothing "changed on its own".
    await event.nth(1).waitFor();
    await drag(event.nth(1), { x: await dayWidth(), y: 0 });
    await until('the copy is on Friday', async () =>
      (await slots()).some(({ validFrom }) => validFrom === '2027-03-12'),
    );
    expect((await slots()).map(({ changes }) => changes)).toEqual([[], []]);
  });

  it('by keyboard, from the drawer of the occurrence', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&slot=${slot.id}&day=${WEDNESDAY}`);
    await page.getByRole('button', { name: 'Sao chép sang ngày…' }).press('Enter');
    const part = page.getByRole('region', { name: 'Sao chép lần phát Thứ Tư 10/03/2027' });
    await part.getByLabel('Ngày phát').fill('12/03/2027');
    await part.getByLabel('Bắt đầu').fill('14:00');
    await part.getByLabel('Kết thúc').fill('15:00');
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await part.getByRole('button', { name: 'Sao chép' }).press('Enter');
    await page.locator('.slot-event', { hasText: '14:00–15:00' }).waitFor();
    expect(await timesOfAll()).toEqual(['08:00–09:00', '14:00–15:00']);
  });

  it('of a week: says how much is copied and how much is there already, in one step', async () => {
    await addSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO' });
    const once = { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: WEDNESDAY } as const;
    await addSlot({ ...once, name: 'Họp tổ dân phố', from: '18:00', until: '19:00' });
    await addSlot({ ...once, name: 'Phát động', from: '15:00', until: '16:00' });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await page.getByRole('button', { name: 'Sao chép', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sao chép tuần này sang…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sao chép tuần 08/03/2027 – 14/03/2027' });
    await dialog.getByLabel('Số tuần').fill('3');
    await dialog.getByText('Sẽ thêm 6 lần phát').waitFor();
    await dialog.getByText('3 lần phát đã có sẵn ở đó nên không thêm nữa.').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByLabel('Số tuần').fill('53');
    await dialog.getByText('Sẽ thêm 106 lần phát').waitFor();
    await dialog.getByLabel('Số tuần').fill('3');
    await dialog.getByRole('button', { name: 'Sao chép' }).click();
    await count(9);
    expect((await slots()).map(({ validFrom }) => validFrom).sort()).toEqual([
      '2027-03-10',
      '2027-03-10',
      '2027-03-17',
      '2027-03-17',
      '2027-03-24',
      '2027-03-24',
      '2027-03-31',
      '2027-03-31',
      null,
    ]);
    await page.keyboard.press('Control+z');
    await count(3);
    await page.keyboard.press('Control+y');
    await count(9);
  });

  it('of more than one request can hold are refused kindly', async () => {
    for (const hour of ['10', '11', '12'])
      await addSlot({
        from: `${hour}:00`,
        until: `${hour}:30`,
        recurrence: 'FREQ=DAILY;COUNT=1',
        validFrom: WEDNESDAY,
      });
    await visit(page, `${home}/schedule?view=day&on=${WEDNESDAY}`);
    await page.getByRole('button', { name: 'Sao chép', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sao chép ngày này sang…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sao chép ngày 10/03/2027' });
    await dialog.getByLabel('Số ngày').fill('200');
    await dialog.getByText('Mỗi lần chỉ thay đổi được tối đa 500 khung giờ.', { exact: false }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Sao chép' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

describe('many slots at once', () => {
  const three = async () => {
    for (const [name, from, end] of [
      ['Sáng', '07:00', '08:00'],
      ['Trưa', '11:00', '12:00'],
      ['Khuya', '23:50', '24:00'],
    ] as const)
      await addSlot({ name, from, until: end });
  };
  const bar = () => page.getByRole('region', { name: /^Đã chọn/ });

  it('are picked in the list, with Shift as a range, and shifted together; what cannot move is said and stays', async () => {
    await three();
    await visit(page, `${home}/schedule?view=list`);
    await page.getByRole('checkbox', { name: 'Chọn “Sáng”' }).click();
    await page.getByRole('checkbox', { name: 'Chọn “Khuya”' }).click({ modifiers: ['Shift'] });
    await page.getByText('Đã chọn 3 khung giờ').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await bar().getByRole('button', { name: 'Đổi hàng loạt…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Đổi 3 khung giờ' });
    await dialog.getByLabel('Dời bao nhiêu phút').fill('30');
    await dialog.getByText('2 khung giờ sẽ đổi: muộn hơn 30 phút. 1 khung giờ giữ nguyên').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Đổi', exact: true }).click();
    await page.getByText('Đã đổi 2 khung giờ: muộn hơn 30 phút').waitFor();
    expect(await timesOfAll()).toEqual(['07:30–08:30', '11:30–12:30', '23:50–24:00']);

    // The picks stay for the next change; deleting comes back as well, in the order of the history.
    await bar().getByRole('button', { name: 'Xóa…' }).click();
    await page.getByRole('dialog').getByText('3 khung giờ sẽ bị xóa khỏi lịch.', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa' }).click();
    await count(0);
    await page.getByRole('button', { name: 'Hoàn tác: xóa 3 khung giờ' }).click();
    await count(3);
    await page.getByRole('button', { name: 'Hoàn tác: đổi 2 khung giờ' }).click();
    await until('the old times', async () => (await timesOfAll())[0] === '07:00–08:00');
    await page.getByRole('button', { name: 'Làm lại: đổi 2 khung giờ' }).click();
    await until('the new times', async () => (await timesOfAll())[0] === '07:30–08:30');
  });

  it('are picked on the calendar by Ctrl, Shift or the keyboard, changed in what they play, and let go of by Escape', async () => {
    await three();
    await visit(page, `${home}/schedule?view=day&on=${WEDNESDAY}`);
    const event = (name: string) => page.locator('.slot-event', { hasText: name });
    await event('Sáng').click({ modifiers: ['Control'] });
    await event('Trưa').focus();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('Đã chọn 2 khung giờ').waitFor();
    expect(await page.locator('.slot-picked').count()).toBe(2);
    await bar().getByRole('button', { name: 'Đổi hàng loạt…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Đổi 2 khung giờ' });
    await dialog.getByLabel('Thay đổi').selectOption('priority');
    await dialog.getByText('Khẩn cấp', { exact: true }).click();
    await dialog.getByText('2 khung giờ sẽ đổi: mức Khẩn cấp.').waitFor();
    await dialog.getByRole('button', { name: 'Đổi', exact: true }).click();
    await until(
      'two are urgent',
      async () => (await slots()).filter(({ priority }) => priority === 'urgent').length === 2,
    );
    await page.keyboard.press('Escape');
    await bar().waitFor({ state: 'detached' });
    expect(await page.locator('.slot-picked').count()).toBe(0);
  });
});

describe('undo', () => {
  it('never overwrites what was changed elsewhere: the step is dropped and a sentence says so', async () => {
    const slot = await addSlot({});
    // What was done before in this tab would be undone next.
    await page.evaluate(() => sessionStorage.clear());
    await visit(page, `${home}/schedule?view=list`);
    await page.getByRole('checkbox', { name: 'Chọn “Bản tin sáng”' }).click();
    await page.getByRole('button', { name: 'Đổi hàng loạt…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Đổi', exact: true }).click();
    await until('shifted', async () => (await timesOfAll())[0] === '08:15–09:15');
    await hand.editSlot(slot.name, { until: '10:00' });
    await page.getByText('08:15–10:00').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Khung giờ đã được sửa ở nơi khác sau đó; bước này được bỏ qua.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Chưa có gì để hoàn tác' }).waitFor();
    expect(await timesOfAll()).toEqual(['08:15–10:00']);
  });
});

describe('a day with more slots than can be drawn', () => {
  it('draws the urgent and the earliest, says how many are left, and leads to them by keyboard', async () => {
    for (let n = 0; n < 6; n += 1) await addSlot({ name: `Thường ${n + 1}`, from: `0${n + 1}:00`, until: '23:00' });
    await addSlot({ name: 'Báo bão', from: '22:00', until: '22:30', priority: 'urgent' });
    await visit(page, `${home}/schedule?view=month&on=${WEDNESDAY}`);
    const more = page.locator('.slot-more');
    await more.first().waitFor();
    expect(await more.count()).toBe(35);
    expect(await page.locator('.slot-event').count()).toBe(35 * 3);
    expect(await page.locator('.slot-event', { hasText: 'Báo bão' }).count()).toBe(35);
    await page.getByText('còn 140 lần phát chưa vẽ', { exact: false }).waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await more.nth(2).waitFor();
    expect(await page.locator('.slot-event', { hasText: 'Thường 6' }).count()).toBe(0);
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await more.nth(2).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/view=day.*on=2027-03-10|on=2027-03-10.*view=day/);
    await page.locator('.slot-event', { hasText: 'Thường 6' }).waitFor();
    expect(await more.count()).toBe(0);
    expect(await page.locator('.slot-event').count()).toBe(7);
  });
});

describe('colours', () => {
  it('say the topic or the playlist, in words too, and the address keeps the choice', async () => {
    await addSlot({});
    await addSlot({
      name: 'Nghị quyết',
      playlistId: playlistIds[1] as Slot['playlistId'],
      from: '10:00',
      until: '11:00',
    });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await page.getByLabel('Màu theo').selectOption('topic');
    await page.waitForURL(/colour=topic/);
    await page.locator('.slot-event.slot-tone-0', { hasText: '1.2.a' }).first().waitFor();
    const legend = page.getByRole('list', { name: 'Chú giải màu' });
    await legend.getByText('1.2.a Làm rõ', { exact: false }).waitFor();
    await legend.getByText('Chưa có nhóm nội dung').waitFor();
    for (const colour of ['topic', 'playlist'])
      for (const scheme of ['light', 'dark']) {
        await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&colour=${colour}`);
        await page.evaluate(
          (wanted) => document.documentElement.setAttribute('data-mantine-color-scheme', wanted),
          scheme,
        );
        await page
          .locator('.slot-event', { hasText: colour === 'topic' ? '1.2.a' : 'Nghị quyết 57' })
          .first()
          .waitFor();
        // The other scheme fades in.
        await settled(page);
        expect(await axeViolations(page)).toEqual([]);
      }
    await page.setViewportSize(PHONE);
    await settled(page);
    expect(await sidewaysOverflow(page)).toBe(0);
    await visit(page, `${home}/schedule?view=list&colour=playlist`);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
  });
});

describe('after publishing', () => {
  it('nothing that was published is offered to be undone, neither by key nor in the toast', async () => {
    await hand.addScreen('Cổng', (await hand.addSite()).id);
    await addSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=WE' });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await page.locator('.slot-event').waitFor();
    await drag(page.locator('.slot-event'), { x: await dayWidth(), y: 0 }, 'Alt');
    const toast = page.getByText('Đã sao chép “Bản tin sáng” sang Thứ Năm 11/03/2027, 08:00–09:00');
    await toast.waitFor();
    await page.getByRole('button', { name: 'Hoàn tác: sao chép' }).waitFor();
    await hand.publish();
    await page.getByRole('button', { name: 'Chưa có gì để hoàn tác' }).waitFor();
    await toast.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await count(2);
  });
});
