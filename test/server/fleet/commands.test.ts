/** Commands over real sockets: kept before they are acknowledged, handed over once and in time, their ends and their files. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { IssuedCommand } from '../../../playlists/wire/api/commands.ts';
import type { Command, CommandAnswer, CommandOutcome } from '../../../playlists/wire/command.ts';
import { FILES_KEPT } from '../../../server/fleet/command-files.ts';
import { RESULT_WITHIN_MS } from '../../../server/fleet/commands.ts';
import { type Air, type AirOptions, openAir } from '../../support/air.ts';
import { type BarePlayer, openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule, aScreen } from '../../support/builders.ts';
import { until } from '../../support/until.ts';

const CAN = ['screenshot', 'reload', 'blank', 'diagnostics', 'identify'];
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 7)]);
const ACCEPTED: CommandAnswer = { kind: 'accepted' };

const open: { close(): unknown }[] = [];
let air: Air;
/** Milliseconds that the server's clock is ahead. */
let ahead = 0;
const start = async (options: AirOptions = {}): Promise<void> => {
  ahead = 0;
  const screens = [aScreen(), aScreen({ id: 'scr_yard' as never, name: 'Sân' })];
  air = await openAir(aSchedule({ screens }), { now: () => Date.now() + ahead, ...options });
};
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await air.stop();
});

interface Listening extends BarePlayer {
  heard: { command: Command; answer: (reply: CommandAnswer) => void }[];
  token: string;
}
/** Says hello and listens; `answers` false leaves every command unanswered. */
const listen = async (bare: BarePlayer, app: object = { can: CAN }, answers = true): Promise<Listening> => {
  const heard: Listening['heard'] = [];
  bare.socket.on('command', (command: Command, answer: (reply: CommandAnswer) => void) => {
    heard.push({ command, answer });
    if (answers) answer(ACCEPTED);
  });
  const welcome = await bare.hello({ app: { version: '0.0.0', shell: 'none', ...app } });
  if (welcome.kind !== 'welcome') throw new Error(welcome.kind);
  return Object.assign(bare, { heard, token: welcome.token });
};
const openPlayer = (options: Parameters<typeof openBarePlayer>[1] = {}): BarePlayer => {
  const bare = openBarePlayer(air.url, options);
  open.push(bare);
  return bare;
};
const paired = async (screenId = 'scr_gate'): Promise<BarePlayer> => {
  const bare = openPlayer();
  const answer = await bare.hello();
  if (answer.kind !== 'unpaired') throw new Error(answer.kind);
  expect((await air.call('POST', '/pairings', { code: answer.code, screenId })).status).toBe(200);
  return bare;
};
const issue = async (task: object, more: object = {}): Promise<IssuedCommand[]> => {
  const answer = await air.call('POST', '/commands', { screenIds: ['scr_gate'], task, ...more });
  expect(answer.status).toBe(201);
  return answer.body;
};
const list = async (): Promise<IssuedCommand[]> => (await air.call('GET', '/commands')).body.items;
const ended = (state: string) =>
  until(`a command that is ${state}`, async () => (await list()).find((command) => command.state === state));
const say = (one: BarePlayer, id: string, outcome: CommandOutcome = { kind: 'done' }) =>
  one.socket.timeout(5_000).emitWithAck('command-result', { id, outcome, tookMs: 12 });
const handIn = (one: Listening, id: string, bytes: Buffer, type = 'image/jpeg') =>
  fetch(`${air.url}/api/player/commands/${id}/file`, {
    method: 'POST',
    headers: { authorization: `Bearer ${one.token}`, 'content-type': type, origin: air.url },
    body: new Uint8Array(bytes),
  });

