/**
 * What legibility is judged by: how far apart the lamps of a screen are and from where it is read; and of pictures as they are shown,
 * their mean light and the height of the smallest text that was found in them.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table screen add column pitch_mm real`,
  `alter table screen add column viewed_from_m integer`,
  `create table picture_look (
    file_digest text not null, method integer not null, light real not null, text_rows integer, measured_at integer not null,
    primary key (file_digest, method)
  ) strict, without rowid`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
