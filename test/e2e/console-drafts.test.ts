/** Two people at one schedule, each in a browser of their own: drafts are private, conflicts are told and settled, nothing is overwritten. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { axeViolations, buildConsole, noteFaults, settled, sidewaysOverflow, visit } from '../support/console.ts';
import { ADMIN, type Agent, startTestServer, type TestServer } from '../support/server.ts';

const DESK = { width: 1440, height: 1000 };
const PHONE = { width: 390, height: 844 };
const DAY_MS = 86_400_000;

let built: Awaited<ReturnType<typeof buildConsole>>;
let server: TestServer;
let browser: Browser;
let minh: Agent & { email: string; password: string };
let home: string;
let page: Page;
let faults: string[];
let playlistId: string;
/** How far the server's clock is ahead of this machine's. */
let ahead = 0;

const send = async (who: Agent, method: string, path: string, body?: unknown) => {
  const answer = await who.call(method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const slotOf = (parts: object) => ({
  name: 'Bản tin sáng',
  playlistId,
  targets: [{ kind: 'all' }],
  from: '08:00',
  until: '09:00',
  zone: null,
  recurrence: 'FREQ=DAILY',
  validFrom: null,
  validUntil: null,
  priority: 'normal',
  boundary: 'cut',
  enabled: true,
  ...parts,
});
const edit = async (who: Agent, name: string, parts: object) => {
  const slots = (await send(who, 'GET', '/slots')) as { id: string; name: string; version: number }[];
  const slot = slots.find((one) => one.name === name);
  if (!slot) throw new Error(`no slot ${name}`);
  return send(who, 'PUT', `/slots/${slot.id}`, { ...slot, ...parts, basedOn: slot.version });
};
const own = () => page.getByRole('region', { name: 'Bản nháp của bạn' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const publishButton = () => button('Đăng phát');

beforeAll(async () => {
  [built, browser] = await Promise.all([buildConsole(), launchBrowser()]);
  server = await startTestServer({ doors: { consoleFolder: built.folder, now: () => Date.now() + ahead } });
  home = server.url.replace('127.0.0.1', 'localhost');
  minh = await server.addPerson('staff', 'minh@phuong.test');
  const lan = server.admin;
  const site = await send(lan, 'POST', '/sites', { name: 'Trung tâm', kind: 'administrative-centre' });
  const screen = { name: 'Cổng chào', siteId: site.id, canvas: { width: 768, height: 384 }, zone: 'Asia/Ho_Chi_Minh' };
  await send(lan, 'POST', '/screens', screen);
  playlistId = (await send(lan, 'POST', '/playlists', { name: 'Bản tin', entries: [] })).id;
  await send(lan, 'POST', '/slots', slotOf({}));
  await send(lan, 'POST', '/slots', slotOf({ name: 'Bản tin tối', from: '18:00', until: '19:00' }));
  await send(lan, 'POST', '/publications', { note: '' });
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: DESK });
  page = await context.newPage();
  faults = noteFaults(page);
  await visit(page, `${home}/`);
  await page.getByLabel('Thư điện tử').fill(ADMIN.email);
  await page.getByLabel('Mật khẩu').first().fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tổng quan', level: 1 }).waitFor();
}, 120_000);
afterAll(async () => {
  expect(faults).toEqual([]);
  await browser?.close();
  await server?.stop();
  await built?.drop();
});

describe('a draft', () => {
  it('of somebody else is named where one publishes, and changes nothing there', async () => {
    await send(minh, 'POST', '/slots', slotOf({ name: 'Của Minh', from: '12:00', until: '13:00' }));
    await visit(page, `${home}/publish`);
    await page.getByRole('region', { name: 'Bản nháp của người khác' }).getByText('1 khung giờ').waitFor();
    expect(await own().count()).toBe(0);
    expect(await publishButton().count()).toBe(0);
  });

  it('of one’s own lists each slot and what of it was changed; a single change can be dropped', async () => {
    await edit(server.admin, 'Bản tin sáng', { from: '07:30', priority: 'priority' });
    await edit(server.admin, 'Bản tin tối', { until: '19:30' });
    await own().getByText('giờ phát, mức ưu tiên').waitFor();
    await button('Bỏ thay đổi ở “Bản tin tối”').click();
    await own().getByText('Bản tin tối').waitFor({ state: 'detached' });
    const slots = (await send(server.admin, 'GET', '/slots')) as { name: string; until: string }[];
    expect(slots.find(({ name }) => name === 'Bản tin tối')?.until).toBe('19:00');
  });

  it('in conflict cannot be published before it is settled; both edits are kept where they do not clash', async () => {
    await edit(minh, 'Bản tin sáng', { name: 'Bản tin đầu ngày' });
    await send(minh, 'POST', '/publications', { note: '' });
    const conflict = page.getByRole('alert').filter({ hasText: 'Hãy chọn bản nào được giữ' });
    await conflict.getByText('đã sửa tên và đăng phát').waitFor();
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Đăng phát')?.disabled ===
        true,
    );
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize(DESK);
    await conflict.getByRole('button', { name: 'Giữ cả hai' }).click();
    await conflict.waitFor({ state: 'detached' });
    await publishButton().click();
    await own().waitFor({ state: 'detached' });
    expect(await send(minh, 'GET', '/slots')).toContainEqual(
      expect.objectContaining({ name: 'Bản tin đầu ngày', from: '07:30', priority: 'priority' }),
    );
  });

  it('that was forgotten is named on every page, and can be taken over', async () => {
    ahead = -DAY_MS - 60_000;
    await send(minh, 'POST', '/slots', slotOf({ name: 'Bỏ quên', from: '14:00', until: '15:00' }));
    ahead = 0;
    await visit(page, `${home}/screens`);
    const bar = page.getByRole('region', { name: /Bản nháp chưa đăng phát của/ });
    await bar.getByText('1 khung giờ').waitFor();
    await bar.getByRole('link', { name: 'Xem' }).click();
    await page.getByRole('button', { name: /Nhận bản nháp của/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Nhận về' }).click();
    await own().getByText('Bỏ quên').waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    await button('Bỏ cả bản nháp').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ cả bản nháp' }).click();
    await own().waitFor({ state: 'detached' });
  });
});
