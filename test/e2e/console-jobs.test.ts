/** A clip is wanted at once while a film is being prepared: staff say so at the library, and see the film give way and go on. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAN_PAUSE } from '../../media/pause.ts';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';

let samples: Samples;
let stand: Stand;
let page: Page;
let home: string;

const jobs = () => page.getByRole('region', { name: 'Đang chuẩn bị nội dung' });
const bring = async (name: string, seconds: number): Promise<void> => {
  const file = await samples.clip({ width: 640, height: 360, seconds, name });
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
  const { ask } = stand.server.admin;
  const site = await ask('POST', '/sites', { name: 'Trung tâm', kind: 'administrative-centre' });
  const screen = { siteId: site.id, canvas: { width: 1920, height: 1080 }, zone: 'Asia/Ho_Chi_Minh' };
  await ask('POST', '/screens', { name: 'Cổng chào', ...screen });
}, 240_000);
afterAll(async () => {
  await stand?.close();
  await samples?.drop();
});

describe.skipIf(!CAN_PAUSE)('the list of jobs', () => {
  it('has a clip done at once: the film says for what it waits, and goes on', async () => {
    await visit(page, `${home}/media`);
    // So long that it is never nearly done: such a film would not be paused.
    await bring('Phim dài về chuyển đổi số.mp4', 240);
    const film = jobs().getByRole('listitem').filter({ hasText: 'Phim dài về chuyển đổi số' });
    await film.getByText(/Đang làm \d+%/).waitFor({ timeout: 60_000 });
    await bring('Tin khẩn.mp4', 12);
    const now = jobs().getByRole('button', { name: 'Làm ngay “Tin khẩn”' });
    await now.waitFor({ timeout: 60_000 });
    await settled(page);
    await picture('jobs-waiting');
    await now.click();
    await jobs()
      .getByText(/^Tạm nhường cho “Tin khẩn” · đã làm \d+%$/)
      .waitFor({ timeout: 20_000 });
    expect(await axeViolations(page)).toEqual([]);
    await picture('jobs-paused');
    await page.getByRole('button', { name: 'Đóng bảng tải lên' }).click();
    await page.setViewportSize(PHONE);
    await settled(page);
    expect(await sidewaysOverflow(page)).toBe(0);
    await picture('jobs-paused-phone');
    await page.setViewportSize(DESK);
    await film.getByText(/Đang làm \d+%/).waitFor({ timeout: 120_000 });
    await jobs().getByText('Tin khẩn').waitFor({ state: 'detached' });
    await film.getByRole('button', { name: /^Dừng/ }).click();
    await jobs().waitFor({ state: 'detached' });
  }, 300_000);
});
