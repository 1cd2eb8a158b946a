/**
 * Where pressing happens: at once for a small ward, in one worker thread for a large one, so the loop that serves sockets is
 * never held. The thread is started by the first large order, kept warm for a while, and replaced if it dies.
 */
import { Worker } from 'node:worker_threads';
import { type Draft, draft, type Pressed, type PressOrder, seal } from './press.ts';

/** Screens × (slots + 2): below this an order takes a few ms, less than handing it over and starting a thread. */
export const LARGEST_ON_LOOP = 200;

/** People preview, think, publish and publish again within minutes; after that the thread's memory is given back. */
const IDLE_MS = 300_000;

export interface PressRoom {
  /** `drafted` hears the draft as soon as there is one, while envelopes are still being made. */
  press(order: PressOrder, drafted?: (made: Draft) => void): Promise<Pressed>;
  /** Whether a thread is there now. */
  isStaffed(): boolean;
  stop(): Promise<void>;
}

type Answer = { ticket: number } & ({ draft: Draft } | Pick<Pressed, 'screens' | 'statement'> | { fault: Error });
interface Waiting {
  draft: Draft | null;
  drafted: (made: Draft) => void;
  resolve: (pressed: Pressed) => void;
  reject: (fault: Error) => void;
}

export const sizeOf = (order: PressOrder): number => order.schedule.screens.length * (order.schedule.slots.length + 2);

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
    const hired = new Worker(new URL('./press-worker.ts', import.meta.url));
    hired.unref();
    hired.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.ticket);
      if (!asked) return;
      if ('draft' in answer) {
        asked.draft = answer.draft;
        try {
          asked.drafted(answer.draft);
        } catch (fault) {
          waiting.delete(answer.ticket);
          asked.reject(fault instanceof Error ? fault : new Error(String(fault)));
        }
        return;
      }
      waiting.delete(answer.ticket);
      armRetirement();
      if ('fault' in answer) asked.reject(answer.fault);
      else if (asked.draft) asked.resolve({ ...asked.draft, screens: answer.screens, statement: answer.statement });
      else asked.reject(new Error('the press sealed what it had not drafted'));
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

  return {
    press: async (order, drafted = () => {}) => {
      if (sizeOf(order) <= largestOnLoop) {
        const made = draft(order);
        drafted(made);
        return seal(order, made);
      }
      worker ??= hire();
      const at = worker;
      tickets += 1;
      const ticket = tickets;
      return new Promise<Pressed>((resolve, reject) => {
        waiting.set(ticket, { draft: null, drafted, resolve, reject });
        armRetirement();
        at.postMessage({ ticket, order });
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
