/** Slots say whether others may be shown in turn with them. Those there were are exclusive, as they have been. */
import { type Kysely, sql } from 'kysely';

export const up = async (database: Kysely<unknown>): Promise<void> => {
  await sql.raw(`alter table slot add column share text not null default '{"kind":"exclusive"}'`).execute(database);
};
