/** Hours of the day under a name, and the slots that run at them. Slots there were keep their own times. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table day_part (
    id text primary key, name text not null unique, ranges text not null, version integer not null, updated_at integer not null
  ) strict`,
  'alter table slot add column day_part_id text references day_part (id)',
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
