/** Targets → slots: which slots are meant for a screen, and how specifically (TL7). */
import type { ScreenId, SlotId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot, Target } from '../model/slot.ts';
import { SPECIFICITY } from './overlaps.ts';

/** A slot that is meant for a screen, and how specifically (TL7). */
export interface AimedSlot {
  slot: Slot;
  specificity: number;
  /** Had by no other slot, specificity or edit of the slot, in this aim and those that follow it. */
  mark: number;
}

/** The slots of a schedule by what they are aimed at. */
export interface Aim {
  /** Enabled slots aimed at a screen, by slot id; of several targets the most specific counts. */
  slotsOf: (screen: Screen) => readonly AimedSlot[];
  /** One of those by its id. */
  slotOn: (screen: Screen, slotId: SlotId) => Slot | undefined;
  /** The aim of these slots instead: what did not change is kept. A slot that is another object has changed. */
  follow: (slots: readonly Slot[]) => Aim;
}

const targetKey = (target: Target): string => {
  switch (target.kind) {
    case 'all':
      return 'all';
    case 'group':
      return target.groupId;
    case 'screen':
      return target.screenId;
  }
};

/** Whether a target stands for the screen, among others. */
export const isAimedAt = (target: Target, screen: Pick<Screen, 'id' | 'groupIds'>): boolean =>
  target.kind === 'all' ||
  (target.kind === 'screen' ? target.screenId === screen.id : screen.groupIds.includes(target.groupId));

const keysOf = (screen: Screen): string[] => ['all', ...screen.groupIds, screen.id];

/** Whether one of these targets stands for the screen. */
const isAmong = (changed: ReadonlyMap<string, unknown>, screen: Screen): boolean =>
  changed.has(screen.id) || changed.has('all') || screen.groupIds.some((id) => changed.has(id));

/** One for each specificity: screens that a slot reaches by several targets of one kind have the same of it, whichever that is. */
const MARKS_OF_SLOT = Object.keys(SPECIFICITY).length;
const aimedBy = (slot: Slot, { kind }: Target, firstMark: number): AimedSlot => {
  const specificity = SPECIFICITY[kind];
  return { slot, specificity, mark: firstMark + specificity };
};

/** By slot; of one slot the most specific first. */
const bySlot = (a: AimedSlot, b: AimedSlot): number => {
  if (a.slot === b.slot) return b.specificity - a.specificity;
  return a.slot.id < b.slot.id ? -1 : 1;
};

const collect = (aimed: ReadonlyMap<string, readonly AimedSlot[]>, screen: Screen): AimedSlot[] => {
  const found = keysOf(screen)
    .flatMap((key) => aimed.get(key) ?? [])
    .sort(bySlot);
  return found.filter(({ slot }, place) => found[place - 1]?.slot !== slot);
};

/** What is no longer in a list and what is new, between the parts at both ends in which two lists are the same. */
const changesBetween = (before: readonly Slot[], after: readonly Slot[]): { gone: Slot[]; come: Slot[] } => {
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - same;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const old = before.slice(same, before.length - tail);
  const young = after.slice(same, after.length - tail);
  const [was, is] = [new Set(old), new Set(young)];
  return { gone: old.filter((slot) => !is.has(slot)), come: young.filter((slot) => !was.has(slot)) };
};

interface Aimed {
  slots: readonly Slot[];
  byTarget: ReadonlyMap<string, readonly AimedSlot[]>;
  nextMark: number;
  /** What screens were found to have by the aim before this one, and what changed since. */
  before?: { known: ReadonlyMap<Screen, readonly AimedSlot[]>; changed: ReadonlyMap<string, unknown> };
}

const createAim = ({ slots, byTarget, nextMark, before }: Aimed): Aim => {
  const known = new Map<Screen, readonly AimedSlot[]>();
  const named = new Map<ScreenId, ReadonlyMap<SlotId, Slot>>();
  const slotsOf = (screen: Screen): readonly AimedSlot[] => {
    const own = known.get(screen);
    if (own) return own;
    const still = before && !isAmong(before.changed, screen) ? before.known.get(screen) : undefined;
    const found = still ?? collect(byTarget, screen);
    known.set(screen, found);
    return found;
  };
  return {
    slotsOf,
    slotOn: (screen, slotId) => {
      const byName = named.get(screen.id) ?? new Map(slotsOf(screen).map(({ slot }) => [slot.id, slot]));
      named.set(screen.id, byName);
      return byName.get(slotId);
    },
    follow: (after) => {
      const { gone, come } = changesBetween(slots, after);
      const changed = new Map<string, AimedSlot[]>();
      const listOf = (target: Target): AimedSlot[] => {
        const key = targetKey(target);
        const list = changed.get(key) ?? [...(byTarget.get(key) ?? [])];
        changed.set(key, list);
        return list;
      };
      for (const slot of gone) {
        if (!slot.enabled) continue;
        for (const target of slot.targets) {
          const list = listOf(target);
          const place = list.findIndex((one) => one.slot === slot);
          if (place >= 0) list.splice(place, 1);
        }
      }
      let mark = nextMark;
      for (const slot of come) {
        if (!slot.enabled) continue;
        for (const target of slot.targets) listOf(target).push(aimedBy(slot, target, mark));
        mark += MARKS_OF_SLOT;
      }
      const aimedNow = new Map(byTarget);
      for (const [key, list] of changed) aimedNow.set(key, list);
      return createAim({ slots: after, byTarget: aimedNow, nextMark: mark, before: { known, changed } });
    },
  };
};

/** Puts slots by their targets, so that a screen is asked about its own only. */
export const aimSlots = (slots: readonly Slot[]): Aim => {
  const byTarget = new Map<string, AimedSlot[]>();
  let mark = 0;
  for (const slot of slots) {
    if (!slot.enabled) continue;
    for (const target of slot.targets) {
      const key = targetKey(target);
      const aimed = aimedBy(slot, target, mark);
      const list = byTarget.get(key);
      if (list) list.push(aimed);
      else byTarget.set(key, [aimed]);
    }
    mark += MARKS_OF_SLOT;
  }
  return createAim({ slots, byTarget, nextMark: mark });
};
