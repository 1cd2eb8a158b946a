/**
 * Wanted state: every living asset has a thumbnail and, for each canvas in use, a rendition of its fit by the current plan.
 * These queries say what is missing; whoever does the work asks again after each step, so a crash loses nothing.
 */
import { type RawBuilder, sql } from 'kysely';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { Fit, MediaFacts } from '../../playlists/model/media.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from './asset-rows.ts';

/** Work for one source: all canvases that lack a rendition of this fit, made in one pass. */
export interface WantedWork {
  asset: AssetRow;
  digest: Digest;
  facts: MediaFacts;
  fit: Fit;
  canvases: Canvas[];
  thumbnail: boolean;
}

const missingFor = (): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from screen s where not exists (
    select 1 from rendition r where r.source_digest = asset.digest and r.width = s.width and r.height = s.height
      and r.fit = asset.fit and r.plan_version = ${PLAN_VERSION}))`;

/** Canvases in use for which no rendition of this source and fit exists. */
export const missingCanvases = (database: Database, digest: string, fit: string): Canvas[] =>
  database.now.all(
    database.query
      .selectFrom('screen')
      .select(['width', 'height'])
      .distinct()
      .where(
        sql<boolean>`not exists (select 1 from rendition r where r.source_digest = ${digest} and r.width = screen.width
          and r.height = screen.height and r.fit = ${fit} and r.plan_version = ${PLAN_VERSION})`,
      )
      .orderBy('width')
      .orderBy('height'),
  );

/** Uploads to be measured, oldest first. `failed` ones come back when their time has come. */
export const nextToCheck = (database: Database, now: number): AssetRow | undefined =>
  database.now.first(
    database.query
      .selectFrom('asset')
      .selectAll()
      .where('deletedAt', 'is', null)
      .where('facts', 'is', null)
      .where((is) =>
        is.or([is('state', '=', 'checking'), is.and([is('state', '=', 'failed'), is('retryAt', '<=', now)])]),
      )
      .orderBy('createdAt')
      .orderBy('id')
      .limit(1),
  );

/** The asset to work on next: the one that airs soonest, else the oldest. `soonest` = asset ids in order of airing. */
export const nextToPrepare = (
  database: Database,
  now: number,
  soonest: readonly string[] = [],
): WantedWork | undefined => {
  const rows = database.now.all(
    database.query
      .selectFrom('asset')
      .selectAll()
      .where('deletedAt', 'is', null)
      .where('facts', 'is not', null)
      .where((is) =>
        is.or([is('state', '=', 'preparing'), is.and([is('state', '=', 'failed'), is('retryAt', '<=', now)])]),
      )
      .orderBy('createdAt')
      .orderBy('id')
      .limit(500),
  );
  const rank = new Map(soonest.map((id, i) => [id, i]));
  const asset = rows.toSorted((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) || 0)[0];
  if (!asset || asset.digest === null || asset.facts === null) return undefined;
  return {
    asset,
    digest: Digest.parse(asset.digest),
    facts: MediaFacts.parse(JSON.parse(asset.facts)),
    fit: Fit.parse(asset.fit),
    canvases: missingCanvases(database, asset.digest, asset.fit),
    thumbnail: asset.thumbnail === null,
  };
};

/** Ready assets that lack something (a new canvas, a new plan, a lost file) go back to preparing. Returns how many. */
export const reopenIncomplete = (database: Database): number =>
  database.now.run(
    database.query
      .updateTable('asset')
      .set({ state: 'preparing' })
      .where('state', '=', 'ready')
      .where('deletedAt', 'is', null)
      // Nothing is made from a slide.
      .where((is) => is.or([is('kind', 'is', null), is('kind', '!=', 'slide')]))
      .where((is) => is.or([missingFor(), is('thumbnail', 'is', null)])),
  );

/** When the next failed asset comes due after `now`; null = none. Those already due are in the queues above. */
export const nextRetryAt = (database: Database, now: number): number | null =>
  database.now.first(
    database.query
      .selectFrom('asset')
      .select((is) => is.fn.min('retryAt').as('at'))
      .where('state', '=', 'failed')
      .where('retryAt', '>', now)
      .where('deletedAt', 'is', null),
  )?.at ?? null;
