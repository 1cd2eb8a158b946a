/**
 * Where pressing happens: at once for a small ward, in one worker thread for a large one, so the loop that serves sockets is
 * never held. The thread is started by the first large order, kept warm, and replaced if it dies.
 */
import { Worker } from 'node:worker_threads';
import { type Pressed, type PressOrder, press } from './press.ts';

/** Screens × (slots + 2): below this an order takes a few ms, less than handing it over and starting a thread. */
export const LARGEST_ON_LOOP = 200;

export interface PressRoom {
  press(order: PressOrder): Promise<Pressed>;
  stop(): Promise<void>;
}

type Answer = { ticket: number } & ({ pressed: Pressed } | { fault: Error });
type Waiting = { resolve: (pressed: Pressed) => void; reject: (fault: Error) => void };

export const sizeOf = (order: PressOrder): number => order.schedule.screens.length * (order.schedule.slots.length + 2);

export const createPressRoom = (options: { largestOnLoop?: number } = {}): PressRoom => {
  const largestOnLoop = options.largestOnLoop ?? LARGEST_ON_LOOP;
  const waiting = new Map<number, Waiting>();
  let tickets = 0;
  let worker: Worker | null = null;

  const failAll = (fault: Error): void => {
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  const hire = (): Worker => {
    const hired = new Worker(new URL('./press-worker.ts', import.meta.url));
    hired.unref();
    hired.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.ticket);
      waiting.delete(answer.ticket);
      if ('pressed' in answer) asked?.resolve(answer.pressed);
      else asked?.reject(answer.fault);
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
    press: async (order) => {
      if (sizeOf(order) <= largestOnLoop) return press(order);
      worker ??= hire();
      const at = worker;
      tickets += 1;
      const ticket = tickets;
      return new Promise<Pressed>((resolve, reject) => {
        waiting.set(ticket, { resolve, reject });
        at.postMessage({ ticket, order });
      });
    },
    stop: async () => {
      const leaving = worker;
      worker = null;
      await leaving?.terminate();
      failAll(new Error('the server stops'));
    },
  };
};
