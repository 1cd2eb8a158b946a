/** The far end of `press-room.ts`: presses orders one after another in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { type PressOrder, press } from './press.ts';

if (!parentPort) throw new Error('press-worker.ts runs in a worker thread only');
const port = parentPort;
port.on('message', ({ ticket, order }: { ticket: number; order: PressOrder }) => {
  try {
    port.postMessage({ ticket, pressed: press(order) });
  } catch (fault) {
    port.postMessage({ ticket, fault: fault instanceof Error ? fault : new Error(String(fault)) });
  }
});