describe('a command and its ends', () => {
  it('is on the disk when staff are told, reaches the player at once, and its result is acknowledged after the commit', async () => {
    await start();
    const one = await listen(await paired());
    const [issued] = await issue({ kind: 'reload' });
    expect(issued).toMatchObject({ state: 'queued', issuedBy: 'Cán bộ thử', sentAt: null });
    const { command } = await until('the command', () => one.heard[0]);
    expect(command).toEqual({ id: issued?.id, task: { kind: 'reload' }, expiresAt: issued?.expiresAt });
    expect(await say(one, command.id, { kind: 'done', figures: { files: 2 } })).toEqual({ kind: 'stored' });
    const row = air.database.raw.prepare('select state from command where id = ?').pluck();
    expect(row.get(command.id)).toBe('done');
    expect(await ended('done')).toMatchObject({ tookMs: 12, figures: { files: 2 }, refusal: null });
    const acts = air.database.raw.prepare("select act, actor from audit where act like 'command.%' order by seq").all();
    expect(acts).toEqual([
      { act: 'command.issued', actor: 'per_admin' },
      { act: 'command.ended', actor: one.identity.deviceId },
    ]);
    // Said again after a lost answer: nothing changes.
    expect(await say(one, command.id, { kind: 'done' })).toEqual({ kind: 'stored' });
    expect(air.database.raw.prepare("select count(*) from audit where act = 'command.ended'").pluck().get()).toBe(1);
  });

  it('waits for a player that is away, survives a restart of the server, and is handed over at hello', async () => {
    await start();
    const first = await paired();
    first.close();
    const [blank] = await issue({ kind: 'blank', seconds: 60 });
    const [shot] = await issue({ kind: 'screenshot' });
    await air.close();
    air = await openAir(air.schedule, { folder: air.folder });
    const again = await listen(openPlayer({ identity: first.identity }));
    await until('both', () => again.heard.length === 2);
    expect(again.heard.map(({ command }) => command.id)).toEqual([blank?.id, shot?.id]);
  });

  it('is never handed over after its time, and a refusal of the player for that reason counts as expired', async () => {
    await start();
    const bare = await paired();
    await issue({ kind: 'blank', seconds: 60 }, { keepForMs: 10_000 });
    ahead = 10_001;
    await ended('expired');
    const one = await listen(bare, { can: CAN }, false);
    const [late] = await issue({ kind: 'reload' });
    const { command, answer } = await until('the command', () => one.heard[0]);
    expect(command.id).toBe(late?.id);
    const spoken = { code: 'command-expired', staff: { vi: '', en: '' }, technician: 'late' } as const;
    answer({ kind: 'refused', refusal: spoken });
    await until('expired as well', async () => (await list()).every(({ state }) => state === 'expired'));
    expect(one.heard).toHaveLength(1);
  });

  it('is handed over again when it was not answered, and given up when no result comes long after its time', async () => {
    await start({ answerTimeoutMs: 50 });
    const one = await listen(await paired(), { can: CAN }, false);
    await issue({ kind: 'reload' });
    await until('the first time', () => one.heard.length === 1);
    ahead = 16_000;
    const { answer } = await until('the second time', () => one.heard[1]);
    answer(ACCEPTED);
    const accepted = air.database.raw.prepare('select accepted_at from command').pluck();
    await until('accepted', () => accepted.get());
    ahead += 10 * 60_000 + RESULT_WITHIN_MS;
    const given = await ended('failed');
    expect(given.refusal?.code).toBe('command-unanswered');
    // What comes in spite of that is the truth. (So long a silence has cut the connection.)
    await say(await listen(openPlayer({ identity: one.identity })), given.id);
    await ended('done');
  });

  it('is refused for players from before commands, for what a device cannot do, and for a screen without one', async () => {
    await start();
    const old = await listen(await paired(), {});
    await issue({ kind: 'reload' }, { screenIds: ['scr_gate', 'scr_yard'] });
    await until('both ends', async () => (await list()).every(({ state }) => state === 'refused'));
    expect((await list()).map(({ refusal }) => refusal?.code).sort()).toEqual([
      'command-not-supported',
      'screen-has-no-device',
    ]);
    expect(old.heard).toHaveLength(0);
  });

  it('goes to the device it was meant for: with its revocation it ends', async () => {
    await start();
    const bare = await paired();
    await issue({ kind: 'blank', seconds: 60 });
    expect((await air.call('DELETE', '/screens/scr_gate/device')).status).toBe(200);
    expect((await ended('refused')).refusal?.code).toBe('command-device-gone');
    bare.close();
    const next = await listen(await paired());
    const [fresh] = await issue({ kind: 'reload' });
    await until('its own', () => next.heard.length > 0);
    expect(next.heard.map(({ command }) => command.id)).toEqual([fresh?.id]);
  });

  it('refuses times beyond the limits of its kind, unknown screens, and a flood', async () => {
    await start();
    await paired();
    const ask = (body: object) => air.call('POST', '/commands', { screenIds: ['scr_gate'], ...body });
    const restart = { kind: 'restart-machine' };
    expect((await ask({ task: restart, keepForMs: 2 * 3_600_000 })).body.refusal.fields).toEqual({
      keepForMs: 'out-of-range',
    });
    expect((await ask({ task: restart, screenIds: ['scr_nobody'] })).status).toBe(404);
    for (let n = 0; n < 20; n += 1) await issue({ kind: 'screenshot' });
    expect((await ask({ task: { kind: 'screenshot' } })).body.refusal.code).toBe('command-queue-full');
  });

  it('numbers the screens of one identify in the order in which they were named', async () => {
    await start();
    await paired();
    await paired('scr_yard');
    const issued = await issue({ kind: 'identify', seconds: 10 }, { screenIds: ['scr_yard', 'scr_gate'] });
    expect(issued.map(({ screenId, task }) => [screenId, task.kind === 'identify' && task.number])).toEqual([
      ['scr_yard', 1],
      ['scr_gate', 2],
    ]);
  });
});

