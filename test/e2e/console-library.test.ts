/**
 * The library in a real browser: thousands of items of which few stand in the document, reached by keyboard alone; filters in the
 * address; many changed at once; folders and tags; what is carried into folders; the bin with its way back; a playlist that plays by tag.
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  dress,
  noteFaults,
  noteRefusals,
  settled,
  sidewaysOverflow,
  visit,
} from '../support/console.ts';
import { openStand, openWardContext, type Stand, signInQuietly } from '../support/console-stand.ts';
import { shelve } from '../support/shelf.ts';
import { storeThumbnails } from '../support/thumbnails.ts';
import { until } from '../support/until.ts';

const MANY = 1_200;
let stand: Stand;
let page: Page;
let home: string;
let refusals: string[];

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const card = (title: string) => page.locator('.asset-card').filter({ hasText: title });
/** How many are said to be there, once the answer is that of the question. */
const total = () => page.locator('.library-main[aria-busy=false] > p[role=status]').innerText();
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
const ask = async (method: string, path: string, body?: unknown) =>
  (await stand.server.admin.call(method, path, body)).body;

beforeAll(async () => {
  stand = await openStand({ context: { viewport: { width: 1440, height: 900 } } });
  ({ home, page } = stand);
  refusals = noteRefusals(page);
  const { dataFolder } = stand.server;
  const thumbnails = await storeThumbnails(dataFolder, [20, 120, 220]);
  const raw = new BetterSqlite3(join(dataFolder, 'bang-tin.sqlite'));
  const who = raw.prepare('select id from person').pluck().get() as string;
  raw.exec('begin');
  for (let i = 0; i < MANY; i += 1)
    shelve({ raw } as never, {
      id: `ast_n${i}`,
      title: i % 200 === 7 ? `Nghị quyết số ${i}` : `Bài ${String(i).padStart(4, '0')}`,
      kind: i % 3 === 0 ? 'video' : 'image',
      durationMs: i % 3 === 0 ? 15_000 : null,
      topic: i % 2 === 0 ? '1.2.a' : null,
      bytes: 10_000 + i,
      createdAt: 1_700_000_000_000 - i * 60_000,
      uploadedBy: who,
      thumbnail: thumbnails[i % 3] as string,
    });
  raw.exec('commit');
  raw.close();
});
afterAll(async () => {
  await stand?.close();
});

describe('thousands of items', () => {
  it.each(['', '?view=table'])('few stand in the document, and all are reached by keyboard (%s)', async (view) => {
    await visit(page, `${home}/media${view}`);
    const items = page.getByRole('list', { name: 'Nội dung trong kho' }).getByRole('listitem');
    await items.first().waitFor();
    expect(await total()).toBe('1.200 nội dung');
    expect(await items.count()).toBeLessThan(60);
    expect(await items.first().getAttribute('aria-setsize')).toBe('1200');
    await items.first().locator('.item-title').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await until('the focus two further on', async () => (await focused()).startsWith('Bài'));
    // Each End goes to the end of what has come and brings the next page.
    let last = '';
    await until(
      'the last of all',
      async () => {
        await page.keyboard.press('End');
        last = await focused();
        return last === `Bài ${MANY - 1}`;
      },
      60_000,
    );
    expect(await items.count()).toBeLessThan(60);
    await page.keyboard.press('Home');
    await until('the first of all', async () => (await focused()) === 'Bài 0000');
    await page.keyboard.press(' ');
    await page.getByText('Đã chọn 1 nội dung').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText('Đã chọn 1 nội dung').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Thông tin nội dung' }).waitFor();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('asset')).toBe('ast_n0');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('finding', () => {
  it('without accents, by filters that stand in the address and outlive a reload', async () => {
    await visit(page, `${home}/media`);
    await page.getByRole('searchbox').fill('nghi quyet');
    await until('six found', async () => (await total()) === '6 nội dung');
    await page.getByRole('combobox', { name: 'Loại nội dung' }).selectOption({ label: 'Video' });
    await page.getByRole('combobox', { name: 'Sắp xếp' }).selectOption({ label: 'Tệp lớn trước' });
    await until('fewer', async () => (await total()) === '2 nội dung');
    await page.locator('.library-main[aria-busy=false]').waitFor();
    expect(await page.locator('.asset-card .item-title').first().innerText()).toBe('Nghị quyết số 807');
    const before = await page.locator('.asset-card .item-title').allInnerTexts();
    await page.reload();
    await settled(page);
    await page.locator('.asset-card').first().waitFor();
    expect(await page.locator('.asset-card .item-title').allInnerTexts()).toEqual(before);
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      search: 'nghi quyet',
      kind: 'video',
      sort: 'bytes',
      order: 'desc',
    });
  });
});

