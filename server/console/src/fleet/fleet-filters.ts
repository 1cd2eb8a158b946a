/** Which screens a filter of the technicians' page means. Pure; a screen may belong to several. */
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { needsAttention } from '../screens/live-words.tsx';
import type { FleetFilter } from './filter-names.ts';

/** Those that are offered even when nothing is in them. */
export const ALWAYS_OFFERED: ReadonlySet<FleetFilter> = new Set(['online', 'offline', 'attention']);

/** What a player that is away said last is no longer true. */
const beatOf = (live: ScreenLive): ScreenLive['heartbeat'] => (live.connection === 'online' ? live.heartbeat : null);

export const isIn = (live: ScreenLive, filter: FleetFilter): boolean => {
  switch (filter) {
    case 'online':
      return live.connection === 'online';
    case 'offline':
      return live.connection === 'offline' || live.connection === 'never-seen';
    case 'attention':
      return needsAttention(live);
    case 'faults':
      return (beatOf(live)?.faults.length ?? 0) > 0;
    case 'refused':
      return live.delivery.kind === 'refused';
    case 'clock':
      return beatOf(live)?.clock.quality === 'untrusted';
    case 'alarm':
      return live.alarm !== undefined;
    case 'covered':
      return Boolean(beatOf(live)?.cover);
    case 'unpaired':
      return live.connection === 'unpaired';
  }
};
