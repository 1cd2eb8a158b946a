/**
 * Uploads in a real browser: a film of 2 GB through three lost connections and a restart of the browser, known content, folders dropped
 * on any page. The browser keeps its profile on the disk, as staff's does.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFile, copyFile, mkdir, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDigests } from '../../media/digests.ts';
import { chromiumPath } from '../support/browser.ts';
import { buildConsole } from '../support/built-console.ts';
import { axeViolations, noteFaults, settled, visit } from '../support/console.ts';
import { signInQuietly } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const FILM_BYTES = 2_000_000_000;
let samples: Samples;
let built: string;
let server: TestServer;
let profile: string;
let context: BrowserContext;
let page: Page;
let home: string;
let film: string;
let faults: string[] = [];
/** Connections that carry uploads now. */
const carrying = new Set<Socket>();
const noteSocket = (message: unknown): void => {
  const { request, socket } = message as { request: { method: string; url: string }; socket: Socket };
  if (request.method !== 'PATCH' || !request.url.startsWith('/api/uploads/') || carrying.has(socket)) return;
  carrying.add(socket);
  socket.once('close', () => carrying.delete(socket));
};

const openBrowser = async (): Promise<void> => {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1440, height: 900 },
  });
  page = context.pages()[0] ?? (await context.newPage());
  faults = noteFaults(page);
  await signInQuietly(context, home);
};

/** A real clip and behind it a box that players skip: a valid film of any length that takes next to no room here. */
const makeFilm = async (): Promise<string> => {
  const clip = await samples.clip({ width: 192, height: 96, seconds: 2, name: 'phim.mp4' });
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0);
  head.write('free', 4, 'latin1');
  head.writeBigUInt64BE(BigInt(FILM_BYTES - (await stat(clip)).size), 8);
  await appendFile(clip, head);
  await truncate(clip, FILM_BYTES);
  return clip;
};

beforeAll(async () => {
  [samples, built, profile] = await Promise.all([
    openSamples(),
    buildConsole(),
    mkdtemp(join(tmpdir(), 'bang-tin-profile-')),
  ]);
  film = await makeFilm();
  server = await startTestServer({ doors: { consoleFolder: built } });
  home = server.url.replace('127.0.0.1', 'localhost');
  subscribe('http.server.request.start', noteSocket);
  await openBrowser();
});
afterAll(async () => {
  unsubscribe('http.server.request.start', noteSocket);
  await context?.close();
  await server?.stop();
  await Promise.all([samples?.drop(), rm(profile, { recursive: true, force: true })]);
});

const button = (name: string | RegExp, within: Page | ReturnType<Page['locator']> = page) =>
  within.getByRole('button', { name, exact: true });
const panel = () => page.getByRole('region', { name: 'Tệp đang tải lên' });
const row = (name: string) => panel().getByRole('listitem').filter({ hasText: name });
const go = async (name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
};
const putIn = async (press: ReturnType<Page['getByRole']>, path: string | string[]): Promise<void> => {
  const choosing = page.waitForEvent('filechooser');
  await press.click();
  await (await choosing).setFiles(path);
};
/** Files and folders let go over the page, as a file manager does it. */
const dropFiles = async (paths: string[]): Promise<void> => {
  const session = await context.newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
  await session.detach();
};
const titles = async (): Promise<string[]> =>
  (await server.admin.call('GET', '/assets?limit=100')).body.items.map((one: { title: string }) => one.title);
/** Share of the film that the server has acknowledged or is being sent, as the panel says it. */
const share = async (): Promise<number> =>
  Number(await row('phim.mp4').getByRole('progressbar').getAttribute('aria-valuenow')) / 100;
const beyond = (part: number): Promise<unknown> =>
  until(
    `the film at ${part}`,
    async () =>
      !(await row('phim.mp4')
        .getByText(/kiểm tra tệp/)
        .isVisible()) && (await share()) >= part,
    240_000,
  );
const lost = () => row('phim.mp4').getByText('Mất kết nối, đang tự nối lại').waitFor();

