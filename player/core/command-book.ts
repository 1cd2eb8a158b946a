/**
 * The commands that this player took. Promises: one that was accepted is on the disk before that is said; none is begun after
 * its time by a trusted clock, nor twice, whatever comes again after a crash; each result is on the disk before it is told and
 * is told at every welcome until the server has it. Knows nothing of what commands do (`hands.ts`).
 */
import { join } from 'node:path';
import { z } from 'zod';
import { COMMAND_KINDS, type CommandKind } from '../../playlists/model/command.ts';
import { BootId, CommandId } from '../../playlists/model/ids.ts';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { DurationMs, Instant } from '../../playlists/model/time.ts';
import {
  Command,
  type CommandAnswer,
  CommandOutcome,
  type CommandResult,
  UnknownCommand,
} from '../../playlists/wire/command.ts';
import type { Clocks } from './clocks.ts';
import type { SayDamaged } from './durable-file.ts';
import { createKeptFile } from './kept-file.ts';
import { type Log, wordsOf } from './log.ts';

/** Commands remembered; the oldest that were told and are over make room. */
const MOST_REMEMBERED = 60;
/** Far more than a server may have given whose commands are not over yet. */
const MOST_KEPT = 2_000;
/** A fresh connection has its first reading of the clock within moments; a command waits so long for it. */
const CLOCK_WAIT_MS = 5_000;

const Entry = z.object({
  id: CommandId,
  kind: z.enum(COMMAND_KINDS as [CommandKind, ...CommandKind[]]),
  expiresAt: Instant,
  bootId: BootId,
  /** The machine's own start, where a result depends on another one; null = not known. */
  machine: z.string().max(100).nullable(),
  result: z.object({ outcome: CommandOutcome, tookMs: DurationMs.nullable() }).nullable(),
  /** The server has the result. */
  told: z.boolean(),
});
type Entry = z.infer<typeof Entry>;
const Book = z.object({ format: z.literal(1), entries: z.array(Entry).max(MOST_KEPT) });

/** `later`: the program ends now, and the next start says how it went. */
export type Deed = CommandOutcome | { kind: 'later' };

export interface CommandBookDoors {
  folder: string;
  bootId: BootId;
  /** Name of this start of the machine; null = not known. */
  machine: string | null;
  clocks: Clocks;
  /** Server time; null while it is not measured or not believed. */
  trustedNow: () => number | null;
  can: readonly CommandKind[];
  /** Carries a command out; what it throws becomes its failure. */
  run: (command: Command) => Promise<Deed>;
  /** Tells the server; false = not now. */
  tell: (result: CommandResult) => Promise<boolean>;
  log: Log;
  damaged: SayDamaged;
}

export interface CommandBook {
  /** Takes what came from the server, already or never understood. */
  hear(message: unknown): Promise<CommandAnswer>;
  /** The clock was measured: commands that waited for it are judged. */
  clockKnown(): void;
  /** Somebody to tell is there. */
  welcomed(): void;
  /** For diagnostics, newest last. */
  list(): readonly Pick<Entry, 'id' | 'kind' | 'result' | 'told'>[];
  stop(): Promise<void>;
}

/** What a command that an earlier start began has come to. */
const outcomeOfEarlier = (entry: Entry, machine: string | null): CommandOutcome => {
  const failed = (why: string): CommandOutcome => ({ kind: 'failed', refusal: refusal('command-interrupted', why) });
  if (entry.kind === 'restart-app') return { kind: 'done' };
  if (entry.kind !== 'restart-machine') return failed(`the player ended before ${entry.kind} was done`);
  return machine !== null && machine !== entry.machine
    ? { kind: 'done' }
    : failed('the player was started anew, the machine was not');
};

