/** Slots gain exception days, extra days and single changed occurrences, each a small JSON list that is read whole. */
import { type Kysely, sql } from 'kysely';

const STEPS = ['except_days', 'extra_days', 'changes'].map(
  (column) => `alter table slot add column ${column} text not null default '[]'`,
);

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
