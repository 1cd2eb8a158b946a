/**
 * Assets as the contracts show them, read from the tables: state from what is there (renditions, thumbnail), renditions by
 * the content they were made from, so assets with equal bytes share them.
 */
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import { type Canvas, canvasName } from '../../playlists/model/canvas.ts';
import { Fit } from '../../playlists/model/framing.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { type Asset, type AssetState, MediaFacts, MediaKind, type Rendition } from '../../playlists/model/media.ts';
import { Refusal, refusal } from '../../playlists/model/refusal.ts';
import { AudienceCode, TopicCode } from '../../playlists/model/topic.ts';
import { fitOf, lookOf } from '../../playlists/model/treatment.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow, Tables } from '../database/schema.ts';
import { approvalOf } from './approvals.ts';
import { recipeFor, treatmentOf } from './recipes.ts';

/** Columns of `AssetState['kind']`. */
export type StateKind = AssetState['kind'];

const Audiences = z.array(AudienceCode);
const Type = z.enum(['video/mp4', 'image/webp', 'image/png']);

/** The distinct pixel grids of all screens: each asset is wanted on each. */
export const canvasesInUse = (database: Database): Canvas[] =>
  database.now.all(
    database.query.selectFrom('screen').select(['width', 'height']).distinct().orderBy('width').orderBy('height'),
  );

/** Renditions made from any of these sources, newest plan first. */
const renditionsOf = (database: Database, sources: string[]): Selectable<Tables['rendition']>[] =>
  sources.length === 0
    ? []
    : database.now.all(
        database.query
          .selectFrom('rendition')
          .selectAll()
          .where('sourceDigest', 'in', sources)
          .orderBy('planVersion', 'desc')
          .orderBy('width')
          .orderBy('height'),
      );

/**
 * For each canvas the best file there is: the wanted recipe by the newest plan, else what an earlier wish left, so that another
 * look or a new plan never takes content off a screen.
 */
const chooseRenditions = (row: AssetRow, made: Selectable<Tables['rendition']>[]): Rendition[] => {
  const chosen = new Map<string, Rendition>();
  const recipeOn = recipeFor(row);
  for (const wanted of [true, false])
    for (const file of made) {
      const canvas = { width: file.width, height: file.height };
      if ((file.recipe === recipeOn(canvasName(canvas))) !== wanted || chosen.has(canvasName(canvas))) continue;
      chosen.set(canvasName(canvas), {
        assetId: AssetId.parse(row.id),
        canvas,
        fit: fitOf(file.recipe),
        digest: Digest.parse(file.fileDigest),
        bytes: file.bytes,
        type: Type.parse(file.type),
        durationMs: file.durationMs,
      });
    }
  return [...chosen.values()];
};

const stateOf = (row: AssetRow, ready: number, wanted: number, progress: number): AssetState => {
  const kind = row.state as StateKind;
  switch (kind) {
    case 'checking':
      return { kind };
    case 'preparing':
    case 'ready':
      return ready < wanted || row.thumbnail === null
        ? {
            kind: 'preparing',
            progress: Math.min(1, (ready + progress * (wanted - ready)) / Math.max(1, wanted)),
            ready,
            wanted,
          }
        : { kind: 'ready' };
    case 'refused':
      return { kind, refusal: spokenIn(row) };
    case 'failed':
      return { kind, refusal: spokenIn(row), retryAt: row.retryAt };
  }
};

const spokenIn = (row: AssetRow): Refusal =>
  row.refusal === null
    ? refusal('media-tool-failed', 'no reason was written down')
    : Refusal.parse(JSON.parse(row.refusal));

/** Share of the running job that is done, by asset id; 0 for assets that nobody works on. */
export type ProgressOf = (assetId: string) => number;

/** Rows → assets. One query for all renditions, one for the names of people. */
export const showAssets = (database: Database, rows: AssetRow[], progressOf: ProgressOf): Asset[] => {
  const canvases = canvasesInUse(database);
  const sources = [...new Set(rows.flatMap((row) => (row.digest === null ? [] : [row.digest])))];
  const made = Map.groupBy(renditionsOf(database, sources), (file) => file.sourceDigest);
  const people = [...new Set(rows.map((row) => row.uploadedBy))];
  const names = new Map(
    people.length === 0
      ? []
      : database.now
          .all(database.query.selectFrom('person').select(['id', 'name']).where('id', 'in', people))
          .map((person) => [person.id, person.name]),
  );
  return rows.map((row) => {
    const files = row.digest === null || row.state === 'refused' ? [] : (made.get(row.digest) ?? []);
    const recipeOn = recipeFor(row);
    const isMade = (canvas: Canvas): boolean =>
      files.some(
        (file) =>
          file.recipe === recipeOn(canvasName(canvas)) &&
          file.planVersion === PLAN_VERSION &&
          file.width === canvas.width &&
          file.height === canvas.height,
      );
    return {
      id: AssetId.parse(row.id),
      title: row.title,
      kind: MediaKind.nullable().parse(row.kind),
      facts: row.facts === null ? null : MediaFacts.parse(JSON.parse(row.facts)),
      bytes: row.bytes,
      digest: Digest.nullable().parse(row.digest),
      fit: Fit.parse(row.fit),
      look: lookOf(treatmentOf(row)),
      topic: TopicCode.nullable().parse(row.topic),
      audiences: Audiences.parse(JSON.parse(row.audiences)),
      source: row.source,
      state: stateOf(row, canvases.filter(isMade).length, canvases.length, progressOf(row.id)),
      thumbnail: Digest.nullable().parse(row.thumbnail),
      renditions: chooseRenditions(row, files),
      uploadedBy: names.get(row.uploadedBy) ?? row.uploadedBy,
      createdAt: row.createdAt,
      usableFrom: row.usableFrom,
      usableUntil: row.usableUntil,
      approval: approvalOf(row),
    };
  });
};

/** Assets that were not deleted, by id; all of them without ids. For the compiler and for the feed. */
export const loadAssets = (database: Database, progressOf: ProgressOf, ids?: readonly string[]): Asset[] => {
  const living = database.query.selectFrom('asset').selectAll().where('deletedAt', 'is', null);
  const rows = database.now.all(ids ? living.where('id', 'in', [...ids]) : living.orderBy('createdAt').orderBy('id'));
  return showAssets(database, rows, progressOf);
};

/** Rows after a cursor of `createdAt~id`, newest first. */
export const afterCursor = <Out>(
  query: SelectQueryBuilder<Tables, 'asset', Out>,
  cursor: string,
): SelectQueryBuilder<Tables, 'asset', Out> => {
  const [createdAt, id] = cursor.split('~');
  return query.where(sql<boolean>`(created_at, id) < (${Number(createdAt)}, ${id ?? ''})`);
};
