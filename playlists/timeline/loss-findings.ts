/**
 * Hours of the coming week in which a slot runs but another is seen: taken from it (FD11), or given as somebody arranged it (FD38). Who
 * takes them, when, and by which advantage.
 */
import { byName } from '../model/by-name.ts';
import type { Finding } from '../model/finding.ts';
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import { clipTo, type Runs, seeTaken, weekOf } from './coverage-findings.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, ruleBetween } from './overlaps.ts';
import { RULE, type Rule } from './rules.ts';
import { describeSlot, listSome, nameScreens, nameSlots, reasonOf, subjectOf } from './sentences.ts';
import { sayWhen } from './week-sentences.ts';

/** Sentences about one slot, where it loses other hours on other screens; the rest of the screens is counted. */
const MOST_PLACES = 3;

/** What one slot took of another within the week. */
interface Loss {
  slotId: SlotId;
  stretches: Stretch[];
  rule: Rule;
}

/** `given`: as somebody arranged it; `taken`: as perhaps nobody meant it. */
interface Losses {
  taken: readonly Loss[];
  given: readonly Loss[];
}

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, until }) => sum + until - from, 0);

/**
 * Whether a slot that gives way was meant to: to a higher level, which somebody chose for that; or to one that runs within its hours
 * and begins later or is aimed more closely, as a short programme in a long one is.
 */
const isMeant = (rule: Rule, claim: Claim, lost: Claim): boolean =>
  rule === RULE.priority || (rule !== RULE.slotId && claim.startedAt >= lost.startedAt && claim.until <= lost.until);

/**
 * The times of a slot on one screen that others took. An item that is played to its end (TL20) hides nobody. What the slot was meant to
 * give counts as taken where that is half of its time or more; but never what urgent bulletins have.
 */
const lossesOf = (slot: Slot, runs: Runs, slots: ReadonlyMap<SlotId, Slot>, now: Instant): Losses => {
  const week = weekOf(runs, now);
  const [taken, given] = [new Map<SlotId, Loss>(), new Map<SlotId, Loss>()];
  const thisWeek = runs.occurrences.filter(({ from, until }) => from < week.until && until > week.from);
  seeTaken(thisWeek, runs.won, (occurrence, stretch) => {
    const { claim } = stretch;
    const taker = claim.slotId && slots.get(claim.slotId);
    const isIn = claim.slotId === slot.id || claim.members?.some(({ slotId }) => slotId === slot.id);
    if (!taker || isIn) return;
    const own = { ...occurrence, level: PRIORITY_RANK[slot.priority], specificity: runs.specificity };
    const lost = { ...own, kind: 'slot', slotId: slot.id, startedAt: occurrence.from, off: '' } as const;
    if (compareClaims(claim, lost) < 0) return;
    const won = { from: stretch.from, until: Math.min(stretch.until, claim.until) };
    const cut = clipTo(won, occurrence).flatMap((one) => clipTo(one, week));
    if (cut.length === 0) return;
    const rule = ruleBetween(claim, lost);
    const losses = isMeant(rule, claim, lost) ? given : taken;
    const known = losses.get(taker.id);
    if (known) known.stretches.push(...cut);
    else losses.set(taker.id, { slotId: taker.id, stretches: cut, rule });
  });
  if (taken.size + given.size === 0) return { taken: [], given: [] };
  const [urgent, others] = [[] as Loss[], [] as Loss[]];
  for (const loss of given.values()) (slots.get(loss.slotId)?.priority === 'urgent' ? urgent : others).push(loss);
  const givenMs = others.reduce((sum, { stretches }) => sum + lengthOf(stretches), 0);
  const wholeMs = lengthOf(thisWeek.flatMap((occurrence) => clipTo(occurrence, week)));
  if (givenMs * 2 < wholeMs) return { taken: [...taken.values()], given: [...given.values()] };
  for (const loss of others) {
    const known = taken.get(loss.slotId);
    if (known) known.stretches.push(...loss.stretches);
    else taken.set(loss.slotId, loss);
  }
  return { taken: [...taken.values()], given: urgent };
};

/** What is said of one slot: the sentence, how one who takes is named in it, and the sentence about all who are not told one by one. */
interface Words {
  code: Finding['code'];
  opening: (slot: Said) => Said;
  by: (taker: Said) => Said;
  others: (slots: Said) => Said;
}

