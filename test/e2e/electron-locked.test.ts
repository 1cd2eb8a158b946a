/**
 * The kiosk in a real Electron on a display without a window manager, as its own X session is, with a keyboard and a mouse
 * in the hands of a technician (first boot, local exit) and of a passer-by (everything else). Skipped without Electron.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Display,
  type Kiosk,
  type KioskHouse,
  openDisplay,
  openKioskHouse,
  whyNoElectron,
} from '../support/electron-kiosk.ts';
import { type FakeServer, startFakeServer } from '../support/fake-server.ts';
import { type MediaMaker, openMediaMaker } from '../support/made-media.ts';
import { nameFrame } from '../support/painted-pixels.ts';
import { aBody, aManifest } from '../support/signed-manifest.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 768, height: 384 };
const PIN = '480915';
const CALL = 'ctrl+alt+shift+k';
const why = whyNoElectron();

/** Random, and the same at every run. */
const createDice = (seed: number) => {
  let state = seed;
  return <Item>(items: readonly Item[]): Item => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return items[Math.floor((state / 2 ** 32) * items.length)] as Item;
  };
};
const MODIFIERS = [
  '',
  'ctrl+',
  'alt+',
  'shift+',
  'super+',
  'ctrl+shift+',
  'ctrl+alt+',
  'alt+shift+',
  'ctrl+alt+shift+',
];
/** Without `k`, which with all modifiers asks for the PIN. */
const KEYS = [
  ...'abcdefghijlmnopqrstuvwxyz0123456789',
  ...Array.from({ length: 12 }, (_, i) => `F${i + 1}`),
  ...['Escape', 'Tab', 'Return', 'space', 'BackSpace', 'Delete', 'Insert', 'Home', 'End', 'Prior', 'Next', 'Print'],
  ...['Menu', 'Left', 'Right', 'Up', 'Down', 'plus', 'minus', 'XF86Back', 'XF86Forward', 'XF86Refresh', 'XF86HomePage'],
];
const BATCHES = 10;
const CHORDS = 60;

describe.skipIf(why !== null)(`locked Electron kiosk${why ? ` (skipped: ${why})` : ''}`, () => {
  let display: Display;
  let house: KioskHouse;
  let kiosk: Kiosk;
  let server: FakeServer;
  let maker: MediaMaker;

  const seenNow = async () => nameFrame(await display.picture());
  const contentNow = async (): Promise<boolean> => ['red', 'green'].includes(await seenNow());

  beforeAll(async () => {
    maker = await openMediaMaker(CANVAS.width, CANVAS.height);
    display = await openDisplay(CANVAS.width, CANVAS.height, { bare: true });
    house = await openKioskHouse();
    server = await startFakeServer({ paired: false });
    kiosk = await house.startSupervised(display, ['--data', await house.data('player')]);
  }, 120_000);

  afterAll(async () => {
    await house?.drop();
    await server?.stop();
    await display?.stop();
    await maker?.drop();
  });

  it('first boot: the address typed at the wall is tried, kept, and brings the pairing code after a new start', async () => {
    await until('the page', () => kiosk.of('window.shown').length > 0, 60_000);
    const [shown] = kiosk.of('window.shown');
    expect([shown?.width, shown?.height]).toEqual([CANVAS.width, CANVAS.height]);
    // An address where nobody is, until the window has the keyboard and hears all of it.
    const tried = (): number => kiosk.of('desk.server-tried').length;
    await until(
      'the keyboard',
      async () => {
        const before = tried();
        await display.hands('key', 'ctrl+BackSpace', 'type', '--delay', '20', 'http://127.0.0.1:1');
        await display.hands('key', 'Return');
        return until('an answer', () => tried() > before, 5_000).catch(() => false);
      },
      60_000,
    );
    await display.hands('key', 'ctrl+BackSpace');
    await display.hands('type', '--delay', '20', server.url);
    await display.hands('key', 'Return');
    await until('the answer', () => kiosk.of('desk.server-tried').some(({ answer }) => answer === 'ours'), 40_000);
    await display.hands('key', 'Return', 'type', '--delay', '20', PIN);
    await display.hands('key', 'Return', 'type', '--delay', '20', PIN);
    await display.hands('key', 'Return');
    await until(
      'the pairing code',
      () => kiosk.of('player.link').some(({ facts }) => facts?.state === 'unpaired'),
      60_000,
    );
    expect(kiosk.of('local-pin.set')).toHaveLength(1);
    await until('the card on the glass', async () => (await seenNow()) === 'card', 20_000);
  });

  it('F12 hundreds of random chords, clicks, wheels and drags of a passer-by lead nowhere', async () => {
    const files = await Promise.all(
      [maker.video('red', 4), maker.still('green')].map(async (made) => {
        const { digest, file } = await made;
        return { file: { digest, bytes: file.bytes, type: file.type }, content: await readFile(file.path) };
      }),
    );
    server.serveFile(...files);
    server.standing = 'paired';
    server.again();
    const body = aBody(
      files.map(({ file }) => file),
      { cueMs: 3_000 },
    );
    server.publish(aManifest(server.signer, body, 1));
    await until('content on the glass', contentNow, 60_000);
    const program = await kiosk.program();
    const lives = kiosk.of('player.started').length;
    const choose = createDice(57);
    const place = (): string[] => [String(choose([3, 90, 384, 700])), String(choose([3, 60, 192, 380]))];
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const chords = Array.from({ length: CHORDS }, () => choose(MODIFIERS) + choose(KEYS));
      await display.hands('key', '--delay', '4', ...chords);
      await display.hands(
        ...[
          'mousemove',
          ...place(),
          'click',
          '1',
          'click',
          '3',
          'click',
          '2',
          'click',
          '4',
          'click',
          '5',
          'click',
          '8',
        ],
        ...['keydown', 'ctrl', 'click', '4', 'click', '5', 'click', '1', 'keyup', 'ctrl'],
        ...[
          'mousemove',
          ...place(),
          'mousedown',
          '1',
          'mousemove',
          ...place(),
          'mouseup',
          '1',
          'click',
          '--repeat',
          '3',
          '1',
        ],
      );
      await until(`content after ${(batch + 1) * CHORDS} chords`, contentNow, 20_000);
    }
    expect(await kiosk.program()).toBe(program);
    expect(kiosk.of('player.started')).toHaveLength(lives);
    for (const event of ['page.lost', 'page.reloaded', 'page.denied', 'desk.opened', 'supervise.ended'])
      expect(
        kiosk.of(event).filter(({ facts }) => facts?.code !== 75),
        event,
      ).toEqual([]);
    const shown = kiosk.of('player.shown').length;
    await until('the next cue', () => kiosk.of('player.shown').length > shown, 20_000);
  });

  it('F12 the local exit wants the PIN, says so to the server, and leaves with code 77', async () => {
    await display.hands('key', CALL, 'type', '--delay', '20', '135246');
    await display.hands('key', 'Return');
    await until('the wrong PIN', () => kiosk.of('desk.pin-wrong').length === 1, 20_000);
    await display.hands('key', 'ctrl+BackSpace', 'type', '--delay', '20', PIN);
    await display.hands('key', 'Return');
    await until('the menu', () => kiosk.of('desk.opened').length === 1, 20_000);
    await until(
      'it in a heartbeat',
      () => server.heartbeats.at(-1)?.faults.some(({ code }) => code === 'local-exit'),
      30_000,
    );
    await display.hands('key', '3');
    await until('the end', () => kiosk.exitCode() !== null, 30_000);
    expect(kiosk.exitCode()).toBe(77);
  });
});
