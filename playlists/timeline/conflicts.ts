/**
 * What is worth knowing about a schedule before it airs: slots that reach no screen or never run (FD1, FD2), are always hidden
 * (hidden-findings.ts), hours that are not as one might think (coverage-findings.ts, clock-findings.ts), what slots ask for in vain
 * (slot-findings.ts), and everything about the content (content-findings.ts, asset-findings.ts). Said once per matter for the whole ward.
 */

import { byName } from '../model/by-name.ts';
import { type Finding, weightOf } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { isShowing, type Slot } from '../model/slot.ts';
import { HOME_ZONE, type Instant } from '../model/time.ts';
import type { AimedSlot } from './aim.ts';
import { contentDays, type Running, unapproved } from './asset-findings.ts';
import { playableSlotsOf } from './claims.ts';
import { clockChanged, otherZones } from './clock-findings.ts';
import { horizonOn } from './compile.ts';
import { speakOfTroubles, type Trouble, troublesOf } from './content-findings.ts';
import { bareHours, type Coverage, type Runs } from './coverage-findings.ts';
import { countHidden, sayHidden } from './hidden-findings.ts';
import { legibility } from './legibility-findings.ts';
import { losingTime } from './loss-findings.ts';
import { occurrencesOf, startDaysOf } from './occurrences.ts';
import type { Claim, WonStretch } from './overlaps.ts';
import { readPattern } from './recurrence.ts';
import { relayFindings } from './relay-findings.ts';
import { resolveScreen } from './resolution.ts';
import { describeSlot, nameSlots } from './sentences.ts';
import { isGuest } from './shares.ts';
import { tooBusy } from './size-findings.ts';
import { inBlankHours, outOfStep, tooLong } from './slot-findings.ts';
import { tickerFindings } from './ticker-findings.ts';
import { isStrip, seenUnderTickers } from './ticker-spans.ts';
import { carriersOf, tickersHeld } from './ticker-turns.ts';
import { type CalendarDay, dayOf } from './wall-clock.ts';
import { prepareWard, type Ward } from './ward.ts';

/** A screen on which a slot runs and could be shown within the horizon, with how the time there was given away. */
interface Stage extends Runs {
  /** Slots that are shown there at some time. */
  seen: ReadonlySet<SlotId | null>;
}

/** Days are looked for this far; a rule that does not begin within ten years never runs for anybody here. */
const SEARCH_DAYS = 3_660;
/** Whoever has more to mend than this begins somewhere. */
const MOST_TOLD = 50;
/** Days that are looked at first: nearly every rule has begun by then. */
const NEAR_DAYS = 31;

const slotFinding = (code: Finding['code'], slot: Slot, staff: Said): Finding => ({
  code,
  blocks: false,
  staff,
  slotId: slot.id,
});

/** Whether a slot names a day-part that is gone, so that it has no hours (DY3). */
const lacksDayPart = (ward: Ward, { dayPartId }: Slot): boolean =>
  dayPartId !== null && ward.dayParts(dayPartId) === null;

/** FD21: said where the slot would run within the horizon; an old rule that is over stands in nobody's way. */
const dayPartMissing = (ward: Ward, slot: Slot, zone: string, now: Instant): Finding | null => {
  const clock = ward.clocks(slot.zone ?? zone);
  const { from, until } = horizonOn(clock, now);
  const within = { first: clock.readingAt(from).day - 1, last: clock.readingAt(until).day };
  if (readPattern(slot, ward.calendars, ward.readRule)(within).length === 0) return null;
  const named = describeSlot(slot);
  return {
    ...slotFinding('day-part-missing', slot, {
      vi: `Khung giờ ${named.vi} dùng một giờ mẫu không còn tồn tại nên không phát. Hãy chọn giờ mẫu khác hoặc đặt giờ cụ thể.`,
      en: `The slot ${named.en} uses a day-part that no longer exists, so it does not run. Choose another one or set its times.`,
    }),
    blocks: true,
  };
};

/** Whether a slot starts on any day from one to another. Many slots have one rule and one validity, and are looked at once. */
const startsWithin = (ward: Ward, slot: Slot, first: CalendarDay, last: CalendarDay): boolean => {
  const { recurrence, validFrom, validUntil, exceptDays, extraDays, avoidCalendars, requireCalendars, dayPartId } =
    slot;
  const days = [exceptDays, extraDays, avoidCalendars, requireCalendars].map((names) => names.join()).join(' ');
  const key = `starts ${recurrence} ${validFrom} ${validUntil} ${first} ${last} ${dayPartId} ${days}`;
  return ward.shared(key, () => {
    const startDays = startDaysOf(slot, ward.calendars, ward.dayParts, ward.readRule);
    const startsBy = (day: CalendarDay): boolean => startDays({ first, last: Math.min(last, day) }).length > 0;
    return startsBy(first + NEAR_DAYS) || startsBy(last);
  });
};

