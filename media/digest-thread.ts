/** The thread behind `digests`: hashes files as far as they are written, in the order in which it is asked. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { DigestAnswer, DigestOrder } from './digests.ts';

const READ_BYTES = 1024 * 1024;

const begun = new Map<string, { hash: Hash; at: number }>();

const advance = async (id: string, path: string, upTo: number): Promise<Hash> => {
  const state = begun.get(id) ?? { hash: createHash('sha256'), at: 0 };
  begun.set(id, state);
  if (upTo > state.at)
    for await (const chunk of createReadStream(path, { start: state.at, end: upTo - 1, highWaterMark: READ_BYTES })) {
      state.hash.update(chunk as Buffer);
      state.at += (chunk as Buffer).length;
    }
  if (state.at !== upTo) throw new Error(`${state.at} bytes were read of ${upTo}`);
  return state.hash;
};

const obey = async (order: DigestOrder): Promise<void> => {
  const { id } = order;
  try {
    if (order.kind === 'forget') begun.delete(id);
    else {
      const hash = await advance(id, order.path, order.upTo);
      if (order.kind !== 'finish') return;
      begun.delete(id);
      parentPort?.postMessage({ id, digest: hash.digest('hex') } satisfies DigestAnswer);
    }
  } catch (fault) {
    // Nothing is lost: whoever wants the digest has the file read from its beginning.
    begun.delete(id);
    if (order.kind === 'finish') parentPort?.postMessage({ id, fault: String(fault) } satisfies DigestAnswer);
  }
};

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (order: DigestOrder) => {
  last = last.then(() => obey(order));
});
