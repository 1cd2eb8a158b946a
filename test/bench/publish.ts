/**
 * From pressing publish to the last player's answer: compile, sign, commit, push, verify. Held against a bare socket.io
 * broadcast with acknowledgements of the same bytes to as many bare clients, server and clients in processes of their own
 * for both; the two take turns. And what 200 connected players cost the server in memory.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchLine } from './bench-line.ts';
import type { FleetReport } from './publish-fleet.ts';
import type { Order, Report } from './publish-server.ts';

const SIZES = [200, 1_000];
const WARM_UP = 2;
const ROUNDS = 11;
/** Players that were pushed nothing after their welcome ask over HTTP some seconds later; that must be over. */
const SETTLE_MS = 8_000;
const DEADLINE_MS = 120_000;

/** A thousand clients of either kind in one process drop 50 MB of text at a time; their garbage is not what is measured. */
export const FLEET_FLAGS = ['--max-semi-space-size=128'];

/** A half of a bench in a process of its own. */
export const processOf = (file: string, args: string[], execArgv: string[] = []): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv,
  });

/** The next message of `kind`; throws when the process ends or nothing comes. */
export const next = <Message extends { kind: string }, Kind extends Message['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Message, { kind: Kind }>> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(deadline);
      child.off('message', hear);
      child.off('exit', lost);
    };
    const hear = (message: unknown): void => {
      if ((message as Message).kind !== kind) return;
      end();
      resolve(message as Extract<Message, { kind: Kind }>);
    };
    const lost = (): void => {
      end();
      reject(new Error(`the process ended before it said ${kind}`));
    };
    const deadline = setTimeout(() => {
      end();
      reject(new Error(`no ${kind} within ${DEADLINE_MS} ms`));
    }, DEADLINE_MS);
    child.on('message', hear);
    child.on('exit', lost);
  });

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number;

const benchSize = async (size: number): Promise<BenchLine> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-bench-'));
  const seed = `bench ${size}`;
  const server = processOf('./publish-server.ts', [folder, String(size), seed]);
  let fleet: ChildProcess | null = null;
  try {
    const { url, bareUrl } = await next<Report, 'ready'>(server, 'ready');
    fleet = processOf('./publish-fleet.ts', [url, bareUrl, String(size), seed], FLEET_FLAGS);
    await next<FleetReport, 'online'>(fleet, 'online');
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const order = (what: Order): void => {
      server.send(what);
    };
    const ours: number[] = [];
    const bare: number[] = [];
    let bytes = 0;
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const active = next<FleetReport, 'active'>(fleet, 'active');
      const published = next<Report, 'published'>(server, 'published');
      order({ kind: 'publish' });
      const { tookMs, bodyBytes } = await published;
      await active;
      const heard = next<Report, 'broadcast'>(server, 'broadcast');
      order({ kind: 'broadcast' });
      const broadcast = await heard;
      if (broadcast.answers !== size) throw new Error(`${broadcast.answers} of ${size} bare clients answered`);
      if (round < WARM_UP) continue;
      ours.push(tookMs);
      bare.push(broadcast.tookMs);
      bytes = bodyBytes;
    }
    const [value, yardstickValue] = [median(ours), median(bare)];
    return {
      figure: `publish → last acknowledgement, ${size} players, body of ${Math.round(bytes / 1000)} kB, everything included`,
      value,
      unit: 'ms',
      yardstick: 'bare socket.io broadcast with acknowledgements of the same bytes to as many bare clients',
      yardstickValue,
      ratio: value / yardstickValue,
      goal: '≤ 2× at 1,000 players, then 1×',
    };
  } finally {
    fleet?.kill('SIGKILL');
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
};

/** Figures of publishing. */
export const benchPublish = async (): Promise<BenchLine[]> => {
  const lines: BenchLine[] = [];
  for (const size of SIZES) lines.push(await benchSize(size));
  return lines;
};
