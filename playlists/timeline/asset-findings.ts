/**
 * What content itself has to say before it airs: it may be shown on some days only (FD14), a slot runs out of it by that (FD15), or
 * nobody has approved it (FD16). Nothing is looked at where no content has days, and all has an approval.
 */
import type { Finding } from '../model/finding.ts';
import type { AssetId, PlaylistId, SlotId } from '../model/ids.ts';
import { playlistsWithin } from '../model/playlist.ts';
import type { Said } from '../model/said.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { isShowing, type ShowingSlot, type Slot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import type { Runs } from './coverage-findings.ts';
import { sayDate } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import type { Stretch } from './occurrences.ts';
import { describeSlot, listNames, nameScreens, nameSlots } from './sentences.ts';
import { brings, isLimited } from './variants.ts';
import { addDays, dateOf, dayOf, type WallClock } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** A slot that runs within the horizon, on the screens that can show it. */
export interface Running<Of extends Slot = Slot> {
  slot: Of;
  runs: readonly Runs[];
}

/** Whoever has more to mend than this begins somewhere. */
const MOST_SAID = 50;
const MOST_BLOCKED = 20;

/** Whether a playlist, or one within it, brings the asset. */
const isBroughtBy = (ward: Ward, playlistId: PlaylistId, asset: ScheduledAsset): boolean =>
  ward.shared(`brings ${playlistId} ${asset.id}`, () =>
    [...playlistsWithin(playlistId, (id) => ward.playlists.get(id))].some((id) => {
      const playlist = ward.playlists.get(id);
      return playlist !== undefined && brings(playlist, asset);
    }),
  );

/** When content may be shown, on the clock of a screen. */
const usableOn = ({ usableFrom, usableUntil }: ScheduledAsset, clock: WallClock): Stretch => ({
  from: usableFrom === null ? Number.NEGATIVE_INFINITY : clock.instantOf(dayOf(usableFrom), 0),
  until: usableUntil === null ? Number.POSITIVE_INFINITY : clock.instantOf(dayOf(usableUntil) + 1, 0),
});

/** The end of what is known of a screen. */
const endOf = ({ won }: Pick<Runs, 'won'>): Instant => won.at(-1)?.until ?? 0;

/** The first instant at which a slot runs and all of its content is outside of its days; null = at no time. */
const runsOutAt = (ward: Ward, slot: ShowingSlot, { screen, occurrences, won }: Runs, now: Instant): Instant | null => {
  for (const occurrence of occurrences) {
    if (occurrence.until <= now || occurrence.from >= endOf({ won })) continue;
    for (const { from, until, off } of ward.variantsOf(slot.playlistId, screen.zone, occurrence)) {
      if (until <= now || !off.includes('ast_')) continue;
      if (ward.loopOf(slot.playlistId, screen.canvas, off)?.loop) continue;
      // Where hours of entries leave nothing anyway, it is not for want of content.
      const entriesOff = off
        .split(' ')
        .filter((id) => !id.startsWith('ast_'))
        .join(' ');
      if (ward.loopOf(slot.playlistId, screen.canvas, entriesOff)?.loop) return Math.max(from, now);
    }
  }
  return null;
};

/** FD15, once for each slot, by the earliest of its screens. Also tells when, for whoever would say the same again. */
const runningOut = (
  ward: Ward,
  running: readonly Running<ShowingSlot>[],
  now: Instant,
): { findings: Finding[]; endOfSlot: ReadonlyMap<SlotId, Instant> } => {
  const findings: Finding[] = [];
  const endOfSlot = new Map<SlotId, Instant>();
  for (const { slot, runs } of running) {
    if (findings.length >= MOST_SAID) break;
    if (!ward.isConditional(slot.playlistId)) continue;
    const bare = [...Map.groupBy(runs, ({ screen: { zone, canvas } }) => `${zone} ${canvas.width}x${canvas.height}`)]
      .flatMap(([, alike]) => {
        const at = runsOutAt(ward, slot, alike[0] as Runs, now);
        return at === null ? [] : [{ at, alike }];
      })
      .sort((a, b) => a.at - b.at);
    const [first] = bare;
    if (!first) continue;
    endOfSlot.set(slot.id, first.at);
    const { day, msOfDay } = (first.alike[0] as Runs).clock.readingAt(first.at);
    const [date, time] = [sayDate(dateOf(day)), sayClock(msOfDay)];
    const named = describeSlot(slot);
    const on = nameScreens(bare.flatMap(({ alike }) => alike.map(({ screen }) => screen)));
    findings.push({
      code: 'slot-content-runs-out',
      blocks: false,
      staff: {
        vi: `Khung giờ ${named.vi} không còn nội dung nào được phép phát từ ${time} ngày ${date.vi} trên màn hình ${on.vi} nên sẽ bị bỏ qua. Hãy thêm nội dung hoặc kiểm tra ngày được phép phát.`,
        en: `From ${time} on ${date.en} nothing in the slot ${named.en} may be shown on ${on.en}, so it will be passed over. Add content or check the days of what there is.`,
      },
      slotId: slot.id,
      playlistId: slot.playlistId,
    });
  }
  return { findings, endOfSlot };
};

