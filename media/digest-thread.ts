/**
 * The thread behind `digests`: hashes files as far as they are written, in the order in which it is asked. It does nothing else, so it reads
 * without waiting for turns, and into one buffer.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { DigestAnswer, DigestOrder } from './digests.ts';

const buffer = Buffer.allocUnsafeSlow(1024 * 1024);

const begun = new Map<string, { hash: Hash; at: number }>();

const advance = (id: string, path: string, upTo: number): Hash => {
  const state = begun.get(id) ?? { hash: createHash('sha256'), at: 0 };
  begun.set(id, state);
  if (upTo > state.at) {
    const file = openSync(path, 'r');
    try {
      while (state.at < upTo) {
        const count = readSync(file, buffer, 0, Math.min(buffer.length, upTo - state.at), state.at);
        if (count === 0) break;
        state.hash.update(buffer.subarray(0, count));
        state.at += count;
      }
    } finally {
      closeSync(file);
    }
  }
  if (state.at !== upTo) throw new Error(`${state.at} bytes were read of ${upTo}`);
  return state.hash;
};

const obey = (order: DigestOrder): void => {
  const { id } = order;
  try {
    if (order.kind === 'forget') begun.delete(id);
    else {
      const hash = advance(id, order.path, order.upTo);
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

parentPort?.on('message', obey);
