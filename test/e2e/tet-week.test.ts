/**
 * A manager's week before Tết, in a real browser against a real server with a real player: playlists, an everyday slot that avoids
 * public holidays, one that needs them, one occurrence moved, a slot stretched; what hides what, and why; published, three
 * boundaries read from the painted pixels, and the way back. The ward's clock says Wednesday 3 February 2027; the manager's
 * computer is wrong by the months until then.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetId, ScreenId } from '../../playlists/model/ids.ts';
import { cuesBetween, playheadAt } from '../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../playlists/wire/manifest.ts';
import { openStaff, type Staff } from '../../server/demo/staff.ts';
import { wallTime } from '../../server/demo/world.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { buildConsole } from '../support/built-console.ts';
import { noteFaults, visit } from '../support/console.ts';
import { type Desk, openDesk, type SlotWish } from '../support/console-desk.ts';
import { signIn } from '../support/console-stand.ts';
import { type Glass, openGlass } from '../support/glass.ts';
import { type MachineDate, setMachineDate } from '../support/machine-date.ts';
import { type Colour, openMediaMaker } from '../support/made-media.ts';
import type { PaintedFrame } from '../support/painted-frames.ts';
import type { Seen } from '../support/painted-pixels.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 512, height: 256 };
const SCREEN = 'LED cổng phường';
/** In the week in which Tết begins: Friday 5 to Tuesday 9 February 2027 are public holidays. */
const BEGIN = Date.parse('2027-02-03T08:30:00+07:00');
/** A change is looked for this far around its instant; how exact changes are is measured by other tests. */
const AROUND_MS = 400;
/** What a container may round of the length of a video. */
const ROUNDING_MS = 150;
const RED_MS = 7_000;
const BLUE_MS = 7_000;
const GREEN_MS = 5_000;
const YELLOW_MS = 3_000;

let date: MachineDate;
let server: TestServer | undefined;
let staff: Staff;
let browser: Browser | undefined;
let page: Page;
let home = '';
let desk: Desk;
let faults: string[] = [];
let glass: Glass;
let screenId: ScreenId;
let dropMedia: () => Promise<void> = async () => {};
const colourOf = new Map<AssetId, Colour>();
/** The longest time that it took to fill in a slot: how slow this machine is. */
let slowestSlotMs = 0;

const addSlot = async (wish: SlotWish): Promise<void> => {
  const began = performance.now();
  await desk.addSlot(wish);
  slowestSlotMs = Math.max(slowestSlotMs, performance.now() - began);
};
const glassShows = (colour: Colour): Promise<boolean> =>
  until(`${colour} on the glass`, async () => (await glass.look()) === colour, 30_000);

beforeAll(async () => {
  date = setMachineDate(BEGIN);
  const building = buildConsole();
  const maker = await openMediaMaker(CANVAS.width, CANVAS.height);
  dropMedia = maker.drop;
  server = await startTestServer({ doors: { consoleFolder: await building } });
  staff = openStaff(server.url);
  await staff.signIn(ADMIN.email, ADMIN.password);
  const site = await staff.call('createSite', { body: { name: 'Trụ sở', kind: 'administrative-centre' } });
  ({ id: screenId } = await staff.call('createScreen', {
    body: { name: SCREEN, siteId: site.id, canvas: CANVAS, zone: 'Asia/Ho_Chi_Minh' },
  }));
  const made = [
    { colour: 'red', media: await maker.video('red', RED_MS / 1_000) },
    { colour: 'blue', media: await maker.video('blue', BLUE_MS / 1_000) },
    { colour: 'green', media: await maker.video('green', GREEN_MS / 1_000) },
    { colour: 'yellow', media: await maker.still('yellow') },
    { colour: 'magenta', media: await maker.still('magenta') },
  ] as const;
  for (const { colour, media } of made) {
    const end = media.file.type === 'video/mp4' ? 'mp4' : 'png';
    await staff.upload(await readFile(media.file.path), `${colour}.${end}`, '1.2.a');
  }
  glass = await openGlass(server.url, join(made[0].media.file.path, '..', 'player'), CANVAS);
  await staff.call('claimPairing', { body: { code: glass.code, screenId } });
  const assets = await until(
    'all renditions',
    async () => {
      const { items } = await staff.call('listAssets', { query: { limit: 50 } });
      return items.length === made.length && items.every(({ state }) => state.kind === 'ready') ? items : null;
    },
    90_000,
  );
  for (const { colour } of made) {
    const asset = assets.find(({ title }) => title.startsWith(colour));
    if (!asset) throw new Error(`no asset ${colour}`);
    colourOf.set(asset.id, colour);
  }
  browser = await launchBrowser();
  page = await openPage(browser, { width: 1440, height: 1000 });
  desk = openDesk(page);
  faults = noteFaults(page);
  home = server.url.replace('127.0.0.1', 'localhost');
  await signIn(page, home);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await glass?.stop();
  await server?.stop();
  await dropMedia();
  date.putBack();
  expect(faults).toEqual([]);
}, 60_000);

