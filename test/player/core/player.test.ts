/** The whole core against a real socket.io and HTTP server: pairing, delivery, playing, proof, outage, revocation. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composePlayer, type Player, type PlayerEvent } from '../../../player/core/compose.ts';
import { type PlayerConfig, readPlayerConfig } from '../../../player/core/config.ts';
import { openNoneStage } from '../../../player/shell/none.ts';
import { type FakeServer, startFakeServer } from '../../support/fake-server.ts';
import { aFolder } from '../../support/folder.ts';
import { aBody, aFile, aManifest, aSigner, OTHER_SCREEN } from '../../support/signed-manifest.ts';
import { makeUnreadable } from '../../support/unreadable.ts';
import { until } from '../../support/until.ts';

interface Running {
  player: Player;
  events: PlayerEvent[];
  stage: { event: string; kind?: string; card?: { kind: string }; digest?: string | null; cueId?: string }[];
  logs: { event: string; [field: string]: unknown }[];
}
const running: Player[] = [];
let server: FakeServer;

const configOf = (folder: string, more: Partial<PlayerConfig> = {}): PlayerConfig => ({
  ...readPlayerConfig({}, ['--server', server.url, '--data', folder, '--shell', 'none', '--reserve-mb', '0']),
  ...more,
});
const startPlayer = async (config: PlayerConfig): Promise<Running> => {
  const events: PlayerEvent[] = [];
  const stage: Running['stage'] = [];
  const logs: Running['logs'] = [];
  const player = composePlayer(config, {
    openStage: openNoneStage({ write: (line) => stage.push(JSON.parse(line)) }),
    log: (event, fields) => logs.push({ event, ...fields }),
    happened: (event) => events.push(event),
  });
  running.push(player);
  await player.start();
  return { player, events, stage, logs };
};
/** Digests of the pictures shown, cards left out. */
const shownDigests = ({ stage }: Running) =>
  stage.filter(({ event, digest }) => event === 'stage.shown' && digest).map(({ digest }) => digest);

beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(async () => {
  for (const player of running.splice(0)) await player.stop();
  await server.stop();
});

