/**
 * Where pressing happens: at once for a small ward, in one worker thread for a large one, so the loop that serves sockets is
 * never held. The thread is started by the first large order, kept warm for a while, and replaced if it dies.
 */
import { Worker } from 'node:worker_threads';
import type { Differences } from '../../playlists/model/difference.ts';
import { type Comparison, compare } from './comparison.ts';
import { handOver, type Slice } from './handover.ts';
import { type Draft, draft, type Pressed, type PressOrder, seal } from './press.ts';

/** Screens × (slots + 2): below this an order takes a few ms, less than handing it over and starting a thread. */
export const LARGEST_ON_LOOP = 200;

/** Characters of a frozen schedule that are read on the loop. */
const LONGEST_ON_LOOP = 200_000;

/** The thread compiles in bursts: with room for a burst its garbage is seldom looked through. */
const YOUNG_GENERATION_MB = 64;

/** People preview, think, publish and publish again within minutes; after that the thread's memory is given back. */
const IDLE_MS = 300_000;

export interface PressRoom {
  /** `drafted` hears the draft as soon as there is one, while envelopes are still being made. */
  press(order: PressOrder, drafted?: (made: Draft) => void): Promise<Pressed>;
  /** What publishing would change on the screens. */
  compare(comparison: Comparison): Promise<Differences>;
  /** Whether a thread is there now. */
  isStaffed(): boolean;
  stop(): Promise<void>;
}

type Work = { order: PressOrder } | { comparison: Comparison };
/** What goes to the worker: the schedule in slices, then the work with its lists empty. */
export type Job = { ticket: number } & ({ slice: Slice } | Work);
/** What comes back from it. */
export type Answer = { ticket: number } & (
  | { draft: Draft }
  | Pick<Pressed, 'screens' | 'statement'>
  | { differences: Differences }
  | { fault: Error }
);
interface Waiting {
  /** Takes an answer; true when it was the last one. Throws when the answer is not to be had. */
  hear: (answer: Exclude<Answer, { fault: Error }>) => boolean;
  reject: (fault: Error) => void;
}

export const sizeOf = ({ schedule }: Pick<PressOrder, 'schedule'>): number =>
  schedule.screens.length * (schedule.slots.length + 2);

export const createPressRoom = (options: { largestOnLoop?: number; idleMs?: number } = {}): PressRoom => {
  const largestOnLoop = options.largestOnLoop ?? LARGEST_ON_LOOP;
  const waiting = new Map<number, Waiting>();
  let tickets = 0;
  let worker: Worker | null = null;
  let retiring: NodeJS.Timeout | null = null;

  const retire = (): void => {
    const leaving = worker;
    worker = null;
    void leaving?.terminate();
  };
  /** Counts the idle time from now, or not at all while an order is out. */
  const armRetirement = (): void => {
    if (retiring) clearTimeout(retiring);
    retiring = waiting.size > 0 ? null : setTimeout(retire, options.idleMs ?? IDLE_MS);
    retiring?.unref();
  };

  const failAll = (fault: Error): void => {
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  const hire = (): Worker => {
    const hired = new Worker(new URL('./press-worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    hired.unref();
    hired.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.ticket);
      if (!asked) return;
      const end = (): void => {
        waiting.delete(answer.ticket);
        armRetirement();
      };
      try {
        if ('fault' in answer) throw answer.fault;
        if (asked.hear(answer)) end();
      } catch (fault) {
        end();
        asked.reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    });
    const lose = (fault: Error): void => {
      if (worker === hired) {
        worker = null;
        failAll(fault);
      }
    };
    hired.on('error', lose);
    hired.on('exit', (code) => lose(new Error(`the press worker ended with ${code}`)));
    return hired;
  };

  const send = async (work: Work, asked: Waiting): Promise<void> => {
    worker ??= hire();
    const to = worker;
    tickets += 1;
    const ticket = tickets;
    waiting.set(ticket, asked);
    armRetirement();
    const tell = (job: Job): void => to.postMessage(job);
    const { schedule } = 'order' in work ? work.order : work.comparison;
    const bare = await handOver(schedule, (slice) => tell({ ticket, slice }));
    if ('order' in work) tell({ ticket, order: { ...work.order, schedule: bare } });
    else tell({ ticket, comparison: { ...work.comparison, schedule: bare } });
  };

  return {
    press: async (order, drafted = () => {}) => {
      if (sizeOf(order) <= largestOnLoop) {
        const made = draft(order);
        drafted(made);
        return seal(order, made);
      }
      return new Promise<Pressed>((resolve, reject) => {
        let made: Draft | null = null;
        const hear: Waiting['hear'] = (answer) => {
          if ('draft' in answer) {
            made = answer.draft;
            drafted(made);
            return false;
          }
          if (!made || !('screens' in answer)) throw new Error('the press sealed what it had not drafted');
          resolve({ ...made, screens: answer.screens, statement: answer.statement });
          return true;
        };
        send({ order }, { hear, reject }).catch(reject);
      });
    },
    compare: async (comparison) => {
      // Two schedules are compiled, and one is read.
      if (2 * sizeOf(comparison) <= largestOnLoop && (comparison.onAir?.length ?? 0) <= LONGEST_ON_LOOP)
        return compare(comparison);
      return new Promise<Differences>((resolve, reject) => {
        const hear: Waiting['hear'] = (answer) => {
          if (!('differences' in answer)) throw new Error('the press answered another question');
          resolve(answer.differences);
          return true;
        };
        send({ comparison }, { hear, reject }).catch(reject);
      });
    },
    isStaffed: () => worker !== null,
    stop: async () => {
      if (retiring) clearTimeout(retiring);
      const leaving = worker;
      worker = null;
      await leaving?.terminate();
      failAll(new Error('the server stops'));
    },
  };
};
