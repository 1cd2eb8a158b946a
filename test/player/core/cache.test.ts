/** Files by content, against a real HTTP server: resume, damage, order, eviction, a full disk. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cache, createCache } from '../../../player/core/cache.ts';
import { type Clocks, realClocks } from '../../../player/core/clocks.ts';
import { filesByNeed } from '../../../player/core/need-order.ts';
import type { ManifestFile } from '../../../playlists/wire/manifest.ts';
import { type FakeServer, startFakeServer } from '../../support/fake-server.ts';
import { aFolder } from '../../support/folder.ts';
import { aBody, aFile } from '../../support/signed-manifest.ts';
import { until } from '../../support/until.ts';

let server: FakeServer;
const caches: Cache[] = [];
const faults: string[] = [];
beforeEach(async () => {
  server = await startFakeServer();
  faults.length = 0;
});
afterEach(async () => {
  for (const cache of caches.splice(0)) await cache.stop();
  await server.stop();
});

/** Waits are a hundredth of the real ones, so retries take no test time; the order of things stays. */
const hasty = (): Clocks => {
  const real = realClocks();
  return { ...real, after: (ms, run) => real.after(ms / 100, run) };
};
const open = async (folder: string, more: { freeBytes?: () => Promise<number>; clocks?: Clocks } = {}) => {
  const cache = createCache({
    folder,
    calls: {
      open: (path, headers, signal) =>
        fetch(`${server.url}/api${path}`, { headers: { ...headers, authorization: `Bearer ${server.token}` }, signal }),
    },
    clocks: more.clocks ?? hasty(),
    log: () => {},
    reserveBytes: 1_000,
    fault: (code) => faults.push(code),
    ...(more.freeBytes ? { freeBytes: more.freeBytes } : {}),
  });
  caches.push(cache);
  await cache.open();
  return cache;
};
const need = (cache: Cache, files: ManifestFile[]): void =>
  cache.need({ fetch: files, keep: new Set(files.map(({ digest }) => digest)), spare: new Set() });
const ready = (cache: Cache, ...files: ManifestFile[]) =>
  until('the files', () => files.every(({ digest }) => cache.has(digest)));

test('F1 a download goes on at the byte where it stopped', async () => {
  const big = aFile('big', 300_000);
  server.serveFile(big);
  server.bytesPerSecond = 400_000;
  const folder = await aFolder();
  const first = await open(folder, { clocks: realClocks() });
  need(first, [big.file]);
  await until('a third', () => first.progressOf([big.file]).bytesReady > 100_000);
  await first.stop();
  expect((await readdir(folder)).every((name) => name.endsWith('.part'))).toBe(true);
  server.bytesPerSecond = null;
  const second = await open(folder, { clocks: realClocks() });
  need(second, [big.file]);
  await ready(second, big.file);
  expect(Number(/\d+/.exec(server.fileRequests.at(-1)?.range ?? '')?.[0])).toBeGreaterThan(100_000);
  expect(await readFile(second.locate(big.file.digest)?.path ?? '')).toEqual(big.content);
});

test('E4 what comes with other bytes, or more of them, is never kept', async () => {
  const one = aFile('one');
  server.serveFile(one);
  const cache = await open(await aFolder());
  let spoiled = 0;
  server.spoil = (_, chunk) => {
    spoiled += 1;
    const bent = Buffer.from(chunk);
    bent[7] = (bent[7] ?? 0) ^ 1;
    return bent;
  };
  need(cache, [one.file]);
  await until('the fault', () => faults.includes('file-wrong'));
  expect(cache.has(one.file.digest)).toBe(false);
  server.spoil = (_, chunk) => chunk;
  await ready(cache, one.file);
  expect(spoiled).toBeGreaterThan(0);

  const two = aFile('two');
  server.serveFile({ ...two, content: Buffer.concat([two.content, Buffer.alloc(9)]) });
  need(cache, [one.file, two.file]);
  await until(
    'refused twice',
    () => server.fileRequests.filter(({ digest }) => digest === two.file.digest).length >= 2,
  );
  expect(cache.has(two.file.digest)).toBe(false);
});

