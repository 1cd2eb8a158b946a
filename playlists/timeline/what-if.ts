/**
 * "What if this slot were like that?" Says for each screen where the slot would be shown, where it would be hidden and by whom, whom
 * it would newly hide, and where only the safe image would be left. Asked at every step of a drag, so what does not move is worked
 * out once per slot, screen and stretch of time. It asks the compiler's own claims and resolver (TL5–TL13, SH1–SH3); changes are taken as
 * exact: what TL20 and TL21 move, by five minutes at most, is not told.
 */
import type { SlotId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import { isTickerAlone, type Slot } from '../model/slot.ts';
import { type AimedSlot, aimSlots } from './aim.ts';
import { claimsOfSlot, claimsOn, playableSlotsOf } from './claims.ts';
import { seeTaken } from './coverage-findings.ts';
import { occurrencesOf, type Stretch } from './occurrences.ts';
import { type Claim, compareClaims, ruleBetween, type WonStretch } from './overlaps.ts';
import { winAmong } from './resolution.ts';
import { RULE, type Rule } from './rules.ts';
import { carrierClaims, claimsOfRuns, heldAmong } from './ticker-turns.ts';
import type { Ward } from './ward.ts';

/** A stretch that one takes from the other. */
export interface TakenStretch extends Stretch {
  /** The other slot: who takes it, or whom it is taken from. Null: blank hours (TL13), or nothing to show (TL15). */
  slotId: SlotId | null;
  /** Why. */
  rule: Rule;
}

/** One screen as it would be, within the time that was asked about; every list is sorted. */
export interface Outlook {
  screen: Screen;
  /** Whether the slot aims at the screen at all. */
  isAimed: boolean;
  /** When the slot runs, whole. */
  runs: readonly Stretch[];
  shown: Stretch[];
  hidden: TakenStretch[];
  /** Slots that are seen now and would not be, because this one would. */
  hides: TakenStretch[];
  /** Hours with nothing but the safe image. */
  bare: Stretch[];
  /** Those of them that are not bare now. */
  newlyBare: Stretch[];
}

/** Adds a stretch to a sorted list, as one with the last where they touch and are alike. */
const extend = <Piece extends Stretch>(list: Piece[], piece: Piece, isAlike: (a: Piece, b: Piece) => boolean): void => {
  const last = list.findLast((one) => isAlike(one, piece));
  if (last && last.until >= piece.from) last.until = Math.max(last.until, piece.until);
  else list.push(piece);
};
const always = (): boolean => true;
const isSameTaking = (a: TakenStretch, b: TakenStretch): boolean => a.slotId === b.slotId && a.rule === b.rule;

const clipTo = ({ from, until }: Stretch, within: Stretch): Stretch => ({
  from: Math.max(from, within.from),
  until: Math.min(until, within.until),
});

const membersOf = (claim: Claim): readonly Claim[] => claim.members ?? [claim];
const strongestOf = (claim: Claim): Claim => membersOf(claim).reduce((a, b) => (compareClaims(b, a) > 0 ? b : a));
const shows = (claim: Claim, slotId: SlotId): boolean => membersOf(claim).some((one) => one.slotId === slotId);

/** Parts of `runs` that no claim covers: the playlist has nothing to show there. Both are sorted. */
const unclaimed = (runs: readonly Stretch[], claims: readonly Claim[], within: Stretch): TakenStretch[] =>
  runs.flatMap((run) => {
    const gaps: TakenStretch[] = [];
    const { from, until } = clipTo(run, within);
    let at = from;
    for (const claim of claims) {
      if (claim.until <= at || claim.from >= until) continue;
      if (claim.from > at) gaps.push({ from: at, until: claim.from, slotId: null, rule: RULE.notReady });
      at = claim.until;
    }
    if (at < until) gaps.push({ from: at, until, slotId: null, rule: RULE.notReady });
    return gaps;
  });

/** Both timelines in one walk: every stretch in which neither changes. */
function* compare(before: readonly WonStretch[], after: readonly WonStretch[]): Generator<[Stretch, Claim, Claim]> {
  let [was, is] = [0, 0];
  for (let from = after[0]?.from ?? 0; ; ) {
    const [a, b] = [before[was], after[is]];
    if (!a || !b) return;
    const until = Math.min(a.until, b.until);
    yield [{ from, until }, a.claim, b.claim];
    if (a.until === until) was += 1;
    if (b.until === until) is += 1;
    from = until;
  }
}

/** The screen without the slot, and as it is now. */
interface Ground {
  others: readonly AimedSlot[];
  claims: readonly Claim[];
  now: readonly WonStretch[];
}

const groundOf = (ward: Ward, screen: Screen, slotId: SlotId, within: Stretch): Ground =>
  ward.shared(`what-if ${screen.id} ${slotId} ${within.from} ${within.until}`, () => {
    const all = playableSlotsOf(ward, screen);
    const claims = claimsOn(ward, screen, all, within);
    return {
      others: all.filter(({ slot }) => slot.id !== slotId),
      claims: claims.filter((claim) => claim.slotId !== slotId),
      now: ward.shared(`what-if ${screen.id} ${within.from} ${within.until}`, () => winAmong(claims, all, within)),
    };
  });

/** One screen with `slot` as it would be, in place of the one with its id if the ward has one. */
export const whatIfOn = (ward: Ward, slot: Slot, screen: Screen, within: Stretch): Outlook => {
  const { others, claims, now } = groundOf(ward, screen, slot.id, within);
  const aimed = aimSlots([slot]).slotsOf(screen)[0];
  const runs = aimed
    ? occurrencesOf(slot, ward.clocks(slot.zone ?? screen.zone), within, ward.calendars, ward.dayParts).sort(
        (a, b) => a.from - b.from,
      )
    : [];
  if (isTickerAlone(slot))
    return outlookOfTicker(ward, slot.id, screen, within, aimed ? claimsOfRuns(aimed, runs) : null);
  // The ward remembers occurrences by slot id; those of a slot that is being changed are none of its business.
  const asked: Ward = { ...ward, occurrencesIn: () => runs };
  const own = aimed ? claimsOfSlot(asked, screen, aimed, within) : [];
  const after = winAmong([...claims, ...own], aimed ? [...others, aimed] : others, within);

  const outlook: Outlook = {
    screen,
    isAimed: aimed !== undefined,
    runs,
    shown: [],
    hidden: [],
    hides: [],
    bare: [],
    newlyBare: [],
  };
  for (const [stretch, was, is] of compare(now, after)) {
    if (is.kind === 'safe') {
      extend(outlook.bare, { ...stretch }, always);
      if (was.kind !== 'safe') extend(outlook.newlyBare, { ...stretch }, always);
    }
    if (!shows(is, slot.id)) continue;
    extend(outlook.shown, { ...stretch }, always);
    const mine = membersOf(is).find(({ slotId }) => slotId === slot.id) ?? is;
    for (const loser of membersOf(was)) {
      if (loser.slotId === null || shows(is, loser.slotId)) continue;
      extend(outlook.hides, { ...stretch, slotId: loser.slotId, rule: ruleBetween(mine, loser) }, isSameTaking);
    }
  }
  const lost = unclaimed(runs, own, within);
  seeTaken(own, after, (claim, { claim: winner, ...stretch }) => {
    if (shows(winner, slot.id)) return;
    const by = strongestOf(winner);
    lost.push({ ...clipTo(stretch, claim), slotId: by.slotId, rule: ruleBetween(by, claim) });
  });
  for (const piece of lost.sort((a, b) => a.from - b.from)) extend(outlook.hidden, piece, isSameTaking);
  return outlook;
};

/** A slot that is a ticker alone takes nothing from what is shown: only who has the ticker changes (TK6). Null = it does not aim there. */
const outlookOfTicker = (ward: Ward, slotId: SlotId, screen: Screen, within: Stretch, own: Claim[] | null): Outlook => {
  const { now: won } = groundOf(ward, screen, slotId, within);
  const all = carrierClaims(ward, screen, within);
  const now = heldAmong(ward, screen, won, all, within);
  const after = heldAmong(ward, screen, won, [...all.filter((one) => one.slotId !== slotId), ...(own ?? [])], within);
  const carriers = new Set(all.map((claim) => claim.slotId));
  const outlook: Outlook = {
    screen,
    isAimed: own !== null,
    runs: own ?? [],
    shown: [],
    hidden: [],
    hides: [],
    bare: [],
    newlyBare: [],
  };
  for (const [stretch, was, is] of compare(now, after)) {
    if (is.slotId !== slotId) continue;
    extend(outlook.shown, { ...stretch }, always);
    if (was.slotId === slotId || !carriers.has(was.slotId)) continue;
    extend(outlook.hides, { ...stretch, slotId: was.slotId, rule: ruleBetween(is, was) }, isSameTaking);
  }
  seeTaken(own ?? [], after, (claim, { claim: holder, ...stretch }) => {
    if (holder.slotId === slotId) return;
    const taken = { ...clipTo(stretch, claim), slotId: holder.slotId, rule: ruleBetween(holder, claim) };
    extend(outlook.hidden, taken, isSameTaking);
  });
  return outlook;
};

/**
 * The outlooks of the screens that the slot aims at, or at which it aims now; others would not change. `windowOf` says which time
 * of a screen is looked at.
 */
export const whatIf = (
  ward: Ward,
  slot: Slot,
  screens: readonly Screen[],
  windowOf: (screen: Screen) => Stretch,
): Outlook[] => {
  const { slotsOf } = aimSlots([slot]);
  return screens.flatMap((screen) => {
    const concerns = slotsOf(screen).length > 0 || ward.slotsOf(screen).some((aimed) => aimed.slot.id === slot.id);
    return concerns ? [whatIfOn(ward, slot, screen, windowOf(screen))] : [];
  });
};
