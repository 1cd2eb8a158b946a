/**
 * F1 and G1: players killed with SIGKILL in downloads, in manifest swaps and at first start; at step N for every N, and at
 * random. After each death: a complete verified manifest on disk, never older than what was said to be active, every file of
 * it whole; at the end every play that was ever written is on the server once, without gaps.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DoomedPlayer, startDoomed } from '../support/doomed-player.ts';
import { type FakeServer, startFakeServer } from '../support/fake-server.ts';
import { aFolder } from '../support/folder.ts';
import { createPlayLedger, inspectPlayer, publishBusy, saidActive } from '../support/player-disk.ts';
import { until } from '../support/until.ts';

let server: FakeServer;
let ledger: ReturnType<typeof createPlayLedger>;
const players: DoomedPlayer[] = [];

beforeEach(async () => {
  server = await startFakeServer();
  ledger = createPlayLedger(server);
});
afterEach(async () => {
  for (const player of players.splice(0)) await player.kill().catch(() => {});
  await server.stop();
});

const start = (folder: string, doom?: { from: string; step: number }): DoomedPlayer => {
  const player = startDoomed({ server: server.url, folder, ...(doom ? { doom } : {}) });
  players.push(player);
  return player;
};

/** Runs one life: ends by doom, or by our hand once `version` is active or `killAfterMs` is over. */
const live = async (
  folder: string,
  version: number,
  doom: { from: string; step: number } | { killAfterMs: number },
) => {
  const random = 'killAfterMs' in doom;
  const player = start(folder, random ? undefined : doom);
  /** From its first word on: on a slow machine a process is not even there after a second. */
  let bornAt: number | null = null;
  await until(
    'the end of this life',
    () => {
      if (!player.alive()) return true;
      if (!random) return saidActive(player, version);
      if (player.said.length > 0) bornAt ??= performance.now();
      return bornAt !== null && performance.now() - bornAt > doom.killAfterMs;
    },
    30_000,
  );
  await player.kill();
  ledger.collect(player);
  return { reached: saidActive(player, version), died: !random && !saidActive(player, version) };
};

const provePlays = async (folder: string): Promise<void> => {
  server.bytesPerSecond = null;
  const last = start(folder);
  await until('all plays of earlier lives', ledger.arrived, 30_000);
  await last.kill('SIGTERM');
  ledger.expectProven();
};

test('F1 killed at every step of a manifest swap, until the swap survives', async () => {
  const folder = await aFolder();
  publishBusy(server, 1);
  await live(folder, 1, { from: 'nothing', step: 0 });
  let version = 1;
  let activeSaid = 1;
  let deaths = 0;
  for (let step = 1; step <= 45; step += 1) {
    version += 1;
    publishBusy(server, version);
    const { reached, died } = await live(folder, version, { from: 'manifest-staged', step });
    deaths += died ? 1 : 0;
    const active = await inspectPlayer(folder);
    if (reached) activeSaid = version;
    expect(active?.signed.envelope.version).toBeGreaterThanOrEqual(activeSaid);
    if (reached) break;
  }
  expect(deaths).toBeGreaterThanOrEqual(15);
  await provePlays(folder);
});

test('F1 killed at every step of a download', async () => {
  const folder = await aFolder();
  publishBusy(server, 1);
  await live(folder, 1, { from: 'nothing', step: 0 });
  publishBusy(server, 2);
  server.bytesPerSecond = 400_000;
  let step = 1;
  for (; step <= 25; step += 1) {
    const { reached } = await live(folder, 2, { from: '.part', step: step * 2 });
    const active = await inspectPlayer(folder);
    expect(active?.signed.envelope.version).toBe(reached || active?.signed.envelope.version === 2 ? 2 : 1);
    if (active?.signed.envelope.version === 2) break;
  }
  expect(step).toBeGreaterThanOrEqual(3);
  const resumed = server.fileRequests.filter(({ range }) => range !== null);
  expect(resumed.length).toBeGreaterThan(0);
  await provePlays(folder);
});

test('F1 killed at random, 15 times', async () => {
  const folder = await aFolder();
  const seed = Date.now() % 100_000;
  process.stdout.write(`seed ${seed}\n`);
  let state = seed;
  const random = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 2_147_483_648) * most;
  };
  publishBusy(server, 1);
  await live(folder, 1, { from: 'nothing', step: 0 });
  let activeSaid = 1;
  server.bytesPerSecond = 300_000;
  for (let version = 2; version <= 16; version += 1) {
    publishBusy(server, version);
    const { reached } = await live(folder, version, { killAfterMs: 300 + random(900) });
    if (reached) activeSaid = version;
    expect((await inspectPlayer(folder))?.signed.envelope.version).toBeGreaterThanOrEqual(activeSaid);
  }
  await provePlays(folder);
});

test('F1 killed at every step of the very first start: the device is itself and plays in the end', async () => {
  const folder = await aFolder();
  publishBusy(server, 1);
  let identity: string | null = null;
  for (let step = 1; step <= 60; step += 1) {
    const { reached } = await live(folder, 1, { from: folder, step });
    const stored = await readFile(join(folder, 'identity.json'), 'utf8').catch(() => null);
    if (identity !== null) expect(stored).toBe(identity);
    identity = stored;
    await inspectPlayer(folder);
    if (reached) break;
  }
  expect(identity).not.toBeNull();
  const last = start(folder);
  await until('playing', () => last.said.some(({ event, digest }) => event === 'stage.shown' && digest), 30_000);
  await last.kill('SIGTERM');
  expect(new Set(server.hellos.map(({ deviceId }) => deviceId)).size).toBe(1);
});
