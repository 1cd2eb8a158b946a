/**
 * Entries that are shown on some days or at some hours only (PL5), and content that may be shown on some days only (PL7), cut the time of
 * their playlist into stretches, in each of which it is one fixed loop, counted from the start of the stretch.
 */
import type { AssetId, EntryId, PlaylistId } from '../model/ids.ts';
import { type Entry, type Playlist, picks, playlistsWithin } from '../model/playlist.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import type { Instant } from '../model/time.ts';
import { type Stretch, stretchOn } from './occurrences.ts';
import { dayOf, type WallClock } from './wall-clock.ts';

/** A stretch of a playlist and the entries and assets that are off in it, by id, sorted and joined: '' = all are on. */
export interface Variant extends Stretch {
  off: string;
}

/** `off` of a variant as a set. */
export const readOff = (off: string): ReadonlySet<EntryId | AssetId> =>
  new Set(off === '' ? [] : (off.split(' ') as EntryId[]));

/** Something that is not always shown. The ids of entries and of assets cannot be alike. */
export interface Condition extends Pick<Entry, 'validFrom' | 'validUntil' | 'hours'> {
  id: EntryId | AssetId;
}

const isConditional = ({ validFrom, validUntil, hours }: Entry): boolean =>
  validFrom !== null || validUntil !== null || hours !== null;

/** Whether content may be shown on some days only. */
export const isLimited = ({ usableFrom, usableUntil }: ScheduledAsset): boolean =>
  usableFrom !== null || usableUntil !== null;

/** Whether a playlist can bring an asset, itself or by way of a topic or of tags; nested ones are not looked into. */
export const brings = (playlist: Playlist, asset: ScheduledAsset): boolean =>
  playlist.entries.some((entry) => (entry.kind === 'asset' && entry.assetId === asset.id) || picks(entry, asset));

/** What of a playlist, its nested ones included, is not always shown; by id. `limited` are the assets of the ward that are not. */
export const conditionsOf = (
  playlistId: PlaylistId,
  playlists: ReadonlyMap<PlaylistId, Playlist>,
  limited: readonly ScheduledAsset[],
): readonly Condition[] => {
  const within = [...playlistsWithin(playlistId, (id) => playlists.get(id))].flatMap((id) => playlists.get(id) ?? []);
  return [
    ...within.flatMap(({ entries }): Condition[] => entries.filter(isConditional)),
    ...limited
      .filter((asset) => within.some((playlist) => brings(playlist, asset)))
      .map(({ id, usableFrom, usableUntil }) => ({ id, validFrom: usableFrom, validUntil: usableUntil, hours: null })),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** When it is shown, around a stretch of time; sorted. Days are those on which its hours start. */
const shownStretches = ({ validFrom, validUntil, hours }: Condition, clock: WallClock, around: Stretch): Stretch[] => {
  if (hours === null) {
    const from = validFrom === null ? Number.NEGATIVE_INFINITY : clock.instantOf(dayOf(validFrom), 0);
    const until = validUntil === null ? Number.POSITIVE_INFINITY : clock.instantOf(dayOf(validUntil) + 1, 0);
    return [{ from, until }];
  }
  const first = Math.max(
    clock.readingAt(around.from).day - 2,
    validFrom === null ? Number.NEGATIVE_INFINITY : dayOf(validFrom),
  );
  const last = Math.min(
    clock.readingAt(around.until).day + 1,
    validUntil === null ? Number.POSITIVE_INFINITY : dayOf(validUntil),
  );
  const found: Stretch[] = [];
  for (let day = first; day <= last; day += 1) {
    const stretch = stretchOn(day, hours, clock);
    if (stretch) found.push(stretch);
  }
  return found;
};

/**
 * The stretches of a playlist between two instants, in order, neighbours never alike. Every one begins where something changes,
 * but for the first.
 */
export const variantsBetween = (conditional: readonly Condition[], clock: WallClock, within: Stretch): Variant[] => {
  if (conditional.length === 0) return [{ ...within, off: '' }];
  const shown = conditional.map((entry) => ({ id: entry.id, stretches: shownStretches(entry, clock, within) }));
  const edges = new Set<Instant>([within.from]);
  for (const { stretches } of shown)
    for (const { from, until } of stretches)
      for (const edge of [from, until]) if (edge > within.from && edge < within.until) edges.add(edge);
  const starts = [...edges].sort((a, b) => a - b);
  const variants: Variant[] = [];
  starts.forEach((from, index) => {
    const off = shown
      .filter(({ stretches }) => !stretches.some((stretch) => stretch.from <= from && from < stretch.until))
      .map(({ id }) => id)
      .join(' ');
    const until = starts[index + 1] ?? within.until;
    const last = variants.at(-1);
    if (last?.off === off) last.until = until;
    else variants.push({ from, until, off });
  });
  return variants;
};
