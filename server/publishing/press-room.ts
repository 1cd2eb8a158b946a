/**
 * Where pressing happens, and stored schedules are read: at once for a small ward, in one worker thread for a large one, so the loop
 * that serves sockets is never held. The thread is started by the first large order, kept warm for a while, and replaced if it dies.
 */
import { Worker } from 'node:worker_threads';
import type { Differences } from '../../playlists/model/difference.ts';
import type { Explanation } from '../../playlists/model/explanation.ts';
import type { ScreenId } from '../../playlists/model/ids.ts';
import type { Playlist } from '../../playlists/model/playlist.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { compileScreen } from '../../playlists/timeline/compile.ts';
import { explain } from '../../playlists/timeline/explain.ts';
import type { Stretch } from '../../playlists/timeline/occurrences.ts';
import type { ManifestBody } from '../../playlists/wire/manifest.ts';
import { type Comparison, compare } from './comparison.ts';
import { createReceiver, handOver, type Slice } from './handover.ts';
import { intentDigest } from './intent.ts';
import { readSchedule, type StoredSchedule } from './packed-schedule.ts';
import {
  type DraftHead,
  draft,
  type Frozen,
  freeze,
  headOf,
  type Pressed,
  type PressOrder,
  type PrintedBody,
  seal,
} from './press.ts';

/** Screens × (slots + 2), and what the playlists weigh: below this an order takes a few ms, less than handing it over and starting a thread. */
export const LARGEST_ON_LOOP = 200;

/** Length of a stored schedule that is read on the loop: bytes of a packed one, characters of a text. */
const LONGEST_ON_LOOP = { packed: 10_000, text: 200_000 };
const isLong = (onAir: StoredSchedule): boolean =>
  onAir.length > (typeof onAir === 'string' ? LONGEST_ON_LOOP.text : LONGEST_ON_LOOP.packed);

/** The thread compiles in bursts: with room for a burst (a third of this holds what is new) its garbage is seldom looked through. */
export const PRESS_LIMITS = { maxYoungGenerationSizeMb: 192 };

/** People preview, think, publish and publish again within minutes; after that the thread's memory is given back. */
const IDLE_MS = 300_000;

/** Told while the press still works. */
export interface Listener {
  /** What the compiler says. */
  drafted?: (head: DraftHead) => void;
  /** Bodies, some at a time, each batch in a turn of its own; after `drafted`. */
  printed?: (bodies: readonly PrintedBody[]) => void;
}

export interface PressRoom {
  press(order: PressOrder, listener?: Listener): Promise<Pressed & { frozen: Frozen }>;
  /** What pressing would say, without anything being printed or sealed; and the intent of the schedule. */
  look(order: PressOrder): Promise<DraftHead & { intent: string }>;
  /** `intentDigest`. */
  intentOf(schedule: Schedule): Promise<string>;
  /** What publishing would change on the screens. */
  compare(comparison: Comparison): Promise<Differences>;
  /** What one screen of a schedule shows over a stretch. */
  view(view: View): Promise<ManifestBody>;
  /** Why it shows what it does at an instant. */
  explain(moment: Moment): Promise<Explanation>;
  /** A stored schedule. Throws on anything that is none. */
  read(stored: StoredSchedule): Promise<Schedule>;
  /** Whether a thread is there now. */
  isStaffed(): boolean;
  stop(): Promise<void>;
}

/** One screen of a schedule over a stretch, or at an instant. */
export interface View {
  schedule: Schedule;
  screenId: ScreenId;
  horizon: Stretch;
}
export interface Moment {
  schedule: Schedule;
  screenId: ScreenId;
  at: Instant;
}

export type Work =
  | { kind: 'press' | 'look'; asked: PressOrder }
  | { kind: 'intent'; asked: { schedule: Schedule } }
  | { kind: 'compare'; asked: Comparison }
  | { kind: 'view'; asked: View }
  | { kind: 'explain'; asked: Moment }
  | { kind: 'read'; asked: { stored: StoredSchedule } };
