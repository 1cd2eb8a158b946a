/** Calendars of the ward, and the slots that avoid or require them. Public holidays stand ready under a name of their own. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table calendar (
    id text primary key, name text not null unique, base text not null, added text not null, removed text not null,
    version integer not null, updated_at integer not null
  ) strict`,
  `insert into calendar (id, name, base, added, removed, version, updated_at)
    values ('cal_holidays', 'Nghỉ lễ, Tết', 'vietnam-holidays', '[]', '[]', 1, 0)`,
  `alter table slot add column avoid_calendars text not null default '[]'`,
  `alter table slot add column require_calendars text not null default '[]'`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
