/**
 * The upload desk: resumable uploads (tus 1.0) that outlive navigation, lost connections and, when the file is chosen again, the
 * browser. Files are hashed first, so that what the library has already is asked about instead of sent; a large one of a size that the
 * library has nothing of is sent at once and hashed meanwhile, since hashing takes a browser as long as sending does. The server holds
 * what it received against the digest. One is compared and two are sent at a time, the others wait.
 */
import type { Digest, FolderId } from '../../../../playlists/model/ids.ts';
import { UPLOADS_PATH } from '../../../../playlists/wire/api/library.ts';
import { type Called, unreadableFile } from '../api/client.ts';
import type { DigestFile } from './file-digest.ts';
import { forgetAtServer, sendFile } from './send-file.ts';
import { bytesSent, looksLike, shareRunning, type UnfinishedMemory } from './unfinished.ts';
import { isEnded, type Twin, type UploadItem, type UploadState } from './upload-item.ts';
import { createSpeedGauge } from './upload-speed.ts';
import { newTask, type Task, type UploadTo } from './upload-task.ts';

/** What the file chooser offers first; the server goes by the bytes alone. */
export const ACCEPTED = 'video/*,image/*,.pdf,.pptx,.ppsx,.ppt,.odp,.docx,.doc,.odt';

export interface Uploads {
  items: () => readonly UploadItem[];
  subscribe: (listener: () => void) => () => void;
  add: (files: readonly File[], to?: UploadTo) => void;
  pause: (id: number) => void;
  /** Goes on with a paused one, or tries a refused one again. */
  resume: (id: number) => void;
  pauseAll: () => void;
  resumeAll: () => void;
  /** Gives it up; the server forgets it too. */
  cancel: (id: number) => void;
  /** Another piece of content is made although the library has these bytes. */
  keepTwin: (id: number) => void;
  /** The file of an unfinished upload, chosen again. */
  choose: (id: number, file: File) => void;
  /** Forgets those that ended. */
  clear: () => void;
  /** Brings back what an earlier session of the signed-in person left unfinished. */
  recall: () => Promise<void>;
}

export interface UploadPorts {
  digestFile: DigestFile;
  /** Whether the library has content of this size. */
  mayHaveTwin(bytes: number): Promise<boolean>;
  /** Content of these bytes that people may use; null = none, or it cannot be told now. */
  findTwin(digest: Digest): Promise<Twin | null>;
  copyTwin(twin: Twin, digest: Digest, filename: string, folder: FolderId | null): Promise<Called<unknown>>;
  memory: UnfinishedMemory;
  endpoint?: string;
}

const AT_ONCE = 2;
/** Hashed in a second or two; larger ones need not wait for it. */
const LARGE_BYTES = 32 * 1024 * 1024;
/** Progress is told to the page at most this often. */
const TELL_EVERY_MS = 200;

