/** A ward on a real server whose screens have something to show: sites, screens, one still that is ready, playlists. */
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import type { PlaylistId, ScreenId, SiteId } from '../../playlists/model/ids.ts';
import { HOME_ZONE } from '../../playlists/model/time.ts';
import type { SlotDraft } from '../../playlists/wire/api/schedules.ts';
import { openStaff, type Staff } from '../../server/demo/staff.ts';
import { ADMIN } from './server.ts';
import { until } from './until.ts';

const CANVAS = { width: 192, height: 96 };
const SITES = [
  { name: 'Trung tâm hành chính phường', kind: 'administrative-centre' },
  { name: 'Nhà văn hóa khu dân cư', kind: 'residential-area' },
  { name: 'Công viên trung tâm', kind: 'public-place' },
] as const;

export interface TimelineWard {
  staff: Staff;
  screens: { id: ScreenId; name: string }[];
  playlistId: PlaylistId;
}

/** Every second screen has the playlist as its default; all are dark from 23:00 to 05:00. */
export const buildTimelineWard = async (url: string, screenCount: number): Promise<TimelineWard> => {
  const staff = openStaff(url);
  await staff.signIn(ADMIN.email, ADMIN.password);
  const siteIds: SiteId[] = [];
  for (const site of SITES) siteIds.push((await staff.call('createSite', { body: { ...site, address: '' } })).id);
  const still = await sharp({ create: { ...CANVAS, channels: 3, background: '#1f66c1' } })
    .png()
    .toBuffer();
  const base = {
    canvas: CANVAS,
    zone: HOME_ZONE,
    blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '23:00', until: '05:00' }],
  };
  const screens: TimelineWard['screens'] = [];
  const addScreen = async (n: number): Promise<void> => {
    const siteId = siteIds[n % siteIds.length];
    if (!siteId) throw new RangeError('there are sites');
    const { id, name } = await staff.call('createScreen', { body: { ...base, siteId, name: `Bảng ${n + 1}` } });
    screens.push({ id, name });
  };
  await addScreen(0);
  await staff.upload(still, 'Nghị quyết 57.png', '1.1');
  const asset = await until(
    'the still is ready',
    async () => {
      const { items } = await staff.call('listAssets', { query: { limit: 1 } });
      await setTimeout(50);
      return items[0]?.state.kind === 'ready' ? items[0] : null;
    },
    60_000,
  );
  const playlist = await staff.call('createPlaylist', {
    body: { name: 'Tuyên truyền Nghị quyết 57', entries: [{ assetId: asset.id, durationMs: null }] },
  });
  for (let n = 1; n < screenCount; n += 1) await addScreen(n);
  for (const [n, { id }] of screens.entries())
    if (n % 2 === 1)
      await staff.call('changeScreen', { params: { screenId: id }, body: { defaultPlaylistId: playlist.id } });
  return { staff, screens, playlistId: playlist.id };
};

/** A slot with what the tests do not care about filled in. */
export const aDraft = (
  parts: Partial<SlotDraft> & Pick<SlotDraft, 'name' | 'playlistId' | 'from' | 'until'>,
): SlotDraft => ({
  targets: [{ kind: 'all' }],
  zone: null,
  recurrence: 'FREQ=DAILY',
  exceptDays: [],
  extraDays: [],
  avoidCalendars: [],
  requireCalendars: [],
  changes: [],
  validFrom: null,
  validUntil: null,
  priority: 'normal',
  boundary: 'cut',
  share: { kind: 'exclusive' },
  enabled: true,
  ...parts,
});
