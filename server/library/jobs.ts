/** What is being prepared, what waits for its turn, and what failed: in the order in which it is done; and what people hurry. */
import { Canvas } from '../../playlists/model/canvas.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { MediaKind } from '../../playlists/model/media.ts';
import { accepted, Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import type { Job } from '../../playlists/wire/api/preparation.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import type { Handlers } from '../http/handlers.ts';
import type { RunningJob } from './running-jobs.ts';
import { byTurn, isComplete } from './wanted.ts';

const MOST_JOBS = 200;
const ORDER: readonly Job['state']['kind'][] = ['running', 'paused', 'waiting', 'failed'];

export const createJobs = (ports: {
  database: Database;
  jobOf(assetId: string): RunningJob | null;
  soonest(): readonly AssetId[];
  nudge(): void;
  tell(assetIds: AssetId[]): void;
  record: RecordAct;
  now(): number;
}): Pick<Handlers, 'listJobs' | 'prepareNow'> => {
  const { now, query } = ports.database;
  const titleOf = (id: string): string =>
    now.first(query.selectFrom('asset').select('title').where('id', '=', id))?.title ?? '';
  const stateOf = (row: AssetRow, planned: ReadonlySet<string>): Job['state'] => {
    const job = ports.jobOf(row.id);
    if (job) {
      const { step, progress, speed, leftMs, heldFor } = job;
      const canvases = job.canvases.map((canvas) => Canvas.parse(canvas));
      if (heldFor === null) return { kind: 'running', step, canvases, progress, speed, leftMs };
      return {
        kind: 'paused',
        canvases,
        progress,
        ahead: { assetId: AssetId.parse(heldFor), title: titleOf(heldFor) },
      };
    }
    if (row.state !== 'failed')
      return { kind: 'waiting', isPlanned: planned.has(row.replaces ?? row.id), isHurried: row.hurriedAt !== null };
    const why =
      row.refusal === null
        ? refusal('media-tool-failed', 'no reason was written down')
        : Refusal.parse(JSON.parse(row.refusal));
    return { kind: 'failed', refusal: why, retryAt: row.retryAt };
  };
  return {
    listJobs: () => {
      const rows = now
        .all(
          query
            .selectFrom('asset')
            .selectAll()
            .where('deletedAt', 'is', null)
            .where('state', 'in', ['checking', 'preparing', 'failed'])
            .orderBy('createdAt')
            .orderBy('id')
            .limit(MOST_JOBS),
        )
        .filter((row) => row.state !== 'preparing' || !isComplete(ports.database, row));
      const soonest = rows.length === 0 ? [] : ports.soonest();
      const planned = new Set<string>(soonest);
      const jobs = byTurn(rows, soonest).map(
        (row): Job => ({
          assetId: AssetId.parse(row.id),
          replaces: AssetId.nullable().parse(row.replaces),
          title: row.title,
          kind: MediaKind.nullable().parse(row.kind),
          thumbnail: Digest.nullable().parse(row.thumbnail),
          state: stateOf(row, planned),
        }),
      );
      return accepted(jobs.sort((a, b) => ORDER.indexOf(a.state.kind) - ORDER.indexOf(b.state.kind)));
    },

    prepareNow: ({ params: { assetId }, caller }) => {
      const row = now.first(
        query.selectFrom('asset').select('state').where('id', '=', assetId).where('deletedAt', 'is', null),
      );
      if (!row) return refused('not-found', `no asset ${assetId}`);
      const changed = ports.database.transact((step) => {
        const hurried = step.run(
          query
            .updateTable('asset')
            .set((is) => ({
              hurriedAt: ports.now(),
              retryAt: is.case().when('state', '=', 'failed').then(ports.now()).else(null).end(),
            }))
            .where('id', '=', assetId)
            .where('hurriedAt', 'is', null)
            .where('state', 'in', ['checking', 'preparing', 'failed']),
        );
        if (hurried === 1) ports.record({ ...actorOf(caller), act: 'asset.hurried', subject: assetId });
        return hurried === 1;
      });
      if (changed) {
        ports.tell([assetId]);
        ports.nudge();
      }
      return accepted(undefined);
    },
  };
};
