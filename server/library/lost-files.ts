/**
 * Files that our tables promise and the disk no longer has whole (a restored backup, a dying disk): their rows are dropped, so
 * that the wanted state makes them again from the source. Compared by size: a stat per file, cheap enough for each start.
 */
import type { MediaStore } from '../../media/store.ts';
import { Digest } from '../../playlists/model/ids.ts';
import type { Database } from '../database/open.ts';

/** `bytes` = null where no size was written down (thumbnails): then any file that is not empty counts as whole. */
export const isWhole = (found: { bytes: number } | null, bytes: number | null): boolean =>
  found !== null && (bytes === null ? found.bytes > 0 : found.bytes === bytes);

/** Forgets that this file was ever made. */
export const forgetFile = ({ query, now, transact }: Database, digest: Digest): void =>
  transact(() => {
    now.run(query.deleteFrom('rendition').where('fileDigest', '=', digest));
    for (const table of ['asset', 'assetVersion'] as const)
      now.run(query.updateTable(table).set({ thumbnail: null }).where('thumbnail', '=', digest));
  });

/** Looks at every file of the tables and forgets those that are gone or of a wrong size. Returns their digests. */
export const forgetLostFiles = async (database: Database, files: MediaStore): Promise<Digest[]> => {
  const { query, now } = database;
  const promised: { digest: string | null; bytes: number | null }[] = [
    ...now.all(query.selectFrom('rendition').select(['fileDigest as digest', 'bytes']).distinct()),
    ...now
      .all(query.selectFrom('asset').select('thumbnail as digest').distinct().where('purgedAt', 'is', null))
      .map(({ digest }) => ({ digest, bytes: null })),
  ];
  const lost: Digest[] = [];
  for (const { digest: name, bytes } of promised) {
    if (name === null) continue;
    const digest = Digest.parse(name);
    if (isWhole(await files.find(digest), bytes)) continue;
    forgetFile(database, digest);
    lost.push(digest);
  }
  return lost;
};
