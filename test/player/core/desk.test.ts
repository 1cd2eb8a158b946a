/** The technician's panel: first boot with a whole player against real servers; PIN, waits and menu on fake clocks. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { composePlayer, type PlayerEvent } from '../../../player/core/compose.ts';
import { readPlayerConfig } from '../../../player/core/config.ts';
import { candidatesOf, createDesk, IDLE_MS } from '../../../player/core/desk.ts';
import type { Trial } from '../../../player/core/link-trial.ts';
import { faultOfPin, openLocalPin } from '../../../player/core/local-pin.ts';
import { openServerAddress } from '../../../player/core/server-address.ts';
import type { OpenStage, StageSide } from '../../../player/core/stage.ts';
import { deskText } from '../../../player/screen/desk/desk-text.ts';
import type { DeskPanel } from '../../../playlists/wire/desk.ts';
import { CoreToPage } from '../../../playlists/wire/stage.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { startFakeServer } from '../../support/fake-server.ts';
import { aFolder } from '../../support/folder.ts';
import { until } from '../../support/until.ts';

const PIN = '480915';
const key = (name: string, chord = false) =>
  ({ kind: 'key', key: name, ctrl: chord, alt: chord, shift: chord }) as const;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A web server that is none of ours: a router's page, or a portal that answers everything. */
