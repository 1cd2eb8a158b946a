/**
 * Who wins where several want the same screen. Everything that can fill a screen is a **claim**: slots, blank hours, the
 * default playlist of each day and, at the bottom, the safe image. One ladder compares them (TL5–TL8, TL10–TL13) and one
 * sweep resolves them; `explain` asks the same ladder, so there is no second opinion anywhere.
 */
import type { SlotId } from '../model/ids.ts';
import { PRIORITY_RANK } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import type { Stretch } from './occurrences.ts';
import { RULE, type Rule } from './rules.ts';

/** Specificity of a slot's target (TL7). */
export const SPECIFICITY = { all: 0, group: 1, screen: 2 } as const;

/** Levels of what is not a slot, on the scale of `PRIORITY_RANK`: blank hours yield to khẩn cấp alone (TL13). */
export const LEVEL = {
  blank: (PRIORITY_RANK.priority + PRIORITY_RANK.urgent) / 2,
  default: PRIORITY_RANK.normal - 1,
  safe: PRIORITY_RANK.normal - 2,
} as const;

/** A wish to fill `[from, until)`. `from` is where it truly begins, also before the horizon: loops are anchored there (TL14). */
export interface Claim extends Stretch {
  kind: 'slot' | 'blank' | 'default' | 'safe';
  level: number;
  specificity: number;
  /** Null unless `kind` is `slot`; null too where slots are guests of the default playlist. */
  slotId: SlotId | null;
  /** Where its occurrence began: earlier than `from` where entries of its playlist came or went since (PL5). */
  startedAt: Instant;
  /** The entries of its playlist that are off (PL5); '' = none. */
  off: string;
  /** Those who are shown in turn (SH1–SH3), hosts first; absent where one is alone. */
  members?: readonly Claim[];
}

/** A stretch of a resolved timeline and the claim that won it. */
export interface WonStretch extends Stretch {
  claim: Claim;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byLevel = (a: Claim, b: Claim): number => a.level - b.level;
const bySpecificity = (a: Claim, b: Claim): number => a.specificity - b.specificity;
const byStart = (a: Claim, b: Claim): number => a.startedAt - b.startedAt;
const bySlotId = (a: Claim, b: Claim): number =>
  compareText(a.slotId ?? '', b.slotId ?? '') || a.until - b.until || a.from - b.from;

/** The rungs, in order: the first that tells two claims apart decides. */
const LADDER: readonly { rule: Rule; compare: (a: Claim, b: Claim) => number }[] = [
  { rule: RULE.priority, compare: byLevel },
  { rule: RULE.specificity, compare: bySpecificity },
  { rule: RULE.laterStart, compare: byStart },
  { rule: RULE.slotId, compare: bySlotId },
];

/** Down the ladder. Positive when `a` is stronger than `b`. Total: 0 only for two claims that show the same. */
export const compareClaims = (a: Claim, b: Claim): number =>
  byLevel(a, b) || bySpecificity(a, b) || byStart(a, b) || bySlotId(a, b);

/** The rule by which `winner` beat `loser`. Where one of them is no slot, the rule about that one is the reason. */
export const ruleBetween = (winner: Claim, loser: Claim): Rule => {
  if (winner.kind === 'blank' || loser.kind === 'blank') return RULE.blank;
  if (loser.kind === 'default') return RULE.defaultPlaylist;
  if (loser.kind === 'safe') return RULE.safe;
  return LADDER.find((rung) => rung.compare(winner, loser) !== 0)?.rule ?? RULE.slotId;
};

/** Puts a claim among those that run: a binary heap, the strongest on top. */
const addRunning = (heap: Claim[], claim: Claim): void => {
  let place = heap.push(claim) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as Claim;
    if (compareClaims(claim, above) <= 0) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = claim;
};

/** Takes out the strongest; at least one runs. */
const dropStrongest = (heap: Claim[]): void => {
  const moved = heap.pop() as Claim;
  if (heap.length === 0) return;
  let place = 0;
  for (let child = 1; child < heap.length; child = place * 2 + 1) {
    let rival = heap[child] as Claim;
    const other = heap[child + 1];
    if (other && compareClaims(other, rival) > 0) {
      child += 1;
      rival = other;
    }
    if (compareClaims(rival, moved) <= 0) break;
    heap[place] = rival;
    place = child;
  }
  heap[place] = moved;
};

/** Claims by their beginning; those that begin together in the order in which they came. */
export const inOrderOfStart = (claims: readonly Claim[]): Claim[] => {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { from } of claims) {
    if (from < first) first = from;
    if (from > last) last = from;
  }
  /** Beginning and place in one number, as long as it is exact: plain numbers are sorted several times faster than objects. */
  const scale = 2 ** Math.ceil(Math.log2(claims.length + 1));
  if ((last - first + 1) * scale > Number.MAX_SAFE_INTEGER) return [...claims].sort((a, b) => a.from - b.from);
  const keys = new Float64Array(claims.length);
  for (let place = 0; place < claims.length; place += 1)
    keys[place] = ((claims[place] as Claim).from - first) * scale + place;
  keys.sort();
  const ordered: Claim[] = [];
  for (const key of keys) ordered.push(claims[key - Math.floor(key / scale) * scale] as Claim);
  return ordered;
};

/** True when two claims look the same on the glass, so that their stretches are one. */
const showsTheSame = (a: Claim, b: Claim): boolean =>
  a === b || (a.kind === b.kind && (a.kind === 'blank' || a.kind === 'safe'));

/**
 * Resolves claims over a horizon: sorted, touching stretches that cover it whole, neighbours never alike. One of the claims
 * must cover the horizon (the safe image always does); the order of `claims` does not matter. O(n log n).
 */
export const resolveClaims = (claims: readonly Claim[], horizon: Stretch): WonStretch[] => {
  const waiting = inOrderOfStart(claims);
  /** Those that run; one that has ended is thrown out when it comes to the top. */
  const running: Claim[] = [];
  const won: WonStretch[] = [];
  let last: WonStretch | null = null;
  let next = 0;
  let nextFrom = waiting[0]?.from ?? horizon.until;
  let top: Claim | null = null;
  for (let now = horizon.from; now < horizon.until; ) {
    for (let begun = waiting[next]; begun && nextFrom <= now; begun = waiting[next]) {
      /** Under the strongest for all of its time it is never seen. */
      const isHidden = top !== null && begun.until <= top.until && compareClaims(top, begun) > 0;
      if (!isHidden) {
        addRunning(running, begun);
        top = running[0] as Claim;
      }
      next += 1;
      nextFrom = waiting[next]?.from ?? horizon.until;
    }
    while ((top as Claim).until <= now) {
      dropStrongest(running);
      top = running[0] as Claim;
    }
    const claim: Claim = top as Claim;
    const until = Math.min(claim.until, nextFrom, horizon.until);
    if (last && showsTheSame(last.claim, claim)) last.until = until;
    else {
      last = { from: now, until, claim };
      won.push(last);
    }
    now = until;
  }
  return won;
};
