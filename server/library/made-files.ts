/** Writes down what a pass made: renditions with their fingerprints, storyboards, thumbnails. Rows follow files that are durable. */
import type { Prepared } from '../../media/ingest.ts';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import { canvasName } from '../../playlists/model/canvas.ts';
import type { Digest } from '../../playlists/model/ids.ts';
import type { Instant } from '../../playlists/model/time.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { recipeFor } from './recipes.ts';

/** All of one pass in one commit. `asset` as it was when the pass began: its recipes are what was made. */
export const keepPrepared = (
  { transact, query }: Database,
  { asset, digest, at }: { asset: AssetRow; digest: Digest; at: Instant },
  { files, storyboard }: Prepared,
): void => {
  const recipeOn = recipeFor(asset);
  transact((step) => {
    for (const file of files) {
      step.run(
        query
          .insertInto('rendition')
          .values({
            sourceDigest: digest,
            width: file.canvas.width,
            height: file.canvas.height,
            recipe: recipeOn(canvasName(file.canvas)),
            planVersion: PLAN_VERSION,
            fileDigest: file.digest,
            type: file.type,
            bytes: file.bytes,
            durationMs: file.durationMs,
            createdAt: at,
          })
          .onConflict((conflict) => conflict.doNothing()),
      );
      if (file.fingerprint)
        step.run(
          query
            .insertInto('fingerprint')
            .values({ fileDigest: file.digest, frames: file.fingerprint })
            .onConflict((conflict) => conflict.doNothing()),
        );
    }
    if (!storyboard) return;
    const { digest: fileDigest, ...sheet } = storyboard;
    step.run(
      query
        .insertInto('storyboard')
        .values({ sourceDigest: digest, fileDigest, ...sheet })
        .onConflict((conflict) => conflict.column('sourceDigest').doUpdateSet({ fileDigest, ...sheet })),
    );
  });
};

/** The thumbnail of an asset, which shows `posterAtMs`; others of the same bytes take it while they have none. */
export const keepThumbnail = (
  { now, query }: Database,
  { asset, digest, posterAtMs }: { asset: AssetRow; digest: Digest; posterAtMs: number | null },
  thumbnail: Digest,
): void => {
  now.run(
    query
      .updateTable('asset')
      .set({ thumbnail, posterMadeAt: posterAtMs })
      .where('digest', '=', digest)
      .where((is) => is.or([is('id', '=', asset.id), is('thumbnail', 'is', null)])),
  );
};
