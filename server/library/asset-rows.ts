/**
 * Assets as the contracts show them, read from the tables: state from what is there (renditions, thumbnail), renditions by
 * the content they were made from, so assets with equal bytes share them.
 */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { PLAN_VERSION } from '../../media/rendition-plan.ts';
import { type Canvas, canvasName } from '../../playlists/model/canvas.ts';
import { Fit } from '../../playlists/model/framing.ts';
import { AssetId, Digest, FolderId } from '../../playlists/model/ids.ts';
import {
  type Asset,
  type AssetState,
  MediaFacts,
  MediaKind,
  type PictureLook,
  type Rendition,
} from '../../playlists/model/media.ts';
import { Refusal, refusal } from '../../playlists/model/refusal.ts';
import { AudienceCode, TopicCode } from '../../playlists/model/topic.ts';
import { fitOf, lookOf } from '../../playlists/model/treatment.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow, Tables } from '../database/schema.ts';
import { binDaysOf } from '../database/settings.ts';
import { readRelays } from '../relays/relay-rows.ts';
import { pictureLookOf, readLooks } from '../slides/picture-looks.ts';
import { readSlides } from '../slides/slide-rows.ts';
import { approvalOf } from './approvals.ts';
import { recipeFor, treatmentOf } from './recipes.ts';
import { readTagsOf } from './tag-rows.ts';

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
const chooseRenditions = (
  row: AssetRow,
  made: Selectable<Tables['rendition']>[],
  looks: ReadonlyMap<string, PictureLook>,
): Rendition[] => {
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
        ...pictureLookOf(looks, file.fileDigest),
      });
    }
  return [...chosen.values()];
};

const stateOf = (row: AssetRow, ready: number, wanted: number, progress: number): AssetState => {
  const kind = row.state as StateKind;
  // Nothing is made from a slide or a relay.
  if (row.kind === 'slide' || row.kind === 'relay') return { kind: 'ready' };
  switch (kind) {
    case 'checking':
      return { kind };
    case 'preparing':
    case 'ready':
      // Of a document there is nothing to count: it is ready when its pages can be looked at.
      return ready < wanted || row.thumbnail === null || (row.kind === 'document' && kind === 'preparing')
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

/** Uploads that are to take the place of the files of these rows. */
const comingTo = ({ now, query }: Database, rows: readonly AssetRow[]): AssetRow[] => {
  const wanted = new Set(rows.map(({ id }) => id));
  return now
    .all(query.selectFrom('asset').selectAll().where('replaces', 'is not', null).where('deletedAt', 'is', null))
    .filter(({ replaces }) => wanted.has(replaces ?? ''));
};

/** Rows → assets. One query for all renditions, one for tags, one for the names of people. */
export const showAssets = (database: Database, rows: AssetRow[], progressOf: ProgressOf): Asset[] => {
  const inUse = canvasesInUse(database);
  const coming = comingTo(database, rows);
  const sources = [...new Set([...rows, ...coming].flatMap((row) => (row.digest === null ? [] : [row.digest])))];
  const made = Map.groupBy(renditionsOf(database, sources), (file) => file.sourceDigest);
  const slides = readSlides(
    database,
    rows.flatMap((row) => (row.kind === 'slide' ? [row.id] : [])),
  );
  const relays = readRelays(
    database,
    rows.flatMap((row) => (row.kind === 'relay' ? [row.id] : [])),
  );
  const looks = readLooks(
    database,
    [...made.values()].flat().map(({ fileDigest }) => fileDigest),
  );
  const tags = readTagsOf(
    database,
    rows.map((row) => row.id),
  );
  const people = [
    ...new Set(rows.flatMap((row) => [row.uploadedBy, ...(row.deletedBy === null ? [] : [row.deletedBy])])),
  ];
  const keptMs = binDaysOf(database) * 86_400_000;
  const names = new Map(
    people.length === 0
      ? []
      : database.now
          .all(database.query.selectFrom('person').select(['id', 'name']).where('id', 'in', people))
          .map((person) => [person.id, person.name]),
  );
  const filesOf = (row: AssetRow): Selectable<Tables['rendition']>[] =>
    row.digest === null || row.state === 'refused' ? [] : (made.get(row.digest) ?? []);
  const standingOf = (row: AssetRow): AssetState => {
    const recipeOn = recipeFor(row);
    const canvases = row.kind === 'document' ? [] : inUse;
    const isMade = (canvas: Canvas): boolean =>
      filesOf(row).some(
        (file) =>
          file.recipe === recipeOn(canvasName(canvas)) &&
          file.planVersion === PLAN_VERSION &&
          file.width === canvas.width &&
          file.height === canvas.height,
      );
    return stateOf(row, canvases.filter(isMade).length, canvases.length, progressOf(row.id));
  };
  const replacements = new Map(
    coming.map((row) => [row.replaces, { id: AssetId.parse(row.id), state: standingOf(row) }]),
  );
  return rows.map((row) => {
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
      tags: tags.get(row.id) ?? [],
      folderId: FolderId.nullable().parse(row.folderId),
      source: row.source,
      rights: row.rights,
      state: standingOf(row),
      thumbnail: Digest.nullable().parse(row.thumbnail),
      renditions: chooseRenditions(row, filesOf(row), looks),
      page:
        row.pageOf === null || row.pageNumber === null
          ? null
          : { documentId: AssetId.parse(row.pageOf), number: row.pageNumber },
      slide: slides.get(row.id) ?? null,
      relay: relays.get(row.id) ?? null,
      uploadedBy: names.get(row.uploadedBy) ?? row.uploadedBy,
      createdAt: row.createdAt,
      usableFrom: row.usableFrom,
      usableUntil: row.usableUntil,
      approval: approvalOf(row),
      binned:
        row.deletedAt === null
          ? null
          : {
              at: row.deletedAt,
              by: names.get(row.deletedBy ?? '') ?? row.deletedBy ?? '',
              keptUntil: row.deletedAt + keptMs,
            },
      version: row.version,
      replacement: replacements.get(row.id) ?? null,
    };
  });
};

/** Assets that were not deleted, by id; all of them without ids. For the compiler and for the feed. */
export const loadAssets = (database: Database, progressOf: ProgressOf, ids?: readonly string[]): Asset[] => {
  const living = database.query
    .selectFrom('asset')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where('replaces', 'is', null);
  const rows = database.now.all(ids ? living.where('id', 'in', [...ids]) : living.orderBy('createdAt').orderBy('id'));
  return showAssets(database, rows, progressOf);
};
