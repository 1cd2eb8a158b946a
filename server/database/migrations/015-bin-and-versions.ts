/**
 * Deleted content lies in a bin until it is purged; what was deleted before there was one is purged. Content keeps its earlier files as
 * versions; an upload that is to take the place of one is an asset of its own until it is ready.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table asset add column deleted_by text`,
  `alter table asset add column purged_at integer`,
  `update asset set purged_at = deleted_at where deleted_at is not null`,
  `create index asset_in_bin on asset (deleted_at) where deleted_at is not null and purged_at is null`,
  `alter table asset add column version integer not null default 1`,
  `alter table asset add column version_at integer`,
  `alter table asset add column replaces text references asset (id)`,
  `create index asset_replacement on asset (replaces) where replaces is not null`,
  `alter table asset add column last_used_at integer`,
  `create table asset_version (
    asset_id text not null references asset (id), number integer not null, digest text not null, kind text not null,
    facts text not null, bytes integer not null, thumbnail text, made_by text not null,
    made_at integer not null, replaced_at integer not null, dropped_at integer,
    primary key (asset_id, number)
  ) strict, without rowid`,
  `create index asset_version_digest on asset_version (digest)`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
