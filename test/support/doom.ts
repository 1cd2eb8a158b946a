/**
 * Preloaded into a doomed process: counts its durable steps on disk (opening for writing, writing, syncing, renaming,
 * removing) from the first one whose path contains `DOOM_FROM`, and dies by SIGKILL just before step `DOOM_STEP`.
 */
import fsPromises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';

const from = process.env.DOOM_FROM ?? '';
const last = Number(process.env.DOOM_STEP ?? 0);
let counting = false;
let steps = 0;

const step = (path: string): void => {
  if (path.includes(from)) counting = true;
  if (!counting || last === 0) return;
  steps += 1;
  if (steps >= last) process.kill(process.pid, 'SIGKILL');
};

const paths = new WeakMap<FileHandle, string>();
const { open, rename, rm, truncate } = fsPromises;
Object.assign(fsPromises, {
  open: async (...args: Parameters<typeof open>) => {
    if (args[1] !== 'r' && args[1] !== undefined) step(String(args[0]));
    const handle = await open(...args);
    paths.set(handle, String(args[0]));
    return handle;
  },
  rename: (...args: Parameters<typeof rename>) => {
    step(`${args[0]} ${args[1]}`);
    return rename(...args);
  },
  rm: (...args: Parameters<typeof rm>) => {
    step(String(args[0]));
    return rm(...args);
  },
  truncate: (...args: Parameters<typeof truncate>) => {
    step(String(args[0]));
    return truncate(...args);
  },
});
syncBuiltinESMExports();

const sample = await open(tmpdir(), 'r');
const prototype = Object.getPrototypeOf(sample) as Record<string, (this: FileHandle, ...args: unknown[]) => unknown>;
await sample.close();
for (const name of ['write', 'writeFile', 'sync', 'datasync', 'truncate']) {
  const real = prototype[name];
  if (!real) throw new Error(`no ${name} on file handles`);
  prototype[name] = function (...args) {
    step(paths.get(this) ?? '');
    return real.apply(this, args);
  };
}
