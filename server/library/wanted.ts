/**
 * Wanted state: every living asset has a thumbnail (a video its storyboard, a document the sheet of its pages) and, documents apart, for
 * each canvas in use a rendition by its recipe and the current plan.
 * These queries say what is missing; whoever does the work asks again after each step, so a crash loses nothing.
 */
import { type RawBuilder, sql } from 'kysely';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import { type Canvas, canvasName } from '../../playlists/model/canvas.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { MediaFacts } from '../../playlists/model/media.ts';
import type { Treatment } from '../../playlists/model/treatment.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { recipeFor, recipeIn, treatmentOf } from './recipes.ts';

/** Work for one source: all that is missing of it, made in one pass. */
export interface WantedWork {
  asset: AssetRow;
  digest: Digest;
  facts: MediaFacts;
  treatment: Treatment;
  canvases: Canvas[];
  thumbnail: boolean;
  storyboard: boolean;
}

const missingFor = (): RawBuilder<boolean> => sql<boolean>`(asset.kind is not 'document' and exists (
  select 1 from screen s where not exists (
    select 1 from rendition r where r.source_digest = asset.digest and r.width = s.width and r.height = s.height
      and r.recipe = ${recipeIn('s')} and r.plan_version = ${PLAN_VERSION})))`;
const thumbnailFor = (): RawBuilder<boolean> =>
  sql<boolean>`(asset.thumbnail is null or json_extract(asset.treatment, '$.posterAtMs') is not asset.poster_made_at)`;
const storyboardFor = (): RawBuilder<boolean> => sql<boolean>`(asset.kind in ('video', 'document') and not exists (
  select 1 from storyboard b where b.source_digest = asset.digest))`;

/** Canvases in use for which nothing was made by what is wanted of this asset. */
export const missingCanvases = (
  database: Database,
  row: Pick<AssetRow, 'digest' | 'kind' | 'recipe' | 'canvasRecipes'>,
): Canvas[] => {
  if (row.kind === 'document') return [];
  const { now, query } = database;
  const recipeOn = recipeFor(row);
  const made = new Set(
    now
      .all(
        query
          .selectFrom('rendition')
          .select(['width', 'height', 'recipe'])
          .where('sourceDigest', '=', row.digest ?? '')
          .where('planVersion', '=', PLAN_VERSION),
      )
      .map(({ recipe, ...canvas }) => `${canvasName(canvas)} ${recipe}`),
  );
  return now
    .all(query.selectFrom('screen').select(['width', 'height']).distinct().orderBy('width').orderBy('height'))
    .filter((canvas) => !made.has(`${canvasName(canvas)} ${recipeOn(canvasName(canvas))}`));
};

/** Uploads to be measured: what people hurry, then oldest first. `failed` ones come back when their time has come. */
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
      .orderBy(sql`hurried_at is null`)
      .orderBy('hurriedAt')
      .orderBy('createdAt')
      .orderBy('id')
      .limit(1),
  );

/** Assets that wait for their turn: what people hurry, then oldest first. */
export const waitingAssets = (database: Database, now: number): AssetRow[] =>
  database.now.all(
    database.query
      .selectFrom('asset')
      .selectAll()
      .where('deletedAt', 'is', null)
      .where('facts', 'is not', null)
      .where((is) =>
        is.or([is('state', '=', 'preparing'), is.and([is('state', '=', 'failed'), is('retryAt', '<=', now)])]),
      )
      .orderBy(sql`hurried_at is null`)
      .orderBy('createdAt')
      .orderBy('id')
      .limit(500),
  );

/** What people hurry, by when they asked; then by when it airs; what nobody plans comes last. Negative = `a` comes before `b`. */
const compareTurns = (soonest: readonly string[]): ((a: AssetRow, b: AssetRow) => number) => {
  const rank = new Map(soonest.map((id, i) => [id, i]));
  const rankOf = ({ id, replaces }: AssetRow): number => rank.get(replaces ?? id) ?? Infinity;
  const sign = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return (a, b) => sign(a.hurriedAt ?? Infinity, b.hurriedAt ?? Infinity) || sign(rankOf(a), rankOf(b));
};
/** In the order in which they are done; those of equal rank stay as they were. */
export const byTurn = (rows: AssetRow[], soonest: readonly string[]): AssetRow[] =>
  rows.toSorted(compareTurns(soonest));

/** What the order of work is asked of. */
export interface Turns {
  now: number;
  /** Asset ids in order of airing; asked only where there is a choice. */
  soonest(): readonly string[];
  /** Bytes that somebody works on already. */
  taken: ReadonlySet<string>;
}

/** The asset whose turn it is; `before` = only one whose turn comes before this one's. */
export const nextTurn = (database: Database, turns: Turns, before: AssetRow | null = null): AssetRow | undefined => {
  const rows = waitingAssets(database, turns.now).filter(({ digest }) => digest !== null && !turns.taken.has(digest));
  if (rows.length === 0 || (rows.length === 1 && !before)) return rows[0];
  const compare = compareTurns(turns.soonest());
  const first = rows.toSorted(compare)[0] as AssetRow;
  return before && compare(first, before) >= 0 ? undefined : first;
};

/** All that is missing of the asset whose turn it is. */
export const nextToPrepare = (
  database: Database,
  turns: Turns,
  before: AssetRow | null = null,
): WantedWork | undefined => {
  const asset = nextTurn(database, turns, before);
  if (!asset || asset.digest === null || asset.facts === null) return undefined;
  const treatment = treatmentOf(asset);
  return {
    asset,
    digest: Digest.parse(asset.digest),
    facts: MediaFacts.parse(JSON.parse(asset.facts)),
    treatment,
    canvases: missingCanvases(database, asset),
    thumbnail: asset.thumbnail === null || asset.posterMadeAt !== treatment.posterAtMs,
    storyboard: wantsStoryboard(asset) && !hasStoryboard(database, asset.digest),
  };
};

const wantsStoryboard = ({ kind }: Pick<AssetRow, 'kind'>): boolean => kind === 'video' || kind === 'document';
const hasStoryboard = ({ now, query }: Database, digest: string): boolean =>
  now.first(query.selectFrom('storyboard').select('tiles').where('sourceDigest', '=', digest)) !== undefined;

/** Something was made of these bytes, by whatever recipe and plan. */
export const hasRenditions = ({ now, query }: Database, digest: string): boolean =>
  now.first(query.selectFrom('rendition').select('bytes').where('sourceDigest', '=', digest).limit(1)) !== undefined;

/** Nothing is missing any more. */
export const isComplete = (database: Database, row: AssetRow): boolean =>
  row.facts !== null &&
  row.digest !== null &&
  row.thumbnail !== null &&
  row.posterMadeAt === treatmentOf(row).posterAtMs &&
  (!wantsStoryboard(row) || hasStoryboard(database, row.digest)) &&
  missingCanvases(database, row).length === 0;

/** Ready assets that lack something (a new canvas, a new plan, a lost file) go back to preparing. Returns how many. */
export const reopenIncomplete = (database: Database): number =>
  database.now.run(
    database.query
      .updateTable('asset')
      .set({ state: 'preparing' })
      .where('state', '=', 'ready')
      .where('deletedAt', 'is', null)
      // Nothing is made from a slide or a relay.
      .where((is) => is.or([is('kind', 'is', null), is('kind', 'not in', ['slide', 'relay'])]))
      .where((is) => is.or([missingFor(), thumbnailFor(), storyboardFor()])),
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
