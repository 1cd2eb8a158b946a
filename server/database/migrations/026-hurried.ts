/** Content that people want prepared before all else, and since when. */
import { type Kysely, sql } from 'kysely';

const STEPS = ['alter table asset add column hurried_at integer'];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
