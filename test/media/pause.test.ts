/** Running work is stopped where it is and goes on, in the sandbox too; the clock of its limit stands still meanwhile. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runContained } from '../../media/contained-run.ts';
import { CAN_PAUSE, createPause } from '../../media/pause.ts';
import { type Limits, openSandbox } from '../../media/sandbox.ts';
import { scratchFolder } from '../support/media-samples.ts';

const LIMITS: Limits = { cpuSeconds: 60, fileBytes: 10_000_000, addressBytes: 1024 ** 3, wallMs: 60_000 };
const best = await openSandbox();
const bare = await openSandbox('none');
let folder: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, drop } = await scratchFolder());
});
afterAll(() => drop());

/** States of the processes whose command line has these words, as `/proc` has them. */
const statesOf = (words: string): string[] =>
  readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || !readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words))
        return [];
      return [/^State:\s+(\S)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1] ?? ''];
    } catch {
      return [];
    }
  });

describe.skipIf(!CAN_PAUSE).each([
  ['in the best sandbox here', best],
  ['without bubblewrap', bare],
] as const)('a pause %s', (_name, cell) => {
  /** Adds a letter to a file about every 20 ms, in a child of a child. */
  const start = (name: string, wallMs: number, letters: number) => {
    const output = join(folder, `${name}-${cell.kind}`);
    mkdirSync(output);
    const mark = `${name}${process.pid}${cell.kind}`;
    const script = `: ${mark}; sh -c ': ${mark}; i=0; while [ $i -lt ${letters} ]; do printf x >> ${cell.inside({ input: null, output }).output}/out; sleep 0.02; i=$((i+1)); done'; exit 0`;
    const pause = createPause();
    const control = new AbortController();
    const room = { input: null, output };
    const run = runContained(cell.wrap('/bin/sh', ['-c', script], room, LIMITS), {
      wallMs,
      signal: control.signal,
      pause,
    });
    const written = (): number => statSync(join(output, 'out'), { throwIfNoEntry: false })?.size ?? 0;
    return { run, pause, control, written, mark };
  };

  test('stops all that was started, for longer than its time limit, and nothing is lost when it goes on', async () => {
    const { run, pause, written, mark } = start('long', 2_000, 15);
    await expect.poll(written, { timeout: 3_000, interval: 10 }).toBeGreaterThan(3);
    pause.pause();
    await expect.poll(() => [...new Set(statesOf(mark))]).toEqual(['T']);
    const at = written();
    await new Promise((later) => setTimeout(later, 2_100));
    expect(written()).toBe(at);
    pause.resume();
    expect((await run).end).toEqual({ kind: 'exited', code: 0 });
    expect(written()).toBe(15);
  });

  test('what is paused is cancelled at once, and is gone', async () => {
    const { run, pause, control, written, mark } = start('gone', 30_000, 1_000);
    await expect.poll(written, { timeout: 3_000, interval: 10 }).toBeGreaterThan(0);
    pause.pause();
    control.abort();
    expect((await run).end).toEqual({ kind: 'cancelled' });
    await expect.poll(() => statesOf(mark)).toEqual([]);
  });

  test('the time limit counts what ran before and after', async () => {
    const { run, pause, written } = start('over', 700, 1_000);
    await expect.poll(written, { timeout: 3_000, interval: 10 }).toBeGreaterThan(0);
    pause.pause();
    pause.resume();
    expect((await run).end).toEqual({ kind: 'timed-out' });
  });
});

test('nothing is started while it is paused, and what is cancelled meanwhile never is', async () => {
  const pause = createPause();
  pause.pause();
  const echo = { command: '/bin/echo', args: ['now'] };
  const held = runContained(echo, { wallMs: 5_000, pause });
  const control = new AbortController();
  const dropped = runContained(echo, { wallMs: 5_000, pause, signal: control.signal });
  control.abort();
  expect(await dropped).toMatchObject({ end: { kind: 'cancelled' }, stdout: '' });
  pause.resume();
  expect((await held).stdout).toBe('now\n');
});
