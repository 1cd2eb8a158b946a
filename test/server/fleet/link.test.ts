/** The conversation of players with the server over real sockets: pairing, pushes, catching up, revoking, clones. */
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { type Air, type AirOptions, openAir } from '../../support/air.ts';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule, aScreen, aSlot } from '../../support/builders.ts';
import { until } from '../../support/until.ts';

const open: { close(): unknown }[] = [];
let air: Air;
const start = async (schedule: Schedule = aSchedule(), options: AirOptions = {}): Promise<Air> => {
  air = await openAir(schedule, options);
  return air;
};
const player = (options: Parameters<typeof openBarePlayer>[1] = {}): BarePlayer => {
  const opened = openBarePlayer(air.url, options);
  open.push(opened);
  return opened;
};
const pair = async (screenId = 'scr_gate', options: Parameters<typeof openBarePlayer>[1] = {}): Promise<BarePlayer> => {
  const paired = player(options);
  const answer = await paired.hello();
  if (answer.kind !== 'unpaired') throw new Error(`expected unpaired, got ${answer.kind}`);
  const claimed = await air.call('POST', '/pairings', { code: answer.code, screenId });
  expect(claimed.status).toBe(200);
  return paired;
};
const welcomed = async (screenId = 'scr_gate'): Promise<BarePlayer> => {
  const paired = await pair(screenId);
  expect((await paired.hello()).kind).toBe('welcome');
  return paired;
};
const publish = async () => {
  const answer = await air.call('POST', '/publications', { note: '' });
  expect(answer.body).toMatchObject({ cause: 'person' });
  return answer.body;
};
const versionOf = (push: { signed: { envelope: { epoch: number; version: number } } }) => push.signed.envelope.version;
const editSlot = (until: string) => {
  air.schedule = { ...air.schedule, slots: [aSlot({ until })] };
};
const live = (screenId = 'scr_gate') => air.onAir.liveOf(screenId as never);

afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await air.stop();
});

