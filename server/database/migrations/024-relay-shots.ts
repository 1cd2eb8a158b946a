/** What a relay began with each time it was handed to a screen: one small picture, and no recording. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table relay_shot (
    asset_id text not null references asset (id), taken_at integer not null, screen_id text not null, picture blob not null,
    primary key (asset_id, taken_at)
  ) strict`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
