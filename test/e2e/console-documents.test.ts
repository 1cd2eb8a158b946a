/** Staff bring a PDF at the console, choose pages by their pictures, and have a playlist of them in order, ready for the screens. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asset } from '../../playlists/model/media.ts';
import type { Playlist } from '../../playlists/model/playlist.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { lockPdf, type MadePage, makePdf } from '../support/made-pdf.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { until } from '../support/until.ts';

const GROUNDS = [
  [0.78, 0.1, 0.12],
  [0.1, 0.3, 0.7],
  [0.1, 0.5, 0.3],
  [0.95, 0.75, 0.1],
  [0.4, 0.2, 0.6],
] as const;
let samples: Samples;
let stand: Stand;
let page: Page;
let home: string;

const send = (method: string, path: string, body?: unknown) => stand.server.admin.ask(method, path, body);
const drawer = () => page.getByRole('dialog', { name: 'Thông tin nội dung' });
const pages = () => drawer().getByRole('region', { name: 'Trang của tài liệu' });
const tile = (number: number) => pages().getByRole('checkbox', { name: `Trang ${number}`, exact: true });
const bring = async (name: string, bytes: Buffer): Promise<void> => {
  await visit(page, `${home}/media`);
  const file = await samples.write(name, bytes);
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
};
/** For eyes: only where a folder is named. */
const picture = async (name: string): Promise<void> => {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
};

beforeAll(async () => {
  [stand, samples] = await Promise.all([openStand(), openSamples()]);
  ({ home, page } = stand);
  const site = await send('POST', '/sites', { name: 'Trung tâm', kind: 'administrative-centre' });
  const screen = { siteId: site.id, canvas: { width: 384, height: 192 }, zone: 'Asia/Ho_Chi_Minh' };
  await send('POST', '/screens', { name: 'Cổng chào', ...screen });
}, 240_000);
afterAll(async () => {
  await stand?.close();
  await samples?.drop();
});

describe('a document at the console', () => {
  it('is opened, its pages are chosen by their pictures, and a playlist of them is made in their order', async () => {
    const deck = GROUNDS.map((ground, i): MadePage => ({ ground: [...ground], words: `Page ${i + 1}` }));
    await bring('Hướng dẫn dịch vụ công.pdf', makePdf(deck));
    await page.getByRole('button', { name: 'Hướng dẫn dịch vụ công', exact: true }).click({ timeout: 60_000 });
    await tile(5).waitFor({ timeout: 60_000 });
    await pages().getByText('Đã chọn 5 trên 5 trang').waitFor();
    // By keyboard too: each page is a checkbox.
    await tile(2).focus();
    await page.keyboard.press('Space');
    await tile(4).uncheck();
    await pages().getByText('Đã chọn 3 trên 5 trang').waitFor();
    await settled(page);
    await picture('documents-desk');
    expect(await axeViolations(page)).toEqual([]);
    await pages().getByLabel('Thời lượng mỗi trang').fill('12');
    await pages().getByRole('button', { name: 'Tạo danh sách phát từ tài liệu' }).click();
    await page.waitForURL(/\/playlists\/pls_/, { timeout: 60_000 });
    const playlist: Playlist = await send('GET', `/playlists/${page.url().split('/').at(-1)}`);
    expect(playlist.name).toBe('Hướng dẫn dịch vụ công');
    const { items } = (await send('GET', '/assets?kind=image')) as { items: Asset[] };
    const number = new Map(items.map((asset) => [asset.id, asset.page?.number]));
    expect(
      playlist.entries.map((entry) => entry.kind === 'asset' && [number.get(entry.assetId), entry.durationMs]),
    ).toEqual([
      [1, 12_000],
      [3, 12_000],
      [5, 12_000],
    ]);
    for (const asset of items)
      await until(
        'the page is ready',
        async () => (await send('GET', `/assets/${asset.id}`)).state.kind === 'ready' || null,
        60_000,
      );
    await picture('documents-playlist');
  }, 180_000);

  it('says which pages are in the library, leads to each, and back to the document', async () => {
    await visit(page, `${home}/media`);
    await page.getByRole('button', { name: 'Hướng dẫn dịch vụ công', exact: true }).click();
    await pages().getByRole('button', { name: 'Mở trang 3 trong kho' }).click();
    await drawer().getByText('Trang 3 của một tài liệu').waitFor();
    await settled(page);
    await picture('documents-page');
    await drawer().getByRole('link', { name: 'Mở tài liệu' }).click();
    await tile(1).waitFor();
    await page.setViewportSize(PHONE);
    await settled(page);
    await pages().scrollIntoViewIfNeeded();
    await picture('documents-phone');
    expect(await sidewaysOverflow(page)).toBe(0);
    const box = await pages().getByRole('button', { name: 'Mở trang 3 trong kho' }).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await page.setViewportSize(DESK);
  }, 60_000);

  it('refuses a document with a password in words that say what to do', async () => {
    await bring('Mật.pdf', lockPdf('bí mật'));
    await page.getByRole('button', { name: 'Mật', exact: true }).click({ timeout: 30_000 });
    await drawer().getByText('Tài liệu có mật khẩu nên không mở được').waitFor({ timeout: 30_000 });
    await settled(page);
    await picture('documents-locked');
  }, 60_000);
});

it('a picture that moves plays as a video until somebody makes it stand still', async () => {
  const frames = await Promise.all(
    ['#b01818', '#f4f4f4'].map((background) =>
      sharp({ create: { width: 192, height: 96, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const gif = sharp(frames, { join: { animated: true } }).gif({ delay: [800, 800] });
  await bring('Cờ Tổ quốc.gif', await gif.toBuffer());
  await page.getByRole('button', { name: 'Cờ Tổ quốc', exact: true }).click({ timeout: 30_000 });
  const choice = drawer().getByRole('radiogroup', { name: 'Ảnh động' });
  await choice.waitFor({ timeout: 60_000 });
  await drawer().locator('video').waitFor({ timeout: 60_000 });
  await choice.getByText('Chỉ khung đầu').click();
  await drawer().getByRole('button', { name: 'Lưu và dựng lại' }).click();
  await drawer().locator('.stage img').waitFor({ timeout: 60_000 });
  await settled(page);
  await picture('animation-still');
  const { items } = (await send('GET', '/assets?search=co to quoc')) as { items: Asset[] };
  expect(items[0]).toMatchObject({ kind: 'image', look: 'contain;still' });
  expect(stand.faults).toEqual([]);
}, 180_000);
