/**
 * What the sha-256 of a film costs: while it comes in, piece by piece, and of a file that was made; held against the same file read
 * and hashed by hand. And how much of it is spent on the loop that serves sockets. Processor time; the file lies in memory.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDigests } from '../../media/digests.ts';
import { scratchFolder } from '../support/media-samples.ts';
import { type BenchLine, lineOf } from './bench-line.ts';

const FILE_BYTES = 768 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const ROUNDS = 3;

const cpuSecondsOf = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
};
/** Of this thread alone: the loop that serves sockets. */
const loopSecondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000_000;
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const hashByHand = (path: string): string => {
  const file = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer))
      hash.update(buffer.subarray(0, count));
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
};

export const benchHashing = async (): Promise<BenchLine[]> => {
  const { path: folder, drop } = await scratchFolder();
  const digests = createDigests();
  try {
    const path = join(folder, 'film');
    const part = randomBytes(16 * 1024 * 1024);
    await writeFile(
      path,
      Array.from({ length: FILE_BYTES / part.length }, () => part),
    );
    const known = hashByHand(path);
    const check = (digest: string): void => {
      if (digest !== known) throw new Error('another digest');
    };
    const follow = async (round: number): Promise<void> => {
      const id = `upload-${round}`;
      digests.expect(id);
      for (let at = PIECE_BYTES; at <= FILE_BYTES; at += PIECE_BYTES) digests.follow(id, path, at);
      check(await digests.finish(id, path, FILE_BYTES));
    };
    const seconds = { raw: [] as number[], coming: [] as number[], made: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const raw = await cpuSecondsOf(() => check(hashByHand(path)));
      const coming = await cpuSecondsOf(() => follow(round));
      const made = await cpuSecondsOf(async () => check((await digests.of(path)).digest));
      if (round === 0) continue;
      seconds.raw.push(raw);
      seconds.coming.push(coming);
      seconds.made.push(made);
    }
    const onLoop = await loopSecondsOf(() => follow(ROUNDS + 1));
    const speed = (of: readonly number[]): number => FILE_BYTES / 1_000_000 / median(of);
    const raw = { yardstick: 'the same file read and hashed by hand', yardstickValue: speed(seconds.raw) };
    const size = `${FILE_BYTES / 1_048_576} MB`;
    return [
      lineOf({
        figure: `hashing: an upload of ${size} as it comes in, per second of processor time`,
        value: speed(seconds.coming),
        unit: 'MB/s',
        ...raw,
        goal: '≥ 0.7×',
      }),
      lineOf({
        figure: `hashing: a file of ${size} that was made, per second of processor time`,
        value: speed(seconds.made),
        unit: 'MB/s',
        ...raw,
        goal: '≥ 0.7×',
      }),
      lineOf({
        figure: `hashing: processor time that an upload of ${size} takes from the loop that serves sockets`,
        value: onLoop * 1_000,
        unit: 'ms',
        yardstick: 'hashing it by hand on that loop',
        yardstickValue: median(seconds.raw) * 1_000,
        goal: '≤ 0.05×',
      }),
    ];
  } finally {
    await digests.stop();
    await drop();
  }
};
