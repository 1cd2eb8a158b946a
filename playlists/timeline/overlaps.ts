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

/** The running claims, strongest on top (a binary heap); those that have ended are thrown out when they surface. */
const createRunning = () => {
  const heap: Claim[] = [];
  const at = (place: number) => heap[place] as Claim;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  const removeTop = () => {
    const moved = heap.pop() as Claim;
    if (heap.length === 0) return;
    heap[0] = moved;
    for (let place = 0; ; ) {
      const left = place * 2 + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && compareClaims(at(right), at(left)) > 0 ? right : left;
      if (compareClaims(at(child), at(place)) <= 0) return;
      swap(child, place);
      place = child;
    }
  };
  return {
    add: (claim: Claim) => {
      const top = heap[0];
      /** Under the strongest for all of its time: it is never seen. */
      if (top && claim.until <= top.until && compareClaims(top, claim) > 0) return;
      heap.push(claim);
      for (let place = heap.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1;
        if (compareClaims(at(place), at(parent)) <= 0) return;
        swap(place, parent);
        place = parent;
      }
    },
    strongest: (now: Instant): Claim => {
      while (heap.length > 0 && at(0).until <= now) removeTop();
      return at(0);
    },
  };
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
  const running = createRunning();
  const won: WonStretch[] = [];
  let next = 0;
  for (let now = horizon.from; now < horizon.until; ) {
    for (let claim = waiting[next]; claim && claim.from <= now; claim = waiting[next]) {
      running.add(claim);
      next += 1;
    }
    const claim = running.strongest(now);
    const until = Math.min(claim.until, waiting[next]?.from ?? horizon.until, horizon.until);
    const last = won.at(-1);
    if (last && showsTheSame(last.claim, claim)) last.until = until;
    else won.push({ from: now, until, claim });
    now = until;
  }
  return won;
};
