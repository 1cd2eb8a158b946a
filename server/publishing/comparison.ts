/** What publishing would change: the newest frozen schedule as it is stored, against the working one. Runs where pressing does. */
import type { Differences } from '../../playlists/model/difference.ts';
import { Schedule } from '../../playlists/model/schedule.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { compareSchedules } from '../../playlists/timeline/differences.ts';

export interface Comparison {
  /** JSON of the schedule that is on air; null when nothing was ever published. Read by whoever compares, off the loop. */
  onAir: string | null;
  schedule: Schedule;
  now: Instant;
}

export const compare = ({ onAir, schedule, now }: Comparison): Differences =>
  compareSchedules(onAir === null ? null : Schedule.parse(JSON.parse(onAir)), schedule, now);
