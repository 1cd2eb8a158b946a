/**
 * One slot makes one thing at a time. What comes before the running work need not wait for its end: the running work is paused where it is,
 * what comes before it is made, and then it goes on. Nothing of this outlives the process: after a start the order alone decides.
 */
import { createPause, type Pause } from '../../media/pause.ts';
import { createLane } from './lane.ts';

export interface Slot {
  /** Begins unless it is at work already. */
  run(): void;
  /** Pauses what runs when something comes before it. */
  giveWay(): void;
  /** Resolves when all of it has ended. */
  idle(): Promise<void>;
}

export interface SlotPorts<Work> {
  stopped: AbortSignal;
  /** The next piece of work; only one that comes before `running`, where that is given. It is the slot's from then on. */
  take(running: Work | null): Work | null;
  /** Whether there is such a piece; nothing is taken. */
  isAwaited(running: Work): boolean;
  /** Whether this may be paused now. */
  mayPause(work: Work): boolean;
  work(work: Work, pause: Pause): Promise<void>;
  /** `paused` waits for `ahead` from now on; null = it goes on. */
  held(paused: Work, ahead: Work | null): void;
  /** As `createLane` has them. */
  rest(): void;
  broke(fault: unknown): void;
}

/** So many may be paused in one slot: each keeps its memory and its half-made files. */
const MOST_PAUSED = 2;

export const createSlot = <Work>(ports: SlotPorts<Work>): Slot => openSlot(ports, null, 0);

const openSlot = <Work>(
  ports: SlotPorts<Work>,
  below: { work: Work; resume: () => void } | null,
  depth: number,
): Slot => {
  let running: Work | null = null;
  let isOver = false;
  const pause = createPause();
  let above: Slot | null = null;
  const resume = (): void => {
    if (!pause.isPaused) return;
    if (running !== null && !isOver) ports.held(running, null);
    pause.resume();
  };
  const step = async (): Promise<boolean> => {
    const work = ports.take(below?.work ?? null);
    if (work === null) return false;
    running = work;
    isOver = false;
    if (below) ports.held(below.work, work);
    try {
      await ports.work(work, pause);
      isOver = true;
      // It may have ended while it was paused (it was cancelled): the slot still makes one thing at a time.
      await above?.idle();
    } finally {
      running = null;
      above = null;
      pause.resume();
    }
    return true;
  };
  const lane = createLane(
    ports.stopped,
    () => {
      if (below) below.resume();
      else ports.rest();
    },
    step,
    (fault) => {
      below?.resume();
      ports.broke(fault);
    },
  );
  return {
    run: lane.run,
    giveWay: () => {
      if (running === null || ports.stopped.aborted) return;
      if (above && pause.isPaused) {
        above.giveWay();
        above.run();
        return;
      }
      if (depth === MOST_PAUSED || !ports.mayPause(running) || !ports.isAwaited(running)) return;
      pause.pause();
      above = openSlot(ports, { work: running, resume }, depth + 1);
      above.run();
    },
    idle: async () => {
      await lane.idle();
      await above?.idle();
    },
  };
};
