/** Starts a process of ours for the demo, reads its lines, and stops it for good: nothing outlives the demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment } from './environment.ts';

export interface Child {
  /** Resolves with the first line (stdout or stderr) that `match` accepts; rejects when the child ends or time is up. */
  waitFor<Found>(what: string, match: (line: string) => Found | null, withinMs: number): Promise<Found>;
  /** Last lines, for telling what went wrong. */
  tail(): string;
  stop(): Promise<void>;
}

/** `env` is added to our own environment. Lines are also handed to `onLine` as they come. */
export const startChild = (
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; onLine?: (line: string) => void },
): Child => {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that Ctrl-C reaches us first and we stop everything in order.
    detached: process.platform !== 'win32',
  });
  const lines: string[] = [];
  const watchers = new Set<(line: string) => void>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 200) lines.shift();
      options.onLine?.(line);
      for (const watch of watchers) watch(line);
    });
  }
  const tail = () => lines.slice(-15).join('\n');

  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      if (process.platform === 'win32') child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // Gone between the look and the signal.
    }
  };

  return {
    tail,
    waitFor: (what, match, withinMs) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          watchers.delete(watch);
          clearTimeout(timer);
          settle();
        };
        const watch = (line: string) => {
          const found = match(line);
          if (found !== null) finish(() => resolve(found));
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`no ${what} within ${withinMs} ms\n${tail()}`))),
          withinMs,
        );
        watchers.add(watch);
        for (const line of [...lines]) watch(line);
        void ended.then(() => finish(() => reject(new Error(`the process ended before it gave ${what}\n${tail()}`))));
      }),
    stop: async () => {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
};
