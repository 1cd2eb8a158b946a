/**
 * Slots that people have not published yet, each in the draft of one person; who published a slot last; and the part of a draft that
 * a publication at a set time brings along, with the intent that was on air when it was set.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table draft_slot (
    person_id text not null, slot_id text not null, based_on integer, was text, slot text, version integer not null,
    updated_at integer not null, primary key (person_id, slot_id)
  ) strict, without rowid`,
  `alter table slot add column published_by text not null default ''`,
  `alter table publishing_plan add column draft text not null default '[]'`,
  `alter table publishing_plan add column basis text`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
