/**
 * Which files must stay on the server: all that a player may still fetch, or may be playing from its disk right now, and those of
 * the schedule that was frozen for a set time. Only the names of files are read out of the texts, by the database, and one text in each
 * turn of the loop: a ward has tens of megabytes of them.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { Digest } from '../../playlists/model/ids.ts';
import type { Database } from '../database/open.ts';

/** Newest versions of a screen whose files are kept. */
const VERSIONS_KEPT = 4;
const Digests = z.array(Digest);

export const createFilesInForce = ({ raw }: Database): (() => Promise<ReadonlySet<Digest>>) => {
  const bodies = raw
    .prepare(
      `select body_digest from (
         select body_digest, row_number() over (partition by screen_id order by epoch desc, version desc) as place
         from manifest
       ) where place <= ${VERSIONS_KEPT}
       union select body_digest from manifest_active`,
    )
    .pluck();
  const ofBody = raw
    .prepare(
      `select distinct file.value ->> '$.digest' from manifest_body body, json_each(body.text, '$.files') file
       where body.digest = ?`,
    )
    .pluck();
  const plans = raw.prepare('select id from publishing_plan where schedule is not null').pluck();
  const ofPlan = raw
    .prepare(
      `select distinct rendition.value ->> '$.digest' from publishing_plan plan, json_each(plan.schedule, '$.assets') asset,
         json_each(asset.value, '$.renditions') rendition where plan.id = ?`,
    )
    .pluck();
  /** Neither a body nor the frozen schedule of a plan ever changes; one that is not there yet may come. */
  let known = new Map<string, readonly Digest[]>();

  return async () => {
    const kept = new Map<string, readonly Digest[]>();
    for (;;) {
      const texts = [
        ...(bodies.all() as string[]).map((digest) => [`body ${digest}`, ofBody, digest] as const),
        ...(plans.all() as string[]).map((id) => [`plan ${id}`, ofPlan, id] as const),
      ];
      const fresh = texts.filter(([key]) => !kept.has(key));
      // What was published while others were read has been read as well: the answer is true of this turn.
      if (fresh.length === 0) break;
      for (const [key, statement, name] of fresh) {
        const before = known.get(key);
        kept.set(key, before ?? Digests.parse(statement.all(name)));
        if (!before) await nextTurn();
      }
    }
    known = new Map([...kept].filter(([, digests]) => digests.length > 0));
    return new Set([...kept.values()].flat());
  };
};
