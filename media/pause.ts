/**
 * A running process is held and let go on where it was: stopped by signal with everything that it started, so that it costs no processor
 * time and loses nothing. What is stopped can still be killed, and goes with the server as running work does.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** What work listens to; whoever made it pauses and resumes. */
export interface Pause {
  readonly isPaused: boolean;
  /** Hears each change; returns how to stop listening. */
  listen(changed: (isPaused: boolean) => void): () => void;
}

export interface PauseSwitch extends Pause {
  pause(): void;
  resume(): void;
}

export const createPause = (): PauseSwitch => {
  const listeners = new Set<(isPaused: boolean) => void>();
  let isPaused = false;
  const set = (wanted: boolean): void => {
    if (isPaused === wanted) return;
    isPaused = wanted;
    for (const changed of [...listeners]) changed(wanted);
  };
  return {
    get isPaused() {
      return isPaused;
    },
    listen: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    pause: () => set(true),
    resume: () => set(false),
  };
};

/** Processes can be stopped and let go on here; elsewhere nothing is ever paused. */
export const CAN_PAUSE = process.platform === 'linux';

/** A process with all that descends from it: a sandbox is another process group and another session, so its group is not enough. */
const treeOf = (pid: number): number[] => {
  const below = (parent: number): number[] => {
    try {
      return readdirSync(`/proc/${parent}/task`)
        .flatMap((thread) => readFileSync(`/proc/${parent}/task/${thread}/children`, 'utf8').trim().split(' '))
        .filter((child) => child !== '')
        .map(Number);
    } catch {
      // It has ended meanwhile.
      return [];
    }
  };
  return [pid, ...below(pid).flatMap(treeOf)];
};

const signal = (pid: number, name: 'SIGSTOP' | 'SIGCONT'): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
};

/** Stops a process and what it started, parents first, until nothing new has appeared. */
export const stopTree = (pid: number): void => {
  const stopped = new Set<number>();
  for (;;) {
    const running = treeOf(pid).filter((one) => !stopped.has(one));
    if (running.length === 0) return;
    for (const one of running) {
      signal(one, 'SIGSTOP');
      stopped.add(one);
    }
  }
};

/** Lets it go on, children first. */
export const continueTree = (pid: number): void => {
  for (const one of treeOf(pid).reverse()) signal(one, 'SIGCONT');
};
