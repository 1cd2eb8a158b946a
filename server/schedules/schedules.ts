/** What staff plan: playlists and slots, and the whole of it gathered for publishing. */
import type { Schedule } from '../../playlists/model/schedule.ts';
import { gatherSchedule } from './gather.ts';
import { createPlaylists, type SchedulePorts } from './playlists.ts';
import { createSlots } from './slots.ts';

export const createSchedules = (ports: SchedulePorts) => ({
  handlers: { ...createPlaylists(ports).handlers, ...createSlots(ports).handlers },
  gatherSchedule: (): Schedule => gatherSchedule(ports.database),
});
