/** Commands in a real Electron: a picture of the painted window, and an end that asks to be started again. Skipped where there is none. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START_AGAIN } from '../../player/shell/electron/exit-codes.ts';
import {
  type Display,
  type Kiosk,
  type KioskHouse,
  openDisplay,
  openKioskHouse,
  whyNoElectron,
} from '../support/electron-kiosk.ts';
import { nameFrame } from '../support/painted-pixels.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 768, height: 384 };
const why = whyNoElectron();

describe.skipIf(why !== null)(`Commands to an Electron kiosk${why ? ` (skipped: ${why})` : ''}`, () => {
  let server: TestServer;
  let display: Display;
  let house: KioskHouse;
  let kiosk: Kiosk;
  let argv: string[] = [];
  let screenId = '';
  const order = async (task: object): Promise<string> =>
    (await server.admin.ask('POST', '/commands', { screenIds: [screenId], task }))[0].id;
  const done = (id: string) =>
    until(
      'the command to be done',
      async () => {
        const { items } = await server.admin.ask('GET', '/commands');
        const command = items.find((one: { id: string }) => one.id === id);
        if (command.state === 'failed' || command.state === 'refused') throw new Error(JSON.stringify(command));
        return command.state === 'done' && command;
      },
      90_000,
    );

  beforeAll(async () => {
    server = await startTestServer();
    display = await openDisplay(CANVAS.width, CANVAS.height);
    house = await openKioskHouse();
    const site = await server.admin.ask('POST', '/sites', { name: 'Trụ sở', kind: 'office' });
    const screen = { name: 'Cổng', siteId: site.id, canvas: CANVAS, zone: 'Asia/Ho_Chi_Minh' };
    screenId = (await server.admin.ask('POST', '/screens', screen)).id;
    argv = ['--server', server.url, '--data', await house.data('player')];
    kiosk = await house.start(display, argv);
    const code = await until(
      'a code',
      () => kiosk.of('player.link').find(({ facts }) => facts?.code)?.facts?.code,
      90_000,
    );
    await server.admin.ask('POST', '/pairings', { code, screenId });
    await until('its welcome', () => kiosk.of('player.link').some(({ facts }) => facts?.state === 'online'), 60_000);
  });
  afterAll(async () => {
    await house?.drop();
    await server?.stop();
    await display?.stop();
  });

  it('takes a picture of the window, makes it black, and says that the machine may not be restarted', async () => {
    await done(await order({ kind: 'blank', seconds: 60 }));
    await until('black', async () => (await nameFrame(await display.picture())) === 'black', 60_000);
    await done(await order({ kind: 'unblank' }));
    await until('lit again', async () => (await nameFrame(await display.picture())) === 'card', 60_000);
    const id = await order({ kind: 'screenshot' });
    await done(id);
    const answer = await fetch(`${server.url}/api/commands/${id}/file`, { headers: { cookie: server.admin.cookie() } });
    const picture = Buffer.from(await answer.arrayBuffer());
    expect(await sharp(picture).metadata()).toMatchObject({ ...CANVAS, format: 'jpeg' });
    expect(await nameFrame(picture)).toBe('card');
    await order({ kind: 'restart-machine' });
    const refused = await until('the refusal', async () => {
      const { items } = await server.admin.ask('GET', '/commands');
      return items.find(({ state }: { state: string }) => state === 'refused');
    });
    expect(refused.refusal.code).toBe('command-not-supported');
  });

  it('ends with the code that has it started again, and says done when it is back', async () => {
    const id = await order({ kind: 'restart-app' });
    await until('its end', () => kiosk.exitCode() !== null, 60_000);
    expect(kiosk.exitCode()).toBe(START_AGAIN);
    kiosk = await house.start(display, argv);
    await done(id);
  });
});
