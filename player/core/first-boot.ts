/**
 * A player that nobody has told its server yet: one page that asks for it, and nothing else runs. No network but the trial of
 * the typed address, no manifest, no clock.
 */
import { networkInterfaces } from 'node:os';
import type { CoreToPage, PageToCore } from '../../playlists/wire/stage.ts';
import type { Clocks } from './clocks.ts';
import { createDesk, type Leaving } from './desk.ts';
import { tryServer } from './link-trial.ts';
import type { LocalPin } from './local-pin.ts';
import type { Log } from './log.ts';
import type { ServerAddress } from './server-address.ts';
import type { OpenStage, Stage } from './stage.ts';
import { startStageWatch } from './stage-watch.ts';

/** Addresses of this machine by which others could reach it. */
export const networkAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ internal, family, address }) => (!internal && family === 'IPv4' ? [address] : [])),
  );

/** Resolves when the page is open. `ending` notes what must be stopped, newest last. */
export const startFirstBoot = async (doors: {
  openStage: OpenStage;
  clocks: Clocks;
  log: Log;
  fetch: typeof fetch;
  canvas: Extract<CoreToPage, { kind: 'sheet' }>['canvas'];
  address: ServerAddress;
  pin: LocalPin;
  facts: { deviceId: string; version: string };
  crashed: () => void;
  leave: (how: Leaving) => void;
  ending: (name: string, stop: () => unknown) => void;
}): Promise<void> => {
  const { clocks, log, ending } = doors;
  let stage: Stage | null = null;
  const send = (message: CoreToPage): void => stage?.send(message);
  const desk = createDesk({
    clocks,
    log,
    show: (panel) => send({ kind: 'desk', panel }),
    pin: doors.pin,
    address: doors.address,
    tryServer: (url) => tryServer(url, doors.fetch, clocks),
    network: networkAddresses,
    facts: doors.facts,
    leave: doors.leave,
    fault: () => {},
  });
  const watch = startStageWatch({
    clocks,
    log,
    send,
    reload: (reason) => {
      doors.crashed();
      stage?.reload(reason).catch(() => {});
    },
  });
  ending('desk', desk.stop);
  ending('stage watch', watch.stop);
  const heard = (message: PageToCore): void => {
    if (message.kind === 'ready') {
      watch.ready();
      send({ kind: 'sheet', canvas: doors.canvas, cues: [], card: { kind: 'starting' } });
      desk.redraw();
    } else if (message.kind === 'pong') watch.pong(message.token);
    else if (message.kind === 'clock-ask') {
      send({ kind: 'clock', askedAt: message.askedAt, serverTime: clocks.wall() });
    } else if (message.kind === 'key') desk.key(message);
    else if (message.kind === 'fault') log('page.faulted', { detail: message.detail });
  };
  stage = await doors.openStage({
    heard,
    locate: () => null,
    relay: () => null,
    gone: (reason) => {
      log('stage.gone', { reason });
      watch.gone();
    },
  });
  ending('stage', () => stage?.stop());
  log('first-boot.asked');
  desk.firstBoot();
};
