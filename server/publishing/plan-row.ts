/** The one stored plan: a publication at a set time with the schedule that was frozen for it, and what became of it. */
import { z } from 'zod';
import { PlanId, PlanState, type PublishingPlan } from '../../playlists/model/publishing-plan.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Database } from '../database/open.ts';
import { DraftRow } from '../schedules/draft-rows.ts';
import type { StoredSchedule } from './packed-schedule.ts';

export interface StoredPlan extends PublishingPlan {
  /** Person who set it. */
  personId: string;
  /** Intent of the frozen schedule (`intent.ts`). */
  intent: string;
  /** Intent that was on air when it was set; null = nothing was. */
  basis: string | null;
  /** Sequence number of the publication that was the newest when it was set; 0 = there was none. */
  setAfter: number;
}

interface Row {
  id: string;
  at: number;
  note: string;
  set_at: number;
  set_by: string;
  set_by_name: string;
  intent: string;
  basis: string | null;
  set_after: number;
  state: string;
}

export const createPlanRow = ({ raw }: Database) => {
  const read = raw.prepare(
    'select id, at, note, set_at, set_by, set_by_name, intent, basis, set_after, state from publishing_plan where place = 1',
  );
  const schedule = raw.prepare('select schedule from publishing_plan where id = ?').pluck();
  const draft = raw.prepare('select draft from publishing_plan where id = ?').pluck();
  const write = raw.prepare(
    `insert or replace into publishing_plan
       (place, id, at, note, set_at, set_by, set_by_name, schedule, draft, intent, basis, set_after, state)
     values (1, @id, @at, @note, @setAt, @personId, @setBy, @schedule, @draft, @intent, @basis, @setAfter, @state)`,
  );
  const end = raw.prepare(`update publishing_plan set state = ?, schedule = null, draft = '[]' where id = ?`);
  const remove = raw.prepare('delete from publishing_plan where id = ?');
  return {
    read: (): StoredPlan | null => {
      const row = read.get() as Row | undefined;
      return row
        ? {
            id: PlanId.parse(row.id),
            at: row.at,
            note: row.note,
            setAt: row.set_at,
            setBy: row.set_by_name,
            personId: row.set_by,
            intent: row.intent,
            basis: row.basis,
            setAfter: row.set_after,
            state: PlanState.parse(JSON.parse(row.state)),
          }
        : null;
    },
    /** The frozen schedule of a plan that waits, as it is stored (`PressRoom.read`). */
    scheduleOf: (id: PlanId): StoredSchedule => schedule.get(id) as string,
    /** The draft that a plan that waits takes along. */
    draftOf: (id: PlanId): DraftRow[] => z.array(DraftRow).parse(JSON.parse(draft.get(id) as string)),
    /** In place of the one there is. */
    write: ({ state, ...plan }: StoredPlan, frozen: Schedule, taken: readonly DraftRow[]): void => {
      const texts = { state: JSON.stringify(state), schedule: JSON.stringify(frozen), draft: JSON.stringify(taken) };
      write.run({ ...plan, ...texts });
    },
    /** Says what became of it; the frozen schedule is let go. */
    end: (id: PlanId, state: PlanState): void => {
      end.run(JSON.stringify(state), id);
    },
    remove: (id: PlanId): void => {
      remove.run(id);
    },
  };
};
