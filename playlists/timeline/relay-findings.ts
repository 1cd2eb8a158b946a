/** What is worth knowing about relays before they air: where they are not shown and why (RL2, RL3), sound, and nothing behind them. FD34–FD37. */
import type { Finding } from '../model/finding.ts';
import { hostOf } from '../model/relay.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { hasRelays, relayOfSlot } from './relays.ts';
import { nameScreens, nameSlots } from './sentences.ts';
import type { Ward } from './ward.ts';

/** A relay, and where it would be. */
interface Place {
  asset: ScheduledAsset;
  slot: Slot | null;
  screen: Screen;
}

/** Names for a sentence. */
interface Where {
  screens: Finding['staff'];
  slots: Finding['staff'];
}

const once = <Noun extends { id: string }>(nouns: readonly Noun[]): Noun[] => [
  ...new Map(nouns.map((noun) => [noun.id, noun])).values(),
];

/** Each relay on each screen that would show it; default playlists of screens are no slot. */
const placesOf = (ward: Ward): Place[] =>
  [...ward.screens.values()].flatMap((screen) => {
    const relayOf = (playlistId: Slot['playlistId']): ScheduledAsset | undefined =>
      ward.loopOf(playlistId, screen.canvas)?.relay;
    const slots = ward.slotsOf(screen).map(({ slot }) => ({ slot, asset: relayOf(slot.playlistId) }));
    const own = screen.defaultPlaylistId ? [{ slot: null, asset: relayOf(screen.defaultPlaylistId) }] : [];
    return [...slots, ...own].flatMap(({ slot, asset }) => (asset ? [{ asset, slot, screen }] : []));
  });

/** All findings about relays, each matter once for each relay. */
export const relayFindings = (ward: Ward): Finding[] => {
  if (!hasRelays(ward)) return [];
  const byAsset = Map.groupBy(placesOf(ward), ({ asset }) => asset.id);
  return [...byAsset.values()]
    .sort((a, b) => ((a[0] as Place).asset.id < (b[0] as Place).asset.id ? -1 : 1))
    .flatMap((places) => findingsOf(ward, places));
};

const findingsOf = (ward: Ward, places: readonly Place[]): Finding[] => {
  const { asset } = places[0] as Place;
  const { title, id: assetId } = asset;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], some: readonly Place[], say: (on: Where) => Finding['staff']): void => {
    if (some.length === 0) return;
    const slots = once(some.flatMap(({ slot }) => slot ?? []));
    const on = { screens: nameScreens(once(some.map(({ screen }) => screen))), slots: nameSlots(slots) };
    const slotId = slots.length === 1 ? { slotId: (slots[0] as Slot).id } : {};
    findings.push({ code, blocks: false, staff: say(on), assetId, ...slotId });
  };
  if (asset.relay && !asset.relay.isAllowed) {
    const host = hostOf(asset.relay.url);
    add('relay-host-not-allowed', places, () => ({
      vi: `Máy chủ ${host} của nguồn tiếp sóng “${title}” không nằm trong danh sách được phép nên không tiếp sóng, chỉ phát nội dung dự phòng. Hãy nhờ quản trị viên cho phép hoặc chọn nguồn khác.`,
      en: `The host ${host} of the relay “${title}” is not on the list of allowed ones, so the content behind it is shown instead. Ask an administrator to allow it, or choose another source.`,
    }));
    return findings;
  }
  add(
    'relay-not-shown',
    places.filter(({ slot }) => slot === null),
    ({ screens }) => ({
      vi: `Nguồn tiếp sóng “${title}” nằm trong danh sách phát mặc định của màn hình ${screens.vi} nên không được phát: tiếp sóng cần một khung giờ có giờ bắt đầu và kết thúc.`,
      en: `The relay “${title}” is in the default playlist of ${screens.en}, so it is not shown: a relay needs a slot with a beginning and an end.`,
    }),
  );
  add(
    'relay-not-shown',
    places.filter(({ slot }) => slot !== null && slot.share.kind !== 'exclusive'),
    ({ slots }) => ({
      vi: `Khung giờ ${slots.vi} chia sẻ màn hình với khung giờ khác nên không tiếp sóng “${title}”. Hãy cho tiếp sóng một khung giờ riêng.`,
      en: `The slot ${slots.en} shares its screens, so it does not show the relay “${title}”. Give the relay a slot of its own.`,
    }),
  );
  const shown = places.filter(({ slot, screen }) => slot !== null && relayOfSlot(ward, slot, screen) !== null);
  add(
    'relay-sound',
    shown.filter(({ screen }) => screen.sound),
    ({ screens }) => ({
      vi: `Tiếp sóng “${title}” sẽ phát cả tiếng ở màn hình ${screens.vi}. Nếu nơi đó cần yên tĩnh, hãy tắt tiếng của màn hình.`,
      en: `The relay “${title}” will be heard on ${screens.en}. Switch the sound of the screen off if that is not wanted.`,
    }),
  );
  add(
    'relay-without-fallback',
    shown.filter(({ slot, screen }) => {
      const loopOf = (id: Slot['playlistId']) => id !== null && ward.loopOf(id, screen.canvas)?.loop;
      return slot !== null && !loopOf(slot.playlistId) && !loopOf(screen.defaultPlaylistId);
    }),
    ({ screens }) => ({
      vi: `Nếu mất tín hiệu tiếp sóng “${title}”, màn hình ${screens.vi} chỉ có hình an toàn để phát. Hãy thêm nội dung dự phòng vào cùng danh sách phát, hoặc chọn danh sách phát mặc định cho màn hình.`,
      en: `Should the relay “${title}” lose its signal, ${screens.en} would have the safe image alone. Add content to the same playlist, or give the screen a default playlist.`,
    }),
  );
  return findings;
};
