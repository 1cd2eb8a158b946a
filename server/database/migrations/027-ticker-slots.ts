/**
 * Slots that are a ticker alone name no playlist. A column that may be empty where it might not be before takes another table; that of the
 * targets, which go with their slots, is made anew beside it, so that none is lost when the old one goes.
 */
import { type Kysely, sql } from 'kysely';

const SLOT = `id, name, playlist_id, from_time, until_time, zone, recurrence, valid_from, valid_until, priority, boundary, enabled,
  version, updated_at, except_days, extra_days, changes, avoid_calendars, require_calendars, share, day_part_id, published_by, ticker`;
const TARGET = 'slot_id, position, kind, group_id, screen_id';

const STEPS = [
  `create table slot_made (
    id text primary key, name text not null, playlist_id text references playlist (id),
    from_time text not null, until_time text not null, zone text, recurrence text not null,
    valid_from text, valid_until text, priority text not null, boundary text not null,
    enabled integer not null, version integer not null, updated_at integer not null,
    except_days text not null default '[]', extra_days text not null default '[]', changes text not null default '[]',
    avoid_calendars text not null default '[]', require_calendars text not null default '[]',
    share text not null default '{"kind":"exclusive"}', day_part_id text references day_part (id),
    published_by text not null default '', ticker text
  ) strict`,
  `insert into slot_made (${SLOT}) select ${SLOT} from slot`,
  `create table slot_target_made (
    slot_id text not null references slot_made (id) on delete cascade, position integer not null, kind text not null,
    group_id text references screen_group (id), screen_id text references screen (id) on delete cascade,
    primary key (slot_id, position)
  ) strict, without rowid`,
  `insert into slot_target_made (${TARGET}) select ${TARGET} from slot_target`,
  'drop table slot_target',
  'drop table slot',
  // Whoever refers to a table that is renamed refers to it by its new name.
  'alter table slot_made rename to slot',
  'alter table slot_target_made rename to slot_target',
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
