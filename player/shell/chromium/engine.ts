/**
 * One run of a Chromium process: started in its own process group with an empty profile, watched over a private pipe (no
 * port is opened), ended with everything it started. Tells once when it died or its page crashed.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { openBrowserTalk } from './browser-talk.ts';
import { captureGlass } from './capture.ts';
import { type ChromiumLook, chromiumFlags } from './flags.ts';

/** What the browser says when its page dies. */
const Crash = z.object({ status: z.string().optional() });

/** What no flag turns off for certain; a new profile begins with it. */
const PREFERENCES = {
  translate: { enabled: false },
  credentials_enable_service: false,
  autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
  search: { suggest_enabled: false },
  profile: { exit_type: 'Normal' },
};

/** Time for an orderly end before the group is killed. */
const END_WITHIN_MS = 2_000;

export interface Engine {
  pid: number;
  /** Resolves with the reason when the process is gone or its page crashed. */
  died: Promise<string>;
  /** A small JPEG of what the page paints; throws when none comes. */
  capture(): Promise<Uint8Array>;
  /** Address of the debugger; only with `debugging`. Waits until it is open. */
  debugger(): Promise<string>;
  /** Ends all its processes and removes its profile; `kill` does not ask first (crash, hang). */
  stop(how: 'close' | 'kill'): Promise<void>;
}

const PROFILE = 'bang-tin-page-';

/** Removes profiles of players that were killed before they could do it themselves. */
export const sweepProfiles = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(new RegExp(`^${PROFILE}(\\d+)-`).exec(name)?.[1] ?? 0);
    if (owner === 0) continue;
    try {
      process.kill(owner, 0);
    } catch (thrown) {
      // ESRCH: nobody has that number. EPERM: somebody else's process lives.
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') continue;
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
    }
  }
};

export type EngineLook = Omit<ChromiumLook, 'profile' | 'sandbox'> & { program: string };

export const startEngine = async (look: EngineLook): Promise<Engine> => {
  const profile = await mkdtemp(join(tmpdir(), `${PROFILE}${process.pid}-`));
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
  const sandbox = process.getuid?.() !== 0;
  const flags = [...chromiumFlags({ ...look, profile, sandbox }), '--remote-debugging-pipe'];
  const grouped = process.platform !== 'win32';
  const child = spawn(look.program, flags, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: grouped,
  });

  const gone = new Promise<string>((resolve) => {
    child.once('error', (fault) => resolve(`chromium did not start: ${fault.message}`));
    child.once('exit', (code, signal) => resolve(`chromium ended: ${signal ?? `exit ${code}`}`));
  });
  const talk = openBrowserTalk(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const crashed = new Promise<string>((resolve) => {
    talk.on('Target.targetCrashed', ({ params }) =>
      resolve(`page crashed: ${Crash.safeParse(params).data?.status ?? ''}`),
    );
  });
  talk.tell('Target.setDiscoverTargets', { discover: true });

  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(grouped ? -child.pid : child.pid, name);
    } catch {
      // Gone already.
    }
  };

  let stopping: Promise<void> | null = null;
  const stop = async (how: 'close' | 'kill'): Promise<void> => {
    if (how === 'kill') signal('SIGKILL');
    else talk.tell('Browser.close');
    const late = setTimeout(() => signal('SIGKILL'), END_WITHIN_MS);
    await gone;
    clearTimeout(late);
    signal('SIGKILL');
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };

  return {
    pid: child.pid ?? 0,
    died: Promise.race([gone, crashed]),
    capture: () => captureGlass(talk, new URL(look.url).origin),
    debugger: async () => {
      for (let i = 0; i < 100; i += 1) {
        const lines = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n');
        if (lines.length > 1) return `http://127.0.0.1:${lines[0]}`;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('chromium opened no debugger');
    },
    stop: (how) => {
      stopping ??= stop(how);
      return stopping;
    },
  };
};
