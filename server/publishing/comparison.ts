/** What publishing would change: the newest frozen schedule as it is stored, against the working one. Runs where pressing does. */
import type { Differences } from '../../playlists/model/difference.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { compareSchedules } from '../../playlists/timeline/differences.ts';
import { readSchedule, type StoredSchedule } from './packed-schedule.ts';

export interface Comparison {
  /** The schedule that is on air; null when nothing was ever published. Read by whoever compares, off the loop. */
  onAir: StoredSchedule | null;
  schedule: Schedule;
  now: Instant;
}

export const compare = ({ onAir, schedule, now }: Comparison): Differences =>
  compareSchedules(onAir === null ? null : readSchedule(onAir), schedule, now);