describe('order', () => {
  it('a folder is made, many are put into it with a tag, and both are filters then', async () => {
    await ask('POST', '/tags', { name: 'Chuyển đổi số' });
    await visit(page, `${home}/media`);
    await button('Thêm thư mục').click();
    await page.getByRole('textbox', { name: 'Tên thư mục' }).fill('Chiến dịch 2026');
    await button('Lưu').click();
    await page.waitForURL('**folder=fld_*');
    await until('nothing in it yet', async () => (await total()) === '0 nội dung');
    await page.getByRole('navigation', { name: 'Thư mục' }).getByRole('button', { name: 'Tất cả nội dung' }).click();
    await card('Bài 0001').getByRole('checkbox').click();
    await card('Bài 0004')
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await page.getByText('Đã chọn 4 nội dung').waitFor();
    await button('Sửa chung').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Thêm nhãn' }).click();
    await page.getByRole('option', { name: 'Chuyển đổi số', exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Thư mục' }).selectOption({ label: 'Chiến dịch 2026' });
    await dialog.getByRole('button', { name: 'Áp dụng cho 4 nội dung' }).click();
    await page.getByText('Đã sửa 4 nội dung.').waitFor();
    await page
      .getByRole('navigation', { name: 'Thư mục' })
      .getByRole('button', { name: /^Chiến dịch 2026/ })
      .click();
    await until('four in the folder', async () => (await total()) === '4 nội dung');
    const four = Array(4).fill('#Chuyển đổi số').join();
    await until('the four, each with the tag', async () => {
      const tags = await page.locator('.asset-card .item-tags').allInnerTexts();
      return tags.join() === four;
    });
  });

  it('a tag that there is not yet is made where many are edited, and is put on them', async () => {
    await visit(page, `${home}/media`);
    await card('Bài 0005').getByRole('checkbox').click();
    await card('Bài 0006').getByRole('checkbox').click();
    await button('Sửa chung').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Thêm nhãn' }).fill('Mùa mưa bão');
    await page.getByRole('option', { name: 'Tạo nhãn mới “Mùa mưa bão”' }).click();
    await dialog.getByText('Mùa mưa bão', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Áp dụng cho 2 nội dung' }).click();
    await page.getByText('Đã sửa 2 nội dung.').waitFor();
    const tags = (await ask('GET', '/tags')).filter(({ name }: { name: string }) => name === 'Mùa mưa bão');
    expect(tags).toHaveLength(1);
    await until('both with the tag', async () => {
      const tagged = page.locator('.asset-card', { hasText: '#Mùa mưa bão' });
      return (await tagged.count()) === 2;
    });
  });

  it('tags are renamed, merged and refused when their name is taken', async () => {
    await ask('POST', '/tags', { name: 'CĐS' });
    await visit(page, `${home}/media?panel=tags`);
    await button('Đổi tên nhãn “CĐS”').click();
    await page.getByRole('textbox', { name: 'Tên nhãn' }).fill('chuyen doi so');
    await button('Lưu').click();
    await page.getByText('Tên này đã được dùng.').waitFor();
    await button('Gộp “CĐS” vào nhãn khác').click();
    await page.getByRole('combobox', { name: 'Gộp vào' }).selectOption({ label: 'Chuyển đổi số' });
    await button('Gộp').click();
    await button('Đổi tên nhãn “CĐS”').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('a playlist plays by tag, says what it comes to, and stands where the content is used', async () => {
    const { id } = await ask('POST', '/playlists', { name: 'Theo nhãn', entries: [] });
    await visit(page, `${home}/playlists/${id}`);
    await button('Thêm danh sách, nhóm, nhãn').click();
    await page.getByRole('combobox', { name: 'Nhãn' }).click();
    await page.getByRole('option', { name: 'Chuyển đổi số', exact: true }).click();
    await page.getByRole('dialog').getByRole('heading').click();
    await button('Thêm theo nhãn').click();
    await page.getByText('Nhãn “Chuyển đổi số”').waitFor();
    await page.getByText('theo nhãn · hiện có 4 nội dung').waitFor();
    await button('Lưu').click();
    await page.getByText('Có thay đổi chưa lưu').waitFor({ state: 'detached' });
    await visit(page, `${home}/media?asset=ast_n1`);
    const places = page.getByRole('list', { name: 'Đang dùng ở đâu' });
    await places.getByRole('link', { name: 'Theo nhãn' }).waitFor();
    expect(await places.innerText()).toContain('(chọn theo nhóm nội dung hoặc nhãn)');
  });
});

describe('the bin', () => {
  it('what is deleted can be undone at once, and restored later', async () => {
    await visit(page, `${home}/media`);
    await card('Bài 0010').getByRole('checkbox').click();
    await card('Bài 0011').getByRole('checkbox').click();
    await button('Bỏ vào thùng rác').click();
    await page.getByText('Đã bỏ 2 nội dung vào thùng rác.').waitFor();
    await until('two fewer', async () => (await total()) === '1.198 nội dung');
    await button('Hoàn tác').click();
    await until('all there again', async () => (await total()) === '1.200 nội dung');
    await card('Bài 0010').getByRole('checkbox').click();
    await button('Bỏ vào thùng rác').click();
    await until('one fewer', async () => (await total()) === '1.199 nội dung');
    await button('Việc khác của kho nội dung').click();
    await page.getByRole('menuitem', { name: 'Thùng rác' }).click();
    await card('Bài 0010')
      .getByText(/Giữ đến/)
      .waitFor();
    await card('Bài 0010').getByRole('checkbox').click();
    await button('Khôi phục').click();
    await page.getByText('Thùng rác trống').waitFor();
  });

  it('what a playlist names stays, and it is said where it is used', async () => {
    await ask('POST', '/playlists', { name: 'Sáng thứ Hai', entries: [{ assetId: 'ast_n5', durationMs: 5_000 }] });
    await visit(page, `${home}/media`);
    await card('Bài 0005').getByRole('checkbox').click();
    await card('Bài 0006').getByRole('checkbox').click();
    await button('Bỏ vào thùng rác').click();
    await page.getByText('“Bài 0005” đang được dùng trong “Sáng thứ Hai”', { exact: false }).waitFor();
    expect(await total()).toBe('1.200 nội dung');
    await page.keyboard.press('Escape');
    refusals.splice(0);
  });
});

describe('carrying with the pointer', () => {
  const nav = () => page.getByRole('navigation', { name: 'Thư mục' });
  const row = (name: string) => nav().getByRole('listitem').filter({ hasText: name });
  const toast = (said: string) => page.locator('.toasts').getByText(said);
  const folderOf = async (id: string): Promise<string | null> => (await ask('GET', `/assets/${id}`)).folderId;
  let above: { id: string };
  let below: { id: string };
  beforeAll(async () => {
    above = await ask('POST', '/folders', { name: 'Nghị quyết 57', parentId: null });
    below = await ask('POST', '/folders', { name: 'Phóng sự', parentId: above.id });
    await visit(page, `${home}/media`);
    await row('Phóng sự').waitFor();
  });

  it('one card goes into the folder it is let go on, and back', async () => {
    const title = 'Bài 0010';
    await page.getByRole('searchbox').fill(title);
    await until('one found', async () => (await total()) === '1 nội dung');
    await card(title).dragTo(row('Phóng sự'));
    await toast('Đã chuyển 1 nội dung vào “Phóng sự”.').waitFor();
    expect(await folderOf('ast_n10')).toBe(below.id);
    await button('Hoàn tác').click();
    await until('back where it was', async () => (await folderOf('ast_n10')) === null);
  });

  it('all that is picked goes with the card that is taken hold of; another card goes alone', async () => {
    await page.getByRole('searchbox').fill('Bài 002');
    await until('twelve found', async () => (await total()) === '12 nội dung');
    await card('Bài 0020').getByRole('checkbox').check();
    await card('Bài 0022').getByRole('checkbox').check();
    await card('Bài 0022').dragTo(row('Nghị quyết 57'));
    await toast('Đã chuyển 2 nội dung vào “Nghị quyết 57”.').waitFor();
    expect(await Promise.all(['ast_n20', 'ast_n21', 'ast_n22'].map(folderOf))).toEqual([above.id, null, above.id]);
    expect(await page.getByText(/^Đã chọn/).count()).toBe(0);
    await card('Bài 0020').getByRole('checkbox').check();
    await card('Bài 0023').dragTo(row('Phóng sự'));
    await toast('Đã chuyển 1 nội dung vào “Phóng sự”.').waitFor();
    expect(await Promise.all(['ast_n20', 'ast_n23'].map(folderOf))).toEqual([above.id, below.id]);
  });

  it('a folder goes to the top and into another, never into one of its own', async () => {
    const parentOf = async (id: string): Promise<string | null> =>
      (await ask('GET', '/folders')).find((one: { id: string }) => one.id === id).parentId;
    await row('Nghị quyết 57').dragTo(row('Phóng sự'));
    expect(await parentOf(above.id)).toBe(null);
    await row('Phóng sự').dragTo(row('Tất cả nội dung'));
    await toast('Đã đưa thư mục “Phóng sự” ra ngoài cùng.').waitFor();
    expect(await parentOf(below.id)).toBe(null);
    await until('drawn outermost', () => row('Phóng sự').evaluate((one) => one.style.paddingInlineStart === '0px'));
    await row('Nghị quyết 57').dragTo(row('Phóng sự'));
    await toast('Đã chuyển thư mục “Nghị quyết 57” vào “Phóng sự”.').waitFor();
    expect(await parentOf(above.id)).toBe(below.id);
  });

  it('in the bin nothing is carried', async () => {
    await ask('POST', '/bin', { assetIds: ['ast_n30'] });
    await visit(page, `${home}/media?in=bin`);
    await card('Bài 0030').waitFor();
    expect(await card('Bài 0030').getAttribute('draggable')).toBe(null);
  });
});

describe('for everybody', () => {
  it.each([
    { width: 1440, dark: false, english: false },
    { width: 390, dark: true, english: true },
  ])('WCAG AA at $width px, nothing scrolls sideways, targets are large enough on a phone', async (wish) => {
    const own = await openWardContext(stand.browser, { viewport: { width: wish.width, height: 844 } });
    await dress(own, wish);
    await signInQuietly(own, home);
    const phone = await own.newPage();
    const ownFaults = noteFaults(phone);
    for (const path of ['', '?view=table', '?asset=ast_n1', '?panel=tags', '?panel=storage', '?in=bin']) {
      await visit(phone, `${home}/media${path}`);
      if (!path.startsWith('?in')) await phone.locator('.item-title').first().waitFor();
      await settled(phone);
      expect(await axeViolations(phone)).toEqual([]);
      expect(await sidewaysOverflow(phone)).toBe(0);
    }
    if (wish.width < 500) {
      await visit(phone, `${home}/media`);
      await phone.locator('.item-title').first().waitFor();
      const boxes = await phone
        .locator('.library-find button, .library-find select, .folders button, .folders select')
        .all();
      for (const box of boxes) {
        if (!(await box.isVisible())) continue;
        expect((await box.boundingBox())?.height ?? 0, await box.innerText()).toBeGreaterThanOrEqual(44);
      }
    }
    expect(ownFaults).toEqual([]);
    await own.close();
  });

  it('nothing went wrong meanwhile', () => {
    expect(stand.faults).toEqual([]);
    expect(refusals.filter((line) => !line.startsWith('409'))).toEqual([]);
  });
});
