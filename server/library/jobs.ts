/** What is being prepared, what waits for its turn, and what failed: in the order in which it is done. */
import { Canvas } from '../../playlists/model/canvas.ts';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { MediaKind } from '../../playlists/model/media.ts';
import { accepted, Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Job } from '../../playlists/wire/api/preparation.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import type { Handlers } from '../http/handlers.ts';
import type { RunningJob } from './running-jobs.ts';
import { bySoonest, isComplete } from './wanted.ts';

const MOST_JOBS = 200;
const ORDER: readonly Job['state']['kind'][] = ['running', 'waiting', 'failed'];

export const createJobs = (ports: {
  database: Database;
  jobOf(assetId: string): RunningJob | null;
  soonest(): readonly AssetId[];
}): Pick<Handlers, 'listJobs'> => {
  const { now, query } = ports.database;
  const stateOf = (row: AssetRow, planned: ReadonlySet<string>): Job['state'] => {
    const job = ports.jobOf(row.id);
    if (job) {
      const { step, canvases, progress, speed, leftMs } = job;
      return {
        kind: 'running',
        step,
        canvases: canvases.map((canvas) => Canvas.parse(canvas)),
        progress,
        speed,
        leftMs,
      };
    }
    if (row.state !== 'failed') return { kind: 'waiting', isPlanned: planned.has(row.id) };
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
      const jobs = bySoonest(rows, soonest).map(
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
  };
};
