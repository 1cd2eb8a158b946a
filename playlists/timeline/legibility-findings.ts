/**
 * Whether what is shown can be read, and does not dazzle: text of slides that is smaller than the distance of a screen asks for (FD22)
 * or has no room (FD23), pictures in which the smallest text that was found is too small (FD24), and light grounds at night (FD25).
 * Slides are laid out and judged exactly; of pictures there are estimates, so they are never more than advice.
 */
import { canvasName } from '../model/canvas.ts';
import type { Finding } from '../model/finding.ts';
import type { AssetId, PlaylistId } from '../model/ids.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { pictureIn } from '../model/slide.ts';
import type { ShowingSlot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import { layOutSlide, lightOf } from '../slides/layout.ts';
import { MOST_NIGHT_LIGHT, NIGHT, readFromM, rowsNeeded } from '../slides/legibility.ts';
import type { SlideLayout } from '../slides/sheet.ts';
import type { Running } from './asset-findings.ts';
import type { Coverage } from './coverage-findings.ts';
import { renditionFor } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import { nameScreens } from './sentences.ts';
import type { WallClock } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** Whoever has more to mend than this begins somewhere. */
const MOST_SAID = 50;
const HOUR_MS = 3_600_000;

/** Where an asset is seen. */
interface Use {
  screen: Screen;
  clock: WallClock;
  atNight: boolean;
}

const touchesNight = ({ from, until }: Stretch, clock: WallClock): boolean => {
  const { day, msOfDay } = clock.readingAt(from);
  const isDay = msOfDay >= NIGHT.untilHour * HOUR_MS && msOfDay < NIGHT.fromHour * HOUR_MS;
  return !isDay || clock.instantOf(day, NIGHT.fromHour * HOUR_MS) < until;
};

/** Something of it is known to judge by. */
const isJudged = ({ slide, renditions }: ScheduledAsset): boolean =>
  slide !== null || renditions.some(({ look }) => look !== undefined);

/** What is seen where: slots while they run, default playlists whenever they have the screen. */
const usesOf = (
  ward: Ward,
  running: readonly Running<ShowingSlot>[],
  coverages: readonly Coverage[],
  now: Instant,
): Map<AssetId, Map<string, Use>> => {
  const uses = new Map<AssetId, Map<string, Use>>();
  const shownBy = (playlistId: PlaylistId, screen: Screen): readonly AssetId[] =>
    ward.shared(`judged ${playlistId} ${canvasName(screen.canvas)}`, () => {
      const ids = new Set(ward.loopOf(playlistId, screen.canvas)?.loop?.cues.map(({ assetId }) => assetId));
      return [...ids].filter((id) => isJudged(ward.assets.get(id) as ScheduledAsset));
    });
  const note = (playlistId: PlaylistId, { screen, clock }: Coverage, atNight: () => boolean): void => {
    const ids = shownBy(playlistId, screen);
    if (ids.length === 0) return;
    const night = atNight();
    for (const id of ids) {
      const known = uses.get(id) ?? new Map<string, Use>();
      uses.set(id, known);
      known.set(screen.id, { screen, clock, atNight: night || (known.get(screen.id)?.atNight ?? false) });
    }
  };
  const isNight =
    (stretches: readonly Stretch[], clock: WallClock): (() => boolean) =>
    () =>
      stretches.some((stretch) => stretch.until > now && touchesNight(stretch, clock));
  for (const { slot, runs } of running)
    for (const run of runs) note(slot.playlistId, run, isNight(run.occurrences, run.clock));
  for (const coverage of coverages) {
    const { defaultPlaylistId } = coverage.screen;
    if (defaultPlaylistId === null) continue;
    const own = coverage.won.filter(({ claim }) => claim.kind === 'default');
    if (own.length > 0) note(defaultPlaylistId, coverage, isNight(own, coverage.clock));
  }
  return uses;
};

/** A slide as it is on a canvas at `now`, and its mean light. */
const lookOfSlide = (ward: Ward, asset: ScheduledAsset, { screen, clock }: Use, now: Instant) =>
  ward.shared(`slide ${asset.id} ${canvasName(screen.canvas)} ${screen.zone}`, () => {
    const slide = asset.slide as NonNullable<ScheduledAsset['slide']>;
    const wanted = pictureIn(slide.content);
    const shown = wanted === null ? undefined : ward.assets.get(wanted);
    const picture = shown ? renditionFor(shown, screen.canvas) : null;
    const layout = layOutSlide(slide, screen.canvas, { now, clock, hasPicture: picture !== null });
    return { layout, light: lightOf(layout, picture?.look?.light) };
  });

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What is to be said of text that is too small: rows there are and rows that are needed, or metres where both are known. */
const tooSmall = (title: string, rows: number, screens: readonly Screen[], isGuess: boolean) => {
  const [first] = screens as [Screen];
  const on = nameScreens(screens);
  const needed = Math.max(...screens.map((screen) => rowsNeeded(screen).rows));
  const metres = rowsNeeded(first).isKnown ? readFromM(rows, first) : null;
  const subject = isGuess
    ? { vi: `Chữ nhỏ nhất trong “${title}” ước tính`, en: `The smallest text in “${title}” is about` }
    : { vi: `Chữ nhỏ nhất của “${title}”`, en: `The smallest text of “${title}” is` };
  const reach =
    metres === null
      ? { vi: '', en: '' }
      : {
          vi: ` (đọc được từ khoảng ${metres} m, người xem đứng cách ${first.viewedFromM} m)`,
          en: ` (read from about ${metres} m; people stand ${first.viewedFromM} m away)`,
        };
  const advice = isGuess
    ? {
        vi: 'Hãy xem thử tại chỗ hoặc dùng ảnh có chữ lớn hơn.',
        en: 'Look at it on site, or use a picture with larger text.',
      }
    : { vi: 'Hãy viết ngắn lại để chữ lớn hơn.', en: 'Write less, so that it is set larger.' };
  return {
    vi: `${subject.vi} cao ${rows} hàng điểm ảnh trên màn hình ${on.vi}, cần ít nhất ${needed}${reach.vi}. ${advice.vi}`,
    en: `${subject.en} ${rows} rows of pixels high on ${on.en}; ${needed} are needed${reach.en}. ${advice.en}`,
  };
};

const dazzles = (title: string, light: number, screens: readonly Screen[]) => {
  const on = nameScreens(screens);
  return {
    vi: `“${title}” phát sau ${NIGHT.fromHour}:00 trên màn hình ${on.vi} mà nền quá sáng (mức sáng trung bình ${percent(light)}, nên dưới ${percent(MOST_NIGHT_LIGHT)}), dễ gây chói. Hãy chọn nền tối hoặc phát ban ngày.`,
    en: `“${title}” is shown after ${NIGHT.fromHour}:00 on ${on.en} and is very bright (mean light ${percent(light)}, better below ${percent(MOST_NIGHT_LIGHT)}), which dazzles. Choose a dark ground or show it by day.`,
  };
};

const hasNoRoom = (title: string, screens: readonly Screen[]) => {
  const on = nameScreens(screens);
  return {
    vi: `“${title}” dài quá nên không hiện hết chữ trên màn hình ${on.vi}. Hãy viết ngắn lại, hoặc không phát nội dung này ở đó.`,
    en: `“${title}” is too long: not all of its text has room on ${on.en}. Shorten it, or do not show it there.`,
  };
};

export const legibility = (
  ward: Ward,
  running: readonly Running<ShowingSlot>[],
  coverages: readonly Coverage[],
  now: Instant,
): Finding[] => {
  if (!ward.schedule.assets.some(isJudged)) return [];
  const findings: Finding[] = [];
  const uses = usesOf(ward, running, coverages, now);
  for (const asset of [...ward.schedule.assets].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const seen = [...(uses.get(asset.id)?.values() ?? [])];
    if (seen.length === 0 || findings.length >= MOST_SAID) continue;
    const say = (
      code: Finding['code'],
      found: readonly Use[],
      sentence: (screens: Screen[]) => Finding['staff'],
      blocks = false,
    ): void => {
      if (found.length === 0) return;
      const screens = found.map(({ screen }) => screen);
      findings.push({
        code,
        blocks,
        staff: sentence(screens),
        assetId: asset.id,
        ...(screens.length === 1 && { screenId: screens[0]?.id }),
      });
    };
    const { title } = asset;
    if (asset.slide) {
      const looks = new Map(seen.map((use) => [use, lookOfSlide(ward, asset, use, now)]));
      const layoutOf = (use: Use): SlideLayout => looks.get(use)?.layout as SlideLayout;
      const isSmall = (use: Use): boolean =>
        !layoutOf(use).isCut && layoutOf(use).capRows < rowsNeeded(use.screen).rows;
      say(
        'slide-text-cut',
        seen.filter((use) => layoutOf(use).isCut),
        (screens) => hasNoRoom(title, screens),
        true,
      );
      const small = seen.filter(isSmall).sort((a, b) => layoutOf(a).capRows - layoutOf(b).capRows);
      say('slide-text-small', small, (screens) => tooSmall(title, layoutOf(small[0] as Use).capRows, screens, false));
      const bright = seen.filter((use) => use.atNight && (looks.get(use)?.light ?? 0) > MOST_NIGHT_LIGHT);
      const light = Math.max(...bright.map((use) => looks.get(use)?.light ?? 0));
      say('bright-at-night', bright, (screens) => dazzles(title, light, screens));
      continue;
    }
    const lookOf = ({ screen }: Use) => renditionFor(asset, screen.canvas)?.look;
    const rowsOf = (use: Use): number => lookOf(use)?.textRows ?? Number.POSITIVE_INFINITY;
    const small = seen.filter((use) => rowsOf(use) < rowsNeeded(use.screen).rows).sort((a, b) => rowsOf(a) - rowsOf(b));
    say('picture-text-small', small, (screens) => tooSmall(title, rowsOf(small[0] as Use), screens, true));
    const bright = seen.filter((use) => use.atNight && (lookOf(use)?.light ?? 0) > MOST_NIGHT_LIGHT);
    const light = Math.max(...bright.map((use) => lookOf(use)?.light ?? 0));
    say('bright-at-night', bright, (screens) => dazzles(title, light, screens));
  }
  return findings;
};