/** Why a slot can never run: its days and its validity do not meet, or it was already over when it was last saved. */
const neverRuns = (ward: Ward, slot: Slot, zone: string, now: Instant): Finding | null => {
  const { validFrom, validUntil } = slot;
  if (validUntil === null) return null;
  const last = dayOf(validUntil);
  if (validFrom !== null) {
    const first = dayOf(validFrom);
    if (!startsWithin(ward, slot, first, Math.min(last, first + SEARCH_DAYS))) {
      const named = describeSlot(slot);
      return slotFinding('slot-never-runs', slot, {
        vi: `Khung giờ ${named.vi} không bao giờ chạy: từ ${validFrom} đến ${validUntil} không có ngày nào phù hợp. Hãy sửa ngày hiệu lực hoặc thứ trong tuần.`,
        en: `The slot ${named.en} never runs: no day from ${validFrom} to ${validUntil} fits. Change its validity or its weekdays.`,
      });
    }
  }
  const clock = ward.clocks(slot.zone ?? zone);
  if (last > clock.readingAt(now).day) return null;
  const afterSaved = { from: slot.updatedAt, until: clock.instantOf(last + 2, 0) };
  if (
    afterSaved.from < afterSaved.until &&
    occurrencesOf(slot, clock, afterSaved, ward.calendars, ward.dayParts, ward.readRule).length > 0
  )
    return null;
  const named = describeSlot(slot);
  return slotFinding('slot-never-runs', slot, {
    vi: `Khung giờ ${named.vi} đã hết hiệu lực ngày ${validUntil}, trước khi được lưu, nên không bao giờ chạy. Hãy kiểm tra lại năm của ngày hiệu lực.`,
    en: `The slot ${named.en} ended on ${validUntil}, before it was saved, so it never runs. Check the year of its validity.`,
  });
};

/** Slots whose shares of the time leave a host nothing where they meet (FD8), once for each such company. */
const oversubscribed = (
  stages: readonly { screen: Screen; won: readonly WonStretch[] }[],
  slots: ReadonlyMap<SlotId, Slot>,
): Finding[] => {
  const found = new Map<string, Finding>();
  const looked = new Set<Claim>();
  for (const { screen, won } of stages) {
    for (const { claim } of won) {
      if (!claim.members || looked.has(claim)) continue;
      looked.add(claim);
      const members = claim.members.flatMap(({ slotId }) => (slotId ? (slots.get(slotId) ?? []) : []));
      const sharers = members.filter(({ share }) => share.kind === 'percent');
      const sum = sharers.reduce((total, { share }) => total + (share.kind === 'percent' ? share.percent : 0), 0);
      const hasHost = claim.members.length > members.filter(({ share }) => isGuest(share)).length;
      const key = sharers.map(({ id }) => id).join();
      if (sum < 100 || !hasHost || found.has(key)) continue;
      const named = nameSlots(sharers);
      found.set(key, {
        ...slotFinding('share-oversubscribed', sharers[0] as Slot, {
          vi: `Các khung giờ ${named.vi} cùng lúc chiếm ${sum} % thời lượng nên chương trình chính không được phát. Hãy giảm tỉ lệ để tổng dưới 100 %.`,
          en: `The slots ${named.en} take ${sum} % of the time together, so the main programme is not seen. Bring the sum below 100 %.`,
        }),
        screenId: screen.id,
      });
    }
  }
  return [...found.values()];
};

const collect = <Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void => {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
};

/**
 * All findings of a schedule for a publish at `now`, the gravest first. Does not depend on the order of the input. Of slots that are
 * always hidden, and of those that lose some of their time, `most` are said one by one, the others together.
 */
export const findProblems = (schedule: Schedule, now: Instant, most = MOST_TOLD): Finding[] =>
  findProblemsIn(prepareWard(schedule), now, most);