/** FD14 of one asset: which slots and default playlists have to do without it, after its last day or before its first. */
const daysOf = (
  ward: Ward,
  asset: ScheduledAsset,
  running: readonly Running<ShowingSlot>[],
  screens: readonly Pick<Runs, 'screen' | 'clock' | 'won'>[],
  endOfSlot: ReadonlyMap<SlotId, Instant>,
  now: Instant,
): Finding[] => {
  const [after, before]: Slot[][] = [[], []];
  for (const { slot, runs } of running) {
    if (!isBroughtBy(ward, slot.playlistId, asset)) continue;
    const loses = (isOut: (run: Stretch, usable: Stretch) => boolean): boolean =>
      [...new Map(runs.map((one) => [one.screen.zone, one])).values()].some(({ clock, occurrences, won }) => {
        const usable = usableOn(asset, clock);
        return occurrences.some(({ from, until }) => {
          const run = { from: Math.max(from, now), until: Math.min(until, endOf({ won })) };
          return run.from < run.until && isOut(run, usable) && endOfSlot.get(slot.id) !== Math.max(usable.until, now);
        });
      });
    if (loses((run, usable) => run.until > usable.until)) after?.push(slot);
    if (loses((run, usable) => run.from < usable.from)) before?.push(slot);
  }
  const defaults = (isOut: (run: Stretch, usable: Stretch) => boolean): Screen[] =>
    screens.flatMap(({ screen, clock, won }) => {
      const { defaultPlaylistId } = screen;
      if (defaultPlaylistId === null || !isBroughtBy(ward, defaultPlaylistId, asset)) return [];
      return isOut({ from: now, until: endOf({ won }) }, usableOn(asset, clock)) ? [screen] : [];
    });
  const users = (slots: readonly Slot[], own: readonly Screen[]): Said | null => {
    const said: Said[] = [];
    if (slots.length > 0) said.push({ vi: `khung giờ ${nameSlots(slots).vi}`, en: `the slot ${nameSlots(slots).en}` });
    if (own.length > 0) {
      const on = nameScreens(own);
      said.push({ vi: `danh sách phát mặc định của ${on.vi}`, en: `the default playlist of ${on.en}` });
    }
    return said.length === 0 ? null : listNames(said, { vi: '', en: '' });
  };
  const findings: Finding[] = [];
  const say = (slots: readonly Slot[], user: Said | null, sentence: (user: Said) => Said): void => {
    if (user)
      findings.push({
        code: 'content-expires',
        blocks: false,
        staff: sentence(user),
        ...(slots.length === 1 && { slotId: slots[0]?.id }),
        assetId: asset.id,
      });
  };
  const { title, usableFrom, usableUntil } = asset;
  if (usableUntil !== null) {
    const [last, next] = [sayDate(usableUntil), sayDate(addDays(usableUntil, 1))];
    say(
      after ?? [],
      users(
        after ?? [],
        defaults((run, usable) => run.until > usable.until),
      ),
      (user) => ({
        vi: `Nội dung “${title}” chỉ được phép phát đến hết ${last.vi}: từ ${next.vi}, ${user.vi} phát không có nội dung này.`,
        en: `“${title}” may be shown until ${last.en} only: from ${next.en}, ${user.en} goes on without it.`,
      }),
    );
  }
  if (usableFrom !== null) {
    const first = sayDate(usableFrom);
    say(
      before ?? [],
      users(
        before ?? [],
        defaults((run, usable) => run.from < usable.from),
      ),
      (user) => ({
        vi: `Nội dung “${title}” chỉ được phép phát từ ${first.vi}: trước đó, ${user.vi} phát không có nội dung này.`,
        en: `“${title}” may be shown from ${first.en} only: before that, ${user.en} goes on without it.`,
      }),
    );
  }
  return findings;
};

