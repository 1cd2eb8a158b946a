/**
 * The entry of `npm run player`: one player with the shell that was asked for (Electron kiosk by default, Chromium, none).
 * Says in Vietnamese and English what is missing and how to get it. Prints one JSON line per event on stdout; ends with
 * SIGINT or SIGTERM, after everything it started has ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_PAGE, BUILT_SHELL, buildPlayer } from './build.ts';
import { realClocks } from './core/clocks.ts';
import { composePlayer } from './core/compose.ts';
import { ConfigFault, type PlayerConfig, readEnvironment, readPlayerConfig } from './core/config.ts';
import type { Leaving } from './core/desk.ts';
import { jsonLog, wordsOf } from './core/log.ts';
import type { OpenStage } from './core/stage.ts';
import { findChromium } from './shell/chromium/find-chromium.ts';
import { openChromiumStage } from './shell/chromium/open.ts';
import { readShellWords } from './shell/command-line.ts';
import { LEFT, START_AGAIN } from './shell/electron/exit-codes.ts';
import { findElectron } from './shell/electron/find-electron.ts';
import { openNoneStage } from './shell/none.ts';
import { rebootHands } from './shell/reboot.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SUPERVISE = fileURLToPath(new URL('kiosk/linux/bang-tin-supervise', import.meta.url));

/** Between a crash of the whole Electron program and its next start. */
const START_AGAIN_AFTER_MS = 1_000;

/** What stops a start, for the person at the keyboard. */
class Missing extends Error {
  override name = 'Missing';
}
const missing = (vi: string, en: string): Missing => new Missing(`✗ ${vi}\n  ${en}`);

const newest = (path: string): number => {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};

/** Builds the page and the Electron shell when they are missing or older than what they are made from. */
const buildIfStale = async (): Promise<void> => {
  const built = Math.min(
    ...[`${BUILT_PAGE}index.html`, `${BUILT_SHELL}main.cjs`].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
  if (built > Math.max(newest(join(root, 'player')), newest(join(root, 'playlists')))) return;
  try {
    await buildPlayer();
  } catch (thrown) {
    throw missing(
      `Không dựng được trang phát: ${wordsOf(thrown)}`,
      'The screen page could not be built (see the words above). Run `npm ci` and try again.',
    );
  }
};

/** Keeps the program running where there is a shell to do it (hangs, crashes); elsewhere only our own loop does. */
const supervised = (program: string, words: readonly string[]): [string, readonly string[]] =>
  process.platform === 'win32' ? [program, words] : ['sh', [SUPERVISE, program, ...words]];

/** Runs the Electron shell, which is a program of its own, until it ends; answers its exit code. */
const runElectron = async (argv: readonly string[]): Promise<number> => {
  const environment = readEnvironment();
  const program = findElectron(environment, root);
  if (!program) {
    throw missing(
      'Chưa có Electron. Chạy `npx install-electron`, hoặc đặt ELECTRON_OVERRIDE_DIST_PATH, hoặc dùng `--shell chromium`.',
      'Electron is not here yet. Run `npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it, or use `--shell chromium`.',
    );
  }
  if (process.platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    throw missing(
      'Không có màn hình đồ họa (DISPLAY). Hãy chạy trong phiên đồ họa, hoặc dùng `--shell chromium --headless`.',
      'There is no graphical display (DISPLAY). Start it in a desktop session, or use `--shell chromium --headless`.',
    );
  }
  if (process.getuid?.() === 0 && !argv.includes('--no-sandbox')) {
    throw missing(
      'Electron không chạy an toàn bằng quyền root. Hãy dùng một tài khoản thường.',
      'Electron does not run safely as root. Start the player as an ordinary user.',
    );
  }
  let asked = false;
  let child: ChildProcess | null = null;
  const pass = (signal: NodeJS.Signals): void => {
    asked = true;
    child?.kill(signal);
  };
  process.on('SIGINT', pass).on('SIGTERM', pass);
  for (;;) {
    const running = spawn(...supervised(program, [`${BUILT_SHELL}main.cjs`, ...argv]), { stdio: 'inherit' });
    child = running;
    const code = await new Promise<number>((resolve, reject) => {
      running.once('error', reject);
      running.once('exit', (exitCode, signal) => resolve(exitCode ?? (signal ? START_AGAIN : 1)));
    });
    if (asked || code !== START_AGAIN) return asked ? 0 : code;
    await new Promise((resolve) => setTimeout(resolve, START_AGAIN_AFTER_MS));
  }
};

const runHere = async (config: PlayerConfig, headless: boolean): Promise<number> => {
  const clocks = realClocks();
  const write = (line: string): void => {
    process.stdout.write(line);
  };
  const log = jsonLog(write, clocks.wall);
  const openStage = (): OpenStage => {
    if (config.shell === 'none') return openNoneStage({ write, clocks });
    const environment = readEnvironment();
    const program = findChromium(environment);
    if (!program) {
      throw missing(
        'Không tìm thấy Chromium. Debian/Ubuntu: `apt-get install chromium`; nơi khác: cài Chromium rồi đặt CHROMIUM_PATH.',
        'No Chromium was found. Debian or Ubuntu: `apt-get install chromium`; elsewhere install it and set CHROMIUM_PATH.',
      );
    }
    if (process.platform === 'linux' && !headless && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
      throw missing(
        'Không có màn hình đồ họa (DISPLAY). Hãy chạy trong phiên đồ họa, hoặc thêm `--headless`.',
        'There is no graphical display (DISPLAY). Start it in a desktop session, or add `--headless`.',
      );
    }
    return openChromiumStage({ program, headless, window: config.window, pageFolder: BUILT_PAGE, clocks, log });
  };
  let leave: (how: Leaving) => void = () => {};
  const player = composePlayer(config, {
    openStage: openStage(),
    hands: { restartApp: () => leave('again'), ...rebootHands(config.mayReboot) },
    log,
    clocks,
    happened: ({ kind, ...facts }) => log(`player.${kind}`, { facts }),
    leave: (how) => leave(how),
  });
  const asked = new Promise<number>((resolve) => {
    process.once('SIGINT', () => resolve(0)).once('SIGTERM', () => resolve(0));
    leave = (how) => resolve(how === 'again' ? START_AGAIN : LEFT);
  });
  try {
    await player.start();
    return await asked;
  } finally {
    await player.stop();
  }
};

const main = async (): Promise<number> => {
  const words = readShellWords(process.argv.slice(2));
  const config = readPlayerConfig(readEnvironment(), words.argv);
  if (config.shell !== 'none') await buildIfStale();
  if (config.shell === 'electron') return runElectron(words.argv);
  for (;;) {
    const code = await runHere(config, words.headless);
    if (code !== START_AGAIN) return code;
  }
};

try {
  process.exitCode = await main();
} catch (thrown) {
  const known = thrown instanceof Missing || thrown instanceof ConfigFault;
  process.stderr.write(`\n${known ? thrown.message : `✗ ${wordsOf(thrown)}`}\n\n`);
  process.exitCode = 1;
}
