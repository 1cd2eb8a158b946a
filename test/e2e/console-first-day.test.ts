/**
 * The first day of a ward, in a real browser against the real server: first run, signing in, uploading, a playlist, a screen,
 * a slot, publishing, and a player that takes it. The strict content policy of the server holds all along.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../support/bare-player.ts';
import { noteFaults, settled, visit } from '../support/console.ts';
import { openStage, openWardContext, type Stage } from '../support/console-stand.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';

const PASSWORD = 'Mat-khau-ngay-dau-2026';

let stage: Stage;
let samples: Samples;
let page: Page;
let faults: string[];
/** The console's own origin, as the server names it. */
let home: string;
const players: BarePlayer[] = [];
/** A player that falls silent counts as lost; this one beats as a real one does. */
let beating: ReturnType<typeof setInterval> | undefined;

beforeAll(async () => {
  [stage, samples] = await Promise.all([openStage({ setUp: false }), openSamples()]);
  home = stage.home;
  page = await (await openWardContext(stage.browser, { viewport: { width: 1440, height: 900 } })).newPage();
  faults = noteFaults(page);
});
afterAll(async () => {
  clearInterval(beating);
  for (const player of players) player.close();
  await samples?.drop();
  await stage?.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

describe('the first day', () => {
  it('sets up with the one-time link and lands on four first steps', async () => {
    const link = stage.server.setupLinks[0] ?? '';
    await page.goto(link.replace(/^http:\/\/[^/]+/, home));
    await page.getByLabel('Tên phường, đơn vị').fill('Phường Lê Thanh Nghị');
    await page.getByLabel('Họ và tên quản trị viên').fill('Người quản trị');
    await page.getByLabel('Thư điện tử').fill('quantri@phuong.vn');
    const password = page.locator('input[autocomplete=new-password]');
    await password.fill('ngan');
    await button(/Tạo tài khoản/).click();
    await page.getByText('Mật khẩu chưa đủ mạnh.').waitFor();
    await password.fill(PASSWORD);
    expect(await page.locator('.rules .met').count()).toBe(5);
    await button(/Tạo tài khoản/).click();
    await page.getByRole('heading', { name: 'Bắt đầu với bốn bước' }).waitFor();
    expect(await page.locator('.side .brand').innerText()).toContain('Phường Lê Thanh Nghị');
  });

  it('signs out, refuses a wrong password in plain words, signs in and goes back to where it was', async () => {
    await button(/Tài khoản/).click();
    await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
    await page.waitForURL('**/sign-in*');
    await page.goto(`${home}/plays`);
    await page.waitForURL('**/sign-in?next=*');
    await page.getByLabel('Thư điện tử').fill('quantri@phuong.vn');
    await page.locator('input[type=password]').fill('sai-mat-khau');
    await button('Đăng nhập').click();
    await page.getByRole('alert').getByText('Thư điện tử hoặc mật khẩu chưa đúng.').waitFor();
    await page.locator('input[type=password]').fill(PASSWORD);
    await button('Đăng nhập').click();
    await page.getByRole('heading', { name: 'Nhật ký phát' }).waitFor();
  });

  it('pairs a player with a new screen on a new site, in one dialog opened by the link of the QR code', async () => {
    const player = openBarePlayer(home);
    players.push(player);
    const hello = await player.hello();
    if (hello.kind !== 'unpaired') throw new Error(`expected a pairing code, got ${hello.kind}`);
    const link = new URL(hello.url);
    await visit(page, `${home}${link.pathname}${link.search}`);
    const code = page.getByLabel('Mã ghép nối');
    await code.fill('SAI');
    await button('Ghép nối').click();
    await page.getByText('Mã gồm 8 chữ và số, không có 0, 1, I, O.').waitFor();
    // All that is missing is said at once, not one thing a try.
    expect(await page.getByText('Vui lòng điền ô này.').count()).toBe(2);
    await code.fill(`${hello.code.slice(0, 4)}-${hello.code.slice(4).toLowerCase()}`);
    await page.getByLabel('Tên màn hình').fill('LED cổng trụ sở');
    await page.getByLabel('Tên vị trí').fill('Trụ sở UBND phường');
    await button('Ghép nối').click();
    const card = page.locator('.screen-card', { hasText: 'LED cổng trụ sở' });
    await card.waitFor();
    // The player says hello again; the card follows by the feed alone.
    await player.hello();
    player.socket.emit('heartbeat', aHeartbeat());
    beating = setInterval(() => player.socket.emit('heartbeat', aHeartbeat()), 5_000);
    await card.getByText('Đã kết nối').waitFor();
  });

  it('uploads a video and a picture, shows their progress to ready, and says why a document is refused', async () => {
    const video = await samples.clip({ width: 640, height: 320, seconds: 2, name: 'Nghị quyết 57.mp4' });
    const picture = await samples.picture('Bình dân học vụ số.png', (one) => one.png());
    const document = await samples.write('Báo cáo.docx', 'đây không phải video');
    await visit(page, `${home}/media`);
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles([video, picture, document]);
    await page.getByText('Đã tải lên xong').waitFor();
    // The panel outlives navigation.
    await page.getByRole('link', { name: 'Danh sách phát' }).click();
    await page.getByRole('heading', { name: 'Danh sách phát', level: 1 }).waitFor();
    expect(await page.getByText('Đã tải lên xong').count()).toBe(1);
    await page.getByRole('link', { name: 'Kho nội dung' }).click();
    await page.locator('.asset-card', { hasText: 'Nghị quyết 57' }).getByText('Sẵn sàng').waitFor({ timeout: 60_000 });
    await page
      .locator('.asset-card', { hasText: 'Bình dân học vụ số' })
      .getByText('Sẵn sàng')
      .waitFor({ timeout: 60_000 });
    await button('Đóng bảng tải lên').click();
    const refused = page.locator('.asset-card', { hasText: 'Báo cáo' });
    await refused.getByText('Bị từ chối').waitFor();
    await refused.getByRole('button', { name: 'Báo cáo' }).click();
    await page.getByRole('dialog').getByText('Định dạng tệp không được hỗ trợ.', { exact: false }).waitFor();
    await page.getByText('Chi tiết kỹ thuật').click();
    expect(await page.locator('.technician code').innerText()).toContain('media-unsupported');
    await page.keyboard.press('Escape');
  });

  it('finds content without accents, and the address keeps the search', async () => {
    await page.getByRole('searchbox').fill('nghi quyet');
    await page.waitForURL('**/media?search=*');
    await page.waitForFunction(() => document.querySelectorAll('.asset-card').length === 1);
    await page.reload();
    await settled(page);
    expect(await page.getByRole('searchbox').inputValue()).toBe('nghi quyet');
  });

  it('deletes with a way back', async () => {
    await visit(page, `${home}/media`);
    const card = page.locator('.asset-card', { hasText: 'Báo cáo' });
    await card.getByRole('button', { name: 'Báo cáo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa' }).click();
    await card.waitFor({ state: 'detached' });
    await button('Hoàn tác').click();
    await card.waitFor();
  });

  it('builds a playlist: picks, orders by keyboard and by dragging, sets a duration, tries the loop', async () => {
    await visit(page, `${home}/playlists`);
    await button('Tạo danh sách phát').first().click();
    await page.getByRole('heading', { name: 'Danh sách phát mới' }).waitFor();
    await page.getByLabel('Tên danh sách phát').fill('Bản tin phường');
    await button('Thêm nội dung').first().click();
    // The whole row is the target, not the small box alone.
    await page.getByRole('dialog').getByText('Nghị quyết 57', { exact: true }).click();
    expect(await page.getByRole('checkbox', { name: 'Nghị quyết 57' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: 'Bình dân học vụ số' }).check();
    await button('Thêm 2 nội dung').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const titles = () => page.locator('.entry-words strong').allInnerTexts();
    await page.locator('.sortable-row').nth(1).waitFor();
    expect(await titles()).toEqual(['Nghị quyết 57', 'Bình dân học vụ số']);
    await button('Chuyển Bình dân học vụ số lên').press('Enter');
    expect(await titles()).toEqual(['Bình dân học vụ số', 'Nghị quyết 57']);
    await page.getByRole('status').getByText('Bình dân học vụ số ở vị trí 1/2').waitFor({ state: 'attached' });
    // By pointer: the first row's grip onto the second row.
    const [from, to] = await Promise.all([
      page.locator('.grip').nth(0).boundingBox(),
      page.locator('.sortable-row').nth(1).boundingBox(),
    ]);
    if (!from || !to) throw new Error('rows are not on the page');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y + 40, { steps: 5 });
    await page.mouse.move(to.x + 20, to.y + to.height - 4, { steps: 10 });
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('.entry-words strong')?.textContent === 'Nghị quyết 57');
    const seconds = page.getByLabel('Thời lượng (giây) của Bình dân học vụ số');
    await seconds.fill('8');
    await seconds.press('Tab');
    await page.getByText('Tổng thời lượng 0:10', { exact: false }).waitFor();
    await button('Chạy').click();
    await page.locator('.loop-preview video').waitFor();
    await page.waitForFunction(
      () => (document.querySelector<HTMLVideoElement>('.loop-preview video')?.currentTime ?? 0) > 0.2,
    );
    await button('Lưu').click();
    await page.getByText('Đã lưu').waitFor();
    await page.getByRole('heading', { name: 'Bản tin phường' }).waitFor();
  });

  it('shows a concurrent edit instead of overwriting it', async () => {
    const listed = await page.evaluate(
      async () =>
        (await (await fetch('/api/playlists')).json()) as { id: string; version: number; entries: unknown[] }[],
    );
    await page.getByLabel('Tên danh sách phát').fill('Bản tin phường (của tôi)');
    const status = await page.evaluate(async ([mine]) => {
      const body = JSON.stringify({ name: 'Bản tin của người khác', entries: mine?.entries, basedOn: mine?.version });
      return (
        await fetch(`/api/playlists/${mine?.id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body,
        })
      ).status;
    }, listed);
    expect(status).toBe(200);
    await button('Lưu').click();
    await page.getByText('Người khác vừa sửa danh sách này').waitFor();
    await button('Ghi bản của tôi lên bản mới').click();
    await page.getByRole('heading', { name: 'Bản tin phường (của tôi)' }).waitFor();
  });

  it('draws a slot on the calendar, to the second, and moves it by dragging', async () => {
    await visit(page, `${home}/schedule`);
    const column = page.locator('.calendar .ec-time-grid .ec-day').first();
    await column.waitFor();
    await button('Thêm khung giờ').click();
    await page.getByLabel('Tên khung giờ').fill('Giờ cao điểm');
    await page.getByLabel('Bắt đầu').fill('9h');
    await page.getByLabel('Kết thúc').fill('10:00:30');
    await button('Lưu').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const events = page.locator('.slot-event');
    await events.first().waitFor();
    expect(await events.count()).toBe(7);
    expect(await events.first().innerText()).toContain('09:00–10:00:30');
    const box = await events.nth(2).boundingBox();
    if (!box) throw new Error('the slot is not drawn');
    await page.mouse.move(box.x + box.width / 2, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 40, { steps: 6 });
    await page.mouse.move(box.x + box.width / 2, box.y + 12 + box.height, { steps: 10 });
    await page.mouse.up();
    await button('Mọi lần').click();
    await page.getByText('Đã đổi “Giờ cao điểm”', { exact: false }).waitFor();
    await button('Hoàn tác').click();
    await page.waitForFunction(() => document.querySelector('.slot-event')?.textContent?.includes('09:00–10:00:30'));
  });

  it('makes a slot by drawing on empty time, an overnight one by keyboard in the list', async () => {
    await visit(page, `${home}/schedule?view=week`);
    await page.locator('.slot-event').first().waitFor();
    const [slot, body] = await Promise.all([
      page.locator('.slot-event').first().boundingBox(),
      page.locator('.calendar').boundingBox(),
    ]);
    if (!slot || !body) throw new Error('the calendar is not drawn');
    const [x, y] = [slot.x + slot.width / 2, slot.y + slot.height * 2.5];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 40, { steps: 6 });
    await page.mouse.move(x, y + 80, { steps: 6 });
    await page.mouse.up();
    await page.getByRole('dialog', { name: 'Khung giờ mới' }).waitFor();
    expect(await page.getByLabel('Bắt đầu').inputValue()).toMatch(/^1[12]:/);
    await page.keyboard.press('Escape');
    await page.getByText('Danh sách', { exact: true }).click();
    await page.waitForURL('**view=list*');
    await button('Giờ cao điểm').press('Enter');
    await page.getByLabel('Bắt đầu').fill('22:00');
    await page.getByLabel('Kết thúc').fill('05:00');
    await page.getByText('Qua đêm: kết thúc lúc 05:00 ngày hôm sau.').waitFor();
    await page.getByLabel('Kết thúc').fill('23:59:59');
    await button('Lưu').click();
    await page.getByRole('cell', { name: '22:00–23:59:59' }).waitFor();
  });

  it('publishes, and the player’s receipt moves the bar by itself', async () => {
    await page.getByText('Có thay đổi chưa đăng phát').waitFor();
    await page.getByRole('link', { name: 'Xem lại' }).click();
    await button('Xem trước chương trình phát của LED cổng trụ sở').click();
    await page.getByRole('dialog').locator('.picture').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Ghi chú').fill('Lần đăng phát đầu tiên');
    await button('Đăng phát').click();
    await page.getByText('0/1 màn hình đã nhận').waitFor();
    const [player] = players;
    if (!player) throw new Error('no player');
    const push = await player.nextPush(1);
    const { epoch, version, bodyDigest } = push.signed.envelope;
    push.answer({ kind: 'taken', epoch, version });
    player.socket.emit('progress', { epoch, version, bodyDigest, state: { kind: 'active', at: Date.now() } });
    await page.getByText('Mọi màn hình đã nhận chương trình phát mới').waitFor();
    await page.getByText('Lần đăng phát đầu tiên').waitFor();
    await page.getByText('Mọi thay đổi đã được đăng phát').waitFor();
  });

  it('renders the real manifest on the screen’s card, and shows a lost server and its return', async () => {
    await visit(page, `${home}/screens`);
    await page.locator('.screen-card .picture-card, .screen-card video, .screen-card img').first().waitFor();
    await page.context().setOffline(true);
    stage.server = await stage.server.restart();
    await page.getByText('Mất kết nối với máy chủ. Đang nối lại…').waitFor();
    await page.context().setOffline(false);
    await page.getByText('Mất kết nối với máy chủ. Đang nối lại…').waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('H5 met no script error and no violation of the content policy all day', () => {
    expect(faults.filter((fault) => !/ERR_|WebSocket/.test(fault))).toEqual([]);
  });
});
