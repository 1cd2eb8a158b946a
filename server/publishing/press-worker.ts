/**
 * The far end of `press-room.ts`: does what is asked, one thing after another, in a thread of its own. Bodies and slices go back a batch at a time,
 * the next one when the loop has dealt with the last: tens of megabytes at once would hold it up.
 */
import { parentPort } from 'node:worker_threads';
import { assertNever } from '../../playlists/model/refusal.ts';
import { explain } from '../../playlists/timeline/explain.ts';
import { compare } from './comparison.ts';
import { createReceiver, handOver } from './handover.ts';
import { intentDigest } from './intent.ts';
import { readSchedule, type StoredSchedule } from './packed-schedule.ts';
import { draft, freeze, headOf, type PressOrder, type PrintedBody, seal } from './press.ts';
import { type Answer, bodyOf, type Job, type Work } from './press-room.ts';

if (!parentPort) throw new Error('press-worker.ts runs in a worker thread only');
const port = parentPort;
const answer = (said: Answer, transfer: ArrayBuffer[] = []): void => port.postMessage(said, transfer);
const receiver = createReceiver();
/** Orders that wait for the word to go on. */
const pausing = new Map<number, () => void>();
const toGoOn = (ticket: number): Promise<void> => new Promise((resolve) => pausing.set(ticket, resolve));

/** Bytes of bodies that the loop deals with in one turn: about 5 ms. A single larger body goes alone. */
const BATCH_BYTES = 500_000;
const batchesOf = function* (bodies: readonly PrintedBody[]): Generator<PrintedBody[]> {
  let batch: PrintedBody[] = [];
  let bytes = 0;
  for (const body of bodies) {
    if (batch.length > 0 && bytes + body.bytes > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(body);
    bytes += body.bytes;
  }
  if (batch.length > 0) yield batch;
};

const pressFor = async (ticket: number, order: PressOrder): Promise<void> => {
  const made = draft(order);
  answer({ ticket, drafted: headOf(made) });
  const batches = batchesOf(made.bodies);
  const hand = (): Promise<void> | null => {
    const batch = batches.next();
    if (batch.done) return null;
    answer({ ticket, bodies: batch.value });
    return toGoOn(ticket);
  };
  let handed = hand();
  // Done while the first bodies are on their way.
  const { screens, statement } = seal(order, made);
  const frozen = freeze(order.schedule);
  while (handed) {
    await handed;
    handed = hand();
  }
  answer({ ticket, sealed: { screens, statement, frozen } }, [frozen.packed.buffer as ArrayBuffer]);
};

const readFor = async (ticket: number, stored: StoredSchedule): Promise<void> => {
  const bare = await handOver(
    readSchedule(stored),
    (slice) => answer({ ticket, slice }),
    () => toGoOn(ticket),
  );
  answer({ ticket, read: bare });
};

const carryOut = async (ticket: number, { kind, asked }: Work): Promise<void> => {
  if (kind === 'read') return readFor(ticket, asked.stored);
  const schedule = receiver.complete(ticket, asked.schedule);
  switch (kind) {
    case 'press':
      return pressFor(ticket, { ...asked, schedule });
    case 'look':
      return answer({ ticket, looked: { ...headOf(draft({ ...asked, schedule })), intent: intentDigest(schedule) } });
    case 'intent':
      return answer({ ticket, intent: intentDigest(schedule) });
    case 'compare':
      return answer({ ticket, differences: compare({ ...asked, schedule }) });
    case 'view':
      return answer({ ticket, body: bodyOf({ ...asked, schedule }) });
    case 'explain':
      return answer({ ticket, explanation: explain(schedule, asked.screenId, asked.at) });
    default:
      return assertNever(kind);
  }
};

let last: Promise<void> = Promise.resolve();
port.on('message', (job: Job) => {
  const { ticket } = job;
  if ('slice' in job) receiver.take(ticket, job.slice);
  else if ('goOn' in job) {
    const goOn = pausing.get(ticket);
    pausing.delete(ticket);
    goOn?.();
  } else
    last = last
      .then(() => carryOut(ticket, job.work))
      .catch((fault: unknown) => answer({ ticket, fault: fault instanceof Error ? fault : new Error(String(fault)) }));
});