/** What goes to the worker: the schedule in slices, then the work with its lists empty; and after each batch that comes back, a word to go on. */
export type Job = { ticket: number } & ({ slice: Slice } | { goOn: true } | { work: Work });
/** What comes back from it. */
export type Answer = { ticket: number } & (
  | { drafted: DraftHead }
  | { bodies: PrintedBody[] }
  | { sealed: Pick<Pressed, 'screens' | 'statement'> & { frozen: Frozen } }
  | { looked: DraftHead & { intent: string } }
  | { intent: string }
  | { differences: Differences }
  | { body: ManifestBody }
  | { explanation: Explanation }
  | { slice: Slice }
  | { read: Schedule }
  | { fault: Error }
);
interface Waiting {
  /** Takes an answer; true when it was the last one. Throws when the answer is not to be had. */
  hear: (answer: Exclude<Answer, { fault: Error }>) => boolean;
  reject: (fault: Error) => void;
}

/** Entries of lists that open other lists are looked at again and again; so many of one list's own weigh as much as a slot. */
const ENTRIES_A_SLOT = 50;
const weightOf = ({ entries }: Playlist): number =>
  entries.length * (entries.some(({ kind }) => kind !== 'asset') ? ENTRIES_A_SLOT : 1);

const sizeWith = (screens: number, { slots, playlists }: Schedule): number =>
  screens * (slots.length + 2) +
  Math.floor(playlists.reduce((sum, playlist) => sum + weightOf(playlist), 0) / ENTRIES_A_SLOT);
export const sizeOf = ({ schedule }: Pick<PressOrder, 'schedule'>): number =>
  sizeWith(schedule.screens.length, schedule);
const sizeOfOne = ({ schedule }: Pick<View, 'schedule'>): number => sizeWith(1, schedule);

export const bodyOf = ({ schedule, screenId, horizon }: View): ManifestBody =>
  compileScreen(schedule, screenId, horizon).body;

