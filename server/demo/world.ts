/** The demo ward: two sites of the plan, three screens of different pixel grids, two playlists, two slots that touch, two tickers. */
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { AssetId, PlaylistId, ScreenId } from '../../playlists/model/ids.ts';
import { HOME_ZONE } from '../../playlists/model/time.ts';
import type { Staff } from './staff.ts';

export const WARD_NAME = 'UBND phường Lê Thanh Nghị';
export const ADMIN = { name: 'Quản trị bản dùng thử', email: 'quantri@demo.example' };

const SITES = [
  {
    name: 'Trung tâm hành chính phường',
    kind: 'administrative-centre',
    address: 'Phường Lê Thanh Nghị, thành phố Hải Phòng',
  },
  { name: 'Nhà văn hóa khu dân cư', kind: 'residential-area', address: 'Phường Lê Thanh Nghị, thành phố Hải Phòng' },
] as const;

/** The first screen gets the player with a picture; the others are played by headless cores. */
export const SCREENS: readonly { name: string; site: number; canvas: Canvas }[] = [
  { name: 'LED cổng trung tâm hành chính', site: 0, canvas: { width: 768, height: 384 } },
  { name: 'Bảng tin điện tử sảnh một cửa', site: 0, canvas: { width: 1280, height: 720 } },
  { name: 'LED khu dân cư', site: 1, canvas: { width: 640, height: 320 } },
];

export interface DemoScreen {
  id: ScreenId;
  name: string;
  canvas: Canvas;
}

/** Creates sites, screens and one group; returns the screens in the order of `SCREENS`. */
export const buildWard = async (staff: Staff): Promise<DemoScreen[]> => {
  const siteIds = [];
  for (const site of SITES) siteIds.push((await staff.call('createSite', { body: { ...site } })).id);
  const screens: DemoScreen[] = [];
  for (const screen of SCREENS) {
    const siteId = siteIds[screen.site];
    if (!siteId) throw new RangeError('a demo screen names a site that does not exist');
    const made = await staff.call('createScreen', {
      body: { name: screen.name, siteId, canvas: screen.canvas, zone: HOME_ZONE, sound: true },
    });
    screens.push({ id: made.id, name: made.name, canvas: made.canvas });
  }
  await staff.call('createGroup', {
    body: {
      name: 'Màn hình LED ngoài trời',
      screenIds: [screens[0], screens[2]].flatMap((screen) => (screen ? [screen.id] : [])),
    },
  });
  return screens;
};

/** What to play before and after the change. */
export interface DemoPlaylists {
  before: { id: PlaylistId; name: string };
  after: { id: PlaylistId; name: string };
}

/** Two playlists with different videos; short stills, so that a minute shows something. `assets` in order: 4 slides, 2 videos. */
export const buildPlaylists = async (
  staff: Staff,
  assets: readonly AssetId[],
  screens: readonly DemoScreen[],
): Promise<DemoPlaylists> => {
  const [slide1, slide2, slide3, slide4, video1, video2] = assets;
  if (!slide1 || !slide2 || !slide3 || !slide4 || !video1 || !video2) throw new RangeError('the demo needs six assets');
  const still = (assetId: AssetId) => ({ assetId, durationMs: 5_000 });
  const whole = (assetId: AssetId) => ({ assetId, durationMs: null });
  const before = await staff.call('createPlaylist', {
    body: { name: 'Nghị quyết 57 – giới thiệu chung', entries: [whole(video1), still(slide1), still(slide3)] },
  });
  const after = await staff.call('createPlaylist', {
    body: { name: 'Người dân và doanh nghiệp chuyển đổi số', entries: [whole(video2), still(slide2), still(slide4)] },
  });
  for (const screen of screens) {
    await staff.call('changeScreen', { params: { screenId: screen.id }, body: { defaultPlaylistId: before.id } });
  }
  return { before: { id: before.id, name: before.name }, after: { id: after.id, name: after.name } };
};

/** Wall-clock `HH:MM:SS` of an instant in the demo's zone. */
export const wallTime = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: HOME_ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);

const HOUR_MS = 3_600_000;

/** Two adjacent daily slots on all screens: one from `startAt` until `changeAt`, the other from then on. */
export const buildSlots = async (
  staff: Staff,
  playlists: DemoPlaylists,
  changeAt: number,
  startAt = changeAt - 2 * HOUR_MS,
): Promise<void> => {
  const slot = (name: string, playlistId: PlaylistId, from: number, until: number) =>
    staff.call('createSlot', {
      body: {
        name,
        playlistId,
        targets: [{ kind: 'all' }],
        from: wallTime(from),
        until: wallTime(until),
        zone: null,
        recurrence: 'FREQ=DAILY',
        validFrom: null,
        validUntil: null,
        priority: 'normal',
        boundary: 'cut',
        enabled: true,
      },
    });
  await slot('Khung giờ giới thiệu Nghị quyết 57', playlists.before.id, startAt, changeAt);
  await slot('Khung giờ hướng dẫn người dân', playlists.after.id, changeAt, changeAt + 2 * HOUR_MS);
};

/** A ticker that stands on the first screen, and a daily slot on all screens that is a ticker alone, from `startAt` on. */
export const buildTickers = async (staff: Staff, screens: readonly DemoScreen[], startAt: number): Promise<void> => {
  const standing = await staff.call('createTicker', {
    body: {
      name: 'Tin phường hằng ngày',
      messages: [
        { text: 'Nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia, không phải chờ đợi' },
        { text: 'Bình dân học vụ số: mỗi người dân một kỹ năng số', priority: 'priority' },
      ],
    },
  });
  const [first] = screens;
  if (first) await staff.call('changeScreen', { params: { screenId: first.id }, body: { tickerId: standing.id } });
  const reminder = await staff.call('createTicker', {
    body: {
      name: 'Nhắc tham gia chuyển đổi số',
      messages: [{ text: 'Cần hướng dẫn dịch vụ công trực tuyến, mời bà con gặp Tổ công nghệ số cộng đồng' }],
    },
  });
  await staff.call('createSlot', {
    body: {
      name: 'Chữ chạy nhắc bà con',
      playlistId: null,
      ticker: { kind: 'ticker', tickerId: reminder.id },
      targets: [{ kind: 'all' }],
      from: wallTime(startAt),
      until: wallTime(startAt + HOUR_MS),
      zone: null,
      recurrence: 'FREQ=DAILY',
      validFrom: null,
      validUntil: null,
      priority: 'normal',
      boundary: 'cut',
      enabled: true,
    },
  });
};
