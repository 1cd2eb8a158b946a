/**
 * Who has the ticker of a screen when, where slots carry one over whatever is shown (TK6): they are put beside what is shown, and one ladder
 * decides (TL6–TL8, TL10). They make no claim on the screen itself, so nothing that is shown hangs on them. Where a screen has no such slot its
 * stretches come back as they were given.
 */
import type { Screen } from '../model/screen.ts';
import { isTickerAlone, PRIORITY_RANK, type Slot } from '../model/slot.ts';
import type { AimedSlot } from './aim.ts';
import type { ShownStretch } from './boundaries.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, LEVEL, resolveClaims, type WonStretch } from './overlaps.ts';
import { resolveScreen, type TickerTurn, type Turns } from './resolution.ts';
import type { Ward } from './ward.ts';

/** Slots of the screen that are a ticker alone. */
export const carriersOf = (ward: Ward, screen: Screen): readonly AimedSlot[] =>
  ward.shared(`carriers ${screen.id}`, () => ward.slotsOf(screen).filter(({ slot }) => isTickerAlone(slot)));

/** What tells the turns of two screens apart that show the same. */
export const marksOfCarriers = (ward: Ward, screen: Screen): string =>
  carriersOf(ward, screen)
    .map(({ mark }) => mark)
    .join();

/** The runs of those slots that touch a stretch of time. */
export const carrierClaims = (ward: Ward, screen: Screen, within: Stretch): Claim[] =>
  carriersOf(ward, screen).flatMap((aimed) => claimsOfRuns(aimed, ward.occurrencesIn(aimed.slot, screen.zone, within)));

/** Runs of a slot that carries a ticker, as the ladder compares them. */
export const claimsOfRuns = ({ slot, specificity }: AimedSlot, runs: readonly Stretch[]): Claim[] =>
  runs.map(({ from, until }) => ({
    kind: 'slot',
    level: PRIORITY_RANK[slot.priority],
    specificity,
    slotId: slot.id,
    startedAt: from,
    off: '',
    from,
    until,
  }));

const isUrgent = ({ level }: Claim): boolean => level === PRIORITY_RANK.urgent;

/** The urgent one among those who are shown; undefined where none is. */
export const urgentIn = (claim: Claim): Claim | undefined =>
  isUrgent(claim) ? claim : claim.members?.find((member) => urgentIn(member) !== undefined);

/**
 * Who of those shown keeps the ticker from a slot that carries one: blank hours, the host where it says something of the ticker itself and is
 * stronger, what is urgent where that is silent and the carrier is not. Null = nobody.
 */
export const keeperOf = (ward: Ward, screen: Screen, { claim }: ShownStretch, carrier: Claim): Claim | null => {
  if (claim.kind === 'blank') return claim;
  const says = claim.slotId !== null && ward.slotOn(screen, claim.slotId)?.ticker !== undefined;
  if (says) {
    const host = claim.members?.find(({ slotId }) => slotId === claim.slotId) ?? claim;
    return compareClaims(host, carrier) > 0 ? host : null;
  }
  return isUrgent(carrier) ? null : (urgentIn(claim) ?? null);
};

/** The strongest carrier at each instant; stretches in which there is none say so by their kind. */
const strongestOf = (claims: readonly Claim[], within: Stretch): WonStretch[] => {
  const none = { ...within, specificity: 0, slotId: null, off: '', startedAt: within.from };
  return resolveClaims([{ ...none, kind: 'safe', level: LEVEL.safe }, ...claims], within);
};

/** What is shown, cut where a slot that carries a ticker takes or loses it. `won` covers `within` whole. */
export const tickerTurnsOver = (
  ward: Ward,
  screen: Screen,
  won: readonly ShownStretch[],
  within: Stretch,
): readonly TickerTurn[] => turnsAmong(ward, screen, won, carrierClaims(ward, screen, within), within);

/** The same with these runs of slots that carry a ticker. */
const turnsAmong = (
  ward: Ward,
  screen: Screen,
  won: readonly ShownStretch[],
  claims: readonly Claim[],
  within: Stretch,
): readonly TickerTurn[] => {
  if (claims.length === 0) return won;
  const carried = strongestOf(claims, within);
  const turns: TickerTurn[] = [];
  let next = 0;
  for (const shown of won) {
    for (let { from } = shown; from < shown.until; ) {
      while ((carried[next] as WonStretch).until <= from) next += 1;
      const { claim: carrier, until: ends } = carried[next] as WonStretch;
      const until = Math.min(ends, shown.until);
      const keeper = carrier.kind === 'slot' ? keeperOf(ward, screen, shown, carrier) : undefined;
      turns.push({ ...shown, from, until, ...(keeper ? { keeper } : keeper === null && { carrier }) });
      from = until;
    }
  }
  return turns;
};

const holderIn = ({ from, until, claim, carrier, keeper }: TickerTurn): WonStretch => ({
  from,
  until,
  claim: carrier ?? keeper ?? claim,
});

/** Who would have the ticker if these were the runs of all slots that carry one, over what is shown. */
export const heldAmong = (
  ward: Ward,
  screen: Screen,
  won: readonly ShownStretch[],
  claims: readonly Claim[],
  within: Stretch,
): WonStretch[] => turnsAmong(ward, screen, won, claims, within).map(holderIn);

/** The turns of a screen; those of screens that show the same and have the same carriers are one object. */
const turnsOn = (ward: Ward, screen: Screen, horizon: Stretch): Turns => {
  const { won, turns } = resolveScreen(ward, screen, horizon);
  const marks = marksOfCarriers(ward, screen);
  const known = turns.get(marks);
  if (known) return known;
  const all = tickerTurnsOver(ward, screen, won, horizon);
  const held = all.map(holderIn);
  const found: Turns = { all, held, seen: new Set(all.flatMap(({ carrier }) => carrier?.slotId ?? [])) };
  turns.set(marks, found);
  return found;
};

/** Who has the ticker when, as whoever looks for hidden slots asks it, and the carriers that have it at some time. */
export const tickersHeld = (ward: Ward, screen: Screen, horizon: Stretch): Pick<Turns, 'held' | 'seen'> =>
  turnsOn(ward, screen, horizon);

/** What is shown, with carriers in the place of what is under their tickers where these fill the screen. */
export const shownUnderFilling = (
  ward: Ward,
  screen: Screen,
  horizon: Stretch,
  fills: (slot: Slot) => boolean,
): readonly WonStretch[] => {
  const filling = new Set(carriersOf(ward, screen).flatMap(({ slot }) => (fills(slot) ? slot.id : [])));
  if (filling.size === 0) return resolveScreen(ward, screen, horizon).won;
  return turnsOn(ward, screen, horizon).all.map((turn) =>
    turn.carrier?.slotId && filling.has(turn.carrier.slotId) ? { ...turn, claim: turn.carrier } : turn,
  );
};