describe('a player from first start to proof', () => {
  test('an unpaired device shows its code, and plays once it is paired', async () => {
    server.standing = 'unpaired';
    const one = aFile('one');
    server.serveFile(one);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 1_000 }), 1));
    const run = await startPlayer(configOf(await aFolder()));
    await until('the pairing card', () => run.stage.some(({ card }) => card?.kind === 'pairing'));
    server.standing = 'paired';
    server.again();
    await until('the first cue', () => shownDigests(run).includes(one.file.digest));
    await until('active said', () => server.progress.some(({ state }) => state.kind === 'active'));
  });

  test('G1 plays reach the server once, in order, with what was really shown', async () => {
    const [one, two] = [aFile('one'), aFile('two', 30_000, 'image/png')];
    server.serveFile(one, two);
    server.publish(aManifest(server.signer, aBody([one.file, two.file], { cueMs: 400 }), 7));
    const run = await startPlayer(configOf(await aFolder()));
    const boot = await until('six plays stored', () => [...server.plays.values()].find((plays) => plays.size >= 6));
    expect([...boot.keys()]).toEqual([...boot.keys()].map((_, i) => i + 1));
    const whole = [...boot.values()].filter(({ outcome }) => outcome === 'completed');
    expect(whole.length).toBeGreaterThanOrEqual(4);
    for (const play of whole) {
      expect(play.version).toBe(7);
      expect(play.dueAt % 400).toBe(0);
      expect(play.frames === null).toBe(play.kind === 'still');
    }
    expect(server.conflicts).toEqual([]);
    await until('receipts', () => run.events.some(({ kind }) => kind === 'plays-stored'));
  });

  test('the picture never stops while the server is away, and the plays of that time arrive afterwards', async () => {
    const one = aFile('one');
    server.serveFile(one);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 300 }), 1));
    const folder = await aFolder();
    const first = await startPlayer(configOf(folder));
    await until('playing', () => shownDigests(first).length > 0);
    await server.away();
    const before = shownDigests(first).length;
    await until('three more cues', () => shownDigests(first).length >= before + 3);
    await first.player.stop();

    const second = await startPlayer(configOf(folder));
    await until('playing from the disk', () => shownDigests(second).includes(one.file.digest));
    expect(second.stage.some(({ card }) => card?.kind === 'searching')).toBe(false);
    await server.back();
    const boots = await until('plays of both boots', () => (server.plays.size >= 2 ? server.plays : null), 20_000);
    for (const plays of boots.values()) expect([...plays.keys()]).toEqual([...plays.keys()].map((_, i) => i + 1));
    expect(server.conflicts).toEqual([]);
  });

  test('a lost push is made good by the pull', async () => {
    const one = aFile('one');
    server.serveFile(one);
    server.pushBodies = false;
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 1_000 }), 1));
    const run = await startPlayer(configOf(await aFolder()));
    await until('the first cue', () => shownDigests(run).includes(one.file.digest));
  });

  test('a new manifest that keeps the running cue does not touch it', async () => {
    const [one, two] = [aFile('one'), aFile('two')];
    server.serveFile(one, two);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 3_600_000 }), 1));
    const run = await startPlayer(configOf(await aFolder()));
    await until('the first cue', () => shownDigests(run).length === 1);
    const body = aBody([one.file, two.file], { cueMs: 3_600_000 });
    body.loops[0]?.cues.splice(0, 2, ...(aBody([one.file], { cueMs: 3_600_000 }).loops[0]?.cues ?? []));
    if (body.loops[0]) body.loops[0].lengthMs = 3_600_000;
    server.publish(aManifest(server.signer, body, 2));
    await until('version 2', () => run.events.some((event) => event.kind === 'manifest-active' && event.version === 2));
    await until('its heartbeat', () => server.heartbeats.some(({ active }) => active?.version === 2));
    expect(shownDigests(run)).toHaveLength(1);
  });

  test('E7 a revoked device shows the safe card at once and wipes its media', async () => {
    const one = aFile('one');
    server.serveFile(one);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 1_000 }), 1));
    const folder = await aFolder();
    const run = await startPlayer(configOf(folder));
    await until('playing', () => shownDigests(run).length > 0);
    server.standing = 'revoked';
    server.again();
    await until('the card', () => run.stage.at(-1)?.kind === 'card' || run.stage.some(({ kind }) => kind === 'card'));
    await until('no media', async () => (await readdir(join(folder, 'files'))).length === 0);
    expect(existsSync(join(folder, 'manifest-a'))).toBe(false);
    expect(existsSync(join(folder, 'manifest-b'))).toBe(false);
  });

  test('E1 a server with another key is refused loudly, last-good plays on', async () => {
    const one = aFile('one');
    server.serveFile(one);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 500 }), 1));
    const run = await startPlayer(configOf(await aFolder()));
    await until('playing', () => shownDigests(run).length > 0);
    server.signer = aSigner();
    server.again();
    await until('the refusal', () => run.logs.some(({ event }) => event === 'server.key-changed'));
    const before = shownDigests(run).length;
    await until('two more cues', () => shownDigests(run).length >= before + 2);
    expect(run.events.filter(({ kind }) => kind === 'link').at(-1)).toMatchObject({ state: 'refused' });
  });

  test('a device moved to another screen waits for the manifest of that screen', async () => {
    const [one, two] = [aFile('one'), aFile('two')];
    server.serveFile(one, two);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 500 }), 5));
    const run = await startPlayer(configOf(await aFolder()));
    await until('playing', () => shownDigests(run).includes(one.file.digest));
    server.screenId = OTHER_SCREEN;
    const moved = aBody([two.file], { cueMs: 500 });
    server.publish(aManifest(server.signer, moved, 1, { screenId: OTHER_SCREEN }));
    await until('the wrong screen refused', () => server.answers.some((answer) => answer.kind === 'refused'));
    server.again();
    await until('the other file', () => shownDigests(run).includes(two.file.digest));
  });

  test('F5 a server that ran two years ahead is set right: its next publication plays, with no restart', async () => {
    const [one, two] = [aFile('one'), aFile('two')];
    const hour = 3_600_000;
    const aDay = (at: number) => ({ from: at - hour, until: at + 24 * hour, cueMs: 300 });
    server.serveFile(one, two);
    server.clockAheadMs = 2 * 366 * 24 * hour;
    server.publish(aManifest(server.signer, aBody([one.file], aDay(server.now())), 1, { issuedAt: server.now() }));
    const run = await startPlayer(configOf(await aFolder()));
    await until('the timetable of the future', () => shownDigests(run).includes(one.file.digest));

    server.clockAheadMs = 0;
    await server.away();
    await server.back();
    const saysRefused = () => server.heartbeats.at(-1)?.faults.some(({ code }) => code === 'clock-refused');
    await until('the refused time in a heartbeat', saysRefused, 20_000);

    server.publish(aManifest(server.signer, aBody([two.file], aDay(server.now())), 2, { issuedAt: server.now() }));
    await until('the timetable of today', () => shownDigests(run).includes(two.file.digest));
    await until('the right time in a heartbeat', () => {
      const beat = server.heartbeats.at(-1);
      return beat?.active?.version === 2 && beat.clock.quality === 'synced' && Math.abs(beat.clock.offsetMs) < 1_000;
    });
    await until('no fault any more', () => !saysRefused());
  });

  test('a manifest that the disk does not take is a fault in the heartbeat until it is taken', async () => {
    const [one, two, three] = [aFile('one'), aFile('two'), aFile('three')];
    server.serveFile(one, two, three);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 300 }), 1));
    const folder = await aFolder();
    const run = await startPlayer(configOf(folder));
    const says = (code: string) => server.heartbeats.at(-1)?.faults.find((fault) => fault.code === code)?.detail;
    await until('playing', () => shownDigests(run).length > 0);
    for (const [place, code, file, version] of [
      ['manifest-staged', 'manifest-not-taken', two, 2],
      ['manifest-a', 'promotion-failed', three, 3],
    ] as const) {
      /** A real refusal of the disk: no file can be renamed over a folder. */
      await rm(join(folder, place), { force: true });
      await mkdir(join(folder, place));
      server.publish(aManifest(server.signer, aBody([file.file], { cueMs: 300 }), version));
      expect(await until(`${code} in a heartbeat`, () => says(code))).toContain(`1.${version}: EISDIR`);
      await rmdir(join(folder, place));
      await server.away();
      await server.back();
      await until('the new picture', () => shownDigests(run).includes(file.file.digest), 20_000);
      await until(`no ${code} any more`, () => !says(code));
    }
  });

  test('two players on one folder are refused', async () => {
    const folder = await aFolder();
    await startPlayer(configOf(folder));
    await expect(startPlayer(configOf(folder))).rejects.toThrow('another player');
  });
});

