/** The feed for React: hooks that wake a component only when what it shows has changed. */
import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from 'react';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import type { ProvenPlay } from '../../../../playlists/wire/play.ts';
import type { Feed, FeedState } from './feed.ts';

const FeedContext = createContext<Feed | null>(null);

export const FeedProvider = ({ feed, children }: { feed: Feed; children: ReactNode }) => (
  <FeedContext value={feed}>{children}</FeedContext>
);

export const useFeed = (): Feed => {
  const feed = use(FeedContext);
  if (!feed) throw new Error('useFeed outside of FeedProvider');
  return feed;
};

export const useFeedState = (): FeedState => {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.state);
};

/** Live state of one screen; undefined until it is known. */
export const useScreenLive = (screenId: ScreenId): ScreenLive | undefined => {
  const feed = useFeed();
  return useSyncExternalStore(
    feed.subscribe,
    useCallback(() => feed.screens().get(screenId), [feed, screenId]),
  );
};

export const useAllLive = (): ReadonlyMap<ScreenId, ScreenLive> => {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.screens);
};

export const useRecentPlays = (): readonly ProvenPlay[] => {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.recentPlays);
};

/** Server time − this computer's clock, ms; 0 until the server has told the time. */
export const useClockOffset = (): number => {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.clockOffsetMs);
};
