/**
 * A film is paused for a clip that people hurry, and the server is killed (SIGKILL) in the middle: nothing of it stays stopped on the
 * machine, and after the start the clip still comes first, then the film.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CAN_PAUSE } from '../../media/pause.ts';
import { startLibraryServer } from '../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../support/media-samples.ts';
import { uploadFile } from '../support/tus-upload.ts';
import { until } from '../support/until.ts';

const RUNNER = fileURLToPath(new URL('../support/library-runner.ts', import.meta.url));
let samples: Samples;
let folder: string;
let drop: () => Promise<void>;
let child: ChildProcess | null = null;
beforeAll(async () => {
  samples = await openSamples();
  ({ path: folder, drop } = await scratchFolder());
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await samples.drop();
  await drop();
});

/** Processes that have files of our folder on their command line. */
const leftRunning = (): string[] =>
  readdirSync('/proc').flatMap((name) => {
    try {
      const line = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
      return line.includes(join(folder, 'media')) ? [line] : [];
    } catch {
      return [];
    }
  });
interface JobSeen {
  title: string;
  assetId: string;
  state: { kind: string; progress?: number };
}

test.skipIf(!CAN_PAUSE)(
  'a kill while a film is paused leaves nothing behind, and what people hurry still comes first',
  async () => {
    const first = await startLibraryServer({ folder });
    first.addScreen({ width: 1280, height: 720 });
    await first.stop();
    child = spawn(process.execPath, [RUNNER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(child.stdout as NonNullable<ChildProcess['stdout']>), 'line')) as [
      string,
    ];
    const { url } = JSON.parse(line) as { url: string };
    const headers = { 'x-who': 'per_an', origin: 'http://127.0.0.1' };
    const jobs = async (): Promise<JobSeen[]> =>
      (await (await fetch(`${url}/api/jobs`, { headers })).json()) as JobSeen[];
    const give = async (name: string, seconds: number): Promise<void> => {
      const path = await samples.clip({ width: 640, height: 360, seconds, name });
      await uploadFile(url, { path, name, person: 'per_an' });
    };
    const jobOf = async (title: string): Promise<JobSeen | undefined> =>
      (await jobs()).find((job) => job.title === title);
    await give('film.mp4', 30);
    await until('the film runs', async () => ((await jobOf('film'))?.state.progress ?? 0) > 0, 60_000);
    await give('clip.mp4', 6);
    await until('the clip waits', async () => (await jobOf('clip'))?.state.kind === 'waiting', 60_000);
    const { assetId } = (await jobOf('clip')) as JobSeen;
    const asked = await fetch(`${url}/api/assets/${assetId}/prepare-now`, { method: 'POST', headers });
    expect(asked.status).toBe(204);
    const seen = async (): Promise<string> =>
      (await jobs()).map(({ title, state }) => `${title} ${state.kind}`).join(', ');
    await until('the clip runs', async () => (await seen()) === 'clip running, film paused', 60_000);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await until('all tools are gone', () => leftRunning().length === 0, 20_000);

    const again = await startLibraryServer({ folder });
    try {
      await again.waitFor(assetId, ({ state }) => state.kind === 'ready', 120_000);
      const film = (await again.call('GET', '/api/jobs')).body[0];
      expect(film).toMatchObject({ title: 'film' });
      await again.waitFor(film.assetId, ({ state }) => state.kind === 'ready', 240_000);
      expect(again.database.raw.prepare('select hurried_at from asset').pluck().all()).toEqual([null, null]);
    } finally {
      await again.stop();
    }
  },
  480_000,
);
