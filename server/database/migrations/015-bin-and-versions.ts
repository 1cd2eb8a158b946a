/**
 * Deleted content lies in a bin until it is purged; what was deleted before there was one is purged. Content keeps its earlier files as
 * versions; an upload that is to take the place of one is an asset of its own until it is ready.
 */
import { type Kysely, sql } from 'kysely';

/** What the library shows. */
const LIVING = 'where deleted_at is null and replaces is null';

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
  // One for each order of the library, each holding all that its walk asks: SQLite looks at a row for any column that is not there.
  // Most is asked of the newest, so words and filters stand there: a search walks the index and reads only what it found.
  `drop index asset_newest`,
  `create index asset_newest on asset
    (created_at, id, title_folded, kind, state, topic, folder_id, usable_until, deleted_at, replaces) ${LIVING}`,
  `create index asset_by_title on asset (title_folded, id, deleted_at, replaces) ${LIVING}`,
  `create index asset_by_bytes on asset (bytes, id, deleted_at, replaces) ${LIVING}`,
  `create index asset_by_duration on asset (coalesce(duration_ms, -1), id, deleted_at, replaces) ${LIVING}`,
  `create index asset_by_expiry on asset (coalesce(usable_until, '9999-12-31'), id, deleted_at, replaces) ${LIVING}`,
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
