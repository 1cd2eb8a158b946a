/**
 * Tries an address before it is kept: is somebody there, and is it a server of ours? Ours is what challenges a player on the
 * players' line; a captive portal, a router's page and any other web server do not. Nothing is said to it but hello's first word.
 */
import { io } from 'socket.io-client';
import { Challenge } from '../../playlists/wire/player-link.ts';
import type { Clocks } from './clocks.ts';

const WAIT_MS = 8_000;

export type Trial = { kind: 'ours' } | { kind: 'unreachable' } | { kind: 'not-ours' };

const answers = async (url: string, fetching: typeof fetch, clocks: Clocks): Promise<boolean> => {
  const stop = new AbortController();
  const cancel = clocks.after(WAIT_MS, () => stop.abort());
  try {
    const response = await fetching(`${url}/healthz`, { redirect: 'manual', signal: stop.signal });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  } finally {
    cancel();
  }
};

const challenges = (url: string, clocks: Clocks): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = io(`${url}/player`, { forceNew: true, reconnection: false, transports: ['websocket'] });
    const end = (ours: boolean): void => {
      cancel();
      socket.disconnect();
      resolve(ours);
    };
    const cancel = clocks.after(WAIT_MS, () => end(false));
    socket.on('challenge', (message: unknown) => end(Challenge.safeParse(message).success));
    socket.on('connect_error', () => end(false));
  });

/** Never throws; sixteen seconds at most. */
export const tryServer = async (url: string, fetching: typeof fetch, clocks: Clocks): Promise<Trial> => {
  if (await challenges(url, clocks)) return { kind: 'ours' };
  return (await answers(url, fetching, clocks)) ? { kind: 'not-ours' } : { kind: 'unreachable' };
};
