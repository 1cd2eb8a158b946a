/**
 * The console as it is built for real, once for all tests of one source: a build takes longer than most of them. It lies in a folder named
 * by a digest of all that it is made of, so a stale one can never pass a test.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACE = join(ROOT, 'node_modules/.cache/bang-tin-console');
const MADE_OF = ['server/console', 'playlists', 'package-lock.json'];

const filesIn = (path: string): string[] =>
  statSync(join(ROOT, path)).isDirectory()
    ? readdirSync(join(ROOT, path))
        .toSorted()
        .flatMap((name) => filesIn(`${path}/${name}`))
    : [path];

const digestOfSource = (): string => {
  const hash = createHash('sha256').update(process.version);
  for (const path of MADE_OF.flatMap(filesIn)) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex').slice(0, 32);
};

/** Folder of the console built of this source. Two that build at once make the same; the second one's counts. */
export const buildConsole = async (): Promise<string> => {
  const built = join(PLACE, digestOfSource());
  if (existsSync(built)) return built;
  const folder = `${built}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  const config = join(ROOT, 'server/console/vite.config.ts');
  await new Promise<void>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        ...[join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--config', config],
        ...['--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
      ],
      { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`vite build: ${code}: ${said}`))));
  });
  // The folder of another source, and what a build that was stopped left.
  for (const name of readdirSync(PLACE))
    if (join(PLACE, name) !== folder && join(PLACE, name) !== built)
      await rm(join(PLACE, name), { recursive: true, force: true });
  if (!existsSync(built)) await rename(folder, built);
  return built;
};
