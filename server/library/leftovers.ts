/**
 * Takes out of the stores what nobody needs: sources of assets that are gone, renditions of assets that are gone or outdated
 * once no published schedule names them, files that a crash left without a row. Young files are left alone: a running job may
 * be about to write down what it made.
 */
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import type { MediaStore } from '../../media/store.ts';
import type { Digest } from '../../playlists/model/ids.ts';
import type { Instant } from '../../playlists/model/time.ts';
import type { Database } from '../database/open.ts';

/** Younger files are never leftovers. */
const OLD_AFTER_MS = 3_600_000;

/** `filesInUse` = every file that a manifest still in force names. Returns how many files were removed. */
export const removeLeftovers = async (ports: {
  database: Database;
  files: MediaStore;
  sources: MediaStore;
  at: Instant;
  filesInUse: () => Promise<ReadonlySet<Digest>> | ReadonlySet<Digest>;
}): Promise<number> => {
  const { database, files, sources } = ports;
  const { query, now } = database;
  const inUse = await ports.filesInUse();
  const living = now.all(
    query
      .selectFrom('asset')
      .select(['digest', 'thumbnail'])
      .where('purgedAt', 'is', null)
      .where('state', '!=', 'refused'),
  );
  const versions = now.all(
    query.selectFrom('assetVersion').select(['digest', 'thumbnail']).where('droppedAt', 'is', null),
  );
  const held = [...living, ...versions];
  const wantedSources = new Set(held.map(({ digest }) => digest));
  const wantedFiles = new Set<string | null>(held.map(({ thumbnail }) => thumbnail));
  for (const row of now.all(query.selectFrom('rendition').selectAll())) {
    const hasNewer = (): boolean =>
      now.first(
        query
          .selectFrom('rendition')
          .select('fileDigest')
          .where('sourceDigest', '=', row.sourceDigest)
          .where('width', '=', row.width)
          .where('height', '=', row.height)
          .where('planVersion', '=', PLAN_VERSION)
          .limit(1),
      ) !== undefined;
    const isWanted = wantedSources.has(row.sourceDigest) && (row.planVersion === PLAN_VERSION || !hasNewer());
    if (isWanted || inUse.has(row.fileDigest as Digest)) wantedFiles.add(row.fileDigest);
    else
      now.run(
        query
          .deleteFrom('rendition')
          .where('sourceDigest', '=', row.sourceDigest)
          .where('width', '=', row.width)
          .where('height', '=', row.height)
          .where('fit', '=', row.fit)
          .where('planVersion', '=', row.planVersion),
      );
  }
  let removed = 0;
  for (const [store, wanted] of [
    [sources, wantedSources],
    [files, wantedFiles],
  ] as const)
    for (const digest of await store.list(ports.at - OLD_AFTER_MS)) {
      if (wanted.has(digest) || inUse.has(digest)) continue;
      await store.remove(digest);
      removed += 1;
    }
  return removed;
};
