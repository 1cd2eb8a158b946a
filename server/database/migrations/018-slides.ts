/**
 * Slides: every version that was ever saved, with the colours it was saved in. The newest is the asset's, known by its digest.
 * Announcements: which urgent slots were put on air at once, until when, and who ended them.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table slide_version (
    asset_id text not null references asset (id), version integer not null, digest text not null, content text not null,
    palette text not null, saved_at integer not null, saved_by text not null, primary key (asset_id, version)
  ) strict, without rowid`,
  `create table announcement (
    slot_id text primary key, playlist_id text not null, asset_id text not null references asset (id),
    started_at integer not null, until_at integer not null, started_by text not null, ended_at integer, ended_by text
  ) strict, without rowid`,
  `create index announcement_until on announcement (until_at)`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
