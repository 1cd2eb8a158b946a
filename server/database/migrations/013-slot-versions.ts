/** One count of versions for all slots, beyond every version there is, so that none comes again after a draft was thrown away. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table slot_version (place integer primary key check (place = 1), newest integer not null) strict`,
  `insert into slot_version values (1, (select coalesce(max(version), 0) from (
    select version from slot
    union all select version from draft_slot
    union all select value ->> 'version' from publishing_plan, json_each(publishing_plan.draft)
  )))`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