describe('the week of Tết', () => {
  it('DY1 TL22 is planned in the console: every day but holidays, holidays alone, one exception, one moved', async () => {
    await desk.addPlaylist('Thường ngày', [{ title: 'magenta' }]);
    await desk.addPlaylist('Chúc mừng năm mới', [{ title: 'yellow' }]);
    await desk.addPlaylist('Phim đỏ', [{ title: 'red' }]);
    // By its address, so that the page stands before the server has told the time.
    await visit(page, `${home}/schedule`);
    await addSlot({
      name: 'Chương trình thường ngày',
      playlist: 'Thường ngày',
      from: '05:00',
      until: '23:00',
      avoid: 'Nghỉ lễ, Tết',
      except: '04/02/2027',
    });
    await addSlot({
      name: 'Chúc Tết',
      playlist: 'Chúc mừng năm mới',
      from: '19:00',
      until: '20:00',
      require: 'Nghỉ lễ, Tết',
    });
    // Friday to Sunday are holidays and Thursday is the exception: Monday to Wednesday are left, in the week of the ward's today.
    await until(
      'three of each',
      async () =>
        (await desk.drawn('Chương trình thường ngày', '05:00–23:00').count()) === 3 &&
        (await desk.drawn('Chúc Tết', '19:00–20:00').count()) === 3,
    );
    const onSaturday = desk.drawn('Chúc Tết', '19:00–20:00').nth(1);
    await desk.change('Chúc Tết', onSaturday, { heights: 1, by: 'middle' }, 'Chỉ lần này');
    await desk.drawn('Chúc Tết', '20:00–21:00').waitFor();
    expect(await desk.drawn('Chúc Tết', '19:00–20:00').count()).toBe(2);
    const greeting = (await staff.call('listSlots')).find(({ name }) => name === 'Chúc Tết');
    expect(greeting?.changes).toEqual([{ day: '2027-02-06', onDay: '2027-02-06', from: '20:00', until: '21:00' }]);
  }, 120_000);

  it('FD3 FD11 what hides a slot is said before it airs; stretched, it is seen for a part', async () => {
    await addSlot({ name: 'Bản tin trưa', playlist: 'Phim đỏ', from: '11:00', until: '12:00' });
    await addSlot({
      name: 'Tin phòng chống cháy nổ',
      playlist: 'Chúc mừng năm mới',
      from: '10:30',
      until: '12:30',
      priority: 'Ưu tiên',
    });
    await desk.go('Đăng phát');
    const hidden = desk.finding('không được phát phút nào', 'Bản tin trưa');
    await hidden.filter({ hasText: '“Tin phòng chống cháy nổ”' }).waitFor();
    await desk.follow(hidden, 'Bản tin trưa');
    const onWednesday = desk.drawn('Bản tin trưa', '11:00–12:00').nth(2);
    await desk.change('Bản tin trưa', onWednesday, { heights: 2, by: 'edge' }, 'Mọi lần');
    await until('seven stretched', async () => (await desk.drawn('Bản tin trưa', '11:00–14:00').count()) === 7);
    await desk.go('Đăng phát');
    await desk.finding('hằng ngày 11:00–12:30 bởi “Tin phòng chống cháy nổ”', 'Khung giờ “Bản tin trưa”').waitFor();
    expect(await hidden.count()).toBe(0);
  }, 90_000);

  it('TL6 TL8 TL22 the time machine says what will be shown, and why', async () => {
    // By its address here too: the instant in the field is the ward's, whatever this computer believes.
    await visit(page, `${home}/time`);
    await desk.now('03/02/2027');
    const { why, losers } = await desk.askWhy(SCREEN);
    const loses = (slot: string, because: string) =>
      losers
        .filter({ hasText: `“${slot}”` })
        .filter({ hasText: because })
        .waitFor();
    await desk.lookAt('03/02/2027', '11:30:00');
    await why.getByText(/^Khung giờ “Tin phòng chống cháy nổ” .* được phát/).waitFor();
    await loses('Bản tin trưa', 'có mức ưu tiên cao hơn');
    await loses('Chương trình thường ngày', 'có mức ưu tiên cao hơn');
    await desk.lookAt('03/02/2027', '13:00:00');
    await why.getByText(/^Khung giờ “Bản tin trưa” .* được phát/).waitFor();
    await loses('Chương trình thường ngày', 'bắt đầu muộn hơn');
    // On New Year's Day nothing else runs in the evening, and the greeting has moved.
    await desk.lookAt('06/02/2027', '20:30:00');
    await why.getByText(/^Khung giờ “Chúc Tết” .* không có khung giờ nào khác vào lúc này/).waitFor();
    await desk.lookAt('06/02/2027', '19:30:00');
    await why.getByText('Không có khung giờ hay danh sách phát mặc định nào', { exact: false }).waitFor();
    await desk.lookAt('07/02/2027', '19:30:00');
    await why.getByText(/^Khung giờ “Chúc Tết” .* được phát/).waitFor();
  }, 60_000);

  it('is published, and stands on the glass', async () => {
    await desk.go('Đăng phát');
    await desk.publish('Lịch tuần Tết');
    await glassShows('magenta');
  }, 60_000);
});

