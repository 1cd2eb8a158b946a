/**
 * Versions: another file takes the place of the one that content has, and everything that names the content stays as it is. The new
 * file is an asset of its own until all screens could show it, so nothing goes dark meanwhile. The earlier file stays for as long as
 * anything may play it, and for as many days as the bin keeps things; until then one can go back to it. What is on air stays the earlier file until
 * somebody publishes.
 */
import type { MediaStore } from '../../media/store.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { type Asset, type AssetVersion, MediaFacts, MediaKind } from '../../playlists/model/media.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { binDaysOf, loudnessTargetOf } from '../database/settings.ts';
import type { Handlers } from '../http/handlers.ts';
import { approvalOf } from './approvals.ts';
import { DAY_MS } from './bin.ts';
import { isHeld } from './held.ts';
import { fitted, recipeColumns, shownKind, treatmentColumns, treatmentOf } from './recipes.ts';
import { isComplete } from './wanted.ts';

/** The asset whose file may be replaced: one of the library that has a file, so no slide or relay, and no replacement itself. */
export const findReplaceable = ({ now, query }: Database, id: AssetId): AssetRow | undefined =>
  now.first(
    query
      .selectFrom('asset')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .where('replaces', 'is', null)
      .where((is) => is.or([is('kind', 'is', null), is('kind', 'not in', ['slide', 'relay'])])),
  );

export interface VersionPorts {
  database: Database;
  sources: MediaStore;
  dropUpload(uploadId: string): Promise<void>;
  filesInUse(): Promise<ReadonlySet<Digest>> | ReadonlySet<Digest>;
  cancel(assetId: string): void;
  nudge(): void;
  tell(assetIds: AssetId[]): void;
  show(id: AssetId): Outcome<Asset>;
  record: RecordAct;
  now(): number;
}

export interface Versions {
  handlers: Pick<Handlers, 'listAssetVersions' | 'restoreAssetVersion' | 'dropReplacement'>;
  /** Of assets whose state changed: those that are to replace others and are ready do so. Returns what people see of them. */
  settle(assetIds: readonly AssetId[]): AssetId[];
  /** All replacements that are ready; at start. */
  settleAll(): void;
  /** Lets go of earlier files that nobody can want any more. Returns how many. */
  sweep(): Promise<number>;
}

/** What of a row is its file. */
type FileColumns = Pick<AssetRow, 'digest' | 'kind' | 'facts' | 'bytes' | 'thumbnail' | 'posterMadeAt' | 'uploadedBy'>;

