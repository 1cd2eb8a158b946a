/** What the entries of a playlist bring, read as far as the playlist reaches: its assets, other playlists, the content of topics and tags. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { assetsNamedIn, type Playlist, playlistsWithin } from '../../../../playlists/model/playlist.ts';
import { readOf, useRead } from '../api/queries.ts';

export interface Sources {
  /** Those that are saved. */
  playlists: readonly Playlist[];
  assets: ReadonlyMap<AssetId, Asset>;
}

/** Of a topic, or of tags, the newest so many are shown here; the screens show all. */
const TOPIC_LIMIT = 200;

export const useSources = (playlist: Playlist): Sources => {
  const { data: playlists = [] } = useRead('listPlaylists');
  const { named, topics, tagged } = useMemo(() => {
    const known = new Map([...playlists, playlist].map((one) => [one.id, one]));
    const within = [...playlistsWithin(playlist.id, (id) => known.get(id))].flatMap((id) => known.get(id) ?? []);
    const entries = within.flatMap((one) => one.entries);
    return {
      named: [...new Set(within.flatMap(assetsNamedIn))],
      topics: [...new Set(entries.flatMap((entry) => (entry.kind === 'topic' ? [entry.topic] : [])))],
      tagged: entries.flatMap((entry) =>
        entry.kind === 'tags' ? [{ tags: entry.tags.join(), match: entry.match }] : [],
      ),
    };
  }, [playlists, playlist]);
  const own = useQueries({
    queries: named.map((assetId) => readOf('getAsset', { params: { assetId } })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const ofTopics = useQueries({
    queries: topics.map((topic) => readOf('listAssets', { query: { topic, limit: TOPIC_LIMIT } })),
    combine: (results) => results.flatMap(({ data }) => data?.items ?? []),
  });
  const ofTags = useQueries({
    queries: tagged.map((query) => readOf('listAssets', { query: { ...query, limit: TOPIC_LIMIT } })),
    combine: (results) => results.flatMap(({ data }) => data?.items ?? []),
  });
  const assets = useMemo(
    () => new Map([...ofTopics, ...ofTags, ...own].map((asset) => [asset.id, asset])),
    [own, ofTopics, ofTags],
  );
  return { playlists, assets };
};