export const openCommandBook = async (doors: CommandBookDoors): Promise<CommandBook> => {
  const { clocks, log, bootId } = doors;
  const file = createKeptFile({
    paths: [join(doors.folder, 'commands.json'), join(doors.folder, 'commands-copy.json')],
    schema: Book,
    wall: clocks.wall,
    damaged: doors.damaged,
  });
  const read = await file.read();
  let entries: Entry[] = read.kind === 'read' ? read.value.entries : [];
  let stopped = false;

  /** One after the other, or an older state might be the last on the disk. */
  let writing: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    const written = writing.then(() => file.write({ format: 1, entries }));
    writing = written.catch(() => {});
    return written;
  };
  const makeRoom = (): void => {
    const now = doors.trustedNow();
    for (const entry of entries) {
      if (entries.length < MOST_REMEMBERED) return;
      const isOver = entry.told && now !== null && now >= entry.expiresAt;
      if (isOver) entries = entries.filter((one) => one !== entry);
    }
  };

  let telling: Promise<void> = Promise.resolve();
  const tellAll = async (): Promise<void> => {
    for (const entry of entries) {
      if (stopped || entry.told || !entry.result) continue;
      if (!(await doors.tell({ id: entry.id, ...entry.result }))) return;
      entry.told = true;
      // If this is lost, it is told once more; the server knows it then.
      await save().catch((thrown: unknown) => log('command.not-written', { why: wordsOf(thrown) }));
    }
  };
  const tellSoon = (): void => {
    telling = telling.then(tellAll).catch((thrown: unknown) => log('command.not-told', { why: wordsOf(thrown) }));
  };

  const close = async (entry: Entry, outcome: CommandOutcome, tookMs: number | null): Promise<void> => {
    entry.result = { outcome, tookMs };
    const why = outcome.kind === 'failed' ? outcome.refusal.technician : undefined;
    log('command.ended', { commandId: entry.id, kind: entry.kind, outcome: outcome.kind, why, tookMs });
    await save().catch((thrown: unknown) => log('command.not-written', { why: wordsOf(thrown) }));
    tellSoon();
  };

  const earlier = entries.filter(({ result }) => result === null);
  for (const entry of earlier) entry.result = { outcome: outcomeOfEarlier(entry, doors.machine), tookMs: null };
  if (earlier.length > 0) await save().catch((thrown: unknown) => log('command.not-written', { why: wordsOf(thrown) }));

  /** Commands are carried out one after the other. */
  let working: Promise<void> = Promise.resolve();
  /** The program is about to end: nothing is begun any more. */
  let leaving = false;
  const carryOut = async (command: Command, entry: Entry): Promise<void> => {
    if (stopped || leaving) return;
    const began = clocks.monotonic();
    const took = (): number => Math.max(0, Math.round(clocks.monotonic() - began));
    const now = doors.trustedNow();
    if (now === null || now >= command.expiresAt) {
      const why = refusal('command-expired', 'its time was over before its turn came');
      return close(entry, { kind: 'failed', refusal: why }, took());
    }
    try {
      const deed = await doors.run(command);
      if (deed.kind === 'later') leaving = true;
      else await close(entry, deed, took());
    } catch (thrown) {
      await close(entry, { kind: 'failed', refusal: refusal('command-failed', wordsOf(thrown).slice(0, 500)) }, took());
    }
  };

  /** Those who wait for the clock. */
  const waiting: (() => void)[] = [];
  const clockKnown = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  const judged = async (): Promise<number | null> => {
    if (doors.trustedNow() !== null) return doors.trustedNow();
    await new Promise<void>((resolve) => {
      const cancel = clocks.after(CLOCK_WAIT_MS, resolve);
      waiting.push(() => {
        cancel();
        resolve();
      });
    });
    return doors.trustedNow();
  };

  const refuse = (id: CommandId, why: Refusal): CommandAnswer => {
    log('command.refused', { commandId: id, code: why.code, why: why.technician });
    return { kind: 'refused', refusal: why };
  };
  const take = async (command: Command): Promise<CommandAnswer> => {
    const { id, task, expiresAt } = command;
    if (!doors.can.includes(task.kind))
      return refuse(id, refusal('command-not-supported', `this player does not do ${task.kind}`));
    const now = await judged();
    if (stopped || now === null) return refuse(id, refusal('command-clock-untrusted', 'the time is not measured'));
    if (now >= expiresAt) {
      const late = Math.round((now - expiresAt) / 1_000);
      return refuse(id, refusal('command-expired', `it came ${late} s after its time by the clock of the player`));
    }
    makeRoom();
    if (entries.length >= MOST_KEPT) return refuse(id, refusal('command-failed', `the book is full: ${MOST_KEPT}`));
    const entry: Entry = {
      id,
      kind: task.kind,
      expiresAt,
      bootId,
      machine: doors.machine,
      result: null,
      told: false,
    };
    entries.push(entry);
    try {
      await save();
    } catch (thrown) {
      entries = entries.filter((one) => one !== entry);
      return refuse(id, refusal('command-failed', `not written: ${wordsOf(thrown)}`));
    }
    log('command.accepted', { commandId: id, kind: task.kind });
    working = working.then(() => carryOut(command, entry));
    return { kind: 'accepted' };
  };

  /** The same command may come twice before it is judged. */
  const taking = new Map<CommandId, Promise<CommandAnswer>>();
  return {
    hear: async (message) => {
      const parsed = Command.safeParse(message);
      if (!parsed.success) {
        const unknown = UnknownCommand.safeParse(message);
        const kind = unknown.success ? unknown.data.task.kind : 'malformed';
        log('command.not-understood', { kind });
        return { kind: 'refused', refusal: refusal('command-not-supported', `not understood: ${kind}`) };
      }
      const command = parsed.data;
      const known = entries.find(({ id }) => id === command.id);
      const underWay = taking.get(command.id);
      if (underWay) return underWay;
      if (known) {
        if (known.result) {
          known.told = false;
          tellSoon();
        }
        return { kind: 'accepted' };
      }
      const answer = take(command).finally(() => taking.delete(command.id));
      taking.set(command.id, answer);
      return answer;
    },
    clockKnown,
    welcomed: tellSoon,
    list: () => entries.map(({ id, kind, result, told }) => ({ id, kind, result, told })),
    stop: async () => {
      stopped = true;
      clockKnown();
      await writing;
    },
  };
};
