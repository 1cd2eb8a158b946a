/**
 * Slots that run and are never seen (FD3): who hides them, and by which advantage. The first are said one by one; what a manager could
 * not read anyway is counted in one sentence, so that a ward in which thousands are hidden is told that and no more.
 */
import type { Finding } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import { type Runs, seeTaken } from './coverage-findings.ts';
import { type Claim, ruleBetween, type WonStretch } from './overlaps.ts';
import type { Rule } from './rules.ts';
import { describeSlot, listSome, nameScreens, nameSlots, reasonOf, subjectOf } from './sentences.ts';

/** A slot that is seen at no time on any of the screens on which it runs. */
export interface HiddenSlot {
  slot: Slot;
  runs: readonly Runs[];
}

/** Who took a slot's time, each with the rule by which, in order of appearance. */
const hidersOf = ({ slot, runs }: HiddenSlot): [SlotId | null, Rule][] => {
  const hiders = new Map<SlotId | null, Rule>();
  /** Screens with equal rules share one timeline; looking at it once is enough. */
  const looked = new Set<readonly WonStretch[]>();
  for (const { specificity, occurrences, won } of runs) {
    if (looked.has(won)) continue;
    looked.add(won);
    seeTaken(occurrences, won, ({ from, until }, { claim }) => {
      if (hiders.has(claim.slotId)) return;
      const own: Claim = {
        kind: 'slot',
        from,
        until,
        level: PRIORITY_RANK[slot.priority],
        specificity,
        slotId: slot.id,
        startedAt: from,
        off: '',
      };
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

/** FD3 of one slot, with what hides it. */
export const sayHidden = (hidden: HiddenSlot, slots: ReadonlyMap<SlotId, Slot>): Finding => {
  const { slot, runs } = hidden;
  const subject = subjectOf(slot);
  const on = nameScreens(runs.map(({ screen }) => screen));
  const hiders = hidersOf(hidden);
  const nameAt = (index: number): Said => {
    const [slotId, rule] = hiders[index] as (typeof hiders)[number];
    return sayHider((slotId && slots.get(slotId)) || null, rule);
  };
  const by = listSome(hiders.length, nameAt, { vi: 'khung giờ', en: 'slots' });
  return {
    code: 'slot-hidden',
    blocks: false,
    staff: {
      vi: `${subject.vi} không được phát phút nào trên màn hình ${on.vi}, vì luôn bị che bởi ${by.vi}.`,
      en: `${subject.en} is never seen on ${on.en}: it is always hidden by ${by.en}.`,
    },
    slotId: slot.id,
  };
};

/** FD3 of all others in one sentence. */
export const countHidden = (rest: readonly Slot[]): Finding => {
  const named = nameSlots(rest);
  return {
    code: 'slot-hidden',
    blocks: false,
    staff: {
      vi: `Khung giờ ${named.vi} cũng không được phát phút nào, vì luôn bị các khung giờ khác hoặc giờ tắt màn hình che. Hãy xem lại mức ưu tiên và giờ của các khung giờ này.`,
      en: `Also never seen, as other slots or blank hours always hide them: ${named.en}. Look over the priorities and hours of these slots.`,
    },
  };
};
