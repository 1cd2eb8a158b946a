/** The thread behind `file-digest`: sha-256 of a file, read in slices, so that a film of gigabytes needs a few megabytes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { DigestReport } from './file-digest.ts';

const SLICE_BYTES = 4 * 1024 * 1024;

const report = (what: DigestReport): void => self.postMessage(what);

self.onmessage = async ({ data: file }: MessageEvent<File>): Promise<void> => {
  try {
    const hash = sha256.create();
    const read = (from: number): Promise<ArrayBuffer> => file.slice(from, from + SLICE_BYTES).arrayBuffer();
    let next = read(0);
    for (let at = 0; at < file.size; at += SLICE_BYTES) {
      const slice = new Uint8Array(await next);
      // The next slice is read while this one is hashed.
      next = read(at + SLICE_BYTES);
      hash.update(slice);
      report({ kind: 'progress', read: at + slice.length });
    }
    report({ kind: 'done', digest: bytesToHex(hash.digest()) });
  } catch (fault) {
    report({ kind: 'unreadable', technician: String(fault) });
  }
};
