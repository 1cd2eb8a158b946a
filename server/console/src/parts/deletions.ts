/**
 * Deleting with a way back: the thing leaves the list at once, the server hears of it when the undo toast has gone. Pending
 * deletions are sent before a publish and when the page is left, so what staff see is what happens.
 */
import type { Called } from '../api/client.ts';

export const UNDO_MS = 6_000;

export interface Deletions {
  /** Ids that lists must not show. */
  hidden: () => ReadonlySet<string>;
  subscribe: (listener: () => void) => () => void;
  /** `send` is called once, unless undone before; `onTrouble` when the server refused (the thing is shown again). */
  begin: (
    id: string,
    send: (keepalive: boolean) => Promise<Called<unknown>>,
    onTrouble: (called: Called<unknown>) => void,
  ) => void;
  undo: (id: string) => void;
  /** Sends all pending deletions now. */
  flush: (keepalive?: boolean) => Promise<void>;
}

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  send: (keepalive: boolean) => Promise<Called<unknown>>;
  onTrouble: (called: Called<unknown>) => void;
}

export const createDeletions = (): Deletions => {
  const pending = new Map<string, Pending>();
  const listeners = new Set<() => void>();
  let hidden: ReadonlySet<string> = new Set();
  const show = (id: string, shown: boolean): void => {
    const next = new Set(hidden);
    if (shown) next.delete(id);
    else next.add(id);
    hidden = next;
    for (const listener of listeners) listener();
  };
  const settle = async (id: string, keepalive: boolean): Promise<void> => {
    const one = pending.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    pending.delete(id);
    const called = await one.send(keepalive);
    // A deleted thing stays hidden until the feed has taken it out of the lists; ids are never used twice.
    if (!called.ok && called.trouble.code !== 'not-found') {
      show(id, true);
      one.onTrouble(called);
    }
  };
  return {
    hidden: () => hidden,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (id, send, onTrouble) => {
      show(id, false);
      pending.set(id, { send, onTrouble, timer: setTimeout(() => void settle(id, false), UNDO_MS) });
    },
    undo: (id) => {
      const one = pending.get(id);
      if (!one) return;
      clearTimeout(one.timer);
      pending.delete(id);
      show(id, true);
    },
    flush: async (keepalive = false) => {
      await Promise.all([...pending.keys()].map((id) => settle(id, keepalive)));
    },
  };
};
