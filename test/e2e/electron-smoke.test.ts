/**
 * The Electron kiosk in a real Electron on a real (virtual) display, seen from outside: pixels of the whole display, a
 * keyboard, killed processes, a second start. Skipped, with the reason in the title, where no Electron binary is present.
 */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Display,
  isSandboxed,
  type Kiosk,
  type KioskHouse,
  openDisplay,
  openKioskHouse,
  whyNoElectron,
} from '../support/electron-kiosk.ts';
import { type FakeServer, startFakeServer } from '../support/fake-server.ts';
import { type MadeMedia, type MediaMaker, openMediaMaker } from '../support/made-media.ts';
import { nameFrame, type Seen } from '../support/painted-pixels.ts';
import { aBody, aManifest, type TestFile } from '../support/signed-manifest.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 768, height: 384 };
const CUE_MS = 3_000;
const CONTENT: Seen[] = ['red', 'green', 'blue'];
const why = whyNoElectron();

/** What the page below tries; each answers `name: worked` or why not. */
const ATTACKS = [
  'node',
  'eval',
  'network',
  'file',
  'other origin',
  'frame',
  'camera',
  'notify',
  'clipboard',
  'worker',
  'open',
  'dialog',
];
const HOSTILE = `
const say = (detail) => window.bangTin.send({ kind: 'fault', detail });
const attempt = async (name, act) => {
  try { say(name + ': ' + ((await act()) ? 'worked' : 'refused')); } catch (fault) { say(name + ': ' + fault.name); }
};
const soon = (promise) => Promise.race([promise, new Promise((_, no) => setTimeout(() => no(new Error('silence')), 1500))]);
(async () => {
  window.bangTin.send({ kind: 'ready' });
  window.bangTin.send({ nonsense: true });
  await attempt('node', () => typeof require !== 'undefined' || typeof process !== 'undefined' || typeof module !== 'undefined');
  await attempt('eval', () => (0, eval)('1') === 1);
  await attempt('network', () => soon(fetch('http://127.0.0.1:9/').then(() => true)));
  await attempt('file', () => soon(fetch('file:///etc/passwd').then(() => true)));
  await attempt('other origin', () => soon(fetch('bangtin://other/').then((one) => one.ok)));
  await attempt('frame', () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
    return soon(new Promise((yes, no) => { frame.onload = () => yes(frame.contentDocument === null && false); frame.onerror = no; }));
  });
  await attempt('camera', () => soon(navigator.mediaDevices.getUserMedia({ video: true }).then(() => true)));
  await attempt('notify', () => soon(Notification.requestPermission().then((answer) => answer === 'granted')));
  await attempt('clipboard', () => soon(navigator.clipboard.readText().then(() => true)));
  await attempt('worker', () => new Worker('data:text/javascript,0') && false);
  await attempt('open', () => window.open('https://example.org/') !== null);
  await attempt('dialog', () => confirm('?'));
  location.href = 'https://example.org/';
  setTimeout(() => { say('still: ' + location.href); say('end'); }, 1000);
})();
`;

