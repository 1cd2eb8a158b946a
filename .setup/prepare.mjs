/**
 * Makes a fresh clone ready for one command (`demo`, `test`, `check`, `start`, `player`, `dev`, `bench`, `oracle`, `fleet`):
 * dependencies on Node 24, ffmpeg, a browser, the sandbox, built pages. Does only what is missing; says what it does and,
 * where it cannot, exactly what is missing and how to get it. Runs on Node 20 or newer with nothing installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** `prepare.mjs COMMAND [PROGRAM ARGUMENTS…]`: makes ready for COMMAND, then runs PROGRAM with Node 24. */
const [command = 'start', ...program] = process.argv.slice(2);

/** What each command needs besides the dependencies. */
const NEEDS = {
  demo: { tools: ['ffmpeg', 'chromium', 'bubblewrap'], builds: ['console', 'screen'] },
  test: { tools: ['ffmpeg', 'chromium', 'bubblewrap', 'electron-display'], builds: ['console', 'screen'] },
  check: { tools: [], builds: [] },
  start: { tools: ['ffmpeg', 'bubblewrap'], builds: ['console'] },
  player: { tools: [], builds: ['screen'] },
  dev: { tools: ['ffmpeg', 'chromium', 'bubblewrap'], builds: ['screen'] },
  bench: { tools: ['ffmpeg', 'chromium', 'bubblewrap'], builds: ['console', 'screen'] },
  oracle: { tools: [], builds: [] },
  fleet: { tools: [], builds: [] },
};
const needs = NEEDS[command];
if (!needs)
  stop(`Không có lệnh "${command}".`, `There is no command "${command}". Known: ${Object.keys(NEEDS).join(', ')}.`);

function say(vi, en) {
  process.stderr.write(`• ${vi} / ${en}\n`);
}

function stop(vi, en) {
  process.stderr.write(`\n✗ ${vi}\n  ${en}\n\n`);
  process.exit(1);
}

function onPath(program) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        /* not in this folder */
      }
    }
  }
  return null;
}

/** Runs to the end; output goes to stderr so that stdout belongs to the command itself. */
function run(program, args, env = {}) {
  const ended = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return ended.status === 0;
}

// ── Dependencies ────────────────────────────────────────────────────────────────────────────────────────────────────
const nodeMajor = Number(process.versions.node.split('.')[0]);
if (nodeMajor < 20) {
  stop(
    `Node ${process.versions.node} quá cũ: cần Node 20 trở lên.`,
    `Node ${process.versions.node} is too old: install Node 20 or newer (24 is best), then run the command again.`,
  );
}

const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  const npmMajor = Number((/npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '') ?? [])[1] ?? 11);
  if (npmMajor < 11) {
    stop(
      `npm ${npmMajor} quá cũ: cần npm 11. Chạy: npm install -g npm@11`,
      `npm ${npmMajor} is too old: npm 11 is needed. Run: npm install -g npm@11`,
    );
  }
  say('Đang cài các gói phụ thuộc (npm ci)…', 'Installing dependencies (npm ci)…');
  if (!run('npm', ['ci', '--no-progress', '--loglevel=error'])) {
    stop(
      'Cài gói phụ thuộc không thành công. Kiểm tra kết nối tới kho npm rồi chạy lại.',
      'Installing dependencies failed (see above). Check that the npm registry is reachable and run again.',
    );
  }
}

/** The Node 24 that the dependencies brought; the shell's own `node` may still be the older one of this machine. */
const brought = join(
  root,
  'node_modules',
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const node24 = existsSync(brought) ? brought : nodeMajor >= 24 ? process.execPath : null;
if (!node24) {
  stop(
    `Máy này (${process.platform} ${process.arch}) không có Node 24 kèm theo. Hãy cài Node 24 rồi chạy lại.`,
    `No Node 24 comes with the dependencies for ${process.platform} ${process.arch}. Install Node 24 and run again.`,
  );
}

// ── Tools of the system ─────────────────────────────────────────────────────────────────────────────────────────────
const firstExisting = (paths) => paths.find((path) => path && existsSync(path)) ?? null;
/** An Electron that the smoke test would really start. */
const hasElectron = () =>
  Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH) ||
  existsSync(join(root, 'node_modules', 'electron', 'dist', 'electron'));

