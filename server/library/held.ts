/** Whether uploaded bytes are still somebody's: of content in the library or in the bin, or of an earlier version that is kept. */
import type { Database } from '../database/open.ts';

export const isHeld = ({ now, query }: Database, digest: string): boolean =>
  now.first(
    query
      .selectFrom('asset')
      .select('id')
      .where('digest', '=', digest)
      .where('purgedAt', 'is', null)
      .where('state', '!=', 'refused')
      .limit(1),
  ) !== undefined ||
  now.first(
    query
      .selectFrom('assetVersion')
      .select('number')
      .where('digest', '=', digest)
      .where('droppedAt', 'is', null)
      .limit(1),
  ) !== undefined;