export const createUploads = (ports: UploadPorts): Uploads => {
  const { memory, endpoint = UPLOADS_PATH } = ports;
  const tasks = new Map<number, Task>();
  const listeners = new Set<() => void>();
  let items: readonly UploadItem[] = [];
  let last = 0;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const find = (id: number): UploadItem | undefined => items.find((item) => item.id === id);
  const set = (id: number, change: Partial<UploadItem>): void => {
    items = items.map((item) => (item.id === id ? { ...item, ...change } : item));
    tell();
  };
  /** A state that is reached only from another one: people may have paused or cancelled meanwhile. */
  const move = (id: number, from: UploadState['kind'], change: Partial<UploadItem>): boolean => {
    if (find(id)?.state.kind !== from) return false;
    set(id, change);
    startNext();
    return true;
  };
  const isKnown = (url: string): boolean => [...tasks.values()].some((task) => task.url === url);
  const others = shareRunning(
    () => [...tasks.values()].flatMap(({ url, file }) => (url && file ? [url] : [])),
    (urls) => {
      for (const [id, task] of tasks) if (task.file === null && task.url && urls.includes(task.url)) drop(id);
    },
  );

  const startNext = (): void => {
    const waiting = items.filter(({ state }) => state.kind === 'waiting');
    const count = (kind: UploadState['kind']): number => items.filter(({ state }) => state.kind === kind).length;
    const isReady = ({ id }: UploadItem): boolean => tasks.get(id)?.isCompared === true;
    const toCheck = waiting.find((item) => !isReady(item));
    const toSend = waiting.filter(isReady).slice(0, Math.max(0, AT_ONCE - count('running')));
    if (toCheck && count('checking') === 0) {
      set(toCheck.id, { state: { kind: 'checking', read: 0 } });
      void check(toCheck.id);
    }
    for (const { id } of toSend) {
      set(id, { state: { kind: 'running', bytesPerSecond: null, isLost: false } });
      send(id);
    }
  };

  const often = (task: Task): boolean => {
    const now = performance.now();
    if (now - task.toldAt < TELL_EVERY_MS) return false;
    task.toldAt = now;
    return true;
  };
  const hash = async (id: number, file: File): Promise<Digest | null | 'ended'> => {
    const task = tasks.get(id);
    if (!task) return 'ended';
    task.stop = new AbortController();
    const progress = (read: number): void => {
      if (often(task) && find(id)?.state.kind === 'checking') set(id, { state: { kind: 'checking', read } });
    };
    const found = await ports.digestFile(file, progress, task.stop.signal);
    if (found.kind !== 'unreadable') return found.kind === 'digest' ? found.digest : null;
    move(id, 'checking', { state: { kind: 'refused', trouble: unreadableFile(found.technician) } });
    return 'ended';
  };
  const check = async (id: number): Promise<void> => {
    const task = tasks.get(id);
    if (!task?.file) return;
    const isKnownSize =
      task.file.size < LARGE_BYTES || (!task.to.replaces && (await ports.mayHaveTwin(task.file.size)));
    if (!isKnownSize) {
      task.isCompared = true;
      move(id, 'checking', { state: { kind: 'waiting' } });
      return;
    }
    const digest = await hash(id, task.file);
    if (digest === 'ended') return;
    Object.assign(task, { digest, isCompared: true });
    const twin = digest && !task.to.replaces ? await ports.findTwin(digest) : null;
    move(id, 'checking', { state: twin ? { kind: 'twin', twin } : { kind: 'waiting' } });
  };

  const remember = ({ file, lastModified, digest, to, url }: Task, at = Date.now()): void => {
    if (!file || !url) return;
    const { folder = null, replaces = null } = to;
    memory.keep({ url, name: file.name, bytes: file.size, lastModified, digest, folder, replaces, at });
  };
  const forget = (task: Task | undefined): void => {
    if (task?.url) memory.forget(task.url);
    if (task) task.url = null;
  };
  /** Of a file that is sent: known, or hashed beside it. Goes on while sending is paused. */
  const digestBeside = (id: number, task: Task, file: File): Promise<Digest | null> => {
    if (task.digest) return Promise.resolve(task.digest);
    const progress = (read: number): void => {
      task.hashed = read;
      const state = find(id)?.state;
      if (state?.kind === 'running' && state.hashed !== undefined && often(task))
        set(id, { state: { ...state, hashed: read } });
    };
    if (task.hashing) return task.hashing;
    task.stop = new AbortController();
    task.hashing = ports.digestFile(file, progress, task.stop.signal).then((found) => {
      task.digest = found.kind === 'digest' ? found.digest : null;
      remember(task);
      return task.digest;
    });
    return task.hashing;
  };
  const send = (id: number): void => {
    const task = tasks.get(id);
    if (!task?.file) return;
    const { file, digest, to } = task;
    task.gauge = createSpeedGauge();
    task.sending = sendFile({
      file,
      endpoint,
      url: task.url,
      metadata: {
        filename: file.name,
        filetype: file.type,
        ...(digest ? { digest } : {}),
        ...(to.folder ? { folder: to.folder } : {}),
        ...(to.replaces ? { replaces: to.replaces } : {}),
      },
      digest: digestBeside(id, task, file),
      onWaiting: (isWaiting) => {
        const state = find(id)?.state;
        if (state?.kind !== 'running') return;
        const { hashed: _, ...rest } = state;
        set(id, { state: isWaiting ? { ...rest, hashed: task.hashed } : rest });
      },
      onUrl: (url) => {
        if (url === task.url) return;
        forget(task);
        task.url = url;
        remember(task);
      },
      onLost: () => {
        const state = find(id)?.state;
        if (state?.kind === 'running') set(id, { state: { ...state, isLost: true } });
      },
      onProgress: (sent) => {
        const state = find(id)?.state;
        if (state?.kind !== 'running' || (!often(task) && !state.isLost)) return;
        const bytesPerSecond = task.gauge.take(performance.now(), sent);
        set(id, { sent, state: { kind: 'running', bytesPerSecond, isLost: false } });
      },
      onDone: () => {
        forget(task);
        move(id, 'running', { sent: file.size, state: { kind: 'done' } });
      },
      onTrouble: (trouble) => {
        // Of damaged bytes nothing is left to go on with.
        if (trouble.code === 'upload-damaged') forget(task);
        move(id, 'running', { state: { kind: 'refused', trouble } });
      },
    });
  };

  const take = (file: File, to: UploadTo): void => {
    const left = items.find(
      (item) =>
        item.state.kind === 'unfinished' &&
        looksLike(file, { ...item, lastModified: tasks.get(item.id)?.lastModified ?? 0 }),
    );
    if (left) {
      goOn(left.id, file);
      return;
    }
    const task = newTask({ file, lastModified: file.lastModified, to });
    put(task, { name: file.name, bytes: file.size, sent: 0, state: { kind: 'waiting' } });
  };
  const put = (task: Task, item: Omit<UploadItem, 'id'>): void => {
    last += 1;
    tasks.set(last, task);
    items = [...items, { id: last, ...item }];
  };
  const goOn = (id: number, file: File): void => {
    const task = tasks.get(id);
    if (!task) return;
    task.file = file;
    set(id, { state: { kind: 'waiting' } });
  };

  const drop = (id: number): void => {
    tasks.delete(id);
    items = items.filter((item) => item.id !== id);
    tell();
    startNext();
  };
  const pause = (id: number): void => {
    const task = tasks.get(id);
    if (find(id)?.state.kind === 'checking') task?.stop.abort();
    void task?.sending?.stop();
    // A file that was only being compared with the one that is wanted is chosen anew.
    set(id, { state: task?.file ? { kind: 'paused' } : { kind: 'unfinished', isWrong: false } });
  };
  const isOf =
    (...kinds: UploadState['kind'][]) =>
    ({ state }: UploadItem): boolean =>
      kinds.includes(state.kind);

  // Tried at once when the network is back, not when the pause between two tries is over.
  globalThis.addEventListener?.('online', () => {
    for (const { id, state } of items)
      if (state.kind === 'running' && state.isLost)
        void tasks
          .get(id)
          ?.sending?.stop()
          .then(() => find(id)?.state.kind === 'running' && send(id));
  });

  return {
    items: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files, to = {}) => {
      for (const file of files) take(file, to);
      tell();
      startNext();
    },
    pause: (id) => {
      pause(id);
      startNext();
    },
    resume: (id) => {
      // Of an unfinished one whose chosen file could not be read, the file is chosen anew.
      const isWhole = tasks.get(id)?.file != null;
      set(id, { state: isWhole ? { kind: 'waiting' } : { kind: 'unfinished', isWrong: false } });
      startNext();
    },
    pauseAll: () => {
      for (const { id } of items.filter(isOf('waiting', 'checking', 'running'))) pause(id);
    },
    resumeAll: () => {
      for (const { id } of items.filter(isOf('paused'))) set(id, { state: { kind: 'waiting' } });
      startNext();
    },
    cancel: (id) => {
      const task = tasks.get(id);
      task?.stop.abort();
      void task?.sending?.stop();
      // If the server cannot be told, its own clean-up forgets the half-sent file.
      if (task?.url) void forgetAtServer(task.url);
      forget(task);
      drop(id);
    },
    keepTwin: (id) => {
      const [task, state] = [tasks.get(id), find(id)?.state];
      if (!task?.file || !task.digest || state?.kind !== 'twin') return;
      const { file, digest, to } = task;
      set(id, { state: { kind: 'running', bytesPerSecond: null, isLost: false } });
      void ports.copyTwin(state.twin, digest, file.name, to.folder ?? null).then((made) => {
        // Whatever stands in the way there, the bytes can still be sent.
        move(id, 'running', made.ok ? { sent: file.size, state: { kind: 'done' } } : { state: { kind: 'waiting' } });
      });
    },
    choose: (id, file) => {
      const [task, item] = [tasks.get(id), find(id)];
      if (!task || item?.state.kind !== 'unfinished') return;
      const wrong: UploadState = { kind: 'unfinished', isWrong: true };
      if (looksLike(file, { ...item, lastModified: task.lastModified })) {
        goOn(id, file);
        startNext();
      } else if (file.size !== item.bytes || task.digest === null) set(id, { state: wrong });
      else {
        // Renamed or copied, it may still be the same bytes.
        set(id, { state: { kind: 'checking', read: 0 } });
        void hash(id, file).then((digest) => {
          if (digest === task.digest) task.file = file;
          if (digest !== 'ended') move(id, 'checking', { state: task.file ? { kind: 'waiting' } : wrong });
        });
      }
    },
    clear: () => {
      for (const item of items) if (isEnded(item)) tasks.delete(item.id);
      items = items.filter((item) => !isEnded(item));
      tell();
    },
    recall: async () => {
      const left = memory.read().filter(({ url }) => !isKnown(url));
      const known = await Promise.all(left.map(async (one) => ({ one, sent: await bytesSent(one.url) })));
      for (const { one, sent } of known) {
        if (sent === null) continue;
        if (sent === one.bytes) memory.forget(one.url);
        else if (!isKnown(one.url)) {
          const { url, digest, lastModified, folder, replaces } = one;
          const to = { folder, ...(replaces ? { replaces } : {}) };
          const task = newTask({ file: null, lastModified, to, digest, isCompared: true, url });
          put(task, { name: one.name, bytes: one.bytes, sent, state: { kind: 'unfinished', isWrong: false } });
        }
      }
      tell();
      others.ask();
    },
  };
};
