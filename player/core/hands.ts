/**
 * What commands do on this device, each in a few lines over the parts that really do it. What a device cannot do (no glass, a
 * shell that may not restart the machine) is not in `canOf`, so nobody is left waiting for it.
 */
import { readFile } from 'node:fs/promises';
import type { CommandKind } from '../../playlists/model/command.ts';
import type { CommandId } from '../../playlists/model/ids.ts';
import { assertNever } from '../../playlists/model/refusal.ts';
import type { Command } from '../../playlists/wire/command.ts';
import type { Hello } from '../../playlists/wire/player-link.ts';
import type { Cache } from './cache.ts';
import type { Clocks } from './clocks.ts';
import type { Deed } from './command-book.ts';
import type { Cover } from './cover.ts';
import type { LedKind } from './led/driver.ts';
import type { Light } from './led/light.ts';
import type { ServerCalls } from './server-calls.ts';

/** What only the shell's program can do. */
export interface ShellHands {
  /** Ends this program in order and has it started anew; returns at once. */
  restartApp(): void;
  /** Restarts the machine; throws in words when the system does not let it. Absent = this device may not. */
  restartMachine?(): Promise<void>;
}

/** The answer is on its way before the program ends. */
const BEFORE_RESTART_MS = 300;
const REPLY_MAX_BYTES = 16_384;

/** Name of this start of the machine; null where the system gives none. */
export const readMachineStart = (): Promise<string | null> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim().slice(0, 100) || null,
    () => null,
  );

/** The kinds of commands that a device of this make carries out. */
export const canOf = (
  shell: Hello['app']['shell'],
  hands: ShellHands | undefined,
  machine: string | null,
  led: LedKind,
): CommandKind[] => [
  'reload',
  'blank',
  'unblank',
  'volume',
  'clear-cache',
  'diagnostics',
  ...(shell === 'none' ? [] : (['screenshot', 'identify', 'test-page'] as const)),
  ...(shell === 'none' && led === 'software' ? [] : (['brightness'] as const)),
  ...(led === 'software' ? [] : (['yield-controller'] as const)),
  ...(hands ? (['restart-app'] as const) : []),
  ...(hands?.restartMachine && machine !== null ? (['restart-machine'] as const) : []),
];

export const createHands = (doors: {
  shell: ShellHands | undefined;
  clocks: Clocks;
  cover: Cover;
  light: Pick<Light, 'set' | 'yield'>;
  cache: Pick<Cache, 'clear'>;
  calls: Pick<ServerCalls, 'call'>;
  /** A JPEG of what is painted. */
  capture: () => Promise<Uint8Array>;
  reload: (reason: string) => Promise<void>;
  diagnose: () => unknown;
}) => {
  const { cover, clocks } = doors;
  const done: Deed = { kind: 'done' };

  const handIn = async (id: CommandId, type: string, bytes: Uint8Array): Promise<Deed> => {
    const reply = await doors.calls.call(`/player/commands/${id}/file`, {
      method: 'POST',
      bytes: { type, bytes },
      maxBytes: REPLY_MAX_BYTES,
    });
    if (reply.status !== 201) throw new Error(`status ${reply.status} for the file: ${reply.text.slice(0, 200)}`);
    return { kind: 'done', figures: { bytes: bytes.byteLength } };
  };
  const shellHands = (): ShellHands => {
    if (!doors.shell) throw new Error('this shell has no hands');
    return doors.shell;
  };

  /** Carries one out; throws in words when that fails. */
  return async ({ id, task }: Command): Promise<Deed> => {
    switch (task.kind) {
      case 'screenshot':
        return handIn(id, 'image/jpeg', await doors.capture());
      case 'diagnostics':
        return handIn(id, 'application/json', Buffer.from(JSON.stringify(doors.diagnose(), null, 1)));
      case 'reload':
        await doors.reload('a technician asked for it');
        return done;
      case 'restart-app': {
        const { restartApp } = shellHands();
        clocks.after(BEFORE_RESTART_MS, restartApp);
        return { kind: 'later' };
      }
      case 'restart-machine': {
        await new Promise<void>((resolve) => clocks.after(BEFORE_RESTART_MS, resolve));
        await shellHands().restartMachine?.();
        return { kind: 'later' };
      }
      case 'identify':
        cover.identify(task.number ?? null, task.seconds * 1_000);
        return done;
      case 'test-page':
      case 'blank':
        await cover.lay(task.kind, task.seconds * 1_000);
        return done;
      case 'unblank':
        await cover.lay(null);
        return done;
      case 'volume':
        await cover.setVolume(task.percent);
        return done;
      case 'brightness': {
        const { percent } = await doors.light.set(task.percent);
        return percent === null ? done : { kind: 'done', figures: { percent: Math.round(percent) } };
      }
      case 'yield-controller':
        doors.light.yield(task.seconds * 1_000);
        return done;
      case 'clear-cache': {
        const { files, bytes } = await doors.cache.clear();
        return { kind: 'done', figures: { files, bytes } };
      }
      default:
        return assertNever(task);
    }
  };
};
