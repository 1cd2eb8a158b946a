/**
 * Templates, export and import in a real browser: a schedule made from a template is exported, deleted and imported again, and is the
 * same schedule; undo takes everything back; a calendar of another program is completed row by row.
 */
import { readFile } from 'node:fs/promises';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../playlists/model/slot.ts';
import { GOOGLE } from '../playlists/exchange/foreign-calendars.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { until } from '../support/until.ts';
import { openWardHand, type WardHand } from '../support/ward-hand.ts';

let stand: Stand;
let page: Page;
let home: string;
let hand: WardHand;

const slots = () => hand.slots();
const playlists = () => hand.playlists();
/** What a slot says, without what each new one gets of itself. */
const said = (list: readonly Slot[]) =>
  list
    .map(({ id: _id, version: _version, updatedAt: _at, ...rest }) => rest)
    .sort((a, b) => (`${a.name} ${a.from}` < `${b.name} ${b.from}` ? -1 : 1));

beforeAll(async () => {
  stand = await openStand({ context: { acceptDownloads: true } });
  ({ page, home } = stand);
  hand = openWardHand(stand.server.admin);
});
afterAll(() => stand?.close());
beforeEach(async () => {
  await hand.clearSlots();
  for (const { id } of await playlists()) await hand.ask('deletePlaylist', { playlistId: id });
  for (const { id } of await hand.ask('listCalendars')) await hand.ask('deleteCalendar', { calendarId: id });
  for (const { id } of await hand.ask('listDayParts')) await hand.ask('deleteDayPart', { dayPartId: id });
  await visit(page, `${home}/schedule?view=list`);
});

