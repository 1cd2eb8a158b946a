/**
 * The built Electron shell in a real Electron, on a display of its own when there is none: Xvfb with a small window manager.
 * Under root it runs as `nobody`, so that Electron's own sandbox works; what root alone may read is linked into a folder first.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { BUILT_PAGE, BUILT_SHELL } from '../../player/build.ts';
import { findElectron } from '../../player/shell/electron/find-electron.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const SUPERVISE = join(root, 'player/kiosk/linux/bang-tin-supervise');
const NOBODY = 65534;

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/sbin', '/sbin')
    .some((folder) => existsSync(join(folder, program)));

/** Why the shell cannot be tried here; null = it can. */
export const whyNoElectron = (): string | null => {
  if (process.platform !== 'linux') return 'this test watches an X display';
  if (!findElectron(process.env, root))
    return 'no Electron binary (set ELECTRON_OVERRIDE_DIST_PATH or run install-electron)';
  const absent = ['Xvfb', 'openbox', 'import', 'xdotool'].filter((program) => !onPath(program));
  return absent.length > 0 ? `not installed: ${absent.join(', ')}` : null;
};

export interface Display {
  name: string;
  /** A picture of everything on the display, PNG, as an outside observer sees it. */
  picture(): Promise<Buffer>;
  /** Presses keys as a passer-by with a keyboard would: `alt+F4`, `F12`. */
  press(...keys: string[]): Promise<void>;
  /** Keyboard and mouse in the words of xdotool, several acts in one call. */
  hands(...words: string[]): Promise<void>;
  stop(): Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** A display of its own; `bare` = without a window manager, as a kiosk's own X session has none. */
export const openDisplay = async (width: number, height: number, { bare = false } = {}): Promise<Display> => {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  let number = '';
  (server.stdio[3] as NodeJS.ReadableStream).on('data', (text) => {
    number += String(text);
  });
  await until('Xvfb', () => number.includes('\n') || server.exitCode !== null, 20_000);
  const name = `:${number.trim()}`;
  const env = { ...process.env, DISPLAY: name };
  const windows = bare ? null : spawn('openbox', ['--sm-disable'], { env, stdio: 'ignore' });
  return {
    name,
    picture: async () =>
      (await run('import', ['-silent', '-window', 'root', 'png:-'], { env, encoding: 'buffer', maxBuffer: 1e8 }))
        .stdout,
    press: async (...keys) => {
      await run('xdotool', ['key', '--clearmodifiers', ...keys], { env });
    },
    hands: async (...words) => {
      await run('xdotool', words, { env });
    },
    stop: async () => {
      windows?.kill('SIGKILL');
      server.kill('SIGTERM');
      await Promise.all([windows ? ended(windows) : null, ended(server)]);
    },
  };
};

/** Links (or copies) a folder where everybody may read it. */
const share = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await share(source, target);
    else await link(source, target).catch(() => cp(source, target));
  }
};

export interface Event {
  event: string;
  facts?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface Kiosk {
  pid: number;
  events: Event[];
  of(event: string): Event[];
  exitCode(): number | null;
  /** Process ids of its renderers. */
  renderers(): Promise<number[]>;
  /** Process ids of its graphics processes. */
  graphics(): Promise<number[]>;
  /** The process id of the program itself, which under supervision is not `pid`; none between two lives. */
  program(): Promise<number | undefined>;
  stop(): Promise<void>;
}

export interface KioskHouse {
  /** Where players keep their data here; made for whoever runs them. */
  data(name: string): Promise<string>;
  /** `script` takes the place of the page's own: a page that was taken over. */
  start(display: Display, argv: readonly string[], script?: string): Promise<Kiosk>;
  /** As on a box: under the script that starts it again. */
  startSupervised(display: Display, argv: readonly string[]): Promise<Kiosk>;
  drop(): Promise<void>;
}

export const openKioskHouse = async (): Promise<KioskHouse> => {
  const program = findElectron(process.env, root);
  if (!program) throw new Error('no Electron');
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-kiosk-'));
  await chmod(folder, 0o755);
  const asRoot = process.getuid?.() === 0;
  let electron = program;
  if (asRoot) {
    await share(dirname(program), join(folder, 'electron'));
    electron = join(folder, 'electron', 'electron');
  }
  let builds = 0;
  const build = async (script: string | undefined): Promise<string> => {
    builds += 1;
    const dist = join(folder, `dist-${builds}`);
    await cp(BUILT_SHELL, join(dist, 'shell'), { recursive: true });
    await cp(BUILT_PAGE, join(dist, 'screen'), { recursive: true });
    if (script !== undefined) await writeFile(join(dist, 'screen', 'screen.js'), script);
    return join(dist, 'shell', 'main.cjs');
  };
  const home = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(path, { recursive: true });
    if (asRoot) await chown(path, NOBODY, NOBODY);
    return path;
  };
  await home('home');
  const running = new Set<Kiosk>();
  const supervise = join(folder, 'bang-tin-supervise');
  await cp(SUPERVISE, supervise);
  const launch = async (display: Display, words: readonly string[]): Promise<Kiosk> => {
    const [command = '', ...args] = asRoot
      ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...words]
      : words;
    const child = spawn(command, args, {
      env: {
        ...process.env,
        DISPLAY: display.name,
        HOME: join(folder, 'home'),
        XDG_CONFIG_HOME: join(folder, 'home'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const events: Event[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        try {
          events.push(JSON.parse(line) as Event);
        } catch {
          events.push({ event: 'said', line });
        }
      });
    }
    const family = async (): Promise<{ pid: number; args: string }[]> => {
      const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args=']);
      const rows = stdout
        .split('\n')
        .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
        .filter((row) => row !== null)
        .map(([, pid, parent, args = '']) => ({ pid: Number(pid), parent: Number(parent), args }));
      const pids = new Set([child.pid]);
      for (let size = 0; size !== pids.size; ) {
        size = pids.size;
        for (const { pid, parent } of rows) if (pids.has(parent)) pids.add(pid);
      }
      return rows.filter(({ pid }) => pids.has(pid));
    };
    const kiosk: Kiosk = {
      pid: child.pid ?? 0,
      events,
      of: (event) => events.filter((one) => one.event === event),
      exitCode: () => child.exitCode,
      renderers: async () =>
        (await family()).flatMap(({ pid, args }) => (args.includes('--type=renderer') ? [pid] : [])),
      graphics: async () =>
        (await family()).flatMap(({ pid, args }) => (args.includes('--type=gpu-process') ? [pid] : [])),
      program: async () =>
        (await family()).find(({ args }) => args.startsWith(`${electron} `) && !args.includes('--type='))?.pid,
      stop: async () => {
        running.delete(kiosk);
        child.kill('SIGTERM');
        const late = setTimeout(() => {
          void family().then((left) => {
            for (const { pid } of left) process.kill(pid, 'SIGKILL');
          });
        }, 15_000);
        await ended(child);
        clearTimeout(late);
      },
    };
    running.add(kiosk);
    return kiosk;
  };
  return {
    data: home,
    start: async (display, argv, script) => launch(display, [electron, await build(script), ...argv]),
    startSupervised: async (display, argv) =>
      launch(display, ['sh', supervise, electron, await build(undefined), ...argv]),
    drop: async () => {
      await Promise.all([...running].map((kiosk) => kiosk.stop()));
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
};

/** Whether a process runs inside Electron's sandbox (no new privileges, own user or pid namespace). */
export const isSandboxed = async (pid: number): Promise<boolean> =>
  /^Seccomp:\s+2$/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
