/**
 * How many plays a second become durable and are acknowledged: JSON text of a batch → parsed by the contract → group commit →
 * receipt. Held against bare inserts of ready values into the same table, 100 rows a transaction, same durability. The two
 * take turns, so a busy machine slows both.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import { PlayBatch } from '../../playlists/wire/play.ts';
import { type Database, openDatabase } from '../../server/database/open.ts';
import { createIngest } from '../../server/proof/ingest.ts';
import { somePlays } from '../support/plays.ts';
import type { BenchLine } from './bench-line.ts';

const DEVICES = 100;
const ROWS_PER_BATCH = 100;
const BATCHES_PER_DEVICE = 4;
/** Batches on their way at one time: one player alone, and a fleet that drains its backlog. */
const AT_ONCE = [1, 10];
const ROUNDS = 5;
const SCREEN = ScreenId.parse('scr_gate');

const deviceId = (n: number): DeviceId => DeviceId.parse(`dev_${String(n).padStart(32, '0')}`);
const bootOf = (round: number): string => `boot_${String(round).padStart(8, '0')}`;

/** The batches of one round in the order in which they arrive: every device's first, then every device's second … */
const batchesOf = (round: number): { device: DeviceId; text: string }[] =>
  Array.from({ length: BATCHES_PER_DEVICE }, (_, b) =>
    Array.from({ length: DEVICES }, (_, d) => ({
      device: deviceId(d),
      text: JSON.stringify({
        bootId: bootOf(round),
        plays: somePlays(b * ROWS_PER_BATCH + 1, (b + 1) * ROWS_PER_BATCH + 1).map((play) => ({
          ...play,
          startedAt: play.startedAt + round * 100_000_000 + d,
        })),
      }),
    })),
  ).flat();

const rowsPerRound = DEVICES * BATCHES_PER_DEVICE * ROWS_PER_BATCH;

const ingestRound = async (
  database: Database,
  batches: { device: DeviceId; text: string }[],
  atOnce: number,
): Promise<number> => {
  const ingest = createIngest({ database, now: Date.now });
  let next = 0;
  let acknowledged = 0;
  const begun = performance.now();
  const handIn = async (): Promise<void> => {
    for (let mine = batches[next++]; mine; mine = batches[next++]) {
      const batch = PlayBatch.parse(JSON.parse(mine.text));
      const { storedUpTo } = await ingest.store(mine.device, SCREEN, batch);
      if (storedUpTo >= (batch.plays.at(-1)?.seq ?? 0)) acknowledged += batch.plays.length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, handIn));
  const seconds = (performance.now() - begun) / 1000;
  if (acknowledged !== rowsPerRound) throw new Error(`${acknowledged} of ${rowsPerRound} plays were acknowledged`);
  return rowsPerRound / seconds;
};

const insertRound = (database: Database, batches: { device: DeviceId; text: string }[]): number => {
  const insert = database.raw.prepare(`insert into play values (${Array.from({ length: 19 }, () => '?').join(', ')})`);
  const transactions = batches.map(({ device, text }) => {
    const batch = PlayBatch.parse(JSON.parse(text));
    return batch.plays.map((play) => [
      ...[device, batch.bootId, play.seq, SCREEN, play.kind, play.assetId, play.digest, play.slotId, play.playlistId],
      ...[play.epoch, play.version, play.dueAt, play.startedAt, play.durationMs, play.outcome, play.frames],
      ...[play.clock, play.fault, 1],
    ]);
  });
  const write = database.raw.transaction((rows: unknown[][]) => {
    for (const row of rows) insert.run(...row);
  });
  const begun = performance.now();
  for (const rows of transactions) write(rows);
  return rowsPerRound / ((performance.now() - begun) / 1000);
};

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number;

const benchWith = async (atOnce: number): Promise<BenchLine> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-bench-'));
  const ours = await openDatabase(join(folder, 'ours.sqlite'));
  const bare = await openDatabase(join(folder, 'bare.sqlite'));
  const values: number[] = [];
  const yardsticks: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const batches = batchesOf(round);
      const yardstick = insertRound(bare, batches);
      const value = await ingestRound(ours, batches, atOnce);
      if (round === 0) continue;
      yardsticks.push(yardstick);
      values.push(value);
    }
  } finally {
    await ours.close();
    await bare.close();
    await rm(folder, { recursive: true, force: true });
  }
  const [value, yardstickValue] = [median(values), median(yardsticks)];
  return {
    figure: `durable plays a second through the ingest door, ${ROWS_PER_BATCH} plays a batch, ${atOnce} at once`,
    value,
    unit: 'plays/s',
    yardstick: 'bare prepared inserts into the same table, 100 rows a transaction, synchronous=FULL',
    yardstickValue,
    ratio: value / yardstickValue,
    goal: '≥ 0.6×, then 0.8×',
  };
};

/** Figures of the ingest door. */
export const benchPlays = async (): Promise<BenchLine[]> => {
  const lines: BenchLine[] = [];
  for (const atOnce of AT_ONCE) lines.push(await benchWith(atOnce));
  return lines;
};
