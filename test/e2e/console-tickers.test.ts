/**
 * Tickers in the console: one is written with its picture beside it, chosen for a screen and a slot, told before publishing, seen over the
 * picture of the screen, and kept from being deleted while it is used.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, dress, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { openDesk } from '../support/console-desk.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { until } from '../support/until.ts';

let stand: Stand;
let screenId: string;
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await stand.server.admin.call(method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
beforeAll(async () => {
  stand = await openStand();
  const site = await call('POST', '/sites', { name: 'Trụ sở UBND phường', kind: 'office' });
  const screen = { siteId: site.id, zone: 'Asia/Ho_Chi_Minh', pitchMm: 5, viewedFromM: 20 };
  screenId = (await call('POST', '/screens', { ...screen, name: 'Sân UBND', canvas: { width: 768, height: 384 } })).id;
  await call('POST', '/screens', { ...screen, name: 'Cổng chào', canvas: { width: 640, height: 48 }, pitchMm: 10 });
});
afterAll(() => stand.close());

/** Lit pixels of a canvas of a preview. */
const lit = (name: string): Promise<number> =>
  stand.page
    .getByRole('region', { name })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 0) > 200 && (data[i + 1] ?? 0) > 200) count += 1;
      return count;
    });

describe('tickers in the console', () => {
  it('one is written, with how it runs on every wall of the ward beside it', async () => {
    const { page } = stand;
    await openDesk(page).go('Chữ chạy');
    await page.getByRole('button', { name: 'Tạo chữ chạy' }).first().click();
    await page.getByLabel('Tên chữ chạy').fill('Tin phường hằng ngày');
    await page.getByLabel('Lời 1', { exact: true }).fill('Bà con làm căn cước nhớ mang giấy tờ gốc; ẲẴỖ Ặgy');
    await page.getByRole('button', { name: 'Thêm lời' }).click();
    await page.getByLabel('Lời 2', { exact: true }).fill('Trưa nay mưa to, tránh đường Lê Thanh Nghị');
    await page.getByRole('radiogroup', { name: 'Mức của lời 2' }).getByText('Khẩn cấp', { exact: true }).click();
    await until('it runs on the board', async () => (await lit('Chữ chạy trên màn hình 768×384')) > 200, 10_000);
    await until('it runs on the strip', async () => (await lit('Chữ chạy trên màn hình 640×48')) > 100, 10_000);
    await page
      .getByText(/khoảng \d+ âm tiết\/phút; một vòng/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('heading', { name: 'Tin phường hằng ngày', level: 1 }).waitFor();
    await settled(page);
    expect((await call('GET', '/tickers'))[0]).toMatchObject({
      name: 'Tin phường hằng ngày',
      messages: [{ priority: 'normal' }, { priority: 'urgent' }],
    });
  });

  it('letters that players do not have are told at the line that has them', async () => {
    const { page } = stand;
    await page.getByLabel('Lời 1', { exact: true }).fill('Mưa ☔');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page
      .locator('.ticker-message')
      .first()
      .getByText(/chữ|ký tự/i)
      .last()
      .waitFor();
    await page.getByLabel('Lời 1', { exact: true }).fill('Bà con làm căn cước nhớ mang giấy tờ gốc; ẲẴỖ Ặgy');
    await settled(page);
  });

  it('it is chosen for a screen and for a slot, told before publishing, and seen over the picture', async () => {
    const { page } = stand;
    const [ticker] = await call('GET', '/tickers');
    // A ward that has a ticker and no playlist can plan it already.
    await visit(page, `${stand.home}/schedule?slot=new`);
    await page.getByRole('radiogroup', { name: 'Khung giờ này phát' }).waitFor();
    await call('POST', '/playlists', {
      name: 'Bản tin',
      entries: [{ kind: 'topic', topic: '1.1', take: null, durationMs: null }],
    });
    await visit(page, `${stand.home}/screens/${screenId}`);
    await page.getByRole('button', { name: /^Sửa/ }).first().click();
    await page.getByLabel('Chữ chạy thường trực').selectOption(ticker.id);
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await visit(page, `${stand.home}/schedule?slot=new`);
    await page.getByLabel('Tên khung giờ').fill('Sáng');
    await page.getByRole('combobox', { name: 'Chữ chạy' }).selectOption({ label: 'Không chạy chữ' });
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await call('GET', '/slots'))[0]).toMatchObject({ name: 'Sáng', ticker: { kind: 'none' } });
    await call('POST', '/publications', {});
    await visit(page, `${stand.home}/screens/${screenId}`);
    await page.locator('.preview .ticker-layer canvas').first().waitFor();
    await call('PUT', `/tickers/${ticker.id}`, {
      name: ticker.name,
      messages: [{ text: 'Lời khác' }],
      basedOn: ticker.version,
    });
    await visit(page, `${stand.home}/publish`);
    await page
      .getByText(/chạy chữ “Tin phường hằng ngày” với lời mới/)
      .first()
      .waitFor();
  });

  it('TK6 a slot may be a ticker alone: chosen in its form, drawn over what is shown, and told', async () => {
    const { page } = stand;
    const [ticker] = await call('GET', '/tickers');
    await visit(page, `${stand.home}/schedule?slot=new`);
    await page.getByLabel('Tên khung giờ').fill('Mời họp');
    await page.getByRole('radiogroup', { name: 'Khung giờ này phát' }).getByText('Chỉ chữ chạy').click();
    await page.getByText('không che khung giờ nào').waitFor();
    await page.getByRole('radiogroup', { name: 'Mức ưu tiên' }).getByText('Ưu tiên', { exact: true }).click();
    expect(await page.getByRole('combobox', { name: 'Danh sách phát' }).count()).toBe(0);
    expect(await page.getByText('Khi hết giờ').count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const made = (await call('GET', '/slots')).find(({ name }: { name: string }) => name === 'Mời họp');
    expect(made).toMatchObject({ playlistId: null, ticker: { kind: 'ticker', tickerId: ticker.id }, boundary: 'cut' });
    await visit(page, `${stand.home}/schedule?view=list`);
    await page.getByRole('cell', { name: 'Chỉ chữ chạy “Tin phường hằng ngày”' }).waitFor();
    await visit(page, `${stand.home}/schedule?view=timeline`);
    await page
      .getByRole('button', { name: /07:00–11:00 Mời họp Chỉ chữ chạy/ })
      .first()
      .click();
    await page.getByRole('dialog').getByText('không che khung giờ nào').waitFor();
    await visit(page, `${stand.home}/publish`);
    await page
      .getByText(/07:00.*11:00.*chạy chữ “Tin phường hằng ngày”/)
      .first()
      .waitFor();
    await call('DELETE', `/slots/${made.id}`);
  });

  it('TK1 many slots are given it at once, and the one of their screens again', async () => {
    const { page } = stand;
    await visit(page, `${stand.home}/schedule?view=list`);
    const change = async (choice: string, sentence: string) => {
      await page.getByRole('button', { name: 'Đổi hàng loạt…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Đổi 1 khung giờ' });
      await dialog.getByRole('combobox', { name: 'Thay đổi' }).selectOption({ label: 'Chữ chạy' });
      await dialog.getByRole('combobox', { name: 'Chữ chạy' }).selectOption({ label: choice });
      await dialog.getByText(sentence).waitFor();
      await dialog.getByRole('button', { name: 'Đổi', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(sentence.replace('1 khung giờ sẽ đổi', 'Đã đổi 1 khung giờ').replace(/\.$/, '')).waitFor();
    };
    await page.getByRole('checkbox', { name: 'Chọn “Sáng”' }).click();
    await change('Tin phường hằng ngày', '1 khung giờ sẽ đổi: chữ chạy “Tin phường hằng ngày”.');
    const [ticker] = await call('GET', '/tickers');
    expect((await call('GET', '/slots'))[0].ticker).toEqual({ kind: 'ticker', tickerId: ticker.id });
    await change('Theo màn hình', '1 khung giờ sẽ đổi: chữ chạy theo màn hình.');
    expect((await call('GET', '/slots'))[0]).not.toHaveProperty('ticker');
    await page.keyboard.press('Control+z');
    await until('the ticker again', async () => (await call('GET', '/slots'))[0].ticker?.tickerId === ticker.id);
    await page.keyboard.press('Control+z');
    await until('none again', async () => (await call('GET', '/slots'))[0].ticker?.kind === 'none');
  });

  it('while it is used it stays, and where it is used is said', async () => {
    const { page } = stand;
    await openDesk(page).go('Chữ chạy');
    await page.getByRole('button', { name: 'Xóa “Tin phường hằng ngày”' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Sân UBND').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await call('GET', '/tickers')).toHaveLength(1);
  });

  it.each([
    ['desk, dark, English', DESK, { dark: true, english: true }],
    ['phone, light', PHONE, {}],
    ['phone, dark, English', PHONE, { dark: true, english: true }],
  ] as const)('list and editor are accessible and never scroll sideways: %s', async (name, size, wish) => {
    const { page } = stand;
    const [ticker] = await call('GET', '/tickers');
    await page.setViewportSize(size);
    await dress(page.context(), wish);
    for (const path of ['/tickers', `/tickers/${ticker.id}`]) {
      await visit(page, `${stand.home}${path}`);
      expect(await axeViolations(page), `${name} ${path}`).toEqual([]);
      expect(await sidewaysOverflow(page), `${name} ${path}`).toBe(0);
    }
  });
});