test('F4 a file that rots on the disk is found, thrown away and fetched again', async () => {
  const one = aFile('one');
  server.serveFile(one);
  const folder = await aFolder();
  const cache = await open(folder);
  need(cache, [one.file]);
  await ready(cache, one.file);
  const path = join(folder, one.file.digest);
  const rotten = await readFile(path);
  rotten[1_000] = (rotten[1_000] ?? 0) ^ 1;
  await writeFile(path, rotten);
  const restarted = await open(folder);
  need(restarted, [one.file]);
  await restarted.verifyAll();
  expect(faults).toContain('file-corrupt');
  await ready(restarted, one.file);
  expect(await readFile(path)).toEqual(one.content);
  expect(await restarted.verify(one.file.digest)).toBe(true);
});

test('a line that goes silent is given up, and the download goes on behind what came', async () => {
  const one = aFile('one', 300_000);
  server.serveFile(one);
  server.silentAfter = 130_000;
  const cache = await open(await aFolder());
  need(cache, [one.file]);
  await ready(cache, one.file);
  expect(server.fileRequests.map(({ range }) => range)).toEqual([null, expect.stringMatching(/^bytes=[1-9]/)]);
});

test('F10 a portal that answers 200 with its own page, and a broken line, cost retries only', async () => {
  const one = aFile('one', 90_000);
  server.serveFile({ ...one, content: Buffer.from('<html>Please log in</html>') });
  const cache = await open(await aFolder());
  need(cache, [one.file]);
  await until('two tries', () => server.fileRequests.length >= 2);
  let breaks = 2;
  server.spoil = (_, chunk) => {
    breaks -= 1;
    if (breaks >= 0) throw new Error('the line breaks');
    return chunk;
  };
  server.serveFile(one);
  await ready(cache, one.file);
  expect(breaks).toBeLessThan(0);
});

test('F9 a full disk evicts strangers only, says so, and goes on when there is room', async () => {
  const [old, kept, fresh] = [aFile('old', 50_000), aFile('kept', 50_000), aFile('fresh', 50_000)];
  server.serveFile(old, kept, fresh);
  const folder = await aFolder();
  let free = 1_000_000;
  const cache = await open(folder, { freeBytes: async () => free });
  need(cache, [old.file, kept.file]);
  await ready(cache, old.file, kept.file);
  free = 11_000;
  need(cache, [kept.file, fresh.file]);
  await ready(cache, fresh.file);
  expect((await readdir(folder)).sort()).toEqual([kept.file.digest, fresh.file.digest].sort());

  free = 0;
  const more = aFile('more', 50_000);
  server.serveFile(more);
  need(cache, [kept.file, fresh.file, more.file]);
  await until('the fault', () => faults.includes('disk-full'));
  expect([kept.file, fresh.file].every(({ digest }) => cache.has(digest))).toBe(true);
  free = 1_000_000;
  await ready(cache, more.file);
});

test('the soonest needed comes first, the safe image before all', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const files = names.map((name) => aFile(name, 30_000));
  const safe = aFile('safe', 10_000, 'image/png');
  const body = aBody(
    files.map(({ file }) => file),
    { cueMs: 10_000, safe: safe.file },
  );
  const order = filesByNeed([body], 25_000).map(({ digest }) => digest);
  const digestOf = (i: number) => files[i]?.file.digest;
  expect(order).toEqual([safe.file.digest, digestOf(2), digestOf(3), digestOf(0), digestOf(1)]);
  server.serveFile(safe, ...files);
  const cache = await open(await aFolder());
  need(cache, filesByNeed([body], 25_000));
  await ready(cache, ...body.files);
  expect(server.fileRequests.slice(0, 2).map(({ digest }) => digest)).toEqual(order.slice(0, 2));
});

test('E7 a wiped cache holds nothing and fetches nothing', async () => {
  const [one, two] = [aFile('one'), aFile('two', 500_000)];
  server.serveFile(one, two);
  server.bytesPerSecond = 200_000;
  const folder = await aFolder();
  const cache = await open(folder);
  need(cache, [one.file, two.file]);
  await ready(cache, one.file);
  await cache.wipe();
  expect(await readdir(folder)).toEqual([]);
  expect(cache.has(one.file.digest)).toBe(false);
});
