/** Relays in the console: hosts are allowed, a source is tried and saved, and its playlist says what becomes of it. */
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { type LiveSource, openLiveSource } from '../support/live-source.ts';

describe('relays in the console', () => {
  let stand: Stand;
  let source: LiveSource;
  /** Named by whoever wants to look at the pages. */
  const pictures = process.env.RELAY_PICTURES;
  const shoot = async (name: string): Promise<void> => {
    if (!pictures) return;
    await mkdir(pictures, { recursive: true });
    await stand.page.screenshot({ path: `${pictures}/${name}.png` });
  };

  beforeAll(async () => {
    source = await openLiveSource('magenta');
    stand = await openStand();
  });
  afterAll(async () => {
    await stand?.close();
    await source?.drop();
  });

  it('an administrator allows a host; a wrong one is said beside its field', async () => {
    const { page, home } = stand;
    await visit(page, `${home}/people`);
    await page.getByRole('button', { name: 'Thêm máy chủ' }).click();
    await page.getByLabel('Tên máy chủ thứ 1').fill('https://sai');
    await page.getByRole('button', { name: 'Lưu danh sách' }).click();
    await page.getByText('Chỉ ghi tên máy chủ').waitFor();
    await page.getByLabel('Tên máy chủ thứ 1').fill('127.0.0.1');
    await page.getByLabel('Cổng của máy chủ thứ 1').fill(String(source.port));
    await page.getByLabel('127.0.0.1 ở trong mạng nội bộ').check();
    await page.getByRole('heading', { name: 'Nguồn tiếp sóng được phép' }).scrollIntoViewIfNeeded();
    await shoot('hosts');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Lưu danh sách' }).click();
    await page.getByText('Đã lưu danh sách nguồn tiếp sóng').waitFor();
  });

  it('a source is tried with its first picture, refused in words, and saved', async () => {
    const { page, home } = stand;
    await visit(page, `${home}/media`);
    await page.getByRole('button', { name: 'Thêm nguồn tiếp sóng' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tên nguồn').fill('Truyền hình Hải Phòng');
    await dialog.getByLabel('Địa chỉ luồng').fill('https://noi-khac.example/live.m3u8');
    await dialog.getByRole('button', { name: 'Thử kết nối' }).click();
    await dialog.getByText('không nằm trong danh sách nguồn tiếp sóng').waitFor();
    await shoot('refused');
    await dialog.getByLabel('Địa chỉ luồng').fill(source.url);
    await dialog.getByRole('button', { name: 'Thử kết nối' }).click();
    await dialog.getByText('Nguồn phát tốt: 384×192, có tiếng').waitFor({ timeout: 60_000 });
    await dialog.getByAltText('Hình đầu tiên của nguồn').waitFor();
    await settled(page);
    await shoot('tried');
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    await shoot('tried-phone');
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('tried-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await dialog.getByRole('button', { name: 'Lưu vào kho' }).click();
    await page.getByText('Đã thêm nguồn tiếp sóng.').waitFor();
    await page.getByText('Truyền hình Hải Phòng').first().waitFor();
    await shoot('library');
  });

  it('its playlist says what becomes of the relay and of what else it has', async () => {
    const { page, home, server } = stand;
    const { body } = await server.admin.call('GET', '/assets');
    const made = await server.admin.call('POST', '/playlists', {
      name: 'Tiếp sóng',
      entries: [{ assetId: body.items[0].id, durationMs: null }],
    });
    await visit(page, `${home}/playlists/${made.body.id}`);
    await page.getByText('Danh sách này có tiếp sóng “Truyền hình Hải Phòng”').waitFor();
    await page.getByText('Cả khung giờ').waitFor();
    await shoot('playlist');
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    await settled(page);
    await shoot('playlist-phone');
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
  });
});
