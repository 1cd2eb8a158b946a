/** The link on real sockets against servers that misbehave; and many links in one process, as the simulator runs them. */

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, expect, test } from 'vitest';
import { realClocks } from '../../../player/core/clocks.ts';
import { startDelivery } from '../../../player/core/delivery.ts';
import { identityOf } from '../../../player/core/identity.ts';
import { createLink, type Link, type LinkState } from '../../../player/core/link.ts';
import { createManifestCheck } from '../../../player/core/manifest-check.ts';
import { createVault, versionOf } from '../../../player/core/vault.ts';
import { createMemoryVaultStore } from '../../../player/core/vault-store.ts';
import { BootId } from '../../../playlists/model/ids.ts';
import { startFakeServer } from '../../support/fake-server.ts';
import { aBody, aFile, aManifest } from '../../support/signed-manifest.ts';
import { until } from '../../support/until.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const check = createManifestCheck();
const aPlayer = (url: string) => {
  const logs: string[] = [];
  const states: LinkState['kind'][] = [];
  const vault = createVault({ store: createMemoryVaultStore(), check, log: () => {} });
  const real = realClocks();
  const link: Link = createLink({
    serverUrl: url,
    identity: identityOf(generateKeyPairSync('ed25519').privateKey),
    bootId: BootId.parse('boot_00000001'),
    app: { version: '0.1.0', shell: 'none' },
    vault,
    /** Own waits a fiftieth of the real ones; socket.io keeps its own. */
    clocks: { ...real, after: (ms, run) => real.after(ms / 50, run) },
    fetch,
    log: (event) => logs.push(event),
    beat: () => ({
      now: null,
      active: vault.active()
        ? versionOf((vault.active() as NonNullable<ReturnType<typeof vault.active>>).signed)
        : null,
      clock: { quality: 'untrusted', offsetMs: 0, errorMs: null },
      backlog: 0,
      vitals: { uptimeS: 0, rssBytes: null, cpuLoad: null, diskFreeBytes: null, droppedFrames: null },
      faults: [],
    }),
    changed: ({ kind }) => states.push(kind),
  });
  endings.push(() => link.stop());
  return { link, vault, logs, states };
};

/** A server of one's own making on port 0. */
const aServer = async (greet: (socket: import('socket.io').Socket, count: number) => void) => {
  const http = createServer((_, response) => response.writeHead(500).end());
  const io = new Server(http, { transports: ['websocket'] });
  let connections = 0;
  io.of('/player').on('connection', (socket) => {
    connections += 1;
    greet(socket, connections);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  endings.push(() => io.close());
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, connections: () => connections };
};
const nonce = 'x'.repeat(24);

test('a server that says nothing, nonsense, or no is asked again and again', async () => {
  const server = await aServer((socket, count) => {
    socket.on('hello', (_hello: unknown, answer: (reply: unknown) => void) => {
      if (count === 2) answer({ kind: 'welcome', screenId: 'nonsense' });
      if (count === 3) answer('nonsense');
      if (count === 4)
        answer({ kind: 'refused', refusal: { code: 'device-revoked', staff: { vi: '', en: '' }, technician: '' } });
    });
    if (count > 1) socket.emit('challenge', count === 5 ? { nonce: 7 } : { nonce });
  });
  const { link, logs, states } = aPlayer(server.url);
  link.start();
  await until('six connections', () => server.connections() >= 6, 20_000);
  expect(states).toContain('refused');
  expect(logs).toContain('hello.failed');
  expect(logs).toContain('challenge.malformed');
});

test('a server that throws the player out is tried again by our own timer', async () => {
  const server = await aServer((socket, count) => {
    if (count <= 3) socket.disconnect();
    else socket.emit('challenge', { nonce });
  });
  const { link, states } = aPlayer(server.url);
  link.start();
  await until('the fourth connection', () => server.connections() >= 4, 20_000);
  expect(states).toContain('offline');
});

test('malformed pushes are answered or ignored, and good ones still taken', async () => {
  const server = await startFakeServer();
  endings.push(() => server.stop());
  const { link, vault } = aPlayer(server.url);
  link.start();
  await until('online', () => link.state().kind === 'online');
  for (const nonsense of [null, 7, 'x', {}, { envelope: {} }, [], { envelope: { screenId: '__proto__' } }]) {
    const answer = await server.push(nonsense as never);
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'manifest-refused' } });
  }
  server.emitAll('body', null);
  server.emitAll('body', { digest: 'a'.repeat(64), text: 'not that' });
  server.emitAll('again', 12);
  server.emitAll('no-such-event', {});
  server.publish(aManifest(server.signer, aBody([aFile('one').file]), 1));
  // The answer travels after the manifest is on the disk.
  await until('taken', () => server.answers.some(({ kind }) => kind === 'taken'));
  expect(server.answers).toContainEqual({ kind: 'taken', epoch: 1, version: 1 });
  expect(vault.staged()).not.toBeNull();
});

test('a body that is not what was signed is refused and said', async () => {
  const server = await startFakeServer();
  endings.push(() => server.stop());
  server.pushBodies = false;
  const { link, vault } = aPlayer(server.url);
  link.start();
  await until('online', () => link.state().kind === 'online');
  const made = aManifest(server.signer, aBody([aFile('one').file]), 1);
  server.publish({ ...made, text: made.text.replace('10000', '10001') });
  await until('the refusal', () =>
    server.progress.some(({ state }) => state.kind === 'refused' && state.refusal.code === 'manifest-body-wrong'),
  );
  expect(vault.staged()).toBeNull();
});

test('200 links in one process: one publication is active on all, one hello and one push each', async () => {
  const server = await startFakeServer();
  endings.push(() => server.stop());
  const players = Array.from({ length: 200 }, () => {
    const player = aPlayer(server.url);
    const delivery = startDelivery({
      vault: player.vault,
      cache: {
        need: () => {},
        has: () => true,
        onChange: () => {},
        progressOf: () => ({ files: 1, filesReady: 1, bytes: 1, bytesReady: 1 }),
      },
      report: player.link.report,
      now: Date.now,
      clocks: realClocks(),
      log: () => {},
      promoted: () => {},
    });
    endings.push(() => delivery.stop());
    player.link.start();
    return player;
  });
  await until('all online', () => players.every(({ link }) => link.state().kind === 'online'), 20_000);
  server.publish(aManifest(server.signer, aBody([aFile('one').file]), 1));
  await until('all active', () => players.every(({ vault }) => vault.active()?.signed.envelope.version === 1), 20_000);
  await until('all said so', () => server.progress.filter(({ state }) => state.kind === 'active').length >= 200);
  expect(server.hellos).toHaveLength(200);
  expect(server.answers).toHaveLength(200);
});
