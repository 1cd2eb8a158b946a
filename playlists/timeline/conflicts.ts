/**
 * What is worth knowing about a schedule before it airs: slots that reach no screen, never run or are always hidden (FD1–FD3), hours
 * that are not as one might think (coverage-findings.ts, clock-findings.ts), what slots ask for in vain (slot-findings.ts), and
 * everything about the content (content-findings.ts, asset-findings.ts). Said once per matter for the whole ward.
 */

import type { Finding } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import { HOME_ZONE, type Instant } from '../model/time.ts';
import { contentDays, type Running, unapproved } from './asset-findings.ts';
import { playableSlotsOf } from './claims.ts';
import { clockChanged, otherZones } from './clock-findings.ts';
import { horizonOn } from './compile.ts';
import { speakOfTroubles, type Trouble, troublesOf } from './content-findings.ts';
import { bareHours, type Coverage, partlyHidden, type Runs, seeTaken } from './coverage-findings.ts';
import { legibility } from './legibility-findings.ts';
import { occurrencesOf, startDaysOf } from './occurrences.ts';
import { type Claim, ruleBetween, type WonStretch } from './overlaps.ts';
import { readPattern } from './recurrence.ts';
import { resolveScreen } from './resolution.ts';
import type { Rule } from './rules.ts';
import { describeSlot, listSome, nameScreens, nameSlots, reasonOf } from './sentences.ts';
import { isGuest } from './shares.ts';
import { inBlankHours, outOfStep, tooLong } from './slot-findings.ts';
import { dayOf } from './wall-clock.ts';
import { prepareWard, type Ward } from './ward.ts';

/** A screen on which a slot runs and could be shown within the horizon, with how the time there was given away. */
interface Stage extends Runs {
  /** Slots that are shown there at some time. */
  seen: ReadonlySet<SlotId | null>;
}

/** Days are looked for this far; a rule that does not begin within ten years never runs for anybody here. */
const SEARCH_DAYS = 3_660;

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
  if (readPattern(slot, ward.calendars)(within).length === 0) return null;
  const named = describeSlot(slot);
  return {
    ...slotFinding('day-part-missing', slot, {
      vi: `Khung giờ ${named.vi} dùng một giờ mẫu không còn tồn tại nên không phát. Hãy chọn giờ mẫu khác hoặc đặt giờ cụ thể.`,
      en: `The slot ${named.en} uses a day-part that no longer exists, so it does not run. Choose another one or set its times.`,
    }),
    blocks: true,
  };
};

