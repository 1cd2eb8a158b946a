/** What the whole server holds in memory with 200 players connected, over a process that does nothing. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFleet } from '../fleet/fleet.ts';
import { until } from '../support/until.ts';
import type { BenchLine } from './bench-line.ts';

const PLAYERS = 200;
const SEED = 'memory';
/** Long enough for the start to be over and garbage to be gone. */
const SETTLE_MS = 5_000;

interface Said {
  kind: 'ready' | 'rss';
  url?: string;
  bytes?: number;
}

const processOf = async (args: string[]) => {
  const child = fork(fileURLToPath(new URL('./memory-server.ts', import.meta.url)), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const hear = async (kind: Said['kind']): Promise<Said> => {
    for (;;) {
      const [said] = (await once(child, 'message')) as [Said];
      if (said.kind === kind) return said;
    }
  };
  const { url = '' } = await hear('ready');
  return {
    url,
    rssBytes: async (): Promise<number> => {
      child.send('rss');
      return (await hear('rss')).bytes ?? 0;
    },
    end: () => child.kill('SIGKILL'),
  };
};

/** Figures of memory. */
export const benchMemory = async (): Promise<BenchLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-bench-'));
  const empty = await processOf(['empty']);
  const server = await processOf(['server', folder, String(PLAYERS), SEED]);
  const fleet = createFleet({ serverUrl: server.url, size: PLAYERS, seed: SEED, plays: false, changed: () => {} });
  try {
    await fleet.start();
    await until('all players are online', () => fleet.counts().online === PLAYERS, 60_000);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const yardstickValue = (await empty.rssBytes()) / 1e6;
    const value = (await server.rssBytes()) / 1e6 - yardstickValue;
    return [
      {
        figure: `memory of the whole server with ${PLAYERS} players connected, over the empty process`,
        value,
        unit: 'MB',
        yardstick: 'resident memory of a process that runs nothing',
        yardstickValue,
        ratio: value / yardstickValue,
        goal: '< 150 MB',
      },
    ];
  } finally {
    await fleet.stop();
    server.end();
    empty.end();
    await rm(folder, { recursive: true, force: true });
  }
};
