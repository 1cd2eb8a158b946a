/** G1: plays are stored exactly once and acknowledged only when durable; a receipt never jumps a gap. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DeviceId, ScreenId } from '../../../playlists/model/ids.ts';
import { PlayBatch } from '../../../playlists/wire/play.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { createIngest } from '../../../server/proof/ingest.ts';
import { aFolder } from '../../support/folder.ts';
import { aPlay } from '../../support/plays.ts';

const DEVICE = DeviceId.parse(`dev_${'a'.repeat(32)}`);
const OTHER = DeviceId.parse(`dev_${'b'.repeat(32)}`);
const SCREEN = ScreenId.parse('scr_gate');
const BOOT = 'boot_00000001';
const aBatch = (seqs: number[], bootId = BOOT) => PlayBatch.parse({ bootId, plays: seqs.map((seq) => aPlay(seq)) });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const aStore = async () => {
  const database = await openDatabase(join(await aFolder(), 'plays.sqlite'));
  onTestFinished(() => database.close());
  const proven: number[] = [];
  const ingest = createIngest({
    database,
    now: () => 7_000,
    proven: ({ plays }) => proven.push(...plays.map((play) => play.seq)),
  });
  const seqs = () => database.raw.prepare('select seq from play where device_id = ? order by seq').pluck().all(DEVICE);
  return { database, ingest, proven, seqs };
};

describe('storing plays', () => {
  it('keeps every column and says what is durable', async () => {
    const { database, ingest } = await aStore();
    const failed = aPlay(1, {
      kind: 'safe',
      assetId: null,
      digest: null,
      slotId: null,
      playlistId: null,
      outcome: 'failed',
      frames: null,
      clock: 'untrusted',
      fault: 'decoder',
    });
    const batch = PlayBatch.parse({ bootId: BOOT, plays: [failed] });
    expect(await ingest.store(DEVICE, SCREEN, batch)).toEqual({ bootId: BOOT, storedUpTo: 1 });
    expect(database.raw.prepare('select * from play').get()).toEqual({
      device_id: DEVICE,
      boot_id: BOOT,
      seq: 1,
      screen_id: SCREEN,
      kind: 'safe',
      asset_id: null,
      digest: null,
      slot_id: null,
      playlist_id: null,
      epoch: 1,
      version: 1,
      due_at: failed.dueAt,
      started_at: failed.startedAt,
      duration_ms: 10_000,
      outcome: 'failed',
      frames: null,
      clock: 'untrusted',
      fault: 'decoder',
      received_at: 7_000,
    });
  });

  it('a batch that comes twice, alone or overlapping, adds nothing and is acknowledged again', async () => {
    const { ingest, seqs, proven } = await aStore();
    await ingest.store(DEVICE, SCREEN, aBatch([1, 2, 3]));
    expect((await ingest.store(DEVICE, SCREEN, aBatch([1, 2, 3]))).storedUpTo).toBe(3);
    expect((await ingest.store(DEVICE, SCREEN, aBatch([2, 3, 4, 5]))).storedUpTo).toBe(5);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(proven).toEqual([1, 2, 3, 4, 5]);
  });

  it('a gap is stored behind and holds the receipt back until it is filled', async () => {
    const { ingest, seqs } = await aStore();
    await ingest.store(DEVICE, SCREEN, aBatch([1, 2]));
    expect((await ingest.store(DEVICE, SCREEN, aBatch([5, 6]))).storedUpTo).toBe(2);
    expect((await ingest.store(DEVICE, SCREEN, aBatch([4]))).storedUpTo).toBe(2);
    expect((await ingest.store(DEVICE, SCREEN, aBatch([3]))).storedUpTo).toBe(6);
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('boots and devices are counted apart', async () => {
    const { ingest } = await aStore();
    const answers = await Promise.all([
      ingest.store(DEVICE, SCREEN, aBatch([1, 2, 3])),
      ingest.store(DEVICE, SCREEN, aBatch([1], 'boot_00000002')),
      ingest.store(OTHER, SCREEN, aBatch([1, 2])),
      ingest.store(OTHER, SCREEN, aBatch([2, 4])),
    ]);
    expect(answers.map((receipt) => receipt.storedUpTo)).toEqual([3, 1, 2, 2]);
  });

  it('everything of one turn of the loop is one commit', async () => {
    const { database, ingest } = await aStore();
    const other = await openDatabase(database.raw.name);
    onTestFinished(() => other.close());
    const seen: number[] = [];
    await Promise.all(
      range(1, 40).map(async (n) => {
        await ingest.store(DEVICE, SCREEN, aBatch([n]));
        seen.push(other.raw.prepare('select count(*) from play').pluck().get() as number);
      }),
    );
    // Whoever was answered first found all forty there already.
    expect(new Set(seen)).toEqual(new Set([40]));
  });

  it('when the disk refuses, nobody is told that anything is stored, and the next try works', async () => {
    const { database, ingest, seqs } = await aStore();
    database.raw.pragma('query_only = ON');
    await expect(ingest.store(DEVICE, SCREEN, aBatch([1]))).rejects.toThrow();
    database.raw.pragma('query_only = OFF');
    expect((await ingest.store(DEVICE, SCREEN, aBatch([1]))).storedUpTo).toBe(1);
    expect(seqs()).toEqual([1]);
  });

  it('stop commits what waits', async () => {
    const { ingest, seqs } = await aStore();
    const answers = range(1, 30).map((n) => ingest.store(DEVICE, SCREEN, aBatch([n])));
    ingest.stop();
    expect(seqs()).toEqual(range(1, 30));
    expect((await Promise.all(answers)).at(-1)?.storedUpTo).toBe(30);
  });

  it('property: however batches are cut, repeated and shuffled, each play is there once and the receipt is the first gap', async () => {
    const { database, ingest } = await aStore();
    let boots = 100_000_000;
    const someSeqs = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(someSeqs, { minLength: 1, maxLength: 12 }), async (batches) => {
        boots += 1;
        const bootId = `boot_${boots}`;
        const sent = new Set<number>();
        for (const [i, seqs] of batches.entries()) {
          const answers = [ingest.store(DEVICE, SCREEN, aBatch(seqs, bootId))];
          if (i % 3 === 0) answers.push(ingest.store(DEVICE, SCREEN, aBatch([...seqs].reverse(), bootId)));
          const receipts = await Promise.all(answers);
          for (const seq of seqs) sent.add(seq);
          let firstGap = 1;
          while (sent.has(firstGap)) firstGap += 1;
          for (const receipt of receipts) expect(receipt.storedUpTo).toBe(firstGap - 1);
        }
        const stored = database.raw.prepare('select seq from play where boot_id = ? order by seq').pluck().all(bootId);
        expect(stored).toEqual([...sent].sort((a, b) => a - b));
      }),
      { numRuns: 150 },
    );
  });
});
