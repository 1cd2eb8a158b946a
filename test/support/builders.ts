/**
 * Valid nouns with the defaults nobody cares about: a test names only what it is about. Every builder parses what it made,
 * so no test runs on a shape the product would refuse. Ids are plain text here (`scr_gate`); parsing brands them.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { DayPart } from '../../playlists/model/day-part.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { Rendition } from '../../playlists/model/media.ts';
import { Playlist } from '../../playlists/model/playlist.ts';
import { Schedule, ScheduledAsset } from '../../playlists/model/schedule.ts';
import { Screen, Site } from '../../playlists/model/screen.ts';
import { HOUSE_PALETTE, SlideContent } from '../../playlists/model/slide.ts';
import { Slot } from '../../playlists/model/slot.ts';
import { ScheduledTicker } from '../../playlists/model/ticker.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { paletteOf } from '../../playlists/slides/colours.ts';

type Parts<Schema extends z.ZodType> = Partial<z.input<Schema>>;

/** The instant a manager means: `at('2026-03-02 18:00')` in Việt Nam, or with the offset that holds there and then. */
export const at = (text: string, offset = '+07:00'): Instant => {
  const instant = Date.parse(`${text.replace(' ', 'T')}${offset}`);
  if (Number.isNaN(instant)) throw new RangeError(`not a wall time: ${text}`);
  return instant;
};

/** A digest that belongs to a name and to no real file. */
export const aDigest = (name: string): Digest => Digest.parse(createHash('sha256').update(name).digest('hex'));

export const P5_WALL = { width: 768, height: 384 };
const WRITTEN_AT = at('2026-01-05 08:00');
const APPROVED = { by: 'per_approver', name: 'Lê Duyệt', at: WRITTEN_AT };

export const aSite = (parts: Parts<typeof Site> = {}): Site =>
  Site.parse({
    id: 'sit_centre',
    name: 'Trung tâm hành chính phường',
    kind: 'administrative-centre',
    address: 'Phường Lê Thanh Nghị, thành phố Hải Phòng',
    safeAssetId: null,
    ...parts,
  });

export const aScreen = (parts: Parts<typeof Screen> = {}): Screen =>
  Screen.parse({
    id: 'scr_gate',
    name: 'Cổng chào',
    siteId: 'sit_centre',
    canvas: P5_WALL,
    zone: 'Asia/Ho_Chi_Minh',
    groupIds: [],
    defaultPlaylistId: null,
    blankHours: [],
    sound: false,
    deviceId: null,
    createdAt: WRITTEN_AT,
    ...parts,
  });

/** A rendition of `assetId`; its digest is its own for each asset, canvas and fit. */
export const aRendition = (parts: Parts<typeof Rendition> = {}): Rendition => {
  const { assetId = 'ast_slide', canvas = P5_WALL, fit = 'contain', type = 'image/webp' } = parts;
  return Rendition.parse({
    assetId,
    canvas,
    fit,
    digest: aDigest(`${assetId} ${canvas.width}x${canvas.height} ${fit}`),
    bytes: 40_000,
    type,
    durationMs: type === 'video/mp4' ? 15_000 : null,
    ...parts,
  });
};

/** A still that is ready for `canvases` (default: the one of `aScreen`). */
export const aStill = (parts: Parts<typeof ScheduledAsset> = {}, canvases = [P5_WALL]): ScheduledAsset => {
  const { id = 'ast_slide' } = parts;
  return ScheduledAsset.parse({
    id,
    title: `Ảnh ${id}`,
    kind: 'image',
    durationMs: null,
    topic: '1.1',
    approval: APPROVED,
    renditions: canvases.map((canvas) => aRendition({ assetId: id, canvas })),
    ...parts,
  });
};