describe('the three boundaries on the glass', () => {
  /** A video runs for 10 s and is cut off; one of 7 s is played for 12 s; one of 5 s and a still of 3 s have 11 s left. */
  let red = 0;
  let blue = 0;
  let green = 0;
  let end = 0;
  let body: ManifestBody;
  let frames: PaintedFrame[] = [];
  const stills: { at: number; seen: Seen }[] = [];

  beforeAll(async () => {
    await desk.addPlaylist('Phim xanh dương', [{ title: 'blue' }]);
    await desk.addPlaylist('Phim xanh lá và ảnh', [
      { title: 'green' },
      { title: 'yellow', seconds: YELLOW_MS / 1_000 },
    ]);
    await desk.go('Lịch phát');
    blue = Math.ceil((Date.now() + Math.max(25_000, 15_000 + 5 * slowestSlotMs)) / 1_000) * 1_000;
    red = blue - 10_000;
    green = blue + 12_000;
    end = green + 13_000;
    const today = (name: string, playlist: string, from: number, till: string, boundary: SlotWish['boundary']) =>
      addSlot({ name, playlist, from: wallTime(from), until: till, once: true, boundary });
    await today('Cắt', 'Phim đỏ', red, '10:00', 'Chuyển ngay');
    await today('Phát nốt', 'Phim xanh dương', blue, wallTime(green), 'Phát nốt');
    await today('Vừa đủ', 'Phim xanh lá và ảnh', green, wallTime(end), 'Vừa đủ');
    ({ body } = await staff.call('previewScreen', { params: { screenId } }));
    await desk.go('Đăng phát');
    await desk.publish('Ba cách chuyển');
    expect(Date.now(), 'the screens have it before the first boundary').toBeLessThan(blue - 1_000);
    // While stills stand there, first in their own turn, then in place of the video, they are looked at.
    for (const at of [green + 8_500, end - 1_500]) {
      await until('a still to look at', () => Date.now() > at, 120_000);
      stills.push({ at: Date.now(), seen: await glass.look() });
      expect(Date.now(), 'looked at before the last boundary').toBeLessThan(end);
    }
    await until('the last boundary to be over', () => Date.now() > end + 2_000);
    frames = (await glass.frames())
      .map((frame) => ({ ...frame, at: frame.at + date.aheadMs }))
      .filter(({ at }) => at > blue - 2_000 && at < end + 1_000);
    const runs = frames.filter(({ colour }, i) => colour !== frames[i - 1]?.colour);
    const said = runs.map(({ at, colour }) => `${colour} ${Math.round(at - blue)}`).join(', ');
    process.stdout.write(`ms after the first boundary, on the glass: ${said}\n`);
  }, 180_000);

  /** What was painted last before an instant. */
  const seenAt = (at: number) => frames.findLast((frame) => frame.at <= at)?.colour;
  const around = (at: number) => [seenAt(at - AROUND_MS), seenAt(at + AROUND_MS)];
  const planned = (at: number): Colour | undefined => {
    const head = playheadAt(body, at);
    return head.kind === 'cue' ? colourOf.get(head.cue.assetId) : undefined;
  };

  it('TL9 cut: the running video is cut off at the instant', () => {
    expect([planned(blue - 1), planned(blue)]).toEqual(['red', 'blue']);
    // It had begun its second round.
    expect(playheadAt(body, blue - 1)).toMatchObject({ kind: 'cue', until: blue, offsetMs: expect.closeTo(2_999, -3) });
    expect(around(blue)).toEqual(['red', 'blue']);
  });

  it('TL20 finish: the running video ends first, and what follows begins then, from its beginning', () => {
    const late = playheadAt(body, green).until;
    expect(Math.abs(late - (blue + 2 * BLUE_MS))).toBeLessThan(ROUNDING_MS);
    expect(playheadAt(body, late)).toMatchObject({ kind: 'cue', from: late, entryMs: 0 });
    expect([planned(green), planned(late)]).toEqual(['blue', 'green']);
    expect(around(green)).toEqual(['blue', 'blue']);
    expect(around(late)).toEqual(['blue', 'green']);
  });

  it('TL21 fit: a still fills what no video could end in', () => {
    const showings = cuesBetween(body, playheadAt(body, green).until, end, 10);
    expect(showings.map(({ from }) => planned(from))).toEqual(['green', 'yellow', 'yellow']);
    const [video, own, filler] = showings;
    if (!video || !own || !filler) throw new Error('three showings are planned');
    expect(Math.abs(filler.from - (video.from + GREEN_MS + YELLOW_MS))).toBeLessThan(ROUNDING_MS);
    expect(filler.until).toBe(end);
    expect(seenAt(own.from - AROUND_MS)).toBe('green');
    expect(stills.map(({ seen }) => seen)).toEqual(['yellow', 'yellow']);
    expect(stills.map(({ at }) => at < filler.from)).toEqual([true, false]);
    const within = frames.filter(({ at }) => at > own.from + AROUND_MS && at < end - AROUND_MS);
    expect(within.filter(({ colour }) => colour !== 'yellow')).toEqual([]);
    expect(seenAt(end + AROUND_MS)).toBe('red');
  });

  it('TL12 nothing else is seen in between', () => {
    expect(frames.filter(({ colour }) => colour === 'other' || colour === 'magenta')).toEqual([]);
  });
});

describe('the way back', () => {
  it('takes the screens back to the earlier publication with one click', async () => {
    expect(await glass.look()).toBe('red');
    await desk.rollBack('Lịch tuần Tết');
    await glassShows('magenta');
    // The schedule of the console is what is on air; what was published since can be brought back in the same way.
    expect((await staff.call('listSlots')).map(({ name }) => name)).not.toContain('Phát nốt');
  }, 60_000);
});
