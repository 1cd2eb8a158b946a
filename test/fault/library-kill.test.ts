/**
 * A1 for the library: the process is killed (SIGKILL) at random moments of uploads and transcodes. After the last start every
 * acknowledged upload is there once, is ready on every canvas, was made once, and nothing half-made is left on the disk.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDigests } from '../../media/digests.ts';
import { startLibraryServer } from '../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../support/media-samples.ts';
import { uploadFile } from '../support/tus-upload.ts';

const ROUNDS = 12;
const CANVASES = [
  { width: 192, height: 96 },
  { width: 96, height: 160 },
];
const RUNNER = fileURLToPath(new URL('../support/library-runner.ts', import.meta.url));
let samples: Samples;
let folder: string;
let drop: () => Promise<void>;
const alive = new Set<ChildProcess>();

beforeAll(async () => {
  samples = await openSamples();
  ({ path: folder, drop } = await scratchFolder());
});
afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await samples.drop();
  await drop();
});

const start = async (): Promise<{ url: string; kill: () => Promise<void> }> => {
  const child = spawn(process.execPath, [RUNNER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  alive.add(child);
  const ended = once(child, 'exit');
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      alive.delete(child);
    },
  };
};

/** One half of bubblewrap whose other half was killed before it said its first word: it does nothing, and goes at the next start. */
const isHungHalf = (pid: string): boolean =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') === '' &&
  readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'bwrap';
/** Processes that still work on files of our folder; `hung` = such halves as well. */
const leftRunning = (hung = false): string[] =>
  readdirSync('/proc').flatMap((name) => {
    try {
      const line = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
      return line.includes(join(folder, 'media')) && (hung || !isHungHalf(name)) ? [line] : [];
    } catch {
      return [];
    }
  });

const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(path, name)).isFile());

test(`A1: ${ROUNDS} kills in uploads and transcodes lose nothing, double nothing and leave nothing`, async () => {
  const first = await startLibraryServer({ folder });
  for (const canvas of CANVASES) first.addScreen(canvas);
  await first.stop();

  /** Uploads that were begun: where, and whether the server said that all is kept. */
  const begun: { path: string; location: string; acknowledged: boolean }[] = [];
  const killedIn: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await start();
    const path = await samples.clip({
      width: 320,
      height: 180,
      seconds: 3,
      filters: `hue=h=${round * 29}`,
      name: `clip-${round}.mp4`,
    });
    // Unfinished uploads of earlier rounds go on first.
    for (const upload of begun.filter((one) => !one.acknowledged)) {
      await uploadFile(server.url, { path: upload.path, uploadUrl: server.url + upload.location, chunkBytes: 30_000 });
      upload.acknowledged = true;
    }
    const upload = { path, location: '', acknowledged: false };
    const sending = uploadFile(server.url, {
      path,
      chunkBytes: 30_000,
      onUrl: (url) => {
        upload.location = new URL(url).pathname;
        begun.push(upload);
      },
    }).then(
      () => {
        upload.acknowledged = true;
      },
      () => undefined,
    );
    // Even rounds die early (mostly while bytes arrive), odd ones later (mostly in a transcode).
    await new Promise((later) =>
      setTimeout(later, round % 2 === 0 ? Math.random() * 120 : 200 + Math.random() * 1_800),
    );
    await server.kill();
    await sending;
    killedIn.push(upload.acknowledged ? 'work' : upload.location ? 'upload' : 'before');
    await expect.poll(() => leftRunning(), { timeout: 30_000 }).toEqual([]);
  }

  let later = 0;
  const last = await startLibraryServer({ folder, now: () => Date.now() + later });
  try {
    for (const upload of begun.filter((one) => !one.acknowledged))
      await uploadFile(last.url, { path: upload.path, uploadUrl: last.url + upload.location, chunkBytes: 30_000 });
    const assets = last.library.loadAssets();
    expect(assets).toHaveLength(begun.length);
    for (const asset of assets) {
      const ready = await last.waitFor(asset.id, (now) => ['ready', 'refused'].includes(now.state.kind), 120_000);
      expect(ready.state).toEqual({ kind: 'ready' });
      expect(ready.renditions.map((file) => file.canvas)).toEqual([...CANVASES].sort((a, b) => a.width - b.width));
    }
    await expect.poll(() => leftRunning(true), { timeout: 30_000 }).toEqual([]);
    // What was acknowledged is what was sent, byte for byte.
    const kept = last.library.loadAssets().map((asset) => asset.digest as string);
    const sent = await Promise.all(
      begun.map(async (upload) => (await createDigests().of(upload.path)).digest as string),
    );
    expect(kept.toSorted()).toEqual(sent.toSorted());
    const rows = last.database.raw.prepare('select source_digest, width from rendition').all();
    expect(rows).toHaveLength(begun.length * CANVASES.length);
    const media = join(folder, 'media');
    // An upload whose address never reached its client is nobody's: it goes after a day, and nothing else with it.
    later = 25 * 3_600_000;
    await last.library.cleanUp();
    expect(filesBelow(join(media, 'uploads'))).toEqual([]);
    expect(filesBelow(join(media, 'work'))).toEqual([]);
    expect(filesBelow(join(media, 'files', 'temp'))).toEqual([]);
    expect(filesBelow(join(media, 'sources'))).toHaveLength(begun.length);
    // Encoding is deterministic, so work cut off and repeated gives the same files: no strays.
    const thumbnails = new Set(last.library.loadAssets().map((asset) => asset.thumbnail));
    const storyboards = last.database.raw.prepare('select count(*) from storyboard').pluck().get() as number;
    expect(filesBelow(join(media, 'files'))).toHaveLength(rows.length + thumbnails.size + storyboards);
    expect(killedIn).toContain('work');
    expect(killedIn.some((moment) => moment !== 'work')).toBe(true);
  } finally {
    await last.stop();
  }
}, 300_000);
