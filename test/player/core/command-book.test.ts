/** The player's book of commands: nothing late, nothing twice, nothing lost, whatever the disk, the clock and the server do. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CommandBook,
  type CommandBookDoors,
  type Deed,
  openCommandBook,
} from '../../../player/core/command-book.ts';
import { COMMAND_KINDS } from '../../../playlists/model/command.ts';
import { BootId, CommandId } from '../../../playlists/model/ids.ts';
import type { CommandResult } from '../../../playlists/wire/command.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { until } from '../../support/until.ts';

const NOW = Date.UTC(2026, 10, 29, 9);
let boots = 0;

interface Bench {
  book: CommandBook;
  ran: string[];
  told: CommandResult[];
}
const openBench = async (folder: string, parts: Partial<CommandBookDoors> = {}): Promise<Bench> => {
  const ran: string[] = [];
  const told: CommandResult[] = [];
  const book = await openCommandBook({
    folder,
    bootId: BootId.parse(`boot_${String(++boots).padStart(8, '0')}`),
    machine: 'one',
    clocks: createFakeClocks(NOW),
    trustedNow: () => NOW,
    can: COMMAND_KINDS,
    run: async ({ id }): Promise<Deed> => {
      ran.push(id);
      return { kind: 'done' };
    },
    tell: async (result) => {
      told.push(result);
      return true;
    },
    log: () => {},
    damaged: () => {},
    ...parts,
  });
  return { book, ran, told };
};
const aFolder = () => mkdtemp(join(tmpdir(), 'bang-tin-book-'));
const aCommand = (n: number, task: object = { kind: 'reload' }, expiresAt = NOW + 60_000) => ({
  id: CommandId.parse(`cmd_${n}`),
  task,
  expiresAt,
});
const codeOf = async (answer: ReturnType<CommandBook['hear']>) => {
  const said = await answer;
  return said.kind === 'refused' ? said.refusal.code : said.kind;
};

describe('the book of commands', () => {
  it('does a command once, however often it comes, and tells its result until the server has it', async () => {
    const folder = await aFolder();
    let online = false;
    const told: CommandResult[] = [];
    const tell = async (result: CommandResult) => {
      if (online) told.push(result);
      return online;
    };
    const first = await openBench(folder, { tell });
    const answers = await Promise.all([first.book.hear(aCommand(1)), first.book.hear(aCommand(1))]);
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    await until('it is done', () => first.book.list()[0]?.result);
    expect(first.ran).toEqual(['cmd_1']);
    await first.book.stop();

    const second = await openBench(folder, { tell });
    online = true;
    expect(await codeOf(second.book.hear(aCommand(1)))).toBe('accepted');
    second.book.welcomed();
    await until('it is told', () => second.book.list()[0]?.told);
    expect(second.ran).toEqual([]);
    expect(told[0]).toMatchObject({ id: 'cmd_1', outcome: { kind: 'done' } });
  });

  it('refuses what has expired by its own clock, before it is begun and when its turn comes', async () => {
    let now = NOW;
    const go = Promise.withResolvers<void>();
    const bench = await openBench(await aFolder(), {
      trustedNow: () => now,
      run: async ({ id }) => {
        if (id === 'cmd_2') await go.promise;
        else bench.ran.push(id);
        return { kind: 'done' };
      },
    });
    expect(await codeOf(bench.book.hear(aCommand(1, { kind: 'blank', seconds: 60 }, NOW)))).toBe('command-expired');
    expect(await codeOf(bench.book.hear(aCommand(2)))).toBe('accepted');
    expect(await codeOf(bench.book.hear(aCommand(3)))).toBe('accepted');
    now = NOW + 60_000;
    go.resolve();
    const late = await until('the third has ended', () => bench.book.list().find(({ id }) => id === 'cmd_3')?.result);
    expect(late.outcome).toMatchObject({ kind: 'failed', refusal: { code: 'command-expired' } });
    expect(bench.ran).toEqual([]);
  });

  it('waits a moment for a clock that can be believed, and refuses without one', async () => {
    let now: number | null = null;
    const clocks = createFakeClocks(NOW);
    const bench = await openBench(await aFolder(), { trustedNow: () => now, clocks });
    const early = bench.book.hear(aCommand(1));
    now = NOW;
    bench.book.clockKnown();
    expect(await codeOf(early)).toBe('accepted');
    now = null;
    const never = bench.book.hear(aCommand(2));
    clocks.pass(5_000);
    expect(await codeOf(never)).toBe('command-clock-untrusted');
  });

  it('says not supported to what it does not know and to what it cannot do', async () => {
    const bench = await openBench(await aFolder(), { can: ['reload'] });
    expect(await codeOf(bench.book.hear(aCommand(1, { kind: 'make-coffee' })))).toBe('command-not-supported');
    expect(await codeOf(bench.book.hear(aCommand(2, { kind: 'restart-app' })))).toBe('command-not-supported');
    expect(await codeOf(bench.book.hear('nonsense'))).toBe('command-not-supported');
    expect(bench.book.list()).toEqual([]);
  });

  it.each([
    ['restart-app', 'one', 'done'],
    ['restart-machine', 'two', 'done'],
    ['restart-machine', 'one', 'command-interrupted'],
    ['clear-cache', 'one', 'command-interrupted'],
  ])('%s, then a start on machine %s: %s, and it is not begun again', async (kind, machine, end) => {
    const folder = await aFolder();
    const before = await openBench(folder, {
      run: () => new Promise(() => {}),
    });
    expect(await codeOf(before.book.hear(aCommand(1, { kind })))).toBe('accepted');
    const after = await openBench(folder, { machine });
    expect(await codeOf(after.book.hear(aCommand(1, { kind })))).toBe('accepted');
    const { outcome } = await until('its result is told', () => after.told[0]);
    expect(outcome.kind === 'done' ? 'done' : outcome.refusal.code).toBe(end);
    expect(after.ran).toEqual([]);
  });

  it('turns what a command throws into its failure, and goes on', async () => {
    const bench = await openBench(await aFolder(), {
      run: async ({ id }) => {
        if (id === 'cmd_1') throw new Error('no frame');
        return { kind: 'done' };
      },
    });
    await bench.book.hear(aCommand(1));
    await bench.book.hear(aCommand(2));
    await until('both are told', () => bench.told.length === 2);
    expect(bench.told.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'failed', refusal: { code: 'command-failed', technician: 'no frame' } },
      { kind: 'done' },
    ]);
  });

  it('forgets the oldest that are told and over, never one that could come again', async () => {
    let now = NOW;
    const bench = await openBench(await aFolder(), { trustedNow: () => now });
    for (let n = 0; n < 70; n += 1) await bench.book.hear(aCommand(n));
    await until('all are told', () => bench.told.length === 70);
    await until('and that is written', () => bench.book.list().every(({ told }) => told));
    expect(bench.book.list()).toHaveLength(70);
    now = NOW + 60_000;
    await bench.book.hear(aCommand(999, { kind: 'reload' }, now + 60_000));
    expect(bench.book.list().length).toBeLessThanOrEqual(61);
  });
});