describe('a film of 2 GB', () => {
  it('goes on at the byte after a cut, a stopped server, no network and another browser; and arrives as it was', async () => {
    const digest = createDigests().of(film);
    await visit(page, `${home}/media`);
    await putIn(button('Tải lên').first(), film);
    await beyond(0.02);
    for (const socket of carrying) socket.destroy();
    await beyond(0.06);

    await button('Tạm dừng phim.mp4').click();
    await row('phim.mp4')
      .getByText(/Tạm dừng$/)
      .waitFor();
    await go('Lịch phát');
    const stood = await share();
    await go('Màn hình');
    expect(await share()).toBe(stood);
    await button('Tiếp tục phim.mp4').click();
    await beyond(stood + 0.04);

    await server.pause();
    await lost();
    await go('Lịch phát');
    server = await server.restart();
    await beyond(stood + 0.1);

    await context.setOffline(true);
    await lost();
    await context.setOffline(false);
    await beyond(stood + 0.2);
    // Only what nobody could reach may have been complained of.
    expect(faults.filter((fault) => !/ERR_|WebSocket|socket/i.test(fault))).toEqual([]);
    await context.close();

    const begun: number[] = [];
    const promised: (string | undefined)[] = [];
    await openBrowser();
    page.on('request', (request) => {
      if (request.method() !== 'PATCH') return;
      begun.push(Number(request.headers()['upload-offset']));
      promised.push(request.headers()['repr-digest']);
    });
    await visit(page, `${home}/screens`);
    await row('phim.mp4')
      .getByText(/^Tải dở: đã gửi .* \/ 2 GB$/)
      .waitFor();
    const sent = await share();
    expect(sent).toBeGreaterThan(stood + 0.15);
    expect(await axeViolations(page)).toEqual([]);

    const another = await samples.write('khac.mp4', Buffer.alloc(1_000));
    await putIn(button('Chọn lại tệp để tải tiếp'), another);
    await row('phim.mp4')
      .getByText(/không phải tệp đang tải dở/)
      .waitFor();
    await putIn(button('Chọn lại tệp để tải tiếp'), film);
    await row('phim.mp4')
      .getByText(/Đã tải lên$/)
      .waitFor({ timeout: 240_000 });
    expect(begun[0]).toBeGreaterThanOrEqual(Math.floor(sent * FILM_BYTES * 0.99));
    // Nothing waited for the digest but the last piece, which brought it along.
    const base64 = Buffer.from((await digest).digest, 'hex').toString('base64');
    expect([promised[0], promised.at(-1)]).toEqual([undefined, `sha-256=:${base64}:`]);

    const find = async () =>
      (await server.admin.call('GET', '/assets?limit=5')).body.items.find(
        (one: { title: string; state: { kind: string } }) => one.title === 'phim' && one.state.kind === 'ready',
      );
    const asset = await until('the film to be ready', find, 60_000);
    expect([asset.bytes, asset.digest]).toEqual([FILM_BYTES, (await digest).digest]);
    const kept = join(server.dataFolder, 'media/sources', asset.digest.slice(0, 2), asset.digest);
    expect(await createDigests().of(kept)).toEqual(await digest);
    expect(await readdir(join(server.dataFolder, 'media/uploads'))).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem('bang-tin.uploads'))).toBeNull();
  }, 480_000);

  it('is given up for good: the browser and the server forget what was sent', async () => {
    await button('Đóng bảng tải lên').click();
    await go('Kho nội dung');
    const other = join(samples.folder, 'phim-hai.mp4');
    await writeFile(other, 'khác');
    await truncate(other, 200_000_000);
    await putIn(button('Tải lên').first(), other);
    await until('some of it sent', async () => /MB.*\/giây/.test(await row('phim-hai.mp4').innerText()), 60_000);
    await context.close();
    await openBrowser();
    await visit(page, `${home}/media`);
    await button('Bỏ', row('phim-hai.mp4')).click();
    await panel().waitFor({ state: 'detached' });
    await until(
      'the server to forget it',
      async () => (await readdir(join(server.dataFolder, 'media/uploads'))).length === 0,
    );
    await page.reload();
    await page.getByRole('heading', { name: 'Kho nội dung', level: 1 }).waitFor();
    await settled(page);
    expect(await panel().count()).toBe(0);
  });
});

describe('many files', () => {
  it('come out of folders dropped on any page, to their depths, without what file managers leave behind', async () => {
    const folder = join(samples.folder, 'Tháng 11');
    await mkdir(join(folder, 'Tuần 1'), { recursive: true });
    for (const [name, colour] of [
      ['áp phích.png', 10],
      ['Tuần 1/cổ động.png', 200],
    ] as const)
      await copyFile(
        await samples.picture(`${colour}.png`, (picture) =>
          picture.modulate({ brightness: 1 }).tint({ r: colour, g: 9, b: 9 }),
        ),
        join(folder, name),
      );
    await writeFile(join(folder, '.DS_Store'), 'x');
    await writeFile(join(folder, 'Thumbs.db'), 'x');
    await go('Lịch phát');
    await dropFiles([folder]);
    await panel().getByText('Đã tải lên xong').waitFor();
    expect((await titles()).filter((title) => title !== 'phim').sort()).toEqual(['cổ động', 'áp phích'].sort());
    expect(await panel().getByRole('listitem').count()).toBe(2);
    await button('Đóng bảng tải lên').click();
  });

  it('that the library has are asked about: opened where they are, or added once more without being sent', async () => {
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/uploads')) sent.push(request.url());
    });
    const isThere = async (): Promise<boolean> =>
      (await server.admin.call('GET', '/assets?state=ready&search=phich')).body.items.length === 1;
    await until('the poster to be ready', isThere, 60_000);
    const again = join(samples.folder, 'bản mới.png');
    await copyFile(join(samples.folder, 'Tháng 11/áp phích.png'), again);
    await utimes(again, 1, 1);
    await dropFiles([again]);
    await row('bản mới.png').getByText('Đã có trong kho: “áp phích”').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await button('Vẫn thêm bản nữa').click();
    await row('bản mới.png')
      .getByText(/Đã tải lên$/)
      .waitFor();
    expect(await titles()).toContain('bản mới');
    await button('Đóng bảng tải lên').click();

    await dropFiles([again]);
    await button('Dùng nội dung đã có').click();
    await page.getByRole('dialog').getByText('Thông tin nội dung').waitFor();
    await panel().waitFor({ state: 'detached' });
    expect(sent).toEqual([]);
    expect(await titles()).toHaveLength(4);
  });
});
