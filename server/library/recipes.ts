/**
 * From what was chosen for an asset to what is wanted on each canvas: recipes, kept beside the asset so that SQL can ask which
 * are missing. They follow from the treatment, the facts and the ward's loudness, and are written whenever one of them changes.
 */
import { type RawBuilder, sql } from 'kysely';
import { canvasName } from '../../playlists/model/canvas.ts';
import { Fit } from '../../playlists/model/framing.ts';
import { MediaFacts } from '../../playlists/model/media.ts';
import { framingOn, PLAIN_TREATMENT, recipeOf, SHORTEST_PART_MS, Treatment } from '../../playlists/model/treatment.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { loudnessTargetOf } from '../database/settings.ts';

/** What was chosen for an asset. */
export const treatmentOf = ({ fit, treatment }: Pick<AssetRow, 'fit' | 'treatment'>): Treatment =>
  Treatment.parse({ ...PLAIN_TREATMENT, ...JSON.parse(treatment), fit: Fit.parse(fit) });

/** What is shown of it: of an animation that is to stand still, a picture. */
export const shownFacts = (facts: MediaFacts, { isStill }: Pick<Treatment, 'isStill'>): MediaFacts =>
  facts.isAnimation && isStill ? { ...facts, kind: 'image', durationMs: null } : facts;
export const shownKind = (facts: MediaFacts, treatment: Pick<Treatment, 'isStill'>): MediaFacts['kind'] =>
  shownFacts(facts, treatment).kind;

/** Columns of a treatment. */
export const treatmentColumns = ({ fit, ...rest }: Treatment): Pick<AssetRow, 'fit' | 'treatment'> => ({
  fit,
  treatment: JSON.stringify(rest),
});

/** Columns of what is wanted. */
export const recipeColumns = (
  treatment: Treatment,
  facts: MediaFacts | null,
  loudness: number,
): Pick<AssetRow, 'recipe' | 'canvasRecipes'> => {
  const heard = { hasSound: facts?.kind === 'video' && facts.audioCodec !== null, loudness };
  const own = treatment.canvases.map(({ canvas }) => [
    canvasName(canvas),
    recipeOf(framingOn(treatment, canvas), treatment, heard),
  ]);
  return {
    recipe: recipeOf(treatment, treatment, heard),
    canvasRecipes: JSON.stringify(Object.fromEntries(own)),
  };
};

/** What is wanted of an asset on a canvas. */
export const recipeFor = (row: Pick<AssetRow, 'recipe' | 'canvasRecipes'>): ((canvas: string) => string) => {
  const own = JSON.parse(row.canvasRecipes) as Record<string, string>;
  return (canvas) => own[canvas] ?? row.recipe;
};

/** The same in SQL, for `asset` and a table with `width` and `height`. */
export const recipeIn = (canvas: 's' | 'screen'): RawBuilder<string> => {
  const [width, height] = [sql.ref(`${canvas}.width`), sql.ref(`${canvas}.height`)];
  return sql<string>`coalesce(json_extract(asset.canvas_recipes, '$."' || ${width} || 'x' || ${height} || '"'), asset.recipe)`;
};

/** A treatment as another file allows it: a part, a silence and a poster that are not in it are let go, its framing stays. */
export const fitted = (treatment: Treatment, facts: MediaFacts): Treatment => {
  const isStill = treatment.isStill && facts.isAnimation === true;
  if (facts.kind !== 'video' || isStill) return { ...PLAIN_TREATMENT, ...framingsOf(treatment), isStill };
  const durationMs = facts.durationMs ?? 0;
  const { trim, posterAtMs } = treatment;
  const endMs = Math.min(trim.untilMs ?? durationMs, durationMs);
  const hasPart = endMs - trim.fromMs >= SHORTEST_PART_MS;
  return {
    ...treatment,
    isStill,
    trim: hasPart ? { fromMs: trim.fromMs, untilMs: endMs === durationMs ? null : endMs } : PLAIN_TREATMENT.trim,
    posterAtMs: posterAtMs !== null && posterAtMs <= durationMs ? posterAtMs : null,
  };
};
const framingsOf = ({ fit, crop, canvases }: Treatment) => ({ fit, crop, canvases });

/** Writes the recipes of all assets, those in the bin too, anew where they are others by now. */
export const rewriteRecipes = (database: Database): void => {
  const { now, query, transact } = database;
  const loudness = loudnessTargetOf(database);
  transact(() => {
    for (const row of now.all(query.selectFrom('asset').selectAll().where('purgedAt', 'is', null))) {
      const facts = row.facts === null ? null : MediaFacts.parse(JSON.parse(row.facts));
      const wanted = recipeColumns(treatmentOf(row), facts, loudness);
      if (wanted.recipe === row.recipe && wanted.canvasRecipes === row.canvasRecipes) continue;
      now.run(query.updateTable('asset').set(wanted).where('id', '=', row.id));
    }
  });
};
