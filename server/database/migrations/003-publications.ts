/**
 * A publication is written in one piece: its envelopes as one text beside the statement that signs them, and one small row per
 * screen in the order of the leaves. Rows by screen were scattered over the whole table, so publishing to a thousand
 * screens rewrote a thousand pages. Proofs are not kept: they follow from the envelopes.
 */
import { type Kysely, sql } from 'kysely';

const STEPS = [
  `alter table publication add column envelopes text not null default '[]'`,
  `update publication set envelopes = coalesce((
     select json_group_array(json(envelope)) from (
       select envelope from manifest where publication_id = publication.id order by leaf)), '[]')`,
  `drop index manifest_publication`,
  `alter table manifest rename to manifest_by_screen`,
  `create table manifest (
    publication_id text not null references publication (id), leaf integer not null, screen_id text not null,
    epoch integer not null, version integer not null, body_digest text not null references manifest_body (digest),
    changed integer not null, primary key (publication_id, leaf)
  ) strict, without rowid`,
  `insert into manifest (publication_id, leaf, screen_id, epoch, version, body_digest, changed)
   select publication_id, leaf, screen_id, epoch, version, body_digest, changed from manifest_by_screen`,
  `drop table manifest_by_screen`,
  `create index manifest_of_body on manifest (body_digest)`,
];

export const up = async (database: Kysely<unknown>): Promise<void> => {
  for (const step of STEPS) await sql.raw(step).execute(database);
};
