/**
 * Sees a dead or frozen page within 5 s: a ping every 1.2 s, three unanswered in a row mean the page is thrown away and
 * opened anew. Pings are counted, not timed, so a core that was stopped itself does not blame the page. A page that does not
 * even say `ready` in 20 s is opened again too.
 */
import type { CoreToPage } from '../../playlists/wire/stage.ts';
import { type Cancel, type Clocks, every } from './clocks.ts';
import type { Log } from './log.ts';

const PING_EVERY_MS = 1_200;
const MISSES = 3;
const LOADING_MS = 20_000;

export interface StageWatch {
  ready(): void;
  pong(token: number): void;
  /** The page died; the shell is opening a new one. */
  gone(): void;
  stop(): void;
}

export const startStageWatch = (doors: {
  clocks: Clocks;
  log: Log;
  send: (message: CoreToPage) => void;
  /** Must not throw. */
  reload: (reason: string) => void;
}): StageWatch => {
  const { clocks } = doors;
  let page: { kind: 'loading'; rounds: number } | { kind: 'up'; misses: number } = { kind: 'loading', rounds: 0 };
  let token = 0;

  const reload = (reason: string): void => {
    page = { kind: 'loading', rounds: 0 };
    doors.log('stage.reloaded', { reason });
    doors.reload(reason);
  };
  const round = (): void => {
    if (page.kind === 'loading') {
      page.rounds += 1;
      if (page.rounds * PING_EVERY_MS >= LOADING_MS) reload('the page did not come up');
      return;
    }
    if (page.misses >= MISSES) {
      reload('the page did not answer');
      return;
    }
    page.misses += 1;
    token += 1;
    doors.send({ kind: 'ping', token });
  };
  const cancel: Cancel = every(clocks, PING_EVERY_MS, round);
  return {
    ready: () => {
      page = { kind: 'up', misses: 0 };
    },
    pong: (heard) => {
      if (page.kind === 'up' && heard === token) page.misses = 0;
    },
    gone: () => {
      page = { kind: 'loading', rounds: 0 };
    },
    stop: cancel,
  };
};
