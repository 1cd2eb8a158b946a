/** The far end of `slot-findings.tsx`: looks for what an edit brings up, in a thread of its own, so that typing stays fluid. */
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { Schedule } from '../../../../playlists/model/schedule.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { Instant } from '../../../../playlists/model/time.ts';
import { findingsOfEdit } from '../../../../playlists/timeline/edit-findings.ts';

/** The schedule is sent once, edits as they are made. */
export type Question = { schedule: Schedule } | { ticket: number; slot: Slot; now: Instant };
export interface Answer {
  ticket: number;
  findings: Finding[];
}

let schedule: Schedule | null = null;
self.onmessage = ({ data }: MessageEvent<Question>): void => {
  if ('schedule' in data) {
    schedule = data.schedule;
    return;
  }
  if (schedule)
    self.postMessage({
      ticket: data.ticket,
      findings: findingsOfEdit(schedule, data.slot, data.now),
    } satisfies Answer);
};
