/**
 * How the time of screens is given away, as findings look at it, and hours of the coming week in which a screen has nothing but the
 * safe image (FD12). Advice.
 */
import type { Finding } from '../model/finding.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import type { Instant } from '../model/time.ts';
import type { Stretch } from './occurrences.ts';
import type { WonStretch } from './overlaps.ts';
import { lastStarted } from './playhead.ts';
import { nameScreens } from './sentences.ts';
import type { WallClock } from './wall-clock.ts';
import { sayWhen, WEEK_DAYS } from './week-sentences.ts';

/** A screen's time from the start of its today, as it was given away. */
export interface Coverage {
  screen: Screen;
  clock: WallClock;
  from: Instant;
  won: readonly WonStretch[];
}

/** A slot on a screen, and when it runs there. */
export interface Runs extends Coverage {
  specificity: number;
  occurrences: readonly Stretch[];
}

/** From `now` to the same time of day a week on, so that each hour of each weekday comes once and none is over already. */
export const weekOf = ({ clock }: Coverage, now: Instant): Stretch => {
  const { day, msOfDay } = clock.readingAt(now);
  return { from: now, until: clock.instantOf(day + WEEK_DAYS, msOfDay) };
};

export const clipTo = ({ from, until }: Stretch, week: Stretch): Stretch[] => {
  const cut = { from: Math.max(from, week.from), until: Math.min(until, week.until) };
  return cut.from < cut.until ? [cut] : [];
};

/**
 * Shows each stretch that was won within the occurrences of a slot, with its occurrence. Both are sorted, so one walk over both from
 * the first is enough. A ward has millions of such pairs, so none is kept.
 */
export const seeTaken = <Run extends Stretch>(
  occurrences: readonly Run[],
  won: readonly WonStretch[],
  see: (occurrence: Run, taken: WonStretch) => void,
): void => {
  const startOf = (place: number): Instant => (won[place] as WonStretch).from;
  let index = Math.max(0, lastStarted(won.length, startOf, occurrences[0]?.from ?? 0));
  for (const occurrence of occurrences) {
    while (index < won.length && (won[index] as WonStretch).until <= occurrence.from) index += 1;
    for (let i = index; i < won.length && startOf(i) < occurrence.until; i += 1) see(occurrence, won[i] as WonStretch);
  }
};

/** FD12: screens that show something, but at some hours only the safe image. Equal gaps are said once. */
export const bareHours = (coverages: readonly Coverage[], now: Instant): Finding[] => {
  const byTimes = new Map<string, { times: Said; screens: Screen[] }>();
  for (const coverage of coverages) {
    const { won, screen } = coverage;
    if (!won.some(({ claim }) => claim.kind === 'slot' || claim.kind === 'default')) continue;
    const week = weekOf(coverage, now);
    const bare = won.flatMap((stretch) => (stretch.claim.kind === 'safe' ? clipTo(stretch, week) : []));
    if (bare.length === 0) continue;
    const times = sayWhen(bare, coverage.clock);
    const known = byTimes.get(times.vi);
    if (known) known.screens.push(screen);
    else byTimes.set(times.vi, { times, screens: [screen] });
  }
  return [...byTimes.values()].map(({ times, screens }): Finding => {
    const on = nameScreens(screens);
    return {
      code: 'screen-bare-hours',
      blocks: false,
      staff: {
        vi: `Màn hình ${on.vi} có những giờ chưa có gì để phát, chỉ hiện hình an toàn: ${times.vi}. Hãy thêm khung giờ, chọn danh sách phát mặc định hoặc đặt giờ tắt màn hình.`,
        en: `At some hours there is nothing but the safe image to show on ${on.en}: ${times.en}. Add a slot, choose a default playlist or set blank hours.`,
      },
      ...(screens.length === 1 && { screenId: screens[0]?.id }),
    };
  });
};
