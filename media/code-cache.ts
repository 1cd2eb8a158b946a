/**
 * Compiled code of the workbench, kept in a folder that processes in the sandbox may only read: most of what a small picture costs is to start
 * Node and to compile. Filled by us, with no stranger's file in reach, whenever the code or Node is another than when it was filled.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from './sandbox.ts';
import { askWorkbench } from './workbench.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = 'filled-by';

/** Other code gives another stamp. What it misses costs time alone: Node compares each file that it takes from the cache. */
const stampOf = (): string => {
  const hash = createHash('sha256').update(process.version);
  const own = readdirSync(join(ROOT, 'media')).filter((name) => name.endsWith('.ts'));
  for (const name of [...own.map((file) => `media/${file}`), 'package.json'])
    hash.update(readFileSync(join(ROOT, name)));
  return hash.digest('hex');
};

/** `folder` once it is filled; null = it cannot be, and the workbench compiles each time. Never throws. */
export const fillCodeCache = async (sandbox: Sandbox, folder: string): Promise<string | null> => {
  try {
    const stamp = stampOf();
    const path = join(folder, STAMP);
    if ((await readFile(path, 'utf8').catch(() => null)) === stamp) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const filled = await askWorkbench({ sandbox, codeCache: null }, { kind: 'load' }, { input: null, folder });
    if (!filled.ok || filled.value.kind !== 'loaded') return null;
    await writeFile(path, stamp);
    return folder;
  } catch {
    return null;
  }
};