const dialog = (name: string) => page.getByRole('dialog', { name });
/** Opens a task of the menu by keyboard. */
const open = async (task: string, title: string) => {
  await page.getByRole('button', { name: 'Khác', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: task }).press('Enter');
  await dialog(title).waitFor();
  await settled(page);
  return dialog(title);
};
const fromTemplate = async (name: RegExp): Promise<void> => {
  const asked = await open('Từ mẫu…', 'Tạo lịch từ mẫu');
  await asked.getByRole('radio', { name }).check();
  await asked.getByRole('button', { name: 'Tiếp' }).click();
  await asked.getByLabel('Từ ngày').fill('04/01/2027');
  await asked.getByLabel('Đến hết ngày').fill('27/06/2027');
  await settled(page);
  expect(await axeViolations(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Tiếp' }).click();
  await asked.getByRole('heading', { name: 'Bước 3/3' }).waitFor();
};
const download = async (format: 'ics' | 'json'): Promise<{ name: string; text: string }> => {
  const asked = await open('Xuất lịch…', 'Xuất lịch');
  if (format === 'json') await asked.getByText('Bảng Tin (.json)').click();
  const coming = page.waitForEvent('download');
  await asked.getByRole('button', { name: /^Tải xuống/ }).click();
  const file = await coming;
  await asked.waitFor({ state: 'detached' });
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
};
const choose = async (name: string, text: string) => {
  const asked = await open('Nhập lịch…', 'Nhập lịch');
  await asked.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  return asked;
};

describe('a schedule from a template', () => {
  it('is previewed, made, exported, deleted and imported again: the same schedule, as .ics and as .json', async () => {
    await fromTemplate(/Tuần tuyên truyền/);
    const asked = dialog('Tạo lịch từ mẫu');
    await asked.getByText('Sẽ tạo 12 khung giờ và 8 danh sách phát.').waitFor();
    await asked.getByText('Chưa có nội dung: 1.5.c, 1.5.d').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    expect(await slots()).toEqual([]);
    // The first playlists turn the empty page into a calendar; the dialog is there until all is made.
    const seen = page.waitForResponse(
      async (answer) =>
        answer.url().endsWith('/api/playlists') &&
        answer.request().method() === 'GET' &&
        ((await answer.json()) as unknown[]).length > 0,
    );
    let isThere = false;
    const look = async (route: Route): Promise<void> => {
      await seen;
      await settled(page);
      isThere = await asked.isVisible();
      await route.continue();
    };
    await page.route('**/api/slot-edits', look, { times: 1 });
    await asked.getByRole('button', { name: 'Tạo lịch' }).click();
    await asked.waitFor({ state: 'detached' });
    expect(isThere).toBe(true);
    const made = await slots();
    expect(made).toHaveLength(12);
    const [holidays] = await hand.ask('listCalendars');
    expect(holidays?.base).toBe('vietnam-holidays');
    for (const slot of made)
      expect(slot).toMatchObject({ validFrom: '2027-01-04', validUntil: '2027-06-27', avoidCalendars: [holidays?.id] });
    const literacy = (await playlists()).find(({ name }) => name === 'Bình dân học vụ số');
    expect(literacy?.entries).toMatchObject([
      { kind: 'topic', topic: '1.5.c' },
      { kind: 'topic', topic: '1.5.d' },
    ]);

    for (const format of ['ics', 'json'] as const) {
      await visit(page, `${home}/schedule?view=list`);
      const file = await download(format);
      expect(file.name).toMatch(new RegExp(`^lich-phat-\\d{4}-\\d\\d-\\d\\d\\.${format}$`));
      await hand.clearSlots();
      await visit(page, `${home}/schedule?view=list`);
      const imported = await choose(file.name, file.text);
      await imported.getByText('12 khung giờ nhập được, 0 không nhập được').waitFor();
      await imported.getByRole('button', { name: 'Thêm 12 khung giờ' }).click();
      await imported.waitFor({ state: 'detached' });
      expect(said(await slots())).toEqual(said(made));
    }
  });

  it('DY3: says which day-part of the ward it takes, and takes it', async () => {
    const ranges = [{ from: '05:30', until: '10:00', season: null }];
    const morning = await hand.ask('createDayPart', {}, { name: 'Sáng', ranges });
    await visit(page, `${home}/schedule?view=list`);
    await fromTemplate(/Tuần tuyên truyền/);
    const asked = dialog('Tạo lịch từ mẫu');
    await asked.getByText('Theo giờ mẫu Sáng: 05:30–10:00').waitFor();
    await asked.getByRole('button', { name: 'Tạo lịch' }).click();
    await asked.waitFor({ state: 'detached' });
    expect((await slots()).filter(({ dayPartId }) => dayPartId === morning.id).map(({ name }) => name)).toEqual([
      'Sáng: Nghị quyết 57 tại phường',
    ]);
  });

  it('goes again, with its playlists and its calendar, when it is undone', async () => {
    await fromTemplate(/Tuần tuyên truyền/);
    await page.getByRole('button', { name: 'Tạo lịch' }).click();
    await dialog('Tạo lịch từ mẫu').waitFor({ state: 'detached' });
    expect(await playlists()).toHaveLength(8);
    // By keyboard as by the button of the toast, and after a load of the page: there is one way back.
    await visit(page, `${home}/schedule?view=list`);
    await page.keyboard.press('Control+z');
    await page.getByText('Đã hoàn tác').last().waitFor();
    expect(await slots()).toEqual([]);
    // They go one by one, after the slots that used them, and before it is said.
    expect([await playlists(), await hand.ask('listCalendars')]).toEqual([[], []]);
  });

  it('leaves what somebody edited or uses by now, and says which', async () => {
    await fromTemplate(/Tuần tuyên truyền/);
    await page.getByRole('button', { name: 'Tạo lịch' }).click();
    await dialog('Tạo lịch từ mẫu').waitFor({ state: 'detached' });
    const [edited, used] = await playlists();
    if (!edited || !used) throw new Error('no playlists');
    await hand.ask('changePlaylist', { playlistId: edited.id }, { ...edited, entries: [], basedOn: edited.version });
    await hand.addSlot({ name: 'Của người khác', playlistId: used.id });
    await page.keyboard.press('Control+z');
    await page.getByText(/Vẫn giữ “.+”, “.+”, vì đã được sửa hoặc đang dùng ở nơi khác/).waitFor();
    expect((await playlists()).map(({ name }) => name).sort()).toEqual([edited.name, used.name].sort());
    expect((await slots()).map(({ name }) => name)).toEqual(['Của người khác']);
  });
});

describe('import', () => {
  it('completes a calendar of Google: one choice for all rows, another for one, and what cannot be imported says why', async () => {
    for (const name of ['Bản tin', 'Chào cờ']) await hand.addPlaylist(name);
    const [first, second] = (await playlists()).sort((a, b) => (a.name < b.name ? -1 : 1));
    await visit(page, `${home}/schedule?view=list`);
    const later = GOOGLE.replaceAll(/\b2026(?=\d{4})/g, '2027').replace('FREQ=YEARLY', 'FREQ=HOURLY');
    const asked = await choose('basic.ics', later);
    await asked.getByText('basic.ics: 3 khung giờ nhập được, 1 không nhập được.').waitFor();
    await asked.getByText('Cách lặp “FREQ=HOURLY” không có trong Bảng Tin').waitFor();
    await asked.getByText('Còn 3 dòng được chọn chưa đủ').waitFor();
    expect(await asked.getByRole('button', { name: /^Thêm \d/ }).isDisabled()).toBe(true);
    await asked.getByLabel('Danh sách phát cho dòng còn thiếu').selectOption({ label: 'Bản tin' });
    await asked.getByLabel('Nơi phát cho dòng còn thiếu').click();
    await page.getByRole('listbox').getByRole('option', { name: 'Mọi màn hình' }).click();
    await page.keyboard.press('Escape');
    await asked.getByLabel('Danh sách phát của “Họp giao ban”').selectOption({ label: 'Chào cờ' });
    await asked.getByLabel('Nhập “Nghỉ Tết”').uncheck();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Thêm 2 khung giờ' }).click();
    await asked.waitFor({ state: 'detached' });
    const made = await slots();
    expect(made.map(({ name, playlistId }) => [name, playlistId]).sort()).toEqual([
      ['Bản tin sáng, thứ Hai – Tư – Sáu', first?.id],
      ['Họp giao ban', second?.id],
    ]);
    // The same file again: what is there already is not taken a second time.
    const again = await choose('basic.ics', later);
    await again.getByLabel('Danh sách phát cho dòng còn thiếu').selectOption({ label: 'Bản tin' });
    await again.getByLabel('Nơi phát cho dòng còn thiếu').click();
    await page.getByRole('listbox').getByRole('option', { name: 'Mọi màn hình' }).click();
    await again.getByText('Đã có khung giờ giống hệt').waitFor();
    await page.keyboard.press('Escape');
    await again.getByRole('button', { name: 'Đóng' }).click();
    await again.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await until('no slot', async () => (await slots()).length === 0);
  });

  it('refuses a damaged file in words, also on a phone', async () => {
    await page.setViewportSize(PHONE);
    const asked = await choose('hong.ics', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT');
    await asked.getByText('tệp hỏng, bị cắt ngang').waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });

  it('brings the playlists and day-parts of a file along; a calendar file joins the hours of a day-part again', async () => {
    await hand.addPlaylist('Bản tin');
    const rush = {
      name: 'Giờ cao điểm',
      ranges: [
        { from: '06:30', until: '08:00', season: null },
        { from: '16:30', until: '18:30', season: null },
      ],
    };
    const dayPart = await hand.ask('createDayPart', {}, rush);
    const [playlist] = await playlists();
    await hand.addSlot({ name: 'Sáng', playlistId: playlist?.id as Slot['playlistId'], dayPartId: dayPart.id });
    await visit(page, `${home}/schedule?view=list`);
    const calendar = await download('ics');
    const file = await download('json');
    const before = await slots();
    await hand.clearSlots();
    await visit(page, `${home}/schedule?view=list`);
    const joined = await choose(calendar.name, calendar.text);
    await joined.getByText('Giờ cao điểm: 06:30–08:00, 16:30–18:30').waitFor();
    await joined.getByRole('button', { name: 'Thêm 1 khung giờ' }).click();
    await joined.waitFor({ state: 'detached' });
    expect(said(await slots())).toEqual(said(before));
    await hand.clearSlots();
    await hand.send('DELETE', `/day-parts/${dayPart.id}`);
    await hand.send('DELETE', `/playlists/${playlist?.id}`);
    await hand.addPlaylist('Khác');
    await visit(page, `${home}/schedule?view=list`);
    const asked = await choose(file.name, file.text);
    await asked.getByText('Tệp có kèm 1 danh sách phát và 1 giờ mẫu mà phường chưa có.').waitFor();
    await asked.getByText('Phường chưa có giờ mẫu “Giờ cao điểm”').waitFor();
    await asked.getByRole('button', { name: 'Tạo các mục này' }).click();
    await asked.getByText('Giờ cao điểm: 06:30–08:00, 16:30–18:30').waitFor();
    await asked.getByRole('button', { name: 'Thêm 1 khung giờ' }).click();
    await asked.waitFor({ state: 'detached' });
    const made = (await playlists()).find(({ name }) => name === 'Bản tin');
    const [anew] = await hand.ask('listDayParts');
    expect(anew?.ranges).toEqual(rush.ranges);
    expect(await slots()).toMatchObject([{ name: 'Sáng', playlistId: made?.id, dayPartId: anew?.id, enabled: true }]);
  });
});
