/**
 * What of the coming week is not as one might think: hours in which a slot runs but another is seen (FD11), and hours in which a
 * screen has nothing but the safe image (FD12). Advice.
 */
import type { Finding } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import { DAY_MS, type Instant, type Weekday } from '../model/time.ts';
import { sayWeekdays } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, ruleBetween, type WonStretch } from './overlaps.ts';
import { lastStarted } from './playhead.ts';
import { RULE } from './rules.ts';
import { describeSlot, listSome, nameScreens, reasonOf } from './sentences.ts';
import { type CalendarDay, type WallClock, weekdayOf } from './wall-clock.ts';

/** Days that are looked at, from now on. */
const LOOKED_DAYS = 7;
/** Hours of one day that are named; the rest is counted. */
const MOST_HOURS = 4;
/** Whoever has more to mend than this begins somewhere. */
const MOST_PARTLY_HIDDEN = 50;

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
const weekOf = ({ clock }: Coverage, now: Instant): Stretch => {
  const { day, msOfDay } = clock.readingAt(now);
  return { from: now, until: clock.instantOf(day + LOOKED_DAYS, msOfDay) };
};

const clipTo = ({ from, until }: Stretch, week: Stretch): Stretch[] => {
  const cut = { from: Math.max(from, week.from), until: Math.min(until, week.until) };
  return cut.from < cut.until ? [cut] : [];
};

/** Hours of one day, ms from midnight to midnight. */
type Hours = readonly [from: number, until: number];

/** The hours of a stretch on each of its local days. */
function* hoursByDay({ from, until }: Stretch, clock: WallClock): Generator<{ hours: Hours; day: CalendarDay }> {
  for (let start = from; start < until; ) {
    const { day, msOfDay } = clock.readingAt(start);
    const midnight = clock.instantOf(day + 1, 0);
    yield { hours: [msOfDay, until < midnight ? clock.readingAt(until).msOfDay : DAY_MS], day };
    start = Math.max(midnight, start + 1);
  }
}

/** In order, those that touch as one. */
const joined = (all: readonly Hours[]): Hours[] => {
  const whole: Hours[] = [];
  for (const hours of [...all].sort(([a], [b]) => a - b)) {
    const last = whole.at(-1);
    if (last && last[1] >= hours[0]) whole[whole.length - 1] = [last[0], Math.max(last[1], hours[1])];
    else whole.push(hours);
  }
  return whole;
};

const sayHours = ([from, until]: Hours): Said => {
  const text = `${sayClock(from)}–${until === DAY_MS ? '24:00' : sayClock(until)}`;
  return from === 0 && until === DAY_MS ? { vi: 'cả ngày', en: 'all day' } : { vi: text, en: text };
};

/** The hours of some days; `isDaily`: an evening and the morning after it are one night. */
const sayHoursOf = (hours: readonly Hours[], isDaily: boolean): Said => {
  const [first, last] = [hours[0], hours.at(-1)];
  const isNight = isDaily && hours.length > 1 && first?.[0] === 0 && last?.[1] === DAY_MS;
  const [vi, en] = [[] as string[], [] as string[]];
  for (const said of (isNight ? hours.slice(1, -1) : hours).map(sayHours)) {
    vi.push(said.vi);
    en.push(said.en);
  }
  if (isNight && first && last) {
    const night = `${sayClock(last[0])}–${sayClock(first[1])}`;
    vi.push(`${night} hôm sau`);
    en.push(`${night} the next day`);
  }
  const more = vi.length - MOST_HOURS;
  if (more <= 0) return { vi: vi.join(', '), en: en.join(', ') };
  return {
    vi: `${vi.slice(0, MOST_HOURS).join(', ')} và ${more} khoảng khác`,
    en: `${en.slice(0, MOST_HOURS).join(', ')} and ${more} more`,
  };
};

/** `T2, T3 00:00–08:00, 17:00–24:00; T7, CN cả ngày`. A week has each weekday once, so days are named by it. */
const sayWhen = (stretches: readonly Stretch[], { clock }: Coverage): Said => {
  const hoursOf = new Map<Weekday, Hours[]>();
  for (const stretch of stretches)
    for (const { hours, day } of hoursByDay(stretch, clock))
      hoursOf.set(weekdayOf(day), [...(hoursOf.get(weekdayOf(day)) ?? []), hours]);
  const alike = new Map<string, { days: Weekday[]; hours: Hours[] }>();
  for (const [weekday, all] of [...hoursOf].sort(([a], [b]) => a - b)) {
    const hours = joined(all);
    const known = alike.get(hours.join(';'));
    if (known) known.days.push(weekday);
    else alike.set(hours.join(';'), { days: [weekday], hours });
  }
  const phrases = [...alike.values()].map(({ days, hours }): Said => {
    const isDaily = days.length === LOOKED_DAYS;
    const on = isDaily ? { vi: 'hằng ngày', en: 'daily' } : sayWeekdays(days);
    const times = sayHoursOf(hours, isDaily);
    return { vi: `${on.vi} ${times.vi}`, en: `${on.en} ${times.en}` };
  });
  return { vi: phrases.map(({ vi }) => vi).join('; '), en: phrases.map(({ en }) => en).join('; ') };
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

/** What one slot took of another within the week. */
interface Loss {
  stretches: Stretch[];
  reason: Said;
}

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, until }) => sum + until - from, 0);

