/**
 * Relays: every address that content of this kind ever had. The one that counts is known by the digest that the asset has, which
 * approvals are bound to.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `create table relay_source (
    asset_id text not null references asset (id), digest text not null, url text not null, saved_at integer not null,
    saved_by text not null, primary key (asset_id, digest)
  ) strict, without rowid`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
