/**
 * Slots, blank hours, default playlist and safe image of a screen → claims (TL1, TL11–TL15, PL5). What cannot be shown makes none.
 */
import { canvasName } from '../model/canvas.ts';
import type { PlaylistId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Slot } from '../model/slot.ts';
import type { AimedSlot } from './aim.ts';
import { blankStretchesOf, type Stretch } from './occurrences.ts';
import { type Claim, LEVEL } from './overlaps.ts';
import { relayOfSlot } from './relays.ts';
import type { Ward } from './ward.ts';

/** A claim for each stretch in which the playlist is one loop and has something to show (TL15, PL5). */
const claimsToShow = (
  ward: Ward,
  screen: Screen,
  playlistId: PlaylistId,
  within: Stretch,
  claim: Omit<Claim, 'from' | 'until' | 'off'>,
  isShown = (off: string): boolean => isPlayable(ward, playlistId, screen, off),
): Claim[] =>
  ward
    .variantsOf(playlistId, screen.zone, within)
    .filter(({ off }) => isShown(off))
    .map((variant) => ({ ...claim, ...variant }));

/** The claims of one slot. A playlist that is always the same loop is asked about once, not at every occurrence. */
export const claimsOfSlot = (
  ward: Ward,
  screen: Screen,
  { slot, specificity }: AimedSlot,
  horizon: Stretch,
): Claim[] => {
  const { id: slotId, playlistId } = slot;
  const level = PRIORITY_RANK[slot.priority];
  const runs = ward.occurrencesIn(slot, screen.zone, horizon);
  if (playlistId === null || !ward.isConditional(playlistId)) {
    if (!isSlotPlayable(ward, slot, screen)) return [];
    return runs.map(
      ({ from, until }): Claim => ({
        kind: 'slot',
        level,
        specificity,
        slotId,
        startedAt: from,
        off: '',
        from,
        until,
      }),
    );
  }
  return runs.flatMap((run) =>
    claimsToShow(
      ward,
      screen,
      playlistId,
      run,
      { kind: 'slot', level, specificity, slotId, startedAt: run.from },
      (off) => isSlotPlayable(ward, slot, screen, off),
    ),
  );
};

/** The default playlist begins anew with each local day (TL14). */
const defaultClaims = (ward: Ward, screen: Screen, playlistId: PlaylistId, horizon: Stretch): Claim[] => {
  const clock = ward.clocks(screen.zone);
  const claims: Claim[] = [];
  const isSteady = !ward.isConditional(playlistId);
  const last = clock.readingAt(horizon.until).day;
  for (let day = clock.readingAt(horizon.from).day; day <= last; day += 1) {
    const from = clock.instantOf(day, 0);
    const until = clock.instantOf(day + 1, 0);
    const whole = { kind: 'default', level: LEVEL.default, specificity: 0, slotId: null, startedAt: from } as const;
    if (isSteady) claims.push({ ...whole, from, until, off: '' });
    else claims.push(...claimsToShow(ward, screen, playlistId, { from, until }, whole));
  }
  return claims;
};

/** Whether the playlist has anything to show on the screen. */
export const isPlayable = (
  ward: Ward,
  playlistId: PlaylistId | null,
  screen: Screen,
  off = '',
): playlistId is PlaylistId => playlistId !== null && Boolean(ward.loopOf(playlistId, screen.canvas, off)?.loop);

/** Whether a slot has anything to show on the screen: content, or a relay (RL1). */
const isSlotPlayable = (ward: Ward, slot: Slot, screen: Screen, off = ''): boolean =>
  isPlayable(ward, slot.playlistId, screen, off) || relayOfSlot(ward, slot, screen, off) !== null;

/** Everything that would fill the screen within the horizon. What cannot be shown there makes no claim (TL15). */
export const claimsOn = (ward: Ward, screen: Screen, slots: readonly AimedSlot[], horizon: Stretch): Claim[] => {
  const clock = ward.clocks(screen.zone);
  const plain = { specificity: 0, slotId: null, off: '' };
  const claims: Claim[] = [{ ...plain, kind: 'safe', ...horizon, level: LEVEL.safe, startedAt: horizon.from }];
  const { defaultPlaylistId } = screen;
  if (isPlayable(ward, defaultPlaylistId, screen)) {
    /** The same for all screens of one canvas and clock: nobody changes a claim. */
    const key = `defaults ${defaultPlaylistId} ${canvasName(screen.canvas)} ${screen.zone} ${horizon.from} ${horizon.until}`;
    const own = ward.kept(key, () => defaultClaims(ward, screen, defaultPlaylistId, horizon));
    for (const claim of own) claims.push(claim);
  }
  for (const hours of screen.blankHours) {
    for (const { from, until } of blankStretchesOf(hours, clock, horizon)) {
      claims.push({ ...plain, kind: 'blank', from, until, level: LEVEL.blank, startedAt: from });
    }
  }
  for (const slot of slots) for (const claim of claimsOfSlot(ward, screen, slot, horizon)) claims.push(claim);
  return claims;
};

/** Slots of the screen that have something to show on its canvas. */
export const playableSlotsOf = (ward: Ward, screen: Screen): readonly AimedSlot[] =>
  ward.shared(`playable ${screen.id}`, () => {
    const known = new Map<PlaylistId | null, boolean>();
    return ward.slotsOf(screen).filter(({ slot }) => {
      const { playlistId } = slot;
      const can = known.get(playlistId) ?? isPlayable(ward, playlistId, screen);
      known.set(playlistId, can);
      return can || isSlotPlayable(ward, slot, screen);
    });
  });
