/** What staff plan: playlists, slots, tickers, calendars and day-parts, and the whole of it gathered for publishing. */
import type { AssetId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { createCalendars } from './calendars.ts';
import { createDayParts } from './day-parts.ts';
import { readDraftRows } from './draft-rows.ts';
import { createDrafts, warmSlotsOf } from './drafts.ts';
import { type Gathering, gatherSchedule } from './gather.ts';
import { createPlaylists, type SchedulePorts } from './playlists.ts';
import { warmSlots } from './slot-rows.ts';
import { createSlots } from './slots.ts';
import { assetsBySoonest } from './soonest.ts';
import { createTickers } from './tickers.ts';

export const createSchedules = (ports: SchedulePorts) => {
  const drafts = createDrafts(ports);
  return {
    handlers: {
      ...createPlaylists(ports).handlers,
      ...createSlots(ports).handlers,
      ...createCalendars(ports).handlers,
      ...createDayParts(ports).handlers,
      ...createTickers(ports).handlers,
      ...drafts.handlers,
    },
    forgetScreen: drafts.forgetScreen,
    /** Assets in the order in which they air. */
    soonest: (): AssetId[] =>
      assetsBySoonest(
        gatherSchedule(ports.database),
        ports.now(),
        readDraftRows(ports.database).flatMap(({ slot }) => slot ?? []),
      ),
    gatherSchedule: async (of?: Gathering): Promise<Schedule> => {
      await warmSlots(ports.database);
      return gatherSchedule(ports.database, of);
    },
    /** Parses the slots there are, so that nobody waits for it later. */
    warm: (): Promise<void> => warmSlotsOf(ports.database),
  };
};
