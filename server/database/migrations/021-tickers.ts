/** Tickers, and the slots and screens that show them. What there was shows none. */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table ticker (
    id text primary key, name text not null unique, messages text not null, edge text not null, height_percent integer not null,
    syllables_per_minute integer not null, separator text not null, look text not null, approval text, edited_by text not null,
    version integer not null, updated_at integer not null
  ) strict`,
  'alter table screen add column ticker_id text references ticker (id)',
  'alter table slot add column ticker text',
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
