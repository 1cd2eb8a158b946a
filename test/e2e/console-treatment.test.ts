/** Staff frame, trim and mute a video at the console, see before saving what each screen will show, and get exactly that. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { DESK, openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { until } from '../support/until.ts';

let samples: Samples;
let stand: Stand;
let page: Page;
let home: string;
let assetId: string;

const send = (method: string, path: string, body?: unknown) => stand.server.admin.ask(method, path, body);
const treatment = async () => (await send('GET', `/assets/${assetId}/treatment`)).treatment;
const drawer = () => page.getByRole('dialog', { name: 'Thông tin nội dung' });
const part = () => drawer().getByRole('region', { name: 'Khung hình và âm thanh' });
const button = (name: string) => part().getByRole('button', { name, exact: true });
const isReady = () =>
  until(
    'the content is ready',
    async () => (await send('GET', `/assets/${assetId}`)).state.kind === 'ready' || null,
    150_000,
  );

beforeAll(async () => {
  [stand, samples] = await Promise.all([openStand(), openSamples()]);
  ({ home, page } = stand);
  const site = await send('POST', '/sites', { name: 'Trung tâm', kind: 'administrative-centre' });
  for (const [name, width, height] of [
    ['Cổng chào', 384, 192],
    ['Cột LED', 96, 192],
  ] as const)
    await send('POST', '/screens', { name, siteId: site.id, canvas: { width, height }, zone: 'Asia/Ho_Chi_Minh' });
}, 240_000);
afterAll(async () => {
  await stand?.close();
  await samples?.drop();
});

describe('a video at the console', () => {
  it('is prepared in sight: a job that says how far it is and can be stopped and gone on with', async () => {
    const film = await samples.clip({ width: 640, height: 360, seconds: 40, sound: true, name: 'Chuyển đổi số.mp4' });
    await visit(page, `${home}/media`);
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(film);
    const jobs = page.getByRole('region', { name: 'Đang chuẩn bị nội dung' });
    await jobs.getByText(/Đang làm \d+%/).waitFor({ timeout: 60_000 });
    assetId = (await send('GET', '/assets')).items[0].id;
    expect((await send('GET', '/jobs'))[0]).toMatchObject({ title: 'Chuyển đổi số', state: { kind: 'running' } });
    // Planned somewhere, it is kept when its work is stopped.
    await send('POST', '/playlists', { name: 'Sáng', entries: [{ kind: 'asset', assetId, durationMs: null }] });
    await jobs.getByRole('button', { name: /^Dừng chuẩn bị/ }).click();
    await jobs.getByText('Đã dừng').waitFor();
    await jobs.getByRole('button', { name: /^Làm tiếp/ }).click();
    await isReady();
    await jobs.waitFor({ state: 'detached' });
  });

  it('is framed with the keyboard or the mouse, by screen where wanted, trimmed and muted', async () => {
    await visit(page, `${home}/media?asset=${assetId}`);
    await part().waitFor();
    await settled(page);
    await part().getByText('Chọn khung', { exact: true }).click();
    const frame = part().getByRole('group', { name: /^Khung cắt/ });
    const before = await frame.boundingBox();
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowLeft');
    const after = await frame.boundingBox();
    expect(after?.width).toBeLessThan(before?.width ?? 0);
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.boundingBox();
    if (!box) throw new Error('no frame');
    await page.mouse.move(box.x + box.width, box.y + box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await button('96×192').click();
    await part().getByLabel('Đặt riêng cho màn hình 96×192').check({ force: true });
    await part().getByText('Lấp đầy, cắt mép', { exact: true }).click();
    await part().getByLabel('Từ', { exact: true }).fill('0:05,5');
    await part().getByLabel('Đến', { exact: true }).fill('0:09');
    await part().getByLabel('Từ', { exact: true }).focus();
    await part().getByText('Phát 0:03,5 trong 0:40').waitFor();
    await part().getByLabel('Tắt tiếng video này').check({ force: true });
    await button('Lưu và dựng lại').click();
    await until('it is saved', async () => ((await treatment()).isMuted ? true : null));
    const saved = await treatment();
    expect(saved).toMatchObject({
      fit: 'crop',
      trim: { fromMs: 5_500, untilMs: 9_000 },
      canvases: [{ canvas: { width: 96, height: 192 }, fit: 'cover', crop: null }],
    });
    expect(saved.crop.width).toBeLessThan(0.7);
    await isReady();
    const asset = await send('GET', `/assets/${assetId}`);
    expect(asset.renditions.map((file: { fit: string; durationMs: number }) => [file.fit, file.durationMs])).toEqual([
      ['cover', 3_500],
      ['crop', 3_500],
    ]);
    expect(readdirSync(join(stand.server.dataFolder, 'media', 'work'))).toEqual([]);
  });

  it('goes back to what it was at no cost', async () => {
    const { look, treatment: now } = await send('GET', `/assets/${assetId}/treatment`);
    const back = {
      ...now,
      fit: 'contain',
      crop: null,
      canvases: [],
      isMuted: false,
      trim: { fromMs: 0, untilMs: null },
    };
    const answer = await send('PUT', `/assets/${assetId}/treatment`, { treatment: back, basedOn: look });
    expect(answer.canvases.every((one: { isMade: boolean }) => one.isMade)).toBe(true);
    expect((await send('GET', `/assets/${assetId}`)).state.kind).toBe('ready');
    const late = await stand.server.admin.call('PUT', `/assets/${assetId}/treatment`, {
      treatment: now,
      basedOn: look,
    });
    expect(late.body.refusal.code).toBe('changed-meanwhile');
  });

  it.each([
    ['desk-light', DESK, 'light'],
    ['phone-dark', PHONE, 'dark'],
  ] as const)('%s: passes axe, fits, and fingers find what they look for', async (_name, viewport, colorScheme) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await visit(page, `${home}/media?asset=${assetId}`);
    await part().waitFor();
    await settled(page);
    await part().getByText('Chọn khung', { exact: true }).click();
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    await part().scrollIntoViewIfNeeded();
    await part().getByText('Đoạn phát', { exact: true }).scrollIntoViewIfNeeded();
    if (viewport === PHONE)
      for (const target of await part().getByRole('button').all()) {
        const box = await target.boundingBox();
        if (box) expect(box.height).toBeGreaterThanOrEqual(36);
      }
  });

  it('left no script error and broke no content policy', () => {
    expect(stand.faults).toEqual([]);
  });
});