const startStranger = async (): Promise<string> => {
  const server = createServer((_, response) => response.end('<html>Đăng nhập Wi-Fi</html>'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const startPlayer = async (folder: string, argv: string[] = []) => {
  let side: StageSide | null = null;
  const panels: (DeskPanel | null)[] = [];
  const cards: string[] = [];
  const events: PlayerEvent[] = [];
  const left: string[] = [];
  const openStage: OpenStage = async (given) => {
    side = given;
    queueMicrotask(() => given.heard({ kind: 'ready' }));
    return {
      send: (raw) => {
        const message = CoreToPage.parse(raw);
        if (message.kind === 'desk') panels.push(message.panel);
        if (message.kind === 'sheet') cards.push(message.card.kind);
        if (message.kind === 'ping') given.heard({ kind: 'pong', token: message.token });
      },
      reload: async () => {},
      stop: async () => {},
    };
  };
  const player = composePlayer(readPlayerConfig({}, ['--data', folder, '--shell', 'none', ...argv]), {
    openStage,
    log: () => {},
    happened: (event) => events.push(event),
    leave: (how) => left.push(how),
  });
  onTestFinished(() => player.stop());
  await player.start();
  const press = (...names: string[]) => {
    for (const name of names) side?.heard(key(name));
  };
  return {
    player,
    events,
    left,
    cards,
    now: () => panels.at(-1),
    press,
    type: (text: string) => press(...text),
    call: () => side?.heard(key('k', true)),
  };
};

describe('first boot', () => {
  test('asks for a server, takes only one of ours, makes a PIN, and knows both at the next start', async () => {
    const server = await startFakeServer({ paired: false });
    onTestFinished(() => server.stop());
    const folder = await aFolder();
    const first = await startPlayer(folder);
    await until('the page', () => first.now()?.kind === 'address');
    expect(first.now()).toMatchObject({ first: true, typed: '', state: { kind: 'typing', fault: null } });

    const stranger = await startStranger();
    for (const [typed, fault] of [
      ['http://a/path', 'malformed'],
      [stranger, 'not-ours'],
      ['http://127.0.0.1:1', 'unreachable'],
    ] as const) {
      first.type(typed);
      first.press('Enter');
      await until(fault, () => {
        const panel = first.now();
        return panel?.kind === 'address' && panel.state.kind === 'typing' && panel.state.fault === fault;
      });
      first.press(...typed.split('').map(() => 'Backspace'));
    }
    expect(first.now()).toMatchObject({ typed: '' });

    first.type(server.url);
    first.press('Enter');
    await until('found', () => JSON.stringify(first.now()).includes(`{"kind":"found","url":"${server.url}"}`));
    expect(server.hellos).toEqual([]);
    first.press('Enter');
    first.type('123456');
    first.press('Enter');
    expect(first.now()).toMatchObject({ kind: 'new-pin', fault: 'plain' });
    first.type(PIN);
    first.press('Enter');
    first.type(`${PIN}1`);
    first.press('Enter');
    expect(first.now()).toMatchObject({ kind: 'new-pin', step: 'first', fault: 'different' });
    for (let i = 0; i < 2; i += 1) {
      first.type(PIN);
      first.press('Enter');
    }
    await until('the new start', () => first.left.includes('again'));
    await first.player.stop();

    const second = await startPlayer(folder);
    await until('the pairing code', () => second.cards.includes('pairing'));
    expect(server.hellos).toHaveLength(1);
    second.call();
    second.type(PIN);
    second.press('Enter');
    await until('the menu', () => second.now()?.kind === 'menu');
    expect(second.now()).toMatchObject({ server: server.url });
    second.press('3');
    expect(second.left).toEqual(['left']);
    const kept = await readFile(join(folder, 'local-pin.json'), 'utf8');
    expect(kept).not.toContain(PIN);
    expect((await stat(join(folder, 'local-pin.json'))).mode & 0o777).toBe(0o600);
  });

  test('what is typed may have no scheme: the encrypted line is tried first', () => {
    expect(candidatesOf(' Bangtin.phuong.example ')).toEqual([
      'https://bangtin.phuong.example',
      'http://bangtin.phuong.example',
    ]);
    expect(candidatesOf('http://10.0.0.2:8080')).toEqual(['http://10.0.0.2:8080']);
    for (const wrong of ['', 'a b', 'ftp://x', 'http://u:p@x', 'x/path'])
      expect(candidatesOf(wrong), wrong).toEqual([]);
  });

  test('what was typed counts until the installer says something newer; another server is forgotten once', async () => {
    const folder = await aFolder();
    const open = (configured: string | null) =>
      openServerAddress({ folder, configured, wall: () => 0, damaged: () => {} });
    expect((await open(null)).url).toBeNull();
    await (await open('http://a')).choose('http://b', true);
    expect(await open('http://a')).toMatchObject({ url: 'http://b', forget: true });
    await (await open('http://a')).forgotten();
    expect(await open('http://a')).toMatchObject({ url: 'http://b', forget: false });
    expect(await open('http://c')).toMatchObject({ url: 'http://c', forget: false });
    await writeFile(join(folder, 'server.json'), 'rot');
    expect((await open('http://a')).url).toBe('http://b');
  });
});

describe('F12 the local exit', () => {
  const aDesk = async (folder?: string) => {
    const clocks = createFakeClocks(0);
    const at = folder ?? (await aFolder());
    const pin = await openLocalPin({ folder: at, pinFile: null, clocks, log: () => {}, damaged: () => {} });
    const panels: (DeskPanel | null)[] = [];
    const faults: string[] = [];
    const left: string[] = [];
    const logs: string[] = [];
    const chosen: [string, boolean][] = [];
    let trial: Trial = { kind: 'ours' };
    const desk = createDesk({
      clocks,
      log: (event) => logs.push(event),
      show: (panel) => panels.push(panel),
      pin,
      address: {
        url: 'http://old',
        forget: false,
        forgotten: async () => {},
        choose: async (url, another) => void chosen.push([url, another]),
      },
      tryServer: async () => trial,
      network: () => [],
      facts: { deviceId: 'dev_1', version: '1' },
      leave: (how) => left.push(how),
      fault: (code, detail) => faults.push(`${code}: ${detail}`),
    });
    const type = (...names: string[]) => {
      for (const name of names) desk.key(key(name));
    };
    const now = () => panels.at(-1) ?? null;
    const enterPin = async (text: string) => {
      if (now() === null) desk.key(key('k', true));
      type(...text, 'Enter');
      await until('a judgement', () => {
        const panel = now();
        return panel?.kind !== 'pin' || panel.wrong;
      });
    };
    const setTrial = (next: Trial) => {
      trial = next;
    };
    return { folder: at, clocks, pin, desk, panels, faults, left, logs, chosen, type, now, enterPin, setTrial };
  };

  test('there is none without a PIN, and no other key opens anything', async () => {
    const { desk, pin, type, panels } = await aDesk();
    desk.key(key('k', true));
    expect(panels).toEqual([]);
    await pin.set(PIN);
    type('k', 'K', 'Escape', 'F2', 'Enter', '1', '3');
    expect(panels).toEqual([]);
    desk.key(key('k', true));
    expect(panels).toMatchObject([{ kind: 'pin', length: 0 }]);
    desk.stop();
  });

  test('the third wrong PIN costs half a minute, each further one twice as much, at most a quarter of an hour', async () => {
    const { clocks, pin, desk, enterPin, now, faults, logs, left } = await aDesk();
    await pin.set(PIN);
    const waits: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      await enterPin('111112');
      waits.push(Math.ceil(pin.waitMs() / 1_000));
      clocks.pass(pin.waitMs());
    }
    expect(waits).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    expect(faults.at(-1)).toBe('local-exit-tried: 10 wrong PINs at the box');
    expect(logs.filter((event) => event === 'desk.pin-wrong')).toHaveLength(10);
    await enterPin(PIN);
    expect(now()).toMatchObject({ kind: 'menu' });
    expect(pin.waitMs()).toBe(0);
    expect(left).toEqual([]);
    desk.stop();
  });

  test('the right PIN does not count while it waits, and a restart buys no tries', async () => {
    const first = await aDesk();
    await first.pin.set(PIN);
    for (let i = 0; i < 3; i += 1) await first.enterPin('111112');
    expect(await first.pin.try(PIN)).toEqual({ kind: 'wait' });
    first.desk.stop();
    const second = await aDesk(first.folder);
    expect(second.pin.waitMs()).toBe(30_000);
    expect(await second.pin.try(PIN)).toEqual({ kind: 'wait' });
    second.clocks.pass(30_000);
    expect(await second.pin.try('111112')).toEqual({ kind: 'wrong', wrong: 4 });
    second.desk.stop();
  });

  test('a panel that was left open closes by itself', async () => {
    const { clocks, pin, desk, now, enterPin } = await aDesk();
    await pin.set(PIN);
    desk.key(key('k', true));
    clocks.pass(IDLE_MS.pin + 1_000);
    expect(now()).toBeNull();
    await enterPin(PIN);
    clocks.pass(IDLE_MS.menu + 1_000);
    expect(now()).toBeNull();
    expect(clocks.waiting()).toBe(0);
  });

  test('the menu changes the address after a trial, keeps trust for the same server, and forgets it for another', async () => {
    const { pin, desk, now, enterPin, type, chosen, left, setTrial } = await aDesk();
    await pin.set(PIN);
    await enterPin(PIN);
    type('1');
    expect(now()).toMatchObject({ kind: 'address', first: false, typed: 'http://old' });
    setTrial({ kind: 'not-ours' });
    type('2', 'Enter');
    await until('the refusal', () => JSON.stringify(now()).includes('not-ours'));
    setTrial({ kind: 'ours' });
    type('Enter');
    await until('found', () => JSON.stringify(now()).includes('found'));
    type('Enter');
    await until('kept', () => left.length === 1);
    type('Escape', 'Escape');
    await enterPin(PIN);
    type('2', ...'http://new', 'Enter');
    await until('found', () => JSON.stringify(now()).includes('found'));
    type('Enter');
    await until('kept', () => left.length === 2);
    expect(chosen).toEqual([
      ['http://old2', false],
      ['http://new', true],
    ]);
    desk.stop();
  });

  test('a PIN from the installer is taken from its file once; only its hash stays', async () => {
    const folder = await aFolder();
    const pinFile = join(folder, 'pin');
    await writeFile(pinFile, `${PIN}\n`);
    const clocks = createFakeClocks(0);
    const open = () => openLocalPin({ folder, pinFile, clocks, log: () => {}, damaged: () => {} });
    expect(await (await open()).try(PIN)).toEqual({ kind: 'right' });
    await expect(stat(pinFile)).rejects.toThrow(/ENOENT/);
    const again = await open();
    expect(again.isSet()).toBe(true);
    expect(await again.try('999111')).toMatchObject({ kind: 'wrong' });
  });

  test.each([
    ['12345', 'short'],
    ['1234567890123', 'short'],
    ['12a456', 'short'],
    ['111111', 'plain'],
    ['456789', 'plain'],
    ['987654', 'plain'],
    ['135791', null],
    [PIN, null],
  ])('%s as a PIN: %s', (pin, fault) => expect(faultOfPin(pin)).toBe(fault));

  test('every panel has words in both languages', () => {
    const network: string[] = [];
    const panels = (language: 'vi' | 'en'): DeskPanel[] => [
      { kind: 'address', language, first: true, typed: 'x', state: { kind: 'typing', fault: 'not-ours' }, network },
      { kind: 'address', language, first: false, typed: 'x', state: { kind: 'found', url: 'http://x' }, network },
      { kind: 'new-pin', language, first: true, step: 'again', length: 3, fault: 'short' },
      { kind: 'pin', language, length: 2, wrong: true, waitS: 0 },
      { kind: 'menu', language, server: 'http://x', network, deviceId: 'd', version: '1' },
    ];
    const texts = [...panels('vi'), ...panels('en')].map(deskText);
    for (const { title, keys } of texts) expect(title && keys).not.toBe('');
    expect(new Set(texts.map(({ note, keys, title }) => note + keys + title)).size).toBe(texts.length);
    expect(deskText(panels('vi')[3] as DeskPanel).field).toBe('●●');
  });
});
