/**
 * A manager's week before Tết, in a real browser against a real server with a real player: playlists, an everyday slot that avoids
 * public holidays, one that needs them, one occurrence moved, a slot stretched; what hides what, and why; published, three
 * boundaries read from the painted pixels, and the way back. The ward's clock says Wednesday 3 February 2027; New Year is Saturday.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_PAGE, buildPage } from '../../player/build.ts';
import { realClocks } from '../../player/core/clocks.ts';
import { composePlayer, type Player, type PlayerEvent } from '../../player/core/compose.ts';
import { readPlayerConfig } from '../../player/core/config.ts';
import { openChromiumStage } from '../../player/shell/chromium/open.ts';
import type { AssetId, ScreenId } from '../../playlists/model/ids.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { cuesBetween, playheadAt } from '../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../playlists/wire/manifest.ts';
import { openStaff, type Staff } from '../../server/demo/staff.ts';
import { wallTime } from '../../server/demo/world.ts';
import { attachBrowser, chromiumPath, launchBrowser, openPage } from '../support/browser.ts';
import { buildConsole, noteFaults, settled, visit } from '../support/console.ts';
import { type MachineDate, setMachineDate } from '../support/machine-date.ts';
import { type Colour, openMediaMaker } from '../support/made-media.ts';
import { type PaintedFrame, type PaintedWatch, watchPainted } from '../support/painted-frames.ts';
import { nameFrame, type Seen } from '../support/painted-pixels.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 512, height: 256 };
const SCREEN = 'LED cổng phường';
/** Wednesday of the week in which Tết begins: 5–9 February 2027 are public holidays. */
const BEGIN = Date.parse('2027-02-03T08:30:00+07:00');
/** A change is looked for this far around its instant; how exact changes are is measured elsewhere, on a machine at rest. */
const AROUND_MS = 400;
/** Videos are as long as this, give or take what a container rounds. */
const RED_MS = 7_000;
const BLUE_MS = 7_000;
const GREEN_MS = 5_000;
const YELLOW_MS = 3_000;

let clock: MachineDate;
let built: Awaited<ReturnType<typeof buildConsole>>;
let server: TestServer;
let staff: Staff;
let browser: Browser;
let page: Page;
let faults: string[];
let player: Player | undefined;
let glass: Page;
let painted: PaintedWatch;
let screenId: ScreenId;
let letGo: () => Promise<void> = async () => {};
let dropMedia: () => Promise<void> = async () => {};
const colourOf = new Map<AssetId, Colour>();
/** The longest time that it took to fill in a slot; how slow this machine is. */
let slowestFormMs = 0;

// Where things are in the console: the one place to mend when a page changes.
const go = async (name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
  await settled(page);
};
const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
const slotForm = (name = 'Khung giờ mới'): Locator => page.getByRole('dialog', { name });
const choose = (form: Locator, group: string, label: string): Promise<void> =>
  form.getByRole('radiogroup', { name: group }).getByText(label, { exact: true }).click();
const setTimes = async (form: Locator, from: string, till: string): Promise<void> => {
  await form.getByLabel('Bắt đầu').fill(from);
  await form.getByLabel('Kết thúc').fill(till);
};
const chooseCalendar = async (form: Locator, field: string, calendar: string): Promise<void> => {
  await form.getByRole('combobox', { name: field }).press('ArrowDown');
  await page.getByRole('option', { name: calendar }).click();
  await form.getByLabel('Tên khung giờ').click();
};
const save = async (form: Locator): Promise<void> => {
  await button('Lưu', form).click();
  await form.waitFor({ state: 'detached' });
};
/** Occurrences on the calendar, in the order of days. */
const drawn = (name: string, times: string): Locator =>
  page.getByRole('button', { name: new RegExp(`${times}.*${name}`) });
const reach = (name: string): Locator => page.getByRole('dialog', { name: `Đổi “${name}” đến đâu?` });
const findings = (): Locator => page.locator('.findings');
const momentCard = (): Locator => page.getByRole('region', { name: SCREEN, exact: true });
const published = (note: string): Locator => page.locator('.row', { hasText: note });

