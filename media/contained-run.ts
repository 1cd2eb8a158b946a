/**
 * The one place in media/ that starts a process. Own process group, bounded output, a time limit by the clock, cancel by
 * signal, pause by switch; the whole group is killed, and the promise settles only when it is gone. Never throws for a failing command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { continueTree, type Pause, stopTree } from './pause.ts';

export interface Invocation {
  command: string;
  args: string[];
}

export type RunEnd =
  | { kind: 'exited'; code: number }
  | { kind: 'killed'; signal: string }
  | { kind: 'timed-out' }
  | { kind: 'cancelled' }
  | { kind: 'not-started'; cause: string };

export interface Run {
  end: RunEnd;
  stdout: string;
  /** The last part of what it said. */
  stderr: string;
}

const KEEP_STDERR = 16_000;

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
};

/** A process that is fed and listened to for as long as it runs. */
export interface ContainedPipe {
  /** Gives it bytes; resolves when it wants more. Bytes for one that has ended are dropped. */
  write(bytes: Uint8Array): Promise<void>;
  /** No more will come. */
  finish(): void;
  /** Kills it with its whole group. */
  stop(): void;
  /** How it ended, with the last part of what it said; settles once it is gone. */
  ended: Promise<Pick<Run, 'end' | 'stderr'>>;
}

/** Starts a command that reads from its input and writes to its output without an end. Same walls as `runContained`. */
export const pipeContained = (
  { command, args }: Invocation,
  { wallMs, onBytes }: { wallMs: number; onBytes: (bytes: Buffer) => void },
): ContainedPipe => {
  let stderr = '';
  let ourEnd: RunEnd | null = null;
  const child = spawn(command, args, {
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(process.platform === 'win32' ? {} : { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } }),
  });
  const stop = (end: RunEnd): void => {
    ourEnd ??= end;
    killGroup(child);
  };
  const limit = setTimeout(() => stop({ kind: 'timed-out' }), wallMs);
  child.stdout.on('data', onBytes);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEEP_STDERR);
  });
  // Writing to one that just ended is no fault of anybody.
  child.stdin.on('error', () => {});
  const ended = new Promise<Pick<Run, 'end' | 'stderr'>>((resolve) => {
    const settle = (end: RunEnd): void => {
      clearTimeout(limit);
      resolve({ end: ourEnd ?? end, stderr });
    };
    child.once('error', (cause) => {
      if (child.pid === undefined) settle({ kind: 'not-started', cause: cause.message });
    });
    child.once('close', (code, signal) => {
      killGroup(child);
      settle(signal ? { kind: 'killed', signal } : { kind: 'exited', code: code ?? 0 });
    });
  });
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        if (child.stdin.destroyed || child.stdin.writableEnded) resolve();
        else child.stdin.write(bytes, () => resolve());
      }),
    finish: () => child.stdin.end(),
    stop: () => stop({ kind: 'cancelled' }),
    ended,
  };
};

export interface RunOptions {
  /** Time that it may run by the clock; while it is paused the clock stands still. */
  wallMs: number;
  signal?: AbortSignal | undefined;
  /** Sees each whole line of stdout; without it stdout is kept, up to `keepStdout` bytes. */
  onLine?: (line: string) => void;
  keepStdout?: number;
  /** Holds it wherever it is; while this is on, nothing is started either. */
  pause?: Pause | undefined;
}

/** Resolves when work may go on, or is cancelled. */
const untilResumed = (pause: Pause, cancelled: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      silence();
      cancelled?.removeEventListener('abort', end);
      resolve();
    };
    const silence = pause.listen(end);
    cancelled?.addEventListener('abort', end, { once: true });
    if (!pause.isPaused || cancelled?.aborted) end();
  });

/** Runs to the end. */
export const runContained = async (invocation: Invocation, options: RunOptions): Promise<Run> => {
  const { pause, signal } = options;
  while (pause?.isPaused && !signal?.aborted) await untilResumed(pause, signal);
  return startContained(invocation, options);
};

/** Ends what takes longer than `wallMs`, counted while it is not paused. `clear` when it has ended. */
const limitTime = (wallMs: number, pause: Pause | undefined, over: () => void): { clear: () => void } => {
  let leftMs = wallMs;
  let since = performance.now();
  let timer = setTimeout(over, leftMs);
  const silence = pause?.listen((isPaused) => {
    clearTimeout(timer);
    if (isPaused) leftMs -= performance.now() - since;
    else {
      since = performance.now();
      timer = setTimeout(over, Math.max(0, leftMs));
    }
  });
  return {
    clear: () => {
      clearTimeout(timer);
      silence?.();
    },
  };
};

const startContained = (invocation: Invocation, options: RunOptions): Promise<Run> =>
  new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    let rest = '';
    let ourEnd: RunEnd | null = null;
    let silence: (() => void) | undefined;
    const settle = (end: RunEnd): void => {
      limit?.clear();
      silence?.();
      options.signal?.removeEventListener('abort', cancel);
      resolve({ end: ourEnd ?? end, stdout, stderr });
    };
    let limit: { clear: () => void } | undefined;
    const cancel = (): void => {
      ourEnd ??= { kind: 'cancelled' };
      killGroup(child);
    };
    if (options.signal?.aborted) return resolve({ end: { kind: 'cancelled' }, stdout, stderr });
    let child: ChildProcess;
    try {
      child = spawn(invocation.command, invocation.args, {
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // Nothing of ours (tokens, paths) is in the environment of a process that parses strangers' bytes.
        ...(process.platform === 'win32' ? {} : { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } }),
      });
    } catch (cause) {
      return resolve({ end: { kind: 'not-started', cause: String(cause) }, stdout, stderr });
    }
    limit = limitTime(options.wallMs, options.pause, () => {
      ourEnd ??= { kind: 'timed-out' };
      killGroup(child);
    });
    silence = options.pause?.listen((isPaused) => {
      if (child.pid === undefined) return;
      if (isPaused) stopTree(child.pid);
      else continueTree(child.pid);
    });
    options.signal?.addEventListener('abort', cancel, { once: true });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (options.onLine) {
        const lines = (rest + text).split('\n');
        rest = (lines.pop() ?? '').slice(-4_096);
        for (const line of lines) options.onLine(line);
      } else stdout = (stdout + text).slice(0, options.keepStdout ?? 1_000_000);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEEP_STDERR);
    });
    let notStarted: string | null = null;
    child.once('error', (cause) => {
      notStarted = cause.message;
      if (child.pid === undefined) settle({ kind: 'not-started', cause: cause.message });
    });
    child.once('close', (code, signal) => {
      // A command that ended may have left children in its group.
      killGroup(child);
      if (notStarted !== null) settle({ kind: 'not-started', cause: notStarted });
      else settle(signal ? { kind: 'killed', signal } : { kind: 'exited', code: code ?? 0 });
    });
  });
