/** Pages that were taken out of documents remember which page of which file they were. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table asset add column page_of text references asset (id)`,
  `alter table asset add column page_number integer`,
  `alter table asset add column page_source text`,
  `create index asset_page on asset (page_of, page_number) where page_of is not null`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
