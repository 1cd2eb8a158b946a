/**
 * Deleting with a way back: the thing leaves the list at once, the server hears of it when the undo toast has gone. Pending
 * deletions are sent before a publish and when the page is left. Each stands in a memory that outlives the page until its
 * answer has come, so one that failed with nobody left to see it is taken up by the next page.
 */
import { z } from 'zod';
import type { Called } from '../api/client.ts';

export const UNDO_MS = 6_000;
/** A page that has not settled a deletion by then is gone. */
const ORPHANED_AFTER_MS = 30_000;

export const Doomed = z.object({
  kind: z.enum(['asset', 'playlist', 'slot', 'screen', 'group', 'site', 'calendar', 'day-part', 'ticker']),
  id: z.string(),
  name: z.string(),
});
/** Something that somebody wants gone. */
export type Doomed = z.infer<typeof Doomed>;

/** A deletion without an answer; from `orphanedAt` on no page looks after it any more. */
export const Unanswered = Doomed.extend({ orphanedAt: z.number() });
export type Unanswered = z.infer<typeof Unanswered>;

export interface DeletionPorts {
  /** Asks the server; `keepalive` lets the request outlive the page. */
  send: (thing: Doomed, keepalive: boolean) => Promise<Called<unknown>>;
  /** Shared by all pages of this browser. */
  memory: { read: () => Unanswered[]; write: (all: readonly Unanswered[]) => void };
  now: () => number;
}

export interface Deletions {
  /** Ids that lists must not show. */
  hidden: () => ReadonlySet<string>;
  subscribe: (listener: () => void) => () => void;
  /** Sent once, unless undone before; `onTrouble` when the server refused (the thing is shown again). */
  begin: (thing: Doomed, onTrouble: (called: Called<unknown>) => void) => void;
  undo: (id: string) => void;
  /** Sends all pending deletions now. */
  flush: () => Promise<void>;
  /** The page is being left: sends all pending deletions so that they outlive it. */
  leave: () => void;
  /** Deletions that an earlier page left without an answer; each is handed out once. */
  takeUnanswered: () => Doomed[];
}

interface Pending {
  thing: Doomed;
  timer: ReturnType<typeof setTimeout>;
  onTrouble: (called: Called<unknown>) => void;
}

export const createDeletions = ({ send, memory, now }: DeletionPorts): Deletions => {
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
  const forget = (id: string): void => memory.write(memory.read().filter((one) => one.id !== id));
  const remember = (thing: Doomed, orphanedAt: number): void =>
    memory.write([...memory.read().filter(({ id }) => id !== thing.id), { ...thing, orphanedAt }]);

  const settle = async (id: string, keepalive: boolean): Promise<void> => {
    const one = pending.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    pending.delete(id);
    const called = await send(one.thing, keepalive);
    forget(id);
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
    begin: (thing, onTrouble) => {
      const { id } = thing;
      show(id, false);
      remember(thing, now() + ORPHANED_AFTER_MS);
      pending.set(id, { thing, onTrouble, timer: setTimeout(() => void settle(id, false), UNDO_MS) });
    },
    undo: (id) => {
      const one = pending.get(id);
      if (!one) return;
      clearTimeout(one.timer);
      pending.delete(id);
      forget(id);
      show(id, true);
    },
    flush: async () => {
      await Promise.all([...pending.keys()].map((id) => settle(id, false)));
    },
    leave: () => {
      for (const { thing } of pending.values()) remember(thing, now());
      for (const id of [...pending.keys()]) void settle(id, true);
    },
    takeUnanswered: () => {
      const all = memory.read();
      const taken = all.filter(({ orphanedAt }) => orphanedAt <= now());
      if (taken.length > 0) memory.write(all.filter(({ orphanedAt }) => orphanedAt > now()));
      return taken.map(({ orphanedAt: _, ...thing }) => thing);
    },
  };
};
