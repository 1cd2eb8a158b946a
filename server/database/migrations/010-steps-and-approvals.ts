/**
 * Groups keep the order of their screens and may let them follow one another. Content has days on which it may be used, and an
 * approval by somebody whose role that is. (The check on a role cannot be changed in place, so the column is made anew.)
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table screen_group add column step_ms integer not null default 0`,
  `alter table screen_group_member add column position integer not null default 0`,
  `update screen_group_member set position =
    (select count(*) from screen_group_member other
      where other.group_id = screen_group_member.group_id and other.screen_id < screen_group_member.screen_id)`,
  `alter table asset add column usable_from text`,
  `alter table asset add column usable_until text`,
  `alter table asset add column approval text`,
  `alter table person add column new_role text not null default 'staff' check (new_role in ('admin', 'staff', 'approver'))`,
  `update person set new_role = role`,
  `alter table person drop column role`,
  `alter table person rename column new_role to role`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