export const createVersions = (ports: VersionPorts): Versions => {
  const { database, record } = ports;
  const { query, transact } = database;
  const { all, first, run } = database.now;

  /** Gives the asset another file; the one it had becomes history. Inside a transaction. */
  const putFile = (row: AssetRow, file: FileColumns, at: number): void => {
    if (row.digest !== null && row.kind !== null && row.facts !== null && row.state !== 'refused')
      run(
        query.insertInto('assetVersion').values({
          assetId: row.id,
          number: row.version,
          digest: row.digest,
          kind: row.kind,
          facts: row.facts,
          bytes: row.bytes,
          thumbnail: row.thumbnail,
          posterMadeAt: row.posterMadeAt,
          madeBy: row.uploadedBy,
          madeAt: row.versionAt ?? row.createdAt,
          replacedAt: ports.now(),
          droppedAt: null,
        }),
      );
    const { digest, facts, bytes, thumbnail, posterMadeAt, uploadedBy } = file;
    const measured = facts === null ? null : MediaFacts.parse(JSON.parse(facts));
    const treatment = measured ? fitted(treatmentOf(row), measured) : treatmentOf(row);
    const kind = measured ? shownKind(measured, treatment) : file.kind;
    const wanted = {
      ...treatmentColumns(treatment),
      ...recipeColumns(treatment, measured, loudnessTargetOf(database)),
    };
    const isWhole = isComplete(database, { ...row, ...file, ...wanted, kind });
    run(
      query
        .updateTable('asset')
        .set({
          digest,
          kind,
          facts,
          bytes,
          thumbnail,
          posterMadeAt,
          uploadedBy,
          ...wanted,
          state: isWhole ? 'ready' : 'preparing',
          version: row.version + 1,
          versionAt: at,
          approval: null,
          refusal: null,
          retryAt: null,
          attempts: 0,
        })
        .where('id', '=', row.id),
    );
  };
  const tellVoided = (row: AssetRow, who: { actor: string; address?: string | null }): void => {
    if (approvalOf(row) !== null)
      record({ ...who, act: 'asset.approval-voided', subject: row.id, detail: { version: row.version + 1 } });
  };

  const takeOver = (coming: AssetRow): void =>
    transact(() => {
      const row = first(
        query
          .selectFrom('asset')
          .selectAll()
          .where('id', '=', coming.replaces ?? '')
          .where('purgedAt', 'is', null),
      );
      run(query.deleteFrom('asset').where('id', '=', coming.id));
      // The same bytes again are no other version.
      if (!row || row.digest === coming.digest) return;
      const who = { actor: coming.uploadedBy, address: null };
      tellVoided(row, who);
      putFile(row, coming, coming.createdAt);
      const detail = { version: row.version + 1, was: row.digest, digest: coming.digest };
      record({ ...who, act: 'asset.replaced', subject: row.id, detail });
    });

  const comingOf = (id: AssetId): AssetRow[] =>
    all(query.selectFrom('asset').selectAll().where('replaces', '=', id).where('deletedAt', 'is', null));

  /** An upload that is not to replace anything after all. */
  const drop = async (coming: AssetRow): Promise<void> => {
    ports.cancel(coming.id);
    run(query.deleteFrom('asset').where('id', '=', coming.id));
    if (coming.uploadId !== null) await ports.dropUpload(coming.uploadId);
    if (coming.digest !== null && !isHeld(database, coming.digest))
      await ports.sources.remove(Digest.parse(coming.digest));
  };

  const versionsOf = (row: AssetRow): AssetVersion[] => {
    const rows = all(
      query.selectFrom('assetVersion').selectAll().where('assetId', '=', row.id).orderBy('number', 'desc'),
    );
    const people = new Map(all(query.selectFrom('person').select(['id', 'name'])).map(({ id, name }) => [id, name]));
    return rows.map((version) => ({
      number: version.number,
      kind: MediaKind.parse(version.kind),
      facts: MediaFacts.parse(JSON.parse(version.facts)),
      bytes: version.bytes,
      thumbnail: version.droppedAt === null ? Digest.nullable().parse(version.thumbnail) : null,
      madeBy: people.get(version.madeBy) ?? version.madeBy,
      madeAt: version.madeAt,
      replacedAt: version.replacedAt,
      isKept: version.droppedAt === null,
    }));
  };
  const findRow = (id: AssetId): Outcome<AssetRow> => {
    const row = findReplaceable(database, id);
    return row ? accepted(row) : refused('not-found', `no asset ${id}`);
  };

  return {
    handlers: {
      listAssetVersions: ({ params: { assetId } }) => {
        const row = findRow(assetId);
        return row.ok ? accepted(versionsOf(row.value)) : row;
      },
      restoreAssetVersion: ({ params: { assetId, number }, body: { version: seen }, caller }) => {
        const found = findRow(assetId);
        if (!found.ok) return found;
        const row = found.value;
        if (row.version !== seen) return refused('changed-meanwhile', `seen ${seen}, it is ${row.version}`);
        const earlier = first(
          query
            .selectFrom('assetVersion')
            .selectAll()
            .where('assetId', '=', assetId)
            .where('number', '=', number)
            .where('droppedAt', 'is', null),
        );
        if (!earlier) return refused('version-gone', `version ${number} of ${assetId} is not kept`);
        transact(() => {
          tellVoided(row, actorOf(caller));
          putFile(row, { ...earlier, uploadedBy: earlier.madeBy }, ports.now());
          const detail = { version: row.version + 1, from: number, was: row.digest, digest: earlier.digest };
          record({ ...actorOf(caller), act: 'asset.version-restored', subject: assetId, detail });
        });
        ports.tell([assetId]);
        ports.nudge();
        return ports.show(assetId);
      },
      dropReplacement: async ({ params: { assetId }, caller }) => {
        const found = findRow(assetId);
        if (!found.ok) return found;
        const coming = comingOf(assetId);
        for (const row of coming) await drop(row);
        if (coming.length > 0) record({ ...actorOf(caller), act: 'asset.replacement-dropped', subject: assetId });
        ports.tell([assetId]);
        return ports.show(assetId);
      },
    },
    settle: (assetIds) => {
      if (assetIds.length === 0) return [];
      const coming = all(
        query.selectFrom('asset').selectAll().where('id', 'in', assetIds).where('replaces', 'is not', null),
      );
      for (const row of coming) if (row.state === 'ready') takeOver(row);
      const shownAs = new Map(coming.map((row) => [row.id, row.replaces ?? '']));
      return [...new Set(assetIds.map((id) => AssetId.parse(shownAs.get(id) ?? id)))];
    },
    settleAll: () => {
      const ready = all(
        query.selectFrom('asset').selectAll().where('replaces', 'is not', null).where('state', '=', 'ready'),
      );
      for (const row of ready) takeOver(row);
    },
    sweep: async () => {
      const inUse = await ports.filesInUse();
      const due = all(
        query
          .selectFrom('assetVersion')
          .selectAll()
          .where('replacedAt', '<=', ports.now() - binDaysOf(database) * DAY_MS)
          .where('droppedAt', 'is', null),
      );
      let dropped = 0;
      for (const { assetId, number, digest } of due) {
        const files = all(query.selectFrom('rendition').select('fileDigest').where('sourceDigest', '=', digest));
        if (files.some(({ fileDigest }) => inUse.has(fileDigest as Digest))) continue;
        run(
          query
            .updateTable('assetVersion')
            .set({ droppedAt: ports.now() })
            .where('assetId', '=', assetId)
            .where('number', '=', number),
        );
        if (!isHeld(database, digest)) await ports.sources.remove(Digest.parse(digest));
        dropped += 1;
      }
      return dropped;
    },
  };
};
