/** After which publication a plan was set: the clock of the server does not say, it may have been wrong. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  'alter table publishing_plan add column set_after integer not null default 0',
  `update publishing_plan set set_after =
     (select coalesce(max(seq), 0) from publication where published_at < publishing_plan.set_at)`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
