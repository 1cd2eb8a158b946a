/**
 * Who fills which stretch of a screen, and from where its loop is counted: claims (claims.ts), the ladder (overlaps.ts), shares
 * (shares.ts), then ends (boundaries.ts). Screens with equal rules have one resolution between them, and it is the same object.
 */
import { canvasName } from '../model/canvas.ts';
import type { SlotId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import { DAY_MS, type Instant } from '../model/time.ts';
import type { ManifestBody } from '../wire/manifest.ts';
import type { AimedSlot } from './aim.ts';
import { clip, type ShownStretch, settleBoundaries } from './boundaries.ts';
import { EXCLUSIVE, loopOfClaim, type MixedLoops } from './claim-loops.ts';
import { claimsOn, isPlayable, playableSlotsOf } from './claims.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, resolveClaims, type WonStretch } from './overlaps.ts';
import { relayOfClaim } from './relays.ts';
import { resolveShares } from './shares.ts';
import { type WallClock, weekdayOf } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** A stretch of what is shown, in which one has the ticker. */
export interface TickerTurn extends ShownStretch {
  /** The run of the slot that carries it; absent where what is shown decides (TK1). */
  carrier?: Claim;
  /** Who keeps it from a slot that would carry one; absent where nobody does. */
  keeper?: Claim;
}

/** Who has the ticker when. */
export interface Turns {
  all: readonly TickerTurn[];
  /** The same, each with the claim of the one that has it. */
  held: readonly WonStretch[];
  /** Slots that are a ticker alone and have it at some time. */
  seen: ReadonlySet<SlotId | null>;
}

/** A timeline as it is shown. */
export interface Resolution {
  won: readonly ShownStretch[];
  /** Whether the default playlist is on at any time: what it is counts for the body then. */
  showsDefault: boolean;
  /** Slots that are seen at some time; null among them where something else is. */
  seen: () => ReadonlySet<SlotId | null>;
  /** Bodies of this timeline, for whoever composes them: by what else of a screen they depend on. */
  bodies: Map<string, ManifestBody>;
  /** Who has the ticker over this timeline, for whoever works it out: by the slots that carry one (TK6). */
  turns: Map<string, Turns>;
}

/** Mondays 00:00 of a zone around a horizon: the last one not after its start, and all up to a day after its end. */
const resetsAround = (clock: WallClock, horizon: Stretch): Instant[] => {
  const { day } = clock.readingAt(horizon.from);
  const resets: Instant[] = [];
  for (let monday = day + 1 - weekdayOf(day); ; monday += 7) {
    const reset = clock.instantOf(monday, 0);
    resets.push(reset);
    if (reset >= horizon.until + DAY_MS) return resets;
  }
};

/** Who of the claims of these slots, and of what is no slot, has the screen when, before ends are settled. */
export const winAmong = (claims: readonly Claim[], slots: readonly AimedSlot[], within: Stretch): WonStretch[] => {
  if (slots.every(({ slot }) => slot.share.kind === 'exclusive')) return resolveClaims(claims, within);
  const shares = new Map(slots.map(({ slot }) => [slot.id, slot.share]));
  return resolveShares(claims, within, ({ slotId }) => (slotId && shares.get(slotId)) || EXCLUSIVE);
};

const win = (ward: Ward, screen: Screen, slots: readonly AimedSlot[], within: Stretch): WonStretch[] =>
  winAmong(claimsOn(ward, screen, slots, within), slots, within);

const settle = (
  ward: Ward,
  screen: Screen,
  slots: readonly AimedSlot[],
  horizon: Stretch,
  wonBy: (within: Stretch) => WonStretch[],
): ShownStretch[] => {
  const resets = resetsAround(ward.clocks(screen.zone), horizon);
  const window = { from: resets[0] as Instant, until: resets.at(-1) as Instant };
  const bySlot = new Map(slots.map(({ slot }) => [slot.id, slot]));
  const mixed: MixedLoops = new Map();
  const slotOf = (claim: Claim) => (claim.slotId === null ? undefined : bySlot.get(claim.slotId));
  const settled = settleBoundaries(wonBy(window), {
    // A relay ends with its slot.
    boundaryOf: (claim) => (relayOfClaim(ward, screen, claim) ? 'cut' : (slotOf(claim)?.boundary ?? 'cut')),
    loopOf: (claim) => loopOfClaim(ward, screen, claim, mixed)?.loop ?? null,
    hasDefault: isPlayable(ward, screen.defaultPlaylistId, screen),
    resets,
    offsetMs: screen.offsetMs,
  });
  return clip(settled, horizon);
};

const slotsIn = (won: readonly ShownStretch[]): ReadonlySet<SlotId | null> => {
  const slots = new Set<SlotId | null>();
  for (const { claim } of won) {
    if (claim.members) for (const { slotId } of claim.members) slots.add(slotId);
    else slots.add(claim.slotId);
  }
  return slots;
};

const resolutionOf = (won: readonly ShownStretch[]): Resolution => {
  let seen: ReadonlySet<SlotId | null> | null = null;
  return {
    won,
    showsDefault: won.some(
      ({ claim, filler }) =>
        filler?.kind === 'default' ||
        claim.kind === 'default' ||
        (claim.members?.some(({ kind }) => kind === 'default') ?? false),
    ),
    seen: () => {
      seen ??= slotsIn(won);
      return seen;
    },
    bodies: new Map(),
    turns: new Map(),
  };
};

const resolve = (ward: Ward, screen: Screen, horizon: Stretch): Resolution => {
  const slots = playableSlotsOf(ward, screen);
  const rules = slots.map(({ mark }) => mark).join();
  const filler = isPlayable(ward, screen.defaultPlaylistId, screen);
  /** Where changes wait for cues, their lengths count, and those may differ between canvases; so may what is ready. */
  const isExact = slots.every(({ slot }) => slot.boundary === 'cut');
  const isSteady = !slots.some(({ slot }) => ward.isConditional(slot.playlistId));
  const steadyDefault = screen.defaultPlaylistId === null || !ward.isConditional(screen.defaultPlaylistId);
  const canvas = isExact && isSteady && steadyDefault ? '' : canvasName(screen.canvas);
  const ownDefault = steadyDefault ? filler : screen.defaultPlaylistId;
  const { zone, offsetMs, blankHours } = screen;
  const blank = blankHours.length === 0 ? '' : JSON.stringify(blankHours);
  const { from, until } = horizon;
  const plain = `${zone} ${from} ${until} ${ownDefault} ${canvas} ${blank} ${rules}`;
  const wonIn = (within: Stretch) => win(ward, screen, slots, within);
  if (isExact) return ward.kept(`shown ${plain}`, () => resolutionOf(wonIn(horizon)));
  /** Who wins when does not depend on the offset: the screens of a stepping group work it out once. */
  const wonBy = (within: Stretch) =>
    offsetMs === 0 ? wonIn(within) : ward.kept(`won ${within.from} ${within.until} ${plain}`, () => wonIn(within));
  return ward.kept(`settled ${offsetMs} ${plain}`, () => resolutionOf(settle(ward, screen, slots, horizon, wonBy)));
};

/** A screen's whole timeline within a horizon. */
export const resolveScreen = (ward: Ward, screen: Screen, horizon: Stretch): Resolution =>
  ward.shared(`resolved ${screen.id} ${horizon.from} ${horizon.until}`, () => resolve(ward, screen, horizon));
