/** The script that keeps a player running, in the shells that boxes have, over small programs that die, hang and end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';

const SUPERVISE = new URL('../../../player/kiosk/linux/bang-tin-supervise', import.meta.url).pathname;
const running: ChildProcess[] = [];

/** Of this file: its tests run side by side. */
const folders: string[] = [];
const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-supervise-'));
  folders.push(folder);
  return folder;
};

afterAll(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Supervised {
  child: ChildProcess;
  folder: string;
  lines: string[];
  starts(): number;
  code: Promise<number | null>;
}

/** `life` is what the program does, in sh; it may use `count` (its own number) and `alive` (says that it lives). */
const supervise = async (life: string, environment: Record<string, string> = {}, shell = 'sh'): Promise<Supervised> => {
  const folder = await aFolder();
  const program = join(folder, 'program');
  await writeFile(
    program,
    `#!/bin/sh
echo "start $$"
count=$(($(cat ${folder}/count 2>/dev/null || echo 0) + 1)); echo $count >${folder}/count
alive() { echo "$1" >"$BANGTIN_ALIVE_FILE"; }
${life}
`,
  );
  await chmod(program, 0o755);
  const child = spawn(shell, [SUPERVISE, program, 'a word'], {
    env: {
      PATH: process.env.PATH ?? '',
      XDG_RUNTIME_DIR: folder,
      BANGTIN_HANG_SECONDS: '2',
      BANGTIN_START_SECONDS: '3',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  return {
    child,
    folder,
    lines,
    starts: () => lines.filter((line) => line.startsWith('start ')).length,
    code: new Promise((resolve) => child.once('exit', resolve)),
  };
};
const LIVES = 'i=0; while :; do i=$((i + 1)); alive $i; sleep 0.5; done';

describe.runIf(process.platform === 'linux')('F6 bang-tin-supervise', { concurrent: true }, () => {
  it.each(['dash', 'bash'])('%s: a player that crashes is started again, whatever it died of', async (shell) => {
    const run = await supervise(`[ $count = 1 ] && exit 1; [ $count = 2 ] && kill -SEGV $$; ${LIVES}`, {}, shell);
    await until('the third start', () => run.starts() === 3, 60_000);
    const ends = run.lines
      .filter((line) => line.includes('supervise.ended'))
      .map((line) => JSON.parse(line).facts.code);
    expect(ends).toEqual([1, 139]);
    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
  });

  it('a player that stops counting is killed and started again, one that counts is left alone', async () => {
    const run = await supervise(`[ $count = 1 ] && { alive 1; sleep 1; alive 2; trap '' TERM; sleep 1000; }; ${LIVES}`);
    await until('the second start', () => run.starts() === 2, 60_000);
    expect(run.lines.some((line) => line.includes('supervise.hung'))).toBe(true);
    // Longer than a hang takes to be found: what is awaited is the count of rounds, not a clock.
    const before = Number(
      await readFile(
        join(run.folder, (await readdir(run.folder)).find((name) => name.startsWith('bang-tin-alive')) ?? ''),
        'utf8',
      ),
    );
    await until(
      'a count far on',
      async () => {
        const [name = ''] = (await readdir(run.folder)).filter((one) => one.startsWith('bang-tin-alive'));
        return Number(await readFile(join(run.folder, name), 'utf8')) > before + 8;
      },
      30_000,
    );
    expect(run.starts()).toBe(2);
    run.child.kill('SIGTERM');
    await run.code;
  });

  it('a player that never counts is given its time to start, then killed', async () => {
    const run = await supervise(`[ $count = 1 ] && sleep 1000; ${LIVES}`);
    await until('the second start', () => run.starts() === 2, 60_000);
    run.child.kill('SIGTERM');
    await run.code;
  });

  it.each([0, 2, 3, 77])('exit code %i is final', async (code) => {
    const run = await supervise(`alive 1; exit ${code}`);
    expect(await run.code).toBe(code);
    expect(run.starts()).toBe(1);
    expect((await readdir(run.folder)).filter((name) => name.startsWith('bang-tin-alive'))).toEqual([]);
  });

  it('asked to end, it lets the player end in its own time and leaves nothing behind', async () => {
    const run = await supervise(`trap 'sleep 1; echo ended well; exit 0' TERM; ${LIVES}`);
    await until('a start', () => run.starts() === 1);
    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
    expect(run.lines).toContain('ended well');
  });

  it('tells systemd that it is ready and alive, and nothing while the player hangs', async () => {
    const folder = await aFolder();
    // systemd-notify speaks to a datagram socket, which Node cannot open: a stand-in of that name writes down what it says.
    const said = join(folder, 'said');
    await writeFile(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >>${said}\n`);
    await chmod(join(folder, 'systemd-notify'), 0o755);
    const life = `[ -n "\${NOTIFY_SOCKET:-}" ] && exit 2; [ $count = 2 ] && exit 3; alive 1; sleep 1; alive 2; sleep 1000`;
    const run = await supervise(life, {
      NOTIFY_SOCKET: join(folder, 'notify'),
      BANGTIN_HANG_SECONDS: '4',
      PATH: `${folder}:${process.env.PATH}`,
    });
    expect(await run.code).toBe(3);
    expect(run.lines.some((line) => line.includes('supervise.hung'))).toBe(true);
    const words = (await readFile(said, 'utf8')).trim().split('\n');
    expect(words[0]).toBe('--ready');
    expect(words.slice(1).filter((word) => word !== 'WATCHDOG=1')).toEqual([]);
    /** One for each count that was seen and one between the lives: none for the rounds of the hang. */
    expect(words.length).toBeGreaterThanOrEqual(3);
    expect(words.length).toBeLessThanOrEqual(4);
  });
});
