/** A schedule that is to be published at a set time, frozen when the time was set; at most one, and what became of it. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table publishing_plan (
    place integer primary key check (place = 1), id text not null, at integer not null, note text not null,
    set_at integer not null, set_by text not null, set_by_name text not null, schedule text, intent text not null,
    state text not null
  ) strict`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
