/** The journal of plays on a real disk: numbers without gaps, torn tails, receipts, limits; and its way to the server. */
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SayDamaged } from '../../../player/core/durable-file.ts';
import { type Journal, openJournal } from '../../../player/core/journal.ts';
import { BootId } from '../../../playlists/model/ids.ts';
import type { Play } from '../../../playlists/wire/play.ts';
import { aFolder } from '../../support/folder.ts';
import { makeUnreadable } from '../../support/unreadable.ts';

const aPlay = (dueAt = 1_000): Omit<Play, 'seq'> => ({
  kind: 'video',
  assetId: null,
  digest: null,
  slotId: null,
  playlistId: null,
  epoch: 1,
  version: 1,
  dueAt,
  startedAt: dueAt + 3,
  durationMs: 10_000,
  outcome: 'completed',
  frames: 250,
  clock: 'synced',
  fault: null,
});
let boots = 0;
const open = (
  folder: string,
  more: { limitBytes?: number; segmentBytes?: number; damaged?: SayDamaged } = {},
): Promise<Journal> => {
  boots += 1;
  return openJournal({
    folder,
    bootId: BootId.parse(`boot_${String(boots).padStart(8, '0')}`),
    log: () => {},
    wall: () => 7,
    damaged: () => {},
    ...more,
  });
};
const newestSegment = async (folder: string): Promise<string> =>
  join(
    folder,
    (await readdir(folder))
      .filter((name) => name.endsWith('.plays'))
      .sort()
      .at(-1) ?? '',
  );
/** Hands everything in as a perfect server would. */
const drain = async (journal: Journal): Promise<Map<string, number[]>> => {
  const got = new Map<string, number[]>();
  for (let batch = await journal.batch(); batch; batch = await journal.batch()) {
    got.set(batch.bootId, [...(got.get(batch.bootId) ?? []), ...batch.plays.map(({ seq }) => seq)]);
    await journal.acknowledge({ bootId: batch.bootId, storedUpTo: batch.plays.at(-1)?.seq ?? 0 });
  }
  return got;
};

