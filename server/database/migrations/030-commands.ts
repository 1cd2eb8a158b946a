/** Commands to players, from the moment they were given. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table command (
    id text primary key, screen_id text not null references screen (id) on delete cascade, device_id text, task text not null,
    state text not null, issued_by text not null, issued_by_name text not null, issued_at integer not null,
    expires_at integer not null, sent_at integer, accepted_at integer, ended_at integer, took_ms integer, figures text,
    refusal text, file text
  ) strict`,
  'create index command_by_time on command (issued_at desc, id desc)',
  'create index command_by_screen on command (screen_id, issued_at desc, id desc)',
  'create index command_unended on command (issued_at, id) where ended_at is null',
  'create index command_files on command (screen_id, file, issued_at desc) where file is not null',
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
