/**
 * The stage in a Chromium of this machine: serves the page on the loopback, keeps one kiosk browser on it, and starts a new
 * one when it dies, at once the first time and more slowly when it keeps dying.
 */
import type { Clocks } from '../../core/clocks.ts';
import { type Log, wordsOf } from '../../core/log.ts';
import type { OpenStage } from '../../core/stage.ts';
import { createBackOff } from '../page/back-off.ts';
import { readPage } from '../page/page-files.ts';
import { type Engine, type EngineLook, startEngine, sweepProfiles } from './engine.ts';
import { openPageServer } from './page-server.ts';

export interface ChromiumDoors extends Omit<EngineLook, 'url' | 'debugging'> {
  /** Folder of the built page. */
  pageFolder: string;
  clocks: Clocks;
  log: Log;
  /** Tests only: opens a debugging port and tells its address at every start of the browser. */
  debuggerOpened?: (address: string, pid: number) => void;
}

export const openChromiumStage =
  (doors: ChromiumDoors): OpenStage =>
  async (side) => {
    const { clocks, log } = doors;
    const server = await openPageServer({
      page: await readPage(doors.pageFolder),
      locate: side.locate,
      relay: side.relay,
      heard: side.heard,
      refused: (what) => log('page.refused', { what }),
    });
    const backOff = createBackOff();
    let engine: Engine | null = null;
    let stopped = false;
    let cancelWait = (): void => {};
    /** Ends and starts follow each other, never overlap. */
    let turn: Promise<void> = Promise.resolve();

    const open = async (): Promise<void> => {
      if (stopped) return;
      const started = await startEngine({
        program: doors.program,
        window: doors.window,
        headless: doors.headless,
        url: server.invite(),
        debugging: doors.debuggerOpened !== undefined,
      });
      engine = started;
      log('chromium.started', { pid: started.pid, headless: doors.headless });
      void started.died.then((reason) => lose(started, reason));
      if (doors.debuggerOpened) doors.debuggerOpened(await started.debugger(), started.pid);
    };
    const inTurn = (act: () => Promise<void>): Promise<void> => {
      turn = turn.then(act).catch((thrown: unknown) => {
        log('chromium.failed', { why: wordsOf(thrown) });
        if (!stopped && engine === null) again();
      });
      return turn;
    };
    const again = (): void => {
      const waitMs = backOff.died(clocks.monotonic());
      cancelWait();
      cancelWait = clocks.after(waitMs, () => void inTurn(open));
    };
    const lose = (which: Engine, reason: string): void => {
      if (engine !== which || stopped) return;
      engine = null;
      log('chromium.died', { reason });
      side.gone(reason);
      void inTurn(() => which.stop('kill'));
      again();
    };

    await sweepProfiles();
    await inTurn(open);
    return {
      send: server.send,
      reload: (reason) => {
        const which = engine;
        if (stopped || !which) return Promise.resolve();
        engine = null;
        log('chromium.restarted', { reason });
        return inTurn(async () => {
          await which.stop('kill');
          await open();
        });
      },
      capture: async () => {
        if (!engine) throw new Error('there is no browser now');
        return engine.capture();
      },
      stop: async () => {
        if (stopped) return turn;
        stopped = true;
        cancelWait();
        await turn;
        await engine?.stop('close');
        await server.stop();
      },
    };
  };
