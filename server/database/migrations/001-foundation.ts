/**
 * The first tables: ward, screens, library, schedules, publishing, proof, audit. STRICT tables, TEXT ids, INTEGER
 * milliseconds, booleans as 0/1. Released migrations are never edited; a change is a new numbered file.
 */
import { type Kysely, sql } from 'kysely';

const TABLES = [
  `create table setting (name text primary key, value text not null) strict`,
  `create table site (
    id text primary key, name text not null unique, kind text not null, address text not null,
    safe_asset_id text references asset (id)
  ) strict`,
  `create table screen (
    id text primary key, name text not null unique, site_id text not null references site (id),
    width integer not null, height integer not null, zone text not null,
    default_playlist_id text references playlist (id),
    blank_hours text not null default '[]', sound integer not null default 0, created_at integer not null
  ) strict`,
  `create table screen_group (id text primary key, name text not null unique) strict`,
  `create table screen_group_member (
    group_id text not null references screen_group (id) on delete cascade,
    screen_id text not null references screen (id) on delete cascade,
    primary key (group_id, screen_id)
  ) strict, without rowid`,
  `create table device (
    id text primary key, public_key text not null, screen_id text references screen (id) on delete set null,
    paired_at integer, paired_by text, revoked_at integer,
    shell text, app_version text, seen_at integer
  ) strict`,
  `create unique index device_of_screen on device (screen_id) where revoked_at is null and screen_id is not null`,
  `create table asset (
    id text primary key, title text not null, title_folded text not null, kind text, facts text,
    bytes integer not null, digest text, fit text not null, topic text, audiences text not null default '[]',
    source text not null default '', state text not null, refusal text, retry_at integer, attempts integer not null default 0,
    thumbnail text, upload_id text unique, uploaded_by text not null, created_at integer not null, deleted_at integer
  ) strict`,
  `create index asset_newest on asset (created_at desc, id desc) where deleted_at is null`,
  `create index asset_digest on asset (digest)`,
  `create table rendition (
    source_digest text not null, width integer not null, height integer not null, fit text not null,
    plan_version integer not null, file_digest text not null, type text not null, bytes integer not null,
    duration_ms integer, created_at integer not null,
    primary key (source_digest, width, height, fit, plan_version)
  ) strict, without rowid`,
  `create index rendition_file on rendition (file_digest)`,
  `create table playlist (id text primary key, name text not null unique, version integer not null, updated_at integer not null) strict`,
  `create table playlist_entry (
    id text primary key, playlist_id text not null references playlist (id) on delete cascade,
    position integer not null, asset_id text not null references asset (id), duration_ms integer,
    unique (playlist_id, position)
  ) strict`,
  `create index playlist_entry_asset on playlist_entry (asset_id)`,
  `create table slot (
    id text primary key, name text not null, playlist_id text not null references playlist (id),
    from_time text not null, until_time text not null, zone text, recurrence text not null,
    valid_from text, valid_until text, priority text not null, boundary text not null,
    enabled integer not null, version integer not null, updated_at integer not null
  ) strict`,
  `create table slot_target (
    slot_id text not null references slot (id) on delete cascade, position integer not null, kind text not null,
    group_id text references screen_group (id), screen_id text references screen (id) on delete cascade,
    primary key (slot_id, position)
  ) strict, without rowid`,
  `create table publication (
    id text primary key, seq integer not null unique, published_at integer not null, published_by text not null,
    cause text not null, note text not null, statement text not null, signature text not null,
    schedule text not null, schedule_digest text not null, findings text not null
  ) strict`,
  `create table manifest_body (digest text primary key, text text not null, created_at integer not null) strict`,
  `create table manifest (
    screen_id text not null, epoch integer not null, version integer not null,
    publication_id text not null references publication (id), envelope text not null,
    body_digest text not null references manifest_body (digest), leaf integer not null, proof text not null,
    changed integer not null, primary key (screen_id, epoch, version)
  ) strict, without rowid`,
  `create index manifest_publication on manifest (publication_id)`,
  `create table manifest_active (
    screen_id text primary key, epoch integer not null, version integer not null,
    body_digest text not null, active_at integer not null
  ) strict`,
  `create table play (
    device_id text not null, boot_id text not null, seq integer not null, screen_id text not null,
    kind text not null, asset_id text, digest text, slot_id text, playlist_id text,
    epoch integer not null, version integer not null, due_at integer not null, started_at integer not null,
    duration_ms integer not null, outcome text not null, frames integer, clock text not null, fault text,
    received_at integer not null, primary key (device_id, boot_id, seq)
  ) strict, without rowid`,
  `create index play_newest on play (started_at desc)`,
  `create index play_screen on play (screen_id, started_at desc)`,
  `create table play_receipt (
    device_id text not null, boot_id text not null, stored_up_to integer not null, primary key (device_id, boot_id)
  ) strict, without rowid`,
  `create table invitation (
    token_hash text primary key, name text not null, email text not null, role text not null,
    created_by text not null, expires_at integer not null, used_at integer
  ) strict`,
  `create table audit (
    seq integer primary key, at integer not null, actor text not null, address text, act text not null,
    subject text not null, detail text not null, previous text not null, hash text not null unique
  ) strict`,
  `create trigger audit_no_update before update on audit begin select raise(abort, 'audit is append-only'); end`,
  `create trigger audit_no_delete before delete on audit begin select raise(abort, 'audit is append-only'); end`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const statement of TABLES) await sql.raw(statement).execute(database);
};
