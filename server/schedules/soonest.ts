/**
 * Which content airs soonest, so that it is prepared first: what runs now or starts next by its slots, drafts of people included
 * (what is planned tonight is uploaded this afternoon), then what fills gaps. An order of work, not a promise: who wins where
 * slots meet is not asked.
 */
import type { AssetId, PlaylistId } from '../../playlists/model/ids.ts';
import { picks, playlistsWithin } from '../../playlists/model/playlist.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { DAY_MS, type Instant } from '../../playlists/model/time.ts';
import { prepareWard } from '../../playlists/timeline/ward.ts';

/** What starts later than this is all the same. */
const AHEAD_MS = 8 * DAY_MS;

/** `drafted` = slots that somebody plans and has not published. Each asset once, in the order in which it airs. */
export const assetsBySoonest = (schedule: Schedule, now: Instant, drafted: readonly Slot[] = []): AssetId[] => {
  const ward = prepareWard(schedule);
  const zones = new Set(schedule.screens.map(({ zone }) => zone));
  const horizon = { from: now, until: now + AHEAD_MS };
  const startOf = (slot: Slot): Instant =>
    Math.min(...[...zones].map((zone) => ward.occurrencesIn(slot, zone, horizon)[0]?.from ?? Infinity));
  const starts = [...schedule.slots, ...drafted]
    .filter(({ enabled }) => enabled)
    .map((slot) => ({ slot, at: startOf(slot) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const playlists = new Set<PlaylistId>([
    ...starts.flatMap(({ slot }) => slot.playlistId ?? []),
    ...schedule.screens.flatMap(({ defaultPlaylistId }) => defaultPlaylistId ?? []),
  ]);
  const assets = new Set<AssetId>();
  for (const playlist of playlists)
    for (const id of playlistsWithin(playlist, (one) => ward.playlists.get(one)))
      for (const entry of ward.playlists.get(id)?.entries ?? []) {
        if (entry.kind === 'asset') assets.add(entry.assetId);
        if (entry.kind !== 'topic' && entry.kind !== 'tags') continue;
        for (const asset of schedule.assets) if (picks(entry, asset)) assets.add(asset.id);
      }
  for (const { safeAssetId } of schedule.sites) if (safeAssetId) assets.add(safeAssetId);
  return [...assets];
};
