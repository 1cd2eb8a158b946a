/**
 * Content is framed, trimmed and muted by choice: a rendition is known by its recipe (which was the fit alone), an asset by what
 * was chosen for it. Videos have a storyboard, and every rendition of one a fingerprint.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table rendition rename column fit to recipe`,
  `alter table asset add column treatment text not null default '{}'`,
  `alter table asset add column recipe text not null default 'contain'`,
  `alter table asset add column canvas_recipes text not null default '{}'`,
  `alter table asset add column poster_made_at integer`,
  `alter table asset_version add column poster_made_at integer`,
  `update asset set recipe = fit`,
  `create table storyboard (
    source_digest text primary key, file_digest text not null, bytes integer not null, columns integer not null,
    tile_width integer not null, tile_height integer not null, tiles integer not null, every_ms integer not null
  ) strict, without rowid`,
  `create index storyboard_file on storyboard (file_digest)`,
  `create table fingerprint (file_digest text primary key, frames blob not null) strict`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
