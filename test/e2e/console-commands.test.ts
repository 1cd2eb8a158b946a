/**
 * A technician at the console with a real player in a real browser: what is ordered there is seen on the glass, and what is on
 * the glass is seen there. And a player of its own process, which is restarted by command.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, PHONE, type Stand } from '../support/console-stand.ts';
import { type Glass, openGlass } from '../support/glass.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 768, height: 384 };
const NAME = 'LED cổng trụ sở';

describe('commands from the console to the glass', () => {
  let stand: Stand;
  let glass: Glass;
  let page: Page;
  let folder = '';
  let siteId = '';
  let gate = '';
  const addScreen = async (name: string): Promise<string> =>
    (
      await stand.server.admin.ask('POST', '/screens', {
        name,
        siteId,
        canvas: CANVAS,
        zone: 'Asia/Ho_Chi_Minh',
      })
    ).id;
  const newest = async () => (await stand.server.admin.ask('GET', '/commands')).items[0];
  const done = (kind: string) =>
    until(
      `${kind} to be done`,
      async () => {
        const command = await newest();
        return command?.task.kind === kind && command.state === 'done' ? command : null;
      },
      60_000,
    );
  const order = async (word: string, fill: () => Promise<void> = async () => {}): Promise<void> => {
    const atHand = page.getByRole('button', { name: word, exact: true });
    if (await atHand.isVisible()) await atHand.click();
    else {
      await page.getByRole('button', { name: 'Lệnh khác' }).click();
      await page.getByRole('menuitem', { name: word, exact: true }).click();
    }
    const dialog = page.getByRole('dialog', { name: word });
    await fill();
    await dialog.getByRole('button', { name: 'Gửi lệnh' }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  beforeAll(async () => {
    stand = await openStand();
    ({ page } = stand);
    folder = await mkdtemp(join(tmpdir(), 'bang-tin-hands-'));
    siteId = (await stand.server.admin.ask('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).id;
    const screenId = await addScreen(NAME);
    gate = screenId;
    glass = await openGlass(stand.server.url, join(folder, 'glass'), CANVAS);
    await stand.server.admin.ask('POST', '/pairings', { code: glass.code, screenId });
    // From its first manifest on the player knows the grid of the wall.
    await stand.server.admin.ask('POST', '/publications', { note: '' });
    await until('the manifest', () => glass.events.some(({ kind }) => kind === 'manifest-active'), 60_000);
    await page.goto(`${stand.home}/screens/${screenId}`);
    await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  });
  afterAll(async () => {
    await glass?.stop();
    await stand?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes a picture of what is really painted and shows it', async () => {
    await order('Chụp màn hình');
    const { id } = await done('screenshot');
    const image = page.getByRole('img', { name: `Ảnh chụp ${NAME}` });
    await image.waitFor();
    await until('the picture to be drawn', () =>
      image.evaluate((one) => (one as HTMLImageElement).naturalWidth === 768),
    );
    const answer = await page.request.get(`${stand.home}/api/commands/${id}/file`);
    const { width, height, format } = await sharp(await answer.body()).metadata();
    expect({ width, height, format }).toEqual({ ...CANVAS, format: 'jpeg' });
  });

  it('lays the test page over everything, counts no play under it, and takes it away on command', async () => {
    await order('Hình kiểm tra');
    await glass.page.locator('canvas.test-page').waitFor();
    // Lamp by lamp: the border, and the checkerboard in which no two neighbours are alike.
    const lamps = await glass.page.locator('canvas.test-page').evaluate((one) => {
      const canvas = one as HTMLCanvasElement;
      const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
      const red = (x: number, y: number): number => pen.getImageData(x, y, 1, 1).data[0] ?? -1;
      const middle = canvas.height / 2;
      return {
        size: [canvas.width, canvas.height],
        corners: [red(0, 0), red(canvas.width - 1, canvas.height - 1)],
        checks: [red(30, middle), red(31, middle), red(30, middle + 1)],
      };
    });
    expect(lamps.size).toEqual([CANVAS.width, CANVAS.height]);
    expect(lamps.corners).toEqual([255, 255]);
    expect(new Set(lamps.checks.slice(0, 2)).size).toBe(2);
    expect(lamps.checks[1]).toBe(lamps.checks[2]);
    const live = async () => (await stand.server.admin.ask('GET', '/screens'))[0].live.heartbeat;
    await until('the heartbeat to say so, and that nothing else is shown', async () => {
      const { cover, now } = await live();
      return cover?.kind === 'test-page' && now?.kind === 'blank' && now.assetId === null;
    });
    await order('Hiển thị lại');
    await glass.page.locator('canvas.test-page').waitFor({ state: 'hidden' });
  });

  it('makes the glass black for a time and shows again', async () => {
    await order('Màn hình đen');
    await until('black', async () => (await glass.look()) === 'black', 30_000);
    await order('Hiển thị lại');
    await until('no longer black', async () => (await glass.look()) !== 'black', 30_000);
  });

  it('dims the glass where no controller does, says so, and brings full light back', async () => {
    const light = async (): Promise<number> => {
      const { channels } = await sharp(await glass.page.screenshot()).stats();
      return channels.slice(0, 3).reduce((sum, { mean }) => sum + mean, 0) / 3;
    };
    const full = await light();
    const dim = (percent: number) => order('Độ sáng', async () => page.getByLabel('Độ sáng (%)').fill(String(percent)));
    await dim(10);
    await done('brightness');
    // A tenth of the light is a third of the values: 0.1 to the power of 1/2.2.
    await until('a tenth of the light', async () => Math.abs((await light()) / full - 0.351) < 0.04, 30_000);
    await page.locator('.screen-shot').getByText('Độ sáng 10 %', { exact: true }).waitFor();
    await dim(100);
    await until('full light', async () => Math.abs((await light()) / full - 1) < 0.02, 30_000);
  });

  it('identifies the screen over the content', async () => {
    await order('Nhận diện màn hình');
    await glass.page.locator('.identify p', { hasText: NAME }).waitFor();
    expect(await glass.page.locator('.identify').evaluate((one) => one.scrollHeight <= one.clientHeight)).toBe(true);
  });

  it('sets the loudness, clears files and collects a bundle without secrets', async () => {
    await order('Âm lượng', async () => {
      await page.getByLabel('Độ to (%)').fill('40');
    });
    await until(
      'the loudness',
      () => glass.page.evaluate(() => document.querySelector('video')?.volume === 0.4),
      30_000,
    );
    await order('Dọn tệp không còn dùng');
    await done('clear-cache');
    await order('Thu thập chẩn đoán');
    const { id } = await done('diagnostics');
    const bundle = await (await page.request.get(`${stand.home}/api/commands/${id}/file`)).json();
    expect(Object.keys(bundle)).toEqual(expect.arrayContaining(['heartbeat', 'manifests', 'cache', 'commands', 'log']));
    expect(JSON.stringify(bundle)).not.toMatch(/Bearer|privateKey|"token"|PRIVATE KEY/i);
  });

  it('lists every device with filters in the address, commands many at once, and fits a phone', async () => {
    const yard = await addScreen('Bảng tin sân vận động');
    await page.goto(`${stand.home}/fleet`);
    await page.getByRole('checkbox', { name: 'Chọn tất cả đang hiện' }).check();
    await page.getByRole('status').filter({ hasText: 'Đã chọn 2 màn hình' }).waitFor();
    await order('Nhận diện màn hình');
    const log = page.getByRole('table', { name: 'Nhật ký lệnh' });
    const refused = log.getByRole('row', { name: /Bảng tin sân vận động/ }).first();
    await refused.getByText('Bị từ chối').waitFor();
    await glass.page.locator('.identify p', { hasText: /^[12]$/ }).waitFor();
    await page.getByRole('button', { name: /Chưa ghép nối/ }).click();
    expect(new URL(page.url()).searchParams.get('fault')).toBe('unpaired');
    const fleet = page.getByRole('table', { name: 'Thiết bị' });
    expect(await fleet.getByRole('row').count()).toBe(2);
    await page.setViewportSize(PHONE);
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(await isWide()).toBe(false);
    await page.goto(`${stand.home}/fleet?view=grid`);
    await page.getByRole('img', { name: `Ảnh chụp ${NAME}` }).waitFor();
    expect(await isWide()).toBe(false);
    await stand.server.admin.ask('DELETE', `/screens/${yard}`);
  });

  it('D1 lets staff look and identify, and administrators alone do the rest', async () => {
    const staff = await stand.server.addPerson('staff');
    const ask = (task: object) => staff.call('POST', '/commands', { screenIds: [gate], task });
    expect((await ask({ kind: 'screenshot' })).status).toBe(201);
    await done('screenshot');
    const refused = await ask({ kind: 'blank', seconds: 60 });
    expect([refused.status, refused.body.refusal.code]).toEqual([403, 'command-not-allowed']);
    const bundle = (await stand.server.admin.ask('GET', '/commands?limit=50')).items.find(
      ({ file }: { file: string | null }) => file === 'bundle',
    );
    expect((await staff.call('GET', `/commands/${bundle.id}/file`)).status).toBe(403);
  });

  it('opens the page anew on command', async () => {
    const gone = glass.page.waitForEvent('close');
    await stand.server.admin.ask('POST', '/commands', { screenIds: [gate], task: { kind: 'reload' } });
    await gone;
    await done('reload');
  });

  it('restarts the software: done is said by the one that came back', async () => {
    const screenId = await addScreen('Bảng tin chợ');
    const program = fileURLToPath(new URL('../../player/start.ts', import.meta.url));
    const words = ['--shell', 'none', '--server', stand.server.url, '--data', join(folder, 'market')];
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const boots: string[] = [];
    let code = '';
    createInterface(child.stdout).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.event === 'player.started') boots.push(said.bootId);
      code = said.facts?.code ?? code;
    });
    try {
      await until('a code', () => code, 60_000);
      await stand.server.admin.ask('POST', '/pairings', { code, screenId });
      const live = async () => (await stand.server.admin.ask('GET', `/screens/${screenId}`)).live;
      await until('it is online', async () => (await live()).connection === 'online', 30_000);
      await stand.server.admin.ask('POST', '/commands', { screenIds: [screenId], task: { kind: 'restart-app' } });
      const command = await done('restart-app');
      expect(command).toMatchObject({ screenId, tookMs: null });
      expect(new Set(boots).size).toBe(2);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});
