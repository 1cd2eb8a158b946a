/** Starts headless players in processes of their own, reads what they say, and kills exactly those. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Said {
  event: string;
  kind?: string;
  [field: string]: unknown;
}
export interface DoomedPlayer {
  said: Said[];
  /** Resolves when the process is gone, however. */
  gone: Promise<void>;
  alive(): boolean;
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const doomPath = fileURLToPath(new URL('./doom.ts', import.meta.url));
const playerPath = fileURLToPath(new URL('./headless-player.ts', import.meta.url));

export const startDoomed = (parts: {
  server: string;
  folder: string;
  doom?: { from: string; step: number };
}): DoomedPlayer => {
  const { server, folder, doom } = parts;
  const args = ['--import', doomPath, playerPath];
  const child: ChildProcess = spawn(
    process.execPath,
    [...args, '--server', server, '--data', folder, '--shell', 'none', '--reserve-mb', '0'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DOOM_FROM: doom?.from ?? '', DOOM_STEP: String(doom?.step ?? 0) },
    },
  );
  const said: Said[] = [];
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => {
    /** The last line of a killed process may be torn. */
    if (line.endsWith('}')) said.push(JSON.parse(line) as Said);
  });
  let alive = true;
  const gone = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => {
    alive = false;
    if (child.exitCode) throw new Error(`the player ended by itself: ${errors}`);
  });
  return {
    said,
    gone,
    alive: () => alive,
    kill: async (signal = 'SIGKILL') => {
      if (alive) child.kill(signal);
      await gone;
    },
  };
};
