/**
 * The schedule in a real browser: days of every kind in the form, one occurrence changed or skipped by keyboard, the question
 * how far a drag reaches, and the way back from each.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { axeViolations, settled, visit } from '../support/console.ts';
import { openStand, type Stand } from '../support/console-stand.ts';
import { until } from '../support/until.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

/** A Wednesday far from today, so that nothing depends on when the test runs. */
const WEDNESDAY = '2027-03-10';

let stand: Stand;
let page: Page;
let home: string;
let hand: WardHand;
let playlistId: Slot['playlistId'];

beforeAll(async () => {
  stand = await openStand();
  ({ page, home } = stand);
  hand = openWardHand(stand.server.admin);
  playlistId = (await hand.addPlaylist('Bản tin')).id;
});
afterAll(() => stand?.close());

const slots = (): Promise<Slot[]> => hand.slots();
const only = async (): Promise<Slot> => (await slots())[0] as Slot;
const addSlot = (parts: Partial<Slot>): Promise<Slot> => hand.addSlot({ playlistId, ...parts });
beforeEach(() => hand.clearSlots());
const drawer = () => page.getByRole('dialog', { name: 'Sửa khung giờ' });
/** Whole within the window, where somebody looks. */
const isInSight = (what: Locator): Promise<boolean> =>
  what.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
const openOccurrence = async (slot: Slot) => {
  await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&slot=${slot.id}&day=${WEDNESDAY}`);
  await page.getByRole('region', { name: 'Lần phát Thứ Tư 10/03/2027' }).waitFor();
};
const undo = async () => {
  await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
  await page.getByText('Đã hoàn tác').last().waitFor();
};

describe('the days of a slot', () => {
  it('are asked for by kind, and shown as the next days', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByLabel('Lặp lại').selectOption('monthly-weekday');
    await drawer().getByLabel('Thứ', { exact: true }).selectOption('5');
    await drawer().getByLabel('Tuần thứ').selectOption('-1');
    await drawer().getByLabel('Từ ngày').fill('01/01/2027');
    await drawer().getByLabel('Trừ các ngày', { exact: true }).fill('26/02/2027');
    await drawer().getByRole('button', { name: 'Thêm vào “Trừ các ngày”' }).click();
    await drawer().getByText('T6 29/01/2027 · T6 26/03/2027 · T6 30/04/2027').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await drawer().getByRole('button', { name: 'Lưu' }).click();
    await drawer().waitFor({ state: 'detached' });
    expect(await only()).toMatchObject({
      recurrence: 'FREQ=MONTHLY;BYDAY=-1FR',
      validFrom: '2027-01-01',
      exceptDays: ['2027-02-26'],
    });
    await page.getByText('T6 cuối cùng hằng tháng, trừ 1 ngày').waitFor();
  });

  it('ask for a first day where the rule counts from it', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByLabel('Cách nhau').fill('3');
    await drawer().getByRole('button', { name: 'Lưu' }).click();
    await drawer().getByText('hãy điền “Từ ngày”').waitFor();
    expect((await only()).version).toBe(slot.version);
  });

  it('stay word for word when the form cannot ask them', async () => {
    const slot = await addSlot({ recurrence: 'FREQ=MONTHLY;BYDAY=1MO,3MO', extraDays: ['2027-03-02'] });
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByLabel('Tên khung giờ').fill('Giao ban');
    await drawer().getByRole('button', { name: 'Lưu' }).click();
    await drawer().waitFor({ state: 'detached' });
    expect(await only()).toMatchObject({
      name: 'Giao ban',
      recurrence: 'FREQ=MONTHLY;BYDAY=1MO,3MO',
      extraDays: ['2027-03-02'],
    });
  });
});

describe('DY3 day-parts', () => {
  it('are made in one click, taken by a slot, drawn stretch by stretch, and never changed by moving one', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await page.getByRole('button', { name: 'Giờ mẫu' }).click();
    const parts = page.getByRole('dialog', { name: 'Giờ mẫu' });
    await parts.getByRole('button', { name: 'Tạo bốn giờ mẫu thường dùng' }).click();
    await parts.getByText('06:30–08:00, 16:30–18:30').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await parts
      .getByRole('listitem')
      .filter({ has: page.getByText('Giờ cao điểm', { exact: true }) })
      .getByRole('button', { name: 'Sửa' })
      .click();
    await parts.getByRole('button', { name: 'Thêm giờ' }).click();
    const added = parts.getByRole('group', { name: 'Giờ thứ 3' });
    await added.getByText('Trùng với giờ khác trong cùng ngày.').waitFor();
    await added.getByLabel('Chỉ trong một mùa').check();
    await added.getByLabel('Từ ngày').fill('01/03');
    await added.getByLabel('Đến hết ngày').fill('10/03');
    await added.getByLabel('Bắt đầu').fill('05:30');
    await added.getByLabel('Kết thúc').fill('07:30');
    await parts.getByText('01/03 đến 10/03: 05:30–07:30 · các ngày khác: 06:30–08:00, 16:30–18:30').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await parts.getByRole('button', { name: 'Lưu' }).click();
    await parts.getByRole('button', { name: 'Thêm giờ mẫu' }).waitFor();
    await page.keyboard.press('Escape');
    await parts.waitFor({ state: 'detached' });

    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&slot=${slot.id}`);
    await drawer().getByText('Giờ mẫu', { exact: true }).click();
    await drawer().getByLabel('Theo giờ mẫu').selectOption({ label: 'Giờ cao điểm' });
    await drawer().getByText('01/03 đến 10/03: 05:30–07:30').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await drawer().getByRole('button', { name: 'Lưu' }).click();
    await drawer().waitFor({ state: 'detached' });
    // Monday to Wednesday are in the season, the four days after it have both stretches.
    await page.locator('.slot-event', { hasText: '16:30–18:30' }).nth(3).waitFor();
    await page.locator('.slot-event', { hasText: '05:30–07:30' }).nth(2).waitFor();
    expect(await page.locator('.slot-event').count()).toBe(11);

    const ofParts = () => hand.ask('listDayParts');
    const before = await ofParts();
    await openOccurrence(slot);
    await page.getByText('đổi hay bỏ lần này thì chỉ ngày đó khác giờ mẫu', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Đổi lần này…' }).click();
    const part = page.getByRole('region', { name: 'Lần phát Thứ Tư 10/03/2027' });
    await part.getByLabel('Bắt đầu').fill('14:00');
    await part.getByLabel('Kết thúc').fill('15:30');
    await part.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('giờ mẫu đó giữ nguyên giờ').waitFor();
    await page.getByRole('button', { name: 'Mọi ngày, dùng giờ riêng' }).click();
    await page.getByText('nay có giờ riêng 14:00–15:30').waitFor();
    expect(await only()).toMatchObject({ dayPartId: null, from: '14:00', until: '15:30' });
    await undo();
    await until('the day-part again', async () => (await only()).dayPartId !== null);
    expect(await ofParts()).toEqual(before);
  });
});