describe('from pairing to proof', () => {
  it('pairs by code, welcomes, pushes, hears active, heartbeats and plays', async () => {
    await start();
    const one = player();
    const first = await one.hello();
    if (first.kind !== 'unpaired') throw new Error(first.kind);
    expect(first.code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(first.url).toContain(first.code);
    expect(first.expiresAt - first.serverTime).toBeLessThanOrEqual(600_000);
    expect(live().connection).toBe('unpaired');

    const typed = `${first.code.slice(0, 4).toLowerCase()}-${first.code.slice(4)} `;
    const claimed = await air.call('POST', '/pairings', { code: typed, screenId: 'scr_gate' });
    expect(claimed.body).toMatchObject({ id: 'scr_gate', deviceId: one.identity.deviceId });
    await until('again', () => one.seen.again.includes('paired'));
    const welcome = await one.hello();
    if (welcome.kind !== 'welcome') throw new Error(welcome.kind);
    expect(welcome.signingKey).toBe(air.onAir.signer.publicKey);
    expect(live().connection).toBe('online');

    await publish();
    const push = await one.nextPush(1);
    expect(push.signed.envelope).toMatchObject({ screenId: 'scr_gate', epoch: 1, version: 1 });
    expect(one.seen.bodies).toHaveLength(1);
    expect(one.seen.bodies[0]?.digest).toBe(push.signed.envelope.bodyDigest);
    expect(live().delivery.kind).toBe('sent');
    push.answer({ kind: 'taken', epoch: 1, version: 1 });

    const held = { epoch: 1, version: 1, bodyDigest: push.signed.envelope.bodyDigest };
    const fetching = { kind: 'fetching', files: 2, filesReady: 1, bytes: 10, bytesReady: 5 };
    one.socket.emit('progress', { ...held, state: fetching });
    await until('fetching', () => live().delivery.kind === 'fetching');
    one.socket.emit('progress', { ...held, state: { kind: 'active', at: Date.now() } });
    await until('active', () => live().delivery.kind === 'active');
    const row = () =>
      air.database.raw.prepare('select version from manifest_active where screen_id = ?').pluck().get('scr_gate');
    await until('active is stored', () => row() === 1);

    const now = { kind: 'video', assetId: 'ast_clip', slotId: 'slt_day', since: Date.now() };
    one.socket.emit('heartbeat', aHeartbeat({ now: now as never }));
    await until('heartbeat', () => live().heartbeat?.now?.assetId === 'ast_clip');

    const authorization = `Bearer ${welcome.token}`;
    const pulled = await air.call('GET', '/player/manifest', undefined, { authorization });
    expect(pulled.body.envelope).toEqual(push.signed.envelope);
    const etag = pulled.headers.get('etag') ?? '';
    const again = await air.call('GET', '/player/manifest', undefined, { authorization, 'if-none-match': etag });
    expect(again.status).toBe(304);
    const body = await air.call('GET', `/player/bodies/${held.bodyDigest}`, undefined, { authorization });
    expect(body.body).toEqual(JSON.parse(one.seen.bodies[0]?.text ?? ''));
    const file = body.body.files[0].digest;
    expect((await air.call('GET', `/player/files/${file}`, undefined, { authorization })).body).toBe(`file ${file}`);
    const stranger = 'a'.repeat(64);
    expect((await air.call('GET', `/player/files/${stranger}`, undefined, { authorization })).status).toBe(404);
    expect((await air.call('GET', `/player/bodies/${stranger}`, undefined, { authorization })).status).toBe(404);
  });

  it('renews the lease of an unchanged picture with an envelope alone', async () => {
    await start();
    const one = await welcomed();
    await publish();
    (await one.nextPush(1)).answer({ kind: 'taken', epoch: 1, version: 1 });
    await until('answered', () => live().delivery.kind === 'sent');
    await air.onAir.horizon.roll();
    const second = await one.nextPush(2);
    expect(versionOf(second)).toBe(2);
    expect(second.signed.envelope.bodyDigest).toBe(one.seen.pushes[0]?.signed.envelope.bodyDigest);
    expect(one.seen.bodies).toHaveLength(1);
  });
});

describe('rule 7: one manifest in flight per player, the latest wins', () => {
  it('skips everything between the unanswered one and the newest', async () => {
    await start();
    const slow = await welcomed();
    await publish();
    const first = await slow.nextPush(1);
    for (const time of ['17:10', '17:20', '17:30']) {
      editSlot(time);
      await publish();
    }
    expect(slow.seen.pushes).toHaveLength(1);
    first.answer({ kind: 'taken', epoch: 1, version: 1 });
    const second = await slow.nextPush(2);
    expect(versionOf(second)).toBe(4);
    second.answer({ kind: 'taken', epoch: 1, version: 4 });
    slow.socket.emit('heartbeat', aHeartbeat());
    await until('heartbeat', () => live().heartbeat);
    expect(slow.seen.pushes).toHaveLength(2);
  });

  it('sends nothing more to a player that does not answer, until it is heard and says hello', async () => {
    await start(aSchedule(), { answerTimeoutMs: 100 });
    const mute = await welcomed();
    await publish();
    await mute.nextPush(1);
    await until('given up', () => live().delivery.kind === 'waiting');
    editSlot('17:10');
    await publish();
    mute.socket.emit('heartbeat', aHeartbeat());
    await until('asked to say hello', () => mute.seen.again.includes('asked'));
    expect(mute.seen.pushes).toHaveLength(1);
    await mute.hello();
    expect(versionOf(await mute.nextPush(2))).toBe(2);
  });

  it('a hello in the middle does not put a second one in flight', async () => {
    await start();
    const one = await welcomed();
    await publish();
    const first = await one.nextPush(1);
    await one.hello();
    await one.hello();
    expect(one.seen.pushes).toHaveLength(1);
    first.answer({ kind: 'taken', epoch: 1, version: 1 });
    await one.nextPush(2);
  });

  it('hands over at hello what was missed, and nothing to who has it', async () => {
    await start();
    const one = await pair();
    await publish();
    editSlot('18:00');
    await publish();
    await one.hello();
    const push = await one.nextPush(1);
    expect(versionOf(push)).toBe(2);
    expect(one.seen.bodies).toHaveLength(0);
    const { epoch, version, bodyDigest } = push.signed.envelope;
    one.close();

    const back = player({ identity: one.identity });
    await back.hello({ active: { epoch, version, bodyDigest } });
    await until('active by hello', () => live().delivery.kind === 'active');
    expect(back.seen.pushes).toHaveLength(0);
  });

  it('one body is sent once per player and shared by all with the same picture', async () => {
    const screens = ['scr_gate', 'scr_hall', 'scr_market'].map((id) => aScreen({ id }));
    await start(aSchedule({ screens }));
    const all = await Promise.all(screens.map(({ id }) => welcomed(id)));
    await publish();
    const pushes = await Promise.all(all.map((one) => one.nextPush(1)));
    expect(new Set(pushes.map((push) => push.signed.envelope.bodyDigest)).size).toBe(1);
    expect(new Set(pushes.map((push) => push.signed.envelope.screenId)).size).toBe(3);
    for (const one of all) expect(one.seen.bodies).toHaveLength(1);
  });
});

describe('a disk that takes nothing', () => {
  it('costs a log line, not the server; what was to be written is written when it can be', async () => {
    await start();
    const one = await welcomed();
    await publish();
    const push = await one.nextPush(1);
    const stored = () => air.database.raw.prepare('select count(*) from manifest_active').pluck().get();
    air.database.raw.pragma('query_only = on');
    push.answer({ kind: 'had', epoch: 1, version: 1 });
    await until('the failed write', () => air.log.some((line) => line.includes('roster.not-written')));
    expect([live().delivery.kind, stored()]).toEqual(['active', 0]);
    air.database.raw.pragma('query_only = off');
    air.onAir.fleet.roster.flush();
    expect(stored()).toBe(1);
  });
});

describe('who may speak', () => {
  it('E7: a revoked player hears it at once, its token is refused at once, and it stays revoked', async () => {
    await start();
    const one = await pair();
    const welcome = await one.hello();
    if (welcome.kind !== 'welcome') throw new Error(welcome.kind);
    const authorization = `Bearer ${welcome.token}`;
    expect((await air.call('GET', '/player/manifest', undefined, { authorization })).status).toBe(404);
    const revoked = await air.call('DELETE', '/screens/scr_gate/device');
    expect(revoked.body).toMatchObject({ id: 'scr_gate', deviceId: null });
    const refusedCall = await air.call('GET', '/player/manifest', undefined, { authorization });
    expect([refusedCall.status, refusedCall.body.refusal.code]).toEqual([403, 'device-revoked']);
    await until('told', () => one.seen.again.includes('revoked'));
    expect((await one.hello()).kind).toBe('revoked');
    expect(live()).toMatchObject({ connection: 'unpaired', deviceId: null, active: null });
    one.close();
    const back = player({ identity: one.identity });
    expect((await back.hello()).kind).toBe('revoked');
    expect((await air.call('DELETE', '/screens/scr_gate/device')).body.refusal.code).toBe('screen-has-no-device');
  });

  it('E7: after the revoking nothing it says counts and nothing is sent to it, hello or not', async () => {
    await start();
    const one = await welcomed();
    await publish();
    const push = await one.nextPush(1);
    await air.call('DELETE', '/screens/scr_gate/device');
    push.answer({ kind: 'had', epoch: 1, version: 1 });
    one.socket.emit('heartbeat', aHeartbeat());
    const held = { epoch: 7, version: 1, bodyDigest: 'a'.repeat(64) };
    one.socket.emit('progress', { ...held, state: { kind: 'active', at: Date.now() } });
    await until('both refused', () => air.onAir.fleet.refusedMessages() === 2);
    editSlot('17:10');
    await publish();
    expect(air.onAir.fleet.connected()).toBe(0);
    expect(live()).toMatchObject({ connection: 'unpaired', heartbeat: null, active: null });
    expect(air.onAir.archive.newestOf('scr_gate' as never)).toMatchObject({ epoch: 1, version: 2 });
    await one.hello();
    expect(one.seen.pushes).toHaveLength(1);
  });

  it('rule 9: a wrong signature, a foreign key and a replayed challenge are refused, and asking again is allowed', async () => {
    await start();
    const one = await pair();
    const other = player();
    const forged = [
      { signature: Buffer.alloc(64).toString('base64') },
      { deviceId: other.identity.deviceId },
      { publicKey: other.identity.publicKey },
      { signature: one.identity.sign('bang-tin player-link v1\nsomething else') },
    ];
    for (const parts of forged)
      expect(await one.hello(parts)).toMatchObject({ kind: 'refused', refusal: { code: 'device-unknown' } });
    const nonce = await other.challenged();
    const stolen = one.identity.sign(`bang-tin player-link v1\n${one.identity.deviceId}\n${nonce}`);
    one.close();
    const again = player({ identity: one.identity });
    expect(await again.hello({ signature: stolen })).toMatchObject({ kind: 'refused' });
    expect((await again.hello()).kind).toBe('welcome');
  });

  it('E6, F11: of two with one key the newer speaks, the older is told to wait, the screen raises an alarm', async () => {
    await start();
    const one = await welcomed();
    const clone = player({ identity: one.identity });
    expect((await clone.hello()).kind).toBe('welcome');
    await until('the older is closed', () => one.seen.closes === 1);
    expect(live().alarm).toBeUndefined();
    one.socket.connect();
    expect(await one.hello()).toMatchObject({ kind: 'refused', refusal: { code: 'device-duplicate' } });
    expect(live().alarm).toBe('duplicate-device');
    expect(clone.seen.closes).toBe(0);
    clone.close();
    await until('asked again', () => one.seen.again.includes('asked'));
    expect((await one.hello()).kind).toBe('welcome');
  });

  it('rule 8: a player whose socket the server closed comes back by itself', async () => {
    await start();
    const one = await pair('scr_gate', { reconnection: true });
    await one.hello();
    air.onAir.fleet.sessionOf(one.identity.deviceId)?.socket.conn.close();
    await until('closed', () => one.seen.closes === 1);
    expect((await one.hello()).kind).toBe('welcome');
  });

  it('heartbeats and progress before a welcome have no effect', async () => {
    await start();
    await publish();
    const stranger = player();
    await stranger.challenged();
    stranger.socket.emit('heartbeat', aHeartbeat());
    stranger.socket.emit('progress', {
      epoch: 1,
      version: 1,
      bodyDigest: 'a'.repeat(64),
      state: { kind: 'active', at: 1 },
    });
    await stranger.hello();
    expect(live()).toMatchObject({ connection: 'unpaired', heartbeat: null, active: null });
    expect(air.onAir.fleet.refusedMessages()).toBe(2);
  });

  it('sockets opened by pages of another site are turned away', async () => {
    await start();
    const knock = (origin: string) =>
      new Promise<string>((resolve) => {
        const options = { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { origin } };
        const socket = io(`${air.url}/player`, options);
        open.push(socket);
        socket.on('connect', () => resolve('connected'));
        socket.on('connect_error', (fault) => resolve(fault.message));
      });
    expect(await knock(air.url)).toBe('connected');
    expect(await knock('https://evil.example')).not.toBe('connected');
    expect(await knock('null')).not.toBe('connected');
  });
});
