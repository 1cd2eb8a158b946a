import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runContained } from '../../media/contained-run.ts';
import { type Limits, openSandbox, type Sandbox } from '../../media/sandbox.ts';
import { findTools } from '../../media/tools.ts';
import { scratchFolder } from '../support/media-samples.ts';

const LIMITS: Limits = { cpuSeconds: 5, fileBytes: 1_000_000, addressBytes: 1024 ** 3, wallMs: 10_000 };
const sandbox: Sandbox = await openSandbox();
const bare: Sandbox = await openSandbox('none');
let folder: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, drop } = await scratchFolder());
});
afterAll(() => drop());

const shell = (cell: Sandbox, script: string, output: string | null, wallMs = LIMITS.wallMs, signal?: AbortSignal) =>
  runContained(cell.wrap('/bin/sh', ['-c', script], { input: null, output }, LIMITS), {
    wallMs,
    ...(signal ? { signal } : {}),
  });

describe.skipIf(sandbox.kind === 'none')('C5: a taken-over tool in bubblewrap reaches nothing', () => {
  test('no network, no home, no password file, no environment, no other process', async () => {
    const server = createServer((_request, response) => response.end('caught'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const run = await shell(
      sandbox,
      `cat /etc/passwd; ls -d /root /home /work "${process.cwd()}"; env; ls /proc | grep -c '^[0-9]';
       ( exec 3<>/dev/tcp/127.0.0.1/${port} ) && echo connected; bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port} && echo connected'`,
      null,
    );
    server.close();
    expect(run.stdout).not.toMatch(/root:|\/root|\/home|connected/);
    expect(run.stdout).not.toContain(process.cwd());
    const names = run.stdout.split('\n').flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    expect(names.filter((name) => !['PATH', 'LANG', 'PWD', 'SHLVL', '_'].includes(name))).toEqual([]);
    expect(Number(/^\d+$/m.exec(run.stdout)?.[0])).toBeLessThan(10);
  });

  test('one folder to write, the rest of the system read-only', async () => {
    const out = join(folder, 'out');
    mkdirSync(out);
    const run = await shell(sandbox, 'echo kept > /out/kept; echo no > /usr/no; echo no > /in/no; ls /out', out);
    expect(run.stdout.trim()).toBe('kept');
    expect(readFileSync(join(out, 'kept'), 'utf8')).toBe('kept\n');
  });
});

/** Processes of this machine whose command line contains these words. */
const countProcesses = (words: string): number =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
    } catch {
      return false;
    }
  }).length;

describe.each([
  ['with the best sandbox here', sandbox],
  ['without bubblewrap', bare],
] as const)('C3: limits hold %s', (_name, cell) => {
  test('a hanging tool and its children are gone after the time limit', async () => {
    const mark = `${Date.now()}.25`;
    const running = shell(cell, `sleep ${mark} & sleep ${mark}`, null, 5_000);
    await expect
      .poll(() => countProcesses(`sleep ${mark}`), { interval: 20, timeout: 4_900 })
      .toBeGreaterThanOrEqual(2);
    const run = await running;
    expect(run.end).toEqual({ kind: 'timed-out' });
    await expect.poll(() => countProcesses(`sleep ${mark}`), { timeout: 30_000 }).toBe(0);
  });

  test('cancel kills at once', async () => {
    const control = new AbortController();
    const running = shell(cell, 'sleep 30', null, 20_000, control.signal);
    control.abort();
    expect((await running).end).toEqual({ kind: 'cancelled' });
  });

  test('files, memory and processor time are bounded', async () => {
    const out = join(folder, `limits-${cell.kind}`);
    mkdirSync(out);
    const big = await shell(
      cell,
      `head -c 5000000 /dev/zero > ${cell.inside({ input: null, output: out }).output}/big; echo $?`,
      out,
    );
    expect(big.stdout.trim()).not.toBe('0');
    expect(readFileSync(join(out, 'big')).length).toBeLessThanOrEqual(1_000_000);
    const hungry = await shell(cell, 'head -c 3000000000 /dev/zero | tail -c 2900000000 > /dev/null; echo $?', null);
    expect(hungry.stdout.trim()).not.toBe('0');
  });

  test('long work is idle work, what is live comes before what is short', async () => {
    const schedulingOf = async (pace?: 'long' | 'live'): Promise<{ niceness: number; policy: number }> => {
      const limits = { ...LIMITS, ...(pace && { pace }) };
      const asked = cell.wrap('/bin/cat', ['/proc/self/stat'], { input: null, output: null }, limits);
      const { stdout } = await runContained(asked, { wallMs: LIMITS.wallMs });
      // proc(5): the fields after the name, which may hold spaces, begin with the third.
      const field = (nth: number): number => Number(stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')[nth - 3]);
      return { niceness: field(19), policy: field(41) };
    };
    const [normal, idle] = [0, 5];
    expect(await schedulingOf()).toEqual({ niceness: 15, policy: normal });
    expect(await schedulingOf('long')).toEqual({ niceness: 15, policy: idle });
    expect(await schedulingOf('live')).toEqual({ niceness: 5, policy: normal });
  });

  test('a command that is not there is an answer, not an exception', async () => {
    const gone = await runContained({ command: '/nowhere/tool', args: [] }, { wallMs: 1_000 });
    expect(gone.end.kind).toBe('not-started');
  });
});

describe('tools', () => {
  test('a configured path that is no program is a fault in words, and nothing else is tried', async () => {
    const tools = await findTools({ ffmpegPath: '/nowhere/ffmpeg' });
    expect(tools.ffmpeg).toMatchObject({ kind: 'missing' });
    expect(tools.ffmpeg.kind === 'missing' && tools.ffmpeg.technician).toContain('/nowhere/ffmpeg');
  });
  test('what is found says what it is', async () => {
    const tools = await findTools({ searchPath: '/usr/local/bin:/usr/bin:/bin' });
    expect(tools.ffmpeg).toMatchObject({ kind: 'found', version: expect.stringMatching(/\d/) });
    expect((await findTools({ searchPath: '/nowhere', sandbox: 'none' })).sandbox).toMatchObject({
      kind: 'none',
      reason: expect.any(String),
    });
  });
});