describe('journal', () => {
  test('G1 numbers are 1, 2, 3 … whatever comes at once, and all are offered', async () => {
    const folder = await aFolder();
    const journal = await open(folder, { segmentBytes: 2_000 });
    const plays = await Promise.all(Array.from({ length: 120 }, (_, i) => journal.append(aPlay(i))));
    expect(plays.map(({ seq }) => seq)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(journal.backlog()).toBe(120);
    expect((await drain(journal)).get(journal.bootId)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(journal.backlog()).toBe(0);
    await journal.close();
  });

  test('G1 after a restart the old boot comes first, and numbering starts anew', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    for (let i = 0; i < 3; i += 1) await first.append(aPlay(i));
    await first.close();
    const second = await open(folder);
    expect((await second.append(aPlay())).seq).toBe(1);
    expect([...(await drain(second)).entries()]).toEqual([
      [first.bootId, [1, 2, 3]],
      [second.bootId, [1]],
    ]);
    await second.close();
  });

  test('a torn tail costs the torn line only', async () => {
    for (const tail of ['0123', '0123456789abcdef {"seq":4', 'garbage\n', '\0\0\0\0\0\0\0\0']) {
      const folder = await aFolder();
      const first = await open(folder);
      for (let i = 0; i < 3; i += 1) await first.append(aPlay(i));
      await first.close();
      await appendFile(await newestSegment(folder), tail);
      const second = await open(folder);
      expect((await drain(second)).get(first.bootId)).toEqual([1, 2, 3]);
      await second.close();
    }
  });

  test('a journal cut at any byte keeps every whole line before the cut', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    for (let i = 0; i < 4; i += 1) await first.append(aPlay(i));
    await first.close();
    const path = await newestSegment(folder);
    const whole = await readFile(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (cut) => {
        await writeFile(path, whole.subarray(0, cut));
        const again = await open(folder);
        expect(again.backlog()).toBe(ends.filter((end) => end <= cut).length);
        await again.close();
      }),
      { numRuns: 60 },
    );
  });

  test('only what a receipt covers is forgotten; receipts survive restarts; nonsense receipts have no effect', async () => {
    const folder = await aFolder();
    const first = await open(folder, { segmentBytes: 1_000 });
    for (let i = 0; i < 9; i += 1) await first.append(aPlay(i));
    await first.acknowledge({ bootId: first.bootId, storedUpTo: 4 });
    await first.acknowledge({ bootId: BootId.parse('boot_unknown1'), storedUpTo: 999 });
    await first.acknowledge({ bootId: first.bootId, storedUpTo: 2 });
    expect(first.backlog()).toBe(5);
    await first.close();
    const second = await open(folder);
    expect((await drain(second)).get(first.bootId)).toEqual([5, 6, 7, 8, 9]);
    await second.append(aPlay());
    await second.acknowledge({ bootId: second.bootId, storedUpTo: 500 });
    expect((await second.append(aPlay())).seq).toBe(2);
    expect(second.backlog()).toBe(1);
    await second.close();
  });

  test('a batch holds at most 500 plays of one boot', async () => {
    const journal = await open(await aFolder());
    await Promise.all(Array.from({ length: 620 }, (_, i) => journal.append(aPlay(i))));
    const batch = await journal.batch();
    expect(batch?.plays).toHaveLength(500);
    expect(batch?.plays[0]?.seq).toBe(1);
    await journal.close();
  });

  test('beyond the limit the oldest are dropped and counted, the newest stay', async () => {
    const folder = await aFolder();
    const journal = await open(folder, { segmentBytes: 1_000, limitBytes: 5_000 });
    for (let i = 0; i < 40; i += 1) await journal.append(aPlay(i));
    expect(journal.dropped()).toBeGreaterThan(0);
    expect(journal.backlog()).toBe(40);
    const plays: Play[] = [];
    for (let batch = await journal.batch(); batch; batch = await journal.batch()) {
      plays.push(...batch.plays);
      await journal.acknowledge({ bootId: batch.bootId, storedUpTo: batch.plays.at(-1)?.seq ?? 0 });
    }
    expect(plays.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(plays.filter(({ fault }) => fault?.includes('lost'))).toHaveLength(journal.dropped());
    expect(plays.at(-1)?.outcome).toBe('completed');
    await journal.close();
  });

  test('a rotten line in the middle is said to be lost, without a gap and without blocking the rest', async () => {
    for (const restarted of [false, true]) {
      const folder = await aFolder();
      const first = await open(folder, { segmentBytes: 1_000 });
      for (let i = 0; i < 9; i += 1) await first.append(aPlay(i));
      const [oldest] = (await readdir(folder)).filter((name) => name.endsWith('.plays')).sort();
      const path = join(folder, oldest ?? '');
      const content = await readFile(path);
      content[30] = (content[30] ?? 0) ^ 1;
      await writeFile(path, content);
      const journal = restarted ? await first.close().then(() => open(folder)) : first;
      const batch = await journal.batch();
      expect(batch?.plays[0]).toMatchObject({ seq: 1, outcome: 'failed', kind: 'safe' });
      expect(batch?.plays[1]).toMatchObject({ seq: 2, outcome: 'completed' });
      expect((await drain(journal)).get(first.bootId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      await journal.close();
    }
  });

  test('A7 a server that forgot what it had acknowledged gets numbers without a gap', async () => {
    const journal = await open(await aFolder(), { segmentBytes: 1_000 });
    for (let i = 0; i < 9; i += 1) await journal.append(aPlay(i));
    await journal.acknowledge({ bootId: journal.bootId, storedUpTo: 8 });
    journal.retreat({ bootId: journal.bootId, storedUpTo: 3 });
    const batches = [...((await drain(journal)).get(journal.bootId) ?? [])];
    expect(batches).toEqual([4, 5, 6, 7, 8, 9]);
    await journal.close();
  });

  test.runIf(process.platform === 'linux')(
    'what cannot be read is put aside, said, and the rest is handed in',
    async () => {
      const folder = await aFolder();
      const first = await open(folder, { segmentBytes: 500 });
      for (let i = 0; i < 9; i += 1) await first.append(aPlay(i));
      await first.acknowledge({ bootId: first.bootId, storedUpTo: 1 });
      await first.close();
      const [, second = ''] = (await readdir(folder)).filter((name) => name.endsWith('.plays')).sort();
      await makeUnreadable(join(folder, 'receipts.json'));
      await makeUnreadable(join(folder, second));
      const damaged: string[] = [];
      const journal = await open(folder, { damaged: ({ file, aside }) => damaged.push(`${file} ${aside !== null}`) });
      expect(damaged.sort()).toEqual([`${second} true`, 'receipts.json true'].sort());
      const batch = (await drain(journal)).get(first.bootId);
      expect(batch).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      await journal.close();
    },
  );

  test.runIf(process.platform === 'linux')(
    'a segment that stops reading while the player runs holds nothing up',
    async () => {
      const folder = await aFolder();
      const journal = await open(folder, { segmentBytes: 1_000 });
      for (let i = 0; i < 9; i += 1) await journal.append(aPlay(i));
      const [oldest = ''] = (await readdir(folder)).filter((name) => name.endsWith('.plays')).sort();
      await makeUnreadable(join(folder, oldest));
      expect((await journal.batch())?.plays[0]).toMatchObject({ seq: 1, outcome: 'failed' });
      expect((await drain(journal)).get(journal.bootId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      await journal.close();
    },
  );

  test('a flipped receipt is not believed: the plays go in once more instead of being forgotten', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    for (let i = 0; i < 9; i += 1) await first.append(aPlay(i));
    await first.acknowledge({ bootId: first.bootId, storedUpTo: 2 });
    await first.close();
    const path = join(folder, 'receipts.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(':2}', ':6}'));
    const second = await open(folder);
    expect((await drain(second)).get(first.bootId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await second.close();
  });
});
