/**
 * Publishing to 200 players while this server prepares a video, held against the same publishes when it is idle; and how long
 * its event loop is busy in one go meanwhile.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSamples } from '../support/media-samples.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import type { FleetReport } from './publish-fleet.ts';
import type { Order, Report } from './publish-server.ts';

const SIZE = 200;
const WARM_UP = 4;
const ROUNDS = 100;
const SETTLE_MS = 8_000;

const processOf = (file: string, args: string[]): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
const next = <Message extends { kind: string }, Kind extends Message['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Message, { kind: Kind }>> =>
  new Promise((resolve, reject) => {
    const lost = (): void => reject(new Error(`the process ended before it said ${kind}`));
    const hear = (message: unknown): void => {
      if ((message as Message).kind !== kind) return;
      child.off('message', hear);
      child.off('exit', lost);
      resolve(message as Extract<Message, { kind: Kind }>);
    };
    child.on('message', hear);
    child.on('exit', lost);
  });
const p99 = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * 0.99))] as number;

/** Figures of working beside a transcode. */
export const benchTranscodeLoad = async (): Promise<BenchLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-bench-'));
  const samples = await openSamples();
  const server = processOf('./publish-server.ts', [folder, String(SIZE), 'load']);
  let fleet: ChildProcess | null = null;
  try {
    const { url, bareUrl } = await next<Report, 'ready'>(server, 'ready');
    fleet = processOf('./publish-fleet.ts', [url, bareUrl, String(SIZE), 'load']);
    await next<FleetReport, 'online'>(fleet, 'online');
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const order = (what: Order): void => {
      server.send(what);
    };
    const publish = async (rounds: number): Promise<number[]> => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const active = next<FleetReport, 'active'>(fleet as ChildProcess, 'active');
        const published = next<Report, 'published'>(server, 'published');
        order({ kind: 'publish' });
        times.push((await published).tookMs);
        await active;
      }
      return times;
    };
    await publish(WARM_UP);
    const loopOf = async (rounds: number): Promise<{ times: number[]; loopMs: number }> => {
      order({ kind: 'watch-loop' });
      const times = await publish(rounds);
      const said = next<Report, 'loop'>(server, 'loop');
      order({ kind: 'tell-loop' });
      return { times, loopMs: (await said).p99Ms };
    };
    const idle = await loopOf(ROUNDS);
    const film = await samples.clip({ width: 1920, height: 1080, seconds: 30, sound: true, name: 'film.mp4' });
    const begun = next<Report, 'transcoding'>(server, 'transcoding');
    order({ kind: 'transcode', source: film, folder: samples.folder });
    await begun;
    const busy = await loopOf(ROUNDS);
    return [
      lineOf({
        figure: `publish → last acknowledgement, ${SIZE} players, while the server prepares 1080p, p99 of ${ROUNDS}`,
        value: p99(busy.times),
        unit: 'ms',
        yardstick: 'the same, idle',
        yardstickValue: p99(idle.times),
        goal: '≤ 1.3×',
      }),
      lineOf({
        figure: 'event loop of the server while it prepares 1080p and publishes, p99 of delays',
        value: busy.loopMs,
        unit: 'ms',
        yardstick: 'the same publishes, idle otherwise',
        yardstickValue: idle.loopMs,
        goal: '< 50 ms',
      }),
    ];
  } finally {
    fleet?.kill('SIGKILL');
    server.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
    await samples.drop();
  }
};