describe('what commands leave behind', () => {
  it('takes a picture of the device that was asked, gives it to staff, and keeps the newest few', async () => {
    await start();
    const one = await listen(await paired());
    const ids: string[] = [];
    for (let n = 0; n < FILES_KEPT.picture + 2; n += 1) {
      ahead += 1;
      const [shot] = await issue({ kind: 'screenshot' });
      const id = String(shot?.id);
      await until('it is asked', () => one.heard.some(({ command }) => command.id === id));
      expect((await handIn(one, id, JPEG)).status).toBe(201);
      await say(one, id);
      ids.push(id);
    }
    const got = await fetch(`${air.url}/api/commands/${ids.at(-1)}/file`, {
      headers: { 'x-test-person': 'per_admin' },
    });
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await got.arrayBuffer()).equals(JPEG)).toBe(true);
    const kept = ids.slice(-FILES_KEPT.picture).map((id) => `${id}.jpg`);
    expect((await readdir(join(air.folder, 'commands'))).sort()).toEqual(kept.sort());
    expect((await air.call('GET', `/commands/${ids[0]}/file`)).status).toBe(404);
    const pictures = (await air.call('GET', '/screen-pictures')).body;
    expect(pictures).toMatchObject([{ screenId: 'scr_gate', commandId: ids.at(-1) }]);
  });

  it('refuses files that nobody asked for, that are another device’s, too large, or not what they should be', async () => {
    await start();
    const one = await listen(await paired());
    const other = await listen(await paired('scr_yard'));
    const [shot] = await issue({ kind: 'screenshot' });
    const [reload] = await issue({ kind: 'reload' });
    const [bundle] = await issue({ kind: 'diagnostics' });
    await until('all', () => one.heard.length === 3);
    const status = async (from: Listening, of: IssuedCommand | undefined, bytes: Buffer) =>
      (await handIn(from, String(of?.id), bytes)).status;
    expect(await status(other, shot, JPEG)).toBe(404);
    expect(await status(one, reload, JPEG)).toBe(404);
    expect(await status(one, shot, Buffer.from('<svg onload="alert(1)"/>'))).toBe(400);
    expect(await status(one, shot, Buffer.concat([JPEG, Buffer.alloc(600_000)]))).toBe(413);
    expect(await status(one, bundle, Buffer.from('[1]'))).toBe(400);
    expect(await status(one, bundle, Buffer.from('{"log":[]}'))).toBe(201);
    expect(await readdir(join(air.folder, 'commands'))).toEqual([`${bundle?.id}.json`]);
  });
});
