/**
 * Playlists have an order and a transition; their entries bring other playlists and topics as well, by weight, days and hours. What
 * there was is listed, cut and always shown, as it has been.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table playlist add column play_order text not null default '{"kind":"listed"}'`,
  `alter table playlist add column transition text not null default '{"kind":"cut"}'`,
  `create table entry (
    id text primary key, playlist_id text not null references playlist (id) on delete cascade, position integer not null,
    kind text not null, asset_id text references asset (id), nested_id text references playlist (id), topic text,
    take integer, duration_ms integer, weight integer not null, valid_from text, valid_until text,
    hours_from text, hours_until text,
    unique (playlist_id, position)
  ) strict`,
  `insert into entry (id, playlist_id, position, kind, asset_id, duration_ms, weight)
    select id, playlist_id, position, 'asset', asset_id, duration_ms, 1 from playlist_entry`,
  `drop table playlist_entry`,
  `alter table entry rename to playlist_entry`,
  `create index playlist_entry_asset on playlist_entry (asset_id)`,
  `create index playlist_entry_nested on playlist_entry (nested_id)`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