/** Why a slot can never run: its days and its validity do not meet, or it was already over when it was last saved. */
const neverRuns = (ward: Ward, slot: Slot, zone: string, now: Instant): Finding | null => {
  const { validFrom, validUntil } = slot;
  if (validUntil === null) return null;
  const named = describeSlot(slot);
  const last = dayOf(validUntil);
  if (validFrom !== null) {
    const first = dayOf(validFrom);
    if (
      startDaysOf(slot, ward.calendars, ward.dayParts)({ first, last: Math.min(last, first + SEARCH_DAYS) }).length ===
      0
    ) {
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
    occurrencesOf(slot, clock, afterSaved, ward.calendars, ward.dayParts).length > 0
  )
    return null;
  return slotFinding('slot-never-runs', slot, {
    vi: `Khung giờ ${named.vi} đã hết hiệu lực ngày ${validUntil}, trước khi được lưu, nên không bao giờ chạy. Hãy kiểm tra lại năm của ngày hiệu lực.`,
    en: `The slot ${named.en} ended on ${validUntil}, before it was saved, so it never runs. Check the year of its validity.`,
  });
};

/** Who took a slot's time on its stages, each with the rule by which, in order of appearance. */
const hidersOf = (slot: Slot, stages: readonly Stage[]): [SlotId | null, Rule][] => {
  const hiders = new Map<SlotId | null, Rule>();
  /** Screens with equal rules share one timeline; looking at it once is enough. */
  const looked = new Set<readonly WonStretch[]>();
  for (const { specificity, occurrences, won } of stages) {
    if (looked.has(won)) continue;
    looked.add(won);
    seeTaken(occurrences, won, ({ from, until }, { claim }) => {
      if (hiders.has(claim.slotId)) return;
      const own = {
        kind: 'slot',
        from,
        until,
        level: PRIORITY_RANK[slot.priority],
        specificity,
        slotId: slot.id,
        startedAt: from,
        off: '',
      } as const;
      hiders.set(claim.slotId, ruleBetween(claim, own));
    });
  }
  return [...hiders];
};

const sayHider = (hider: Slot | null, rule: Rule): Said => {
  if (!hider) return { vi: 'giờ tắt màn hình', en: 'the blank hours' };
  const named = describeSlot(hider);
  const reason = reasonOf(rule);
  return { vi: `khung giờ ${named.vi} ${reason.vi}`, en: `the slot ${named.en}, which ${reason.en}` };
};

const hidden = (slot: Slot, stages: readonly Stage[], slots: ReadonlyMap<SlotId, Slot>): Finding | null => {
  if (stages.length === 0 || stages.some(({ seen }) => seen.has(slot.id))) return null;
  const named = describeSlot(slot);
  const on = nameScreens(stages.map(({ screen }) => screen));
  const hiders = hidersOf(slot, stages);
  const nameAt = (index: number): Said => {
    const [slotId, rule] = hiders[index] as (typeof hiders)[number];
    return sayHider((slotId && slots.get(slotId)) || null, rule);
  };
  const by = listSome(hiders.length, nameAt, { vi: 'khung giờ', en: 'slots' });
  return slotFinding('slot-hidden', slot, {
    vi: `Khung giờ ${named.vi} không được phát phút nào trên màn hình ${on.vi}, vì luôn bị che bởi ${by.vi}.`,
    en: `The slot ${named.en} is never seen on ${on.en}: it is always hidden by ${by.en}.`,
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

const byName = (a: Screen, b: Screen): number => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1);

/** All findings of a schedule for a publish at `now`, those that block it first. Does not depend on the order of the input. */
export const findProblems = (schedule: Schedule, now: Instant): Finding[] => findProblemsIn(prepareWard(schedule), now);

/** `findProblems` for whoever has compiled already: what was worked out then is not worked out again. */
export const findProblemsIn = (ward: Ward, now: Instant): Finding[] => {
  const { schedule } = ward;
  const troubles: Trouble[] = [];
  const screensOf = new Map<SlotId, Screen[]>();
  const stagesOf = new Map<SlotId, Stage[]>();
  const coverages: Coverage[] = [];
  for (const screen of [...schedule.screens].sort(byName)) {
    const horizon = ward.shared(`horizon ${screen.zone} ${now}`, () => horizonOn(ward.clocks(screen.zone), now));
    const { won, seen } = resolveScreen(ward, screen, horizon);
    const coverage = { screen, clock: ward.clocks(screen.zone), from: horizon.from, won };
    coverages.push(coverage);
    troubles.push(...troublesOf(ward, screen, won, horizon));
    for (const { slot } of ward.slotsOf(screen)) collect(screensOf, slot.id, screen);
    for (const { slot, specificity } of playableSlotsOf(ward, screen)) {
      const occurrences = ward.occurrencesIn(slot, screen.zone, horizon);
      if (occurrences.length === 0) continue;
      collect(stagesOf, slot.id, { ...coverage, specificity, occurrences, seen: seen() });
    }
  }
  const slots = new Map(schedule.slots.map((slot) => [slot.id, slot]));
  const findings = [...speakOfTroubles(ward, troubles), ...oversubscribed(coverages, slots)];
  const running: Running[] = [];
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
    const found = never || hidden(slot, stagesOf.get(slot.id) ?? [], slots);
    if (found) findings.push(found);
    else running.push({ slot, runs: stagesOf.get(slot.id) ?? [] });
  }
  const shown = running.filter(({ runs }) => runs.length > 0);
  findings.push(
    ...contentDays(ward, shown, coverages, now),
    ...unapproved(ward, aimed, now),
    ...partlyHidden(running, slots, now),
    ...bareHours(coverages, now),
    ...clockChanged(ward, shown, now),
    ...otherZones(ward, shown, now),
    ...tooLong(ward, shown),
    ...legibility(ward, shown, coverages, now),
    ...inBlankHours(shown),
    ...outOfStep(ward, shown),
  );
  return findings.sort((a, b) => Number(b.blocks) - Number(a.blocks));
};