interface Wish {
  name: string;
  playlist: string;
  from: string;
  until: string;
  priority?: string;
  boundary?: string;
  avoid?: string;
  require?: string;
  except?: string;
  once?: boolean;
}
const addSlot = async (wish: Wish): Promise<void> => {
  const began = performance.now();
  await button('Thêm khung giờ').click();
  const form = slotForm();
  await form.getByLabel('Tên khung giờ').fill(wish.name);
  await form.getByLabel('Danh sách phát').selectOption({ label: wish.playlist });
  await setTimes(form, wish.from, wish.until);
  if (wish.once) await form.getByLabel('Lặp lại').selectOption({ label: 'Một lần' });
  if (wish.except) {
    await form.getByLabel('Trừ các ngày', { exact: true }).fill(wish.except);
    await button('Thêm vào “Trừ các ngày”', form).click();
  }
  if (wish.avoid) await chooseCalendar(form, 'Tránh lịch ngày', wish.avoid);
  if (wish.require) await chooseCalendar(form, 'Chỉ vào lịch ngày', wish.require);
  if (wish.priority) await choose(form, 'Mức ưu tiên', wish.priority);
  if (wish.boundary) await choose(form, 'Khi hết giờ', wish.boundary);
  await save(form);
  slowestFormMs = Math.max(slowestFormMs, performance.now() - began);
};
const addPlaylist = async (name: string, entries: readonly { title: string; seconds?: number }[]): Promise<void> => {
  await go('Danh sách phát');
  await button('Tạo danh sách phát').first().click();
  await page.getByLabel('Tên danh sách phát').fill(name);
  await button('Thêm nội dung').first().click();
  const picker = page.getByRole('dialog', { name: 'Chọn nội dung' });
  for (const { title } of entries) await picker.getByRole('checkbox', { name: title }).check();
  await button(`Thêm ${entries.length} nội dung`, picker).click();
  for (const { title, seconds } of entries)
    if (seconds) await page.getByLabel(`Thời lượng (giây) của ${title}`).fill(String(seconds));
  await button('Lưu').click();
  await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
};
/** Drags from the middle of an occurrence, or from its lower edge, down by so many of its own heights. */
const drag = async (event: Locator, heights: number, from: 'middle' | 'edge'): Promise<void> => {
  await event.scrollIntoViewIfNeeded();
  const box = await event.boundingBox();
  if (!box) throw new Error('the occurrence is not drawn');
  const x = box.x + box.width / 2;
  const y = from === 'middle' ? box.y + box.height / 2 : box.y + box.height - 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + heights * box.height, { steps: 8 });
  await page.mouse.up();
};
const publish = async (note: string): Promise<void> => {
  await page.getByLabel('Ghi chú', { exact: false }).fill(note);
  await button('Đăng phát').click();
  await page.getByText('Mọi thay đổi đã được đăng phát').waitFor();
  await page.getByText('Mọi màn hình đã nhận lịch mới').waitFor();
};
const lookAt = async (date: string, time: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Ngày', exact: true }).fill(date);
  await page.getByRole('textbox', { name: 'Giờ', exact: true }).fill(time);
};

/** Painted frames with the time of the ward. */
const framesSince = async (since: number): Promise<PaintedFrame[]> =>
  (await painted.frames()).map((frame) => ({ ...frame, at: frame.at + clock.aheadMs })).filter(({ at }) => at >= since);
/** What stands on the glass at an instant: what was painted last before it. */
const colourAt = (frames: readonly PaintedFrame[], at: number): PaintedFrame['colour'] | undefined =>
  frames.findLast((frame) => frame.at <= at)?.colour;
/** What is on the glass now, whether it moves or not: the engine hands out no frames of a picture that stands still. */
const lookAtGlass = async (): Promise<Seen> => nameFrame(await glass.screenshot());
const glassShows = (colour: Colour): Promise<boolean> =>
  until(`${colour} on the glass`, async () => (await lookAtGlass()) === colour, 30_000);
