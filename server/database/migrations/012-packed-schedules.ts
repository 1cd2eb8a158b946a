/** Frozen schedules are stored packed: a large ward's is 4 MB of text, 30 times as long, and one is added every night. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  // Null: an older row, whose text is in `schedule`.
  'alter table publication add column packed_schedule blob',
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
