/**
 * The schedule by screen in a real browser: what is really shown stands on each row; what a drag would do is said and drawn before the
 * drop; the drop goes the way of every other move; all of it by keyboard as well.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScreenId } from '../../playlists/model/ids.ts';
import type { Slot, Target } from '../../playlists/model/slot.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { aDraft, buildTimelineWard, type TimelineWard } from '../support/timeline-ward.ts';
import { until } from '../support/until.ts';

/** A Wednesday far from today, so that nothing depends on when the test runs. */
const WEDNESDAY = '2027-03-10';

let stand: Stand;
let page: Page;
let home: string;
let ward: TimelineWard;

beforeAll(async () => {
  stand = await openStand();
  ({ page, home } = stand);
  ward = await buildTimelineWard(stand.server.url, 3);
});
afterAll(() => stand?.close());

const slots = (): Promise<Slot[]> => ward.staff.call('listSlots');
const add = async (...drafts: Parameters<typeof aDraft>[0][]): Promise<void> => {
  await ward.staff.call('editSlots', { body: { add: drafts.map(aDraft) } });
};
const row = (name: string): Locator => page.getByRole('group', { name, exact: true });
const span = (screen: string, name: string): Locator => row(screen).getByRole('button', { name: new RegExp(name) });
const said = (text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();
const show = (): Promise<void> => visit(page, `${home}/schedule?view=timeline&on=${WEDNESDAY}`);
/** Drags by so many hours, to the row of a screen where one is named, and does not let go. */
const dragBy = async (what: Locator, hours: number, to?: string): Promise<void> => {
  const box = await what.boundingBox();
  const track = await page.locator('.timeline-track').first().boundingBox();
  if (!box || !track) throw new Error('nothing to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const over = to === undefined ? null : await row(to).boundingBox();
  const dropY = over ? over.y + over.height / 2 : y;
  await page.mouse.move(x + (hours / 24) * track.width, dropY, { steps: 8 });
};
const at = (name: string): Target => ({
  kind: 'screen',
  screenId: ward.screens.find((screen) => screen.name === name)?.id as ScreenId,
});
/** Where a slot is meant for, as the server has it: names of screens. */
const placesOf = ({ targets }: Pick<Slot, 'targets'>): string[] =>
  targets.map((target) =>
    target.kind === 'screen' ? (ward.screens.find(({ id }) => id === target.screenId)?.name ?? '?') : target.kind,
  );
const dialog = (name: string): Locator => page.getByRole('dialog', { name });

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
    const before = await slots();
    await show();
    await dragBy(span('Bảng 1', 'Bản tin sáng'), 2.5);
    await said(
      '“Bản tin sáng” T4 08:30–10:30 – “Bảng 1” và “Bảng 3”: bị che 09:00–09:30 bởi “Tin khẩn” (có mức ưu tiên cao hơn); sẽ che “Giờ hành chính” 08:30–09:00 và 09:30–10:30; bỏ trống 06:00–08:00, chỉ còn hình an toàn',
    );
    expect(await page.locator('.outlook.outlook-hidden').count()).toBe(3);
    expect(await page.locator('.outlook.outlook-bare').first().innerText()).toBe('Bỏ trống');
    expect(await slots()).toEqual(before);
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

describe('dragging a slot to another screen', () => {
  it('says and draws both rows before the drop, asks how far, and does just that; undo takes all of it back', async () => {
    const { playlistId } = ward;
    await add(
      { name: 'Bản tin', playlistId, from: '08:00', until: '10:00', targets: [at('Bảng 1')] },
      { name: 'Tin khẩn', playlistId, from: '11:00', until: '11:30', priority: 'urgent', targets: [at('Bảng 3')] },
    );
    const before = await slots();
    await show();
    await dragBy(span('Bảng 1', 'Bản tin'), 2, 'Bảng 3');
    await said(
      'Thả để chuyển “Bản tin” từ “Bảng 1” sang “Bảng 3”; sẽ hỏi chỉ lần này hay mọi lần. “Bản tin” T4 10:00–12:00 – “Bảng 3”: bị che 11:00–11:30 bởi “Tin khẩn” (có mức ưu tiên cao hơn). “Bảng 1”: bỏ trống 08:00–10:00, chỉ còn hình an toàn.',
    );
    expect(await page.locator('.outlook.outlook-hidden').count()).toBe(1);
    expect(await page.locator('.outlook.outlook-bare').count()).toBe(1);
    expect(await page.locator('.timeline-origin').count()).toBe(1);
    expect(await slots()).toEqual(before);
    await page.mouse.up();
    const asked = dialog('Chuyển “Bản tin” sang “Bảng 3”?');
    await asked.getByText('Thứ Tư 10/03/2027, 10:00–12:00 phát trên “Bảng 3”; các lần khác vẫn ở “Bảng 1”.').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Chỉ lần này' }).click();
    await page.getByText('Đã chuyển lần phát Thứ Tư 10/03/2027 của “Bản tin” từ “Bảng 1” sang “Bảng 3”').waitFor();
    await until('there are three', async () => (await slots()).length === 3);
    const bulletins = (await slots()).filter(({ name }) => name === 'Bản tin');
    expect(bulletins.find(({ id }) => before.some((one) => one.id === id))).toMatchObject({
      exceptDays: [WEDNESDAY],
      from: '08:00',
    });
    const once = bulletins.find(({ recurrence }) => recurrence === 'FREQ=DAILY;COUNT=1') as Slot;
    expect(once).toMatchObject({ from: '10:00', until: '12:00', validFrom: WEDNESDAY });
    expect(placesOf(once)).toEqual(['Bảng 3']);
    await page.keyboard.press('Control+z');
    await until('all is as it was', async () => (await slots()).length === 2);
    expect((await slots()).find(({ name }) => name === 'Bản tin')?.exceptDays).toEqual([]);
    await page.keyboard.press('Control+y');
    await until('and again', async () => (await slots()).length === 3);
  });

  it('that is meant for all says that it stays, and is added there alone', async () => {
    await add({ name: 'Toàn phường', playlistId: ward.playlistId, from: '08:00', until: '10:00' });
    await show();
    await dragBy(span('Bảng 1', 'Toàn phường'), 0, 'Bảng 2');
    await said('“Bảng 2” đã phát “Toàn phường” vào giờ này; thả ở đây không đổi gì.');
    await page.mouse.up();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await dragBy(span('Bảng 1', 'Toàn phường'), 4, 'Bảng 2');
    await said('“Toàn phường” được đặt cho mọi màn hình nên “Bảng 1” giữ nguyên; thả để phát thêm trên “Bảng 2”.');
    await page.mouse.up();
    const asked = dialog('Phát thêm “Toàn phường” trên “Bảng 2”?');
    await asked.getByRole('button', { name: 'Thêm mọi lần' }).click();
    await until('there are two', async () => (await slots()).length === 2);
    const added = (await slots()).find(({ from }) => from === '12:00') as Slot;
    expect(added.recurrence).toBe('FREQ=DAILY');
    expect(placesOf(added)).toEqual(['Bảng 2']);
  });

  it('with Alt copies at once; by keyboard goes row by row, and what runs once moves without a question', async () => {
    const once = { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: WEDNESDAY } as const;
    await add({
      ...once,
      name: 'Bản tin',
      playlistId: ward.playlistId,
      from: '08:00',
      until: '09:00',
      targets: [at('Bảng 2')],
    });
    await show();
    const bulletin = span('Bảng 2', 'Bản tin');
    await bulletin.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await said('Thả để chuyển “Bản tin” từ “Bảng 2” sang “Bảng 3”.');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await said('Thả để chuyển “Bản tin” từ “Bảng 2” sang “Bảng 1”. “Bản tin” T4 08:15–09:15 – “Bảng 1”');
    await page.keyboard.press('Escape');
    await said('Kéo trên hàng trống');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Đã chuyển “Bản tin” từ “Bảng 2” sang “Bảng 1”').waitFor();
    await until('it is there', async () => placesOf((await slots())[0] as Slot).join() === 'Bảng 1');
    expect(await slots()).toMatchObject([{ from: '08:00', recurrence: 'FREQ=DAILY;COUNT=1' }]);
    await page.keyboard.down('Alt');
    await dragBy(span('Bảng 1', 'Bản tin'), 1, 'Bảng 3');
    await said('Thả để sao chép “Bản tin” sang “Bảng 3”; “Bảng 1” giữ nguyên.');
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await until('there are two', async () => (await slots()).length === 2);
    expect((await slots()).map((slot) => `${placesOf(slot)} ${slot.from}`).sort()).toEqual([
      'Bảng 1 08:00',
      'Bảng 3 09:00',
    ]);
  });
});

describe('many slots of the rows', () => {
  it('are picked by Ctrl, Shift or the keyboard and changed together; Escape lets go of them', async () => {
    const { playlistId } = ward;
    await add(
      { name: 'Sáng', playlistId, from: '07:00', until: '09:00', targets: [at('Bảng 1')] },
      { name: 'Trưa', playlistId, from: '11:00', until: '13:00', targets: [at('Bảng 2')] },
    );
    await show();
    await span('Bảng 1', 'Sáng').click({ modifiers: ['Control'] });
    await span('Bảng 2', 'Trưa').focus();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('Đã chọn 2 khung giờ').waitFor();
    expect(await page.locator('.timeline-picked').count()).toBe(2);
    await page.getByRole('button', { name: /Sáng, Thông thường, đang chọn/ }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đổi hàng loạt…' }).click();
    await dialog('Đổi 2 khung giờ').getByLabel('Dời bao nhiêu phút').fill('30');
    await dialog('Đổi 2 khung giờ').getByRole('button', { name: 'Đổi', exact: true }).click();
    await until('both are later', async () =>
      (await slots())
        .map(({ from }) => from)
        .sort()
        .join()
        .includes('07:30,11:30'),
    );
    await span('Bảng 1', '07:30–09:30 Sáng').waitFor();
    await page.keyboard.press('Control+z');
    await until('both are back', async () => (await slots()).some(({ from }) => from === '07:00'));
    await page.keyboard.press('Escape');
    await page.getByText('Đã chọn 2 khung giờ').waitFor({ state: 'detached' });
    expect(await page.locator('.timeline-picked').count()).toBe(0);
  });
});

describe('colours of the rows', () => {
  it('say the topic or the playlist as on the calendar, in words too, and can be read in light and dark', async () => {
    await add({ name: 'Bản tin', playlistId: ward.playlistId, from: '08:00', until: '12:00' });
    await show();
    await page.getByLabel('Màu theo').selectOption('topic');
    await page.waitForURL(/colour=topic/);
    await page.locator('.timeline-slot.slot-tone-0', { hasText: '1.1' }).first().waitFor();
    await page.getByRole('list', { name: 'Chú giải màu' }).getByText('1.1', { exact: false }).waitFor();
    for (const colour of ['topic', 'playlist'])
      for (const scheme of ['light', 'dark']) {
        await visit(page, `${home}/schedule?view=timeline&on=${WEDNESDAY}&colour=${colour}`);
        await page.evaluate(
          (wanted) => document.documentElement.setAttribute('data-mantine-color-scheme', wanted),
          scheme,
        );
        await page.locator('.timeline-slot.slot-tone-0').first().waitFor();
        await settled(page);
        expect(await axeViolations(page)).toEqual([]);
      }
  });
});

describe('on a phone', () => {
  it('the tools take two rows, everything is reached, and nothing is pushed aside', async () => {
    await add({ name: 'Bản tin', playlistId: ward.playlistId, from: '08:00', until: '12:00' });
    await page.setViewportSize(PHONE);
    for (const view of ['timeline', 'week', 'list']) {
      await visit(page, `${home}/schedule?view=${view}&on=${WEDNESDAY}`);
      expect(await sidewaysOverflow(page)).toBe(0);
      const tools = await page.locator('.schedule-tools').boundingBox();
      expect(tools?.height).toBeLessThanOrEqual(2 * 44 + 8);
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.getByLabel('Cách xem').selectOption('timeline-week');
    await page.waitForURL(/view=timeline.*across=week|across=week.*view=timeline/);
    await page.getByRole('button', { name: 'Khác' }).click();
    for (const name of ['Sao chép tuần này sang…', 'Sao chép ngày này sang…', 'Ngày đặc biệt', 'Từ mẫu…', 'Xuất lịch…'])
      await page.getByRole('menuitem', { name }).waitFor();
    await page.getByRole('menuitem', { name: 'Giờ mẫu' }).click();
    await dialog('Giờ mẫu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Thêm khung giờ', exact: true }).click();
    await dialog('Khung giờ mới').waitFor();
    await page.setViewportSize(DESK);
  });
});

describe('empty time of a row', () => {
  it('is as wide when it is first seen as it stays, so that nothing moves under a pointer', async () => {
    const context = await stand.browser.newContext({
      viewport: DESK,
      storageState: await page.context().storageState(),
    });
    const fresh = await context.newPage();
    await fresh.addInitScript(() => {
      const widths = new Set<number>();
      Object.assign(window, { widths });
      const look = (): void => {
        const track = document.querySelector('.timeline-track');
        if (track) widths.add(track.getBoundingClientRect().width);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await visit(fresh, `${home}/schedule?view=timeline&on=${WEDNESDAY}`);
    const widths = await fresh.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return [...(window as unknown as { widths: Set<number> }).widths];
    });
    expect(widths).toHaveLength(1);
    await context.close();
  });

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
