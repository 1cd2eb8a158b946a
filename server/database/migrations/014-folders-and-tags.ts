/**
 * The library in order: folders, tags, a note on rights, and what it is sorted by. Playlists bring content by tags as well. The tag of
 * the plan's campaign is there from the start.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table folder (
    id text primary key, parent_id text references folder (id), name text not null, name_folded text not null,
    created_at integer not null
  ) strict`,
  `create unique index folder_name on folder (coalesce(parent_id, ''), name_folded)`,
  `create table tag (
    id text primary key, name text not null, name_folded text not null, created_at integer not null,
    merged_into text references tag (id)
  ) strict`,
  `create unique index tag_name on tag (name_folded) where merged_into is null`,
  `insert into tag (id, name, name_folded, created_at) values ('tag_bdhvs', 'Bình dân học vụ số', 'binh dan hoc vu so', 0)`,
  `create table asset_tag (
    tag_id text not null references tag (id), asset_id text not null references asset (id), primary key (tag_id, asset_id)
  ) strict, without rowid`,
  `create index asset_tag_asset on asset_tag (asset_id)`,
  `alter table asset add column folder_id text references folder (id)`,
  `alter table asset add column rights text not null default ''`,
  `alter table asset add column duration_ms integer generated always as (cast(json_extract(facts, '$.durationMs') as integer)) virtual`,
  `create index asset_folder on asset (folder_id) where folder_id is not null`,
  `alter table playlist_entry add column tags text`,
  `alter table playlist_entry add column tag_match text`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