describe.runIf(process.platform === 'linux')('F1 a file of the player that cannot be read', () => {
  const NAMES = [
    'trust.json',
    'trust-copy.json',
    'identity.json',
    'identity-copy.json',
    'clock.json',
    'plays/receipts.json',
    'plays/segment',
    'manifest-staged',
  ];
  const hurts: [string, (path: string) => Promise<unknown>][] = [
    ['dead sector', makeUnreadable],
    ['folder in its place', (path) => rm(path, { force: true }).then(() => mkdir(path))],
    [
      'half of it',
      async (path) => writeFile(path, (await readFile(path).catch(() => Buffer.from('{"'))).subarray(0, 30)),
    ],
  ];
  test.each(hurts)('%s: the picture comes without the server, and the fault is said', async (_, hurt) => {
    const one = aFile('one');
    server.serveFile(one);
    server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 300 }), 1));
    const folder = await aFolder();
    const first = await startPlayer(configOf(folder));
    await until('receipts', () => first.events.some(({ kind }) => kind === 'plays-stored'));
    server.playsStatus = 503;
    await until('a play on the disk only', () => shownDigests(first).length > 6);
    await first.player.stop();
    const segments = (await readdir(join(folder, 'plays'))).filter((name) => name.endsWith('.plays'));
    const { hellos } = server;
    const device = hellos[0]?.deviceId;
    await server.away();
    for (const name of NAMES) {
      const path = join(folder, name.replace('segment', segments[0] ?? ''));
      await hurt(path);
      const again = await startPlayer(configOf(folder));
      await until(`the picture in spite of ${name}`, () => shownDigests(again).includes(one.file.digest));
      const said = again.logs.some(({ event, file }) => event === 'file.damaged' && path.endsWith(String(file)));
      if (name !== 'plays/segment' && name !== 'manifest-staged') expect(said).toBe(true);
      await again.player.stop();
    }
    await hurt(join(folder, 'identity.json'));
    const last = await startPlayer(configOf(folder));
    await server.back();
    await until('the fault in a heartbeat', () =>
      server.heartbeats.some(({ faults }) =>
        faults.some(({ code, detail }) => code === 'file-damaged' && detail.includes('identity.json')),
      ),
    );
    expect(new Set(hellos.map(({ deviceId }) => deviceId))).toEqual(new Set([device]));
    await last.player.stop();
  });
});
