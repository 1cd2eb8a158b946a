/**
 * What is wrong with the content behind a timeline: things gone, things not ready for a canvas, playlists with nothing to
 * show, screens that show nothing. Findings FD4–FD7 of RULES.md; those about the rules of slots are in conflicts.ts.
 */

import { canvasName } from '../model/canvas.ts';
import type { Finding } from '../model/finding.ts';
import type { AssetId, PlaylistId } from '../model/ids.ts';
import { assertNever } from '../model/refusal.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { renditionFor } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import type { WonStretch } from './overlaps.ts';
import { nameScreens, nameSlots } from './sentences.ts';
import { isStrip } from './ticker-spans.ts';
import type { Ward } from './ward.ts';

/** One thing wrong on one screen. `slot` null = the screen's default playlist. */
export type Trouble =
  | { kind: 'playlist-missing'; screen: Screen; slot: Slot | null; playlistId: PlaylistId }
  | { kind: 'playlist-empty'; screen: Screen; slot: Slot | null; playlistId: PlaylistId; entries: number }
  | { kind: 'asset-missing'; screen: Screen; slot: Slot | null; playlistId: PlaylistId; assetId: AssetId }
  | { kind: 'asset-not-ready'; screen: Screen; slot: Slot | null; playlistId: PlaylistId; assetId: AssetId }
  | { kind: 'asset-beyond'; screen: Screen; slot: Slot | null; playlistId: PlaylistId; assetId: AssetId }
  | { kind: 'nested-missing' | 'circle'; screen: Screen; slot: Slot | null; playlistId: PlaylistId }
  | { kind: 'safe-missing'; screen: Screen; assetId: AssetId }
  | { kind: 'safe-not-ready'; screen: Screen; assetId: AssetId }
  | { kind: 'nothing-to-show'; screen: Screen };

const troublesOfPlaylist = (ward: Ward, screen: Screen, slot: Slot | null, playlistId: PlaylistId): Trouble[] => {
  const planned = ward.loopOf(playlistId, screen.canvas);
  if (!planned) return [{ kind: 'playlist-missing', screen, slot, playlistId }];
  const troubles = planned.gaps.map((gap): Trouble => {
    const where = { screen, slot, playlistId };
    switch (gap.kind) {
      case 'missing':
        return { kind: 'asset-missing', ...where, assetId: gap.assetId };
      case 'not-ready':
        return { kind: 'asset-not-ready', ...where, assetId: gap.assetId };
      case 'beyond':
        return { kind: 'asset-beyond', ...where, assetId: gap.assetId };
      case 'playlist-missing':
        return { kind: 'nested-missing', ...where };
      case 'circle':
        return { kind: 'circle', ...where };
      default:
        return assertNever(gap);
    }
  });
  if (!planned.loop && !planned.relay) {
    const entries = ward.playlists.get(playlistId)?.entries.length ?? 0;
    troubles.push({ kind: 'playlist-empty', screen, slot, playlistId, entries });
  }
  return troubles;
};

const troublesOfSafeImage = (ward: Ward, screen: Screen): Trouble[] => {
  const assetId = ward.sites.get(screen.siteId)?.safeAssetId;
  if (!assetId) return [];
  const asset = ward.assets.get(assetId);
  if (!asset) return [{ kind: 'safe-missing', screen, assetId }];
  const ready = asset.kind === 'image' && renditionFor(asset, screen.canvas) !== null;
  return ready ? [] : [{ kind: 'safe-not-ready', screen, assetId }];
};

/** Everything wrong with the content of one screen. Slots that do not run within the horizon are nobody's worry yet. */
export const troublesOf = (ward: Ward, screen: Screen, won: readonly WonStretch[], horizon: Stretch): Trouble[] => {
  const troubles: Trouble[] = [];
  for (const { slot } of ward.slotsOf(screen)) {
    if (ward.occurrencesIn(slot, screen.zone, horizon).length === 0) continue;
    if (slot.playlistId !== null) troubles.push(...troublesOfPlaylist(ward, screen, slot, slot.playlistId));
  }
  if (screen.defaultPlaylistId) troubles.push(...troublesOfPlaylist(ward, screen, null, screen.defaultPlaylistId));
  troubles.push(...troublesOfSafeImage(ward, screen));
  const isEmpty = !won.some(({ claim }) => claim.kind === 'slot' || claim.kind === 'default');
  if (isEmpty && !isStrip(ward, screen)) {
    troubles.push({ kind: 'nothing-to-show', screen });
  }
  return troubles;
};