/**
 * Whether a slot that gives way was meant to: to a higher level, which somebody chose for that; or to one that runs within its hours
 * and begins later or is aimed more closely, as a short programme in a long one is.
 */
const isMeant = (claim: Claim, lost: Claim): boolean => {
  const rule = ruleBetween(claim, lost);
  if (rule === RULE.priority) return true;
  return rule !== RULE.slotId && claim.startedAt >= lost.startedAt && claim.until <= lost.until;
};

/**
 * The times of a slot on one screen that others took, by who took them. Urgent bulletins are meant to; an item that is played to
 * its end (TL20) hides nobody. What it was meant to give (`isMeant`) is told where that is half of its time or more.
 */
const lossesOf = (slot: Slot, runs: Runs, slots: ReadonlyMap<SlotId, Slot>, now: Instant): [SlotId, Loss][] => {
  const week = weekOf(runs, now);
  const [meant, others] = [new Map<SlotId, Loss>(), new Map<SlotId, Loss>()];
  const thisWeek = runs.occurrences.filter(({ from, until }) => from < week.until && until > week.from);
  seeTaken(thisWeek, runs.won, (occurrence, stretch) => {
    const { claim } = stretch;
    const taker = claim.slotId && slots.get(claim.slotId);
    const isIn = claim.slotId === slot.id || claim.members?.some(({ slotId }) => slotId === slot.id);
    if (!taker || isIn || taker.priority === 'urgent') return;
    const own = { ...occurrence, level: PRIORITY_RANK[slot.priority], specificity: runs.specificity };
    const lost = { ...own, kind: 'slot', slotId: slot.id, startedAt: occurrence.from, off: '' } as const;
    if (compareClaims(claim, lost) < 0) return;
    const taken = { from: stretch.from, until: Math.min(stretch.until, claim.until) };
    const cut = clipTo(taken, occurrence).flatMap((one) => clipTo(one, week));
    if (cut.length === 0) return;
    const losses = isMeant(claim, lost) ? meant : others;
    const known = losses.get(taker.id);
    if (known) known.stretches.push(...cut);
    else losses.set(taker.id, { stretches: cut, reason: reasonOf(ruleBetween(claim, lost)) });
  });
  const givenMs = [...meant.values()].reduce((sum, { stretches }) => sum + lengthOf(stretches), 0);
  const wholeMs = lengthOf(thisWeek.flatMap((occurrence) => clipTo(occurrence, week)));
  if (givenMs * 2 >= wholeMs)
    for (const [id, loss] of meant) {
      const known = others.get(id);
      others.set(id, known ? { ...known, stretches: [...known.stretches, ...loss.stretches] } : loss);
    }
  return [...others];
};

/** FD11: slots that are seen, but not whenever they run, and are not meant to give way. Said by the first screen of which it is true. */
export const partlyHidden = (
  running: readonly { slot: Slot; runs: readonly Runs[] }[],
  slots: ReadonlyMap<SlotId, Slot>,
  now: Instant,
): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of running) {
    if (findings.length >= MOST_PARTLY_HIDDEN) break;
    /** Screens with equal rules share one timeline; looking at it once is enough. */
    const byTimeline = Map.groupBy(runs, ({ won }) => won);
    for (const alike of byTimeline.values()) {
      const losses = lossesOf(slot, alike[0] as Runs, slots, now);
      if (losses.length === 0) continue;
      const named = describeSlot(slot);
      const on = nameScreens(alike.map(({ screen }) => screen));
      const sayLoss = (index: number): Said => {
        const [id, { stretches, reason }] = losses[index] as (typeof losses)[number];
        const taker = describeSlot(slots.get(id) as Slot);
        const times = sayWhen(stretches, alike[0] as Runs);
        return {
          vi: `${times.vi} bởi ${taker.vi}, vì khung giờ đó ${reason.vi}`,
          en: `${times.en} by ${taker.en}, which ${reason.en}`,
        };
      };
      const by = listSome(losses.length, sayLoss, { vi: 'khung giờ', en: 'slots' });
      findings.push({
        code: 'slot-partly-hidden',
        blocks: false,
        staff: {
          vi: `Khung giờ ${named.vi} bị che một phần trên màn hình ${on.vi}: ${by.vi}.`,
          en: `The slot ${named.en} is hidden for a part on ${on.en}: ${by.en}.`,
        },
        slotId: slot.id,
      });
      break;
    }
  }
  return findings;
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
    const times = sayWhen(bare, coverage);
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
