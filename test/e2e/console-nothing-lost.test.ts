/**
 * What could be lost or doubled where one plans: a form whose slot is deleted elsewhere while somebody types, requests that the server
 * carried out and whose answer did not arrive, a playlist that nobody saved, and names of days that a phone has no room for.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

/** Taking a template back deletes its playlists one by one. */
const PATIENT = { timeout: 20_000 };
/** A Wednesday far from today, so that nothing depends on when the test runs. */
const WEDNESDAY = '2027-03-10';

let stand: Stand;
let page: Page;
let home: string;
/** Lan is who looks; Minh is staff. */
let lan: WardHand;
let minh: WardHand;
let minhsName: string;
let playlistId: Slot['playlistId'];

beforeAll(async () => {
  stand = await openStand();
  ({ page, home } = stand);
  lan = openWardHand(stand.server.admin);
  const person = await stand.server.addPerson('staff', 'minh@phuong.test');
  minh = openWardHand(person);
  minhsName = (await person.ask('GET', '/me')).person.name;
  await lan.addScreen('Cổng chào', (await lan.addSite('Trung tâm')).id);
  playlistId = (await lan.addPlaylist('Bản tin')).id;
});
afterAll(() => stand?.close());
beforeEach(async () => {
  await page.unrouteAll();
  await lan.clearSlots();
  for (const { id } of await lan.playlists())
    if (id !== playlistId) await lan.ask('deletePlaylist', { playlistId: id });
  for (const { id } of await lan.ask('listCalendars')) await lan.ask('deleteCalendar', { calendarId: id });
  await lan.publish();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const drawer = (name = 'Sửa khung giờ') => page.getByRole('dialog', { name });
const inForm = (name: string) => drawer().getByRole('button', { name, exact: true });
/** What is said of an act whose answer did not come. */
const unsure = (act: string) => page.locator('.trouble').filter({ hasText: `Chưa rõ máy chủ đã nhận chưa: ${act}` });
const addSlot = (parts: Partial<Slot> = {}): Promise<Slot> => lan.addSlot({ playlistId, ...parts });
const named = async (): Promise<string[]> => (await lan.slots()).map(({ name }) => name).sort();

/** The next request of that kind reaches the server and is carried out, and its answer does not come back. */
const loseAnswerTo = async (path: string): Promise<void> => {
  let isLost = false;
  await page.route(`**/api${path}`, async (route) => {
    if (isLost || route.request().method() !== 'POST') return route.continue();
    isLost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
};

describe('a form whose slot is deleted elsewhere', () => {
  it('keeps what was typed, says who published it away and when, and saves it as a new slot', async () => {
    const slot = await addSlot({ exceptDays: ['2027-03-12'] });
    await lan.publish();
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByLabel('Tên khung giờ').fill('Bản tin đang soạn');
    await drawer().getByLabel('Kết thúc').fill('10:15');
    await minh.clearSlots();
    await minh.publish();
    const note = drawer().getByRole('alert').filter({ hasText: 'Khung giờ này vừa bị xóa ở nơi khác' });
    await note.getByText(new RegExp(`^${minhsName} đã đăng phát lúc .+; lịch đó không còn khung giờ này`)).waitFor();
    expect(await drawer().getByLabel('Tên khung giờ').inputValue()).toBe('Bản tin đang soạn');
    expect(await inForm('Lưu').count()).toBe(0);
    expect(await drawer().getByRole('button', { name: /^Xóa/ }).count()).toBe(0);
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
    await inForm('Lưu thành khung giờ mới').click();
    await drawer().waitFor({ state: 'detached' });
    const [saved, ...others] = await lan.slots();
    expect(others).toEqual([]);
    expect(saved).toMatchObject({ name: 'Bản tin đang soạn', until: '10:15', exceptDays: ['2027-03-12'] });
    expect(saved?.id).not.toBe(slot.id);
    await page.getByText('Đã thêm khung giờ “Bản tin đang soạn”').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(named, PATIENT).toEqual([]);
  });

  it('by oneself in another window, or with a draft that somebody took over, says so', async () => {
    const slot = await addSlot();
    await lan.publish();
    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByLabel('Tên khung giờ').fill('Bản tin đang soạn');
    await lan.ask('deleteSlot', { slotId: slot.id });
    await drawer().getByText('Bạn đã xóa khung giờ này ở cửa sổ khác, lúc', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });

    const own = await addSlot({ name: 'Chưa đăng phát' });
    await visit(page, `${home}/schedule?view=list&slot=${own.id}`);
    await drawer().getByLabel('Tên khung giờ').fill('Bản tin đang soạn');
    const { others } = await minh.ask('getDraft');
    await minh.ask('takeOverDraft', {}, { personId: others[0].personId });
    await drawer().getByText(`${minhsName} đã nhận bản nháp của bạn, trong đó có khung giờ này.`).waitFor();
    expect(await drawer().getByLabel('Tên khung giờ').inputValue()).toBe('Bản tin đang soạn');
    await minh.ask('discardDraft');
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
  });

  it('of an old link is not there from the beginning, and says that alone', async () => {
    await visit(page, `${home}/schedule?view=list&slot=slt_gone`);
    await drawer().getByRole('heading', { name: 'Không tìm thấy khung giờ' }).waitFor();
    expect(await drawer().getByLabel('Tên khung giờ').count()).toBe(0);
    await page.keyboard.press('Escape');
  });
});

describe('an answer that does not come', () => {
  it('to a new slot: saving again makes none twice, and saves what was changed in between', async () => {
    await visit(page, `${home}/schedule?view=list`);
    await button('Thêm khung giờ').first().click();
    const form = drawer('Khung giờ mới');
    await form.getByLabel('Tên khung giờ').fill('Bản tin trưa');
    await loseAnswerTo('/slots');
    await form.getByRole('button', { name: 'Lưu', exact: true }).click();
    await form.getByRole('alert').filter({ hasText: 'Chưa lưu được khung giờ' }).waitFor();
    expect(await named()).toEqual(['Bản tin trưa']);
    await form.getByLabel('Tên khung giờ').fill('Bản tin 12 giờ');
    await form.getByRole('button', { name: 'Lưu', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    expect(await named()).toEqual(['Bản tin 12 giờ']);
    await page.keyboard.press('Control+z');
    await expect.poll(named, PATIENT).toEqual([]);
  });

  it('to a copy, and to taking back a deletion: the same gesture or “try again” is the same request', async () => {
    const slot = await addSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=WE' });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&slot=${slot.id}&day=${WEDNESDAY}`);
    const copy = async () => {
      await button('Sao chép sang ngày…').press('Enter');
      const part = page.getByRole('region', { name: 'Sao chép lần phát Thứ Tư 10/03/2027' });
      await part.getByLabel('Ngày phát').fill('12/03/2027');
      await part.getByRole('button', { name: 'Sao chép' }).press('Enter');
    };
    await loseAnswerTo('/slot-edits');
    await copy();
    const note = unsure('sao chép “Bản tin sáng”');
    await note.waitFor();
    expect(await named()).toHaveLength(2);
    await note.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText('Đã sao chép “Bản tin sáng”', { exact: false }).waitFor();
    expect(await named()).toHaveLength(2);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await named()).length, PATIENT).toBe(1);

    await loseAnswerTo('/slot-edits');
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}&slot=${slot.id}&day=${WEDNESDAY}`);
    await copy();
    await note.waitFor();
    await page.locator('.slot-event').first().click();
    await copy();
    await page.getByText('Đã sao chép “Bản tin sáng”', { exact: false }).waitFor();
    expect(await named()).toHaveLength(2);

    await visit(page, `${home}/schedule?view=list&slot=${slot.id}`);
    await drawer().getByRole('button', { name: /^Xóa/ }).click();
    await expect.poll(async () => (await named()).length, PATIENT).toBe(1);
    await loseAnswerTo('/slot-edits');
    await page.keyboard.press('Control+z');
    const undone = unsure('xóa khung giờ “Bản tin sáng”');
    await undone.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText('Đã hoàn tác: xóa khung giờ “Bản tin sáng”').waitFor();
    expect(await named()).toHaveLength(2);
  });

  it('to a copied week, past a restart of the server', async () => {
    await addSlot({ recurrence: 'FREQ=DAILY;COUNT=1', validFrom: WEDNESDAY });
    await visit(page, `${home}/schedule?view=week&on=${WEDNESDAY}`);
    await button('Sao chép').click();
    await page.getByRole('menuitem', { name: 'Sao chép tuần này sang…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Sao chép tuần/ });
    await dialog.getByLabel('Số tuần').fill('3');
    await loseAnswerTo('/slot-edits');
    await dialog.getByRole('button', { name: 'Sao chép' }).click();
    const note = unsure('sao chép 3 lần phát');
    await note.waitFor();
    // On a phone the words take the most lines; the button is not cut off.
    await page.setViewportSize(PHONE);
    const toast = page.locator('.mantine-Notification-root').filter({ has: note });
    await expect.poll(() => toast.evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);
    await page.setViewportSize(DESK);
    stand.server = await stand.server.restart();
    await note.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText('Đã sao chép 3 lần phát', { exact: false }).waitFor();
    expect(await named()).toHaveLength(4);
    // The browser writes down that the feed was cut off meanwhile.
    const others = stand.faults.filter((fault) => !fault.includes('WebSocket'));
    stand.faults.splice(0, stand.faults.length, ...others);
  });

  it.each(['/playlists', '/calendars', '/slot-edits'])(
    'to %s of a template: “create” again makes nothing twice',
    async (path) => {
      await visit(page, `${home}/schedule?view=list`);
      await button('Khác').click();
      await page.getByRole('menuitem', { name: 'Từ mẫu…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Tạo lịch từ mẫu' });
      await dialog.getByRole('radio', { name: /Tuần tuyên truyền/ }).check();
      await dialog.getByRole('button', { name: 'Tiếp' }).click();
      await dialog.getByLabel('Từ ngày').fill('04/01/2027');
      await dialog.getByLabel('Đến hết ngày').fill('27/06/2027');
      await dialog.getByRole('button', { name: 'Tiếp' }).click();
      await dialog.getByText('Sẽ tạo 5 khung giờ và 5 danh sách phát.').waitFor();
      await loseAnswerTo(path);
      const create = dialog.getByRole('button', { name: /^Tạo/ });
      await create.click();
      await page.getByRole('alert').filter({ hasText: 'Không kết nối được với máy chủ' }).first().waitFor();
      await create.click();
      await dialog.waitFor({ state: 'detached' });
      expect(await named()).toHaveLength(5);
      const playlists = (await lan.playlists()).map(({ name }) => name);
      expect(playlists).toHaveLength(6);
      await page.keyboard.press('Control+z');
      await expect.poll(named, PATIENT).toEqual([]);
      await expect.poll(async () => (await lan.playlists()).length, PATIENT).toBe(1);
      await expect.poll(() => lan.ask('listCalendars'), PATIENT).toEqual([]);
    },
  );
});

describe('a new playlist', () => {
  const names = async () => (await lan.playlists()).map(({ name }) => name).sort();

  it('is there once it is saved: who goes away leaves nothing behind, and is asked about what was typed', async () => {
    await visit(page, `${home}/playlists`);
    await button('Tạo danh sách phát').first().click();
    await page.getByRole('heading', { name: 'Danh sách phát mới', level: 1 }).waitFor();
    expect(await button('Lưu').isEnabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Xóa/ }).count()).toBe(0);
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Tất cả danh sách phát' }).click();
    await page.getByRole('heading', { name: 'Danh sách phát', level: 1, exact: true }).waitFor();
    expect(await names()).toEqual(['Bản tin']);

    await button('Tạo danh sách phát').first().click();
    await page.getByLabel('Tên danh sách phát').fill('Bản tin phường');
    let asked = '';
    page.once('dialog', (question) => {
      asked = question.message();
      void question.dismiss();
    });
    await page.getByRole('link', { name: 'Tất cả danh sách phát' }).click();
    await expect.poll(() => asked).toContain('chưa lưu');
    expect(await page.getByLabel('Tên danh sách phát').inputValue()).toBe('Bản tin phường');
    page.once('dialog', (question) => void question.accept());
    await page.getByRole('link', { name: 'Tất cả danh sách phát' }).click();
    await page.getByRole('heading', { name: 'Danh sách phát', level: 1, exact: true }).waitFor();
    expect(await names()).toEqual(['Bản tin']);
  });

  it('is made once also when no answer came, and is saved again on its own page', async () => {
    await visit(page, `${home}/playlists/new`);
    await page.getByLabel('Tên danh sách phát').fill('Bản tin phường');
    await loseAnswerTo('/playlists');
    await button('Lưu').click();
    await page.getByRole('alert').filter({ hasText: 'Không kết nối được với máy chủ' }).waitFor();
    expect(await names()).toEqual(['Bản tin', 'Bản tin phường']);
    await page.getByLabel('Tên danh sách phát').fill('Bản tin của phường');
    await button('Lưu').click();
    await page.waitForURL(/playlists\/pls_/);
    await page.getByRole('heading', { name: 'Bản tin của phường', level: 1 }).waitFor();
    expect(await names()).toEqual(['Bản tin', 'Bản tin của phường']);
    await page.getByLabel('Tên danh sách phát').fill('Bản tin quý');
    await button('Lưu').click();
    await expect.poll(names, PATIENT).toEqual(['Bản tin', 'Bản tin quý']);
  });
});

describe('the names of days on a phone', () => {
  const LONG = 'Tuần lễ hưởng ứng chuyển đổi số phường Lê Thanh Nghị';

  it('stand whole beside the calendar and the timeline, and nothing of them is cut in the heads of days', async () => {
    const days = [{ from: '2027-03-09', until: '2027-03-11', name: LONG }];
    await lan.ask('createCalendar', {}, { name: 'Của phường', base: 'none', added: days, removed: [] });
    await addSlot();
    await page.setViewportSize(PHONE);
    for (const view of ['month', 'week', 'day', 'timeline', 'timeline&across=week']) {
      await visit(page, `${home}/schedule?view=${view}&on=${WEDNESDAY}`);
      const note = page.getByRole('region', { name: 'Các ngày đặc biệt đang xem' }).getByRole('listitem');
      await note.waitFor();
      const isDay = view === 'day' || view === 'timeline';
      expect(await note.innerText()).toBe(`${isDay ? '10/03' : '09/03 – 11/03'} ${LONG}`);
      await page
        .locator(view.startsWith('timeline') ? '.timeline-head' : '.calendar .ec-day')
        .first()
        .waitFor();
      const cut = await page
        .locator('.day-mark, .day-notes li')
        .evaluateAll(
          (marks) =>
            marks.filter((one) => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > innerWidth)
              .length,
        );
      expect([view, cut, await sidewaysOverflow(page)]).toEqual([view, 0, 0]);
      await settled(page);
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.setViewportSize(DESK);
    // With more room they stand in the heads, over as many lines as they need, and not over their neighbours.
    for (const view of ['month', 'week']) {
      await visit(page, `${home}/schedule?view=${view}&on=${WEDNESDAY}`);
      await page.locator('.day-mark', { hasText: LONG }).nth(2).waitFor();
      const over = await page.locator('.day-mark').evaluateAll(
        (marks) =>
          marks.filter((mark) => {
            const [own, cell] = [mark, mark.closest('.ec-day, .ec-col-head')].map((one) =>
              one?.getBoundingClientRect(),
            );
            return (
              !own || !cell || own.left < cell.left || own.right > cell.right || mark.scrollWidth > mark.clientWidth
            );
          }).length,
      );
      expect([view, over]).toEqual([view, 0]);
    }
  });
});