/** Troubles that one sentence can tell: the same thing, on several screens or behind several slots. */
const sameMatter = (trouble: Trouble): string => {
  switch (trouble.kind) {
    case 'playlist-missing':
    case 'playlist-empty':
      return `${trouble.kind} ${trouble.playlistId} ${trouble.slot?.id}`;
    case 'nested-missing':
    case 'circle':
      return `${trouble.kind} ${trouble.playlistId}`;
    case 'asset-missing':
    case 'asset-not-ready':
    case 'asset-beyond':
      return `${trouble.kind} ${trouble.playlistId} ${trouble.assetId}`;
    case 'safe-missing':
    case 'safe-not-ready':
      return `${trouble.kind} ${trouble.assetId}`;
    case 'nothing-to-show':
      return `${trouble.kind} ${trouble.screen.id}`;
    default:
      return assertNever(trouble);
  }
};

const CODES: Readonly<Record<Trouble['kind'], Pick<Finding, 'code' | 'blocks'>>> = {
  'playlist-missing': { code: 'content-missing', blocks: true },
  'playlist-empty': { code: 'slot-playlist-empty', blocks: false },
  'asset-missing': { code: 'content-missing', blocks: true },
  'asset-not-ready': { code: 'content-not-ready', blocks: false },
  'asset-beyond': { code: 'content-never-shown', blocks: false },
  'nested-missing': { code: 'content-missing', blocks: true },
  circle: { code: 'playlist-circle', blocks: false },
  'safe-missing': { code: 'content-missing', blocks: true },
  'safe-not-ready': { code: 'content-not-ready', blocks: false },
  'nothing-to-show': { code: 'screen-without-content', blocks: false },
};

const once = <Noun extends { id: string }>(nouns: readonly (Noun | null)[]): Noun[] => [
  ...new Map(nouns.filter((noun) => noun !== null).map((noun) => [noun.id, noun])).values(),
];

