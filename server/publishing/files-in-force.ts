/**
 * Which files must stay on the server: all that a player may still fetch, or may be playing from its disk right now, and those of
 * the schedule that was frozen for a set time.
 */
import { z } from 'zod';
import { Digest } from '../../playlists/model/ids.ts';
import type { Database } from '../database/open.ts';

/** Newest versions of a screen whose files are kept. */
const VERSIONS_KEPT = 4;
const Frozen = z.object({ assets: z.array(z.object({ renditions: z.array(z.object({ digest: Digest })) })) });
const Files = z.object({ files: z.array(z.object({ digest: Digest })) });

export const createFilesInForce = ({ raw }: Database): (() => ReadonlySet<Digest>) => {
  const bodies = raw
    .prepare(
      `select text from manifest_body where digest in (
         select body_digest from (
           select body_digest, row_number() over (partition by screen_id order by epoch desc, version desc) as place
           from manifest
         ) where place <= ${VERSIONS_KEPT}
         union select body_digest from manifest_active)`,
    )
    .pluck();
  const frozen = raw.prepare('select schedule from publishing_plan where schedule is not null').pluck();
  return () => {
    const digests = new Set<Digest>();
    for (const text of bodies.iterate() as IterableIterator<string>)
      for (const { digest } of Files.parse(JSON.parse(text)).files) digests.add(digest);
    for (const text of frozen.iterate() as IterableIterator<string>)
      for (const { renditions } of Frozen.parse(JSON.parse(text)).assets)
        for (const { digest } of renditions) digests.add(digest);
    return digests;
  };
};
