/**
 * People, their sign-ins and sessions (better-auth's shape under our names), and the counters of tries. Instants of these
 * tables are ISO 8601 text because better-auth writes them so on SQLite.
 */
import { type Kysely, sql } from 'kysely';

const TABLES = [
  `create table person (
    id text primary key, name text not null, email text not null unique, email_verified integer not null default 0,
    image text, role text not null check (role in ('admin', 'staff')), disabled integer not null default 0,
    last_seen_at integer, created_at text not null, updated_at text not null
  ) strict`,
  `create table person_session (
    id text primary key, token text not null unique, user_id text not null references person (id) on delete cascade,
    expires_at text not null, ip_address text, user_agent text, created_at text not null, updated_at text not null
  ) strict`,
  `create index person_session_person on person_session (user_id)`,
  `create table credential (
    id text primary key, account_id text not null, provider_id text not null,
    user_id text not null references person (id) on delete cascade, password text,
    access_token text, refresh_token text, id_token text, access_token_expires_at text, refresh_token_expires_at text,
    scope text, created_at text not null, updated_at text not null, unique (provider_id, account_id)
  ) strict`,
  `create index credential_person on credential (user_id)`,
  `create table verification (
    id text primary key, identifier text not null, value text not null, expires_at text not null,
    created_at text not null, updated_at text not null
  ) strict`,
  `create table tries (key text primary key, points integer not null default 0, expire integer) strict`,
  `create unique index invitation_open on invitation (email) where used_at is null`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const statement of TABLES) await sql.raw(statement).execute(database);
};
