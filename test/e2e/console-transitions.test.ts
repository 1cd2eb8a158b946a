/** PL6 in the console, in a real browser: previews and the time machine show a fade and a push as the player does, pixel for pixel. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, settled, visit } from '../support/console.ts';
import { openStand, type Stand } from '../support/console-stand.ts';
import { COLOURS, type Colour } from '../support/made-media.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { until } from '../support/until.ts';
import { aSlotDraft } from '../support/ward-hand.ts';

const DAY = '2027-03-10';
/** How long a still is shown, and a change lasts. */
const STILL_MS = 8_000;
const CHANGE_MS = 2_000;

let stand: Stand;
let samples: Samples;
let page: Page;
let home: string;
let fadeId: string;

const call = (method: string, path: string, body?: unknown) => stand.server.admin.ask(method, path, body);

beforeAll(async () => {
  [stand, samples] = await Promise.all([openStand(), openSamples()]);
  ({ home, page } = stand);
  const site = await call('POST', '/sites', { name: 'Trụ sở', kind: 'office' });
  const canvas = { width: 640, height: 320 };
  await call('POST', '/screens', { name: 'Cổng', siteId: site.id, canvas, zone: 'Asia/Ho_Chi_Minh' });
  const stills = (['red', 'blue'] as const).map(async (colour) => {
    const [r, g, b] = COLOURS[colour];
    const path = join(samples.folder, `${colour}.png`);
    await sharp({ create: { ...canvas, channels: 3, background: { r, g, b } } })
      .png()
      .toFile(path);
    return path;
  });
  await visit(page, `${home}/media`);
  await page
    .locator('input[type=file]:not([webkitdirectory])')
    .first()
    .setInputFiles(await Promise.all(stills));
  const listed = async (): Promise<{ id: string; title: string; state: { kind: string } }[]> =>
    (await call('GET', '/assets?limit=50')).items;
  const areReady = async (): Promise<boolean> => {
    const items = await listed();
    return items.length === 2 && items.every(({ state }) => state.kind === 'ready');
  };
  await until('both pictures are ready', areReady, 60_000);
  const idOf = new Map((await listed()).map(({ id, title }) => [title.replace(/\..*/, ''), id]));
  const entries = ['red', 'blue'].map((name) => ({ assetId: idOf.get(name), durationMs: STILL_MS }));
  for (const [kind, from, to] of [
    ['fade', '08:00', '09:00'],
    ['push', '10:00', '11:00'],
  ]) {
    const playlist = await call('POST', '/playlists', { name: kind, entries, transition: { kind, ms: CHANGE_MS } });
    if (kind === 'fade') fadeId = playlist.id;
    await call('POST', '/slots', aSlotDraft({ name: kind, playlistId: playlist.id, from, until: to }));
  }
}, 120_000);
afterAll(async () => {
  await stand?.close();
  await samples?.drop();
});

const picture = (): Locator => page.locator('.picture').first();
/** The colours near the left and the right edge. */
const edges = async (): Promise<{ left: number[]; right: number[] }> => {
  const { data, info } = await sharp(await picture().screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number): number[] => {
    const i = (Math.floor(info.height / 2) * info.width + Math.floor(info.width * x)) * 3;
    return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
  };
  return { left: at(0.1), right: at(0.9) };
};
const mixOf = (a: Colour, b: Colour, share: number): number[] =>
  COLOURS[a].map((part, place) => part * (1 - share) + (COLOURS[b][place] ?? 0) * share);
const isNear = (seen: readonly number[], wanted: readonly number[]): boolean =>
  seen.every((part, place) => Math.abs(part - (wanted[place] ?? 0)) <= 12);
const sees = (what: string, left: readonly number[], right: readonly number[]): Promise<unknown> =>
  until(what, async () => {
    const seen = await edges();
    return isNear(seen.left, left) && isNear(seen.right, right);
  });
/** The time machine, so long after the slot at `from` came to its second item. */
const lookAt = (from: string, sinceMs: number): Promise<unknown> =>
  visit(page, `${home}/time?of=working&at=${Date.parse(`${DAY}T${from}:00+07:00`) + STILL_MS + sinceMs}`);

describe('the time machine', () => {
  it('PL6 holds a fade where it is, goes through it in small steps, and runs on to its end', async () => {
    await lookAt('08:00', CHANGE_MS / 2);
    const half = mixOf('red', 'blue', 0.5);
    await sees('half of each', half, half);
    await page.getByText('Đang mờ dần: 1/2 giây').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Tới 0,2 giây' }).click();
    const later = mixOf('red', 'blue', 0.7);
    await sees('more of the new one', later, later);
    await page.getByRole('button', { name: 'Lùi 0,2 giây' }).click();
    await page.getByText('Đang mờ dần: 1,2/2 giây').waitFor();
    await page.getByRole('button', { name: 'Chạy', exact: true }).click();
    await sees('the new one alone', COLOURS.blue, COLOURS.blue);
  });

  it('PL6 shows both pictures of a push side by side, and one before and after it', async () => {
    await lookAt('10:00', CHANGE_MS / 2);
    await sees('the old one going, the new one coming', COLOURS.red, COLOURS.blue);
    await lookAt('10:00', -1);
    await sees('the old one', COLOURS.red, COLOURS.red);
    await lookAt('10:00', CHANGE_MS);
    await sees('the new one', COLOURS.blue, COLOURS.blue);
  });
});

it('PL6 the preview of a playlist shows how its items change', async () => {
  await visit(page, `${home}/playlists/${fadeId}`);
  const track = await page.locator('.loop-preview .mantine-Slider-trackContainer').boundingBox();
  if (!track) throw new Error('no slider');
  const share = (STILL_MS + CHANGE_MS / 2) / (2 * STILL_MS);
  await page.mouse.click(track.x + track.width * share, track.y + track.height / 2);
  await until('both colours', async () => {
    const [r, , b] = (await edges()).left;
    return (r ?? 0) > 60 && (r ?? 0) < 190 && (b ?? 0) > 60 && (b ?? 0) < 200;
  });
});
