/** Compiled code of the workbench: kept by us, only read by what reads strangers' files, and never needed. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
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

test('is filled once for one code, by whoever comes first, and what is of other code goes', async () => {
  const samples = await openSamples();
  const { sandbox } = samples.tools;
  const place = join(await aFolder(), 'code');
  await mkdir(join(place, 'of-other-code'), { recursive: true });
  const [one, two] = await Promise.all([fillCodeCache(sandbox, place), fillCodeCache(sandbox, place)]);
  expect(one).toMatch(/[0-9a-f]{32}$/);
  expect(two).toBe(one);
  expect(await readdir(place)).toEqual([basename(one ?? '')]);
  const filled = await listOf(place);
  expect(filled.length).toBeGreaterThan(20);
  const [first = ''] = filled.filter((path) => !path.endsWith('/filled'));
  await rm(first);
  expect(await fillCodeCache(sandbox, place)).toBe(one);
  expect(await listOf(place)).not.toContain(first);
  await samples.drop();
});

test('is read by jobs and not written, is not needed, and may be rubbish', async () => {
  const samples = await openSamples();
  const { sandbox } = samples.tools;
  const folder = await aFolder();
  const place = join(folder, 'code');
  const picture = await samples.picture('a.png', (one) => one.png());
  const paint = async (codeCache: string | null) =>
    askWorkbench({ sandbox, codeCache }, { kind: 'thumbnail' }, { input: picture, folder, name: 'a.webp' });
  const painted = { ok: true, value: { kind: 'painted' } };
  await writeFile(place, 'no folder');
  expect(await fillCodeCache(sandbox, join(place, 'below'))).toBeNull();
  expect(await paint(null)).toEqual(painted);
  await rm(place);
  const cache = (await fillCodeCache(sandbox, place)) ?? '';
  const filled = await listOf(cache);
  for (const path of filled.slice(0, 5)) await rm(path);
  for (const path of filled.slice(5, 10)) await writeFile(path, 'rubbish');
  expect(await paint(cache)).toEqual(painted);
  if (sandbox.kind === 'bubblewrap') expect(await listOf(cache)).toEqual(filled.slice(5));
  await samples.drop();
});