/** A slide of a title; needs no rendition. */
export const aSlide = (parts: Parts<typeof ScheduledAsset> = {}, content: z.input<typeof SlideContent> = A_TITLE) => {
  const parsed = SlideContent.parse(content);
  const { id = 'ast_words' } = parts;
  return ScheduledAsset.parse({
    id,
    title: `Trang chữ ${id}`,
    kind: 'slide',
    durationMs: null,
    topic: '1.1',
    approval: APPROVED,
    renditions: [],
    slide: { digest: aDigest(JSON.stringify(parsed)), content: parsed, palette: paletteOf(parsed.look, HOUSE_PALETTE) },
    ...parts,
  });
};
const A_TITLE = { template: 'title', title: 'Chuyển đổi số', subtitle: '' } as const;

/** A video that is ready for `canvases`; 15 s unless `durationMs` says otherwise. */
export const aVideo = (parts: Parts<typeof ScheduledAsset> = {}, canvases = [P5_WALL]): ScheduledAsset => {
  const { id = 'ast_clip', durationMs = 15_000 } = parts;
  return ScheduledAsset.parse({
    id,
    title: `Video ${id}`,
    kind: 'video',
    durationMs,
    topic: '1.2',
    approval: APPROVED,
    renditions: canvases.map((canvas) => aRendition({ assetId: id, canvas, type: 'video/mp4', durationMs })),
    ...parts,
  });
};

/** A playlist of assets in order; each at its own length. */
export const aPlaylist = (
  parts: Parts<typeof Playlist> = {},
  assetIds: readonly string[] = ['ast_clip', 'ast_slide'],
): Playlist =>
  Playlist.parse({
    id: 'pls_main',
    name: 'Tuyên truyền Nghị quyết 57',
    entries: assetIds.map((assetId, i) => ({ id: `ent_${i}`, assetId, durationMs: null })),
    version: 1,
    updatedAt: WRITTEN_AT,
    ...parts,
  });

/** 06:30 to 08:00 and 16:30 to 18:30, all year. */
export const aDayPart = (parts: Parts<typeof DayPart> = {}): DayPart =>
  DayPart.parse({
    id: 'dpt_rush',
    name: 'Giờ cao điểm',
    ranges: [
      { from: '06:30', until: '08:00', season: null },
      { from: '16:30', until: '18:30', season: null },
    ],
    version: 1,
    updatedAt: WRITTEN_AT,
    ...parts,
  });

/** Every day 08:00 to 17:00 on all screens, thông thường. */
export const aSlot = (parts: Parts<typeof Slot> = {}): Slot =>
  Slot.parse({
    id: 'slt_day',
    name: 'Giờ hành chính',
    playlistId: 'pls_main',
    targets: [{ kind: 'all' }],
    from: '08:00',
    until: '17:00',
    zone: null,
    recurrence: 'FREQ=DAILY',
    validFrom: null,
    validUntil: null,
    priority: 'normal',
    boundary: 'cut',
    enabled: true,
    version: 1,
    updatedAt: WRITTEN_AT,
    ...parts,
  });

/** One message, along the lower edge, white on black. */
export const aTicker = (parts: Parts<typeof ScheduledTicker> = {}, texts: readonly string[] = ['Đăng ký VNeID']) =>
  ScheduledTicker.parse({
    id: 'tck_news',
    name: 'Tin phường',
    messages: texts.map((text) => ({ text })),
    palette: { ground: '#000000', ink: '#ffffff', accent: '#ffcf4a' },
    approval: APPROVED,
    version: 1,
    updatedAt: WRITTEN_AT,
    ...parts,
  });

/** One site, one screen, one playlist of a video and a still, one slot. A part that is given replaces its list whole. */
export const aSchedule = (parts: Parts<typeof Schedule> = {}): Schedule =>
  Schedule.parse({
    wardName: 'Phường Lê Thanh Nghị',
    sites: [aSite()],
    screens: [aScreen()],
    playlists: [aPlaylist()],
    slots: [aSlot()],
    assets: [aVideo(), aStill()],
    ...parts,
  });