describe.skipIf(why !== null)(`Electron kiosk${why ? ` (skipped: ${why})` : ''}`, () => {
  let display: Display;
  let house: KioskHouse;
  let kiosk: Kiosk;
  let server: FakeServer;
  let maker: MediaMaker;
  let data = '';
  let startedAt = 0;
  /** Yardstick for recoveries on a busy machine. */
  let coldStartMs = 0;
  let argv: string[] = [];

  const seenNow = async (): Promise<Seen> => nameFrame(await display.picture());
  const contentNow = async (): Promise<boolean> => CONTENT.includes(await seenNow());
  const testFile = async ({ digest, file }: MadeMedia): Promise<TestFile> => ({
    file: { digest, bytes: file.bytes, type: file.type },
    content: await readFile(file.path),
  });

  beforeAll(async () => {
    maker = await openMediaMaker(CANVAS.width, CANVAS.height);
    display = await openDisplay(CANVAS.width, CANVAS.height);
    house = await openKioskHouse();
    server = await startFakeServer({ paired: false });
    data = await house.data('player');
    argv = ['--server', server.url, '--data', data];
    startedAt = performance.now();
    kiosk = await house.start(display, argv);
  }, 120_000);

  afterAll(async () => {
    await house?.drop();
    await server?.stop();
    await display?.stop();
    await maker?.drop();
  });

  it('fills the display with the page before it knows anything, sandboxed', async () => {
    await until('the card', () => kiosk.of('player.shown').length > 0, 60_000);
    coldStartMs = performance.now() - startedAt;
    process.stdout.write(`electron start → card painted: ${Math.round(coldStartMs)} ms\n`);
    const shown = await until('the window', () => kiosk.of('window.shown')[0], 20_000);
    expect([shown.width, shown.height]).toEqual([CANVAS.width, CANVAS.height]);
    await until('the card on the glass', async () => (await seenNow()) === 'card', 20_000);
    const { data: pixels, info } = await sharp(await display.picture())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([CANVAS.width, CANVAS.height]);
    // The gold line of the card ends in the last pixel at the bottom right: nothing is cut off, nothing is beside it.
    expect([...pixels.subarray(-3)]).toEqual([0xff, 0xcf, 0x4a]);
    const [renderer] = await kiosk.renderers();
    if (renderer === undefined) throw new Error('no renderer');
    expect(await isSandboxed(renderer)).toBe(true);
    await until('the pairing code', () => kiosk.of('player.link').some(({ facts }) => facts?.state === 'unpaired'));
  });

  it('plays what a signed manifest says, at the right time, and proves it', async () => {
    const files = await Promise.all(
      [maker.video('red', 4), maker.still('green'), maker.video('blue', 4)].map(async (made) => testFile(await made)),
    );
    server.serveFile(...files);
    server.standing = 'paired';
    server.again();
    server.publish(
      aManifest(
        server.signer,
        aBody(
          files.map(({ file }) => file),
          { cueMs: CUE_MS },
        ),
        1,
      ),
    );
    await until(
      'content',
      () =>
        kiosk.of('player.shown').some(({ facts }) => (facts?.cue as { kind?: string } | undefined)?.kind === 'video'),
      30_000,
    );
    // The X server shows a frame or two later than the engine hands it over.
    await until('content on the glass', contentNow, 20_000);
    const order: Seen[] = CONTENT;
    const seen: { at: number; until: number; seen: Seen }[] = [];
    const from = Date.now();
    while (Date.now() < from + order.length * CUE_MS * 1.4) {
      const at = Date.now();
      const picture = await display.picture();
      const until = Date.now();
      seen.push({ at, until, seen: await nameFrame(picture) });
    }
    // Taking a picture lasts a while; those taken wholly inside a cue are judged by the clock, none may be anything but content.
    const judged = seen.filter(({ at, until }) => at % CUE_MS > 300 && (at % CUE_MS) + until - at < CUE_MS - 100);
    expect(judged.length).toBeGreaterThan(5);
    for (const { at, seen: what } of judged) expect(what).toBe(order[Math.floor(at / CUE_MS) % order.length]);
    expect(seen.filter(({ seen: what }) => !order.includes(what))).toEqual([]);
    expect(new Set(judged.map(({ seen: what }) => what))).toEqual(new Set(order));
    await until(
      'plays at the server',
      () => [...server.plays.values()].reduce((sum, plays) => sum + plays.size, 0) >= 3,
      20_000,
    );
    const plays = [...server.plays.values()].flatMap((stored) => [...stored.values()]).slice(1);
    const errors = plays
      .filter(({ outcome }) => outcome === 'completed')
      .map(({ startedAt, dueAt }) => Math.abs(startedAt - dueAt));
    process.stdout.write(`electron boundary errors, ms: ${JSON.stringify(errors)}\n`);
    expect(errors.length).toBeGreaterThan(0);
    expect(Math.max(...errors)).toBeLessThanOrEqual(100);
    expect(kiosk.of('cue.failed')).toEqual([]);
    expect(kiosk.of('page.faulted')).toEqual([]);
  });

  it('F12 keys of a passer-by change nothing', async () => {
    await display.press(
      'F12',
      'ctrl+shift+i',
      'ctrl+r',
      'F5',
      'ctrl+w',
      'ctrl+q',
      'alt+F4',
      'F11',
      'Escape',
      'ctrl+p',
      'ctrl+plus',
      'alt+Left',
      'ctrl+n',
    );
    await until('the picture', contentNow);
    expect(kiosk.exitCode()).toBeNull();
    expect(kiosk.of('page.lost')).toEqual([]);
    const { width, height } = await sharp(await display.picture()).metadata();
    expect([width, height]).toEqual([CANVAS.width, CANVAS.height]);
  });

  it('a second start ends by itself and leaves the first alone', async () => {
    const second = await house.start(display, argv);
    await until('its end', () => second.exitCode() !== null, 20_000);
    expect(second.exitCode()).toBe(3);
    expect(kiosk.exitCode()).toBeNull();
    await until('content on the glass', contentNow, 20_000);
  });

  it('F6 a killed renderer is back with the picture within 3 s', async () => {
    const before = kiosk.of('player.shown').length;
    const [renderer] = await kiosk.renderers();
    const from = performance.now();
    process.kill(renderer ?? 0, 'SIGKILL');
    await until('the loss', () => kiosk.of('page.lost').length > 0);
    await until('the picture', () => kiosk.of('player.shown').length > before, 10_000);
    const took = performance.now() - from;
    process.stdout.write(`electron renderer kill → picture: ${Math.round(took)} ms\n`);
    expect(took).toBeLessThanOrEqual(Math.max(3_000, coldStartMs));
    await until('content on the glass', contentNow, 20_000);
  });

  it('F6 a frozen renderer is thrown away and replaced', async () => {
    const before = kiosk.of('player.shown').length;
    const [renderer] = await kiosk.renderers();
    process.kill(renderer ?? 0, 'SIGSTOP');
    await until('the new page', () => kiosk.of('page.reloaded').length > 0, 20_000);
    await until('the picture', () => kiosk.of('player.shown').length > before, 20_000);
    await until('content on the glass', contentNow, 20_000);
    expect(kiosk.exitCode()).toBeNull();
  });

  it('F13 a page that was taken over gets nowhere: no Node, no network, no window, no permission, no file', async () => {
    const other = await openDisplay(CANVAS.width, CANVAS.height);
    try {
      const folder = await house.data('hostile');
      const hostile = await house.start(other, ['--server', server.url, '--data', folder], HOSTILE);
      const said = await until(
        'its last word',
        () => {
          const words = hostile.of('page.faulted').map(({ detail }) => String(detail));
          return words.includes('end') ? words : null;
        },
        30_000,
      );
      expect(said.filter((word) => word.endsWith(': worked'))).toEqual([]);
      const answer = (name: string): string | undefined => said.find((word) => word.startsWith(`${name}: `));
      for (const name of ATTACKS) expect(answer(name), name).toBeDefined();
      const denied = hostile.of('page.denied').map(({ what }) => what);
      for (const what of ['navigation', 'window', 'permission']) expect(denied).toContain(what);
      expect(said).toContain('still: bangtin://screen/');
      expect(hostile.exitCode()).toBeNull();
      await hostile.stop();
    } finally {
      await other.stop();
    }
  });

  it('ends cleanly when it is told to', async () => {
    await kiosk.stop();
    expect(kiosk.exitCode()).toBe(0);
    expect(kiosk.of('player.stopped')).toHaveLength(1);
  });
});
