/**
 * Sends one job to a fresh workbench process in the sandbox and returns its answer. A process that hangs, crashes or talks
 * nonsense is the file's fault when it had a file to read: `broken`.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accepted, type Outcome, refused } from '../playlists/model/refusal.ts';
import { runContained } from './contained-run.ts';
import type { Limits, Room, Sandbox } from './sandbox.ts';
import { WorkbenchAnswer, type WorkbenchJob } from './workbench-job.ts';

const MINUTE = 60_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Our own code and its packages: all that the process needs to read besides the job. */
const CODE = ['media', 'playlists', 'node_modules', 'package.json'].map((name) => `${ROOT}${name}`);
const PROCESS = fileURLToPath(new URL('./workbench-process.ts', import.meta.url));

export interface WorkbenchPlace {
  sandbox: Sandbox;
  /** Filled folder of compiled code (`code-cache.ts`); null = it compiles each time. */
  codeCache: string | null;
}

type PathlessJob = WorkbenchJob extends infer Job
  ? Job extends WorkbenchJob
    ? Omit<Job, 'input' | 'output'>
    : never
  : never;

/**
 * `name` is the file that the job makes in `folder`; facts make none. One that has nothing to read fills `folder` with compiled code.
 * Refusals: cancelled, or our machinery failed.
 */
export const askWorkbench = async (
  { sandbox, codeCache }: WorkbenchPlace,
  job: PathlessJob,
  files: { input: string | null; folder: string | null; name?: string },
  signal?: AbortSignal,
): Promise<Outcome<WorkbenchAnswer>> => {
  const wallMs = job.kind === 'facts' ? MINUTE / 2 : 2 * MINUTE;
  const limits: Limits = { cpuSeconds: wallMs / 1000, fileBytes: 512 * 1024 ** 2, addressBytes: null, wallMs };
  const readOnly = [...CODE, ...(codeCache ? [codeCache] : [])];
  const room: Room = { input: files.input, output: files.folder, readOnly };
  const inside = sandbox.inside(room);
  const whole = { ...job, input: inside.input, output: `${inside.output}/${files.name ?? ''}` };
  const cacheInside = job.kind === 'load' ? inside.output : codeCache;
  const node = process.execPath;
  const nodeFolder = node.startsWith(`${ROOT}node_modules`) || node.startsWith('/usr/') ? [] : [dirname(node)];
  const run = await runContained(
    sandbox.wrap(
      node,
      [
        ...['--max-old-space-size=512', '--disable-warning=ExperimentalWarning', PROCESS, JSON.stringify(whole)],
        ...(cacheInside ? [cacheInside] : []),
      ],
      { ...room, readOnly: [...readOnly, ...nodeFolder] },
      limits,
    ),
    { wallMs, ...(signal ? { signal } : {}) },
  );
  const said = run.stderr.trim().slice(-800);
  switch (run.end.kind) {
    case 'cancelled':
      return refused('media-cancelled', 'cancelled while the file was read');
    case 'not-started':
      return refused('media-tool-failed', `the workbench could not be started: ${run.end.cause}`);
    case 'timed-out':
      return accepted({ kind: 'broken', technician: `reading took longer than ${wallMs} ms` });
    case 'killed':
    case 'exited': {
      const answer = WorkbenchAnswer.safeParse(parseLine(run.stdout));
      if (answer.success) return accepted(answer.data);
      // Out of memory, out of processor time, a crash of the reader.
      if (/ERR_MODULE_NOT_FOUND|Cannot find (module|package)|bwrap:|SyntaxError/.test(said))
        return refused('media-tool-failed', `the workbench does not work: ${said}`);
      return accepted({ kind: 'broken', technician: `the reader ended with ${JSON.stringify(run.end)}: ${said}` });
    }
  }
};

const parseLine = (text: string): unknown => {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '');
  } catch {
    return null;
  }
};
