/** What people choose for the picture and sound of an asset: read, and changed with its audit line in one commit. */
import { canvasName } from '../../playlists/model/canvas.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { MediaFacts } from '../../playlists/model/media.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { lookOf, PLAIN_TREATMENT, SHORTEST_PART_MS, type Treatment } from '../../playlists/model/treatment.ts';
import type { TreatedAsset } from '../../playlists/wire/api/preparation.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { loudnessTargetOf } from '../database/settings.ts';
import type { Handlers } from '../http/handlers.ts';
import { approvalOf } from './approvals.ts';
import { canvasesInUse } from './asset-rows.ts';
import { fitted, recipeColumns, shownKind, treatmentColumns, treatmentOf } from './recipes.ts';
import { readSheet } from './sheets.ts';
import { isComplete, missingCanvases } from './wanted.ts';

export interface TreatmentPorts {
  database: Database;
  record: RecordAct;
  /** Stops work that runs for this asset: it makes what is not wanted any more. */
  cancel(assetId: string): void;
  nudge(): void;
  tell(assetIds: AssetId[]): void;
}

/** Why this cannot be done to this content; null = it can. */
const misfitOf = (treatment: Treatment, facts: MediaFacts): Outcome<never> | null => {
  const wrong = (technician: string, field: string) =>
    refused('request-malformed', technician, {}, { [field]: 'order' });
  const { trim, isMuted, isStill, posterAtMs } = treatment;
  if (isStill && !facts.isAnimation)
    return wrong('only a picture that moves can be made to stand still', 'treatment.isStill');
  if (facts.kind === 'document') return wrong('a document is shown by its pages', 'treatment');
  if (facts.kind === 'image') {
    const isPlain = trim.fromMs === 0 && trim.untilMs === null && !isMuted && posterAtMs === null;
    return isPlain ? null : wrong('a picture has no length and no sound', 'treatment.trim');
  }
  const durationMs = facts.durationMs ?? 0;
  if ((trim.untilMs ?? 0) > durationMs) return wrong(`it lasts ${durationMs} ms`, 'treatment.trim.untilMs');
  if ((trim.untilMs ?? durationMs) - trim.fromMs < Math.min(SHORTEST_PART_MS, durationMs))
    return wrong('less than a second is left', 'treatment.trim.fromMs');
  if ((posterAtMs ?? 0) > durationMs) return wrong(`it lasts ${durationMs} ms`, 'treatment.posterAtMs');
  return null;
};

/** A part that is all of it is no part; frames of canvases in one order, so that equal choices are equal texts. */
const normal = (asked: Treatment, facts: MediaFacts): Treatment => {
  // What stands still has no part, no silence and no moment of its own.
  const treatment = asked.isStill ? fitted(asked, facts) : asked;
  return {
    ...treatment,
    canvases: treatment.canvases.toSorted((a, b) => (canvasName(a.canvas) < canvasName(b.canvas) ? -1 : 1)),
    trim: {
      ...treatment.trim,
      untilMs: treatment.trim.untilMs === facts.durationMs ? PLAIN_TREATMENT.trim.untilMs : treatment.trim.untilMs,
    },
  };
};

export const createTreatments = (ports: TreatmentPorts): Pick<Handlers, 'getTreatment' | 'changeTreatment'> => {
  const { database } = ports;
  const { now, query, transact } = database;

  const findRow = (id: AssetId): Outcome<AssetRow> => {
    const row = now.first(
      query
        .selectFrom('asset')
        .selectAll()
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .where('replaces', 'is', null),
    );
    return row ? accepted(row) : refused('not-found', `no asset ${id}`);
  };
  const show = (row: AssetRow): TreatedAsset => {
    const treatment = treatmentOf(row);
    const missing = new Set(missingCanvases(database, row).map(canvasName));
    return {
      treatment,
      look: lookOf(treatment),
      storyboard: readSheet(database, row.digest),
      canvases: (row.kind === 'document' ? [] : canvasesInUse(database)).map((canvas) => ({
        canvas,
        isMade: !missing.has(canvasName(canvas)),
      })),
    };
  };

  return {
    getTreatment: ({ params }) => {
      const found = findRow(params.assetId);
      return found.ok ? accepted(show(found.value)) : found;
    },
    changeTreatment: ({ params: { assetId: id }, body, caller }) => {
      const changed = transact((): Outcome<'look' | 'poster' | 'nothing'> => {
        const found = findRow(id);
        if (!found.ok) return found;
        const row = found.value;
        if (row.facts === null || row.state === 'refused')
          return refused('media-not-measured', `${id} is ${row.state}`);
        const facts = MediaFacts.parse(JSON.parse(row.facts));
        const misfit = misfitOf(body.treatment, facts);
        if (misfit) return misfit;
        const [before, treatment] = [treatmentOf(row), normal(body.treatment, facts)];
        const [was, look] = [lookOf(before), lookOf(treatment)];
        if (body.basedOn !== was) return refused('changed-meanwhile', `${id} looks otherwise by now: ${was}`);
        if (look === was && treatment.posterAtMs === before.posterAtMs) return accepted('nothing');
        const isVoided = look !== was && approvalOf(row) !== null;
        const wanted = {
          kind: shownKind(facts, treatment),
          // What moves is known by a typical picture, what stands still by the one that is seen.
          ...(treatment.isStill === before.isStill ? {} : { thumbnail: null }),
          ...treatmentColumns(treatment),
          ...recipeColumns(treatment, facts, loudnessTargetOf(database)),
          ...(isVoided ? { approval: null } : {}),
        };
        const waits = row.digest !== null && !isComplete(database, { ...row, ...wanted });
        // What was stopped or failed by the earlier wish is wanted anew by this one.
        const state = waits ? { state: 'preparing', refusal: null, retryAt: null, attempts: 0 } : {};
        now.run(
          query
            .updateTable('asset')
            .set({ ...wanted, ...state })
            .where('id', '=', id),
        );
        const detail = { look, was, posterAtMs: treatment.posterAtMs };
        ports.record({ ...actorOf(caller), act: 'asset.treatment-changed', subject: id, detail });
        if (isVoided)
          ports.record({ ...actorOf(caller), act: 'asset.approval-voided', subject: id, detail: { look, was } });
        return accepted(look === was ? 'poster' : 'look');
      });
      if (!changed.ok) return changed;
      if (changed.value !== 'nothing') {
        if (changed.value === 'look') ports.cancel(id);
        ports.tell([id]);
        ports.nudge();
      }
      const row = findRow(id);
      return row.ok ? accepted(show(row.value)) : row;
    },
  };
};
