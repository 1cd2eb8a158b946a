/** What a claim plays: the loop of its playlist, or that of those who are shown in turn (SH1–SH3). */
import type { PlaylistId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import type { Share } from '../model/slot.ts';
import type { LooseLoop } from './loops.ts';
import type { Claim } from './overlaps.ts';
import { mixLoops, type Part } from './shares.ts';
import type { NamedLoop, Ward } from './ward.ts';

/** How a slot that says nothing shares a screen: not at all. */
export const EXCLUSIVE: Share = { kind: 'exclusive' };

/** What a claim plays, by a name that equal loops share. */
export interface PlayedLoop {
  name: string;
  playlistId: PlaylistId;
  loop: LooseLoop;
}

/** Loops of several, by name. Kept while one screen is worked on: each has hundreds of cues, and few screens have the same. */
export type MixedLoops = Map<string, PlayedLoop>;

const hasLoop = (named: NamedLoop | null): named is NamedLoop & PlayedLoop => named !== null && named.loop !== null;

/** The loop of a playlist on a screen without what is `off`; null where nothing is left to show. */
export const loopOfPlaylist = (
  ward: Ward,
  screen: Screen,
  playlistId: PlaylistId | null,
  off: string,
): PlayedLoop | null => {
  const named = playlistId && ward.loopOf(playlistId, screen.canvas, off);
  return named && hasLoop(named) ? named : null;
};

/** The loop that a claim plays on a screen; null for what plays none. */
export const loopOfClaim = (ward: Ward, screen: Screen, claim: Claim, mixed: MixedLoops): PlayedLoop | null => {
  const { kind, slotId, off, members } = claim;
  if (members) return loopInTurn(ward, screen, members, mixed);
  if (kind === 'default') return loopOfPlaylist(ward, screen, screen.defaultPlaylistId, off);
  const slot = slotId && ward.slotOn(screen, slotId);
  return slot ? loopOfPlaylist(ward, screen, slot.playlistId, off) : null;
};

const loopInTurn = (ward: Ward, screen: Screen, members: readonly Claim[], mixed: MixedLoops): PlayedLoop => {
  /** Screens share loops by their names: the default of one is not that of another. */
  const nameOf = ({ slotId }: Claim): string => slotId ?? `default ${screen.defaultPlaylistId}`;
  const ids = members.map((member) => `${nameOf(member)}${member.off && `(${member.off})`}`);
  const name = `turns ${ids.join(' ')}`;
  const known = mixed.get(name);
  if (known) return known;
  const parts = members.flatMap((member): Part[] => {
    const own = loopOfClaim(ward, screen, member, mixed);
    const share = (member.slotId && ward.slotOn(screen, member.slotId)?.share) || EXCLUSIVE;
    return own ? [{ slotId: member.slotId, playlistId: own.playlistId, loop: own.loop, share }] : [];
  });
  const made = { name, playlistId: (parts[0] as Part).playlistId, loop: mixLoops(parts) };
  mixed.set(name, made);
  return made;
};