const WORDS: Readonly<Record<keyof Losses, Words>> = {
  taken: {
    code: 'slot-partly-hidden',
    opening: (slot) => ({
      vi: `${slot.vi} bị che một phần`,
      en: `${slot.en} is hidden for a part`,
    }),
    by: (taker) => ({ vi: `bởi ${taker.vi}`, en: `by ${taker.en}` }),
    others: (slots) => ({
      vi: `Các khung giờ khác cũng bị che một phần: ${slots.vi}. Hãy mở từng khung giờ để xem giờ nào và bởi khung giờ nào.`,
      en: `Also hidden for a part: ${slots.en}. Open each to see when and by which slot.`,
    }),
  },
  given: {
    code: 'slot-gives-way',
    opening: (slot) => ({ vi: `${slot.vi} nhường giờ`, en: `${slot.en} gives way` }),
    by: (taker) => ({ vi: `cho ${taker.vi}`, en: `to ${taker.en}` }),
    others: (slots) => ({
      vi: `Các khung giờ khác cũng nhường giờ như đã xếp: ${slots.vi}. Hãy mở từng khung giờ để xem giờ nào và cho khung giờ nào.`,
      en: `Also giving way as arranged: ${slots.en}. Open each to see when and to which slot.`,
    }),
  },
};

/** Screens on which a slot loses the same hours to the same others. */
interface Place {
  at: Runs;
  screens: Screen[];
  losses: readonly Loss[];
}

const keyOf = (losses: readonly Loss[]): string =>
  losses
    .map(({ slotId, rule, stretches }) => `${slotId} ${rule} ${stretches.map(({ from, until }) => `${from}-${until}`)}`)
    .join(';');

const sayPlace = ({ at, screens, losses }: Place, words: Words, slots: ReadonlyMap<SlotId, Slot>): Said => {
  const on = nameScreens(screens.toSorted(byName));
  const sayLoss = (index: number): Said => {
    const { slotId, stretches, rule } = losses[index] as Loss;
    const [by, times] = [words.by(describeSlot(slots.get(slotId) as Slot)), sayWhen(stretches, at.clock)];
    const reason = reasonOf(rule);
    return {
      vi: `${times.vi} ${by.vi}, vì khung giờ đó ${reason.vi}`,
      en: `${times.en} ${by.en}, which ${reason.en}`,
    };
  };
  const said = listSome(losses.length, sayLoss, { vi: 'khung giờ', en: 'slots' });
  return { vi: `trên màn hình ${on.vi}: ${said.vi}`, en: `on ${on.en}: ${said.en}` };
};

const sayLosing = (slot: Slot, places: readonly Place[], words: Words, slots: ReadonlyMap<SlotId, Slot>): Finding => {
  const opening = words.opening(subjectOf(slot));
  const said = places.slice(0, MOST_PLACES).map((place) => sayPlace(place, words, slots));
  const rest = places.slice(MOST_PLACES).flatMap(({ screens }) => screens).length;
  if (rest > 0) said.push({ vi: `và trên ${rest} màn hình khác`, en: `and on ${rest} more screens` });
  return {
    code: words.code,
    blocks: false,
    staff: {
      vi: `${opening.vi} ${said.map(({ vi }) => vi).join('; ')}.`,
      en: `${opening.en} ${said.map(({ en }) => en).join('; ')}.`,
    },
    slotId: slot.id,
  };
};

/**
 * FD11 and FD38 of slots that are seen, but not whenever they run. Of each kind `most` slots are told one by one, all others in one
 * sentence.
 */
export const losingTime = (
  running: readonly { slot: Slot; runs: readonly Runs[] }[],
  slots: ReadonlyMap<SlotId, Slot>,
  now: Instant,
  most: number,
): Finding[] => {
  const told: Record<keyof Losses, Finding[]> = { taken: [], given: [] };
  const untold: Record<keyof Losses, Slot[]> = { taken: [], given: [] };
  const kinds = ['taken', 'given'] as const;
  for (const { slot, runs } of running) {
    const places = { taken: new Map<string, Place>(), given: new Map<string, Place>() };
    /** Screens with equal rules share one timeline; looking at it once is enough. */
    for (const alike of Map.groupBy(runs, ({ won }) => won).values()) {
      const at = alike[0] as Runs;
      const found = lossesOf(slot, at, slots, now);
      for (const kind of kinds) {
        const losses = found[kind];
        if (losses.length === 0) continue;
        const key = keyOf(losses);
        const known = places[kind].get(key) ?? { at, screens: [], losses };
        for (const { screen } of alike) known.screens.push(screen);
        places[kind].set(key, known);
      }
    }
    for (const kind of kinds) {
      if (places[kind].size === 0) continue;
      if (told[kind].length >= most) untold[kind].push(slot);
      else told[kind].push(sayLosing(slot, [...places[kind].values()], WORDS[kind], slots));
    }
  }
  return kinds.flatMap((kind) => {
    if (untold[kind].length === 0) return told[kind];
    const { code, others } = WORDS[kind];
    return [...told[kind], { code, blocks: false, staff: others(nameSlots(untold[kind])) }];
  });
};
