/** What staff plan: playlists, slots, calendars and day-parts, and the whole of it gathered for publishing. */
import type { AssetId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { createCalendars } from './calendars.ts';
import { createDayParts } from './day-parts.ts';
import { gatherSchedule } from './gather.ts';
import { createPlaylists, type SchedulePorts } from './playlists.ts';
import { createSlots } from './slots.ts';

export const createSchedules = (ports: SchedulePorts) => ({
  handlers: {
    ...createPlaylists(ports).handlers,
    ...createSlots(ports).handlers,
    ...createCalendars(ports).handlers,
    ...createDayParts(ports).handlers,
  },
  gatherSchedule: (also?: Iterable<AssetId>): Schedule => gatherSchedule(ports.database, also),
});
