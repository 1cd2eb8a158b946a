/** The one stored plan: a publication at a set time with the schedule that was frozen for it, and what became of it. */
import { PlanId, PlanState, type PublishingPlan } from '../../playlists/model/publishing-plan.ts';
import { Schedule } from '../../playlists/model/schedule.ts';
import type { Database } from '../database/open.ts';

export interface StoredPlan extends PublishingPlan {
  /** Person who set it. */
  personId: string;
  /** Intent of the frozen schedule (`intent.ts`). */
  intent: string;
}

interface Row {
  id: string;
  at: number;
  note: string;
  set_at: number;
  set_by: string;
  set_by_name: string;
  intent: string;
  state: string;
}

export const createPlanRow = ({ raw }: Database) => {
  const read = raw.prepare(
    'select id, at, note, set_at, set_by, set_by_name, intent, state from publishing_plan where place = 1',
  );
  const schedule = raw.prepare('select schedule from publishing_plan where id = ?').pluck();
  const write = raw.prepare(
    `insert or replace into publishing_plan (place, id, at, note, set_at, set_by, set_by_name, schedule, intent, state)
     values (1, @id, @at, @note, @setAt, @personId, @setBy, @schedule, @intent, @state)`,
  );
  const end = raw.prepare('update publishing_plan set state = ?, schedule = null where id = ?');
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
            state: PlanState.parse(JSON.parse(row.state)),
          }
        : null;
    },
    /** The frozen schedule of a plan that waits. */
    scheduleOf: (id: PlanId): Schedule => Schedule.parse(JSON.parse(schedule.get(id) as string)),
    /** In place of the one there is. */
    write: ({ state, ...plan }: StoredPlan, frozen: Schedule): void => {
      write.run({ ...plan, state: JSON.stringify(state), schedule: JSON.stringify(frozen) });
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
