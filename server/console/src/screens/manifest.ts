/** Reads what a screen was published last. Before the first publication there is nothing to ask for. */
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { useRead } from '../api/queries.ts';

export const useManifest = (live: Pick<ScreenLive, 'screenId' | 'wanted'>, seen = true) =>
  useRead('getScreenManifest', { params: { screenId: live.screenId } }, { enabled: seen && live.wanted !== null });