const say = (ward: Ward, matter: readonly Trouble[]): Said => {
  const first = matter[0] as Trouble;
  const screens = once(matter.map(({ screen }) => screen));
  const slots = once(matter.map((trouble) => ('slot' in trouble ? trouble.slot : null)));
  const on = nameScreens(screens);
  const sizes = [...new Set(screens.map(({ canvas }) => canvasName(canvas).replace('x', '×')))].join(', ');
  const playlist = 'playlistId' in first ? (ward.playlists.get(first.playlistId)?.name ?? '') : '';
  const title = 'assetId' in first ? (ward.assets.get(first.assetId)?.title ?? '') : '';
  const user: Said =
    slots.length > 0
      ? { vi: `khung giờ ${nameSlots(slots).vi}`, en: `the slot ${nameSlots(slots).en}` }
      : { vi: 'danh sách phát mặc định', en: 'the default playlist' };
  switch (first.kind) {
    case 'playlist-missing':
      return {
        vi: `Trên màn hình ${on.vi}, ${user.vi} trỏ tới một danh sách phát không còn tồn tại. Hãy chọn danh sách phát khác.`,
        en: `On ${on.en}, ${user.en} names a playlist that no longer exists. Choose another one.`,
      };
    case 'playlist-empty':
      return first.entries === 0
        ? {
            vi: `Danh sách phát “${playlist}” chưa có nội dung nên ${user.vi} bị bỏ qua trên màn hình ${on.vi}. Hãy thêm nội dung.`,
            en: `The playlist “${playlist}” is empty, so ${user.en} is passed over on ${on.en}. Add content to it.`,
          }
        : {
            vi: `Danh sách phát “${playlist}” chưa có nội dung nào phát được trên màn hình ${on.vi} nên ${user.vi} tạm bị bỏ qua ở đó.`,
            en: `Nothing in the playlist “${playlist}” can be shown on ${on.en} yet, so ${user.en} is passed over there for now.`,
          };
    case 'asset-missing':
      return {
        vi: `Danh sách phát “${playlist}” có nội dung không còn tồn tại. Hãy gỡ nội dung đó khỏi danh sách.`,
        en: `The playlist “${playlist}” names content that no longer exists. Take it out of the playlist.`,
      };
    case 'asset-beyond':
      return {
        vi: `Nội dung “${title}” không bao giờ đến lượt trong danh sách phát “${playlist}” vì danh sách quá dài. Hãy chia nhỏ danh sách.`,
        en: `“${title}” never has its turn in the playlist “${playlist}”, which is too long. Split the playlist.`,
      };
    case 'nested-missing':
      return {
        vi: `Danh sách phát “${playlist}” chứa một danh sách phát không còn tồn tại. Hãy gỡ danh sách đó.`,
        en: `The playlist “${playlist}” contains a playlist that no longer exists. Take it out.`,
      };
    case 'circle':
      return {
        vi: `Danh sách phát “${playlist}” lồng nhau thành vòng; chỗ lặp lại được bỏ qua. Hãy gỡ danh sách lặp.`,
        en: `The playlist “${playlist}” contains itself by way of others; it is passed over there. Take it out.`,
      };
    case 'asset-not-ready':
      return {
        vi: `Nội dung “${title}” trong danh sách phát “${playlist}” chưa sẵn sàng cho màn hình ${on.vi} (${sizes}) nên tạm thời chưa phát ở đó.`,
        en: `“${title}” of the playlist “${playlist}” is not ready for ${on.en} (${sizes}) and is left out there for now.`,
      };
    case 'safe-missing':
      return {
        vi: `Hình an toàn của màn hình ${on.vi} không còn tồn tại. Hãy chọn hình khác cho vị trí lắp đặt.`,
        en: `The safe image of ${on.en} no longer exists. Choose another one for the site.`,
      };
    case 'safe-not-ready':
      return {
        vi: `Hình an toàn “${title}” chưa sẵn sàng cho màn hình ${on.vi} (${sizes}); khi cần, thẻ tên phường sẽ hiện thay.`,
        en: `The safe image “${title}” is not ready for ${on.en} (${sizes}); the ward's card would show instead.`,
      };
    case 'nothing-to-show':
      return {
        vi: `Màn hình ${on.vi} không có nội dung nào để phát trong những ngày tới. Hãy xếp khung giờ hoặc chọn danh sách phát mặc định.`,
        en: `${on.en} has nothing to show in the coming days. Give it a slot or a default playlist.`,
      };
    default:
      return assertNever(first);
  }
};

/** Slots of one playlist that are told one by one when nothing of it can be shown. */
const MOST_SLOTS = 50;

/** The matter of each trouble, as `sameMatter`; but of the slots of one playlist, those after the first fifty are one matter. */
const createMatters = (): ((trouble: Trouble) => string) => {
  const slotsOf = new Map<string, Set<string>>();
  return (trouble) => {
    if (trouble.kind !== 'playlist-missing' && trouble.kind !== 'playlist-empty') return sameMatter(trouble);
    if (trouble.slot === null) return sameMatter(trouble);
    const group = `${trouble.kind} ${trouble.playlistId}`;
    const told = slotsOf.get(group) ?? new Set();
    slotsOf.set(group, told);
    if (told.size >= MOST_SLOTS && !told.has(trouble.slot.id)) return group;
    told.add(trouble.slot.id);
    return sameMatter(trouble);
  };
};

/** Says each matter once, however many screens and slots it touches; names an id where there is just one. */
export const speakOfTroubles = (ward: Ward, troubles: readonly Trouble[]): Finding[] => {
  const matters = new Map<string, Trouble[]>();
  const matterOf = createMatters();
  for (const trouble of troubles) {
    const key = matterOf(trouble);
    const matter = matters.get(key);
    if (matter) matter.push(trouble);
    else matters.set(key, [trouble]);
  }
  return [...matters.values()].map((matter): Finding => {
    const first = matter[0] as Trouble;
    const screens = once(matter.map(({ screen }) => screen));
    const slots = once(matter.map((trouble) => ('slot' in trouble ? trouble.slot : null)));
    return {
      ...CODES[first.kind],
      staff: say(ward, matter),
      ...(screens.length === 1 && { screenId: screens[0]?.id }),
      ...(slots.length === 1 && { slotId: slots[0]?.id }),
      ...('playlistId' in first && { playlistId: first.playlistId }),
      ...('assetId' in first && { assetId: first.assetId }),
    };
  });
};
