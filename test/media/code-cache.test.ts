/** Compiled code of the workbench: kept by us, only read by what reads strangers' files, and never needed. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillCodeCache } from '../../media/code-cache.ts';
import { askWorkbench } from '../../media/workbench.ts';
import { aFolder } from '../support/folder.ts';
import { openSamples } from '../support/media-samples.ts';

const listOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

test('is filled once for one code, and anew for another', async () => {
  const samples = await openSamples();
  const { sandbox } = samples.tools;
  const folder = join(await aFolder(), 'code');
  expect(await fillCodeCache(sandbox, folder)).toBe(folder);
  const filled = await listOf(folder);
  expect(filled.length).toBeGreaterThan(20);
  const [first = ''] = filled.filter((path) => !path.endsWith('filled-by'));
  await rm(first);
  expect(await fillCodeCache(sandbox, folder)).toBe(folder);
  expect(await listOf(folder)).not.toContain(first);
  await writeFile(join(folder, 'filled-by'), 'another code');
  expect(await fillCodeCache(sandbox, folder)).toBe(folder);
  expect(await listOf(folder)).toEqual(filled);
  await samples.drop();
});

test('is read by jobs and not written, is not needed, and may be rubbish', async () => {
  const samples = await openSamples();
  const { sandbox } = samples.tools;
  const folder = await aFolder();
  const cache = join(folder, 'code');
  const picture = await samples.picture('a.png', (one) => one.png());
  const paint = async (codeCache: string | null) =>
    askWorkbench({ sandbox, codeCache }, { kind: 'thumbnail' }, { input: picture, folder, name: 'a.webp' });
  const painted = { ok: true, value: { kind: 'painted' } };
  await writeFile(cache, 'no folder');
  expect(await fillCodeCache(sandbox, join(cache, 'below'))).toBeNull();
  expect(await paint(null)).toEqual(painted);
  await rm(cache);
  await fillCodeCache(sandbox, cache);
  const filled = await listOf(cache);
  for (const path of filled.slice(0, 5)) await rm(path);
  for (const path of filled.slice(5, 10)) await writeFile(path, 'rubbish');
  expect(await paint(cache)).toEqual(painted);
  if (sandbox.kind === 'bubblewrap') expect(await listOf(cache)).toEqual(filled.slice(5));
  await samples.drop();
});
