/**
 * Compiled code of the workbench, kept in a folder that processes in the sandbox may only read: most of what a small picture costs is to start
 * Node and to compile. Filled by us, with no stranger's file in reach, whenever the code or Node is another than when it was filled.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from './sandbox.ts';
import { askWorkbench } from './workbench.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Empty, and there once all entries are. */
const FILLED = 'filled';

/** Other code gives another stamp. What it misses costs time alone: Node compares each file that it takes from the cache. */
const stampOf = (): string => {
  const hash = createHash('sha256').update(process.version);
  const own = readdirSync(join(ROOT, 'media')).filter((name) => name.endsWith('.ts'));
  for (const name of [...own.map((file) => `media/${file}`), 'package.json'])
    hash.update(readFileSync(join(ROOT, name)));
  return hash.digest('hex').slice(0, 32);
};

/**
 * The filled folder within `place` that is of this code and this Node; null = it cannot be filled, and the workbench compiles each time. Folders
 * of other code are removed. Two that fill at once do no harm: each entry is put in its place whole. Never throws.
 */
export const fillCodeCache = async (sandbox: Sandbox, place: string): Promise<string | null> => {
  try {
    const stamp = stampOf();
    const folder = join(place, stamp);
    const mark = join(folder, FILLED);
    if (await stat(mark).catch(() => null)) return folder;
    await mkdir(folder, { recursive: true });
    const filled = await askWorkbench({ sandbox, codeCache: null }, { kind: 'load' }, { input: null, folder });
    if (!filled.ok || filled.value.kind !== 'loaded') return null;
    await writeFile(mark, '');
    for (const name of await readdir(place))
      if (name !== stamp) await rm(join(place, name), { recursive: true, force: true });
    return folder;
  } catch {
    return null;
  }
};