/** `findProblems` for whoever has compiled already: what was worked out then is not worked out again. */
export const findProblemsIn = (ward: Ward, now: Instant, most = MOST_TOLD): Finding[] => {
  const { schedule } = ward;
  const horizonAt = ({ zone }: Screen) =>
    ward.shared(`horizon ${zone} ${now}`, () => horizonOn(ward.clocks(zone), now));
  const troubles: Trouble[] = [];
  const screensOf = new Map<SlotId, Screen[]>();
  const stagesOf = new Map<SlotId, Stage[]>();
  const coverages: Coverage[] = [];
  for (const screen of [...schedule.screens].sort(byName)) {
    const horizon = horizonAt(screen);
    const { won, seen } = resolveScreen(ward, screen, horizon);
    const coverage = { screen, clock: ward.clocks(screen.zone), from: horizon.from, won };
    coverages.push(coverage);
    troubles.push(...troublesOf(ward, screen, seenUnderTickers(ward, screen, horizon), horizon));
    for (const { slot } of ward.slotsOf(screen)) collect(screensOf, slot.id, screen);
    const stage = ({ slot, specificity }: AimedSlot, how: () => Pick<Stage, 'won' | 'seen'>): void => {
      const occurrences = ward.occurrencesIn(slot, screen.zone, horizon);
      if (occurrences.length > 0) collect(stagesOf, slot.id, { ...coverage, specificity, occurrences, ...how() });
    };
    for (const aimedSlot of playableSlotsOf(ward, screen)) stage(aimedSlot, () => ({ won, seen: seen() }));
    /** What shows nothing hides nothing, and may be hidden only by who has the ticker. */
    for (const aimedSlot of carriersOf(ward, screen)) {
      stage(aimedSlot, () => {
        const { held, seen: carried } = tickersHeld(ward, screen, horizon);
        return { won: held, seen: carried };
      });
    }
  }
  const slots = new Map(schedule.slots.map((slot) => [slot.id, slot]));
  const findings = [...speakOfTroubles(ward, troubles), ...oversubscribed(coverages, slots)];
  const running: Running[] = [];
  const alsoHidden: Slot[] = [];
  let saidHidden = 0;
  const aimed: Slot[] = [];
  for (const slot of [...schedule.slots].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!slot.enabled) continue;
    const screens = screensOf.get(slot.id) ?? [];
    if (screens.length > 0) aimed.push(slot);
    const zone = screens[0]?.zone ?? HOME_ZONE;
    const never = lacksDayPart(ward, slot)
      ? screens.length > 0 && dayPartMissing(ward, slot, zone, now)
      : neverRuns(ward, slot, zone, now);
    if (screens.length === 0) {
      const named = describeSlot(slot);
      findings.push(
        slotFinding('slot-without-screens', slot, {
          vi: `Khung giờ ${named.vi} không có màn hình nào: nhóm hoặc màn hình được chọn đang trống hoặc không còn. Hãy chọn lại nơi phát.`,
          en: `The slot ${named.en} reaches no screen: its groups are empty or its screens are gone. Choose its targets again.`,
        }),
      );
    }
    const runs = stagesOf.get(slot.id) ?? [];
    if (never) findings.push(never);
    else if (runs.length === 0 || runs.some(({ seen }) => seen.has(slot.id))) running.push({ slot, runs });
    else if (saidHidden < most) {
      findings.push(sayHidden({ slot, runs }, slots));
      saidHidden += 1;
    } else alsoHidden.push(slot);
  }
  if (alsoHidden.length > 0) findings.push(countHidden(alsoHidden));
  const shown = running.filter(({ runs }) => runs.length > 0);
  const showing = shown.flatMap(({ slot, runs }) => (isShowing(slot) ? [{ slot, runs }] : []));
  findings.push(
    ...contentDays(ward, showing, coverages, now),
    ...unapproved(ward, aimed, now),
    ...losingTime(running, slots, now, most),
    ...bareHours(
      coverages
        .filter(({ screen }) => !isStrip(ward, screen))
        .map((coverage) => ({ ...coverage, won: seenUnderTickers(ward, coverage.screen, horizonAt(coverage.screen)) })),
      now,
    ),
    ...clockChanged(ward, shown, now),
    ...otherZones(ward, shown, now),
    ...tooLong(ward, showing),
    ...legibility(ward, showing, coverages, now),
    ...inBlankHours(shown),
    ...outOfStep(ward, showing),
    ...relayFindings(ward),
    ...tooBusy(ward, coverages, horizonAt),
    ...tickerFindings(ward, aimed, coverages, horizonAt, now),
  );
  return findings.sort((a, b) => weightOf(b) - weightOf(a));
};