const TOOLS = {
  ffmpeg: {
    found: () =>
      firstExisting([
        process.env.FFMPEG_PATH,
        join(root, 'node_modules', 'ffmpeg-static', 'ffmpeg'),
        join(root, 'node_modules', 'ffmpeg-static', 'ffmpeg.exe'),
      ]) ?? onPath('ffmpeg'),
    packages: ['ffmpeg'],
    required: true,
    how: 'FFMPEG_PATH=/path/to/ffmpeg',
  },
  chromium: {
    found: () =>
      firstExisting([process.env.CHROMIUM_PATH]) ??
      onPath('chromium') ??
      onPath('chromium-browser') ??
      onPath('google-chrome') ??
      onPath('google-chrome-stable'),
    packages: ['chromium'],
    required: true,
    how: 'CHROMIUM_PATH=/path/to/chromium',
  },
  bubblewrap: {
    found: () => (process.platform === 'linux' ? onPath('bwrap') : 'not used here'),
    packages: ['bubblewrap'],
    required: false,
    how: 'bubblewrap (bwrap)',
  },
  'electron-display': {
    found: () =>
      process.platform !== 'linux' || !hasElectron() || ['Xvfb', 'openbox', 'import', 'xdotool'].every(onPath)
        ? 'ok'
        : null,
    packages: ['xvfb', 'openbox', 'imagemagick', 'xdotool', 'libnss3', 'libgtk-3-0', 'libgbm1', 'libasound2'],
    required: false,
    how: 'Xvfb, openbox, ImageMagick, xdotool',
  },
};

const missing = needs.tools.filter((name) => !TOOLS[name].found());
if (missing.length > 0) {
  const packages = missing.flatMap((name) => TOOLS[name].packages);
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && onPath('sudo') ? ['sudo'] : [];
  if (onPath('apt-get') && (isRoot || sudo.length > 0)) {
    say(`Đang cài: ${packages.join(', ')}…`, `Installing from Debian: ${packages.join(', ')}…`);
    const apt = (...args) => {
      const [program, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
      return run(program, rest);
    };
    apt('-qq', 'update');
    apt('-qq', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', 'install', ...packages);
  }
  for (const name of missing) {
    const tool = TOOLS[name];
    if (tool.found()) continue;
    const debian = `apt-get install ${tool.packages.join(' ')}`;
    if (tool.required) {
      stop(
        `Thiếu ${name}. Trên Debian/Ubuntu: ${debian}. Nơi khác: cài ${name} rồi đặt ${tool.how}.`,
        `${name} is missing. On Debian or Ubuntu: ${debian}. Elsewhere: install it and set ${tool.how}.`,
      );
    }
    say(
      `Không có ${tool.how}; vẫn chạy nhưng kém an toàn hoặc bỏ qua phần cần nó (${debian}).`,
      `${tool.how} is missing; going on without it (${debian}).`,
    );
  }
}

// ── Built pages ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** Newest change below the folders, build results left out. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) continue;
    latest = Math.max(
      latest,
      found.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : found.mtimeMs,
    );
  }
  return latest;
}

const BUILDS = {
  console: {
    result: join(root, 'dist', 'console', 'index.html'),
    sources: ['server/console', 'playlists', 'package-lock.json'],
    args: ['node_modules/vite/bin/vite.js', 'build', '--config', 'server/console/vite.config.ts', '--logLevel', 'warn'],
    vi: 'Đang dựng bảng điều khiển…',
    en: 'Building the console…',
  },
  screen: {
    result: join(root, 'dist', 'screen', 'index.html'),
    sources: ['player', 'playlists', 'package-lock.json'],
    args: ['player/build.ts'],
    vi: 'Đang dựng trang phát…',
    en: 'Building the screen page and the kiosk shell…',
  },
};

for (const name of needs.builds) {
  const build = BUILDS[name];
  const built = statSync(build.result, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > newest(build.sources.map((path) => join(root, path)))) continue;
  say(build.vi, build.en);
  rmSync(build.result, { force: true });
  if (!run(node24, build.args) || !existsSync(build.result)) {
    stop(`Dựng ${name} không thành công (xem lỗi ở trên).`, `Building the ${name} failed (see above).`);
  }
}

// ── The command itself ──────────────────────────────────────────────────────────────────────────────────────────────
if (program.length > 0) {
  const binaries = join(root, 'node_modules', '.bin');
  const child = spawn(node24, program, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
  });
  // The terminal sends Ctrl-C to both; the command decides when it is done. Other signals come to us alone.
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