export const createPressRoom = (options: { largestOnLoop?: number; idleMs?: number } = {}): PressRoom => {
  const largestOnLoop = options.largestOnLoop ?? LARGEST_ON_LOOP;
  const waiting = new Map<number, Waiting>();
  let tickets = 0;
  let worker: Worker | null = null;
  let retiring: NodeJS.Timeout | null = null;

  const retire = (): void => {
    const leaving = worker;
    worker = null;
    void leaving?.terminate();
  };
  /** Counts the idle time from now, or not at all while an order is out. */
  const armRetirement = (): void => {
    if (retiring) clearTimeout(retiring);
    retiring = waiting.size > 0 ? null : setTimeout(retire, options.idleMs ?? IDLE_MS);
    retiring?.unref();
  };

  const failAll = (fault: Error): void => {
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  const hire = (): Worker => {
    const hired = new Worker(new URL('./press-worker.ts', import.meta.url), {
      resourceLimits: PRESS_LIMITS,
    });
    hired.unref();
    hired.on('message', (answer: Answer) => {
      // In the next turn, and whatever became of the order: the worker waits for it.
      if ('bodies' in answer || 'slice' in answer)
        setImmediate(() => hired.postMessage({ ticket: answer.ticket, goOn: true } satisfies Job));
      const asked = waiting.get(answer.ticket);
      if (!asked) return;
      const end = (): void => {
        waiting.delete(answer.ticket);
        armRetirement();
      };
      try {
        if ('fault' in answer) throw answer.fault;
        if (asked.hear(answer)) end();
      } catch (fault) {
        end();
        asked.reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    });
    const lose = (fault: Error): void => {
      if (worker === hired) {
        worker = null;
        failAll(fault);
      }
    };
    hired.on('error', lose);
    hired.on('exit', (code) => lose(new Error(`the press worker ended with ${code}`)));
    return hired;
  };

  const send = async (work: Work, asked: Waiting): Promise<void> => {
    worker ??= hire();
    const to = worker;
    tickets += 1;
    const ticket = tickets;
    waiting.set(ticket, asked);
    armRetirement();
    const tell = (job: Job): void => to.postMessage(job);
    if (work.kind === 'read') return tell({ ticket, work });
    const schedule = await handOver(work.asked.schedule, (slice) => tell({ ticket, slice }));
    tell({ ticket, work: { ...work, asked: { ...work.asked, schedule } } as Work });
  };
  /** For work that has one answer. */
  const ask = <Value>(work: Work, read: (answer: Answer) => { value: Value } | null): Promise<Value> =>
    new Promise((resolve, reject) => {
      const hear: Waiting['hear'] = (answer) => {
        const found = read(answer);
        if (!found) throw new Error('the press answered another question');
        resolve(found.value);
        return true;
      };
      send(work, { hear, reject }).catch(reject);
    });

  return {
    press: async (order, { drafted = () => {}, printed = () => {} } = {}) => {
      if (sizeOf(order) <= largestOnLoop) {
        const made = draft(order);
        drafted(headOf(made));
        printed(made.bodies);
        return { ...seal(order, made), frozen: freeze(order.schedule) };
      }
      return new Promise((resolve, reject) => {
        let head: DraftHead | null = null;
        const bodies: PrintedBody[] = [];
        const hear: Waiting['hear'] = (answer) => {
          if ('drafted' in answer) {
            head = answer.drafted;
            drafted(head);
            return false;
          }
          if ('bodies' in answer) {
            bodies.push(...answer.bodies);
            printed(answer.bodies);
            return false;
          }
          if (!head || !('sealed' in answer)) throw new Error('the press sealed what it had not drafted');
          resolve({ ...head, bodies, ...answer.sealed });
          return true;
        };
        send({ kind: 'press', asked: order }, { hear, reject }).catch(reject);
      });
    },
    look: async (order) => {
      if (sizeOf(order) <= largestOnLoop) return { ...headOf(draft(order)), intent: intentDigest(order.schedule) };
      return ask({ kind: 'look', asked: order }, (answer) => ('looked' in answer ? { value: answer.looked } : null));
    },
    intentOf: async (schedule) => {
      if (sizeOf({ schedule }) <= largestOnLoop) return intentDigest(schedule);
      return ask({ kind: 'intent', asked: { schedule } }, (answer) =>
        'intent' in answer ? { value: answer.intent } : null,
      );
    },
    compare: async (comparison) => {
      // Two schedules are compiled, and one is read.
      if (2 * sizeOf(comparison) <= largestOnLoop && (comparison.onAir === null || !isLong(comparison.onAir)))
        return compare(comparison);
      return ask({ kind: 'compare', asked: comparison }, (answer) =>
        'differences' in answer ? { value: answer.differences } : null,
      );
    },
    view: async (view) => {
      if (sizeOfOne(view) <= largestOnLoop) return bodyOf(view);
      return ask({ kind: 'view', asked: view }, (answer) => ('body' in answer ? { value: answer.body } : null));
    },
    explain: async (moment) => {
      if (sizeOfOne(moment) <= largestOnLoop) return explain(moment.schedule, moment.screenId, moment.at);
      return ask({ kind: 'explain', asked: moment }, (answer) =>
        'explanation' in answer ? { value: answer.explanation } : null,
      );
    },
    read: async (stored) => {
      if (!isLong(stored)) return readSchedule(stored);
      return new Promise((resolve, reject) => {
        const receiver = createReceiver();
        const hear: Waiting['hear'] = (answer) => {
          if ('slice' in answer) {
            receiver.take(answer.ticket, answer.slice);
            return false;
          }
          if (!('read' in answer)) throw new Error('the press answered another question');
          resolve(receiver.complete(answer.ticket, answer.read));
          return true;
        };
        send({ kind: 'read', asked: { stored } }, { hear, reject }).catch(reject);
      });
    },
    isStaffed: () => worker !== null,
    stop: async () => {
      if (retiring) clearTimeout(retiring);
      const leaving = worker;
      worker = null;
      await leaving?.terminate();
      failAll(new Error('the server stops'));
    },
  };
};
