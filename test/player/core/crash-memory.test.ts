/** Three crashes in two minutes, across lives of the program: on fake clocks and a real folder. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CrashCause, openCrashMemory, QUIET_MS } from '../../../player/core/crash-memory.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { aFolder } from '../../support/folder.ts';

const MINUTE = 60_000;
const aMachine = async () => {
  const folder = await aFolder();
  const clocks = createFakeClocks(0);
  let boot = 'first';
  const machine = () => ({ boot, uptimeMs: clocks.monotonic });
  const open = () => openCrashMemory({ folder, machine: machine(), clocks, log: () => {} });
  return {
    folder,
    clocks,
    open,
    powerCut: () => {
      boot = 'second';
    },
  };
};
type Machine = Awaited<ReturnType<typeof aMachine>>;
/** A program that ends without being told to. */
const lifeThatCrashes = async ({ open, clocks }: Machine, livesMs: number): Promise<void> => {
  await open().begin();
  clocks.pass(livesMs);
};

describe('F6 safe mode', () => {
  test.each<[string, [CrashCause, number][], boolean]>([
    [
      'two',
      [
        ['page', 0],
        ['page', 1_000],
      ],
      false,
    ],
    [
      'three at once',
      [
        ['page', 0],
        ['graphics', 1_000],
        ['page', 1_000],
      ],
      true,
    ],
    [
      'three in two minutes',
      [
        ['page', 0],
        ['page', MINUTE],
        ['page', MINUTE],
      ],
      true,
    ],
    [
      'three in more than two minutes',
      [
        ['page', 0],
        ['page', MINUTE],
        ['page', MINUTE + 1],
      ],
      false,
    ],
    [
      'one a minute and a half, for ever',
      Array.from({ length: 9 }, () => ['page', 1.5 * MINUTE] as [CrashCause, number]),
      false,
    ],
  ])('%s', async (_, crashes, safe) => {
    const { open, clocks } = await aMachine();
    const memory = open();
    await memory.begin();
    for (const [cause, afterMs] of crashes) {
      clocks.pass(afterMs);
      memory.crashed(cause);
    }
    expect(memory.safeMode() !== null).toBe(safe);
    await memory.end();
  });

  test('is left by itself after ten quiet minutes, and a crash in it begins them anew', async () => {
    const { open, clocks } = await aMachine();
    const memory = open();
    const changes: boolean[] = [];
    memory.onChange(() => changes.push(memory.safeMode() !== null));
    await memory.begin();
    for (let i = 0; i < 3; i += 1) memory.crashed('page');
    clocks.pass(QUIET_MS - 1);
    memory.crashed('page');
    clocks.pass(QUIET_MS - 1);
    expect(changes).toEqual([true]);
    clocks.pass(2);
    expect(changes).toEqual([true, false]);
    memory.crashed('page');
    expect(memory.safeMode()).toBeNull();
    await memory.end();
    expect(clocks.waiting()).toBe(0);
  });

  test('three lives of the program that nobody ended are three crashes; one that was ended is none', async () => {
    const machine = await aMachine();
    for (let i = 0; i < 3; i += 1) await lifeThatCrashes(machine, 5_000);
    const fourth = machine.open();
    expect(fourth.safeMode()?.why).toContain('program, program, program');
    await fourth.begin();
    machine.clocks.pass(QUIET_MS + 1);
    expect(fourth.safeMode()).toBeNull();
    await fourth.end();
    for (let i = 0; i < 3; i += 1) {
      const life = machine.open();
      await life.begin();
      await life.end();
    }
    expect(machine.open().safeMode()).toBeNull();
  });

  test('a power cut is no crash, and ends safe mode: the machine itself began anew', async () => {
    const machine = await aMachine();
    for (let i = 0; i < 3; i += 1) await lifeThatCrashes(machine, 1_000);
    expect(machine.open().safeMode()).not.toBeNull();
    machine.powerCut();
    expect(machine.open().safeMode()).toBeNull();
  });

  test('F7 when it was the graphics process, the next start does without it', async () => {
    const { open, clocks } = await aMachine();
    const first = open();
    await first.begin();
    first.crashed('graphics');
    first.crashed('page');
    expect(first.wantsStartWithoutGraphics()).toBe(false);
    first.crashed('graphics');
    expect(first.wantsStartWithoutGraphics()).toBe(true);
    await first.end();
    const second = open();
    expect([second.withoutGraphics, second.wantsStartWithoutGraphics()]).toEqual([true, false]);
    expect(second.safeMode()?.why).toContain('without graphics hardware');
    await second.begin();
    second.crashed('graphics');
    expect(second.wantsStartWithoutGraphics()).toBe(false);
    await second.end();
    clocks.pass(QUIET_MS);
    expect(open().withoutGraphics).toBe(false);
  });

  test.each(['', '{"boot":', '[]', '{"boot":"first","running":true}'])(
    'a memory that says %j is begun anew',
    async (text) => {
      const { folder, open } = await aMachine();
      await writeFile(join(folder, 'crashes.json'), text);
      expect(open().safeMode()).toBeNull();
    },
  );
});
