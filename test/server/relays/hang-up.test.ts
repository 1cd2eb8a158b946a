/** A player that asks for a relay and is gone before it is there. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeviceId } from '../../../playlists/model/ids.ts';
import { openTokens } from '../../../server/fleet/token.ts';
import { aSlot } from '../../support/builders.ts';
import { type LiveSource, openLiveSource } from '../../support/live-source.ts';
import { until } from '../../support/until.ts';
import { type Callers, startWithCallers } from '../callers.ts';

let callers: Callers;
let source: LiveSource;
beforeAll(async () => {
  callers = await startWithCallers();
  source = await openLiveSource('magenta');
}, 60_000);
afterAll(async () => {
  await source?.drop();
  await callers?.server.stop();
});

const tokenOfPlayer = async (): Promise<string> => {
  const { dataFolder, config } = callers.server;
  const raw = new BetterSqlite3(config.databaseFile, { readonly: true });
  const id = DeviceId.parse(raw.prepare('select id from device where revoked_at is null').pluck().get());
  raw.close();
  return (await openTokens(dataFolder, Date.now)).issue(id).token;
};

/** Publishes a relay for the whole day on the screen of the player. */
const airRelay = async (): Promise<string> => {
  const { admin } = callers.server;
  const allowed = { name: '127.0.0.1', port: source.port, isIntranet: true };
  await admin.ask('PATCH', '/ward-settings', { relayHosts: [allowed] });
  const { id } = await admin.ask('POST', '/relays', { title: 'Đài', url: source.url });
  const playlist = { name: 'Tiếp sóng', order: { kind: 'listed' }, transition: { kind: 'cut' } };
  const { id: playlistId } = await admin.ask('POST', '/playlists', {
    ...playlist,
    entries: [{ assetId: id, durationMs: null }],
  });
  const { id: _id, version: _version, updatedAt: _at, ...slot } = aSlot({ from: '00:00', until: '24:00' });
  const targets = [{ kind: 'screen', screenId: callers.screenId }];
  await admin.ask('POST', '/slots', { ...slot, playlistId, targets });
  await admin.ask('POST', '/publications', {});
  return id;
};

it('keeps nothing running for a player that hung up before the first picture', async () => {
  const { server } = callers;
  const relayId = await airRelay();
  const authorization = `Bearer ${await tokenOfPlayer()}`;
  const leaving = new AbortController();
  const asked = fetch(`${server.url}/api/player/relays/${relayId}`, {
    headers: { authorization },
    signal: leaving.signal,
  });
  const gone = expect(asked).rejects.toThrow();
  await until('the relay to be tuned in', () => server.logLines.some((line) => line.includes('relay.opened')));
  leaving.abort();
  await gone;
  const work = join(server.dataFolder, 'media', 'work', 'relays');
  await until('its run', async () => (await readdir(work)).length === 1);
  await until('the end of it', async () => (await readdir(work)).length === 0, 40_000);
  expect(server.logLines.filter((line) => line.includes('relay.ended'))).toHaveLength(1);
}, 60_000);
