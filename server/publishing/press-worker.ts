/** The far end of `press-room.ts`: presses orders one after another in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { draft, type PressOrder, seal } from './press.ts';

if (!parentPort) throw new Error('press-worker.ts runs in a worker thread only');
const port = parentPort;
port.on('message', ({ ticket, order }: { ticket: number; order: PressOrder }) => {
  try {
    const made = draft(order);
    port.postMessage({ ticket, draft: made });
    const { screens, statement } = seal(order, made);
    port.postMessage({ ticket, screens, statement });
  } catch (fault) {
    port.postMessage({ ticket, fault: fault instanceof Error ? fault : new Error(String(fault)) });
  }
});
