/** The far end of `press-room.ts`: does what is asked, one thing after another, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { compare } from './comparison.ts';
import { createReceiver } from './handover.ts';
import { draft, seal } from './press.ts';
import type { Answer, Job } from './press-room.ts';

if (!parentPort) throw new Error('press-worker.ts runs in a worker thread only');
const port = parentPort;
const answer = (said: Answer): void => port.postMessage(said);
const receiver = createReceiver();
port.on('message', (job: Job) => {
  const { ticket } = job;
  if ('slice' in job) return receiver.take(ticket, job.slice);
  try {
    if ('comparison' in job) {
      const schedule = receiver.complete(ticket, job.comparison.schedule);
      answer({ ticket, differences: compare({ ...job.comparison, schedule }) });
    } else {
      const order = { ...job.order, schedule: receiver.complete(ticket, job.order.schedule) };
      const made = draft(order);
      answer({ ticket, draft: made });
      const { screens, statement } = seal(order, made);
      answer({ ticket, screens, statement });
    }
  } catch (fault) {
    answer({ ticket, fault: fault instanceof Error ? fault : new Error(String(fault)) });
  }
});