describe('one occurrence', () => {
  it('is changed alone, is drawn where it was put, and goes back', async () => {
    const slot = await addSlot({});
    await openOccurrence(slot);
    await page.getByRole('button', { name: 'Đổi lần này…' }).click();
    const part = page.getByRole('region', { name: 'Lần phát Thứ Tư 10/03/2027' });
    await part.getByLabel('Bắt đầu').fill('14:00');
    await part.getByLabel('Kết thúc').fill('15:30');
    await part.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('button', { name: 'Chỉ lần này' }).click();
    await page.locator('.slot-event', { hasText: '14:00–15:30' }).waitFor();
    expect((await only()).changes).toEqual([{ day: WEDNESDAY, onDay: WEDNESDAY, from: '14:00', until: '15:30' }]);
    await undo();
    await until('no change', async () => (await only()).changes.length === 0);
  });

  it('is skipped, and comes back', async () => {
    const slot = await addSlot({});
    await openOccurrence(slot);
    await page.getByRole('button', { name: 'Bỏ lần này' }).click();
    await page.getByText('Đã bỏ lần phát Thứ Tư 10/03/2027').waitFor();
    expect((await only()).exceptDays).toEqual([WEDNESDAY]);
    await undo();
    await until('no exception', async () => (await only()).exceptDays.length === 0);
  });

  it('splits the slot when it and all later ones change, and the way back joins it', async () => {
    const slot = await addSlot({});
    await openOccurrence(slot);
    await page.getByRole('button', { name: 'Đổi lần này…' }).click();
    const part = page.getByRole('region', { name: 'Lần phát Thứ Tư 10/03/2027' });
    await part.getByLabel('Kết thúc').fill('10:00');
    await part.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('button', { name: 'Từ lần này về sau' }).click();
    await page.getByText('Từ Thứ Tư 10/03/2027, “Bản tin sáng” phát 08:00–10:00').waitFor();
    expect((await slots()).map(({ until: end, validFrom, validUntil }) => [end, validFrom, validUntil]).sort()).toEqual(
      [
        ['09:00', null, '2027-03-09'],
        ['10:00', WEDNESDAY, null],
      ],
    );
    await undo();
    await until('one slot', async () => (await slots()).length === 1);
    expect(await only()).toMatchObject({ until: '09:00', validUntil: null });
  });

  it('in a month: every day has its slots, a click opens the day, a drag moves one by days, and the address says which month', async () => {
    await addSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=WE', name: 'Bản tin thứ Tư' });
    await visit(page, `${home}/schedule?view=month&on=${WEDNESDAY}`);
    const events = page.locator('.calendar .slot-event');
    // Five Wednesdays of March 2027, and one of the weeks around it.
    await events.nth(4).waitFor();
    expect(await page.locator('.week-name').innerText()).toBe('Tháng 3/2027');
    const box = (await events.nth(1).boundingBox()) as { x: number; y: number; width: number; height: number };
    const cell = (await page.locator('.calendar .ec-day').first().boundingBox()) as { width: number };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + cell.width, y, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('dialog').getByRole('button', { name: 'Chỉ lần này' }).click();
    await until('the slot has moved', async () => (await only()).changes.length === 1);
    expect((await only()).changes).toEqual([{ day: WEDNESDAY, onDay: '2027-03-11', from: '08:00', until: '09:00' }]);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sau' }).click();
    await page.waitForURL(/on=2027-04-01/);
    await page.mouse.click(x, y + 60);
    await page.waitForURL(/view=day/);
  });

  it('dragged, asks how far, and is put back when nobody answers', async () => {
    const { version } = await addSlot({});
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    const event = page.locator('.slot-event').nth(2);
    await event.scrollIntoViewIfNeeded();
    const box = await event.boundingBox();
    if (!box) throw new Error('the occurrence is not drawn');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const drag = async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y + box.height, { steps: 8 });
      await page.mouse.up();
    };
    await drag();
    await page.getByRole('dialog', { name: 'Đổi “Bản tin sáng” đến đâu?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until(
      'seven redrawn',
      async () => (await page.locator('.slot-event', { hasText: '08:00–09:00' }).count()) === 7,
    );
    expect((await only()).version).toBe(version);
    await drag();
    await page.getByRole('button', { name: 'Mọi lần' }).click();
    await until(
      'seven redrawn',
      async () => (await page.locator('.slot-event', { hasText: '09:00–10:00' }).count()) === 7,
    );
    expect(await only()).toMatchObject({ from: '09:00', until: '10:00', changes: [] });
  });
});

