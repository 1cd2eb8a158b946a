/**
 * `npm run dev`: the developer's one command. Server restarted on change, console through Vite, one windowed player, all on a
 * sample ward in `data/dev` that is made at the first run and kept. Ctrl-C stops everything.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Child, startChild } from './child.ts';
import { readEnvironment } from './environment.ts';
import { openStaff } from './staff.ts';
import { fillLibrary, type Run, startPlayers, startServer } from './steps.ts';
import { ADMIN, buildPlaylists, buildSlots, buildTickers, buildWard } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'data', 'dev');
const account = join(folder, 'account.json');
const print = (line = '') => process.stdout.write(`${line}\n`);
const SERVER_PORT = 8080;
const CONSOLE_PORT = 5173;

const children: Child[] = [];
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort());
const dev: Run = { folder, children, print, signal: interrupted.signal, headless: !readEnvironment().hasDisplay };

/** Fills an empty ward once, exactly as the demo does. */
const makeSampleWard = async (): Promise<void> => {
  const { base, staff, password } = await startServer(dev, SERVER_PORT);
  const screens = await buildWard(staff);
  const playlists = await buildPlaylists(staff, await fillLibrary(dev, staff), screens);
  await startPlayers(dev, base, staff, screens.slice(0, 1));
  const nextHour = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  await buildSlots(staff, playlists, nextHour);
  await buildTickers(staff, screens, nextHour - 3_600_000);
  await staff.call('publish', { body: { note: 'Bản mẫu để phát triển' } });
  await writeFile(account, JSON.stringify({ email: ADMIN.email, password }), { mode: 0o600 });
  for (const child of children.splice(0).reverse()) await child.stop();
};

try {
  await mkdir(folder, { recursive: true });
  if (!existsSync(account)) await makeSampleWard();
  const base = `http://127.0.0.1:${SERVER_PORT}`;
  const echo = (name: string) => ({ onLine: (line: string) => print(`[${name}] ${line}`) });
  const server = startChild(['--watch', 'server/main.ts'], {
    cwd: root,
    env: {
      BANGTIN_DATA: join(folder, 'server'),
      PORT: String(SERVER_PORT),
      HOST: '127.0.0.1',
      PUBLIC_URL: base,
      DEV_ORIGIN: `http://127.0.0.1:${CONSOLE_PORT}`,
    },
    ...echo('server'),
  });
  children.push(server);
  children.push(
    startChild(
      [
        'node_modules/vite/bin/vite.js',
        '--config',
        'server/console/vite.config.ts',
        '--host',
        '127.0.0.1',
        '--port',
        String(CONSOLE_PORT),
        '--strictPort',
      ],
      { cwd: root, ...echo('console') },
    ),
  );
  const { email, password } = z
    .object({ email: z.string(), password: z.string() })
    .parse(JSON.parse(await readFile(account, 'utf8')));
  await openStaff(base).waitUntilUp(60_000);
  children.push(
    startChild(
      [
        'player/start.ts',
        '--shell',
        'chromium',
        '--windowed',
        ...(dev.headless ? ['--headless'] : []),
        '--server',
        base,
        '--data',
        join(folder, 'player-0'),
        '--screen-size',
        '768x384',
      ],
      {
        cwd: root,
        ...echo('player'),
      },
    ),
  );
  print(`\n  Console (Vite): http://127.0.0.1:${CONSOLE_PORT}\n  ${email}  ${password}\n`);
  if (!interrupted.signal.aborted)
    await new Promise<void>((resolve) => interrupted.signal.addEventListener('abort', () => resolve(), { once: true }));
} catch (fault) {
  if (!interrupted.signal.aborted) {
    process.stderr.write(`✗ npm run dev: ${fault instanceof Error ? fault.stack : String(fault)}\n`);
    process.exitCode = 1;
  }
} finally {
  for (const child of children.reverse()) await child.stop();
}
