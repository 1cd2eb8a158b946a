/**
 * Plays into the table (goal G1): every batch that arrives within one turn of the loop shares one transaction, and each is
 * answered after the commit. Stored once by `(device, boot, seq)`; a batch that comes again changes nothing. The receipt is
 * the highest number below which nothing is missing, so a gap holds it back and no play can be forgotten by its player.
 */
import type { DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import type { Play, PlayBatch, PlayReceipt } from '../../playlists/wire/play.ts';
import type { Database } from '../database/open.ts';

export interface IngestPorts {
  database: Database;
  now: () => number;
  /** Plays that were not there before, after their commit. */
  proven?: (batch: {
    deviceId: DeviceId;
    screenId: ScreenId;
    bootId: string;
    plays: Play[];
    receivedAt: number;
  }) => void;
}

interface Waiting {
  deviceId: DeviceId;
  screenId: ScreenId;
  batch: PlayBatch;
  resolve: (receipt: PlayReceipt) => void;
  reject: (fault: unknown) => void;
}

/** Rows per transaction: a full turn commits in about 50 ms and nobody waits longer for the loop. */
const MOST_ROWS = 5_000;

export const createIngest = (ports: IngestPorts) => {
  const { raw } = ports.database;
  const insert = raw.prepare(
    `insert into play (device_id, boot_id, seq, screen_id, kind, asset_id, digest, slot_id, playlist_id, epoch, version,
       due_at, started_at, duration_ms, outcome, frames, clock, fault, received_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const readReceipt = raw.prepare('select stored_up_to from play_receipt where device_id = ? and boot_id = ?').pluck();
  const seqsAfter = raw
    .prepare('select seq from play where device_id = ? and boot_id = ? and seq > ? order by seq')
    .pluck();
  const writeReceipt = raw.prepare(
    `insert into play_receipt (device_id, boot_id, stored_up_to) values (?, ?, ?)
     on conflict (device_id, boot_id) do update set stored_up_to = excluded.stored_up_to`,
  );
  let waiting: Waiting[] = [];
  let turn: NodeJS.Immediate | null = null;

  const storeOne = ({ deviceId, screenId, batch }: Waiting, receivedAt: number) => {
    const { bootId, plays } = batch;
    const before = (readReceipt.get(deviceId, bootId) as number | undefined) ?? 0;
    const fresh: Play[] = [];
    let upTo = before;
    for (const play of plays) {
      const { seq } = play;
      // Below the receipt everything is stored; asking the table again would be work for nothing.
      if (seq <= before) continue;
      const { changes } = insert.run(
        deviceId,
        bootId,
        seq,
        screenId,
        play.kind,
        play.assetId,
        play.digest,
        play.slotId,
        play.playlistId,
        play.epoch,
        play.version,
        play.dueAt,
        play.startedAt,
        play.durationMs,
        play.outcome,
        play.frames,
        play.clock,
        play.fault,
        receivedAt,
      );
      if (changes > 0) fresh.push(play);
      if (seq === upTo + 1) upTo = seq;
    }
    // Out of order, or closing an old gap: only the table knows how far it reaches now.
    if (plays.some(({ seq }) => seq > upTo) || upTo > before) {
      for (const seq of seqsAfter.iterate(deviceId, bootId, upTo) as Iterable<number>) {
        if (seq !== upTo + 1) break;
        upTo = seq;
      }
    }
    if (upTo > before) writeReceipt.run(deviceId, bootId, upTo);
    return { fresh, upTo };
  };

  const storeAll = raw.transaction((group: Waiting[], receivedAt: number) =>
    group.map((one) => storeOne(one, receivedAt)),
  );

  const commit = (): void => {
    turn = null;
    let rows = 0;
    const end = waiting.findIndex(({ batch }) => {
      rows += batch.plays.length;
      return rows > MOST_ROWS;
    });
    const group = end > 0 ? waiting.slice(0, end) : end === 0 ? waiting.slice(0, 1) : waiting;
    waiting = waiting.slice(group.length);
    if (waiting.length > 0) turn = setImmediate(commit);
    const receivedAt = ports.now();
    let stored: ReturnType<typeof storeOne>[];
    try {
      stored = storeAll.immediate(group, receivedAt);
    } catch (fault) {
      for (const { reject } of group) reject(fault);
      return;
    }
    for (const [i, { deviceId, screenId, batch, resolve }] of group.entries()) {
      const { fresh, upTo } = stored[i] as ReturnType<typeof storeOne>;
      resolve({ bootId: batch.bootId, storedUpTo: upTo });
      if (fresh.length > 0) ports.proven?.({ deviceId, screenId, bootId: batch.bootId, plays: fresh, receivedAt });
    }
  };

  return {
    /** Resolves once the batch is durable. Rejects when the disk refuses; nothing of it is acknowledged then. */
    store: (deviceId: DeviceId, screenId: ScreenId, batch: PlayBatch): Promise<PlayReceipt> =>
      new Promise((resolve, reject) => {
        waiting.push({ deviceId, screenId, batch, resolve, reject });
        turn ??= setImmediate(commit);
      }),
    /** Commits what waits. */
    stop: (): void => {
      while (waiting.length > 0) {
        if (turn) clearImmediate(turn);
        commit();
      }
      if (turn) clearImmediate(turn);
      turn = null;
    },
  };
};
