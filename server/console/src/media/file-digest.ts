/**
 * sha-256 of a file of this computer, computed beside the page. Plain JavaScript, since the content policy allows no WebAssembly, and
 * the browser's own digest takes no streams and is not there without https.
 */
import { Digest } from '../../../../playlists/model/ids.ts';

export type DigestReport =
  | { kind: 'progress'; read: number }
  | { kind: 'done'; digest: string }
  | { kind: 'unreadable'; technician: string };

/** `unhashed`: this browser gives us no thread; the file may be sent without. */
export type FileDigest =
  | { kind: 'digest'; digest: Digest }
  | { kind: 'unreadable'; technician: string }
  | { kind: 'unhashed' };

/** `stop` ends the work; the promise then never settles. */
export type DigestFile = (file: File, progress: (read: number) => void, stop: AbortSignal) => Promise<FileDigest>;

export const digestFile: DigestFile = (file, progress, stop) =>
  new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./digest-worker.ts', import.meta.url), { type: 'module' });
    } catch {
      resolve({ kind: 'unhashed' });
      return;
    }
    const end = (found: FileDigest): void => {
      worker.terminate();
      resolve(found);
    };
    stop.addEventListener('abort', () => worker.terminate(), { once: true });
    worker.onerror = () => end({ kind: 'unhashed' });
    worker.onmessage = ({ data }: MessageEvent<DigestReport>) => {
      if (data.kind === 'progress') progress(data.read);
      else if (data.kind === 'done') end({ kind: 'digest', digest: Digest.parse(data.digest) });
      else end(data);
    };
    worker.postMessage(file);
  });