const slots = (): Promise<readonly Slot[]> => staff.call('listSlots') as Promise<readonly Slot[]>;
const slotNamed = async (name: string): Promise<Slot> => {
  const found = (await slots()).find((slot) => slot.name === name);
  if (!found) throw new Error(`no slot ${name}`);
  return found;
};
const SHOTS = process.env.WEEK_SHOTS;
const shoot = async (name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

beforeAll(async () => {
  clock = setMachineDate(BEGIN);
  const building = buildConsole();
  const [maker] = await Promise.all([openMediaMaker(CANVAS.width, CANVAS.height), buildPage()]);
  dropMedia = maker.drop;
  built = await building;
  server = await startTestServer({ doors: { consoleFolder: built.folder } });
  staff = openStaff(server.url);
  await staff.signIn(ADMIN.email, ADMIN.password);
  const site = await staff.call('createSite', { body: { name: 'Trụ sở', kind: 'administrative-centre' } });
  ({ id: screenId } = await staff.call('createScreen', {
    body: { name: SCREEN, siteId: site.id, canvas: CANVAS, zone: 'Asia/Ho_Chi_Minh' },
  }));
  const made = [
    { colour: 'red', media: await maker.video('red', RED_MS / 1000) },
    { colour: 'blue', media: await maker.video('blue', BLUE_MS / 1000) },
    { colour: 'green', media: await maker.video('green', GREEN_MS / 1000) },
    { colour: 'yellow', media: await maker.still('yellow') },
    { colour: 'magenta', media: await maker.still('magenta') },
  ] as const;
  for (const { colour, media } of made)
    await staff.upload(
      await readFile(media.file.path),
      `${colour}.${media.file.type === 'video/mp4' ? 'mp4' : 'png'}`,
      '1.2.a',
    );
  const events: PlayerEvent[] = [];
  let debuggerAddress = '';
  const clocks = realClocks();
  const folder = join(made[0].media.file.path, '..', 'player');
  player = composePlayer(readPlayerConfig({}, ['--server', server.url, '--data', folder, '--shell', 'chromium']), {
    openStage: openChromiumStage({
      program: chromiumPath(),
      pageFolder: BUILT_PAGE,
      window: CANVAS,
      headless: true,
      clocks,
      log: () => {},
      debuggerOpened: (address) => {
        debuggerAddress = address;
      },
    }),
    log: () => {},
    clocks,
    happened: (event) => events.push(event),
  });
  await player.start();
  const { code } = await until(
    'a pairing code',
    () => events.find((event) => event.kind === 'link' && event.code) as { code: string } | undefined,
    30_000,
  );
  await staff.call('claimPairing', { body: { code, screenId } });
  const attached = await attachBrowser(debuggerAddress);
  glass = attached.page;
  painted = await watchPainted(glass);
  letGo = async () => {
    await painted.stop();
    await attached.browser.close();
  };
  const assets = await until(
    'all renditions',
    async () => {
      const { items } = await staff.call('listAssets', { query: { limit: 50 } });
      return items.length === made.length && items.every(({ state }) => state.kind === 'ready') ? items : null;
    },
    90_000,
  );
  for (const { id, title } of assets) colourOf.set(id, title.split('.')[0] as Colour);
  browser = await launchBrowser();
  page = await openPage(browser, { width: 1440, height: 1000 });
  faults = noteFaults(page);
  await visit(page, server.url.replace('127.0.0.1', 'localhost'));
  await page.getByLabel('Thư điện tử').fill(ADMIN.email);
  await page.getByLabel('Mật khẩu').first().fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tổng quan', level: 1 }).waitFor();
}, 180_000);

afterAll(async () => {
  try {
    expect(faults).toEqual([]);
  } finally {
    await letGo();
    await browser?.close();
    await player?.stop();
    await server?.stop();
    await dropMedia();
    await built?.drop();
    clock?.putBack();
  }
});

describe('the week of Tết', () => {
  it('DY1 TL22 is planned in the console: every day but holidays, holidays alone, one exception, one moved', async () => {
    await addPlaylist('Thường ngày', [{ title: 'magenta' }]);
    await addPlaylist('Chúc mừng năm mới', [{ title: 'yellow' }]);
    await addPlaylist('Phim đỏ', [{ title: 'red' }]);
    await shoot('1-playlist');
    await go('Lịch phát');
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
    await settled(page);
    await shoot('2-week');
    // The days of Tết in this week are Friday to Sunday; the everyday slot is left with Monday to Wednesday.
    await until('three of each', async () => {
      const everyday = await drawn('Chương trình thường ngày', '05:00–23:00').count();
      return everyday === 3 && (await drawn('Chúc Tết', '19:00–20:00').count()) === 3;
    });
    await drag(drawn('Chúc Tết', '19:00–20:00').nth(1), 1, 'middle');
    await reach('Chúc Tết').waitFor();
    await settled(page);
    await shoot('3-reach');
    await button('Chỉ lần này', reach('Chúc Tết')).click();
    await drawn('Chúc Tết', '20:00–21:00').waitFor();
    expect(await drawn('Chúc Tết', '19:00–20:00').count()).toBe(2);
    expect((await slotNamed('Chúc Tết')).changes).toEqual([
      { day: '2027-02-06', onDay: '2027-02-06', from: '20:00', until: '21:00' },
    ]);
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
    await go('Đăng phát');
    const hidden = findings().getByRole('listitem').filter({ hasText: 'không được phát phút nào' });
    await hidden.filter({ hasText: 'Bản tin trưa' }).filter({ hasText: 'Tin phòng chống cháy nổ' }).waitFor();
    await settled(page);
    await shoot('4-hidden');
    await hidden.getByRole('link', { name: 'Mở xem' }).click();
    const form = slotForm('Sửa khung giờ');
    await until(
      'the hidden slot',
      async () => (await form.getByLabel('Tên khung giờ').inputValue()) === 'Bản tin trưa',
    );
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await drag(drawn('Bản tin trưa', '11:00–12:00').nth(2), 2, 'edge');
    await reach('Bản tin trưa').waitFor();
    await button('Mọi lần', reach('Bản tin trưa')).click();
    await until('seven stretched', async () => (await drawn('Bản tin trưa', '11:00–14:00').count()) === 7);
    await settled(page);
    await shoot('5-stretched');
    await go('Đăng phát');
    await findings()
      .getByRole('listitem')
      .filter({ hasText: 'bị che một phần' })
      .filter({ hasText: '“Bản tin trưa”' })
      .first()
      .waitFor();
    expect(await hidden.count()).toBe(0);
  }, 90_000);

  it('TL6 TL22 the time machine says what will be shown, and why', async () => {
    await go('Xem theo thời điểm');
    await button('Dừng').click();
    await page.getByText('Đang soạn', { exact: true }).click();
    await button('Vì sao?', momentCard()).click();
    const why = momentCard().getByRole('status');
    await lookAt('03/02/2027', '11:30:00');
    await why.getByText(/^Khung giờ “Tin phòng chống cháy nổ” .* được phát/).waitFor();
    const losers = why.getByRole('listitem');
    await losers.filter({ hasText: '“Bản tin trưa”' }).filter({ hasText: 'có mức ưu tiên cao hơn' }).waitFor();
    await losers.filter({ hasText: '“Chương trình thường ngày”' }).filter({ hasText: 'TL6' }).waitFor();
    await settled(page);
    await shoot('6-why');
    await lookAt('03/02/2027', '13:00:00');
    await why.getByText(/^Khung giờ “Bản tin trưa” .* được phát/).waitFor();
    await losers.filter({ hasText: '“Chương trình thường ngày”' }).filter({ hasText: 'bắt đầu muộn hơn' }).waitFor();
    // New Year: the everyday slot is not on, and the greeting has moved to eight o'clock.
    await lookAt('06/02/2027', '20:30:00');
    await why.getByText(/^Khung giờ “Chúc Tết” .* được phát vì không có khung giờ nào khác đang chạy/).waitFor();
    await lookAt('06/02/2027', '19:30:00');
    await why.getByText('Không có khung giờ hay danh sách phát mặc định nào', { exact: false }).waitFor();
    await lookAt('07/02/2027', '19:30:00');
    await why.getByText(/^Khung giờ “Chúc Tết” .* được phát/).waitFor();
  }, 60_000);

  it('is published, and stands on the glass', async () => {
    await go('Đăng phát');
    await publish('Lịch tuần Tết');
    await shoot('7-published');
    await glassShows('magenta');
  }, 60_000);
});

describe('the three boundaries on the glass', () => {
  let body: ManifestBody;
  let frames: PaintedFrame[];
  const stills: { at: number; seen: Seen }[] = [];
  /** The edges of the three slots. */
  let red = 0;
  let blue = 0;
  let green = 0;
  let end = 0;
  /** What the running item needs beyond the edge at which it is on. */
  const overrun = (from: number, till: number, lengthMs: number): number => lengthMs - ((till - from) % lengthMs);

  beforeAll(async () => {
    await addPlaylist('Phim xanh dương', [{ title: 'blue' }]);
    await addPlaylist('Phim xanh lá và ảnh', [{ title: 'green' }, { title: 'yellow', seconds: YELLOW_MS / 1000 }]);
    await go('Lịch phát');
    const leadMs = Math.max(25_000, slowestFormMs * 5 + 15_000);
    blue = Math.ceil((Date.now() + leadMs) / 1_000) * 1_000;
    red = blue - 10_000;
    green = blue + 12_000;
    end = green + 13_000;
    const once = { once: true };
    await addSlot({
      ...once,
      name: 'Cắt',
      playlist: 'Phim đỏ',
      from: wallTime(red),
      until: '10:00',
      boundary: 'Chuyển ngay',
    });
    await addSlot({
      ...once,
      name: 'Phát nốt',
      playlist: 'Phim xanh dương',
      from: wallTime(blue),
      until: wallTime(green),
      boundary: 'Phát nốt',
    });
    await addSlot({
      ...once,
      name: 'Vừa đủ',
      playlist: 'Phim xanh lá và ảnh',
      from: wallTime(green),
      until: wallTime(end),
      boundary: 'Vừa đủ',
    });
    await go('Đăng phát');
    ({ body } = await staff.call('previewScreen', { params: { screenId } }));
    await publish('Ba cách chuyển');
    expect(Date.now(), 'published before the first boundary').toBeLessThan(blue - 1_000);
    // While the stills stand there, their own turn first, then the filling one, they are looked at.
    for (const at of [green + 8_500, end - 1_500]) {
      await until('a still to look at', () => Date.now() > at, 120_000);
      stills.push({ at: Date.now(), seen: await lookAtGlass() });
      expect(Date.now(), 'looked at before the last boundary').toBeLessThan(end);
    }
    await until('two seconds past the last boundary', () => Date.now() > end + 2_000, 60_000);
    frames = await framesSince(blue - 3_000);
    const seen = frames.filter(({ at }) => at > blue - 1_000 && at < end + 1_000);
    const runs = seen.filter((frame, i) => frame.colour !== seen[i - 1]?.colour);
    process.stdout.write(`glass: ${runs.map(({ at, colour }) => `${colour} ${Math.round(at - blue)}`).join(', ')}\n`);
  }, 180_000);

  const justBefore = (at: number) => colourAt(frames, at - AROUND_MS);
  const justAfter = (at: number) => colourAt(frames, at + AROUND_MS);
  const planned = (at: number): Colour | undefined => {
    const head = playheadAt(body, at);
    return head.kind === 'cue' ? colourOf.get(head.cue.assetId) : undefined;
  };

  it('TL9 cut: the running video is cut off at the instant', () => {
    const running = playheadAt(body, blue - 1);
    expect(overrun(red, blue, RED_MS)).toBe(4_000);
    expect([running.until, planned(blue - 1), planned(blue)]).toEqual([blue, 'red', 'blue']);
    expect([justBefore(blue), justAfter(blue)]).toEqual(['red', 'blue']);
  });

  it('TL20 finish: the running video ends first, and what follows begins then', () => {
    const late = playheadAt(body, green).until - green;
    expect(Math.abs(late - overrun(blue, green, BLUE_MS))).toBeLessThan(150);
    expect([planned(green), planned(green + late)]).toEqual(['blue', 'green']);
    expect([justBefore(green), justAfter(green)]).toEqual(['blue', 'blue']);
    expect([justBefore(green + late), justAfter(green + late)]).toEqual(['blue', 'green']);
  });

  it('TL21 fit: a still fills what no video could end in', () => {
    const late = playheadAt(body, green).until;
    const showings = cuesBetween(body, late, end, 10);
    expect(showings.map((head) => planned(head.from))).toEqual(['green', 'yellow', 'yellow']);
    const [video, own, filler] = showings.map(({ from, until: till }) => ({ from, until: till }));
    if (!video || !own || !filler) throw new Error('three showings were expected');
    expect(Math.abs(filler.from - (late + GREEN_MS + YELLOW_MS))).toBeLessThan(150);
    expect(filler.until).toBe(end);
    expect(stills.map(({ seen }) => seen)).toEqual(['yellow', 'yellow']);
    expect(stills[0]?.at).toBeLessThan(filler.from);
    expect(stills[1]?.at).toBeGreaterThan(filler.from);
    expect(justBefore(own.from)).toBe('green');
    const within = frames.filter(({ at }) => at > own.from + AROUND_MS && at < end - AROUND_MS);
    expect(within.filter(({ colour }) => colour !== 'yellow')).toEqual([]);
    expect(justAfter(end)).toBe('red');
  });

  it('nothing else is seen in between', () => {
    const others = frames.filter(({ at, colour }) => at > blue - 2_000 && at < end + 1_000 && colour === 'other');
    expect(others).toEqual([]);
  });
});

describe('the way back', () => {
  it('takes the screens back to the earlier publication with one click', async () => {
    await published('Lịch tuần Tết')
      .getByRole('button', { name: /^Quay lại bản/ })
      .click();
    const question = page.getByRole('dialog', { name: /^Quay lại bản/ });
    await settled(page);
    await shoot('8-roll-back');
    await button('Quay lại', question).click();
    await question.waitFor({ state: 'detached' });
    await published('↩ Lịch tuần Tết').waitFor();
    await glassShows('magenta');
    await shoot('9-rolled-back');
  }, 60_000);
});
