/**
 * Slides in a real browser and on a real player: one is written in the editor, looks on the page as on the glass, is played and proven;
 * an announcement is on the glass moments after the button, and gone after another.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, dress, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, openWardContext, PHONE, type Stand, signInQuietly } from '../support/console-stand.ts';
import { type Glass, openGlass } from '../support/glass.ts';
import { until } from '../support/until.ts';
import { aSlotDraft } from '../support/ward-hand.ts';

const CANVAS = { width: 384, height: 192 };

let stand: Stand;
let folder: string;
let page: Page;
let glass: Glass;
let home: string;
let screenId: string;

const call = (method: string, path: string, body?: unknown) => stand.server.admin.ask(method, path, body);
beforeAll(async () => {
  [stand, folder] = await Promise.all([openStand(), mkdtemp(join(tmpdir(), 'bang-tin-glass-'))]);
  ({ home, page } = stand);
  const site = await call('POST', '/sites', { name: 'Trung tâm hành chính', kind: 'administrative-centre' });
  const screen = (name: string, canvas: object, more: object = {}) =>
    call('POST', '/screens', { name, siteId: site.id, canvas, zone: 'Asia/Ho_Chi_Minh', ...more });
  screenId = (await screen('Cổng chào', CANVAS, { pitchMm: 10, viewedFromM: 20 })).id;
  await screen('Hội trường', { width: 1920, height: 1080 });
  glass = await openGlass(stand.server.url, folder, CANVAS);
}, 180_000);
afterAll(async () => {
  await glass?.stop();
  await stand?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
/** The pixels of the glass, or of a canvas of the editor, three to each. */
const onGlass = async (): Promise<Buffer> =>
  sharp(await glass.page.screenshot({ clip: { x: 0, y: 0, ...CANVAS } }))
    .removeAlpha()
    .raw()
    .toBuffer();
const inEditor = async (): Promise<Buffer> => {
  const url = await page.evaluate(() => {
    const canvas = document.querySelector('section.wall canvas') as HTMLCanvasElement;
    return canvas.toDataURL('image/png');
  });
  return sharp(Buffer.from(url.split(',')[1] ?? '', 'base64'))
    .removeAlpha()
    .raw()
    .toBuffer();
};
const pixelAt = (pixels: Buffer, x: number, y: number): number[] => [
  ...pixels.subarray((y * CANVAS.width + x) * 3, (y * CANVAS.width + x) * 3 + 3),
];
const RED = [196, 22, 28];
const isRed = (pixels: Buffer): boolean =>
  pixelAt(pixels, 3, 3).every((part, i) => Math.abs(part - (RED[i] ?? 0)) < 12);

/** For eyes: pictures of the pages into the folder that is named in the environment. */
const shoot = async (one: Page, name: string): Promise<void> => {
  const shots = process.env.BANGTIN_SHOTS;
  if (shots) await one.screenshot({ path: `${shots}/slides-${name}.png`, fullPage: true });
};