/** FD14 for a safe image: it stays where it is, as a screen is never black. */
const safeOutOfDays = (
  ward: Ward,
  asset: ScheduledAsset,
  screens: readonly Pick<Runs, 'screen' | 'clock' | 'won'>[],
  now: Instant,
): Finding[] => {
  const shown = screens.filter(({ screen, clock, won }) => {
    const usable = usableOn(asset, clock);
    const isSafe = ward.sites.get(screen.siteId)?.safeAssetId === asset.id;
    return isSafe && (now < usable.from || endOf({ won }) > usable.until);
  });
  if (shown.length === 0) return [];
  const on = nameScreens(shown.map(({ screen }) => screen));
  return [
    {
      code: 'content-expires',
      blocks: false,
      staff: {
        vi: `Hình an toàn “${asset.title}” của màn hình ${on.vi} có ngày không được phép phát trong thời gian tới nhưng vẫn sẽ hiện khi cần. Hãy chọn hình an toàn khác.`,
        en: `The safe image “${asset.title}” of ${on.en} has days to come on which it may not be shown, but it would show all the same. Choose another one.`,
      },
      assetId: asset.id,
    },
  ];
};

/** FD15 first, as it is the louder one, then FD14. */
export const contentDays = (
  ward: Ward,
  running: readonly Running<ShowingSlot>[],
  screens: readonly Pick<Runs, 'screen' | 'clock' | 'won'>[],
  now: Instant,
): Finding[] => {
  const limited = ward.schedule.assets.filter(isLimited).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (limited.length === 0) return [];
  const { findings, endOfSlot } = runningOut(ward, running, now);
  const days = limited.flatMap((asset) => [
    ...daysOf(ward, asset, running, screens, endOfSlot, now),
    ...safeOutOfDays(ward, asset, screens, now),
  ]);
  return [...findings, ...days.slice(0, MOST_SAID)];
};

/** Whether a slot can still start some day from today on. */
const isToCome = ({ validUntil, extraDays, changes }: Slot, today: string): boolean =>
  validUntil === null ||
  validUntil >= today ||
  extraDays.some((day) => day >= today) ||
  changes.some(({ onDay }) => onDay >= today);

/**
 * FD16: content that nobody approved and that can come on a screen, however far ahead and whether it is ready or not, as it would air
 * by itself then. Where the ward wants approvals each thing is said, since each must be mended; otherwise all are one sentence.
 */
export const unapproved = (ward: Ward, aimed: readonly Slot[], now: Instant): Finding[] => {
  const { assets, screens, approvalRequired: blocks } = ward.schedule;
  const open = assets.filter(({ approval }) => approval === null);
  if (open.length === 0) return [];
  /** Two days of margin, so that every zone has begun it and no night of yesterday is forgotten. */
  const today = dateOf(Math.floor(now / 86_400_000) - 2);
  const playlists = new Set(
    aimed.flatMap((slot) => (isShowing(slot) && isToCome(slot, today) ? [slot.playlistId] : [])),
  );
  const safe = new Set<AssetId>();
  for (const { defaultPlaylistId, siteId } of screens) {
    if (defaultPlaylistId !== null) playlists.add(defaultPlaylistId);
    const safeAssetId = ward.sites.get(siteId)?.safeAssetId;
    if (safeAssetId) safe.add(safeAssetId);
  }
  const within = new Set([...playlists].flatMap((id) => [...playlistsWithin(id, (one) => ward.playlists.get(one))]));
  const lists = [...within].flatMap((id) => ward.playlists.get(id) ?? []);
  const shown = open
    .filter((asset) => safe.has(asset.id) || lists.some((playlist) => brings(playlist, asset)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const speak = (some: readonly ScheduledAsset[]): Finding => {
    const names = listNames(
      some.map(({ title }) => ({ vi: `“${title}”`, en: `“${title}”` })),
      { vi: 'nội dung', en: 'pieces of content' },
    );
    return {
      code: 'content-unapproved',
      blocks,
      staff: {
        vi: `Nội dung ${names.vi} chưa được duyệt.${blocks ? ' Phường chỉ đăng phát nội dung đã được duyệt: hãy nhờ người duyệt hoặc gỡ khỏi lịch.' : ''}`,
        en: `Nobody has approved ${names.en}.${blocks ? ' The ward publishes approved content only: ask an approver or take it out.' : ''}`,
      },
      ...(some.length === 1 && { assetId: some[0]?.id }),
    };
  };
  if (shown.length === 0) return [];
  if (!blocks) return [speak(shown)];
  const rest = shown.slice(MOST_BLOCKED);
  return [...shown.slice(0, MOST_BLOCKED).map((asset) => speak([asset])), ...(rest.length > 0 ? [speak(rest)] : [])];
};
