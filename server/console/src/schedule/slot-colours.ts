/**
 * What the colours of the calendar say: the level of a slot, the topic most of its content has, or its playlist. Pure. The tones
 * themselves are in `schedule.css`; a colour is never alone, its word stands in the event and in the legend.
 */
import type { AssetId, PlaylistId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { type Playlist, picks, playlistsWithin } from '../../../../playlists/model/playlist.ts';
import type { TopicCode } from '../../../../playlists/model/topic.ts';

export const COLOURINGS = ['priority', 'topic', 'playlist'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** How many tones there are; with more keys than that, tones come again. */
export const TONES = 12;

/** A tone for each key, by its place among all that are used; so it does not change with what is shown. */
export const tonesOf = (keys: Iterable<string>): ReadonlyMap<string, number> =>
  new Map([...new Set(keys)].sort((a, b) => a.localeCompare(b, 'vi')).map((key, place) => [key, place % TONES]));

type Content = Pick<Asset, 'id' | 'topic' | 'tags'>;

/**
 * The topic that most of a playlist's content has: an asset counts once in each turn it has, an entry of a topic as often as there is
 * content of it (once at least), one of tags for each piece that it brings, playlists within it as their own entries. Of equal ones, the first in the list. Null when nothing
 * in it has a topic.
 */
export const topicOfPlaylist = (
  id: PlaylistId,
  find: (id: PlaylistId) => Pick<Playlist, 'id' | 'entries'> | undefined,
  assets: ReadonlyMap<AssetId, Content>,
): TopicCode | null => {
  const votes = new Map<TopicCode, number>();
  const vote = (topic: TopicCode | null, times: number): void => {
    if (topic !== null) votes.set(topic, (votes.get(topic) ?? 0) + times);
  };
  for (const within of playlistsWithin(id, find))
    for (const entry of find(within)?.entries ?? []) {
      if (entry.kind === 'asset') vote(assets.get(entry.assetId)?.topic ?? null, entry.weight);
      if (entry.kind === 'topic') {
        const content = [...assets.values()].filter((asset) => picks(entry, asset)).length;
        vote(entry.topic, Math.max(1, entry.take === null ? content : Math.min(entry.take, content)) * entry.weight);
      }
      if (entry.kind === 'tags')
        for (const asset of assets.values()) if (picks(entry, asset)) vote(asset.topic, entry.weight);
    }
  let best: TopicCode | null = null;
  for (const [topic, count] of votes) if (best === null || count > (votes.get(best) ?? 0)) best = topic;
  return best;
};
