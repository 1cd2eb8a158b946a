/**
 * sha-256 of files beside the loop that serves sockets, which hashes nothing: one thread for each `createDigests`. A file that is still
 * coming in is read as it grows, so that at its end only the last piece is left. What the thread forgot (a restart, a long pause) is read
 * from the beginning, while the rest comes in.
 */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Digest } from '../playlists/model/ids.ts';

export type DigestOrder =
  | { kind: 'follow' | 'finish'; id: string; path: string; upTo: number }
  | { kind: 'forget'; id: string };
export type DigestAnswer = { id: string; digest: string } | { id: string; fault: string };

export interface Digests {
  /** The digest of this file, which is still coming in, will be asked for in the end. */
  expect(id: string): void;
  /** The first `upTo` bytes are there and will not change: when the file is expected, they are read meanwhile. */
  follow(id: string, path: string, upTo: number): void;
  /** Digest of the first `bytes` bytes. Rejects when the file cannot be read. */
  finish(id: string, path: string, bytes: number): Promise<Digest>;
  /** Digest and size of a file that does not change. Rejects when it cannot be read. */
  of(path: string): Promise<{ digest: Digest; bytes: number }>;
  /** The file was given up. */
  forget(id: string): void;
  stop(): Promise<void>;
}

/** Less than this is not worth opening the file for. */
const STRIDE_BYTES = 8 * 1024 * 1024;

/** Nothing is hashed: the memory of the thread is given back. */
const IDLE_MS = 120_000;

export const createDigests = (): Digests => {
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  /** File → how far its reading was ordered. */
  const expected = new Map<string, number>();
  const asked = new Map<string, { resolve(digest: Digest): void; reject(fault: unknown): void }>();

  const end = async (fault: unknown): Promise<void> => {
    clearTimeout(idle);
    const ended = thread;
    thread = null;
    for (const one of asked.values()) one.reject(fault);
    asked.clear();
    await ended?.terminate();
  };
  const hire = (): Worker => {
    const worker = new Worker(new URL('./digest-thread.ts', import.meta.url));
    worker.unref();
    worker.on('message', (answer: DigestAnswer) => {
      const one = asked.get(answer.id);
      asked.delete(answer.id);
      if (asked.size === 0) worker.unref();
      if ('digest' in answer) one?.resolve(Digest.parse(answer.digest));
      else one?.reject(new Error(answer.fault));
    });
    worker.once('error', (fault) => {
      if (thread === worker) void end(fault);
    });
    return worker;
  };
  const order = (what: DigestOrder): void => {
    thread ??= hire();
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (asked.size === 0) void end(new Error('idle'));
    }, IDLE_MS).unref();
    thread.postMessage(what);
  };
  const finish: Digests['finish'] = (id, path, upTo) =>
    new Promise((resolve, reject) => {
      expected.delete(id);
      asked.set(id, { resolve, reject });
      order({ kind: 'finish', id, path, upTo });
      // Somebody waits: the process must not end for want of other work.
      thread?.ref();
    });
  return {
    expect: (id) => void expected.set(id, expected.get(id) ?? 0),
    follow: (id, path, upTo) => {
      const ordered = expected.get(id);
      if (ordered === undefined || upTo - ordered < STRIDE_BYTES) return;
      expected.set(id, upTo);
      order({ kind: 'follow', id, path, upTo });
    },
    finish,
    of: async (path) => {
      const { size: bytes } = await stat(path);
      return { digest: await finish(randomUUID(), path, bytes), bytes };
    },
    forget: (id) => {
      if (expected.delete(id) && thread) order({ kind: 'forget', id });
    },
    stop: () => end(new Error('hashing was stopped')),
  };
};
