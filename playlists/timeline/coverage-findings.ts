/**
 * What of the coming week is not as one might think: hours in which a slot runs but another is seen (FD11), and hours in which a
 * screen has nothing but the safe image (FD12). Advice.
 */
import type { Finding } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import type { Instant, Weekday } from '../model/time.ts';
import { sayWeekdays } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import type { Stretch } from './occurrences.ts';
import { compareClaims, ruleBetween, type WonStretch } from './overlaps.ts';
import { lastStarted } from './playhead.ts';
import { describeSlot, listNames, nameScreens, reasonOf } from './sentences.ts';
import { type CalendarDay, type WallClock, weekdayOf } from './wall-clock.ts';

/** Local days that are looked at, today included. */
const LOOKED_DAYS = 7;
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

const weekOf = ({ clock, from }: Coverage): Stretch => ({
  from,
  until: clock.instantOf(clock.readingAt(from).day + LOOKED_DAYS, 0),
});

const clipTo = ({ from, until }: Stretch, week: Stretch): Stretch[] => {
  const cut = { from: Math.max(from, week.from), until: Math.min(until, week.until) };
  return cut.from < cut.until ? [cut] : [];
};

/** The hours of a stretch on each of its local days, as they are said. */
function* hoursByDay({ from, until }: Stretch, clock: WallClock): Generator<{ hours: string; day: CalendarDay }> {
  for (let start = from; start < until; ) {
    const { day, msOfDay } = clock.readingAt(start);
    const midnight = clock.instantOf(day + 1, 0);
    const untilText = until < midnight ? sayClock(clock.readingAt(until).msOfDay) : '24:00';
    yield { hours: `${sayClock(msOfDay)}–${untilText}`, day };
    start = Math.max(midnight, start + 1);
  }
}

/** Touching stretches as one. */
const joined = (stretches: readonly Stretch[]): Stretch[] => {
  const whole: Stretch[] = [];
  for (const { from, until } of stretches) {
    const last = whole.at(-1);
    if (last && last.until === from) last.until = until;
    else whole.push({ from, until });
  }
  return whole;
};

/** `hằng ngày 00:00–08:00, 17:00–24:00 và T7, CN 08:00–17:00`. A week has each weekday once, so days are named by it. */
const sayWhen = (stretches: readonly Stretch[], { clock }: Coverage): Said => {
  const daysOf = new Map<string, Set<Weekday>>();
  for (const stretch of joined(stretches))
    for (const { hours, day } of hoursByDay(stretch, clock))
      daysOf.set(hours, (daysOf.get(hours) ?? new Set()).add(weekdayOf(day)));
  const hoursOf = new Map<string, { days: Weekday[]; hours: string[] }>();
  for (const [hours, set] of daysOf) {
    const days = [...set].sort();
    const known = hoursOf.get(days.join());
    if (known) known.hours.push(hours);
    else hoursOf.set(days.join(), { days, hours: [hours] });
  }
  const phrases = [...hoursOf.values()].map(({ days, hours }): Said => {
    const on = days.length === LOOKED_DAYS ? { vi: 'hằng ngày', en: 'daily' } : sayWeekdays(days);
    const times = hours.sort().join(', ');
    return { vi: `${on.vi} ${times}`, en: `${on.en} ${times}` };
  });
  return listNames(phrases, { vi: 'khoảng thời gian', en: 'periods' });
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

/**
 * The times of a slot on one screen that others took, by who took them. Urgent bulletins are meant to; an item that is played to
 * its end (TL20) hides nobody.
 */
const lossesOf = (slot: Slot, runs: Runs, slots: ReadonlyMap<SlotId, Slot>): Said[] => {
  const week = weekOf(runs);
  const takers = new Map<SlotId, { stretches: Stretch[]; reason: Said }>();
  const thisWeek = runs.occurrences.filter(({ from }) => from < week.until);
  seeTaken(thisWeek, runs.won, (occurrence, stretch) => {
    const { claim } = stretch;
    const taker = claim.slotId && slots.get(claim.slotId);
    const isIn = claim.slotId === slot.id || claim.members?.some(({ slotId }) => slotId === slot.id);
    if (!taker || isIn || taker.priority === 'urgent') return;
    const own = { ...occurrence, level: PRIORITY_RANK[slot.priority], specificity: runs.specificity };
    const lost = { ...own, kind: 'slot', slotId: slot.id, startedAt: occurrence.from, off: '' } as const;
    if (compareClaims(claim, lost) < 0) return;
    const meant = { from: stretch.from, until: Math.min(stretch.until, claim.until) };
    const cut = clipTo(meant, occurrence).flatMap((one) => clipTo(one, week));
    const known = takers.get(taker.id);
    if (known) known.stretches.push(...cut);
    else if (cut.length > 0) takers.set(taker.id, { stretches: cut, reason: reasonOf(ruleBetween(claim, lost)) });
  });
  return [...takers].map(([id, { stretches, reason }]): Said => {
    const named = describeSlot(slots.get(id) as Slot);
    const times = sayWhen(stretches, runs);
    return {
      vi: `${times.vi} bởi ${named.vi}, vì khung giờ đó ${reason.vi}`,
      en: `${times.en} by ${named.en}, which ${reason.en}`,
    };
  });
};

/** FD11: slots that are seen, but not whenever they run. Said by the first screen of which it is true. */
export const partlyHidden = (
  running: readonly { slot: Slot; runs: readonly Runs[] }[],
  slots: ReadonlyMap<SlotId, Slot>,
): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of running) {
    if (findings.length >= MOST_PARTLY_HIDDEN) break;
    /** Screens with equal rules share one timeline; looking at it once is enough. */
    const byTimeline = Map.groupBy(runs, ({ won }) => won);
    for (const alike of byTimeline.values()) {
      const losses = lossesOf(slot, alike[0] as Runs, slots);
      if (losses.length === 0) continue;
      const named = describeSlot(slot);
      const on = nameScreens(alike.map(({ screen }) => screen));
      const by = listNames(losses, { vi: 'khung giờ', en: 'slots' });
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
export const bareHours = (coverages: readonly Coverage[]): Finding[] => {
  const byTimes = new Map<string, { times: Said; screens: Screen[] }>();
  for (const coverage of coverages) {
    const { won, screen } = coverage;
    if (!won.some(({ claim }) => claim.kind === 'slot' || claim.kind === 'default')) continue;
    const week = weekOf(coverage);
    const bare = won.flatMap(({ claim, ...stretch }) => (claim.kind === 'safe' ? clipTo(stretch, week) : []));
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
        vi: `Màn hình ${on.vi} chỉ có hình an toàn ${times.vi}. Hãy xếp khung giờ, chọn danh sách phát mặc định hoặc đặt giờ tắt màn hình.`,
        en: `${on.en} shows nothing but the safe image ${times.en}. Add a slot, choose a default playlist or set blank hours.`,
      },
      ...(screens.length === 1 && { screenId: screens[0]?.id }),
    };
  });
};
