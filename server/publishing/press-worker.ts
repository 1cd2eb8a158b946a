/** The far end of `press-room.ts`: does what is asked, one thing after another, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { compare } from './comparison.ts';
import { draft, seal } from './press.ts';
import type { Answer, Job } from './press-room.ts';

if (!parentPort) throw new Error('press-worker.ts runs in a worker thread only');
const port = parentPort;
const answer = (said: Answer): void => port.postMessage(said);
port.on('message', (job: Job) => {
  const { ticket } = job;
  try {
    if ('comparison' in job) answer({ ticket, differences: compare(job.comparison) });
    else {
      const made = draft(job.order);
      answer({ ticket, draft: made });
      const { screens, statement } = seal(job.order, made);
      answer({ ticket, screens, statement });
    }
  } catch (fault) {
    answer({ ticket, fault: fault instanceof Error ? fault : new Error(String(fault)) });
  }
});
