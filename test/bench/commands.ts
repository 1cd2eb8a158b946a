/** A command to one of a thousand connected players: from the request of staff until its result is in the database. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchLine } from './bench-line.ts';
import { FLEET_FLAGS, next, processOf } from './publish.ts';
import type { FleetReport } from './publish-fleet.ts';
import type { Order, Report } from './publish-server.ts';

const PLAYERS = 1_000;
const WARM_UP = 20;
const ROUNDS = 200;

const p95 = (numbers: number[]): number =>
  numbers.sort((a, b) => a - b)[Math.floor(numbers.length * 0.95)] ?? Number.NaN;

/** Figures of commands. */
export const benchCommands = async (): Promise<BenchLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-bench-'));
  const seed = 'bench commands';
  const server = processOf('./publish-server.ts', [folder, String(PLAYERS), seed]);
  let fleet: ChildProcess | null = null;
  try {
    const { url, bareUrl } = await next<Report, 'ready'>(server, 'ready');
    fleet = processOf('./publish-fleet.ts', [url, bareUrl, String(PLAYERS), seed], FLEET_FLAGS);
    await next<FleetReport, 'online'>(fleet, 'online');
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const commanded = next<Report, 'commanded'>(server, 'commanded');
      server.send({ kind: 'command' } satisfies Order);
      const { tookMs, bareMs } = await commanded;
      if (round < WARM_UP) continue;
      ours.push(tookMs);
      bare.push(bareMs);
    }
    const [value, yardstickValue] = [p95(ours), p95(bare)];
    return [
      {
        figure: `command → result in the database, p95 of ${ROUNDS}, ${PLAYERS} players connected`,
        value,
        unit: 'ms',
        yardstick: 'bare socket.io round trip to one of as many clients, nothing kept',
        yardstickValue,
        ratio: value / yardstickValue,
        goal: '≤ 300 ms',
      },
    ];
  } finally {
    fleet?.kill('SIGKILL');
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
};
