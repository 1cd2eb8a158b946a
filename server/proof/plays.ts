/** Proven plays to people: pages, newest first, with the title of what was shown. */
import { z } from 'zod';
import { BootId, ScreenId } from '../../playlists/model/ids.ts';
import { accepted, refused } from '../../playlists/model/refusal.ts';
import { Play, type ProvenPlay } from '../../playlists/wire/play.ts';
import type { Database } from '../database/open.ts';
import type { Handlers } from '../http/handlers.ts';

interface Row {
  device_id: string;
  boot_id: string;
  screen_id: string;
  received_at: number;
  title: string | null;
  seq: number;
  kind: string;
  asset_id: string | null;
  digest: string | null;
  slot_id: string | null;
  playlist_id: string | null;
  epoch: number;
  version: number;
  due_at: number;
  started_at: number;
  duration_ms: number;
  outcome: string;
  frames: number | null;
  clock: string;
  fault: string | null;
}

const provenOf = (row: Row): ProvenPlay => ({
  ...Play.parse({
    seq: row.seq,
    kind: row.kind,
    assetId: row.asset_id,
    digest: row.digest,
    slotId: row.slot_id,
    playlistId: row.playlist_id,
    epoch: row.epoch,
    version: row.version,
    dueAt: row.due_at,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    frames: row.frames,
    clock: row.clock,
    fault: row.fault,
  }),
  bootId: BootId.parse(row.boot_id),
  screenId: ScreenId.parse(row.screen_id),
  receivedAt: row.received_at,
  title: row.title,
});

/** Where the last page ended: `startedAt.device.boot.seq`. */
const Cursor = z
  .string()
  .regex(/^\d{1,16}\.dev_[0-9a-f]{32}\.boot_[0-9a-z]{8,32}\.\d{1,16}$/)
  .transform((text) => text.split('.') as [string, string, string, string]);

export const createPlayList = (ports: { database: Database }) => {
  const { raw } = ports.database;
  /** One statement per shape of question; each walks an index backwards from the cursor and stops after a page. */
  const statement = (filters: string[]) =>
    raw.prepare(
      `select p.*, a.title from play p left join asset a on a.id = p.asset_id
       where ${['p.started_at < @until', 'p.started_at >= @from', ...filters].join(' and ')}
       order by p.started_at desc, p.device_id desc, p.boot_id desc, p.seq desc limit @limit`,
    );
  const ofScreen = 'p.screen_id = @screenId';
  const afterCursor =
    'p.started_at <= @startedAt and (p.started_at, p.device_id, p.boot_id, p.seq) < (@startedAt, @deviceId, @bootId, @seq)';
  const statements = {
    all: statement([]),
    allNext: statement([afterCursor]),
    screen: statement([ofScreen]),
    screenNext: statement([ofScreen, afterCursor]),
  };
  const titleOf = raw.prepare('select title from asset where id = ?').pluck();

  const handlers: Pick<Handlers, 'listPlays'> = {
    listPlays: ({ query }) => {
      const { cursor, limit, screenId, from = 0, until = Number.MAX_SAFE_INTEGER } = query;
      const at = cursor === undefined ? null : Cursor.safeParse(cursor);
      if (at && !at.success)
        return refused('request-malformed', 'not a cursor of this list', {}, { cursor: 'malformed' });
      const [startedAt, deviceId, bootId, seq] = at?.data ?? [];
      const rows = statements[screenId ? (at ? 'screenNext' : 'screen') : at ? 'allNext' : 'all'].all({
        from,
        until,
        limit: limit + 1,
        ...(screenId ? { screenId } : {}),
        ...(at ? { startedAt: Number(startedAt), deviceId, bootId, seq: Number(seq) } : {}),
      }) as Row[];
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return accepted({
        items: shown.map(provenOf),
        next: rows.length > limit && last ? `${last.started_at}.${last.device_id}.${last.boot_id}.${last.seq}` : null,
      });
    },
  };
  return {
    handlers,
    /** Plays just stored, as the console shows them; at most the newest `most`. */
    describe: (
      batch: { screenId: ScreenId; bootId: string; plays: readonly Play[]; receivedAt: number },
      most: number,
    ): ProvenPlay[] =>
      batch.plays.slice(-most).map((play) => ({
        ...play,
        bootId: BootId.parse(batch.bootId),
        screenId: batch.screenId,
        receivedAt: batch.receivedAt,
        title: play.assetId === null ? null : ((titleOf.get(play.assetId) as string | undefined) ?? null),
      })),
  };
};