describe('calendars', () => {
  it('hold the holidays, take days of the ward, and a slot avoids them', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=week&on=2027-02-06&calendars=true`);
    const shelf = page.getByRole('dialog', { name: 'Ngày đặc biệt' });
    await shelf.getByText('05/02 – 09/02/2027 Tết Nguyên đán', { exact: false }).waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await shelf.getByRole('button', { name: 'Sửa' }).click();
    await shelf.getByLabel('Từ ngày').fill('10/02/2027');
    await shelf.getByLabel('Tên đợt').fill('Nghỉ bù');
    await shelf.getByRole('button', { name: 'Thêm đợt' }).click();
    await shelf.getByRole('button', { name: 'Lưu' }).click();
    await shelf.getByRole('button', { name: 'Thêm nhóm ngày' }).waitFor();
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByRole('combobox', { name: 'Tránh ngày đặc biệt' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Nghỉ lễ, Tết' }).click();
    await drawer().getByLabel('Tên khung giờ').click();
    await drawer().getByRole('button', { name: 'Lưu' }).click();
    await drawer().waitFor({ state: 'detached' });
    expect((await only()).avoidCalendars).toEqual(['cal_holidays']);
    await visit(page, `${home}/schedule?view=week&on=2027-02-10`);
    await page.locator('.slot-event').first().waitFor();
    // Of the week from 8 February, Monday to Wednesday are holidays.
    expect(await page.locator('.slot-event').count()).toBe(4);
  });
});

describe('the time machine', () => {
  it('shows the working schedule at any instant, says why, and goes from change to change', async () => {
    const { id: siteId } = await hand.addSite();
    const { id } = await hand.addScreen('Bảng cổng', siteId, {
      blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:00' }],
    });
    const noon = Date.parse('2027-03-10T12:00:00+07:00');
    await visit(page, `${home}/time?screens=${id}&of=working&at=${noon}`);
    await page.getByRole('region', { name: 'Cả ngày của màn hình' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Giờ', exact: true }).inputValue()).toBe('12:00:00');
    await page.getByRole('button', { name: 'Lần chuyển sau' }).click();
    await page.waitForURL(`**at=${Date.parse('2027-03-10T22:00:00+07:00')}*`);
    await page.getByRole('button', { name: 'Vì sao?' }).click();
    await page.getByText('Màn hình tắt vì đang trong giờ tắt màn hình', { exact: false }).waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByText('Đã đăng phát', { exact: true }).click();
    await page.getByText('chưa có chương trình phát nào được đăng phát', { exact: false }).first().waitFor();
  });
});

describe('rolling back', () => {
  it('takes the screens and the schedule back to an earlier publication, which it names', async () => {
    await addSlot({ from: '08:00', until: '09:00' });
    await hand.publish('Bản đầu tuần');
    await addSlot({ name: 'Thêm', from: '10:00', until: '11:00' });
    await hand.publish('Bản giữa tuần');
    await visit(page, `${home}/publish`);
    const row = page.locator('.row', { hasText: 'Bản đầu tuần' });
    await row.getByRole('button', { name: /Quay lại bản này: “Bản đầu tuần”/ }).click();
    const question = page.getByRole('dialog', { name: /Quay lại bản/ });
    await question.getByText('lịch mà mọi người cùng soạn cũng trở về như vậy', { exact: false }).waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await question.getByRole('button', { name: 'Quay lại bản này' }).click();
    await question.waitFor({ state: 'detached' });
    await page.locator('.row', { hasText: '↩ Bản đầu tuần' }).waitFor();
    expect((await slots()).map(({ name }) => name)).toEqual(['Bản tin sáng']);
    await page.getByText('Mọi thay đổi đã được đăng phát').waitFor();
  });
});

describe('a slot that could not be saved', () => {
  const name = () => drawer().getByLabel('Tên khung giờ');
  const save = () => drawer().getByRole('button', { name: 'Lưu', exact: true });

  it('stays in the form as it was typed while the server is down, says so beside the button, and is saved once it is back', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await name().fill('Bản tin đã sửa');
    // An open feed would hold the server up and be missed aloud; what is asked here is what the form does.
    await page.route('**/api/slots/*', (route) => route.abort());
    await save().click();
    const note = drawer().getByRole('alert').filter({ hasText: 'Chưa lưu được khung giờ' });
    await note.getByText('Không kết nối được với máy chủ.', { exact: false }).waitFor();
    await expect.poll(() => isInSight(note)).toBe(true);
    expect(await isInSight(save())).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(await name().inputValue()).toBe('Bản tin đã sửa');
    expect((await only()).version).toBe(slot.version);
    await page.unroute('**/api/slots/*');
    await save().click();
    await drawer().waitFor({ state: 'detached' });
    expect((await only()).name).toBe('Bản tin đã sửa');
  });

  it('because it was changed elsewhere meanwhile keeps both edits, once somebody has chosen so', async () => {
    const slot = await addSlot({});
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await name().fill('Bản tin đã sửa');
    await hand.editSlot(slot.name, { until: '10:30' });
    const note = drawer().getByRole('alert').filter({ hasText: 'vừa được sửa ở nơi khác' });
    await note.getByText('Nơi kia đã sửa: giờ phát.', { exact: false }).waitFor();
    await save().click();
    await expect.poll(() => isInSight(note)).toBe(true);
    expect(await only()).toMatchObject({ name: slot.name, until: '10:30' });
    await note.getByRole('button', { name: 'Giữ phần tôi sửa, còn lại lấy bản mới' }).click();
    await note.waitFor({ state: 'detached' });
    await save().click();
    await drawer().waitFor({ state: 'detached' });
    expect(await only()).toMatchObject({ name: 'Bản tin đã sửa', until: '10:30' });
  });
});
