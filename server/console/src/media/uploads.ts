/**
 * The upload desk: resumable uploads (tus 1.0) that outlive navigation. Two run at a time, the others wait; each can be
 * paused, retried, cancelled. A file chosen again after a reload goes on where it stopped.
 */
import * as tus from 'tus-js-client';
import type { AssetId, FolderId } from '../../../../playlists/model/ids.ts';
import { UPLOADS_PATH } from '../../../../playlists/wire/api/library.ts';
import { type Trouble, troubleOf, unreachable } from '../api/client.ts';

/** What the file chooser offers first; the server goes by the bytes alone. */
export const ACCEPTED = 'video/*,image/*,.pdf,.pptx,.ppsx,.ppt,.odp';

export type UploadState =
  | { kind: 'waiting' }
  | { kind: 'running'; bytesPerSecond: number | null }
  | { kind: 'paused' }
  | { kind: 'done' }
  | { kind: 'refused'; trouble: Trouble };

export interface UploadItem {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
}

/** Where files go: into a folder, or in place of the file that an asset has. */
export interface UploadTo {
  folder?: FolderId | null;
  replaces?: AssetId;
}

export interface Uploads {
  items: () => readonly UploadItem[];
  subscribe: (listener: () => void) => () => void;
  add: (files: readonly File[], to?: UploadTo) => void;
  pause: (id: number) => void;
  /** Goes on with a paused one, or tries a refused one again. */
  resume: (id: number) => void;
  cancel: (id: number) => void;
  /** Forgets those that ended. */
  clear: () => void;
}

const AT_ONCE = 2;
/** Speed is measured over this much time. */
const SPEED_WINDOW_MS = 2_000;
/** Progress is told to the page at most this often. */
const TELL_EVERY_MS = 200;

export const createUploads = (endpoint: string = UPLOADS_PATH): Uploads => {
  const tasks = new Map<number, { upload: tus.Upload; samples: { at: number; sent: number }[]; toldAt: number }>();
  const listeners = new Set<() => void>();
  let items: readonly UploadItem[] = [];
  let last = 0;

  const set = (id: number, change: Partial<UploadItem>): void => {
    items = items.map((item) => (item.id === id ? { ...item, ...change } : item));
    for (const listener of listeners) listener();
  };
  const startNext = (): void => {
    const running = items.filter((item) => item.state.kind === 'running').length;
    for (const item of items.filter((one) => one.state.kind === 'waiting').slice(0, Math.max(0, AT_ONCE - running))) {
      set(item.id, { state: { kind: 'running', bytesPerSecond: null } });
      const task = tasks.get(item.id);
      if (task) void begin(task.upload);
    }
  };
  const end = (id: number, state: UploadState): void => {
    set(id, { state });
    startNext();
  };
  const progress = (id: number, sent: number): void => {
    const task = tasks.get(id);
    if (!task) return;
    const now = performance.now();
    task.samples = [...task.samples.filter((sample) => now - sample.at < SPEED_WINDOW_MS), { at: now, sent }];
    if (now - task.toldAt < TELL_EVERY_MS) return;
    task.toldAt = now;
    const first = task.samples[0];
    const elapsed = first ? now - first.at : 0;
    const bytesPerSecond = first && elapsed > 300 ? ((sent - first.sent) / elapsed) * 1000 : null;
    if (items.some((item) => item.id === id && item.state.kind === 'running')) {
      set(id, { sent, state: { kind: 'running', bytesPerSecond } });
    }
  };

  const take = (file: File, { folder, replaces }: UploadTo): void => {
    last += 1;
    const id = last;
    const upload = new tus.Upload(file, {
      endpoint,
      metadata: {
        filename: file.name,
        filetype: file.type,
        ...(folder ? { folder } : {}),
        ...(replaces ? { replaces } : {}),
      },
      retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000],
      // An unfinished upload of the same file that was to be something else is not gone on with.
      ...(replaces
        ? { fingerprint: async () => `bang-tin ${replaces} ${file.name} ${file.size} ${file.lastModified}` }
        : {}),
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        return status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onProgress: (sent) => progress(id, sent),
      onSuccess: () => {
        set(id, { sent: file.size });
        end(id, { kind: 'done' });
      },
      onError: (error) => end(id, { kind: 'refused', trouble: troubleOfUpload(error) }),
    });
    tasks.set(id, { upload, samples: [], toldAt: 0 });
    items = [...items, { id, name: file.name, bytes: file.size, sent: 0, state: { kind: 'waiting' } }];
  };

  return {
    items: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files, to = {}) => {
      for (const file of files) take(file, to);
      for (const listener of listeners) listener();
      startNext();
    },
    pause: (id) => {
      void tasks.get(id)?.upload.abort();
      end(id, { kind: 'paused' });
    },
    resume: (id) => {
      set(id, { state: { kind: 'waiting' } });
      startNext();
    },
    cancel: (id) => {
      // The server forgets the half-sent file; if it cannot be told, its own clean-up does.
      void tasks
        .get(id)
        ?.upload.abort(true)
        .catch(() => undefined);
      tasks.delete(id);
      items = items.filter((item) => item.id !== id);
      for (const listener of listeners) listener();
      startNext();
    },
    clear: () => {
      for (const item of items) if (isEnded(item)) tasks.delete(item.id);
      items = items.filter((item) => !isEnded(item));
      for (const listener of listeners) listener();
    },
  };
};

export const isEnded = (item: UploadItem): boolean => item.state.kind === 'done' || item.state.kind === 'refused';

/** Goes on with an earlier, unfinished upload of the same file when this browser remembers one. */
const begin = async (upload: tus.Upload): Promise<void> => {
  if (!upload.url) {
    const [earlier] = await upload.findPreviousUploads().catch(() => []);
    if (earlier) upload.resumeFromPreviousUpload(earlier);
  }
  upload.start();
};

const troubleOfUpload = (error: Error | tus.DetailedError): Trouble => {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  return response ? troubleOf(response.getStatus(), response.getBody() ?? '') : unreachable(error);
};
