import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { scratchFolder } from '../support/media-samples.ts';

let folder: string;
let drop: () => Promise<void>;
let store: MediaStore;
beforeEach(async () => {
  ({ path: folder, drop } = await scratchFolder());
  store = await openDiskStore(join(folder, 'store'));
});
afterEach(() => drop());

const BYTES = Buffer.from('bảng tin '.repeat(1_000));
const DIGEST = Digest.parse(createHash('sha256').update(BYTES).digest('hex'));
const everything = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());

test('a stream is named by its bytes, sharded, read back whole and in parts', async () => {
  expect(await store.put(Readable.from([BYTES]))).toEqual({ digest: DIGEST, bytes: BYTES.length });
  expect(everything()).toEqual([join('store', DIGEST.slice(0, 2), DIGEST)]);
  expect(await buffer(store.read(DIGEST))).toEqual(BYTES);
  expect(await buffer(store.read(DIGEST, { from: 3, to: 9 }))).toEqual(BYTES.subarray(3, 10));
  expect(await store.find(DIGEST)).toEqual({ digest: DIGEST, bytes: BYTES.length });
});

test('the same bytes twice are one file; an adopted file leaves its place', async () => {
  await store.put(Readable.from([BYTES]));
  const path = join(folder, 'finished');
  await writeFile(path, BYTES);
  expect(await store.adopt(path)).toEqual({ digest: DIGEST, bytes: BYTES.length });
  expect(existsSync(path)).toBe(false);
  expect(everything()).toHaveLength(1);
});

test('a half-written file of the same name is replaced', async () => {
  await store.put(Readable.from([BYTES]));
  await writeFile(store.localPath(DIGEST), 'torn');
  await store.put(Readable.from([BYTES]));
  expect(await buffer(store.read(DIGEST))).toEqual(BYTES);
});

test('a stream that fails leaves nothing', async () => {
  const failing = Readable.from(
    (async function* () {
      yield BYTES;
      throw new Error('cable pulled');
    })(),
  );
  await expect(store.put(failing)).rejects.toThrow('cable pulled');
  expect(everything()).toEqual([]);
});

test('sweep clears what a crash left in temp and touches nothing else', async () => {
  await store.put(Readable.from([BYTES]));
  await writeFile(join(folder, 'store', 'temp', 'half'), 'half');
  await store.sweep();
  expect(everything()).toEqual([join('store', DIGEST.slice(0, 2), DIGEST)]);
});

test('list tells by age; removing twice is no fault', async () => {
  await store.put(Readable.from([BYTES]));
  expect(await store.list(Date.now() + 60_000)).toEqual([DIGEST]);
  expect(await store.list(Date.now() - 60_000)).toEqual([]);
  await store.remove(DIGEST);
  await store.remove(DIGEST);
  expect(await store.find(DIGEST)).toBeNull();
});

test('C1: nothing but a digest becomes a path', async () => {
  for (const name of ['../../etc/passwd', 'a', '', `${DIGEST}/..`]) {
    expect(() => store.localPath(name as Digest)).toThrow();
    await expect(store.find(name as Digest)).rejects.toThrow();
  }
});