describe('slides', () => {
  it('the editor shows each wall, says what can be read, and saves what it showed', async () => {
    await visit(page, `${home}/slides/new`);
    await page.getByRole('radio', { name: 'Tiêu đề', exact: true }).check();
    await page.getByRole('textbox', { name: 'Tiêu đề', exact: true }).fill('Ẵn Ậm: phường Lê Thanh Nghị chuyển đổi số');
    await page.getByLabel('Dòng phụ').fill('Nghị quyết 57-NQ/TW');
    const wall = page.getByRole('region', { name: 'Trang chữ trên màn hình 384×192' });
    await wall.getByText('Dễ đọc').waitFor();
    await wall.getByText(/hàng, đọc được từ khoảng \d+ m/).waitFor();
    await page.getByRole('region', { name: 'Trang chữ trên màn hình 1920×1080' }).waitFor();
    await page.getByText('Nền sáng', { exact: true }).click();
    await wall.getByText(/dễ chói sau 18:00/).waitFor();
    await page.getByText('Màu của phường', { exact: true }).click();
    await button('Lưu').click();
    await page.getByRole('heading', { level: 1, name: /phường Lê Thanh Nghị/ }).waitFor();
    const { items } = await call('GET', '/assets?kind=slide');
    expect(items).toHaveLength(1);
  });

  it('letters that no screen has are refused beside the field', async () => {
    await visit(page, `${home}/slides/new?template=quote`);
    await page.getByLabel('Câu trích dẫn').fill('Xin chào 漢字');
    await button('Lưu').click();
    await page.getByText(/Có ký tự mà màn hình không hiện được/).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: 'Kho nội dung' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Kho nội dung' }).waitFor();
  });

  it('plays on the glass pixel by pixel as the editor showed it, without a file, and is proven', async () => {
    const [slide] = (await call('GET', '/assets?kind=slide')).items;
    const entries = [{ kind: 'asset', assetId: slide.id, durationMs: 3_000 }];
    const playlist = await call('POST', '/playlists', { name: 'Tin', entries });
    await call('POST', '/slots', aSlotDraft({ playlistId: playlist.id, from: '00:00', until: '24:00' }));
    await call('POST', '/publications', { note: '' });
    await call('POST', '/pairings', { code: glass.code, screenId });
    await visit(page, `${home}/slides/${slide.id}`);
    await page.evaluate(() => document.fonts.ready);
    const wanted = await until('the editor to have drawn', async () => {
      const drawn = await inEditor();
      return drawn.length === CANVAS.width * CANVAS.height * 3 && pixelAt(drawn, 1, 1)[2] === 58 ? drawn : null;
    });
    const differing = async (): Promise<number> => {
      const seen = await onGlass();
      let count = 0;
      for (let i = 0; i < wanted.length; i += 1) if (Math.abs((wanted[i] ?? 0) - (seen[i] ?? 0)) > 24) count += 1;
      return count;
    };
    await until('the slide on the glass', async () => (await differing()) === 0, 60_000);
    const proven = await until(
      'a proven play',
      async () => (await call('GET', '/plays?limit=20')).items.find((one: { kind: string }) => one.kind === 'slide'),
      30_000,
    );
    expect(proven).toMatchObject({ assetId: slide.id, digest: slide.digest, frames: null });
  });

  it('an announcement is on the glass at once, named on every page, and ended by one act', async () => {
    await button('Thông báo khẩn').click();
    const dialog = page.getByRole('dialog', { name: 'Phát thông báo khẩn' });
    await dialog.getByLabel('Nội dung').fill('Bão số 5 đổ bộ tối nay. Người dân ven sông di chuyển ngay.');
    await dialog.getByLabel('Đơn vị phát, điện thoại').fill('UBND phường');
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await shoot(page, 'announce-vi-1440');
    await dialog.getByRole('button', { name: 'Phát ngay' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('the announcement on the glass', async () => isRed(await onGlass()), 20_000);
    await page.getByText(/Đang phát khẩn: “Thông báo khẩn” đến/).waitFor();
    await shoot(page, 'on-air-vi-1440');
    await button('Kết thúc').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click();
    await until('the programme on the glass again', async () => !isRed(await onGlass()), 20_000);
    await page.getByText(/Đang phát khẩn/).waitFor({ state: 'detached' });
  });

  it('the ward chooses its colours, is told their contrast, and cannot keep what is not read', async () => {
    await visit(page, `${home}/people`);
    const section = page.locator('section', {
      has: page.getByRole('heading', { name: 'Màu của phường trên trang chữ' }),
    });
    await section.getByLabel('Màu chữ').fill('#223a5c');
    await section.getByText(/Cần ít nhất 4,5:1/).waitFor();
    expect(await section.getByRole('button', { name: 'Lưu' }).isDisabled()).toBe(true);
    await section.getByLabel('Màu chữ').fill('#ffffff');
    await section.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã đổi màu của phường').waitFor();
    expect((await call('GET', '/ward-settings')).palette.ink).toBe('#ffffff');
  });

  it.each([
    ['vi', DESK, false],
    ['en', PHONE, false],
    ['vi', PHONE, true],
  ] as const)('axe finds nothing, nothing overflows: %s %o dark %s', async (language, viewport, dark) => {
    const context = await openWardContext(stand.browser, { viewport });
    await dress(context, { dark, english: language === 'en' });
    await signInQuietly(context, home);
    const other = await context.newPage();
    const [slide] = (await call('GET', '/assets?kind=slide')).items;
    for (const path of ['/slides/new?template=event', `/slides/${slide.id}`, '/media', '/people']) {
      await visit(other, `${home}${path}`);
      expect(await axeViolations(other), path).toEqual([]);
      expect(await sidewaysOverflow(other), path).toBe(0);
      await shoot(other, `${path.replace(/[^a-z]+/g, '-')}-${language}-${viewport.width}${dark ? '-dark' : ''}`);
    }
    await context.close();
  });
});
