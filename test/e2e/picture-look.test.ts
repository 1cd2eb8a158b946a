/** Text in pictures, as a real engine sets it on grounds of several kinds: what is found of it, and what is left alone. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTextRows, meanLight, type RawPicture } from '../../media/picture-look.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

const WALL = { width: 768, height: 384 };
let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await openPage(browser, WALL);
});
afterAll(() => browser?.close());

const rawOf = async (png: Buffer): Promise<RawPicture> => {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};
const drawn = async (body: string, ground: string): Promise<RawPicture> => {
  await page.setContent(`<body style="margin:0;background:${ground};font-family:sans-serif">${body}</body>`);
  return rawOf(await page.screenshot());
};
const NOTICE = 'Người dân nộp hồ sơ trực tuyến tại Cổng dịch vụ công quốc gia';

describe('text in pictures', () => {
  it.each([
    [14, '#fff', '#000'],
    [20, '#0b1f3a', '#fff'],
    [32, '#fff', '#333'],
    [48, '#123', '#ffcf4a'],
  ])('type of %s px on %s is found, to within a third', async (px, ground, ink) => {
    const rows = findTextRows(
      await drawn(`<p style="font-size:${px}px;color:${ink};margin:40px">${NOTICE}</p>`, ground),
    );
    expect(rows).not.toBeNull();
    expect(Math.abs((rows ?? 0) / (px * 0.73) - 1)).toBeLessThan(0.34);
  });

  it('of several sizes the smallest counts', async () => {
    const rows = findTextRows(
      await drawn(
        `<p style="font-size:52px;margin:20px;font-weight:700">THÔNG BÁO CỦA PHƯỜNG</p><p style="font-size:16px;margin:20px">${NOTICE}</p>`,
        '#fff',
      ),
    );
    expect(rows).toBeGreaterThan(6);
    expect(rows).toBeLessThan(17);
  });

  it.each([
    ['nothing', ''],
    ['a slow slope', '<div style="height:384px;background:linear-gradient(90deg,#000,#fff)"></div>'],
    ['large shapes', '<div style="width:300px;height:300px;border-radius:50%;background:#c00;margin:40px"></div>'],
    [
      'a fence',
      '<div style="height:384px;background:repeating-linear-gradient(90deg,#000 0 8px,#fff 8px 16px)"></div>',
    ],
  ])('%s is not taken for text', async (_, body) => {
    expect(findTextRows(await drawn(body, '#fff'))).toBeNull();
  });

  it('mean light is linear: half the pixels white is half, middle grey is a fifth', async () => {
    expect(meanLight(await drawn('<div style="height:192px;background:#000"></div>', '#fff'))).toBeCloseTo(0.5, 2);
    expect(meanLight(await drawn('', '#808080'))).toBeCloseTo(0.216, 2);
  });
});
