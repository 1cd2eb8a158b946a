/** What staff plan: playlists, slots, calendars and day-parts, and the whole of it gathered for publishing. */
import type { Schedule } from '../../playlists/model/schedule.ts';
import { createCalendars } from './calendars.ts';
import { createDayParts } from './day-parts.ts';
import { createDrafts } from './drafts.ts';
import { type Gathering, gatherSchedule } from './gather.ts';
import { createPlaylists, type SchedulePorts } from './playlists.ts';
import { createSlots } from './slots.ts';

export const createSchedules = (ports: SchedulePorts) => {
  const drafts = createDrafts(ports);
  return {
    handlers: {
      ...createPlaylists(ports).handlers,
      ...createSlots(ports).handlers,
      ...createCalendars(ports).handlers,
      ...createDayParts(ports).handlers,
      ...drafts.handlers,
    },
    forgetScreen: drafts.forgetScreen,
    gatherSchedule: (of?: Gathering): Schedule => gatherSchedule(ports.database, of),
  };
};
