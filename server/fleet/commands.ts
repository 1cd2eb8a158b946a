/**
 * Commands from staff to players. Promises: what was acknowledged to staff is on the disk; a command goes to its player at
 * once or at its next hello, again until it is answered, and never after its time; each result is acknowledged to the player
 * when it is on the disk. What is not ended is kept in memory beside the table, so neither a hello nor a sweep asks it, and what a whole fleet
 * says at once is written in one commit.
 */
import type { CommandId, DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { CommandAnswer, type CommandResult } from '../../playlists/wire/command.ts';
import type { RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { CommandChange, CommandRows, KeptCommand } from './command-rows.ts';
import type { Session } from './delivery.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** Not answered for so long by a player that is connected: handed over once more. */
const AGAIN_AFTER_MS = 15_000;
/** What was accepted may take so long beyond its time (a machine that restarts); then nobody waits for it any more. */
export const RESULT_WITHIN_MS = 15 * 60_000;
/** Results of a fleet are gathered for so long into one commit. */
const WRITE_MS = 5;
/** When the disk takes nothing. */
const RETRY_WRITE_MS = 10_000;

export interface CommandsPorts {
  database: Pick<Database, 'transact'>;
  rows: CommandRows;
  record: RecordAct;
  /** The welcomed player of a screen, if one is connected. */
  sessionOf: (screenId: ScreenId) => Session | undefined;
  /** Told after the commit. */
  changed: () => void;
  now: () => number;
  log: Record<'info' | 'warn' | 'error', (fields: object, event: string) => void>;
  /** Default 10 s; tests of slow players shorten it. */
  answerTimeoutMs?: number | undefined;
}

interface Write {
  id: CommandId;
  change: CommandChange;
  /** After the commit. */
  committed?: (() => void) | undefined;
  /** Written to the audit chain with the change. */
  ended?: { by: string; screenId: ScreenId } | undefined;
}

export const createCommands = (ports: CommandsPorts) => {
  const { rows, now, log } = ports;
  /** Not ended, in the order in which they were given. */
  const pending = new Map<ScreenId, Map<CommandId, KeptCommand>>();
  let writes: Write[] = [];
  let writing: NodeJS.Timeout | null = null;
  let stopped = false;

  const keep = (command: KeptCommand): void => {
    const ofScreen = pending.get(command.screenId) ?? new Map<CommandId, KeptCommand>();
    pending.set(command.screenId, ofScreen.set(command.id, command));
  };
  const letGo = ({ screenId, id }: KeptCommand): void => {
    const ofScreen = pending.get(screenId);
    ofScreen?.delete(id);
    if (ofScreen?.size === 0) pending.delete(screenId);
  };
  for (const command of rows.unended()) keep(command);

  const flush = (): void => {
    if (writing) clearTimeout(writing);
    writing = null;
    const batch = writes;
    if (batch.length === 0) return;
    writes = [];
    try {
      ports.database.transact(() => {
        for (const { id, change, ended } of batch) {
          rows.change(id, change);
          if (ended)
            ports.record({
              actor: ended.by,
              act: 'command.ended',
              subject: ended.screenId,
              detail: { commandId: id, state: change.state, ...(change.refusal ? { code: change.refusal.code } : {}) },
            });
        }
      });
    } catch (fault) {
      log.error({ err: fault, writes: batch.length }, 'commands.not-written');
      writes = [...batch, ...writes];
      if (!stopped) writing = setTimeout(flush, RETRY_WRITE_MS).unref();
      return;
    }
    for (const { committed } of batch) committed?.();
    ports.changed();
  };
  const write = (one: Write): void => {
    writes.push(one);
    writing ??= setTimeout(flush, WRITE_MS);
  };

  const end = (
    command: KeptCommand,
    state: Exclude<KeptCommand['state'], 'queued' | 'sent'>,
    parts: { by?: DeviceId; why?: Refusal; committed?: () => void } & Pick<CommandChange, 'tookMs' | 'figures'> = {},
  ): void => {
    const { by, why, committed, tookMs, figures } = parts;
    letGo(command);
    const change: CommandChange = {
      state,
      endedAt: now(),
      refusal: why ?? null,
      ...(tookMs === undefined ? {} : { tookMs }),
      ...(figures === undefined ? {} : { figures }),
    };
    Object.assign(command, change);
    log.info({ commandId: command.id, screenId: command.screenId, kind: command.task.kind, state }, 'command.ended');
    write({ id: command.id, change, committed, ended: { by: by ?? 'system', screenId: command.screenId } });
  };
  const expired = (command: KeptCommand): void =>
    end(command, 'expired', { why: refusal('command-expired', `not carried out by ${command.expiresAt}`) });

  const send = (session: Session, command: KeptCommand): void => {
    const { id, task, expiresAt, screenId } = command;
    if (command.expiresAt <= now()) {
      // What was taken in time ends with its result, whenever that comes (a machine that is starting anew).
      if (command.acceptedAt === null) expired(command);
      return;
    }
    if (!session.can.has(task.kind)) {
      const why = `${session.deviceId} says it can do ${[...session.can].join(', ') || 'no commands'}`;
      end(command, 'refused', { why: refusal('command-not-supported', why) });
      return;
    }
    command.sentAt = now();
    command.state = 'sent';
    write({ id, change: { state: 'sent', sentAt: command.sentAt } });
    session.socket
      .timeout(ports.answerTimeoutMs ?? ANSWER_TIMEOUT_MS)
      .emit('command', { id, task, expiresAt }, (fault: Error | null, reply: unknown) => {
        if (fault) return log.warn({ commandId: id, screenId }, 'command.unanswered');
        // Its result may have been quicker than its answer.
        if (!pending.get(screenId)?.has(id)) return;
        const read = CommandAnswer.safeParse(reply);
        if (!read.success) return log.warn({ commandId: id, screenId }, 'command.answer-malformed');
        if (read.data.kind === 'accepted') {
          command.acceptedAt = now();
          write({ id, change: { acceptedAt: command.acceptedAt } });
          return;
        }
        const { refusal: why } = read.data;
        end(command, why.code === 'command-expired' ? 'expired' : 'refused', { by: session.deviceId, why });
      });
  };

  return {
    /** Unfinished commands of a screen. */
    unfinished: (screenId: ScreenId): number => pending.get(screenId)?.size ?? 0,
    /** Takes commands whose rows were just committed; those without a player wait. */
    taken: (commands: readonly KeptCommand[]): void => {
      for (const command of commands) {
        if (command.endedAt !== null) continue;
        keep(command);
        const session = ports.sessionOf(command.screenId);
        if (session) send(session, command);
      }
      ports.changed();
    },
    /** A player was welcomed: it gets whatever has no result. What it had already it will not do again. */
    handOver: (session: Session): void => {
      for (const command of [...(pending.get(session.screenId)?.values() ?? [])])
        if (command.deviceId === session.deviceId) send(session, command);
    },
    /** What a player says of a command; `stored` is called when it is on the disk, or needs not be. */
    result: (session: Pick<Session, 'deviceId' | 'screenId'>, said: CommandResult, stored: () => void): void => {
      const command = pending.get(session.screenId)?.get(said.id) ?? rows.byId(said.id);
      const isOpen = command && command.state !== 'done' && command.deviceId === session.deviceId;
      // Known already, not its own, or of before a backup: it may forget it.
      if (!isOpen) {
        stored();
        return;
      }
      const { outcome, tookMs } = said;
      const known = { by: session.deviceId, tookMs, committed: stored };
      if (outcome.kind === 'done') end(command, 'done', { ...known, figures: outcome.figures ?? null });
      else
        end(command, outcome.refusal.code === 'command-expired' ? 'expired' : 'failed', {
          ...known,
          why: outcome.refusal,
        });
    },
    /** A command of this device that waits for a file. */
    awaitsFile: (deviceId: DeviceId, screenId: ScreenId, id: CommandId): KeptCommand | null => {
      const command = pending.get(screenId)?.get(id);
      return command?.deviceId === deviceId ? command : null;
    },
    /** Once a second: ends what is over, hands over again what was not answered. */
    sweep: (): void => {
      const at = now();
      for (const ofScreen of pending.values())
        for (const command of [...ofScreen.values()]) {
          if (command.acceptedAt !== null) {
            if (at < command.expiresAt + RESULT_WITHIN_MS) continue;
            end(command, 'failed', { why: refusal('command-unanswered', 'accepted, but no result came') });
          } else if (at >= command.expiresAt) expired(command);
          else if (command.sentAt !== null && at - command.sentAt >= AGAIN_AFTER_MS) {
            const session = ports.sessionOf(command.screenId);
            if (session?.deviceId === command.deviceId) send(session, command);
          }
        }
    },
    /** The device of a screen was revoked: what it has not had, nobody will. */
    deviceGone: (screenId: ScreenId): void => {
      for (const command of [...(pending.get(screenId)?.values() ?? [])])
        end(command, 'refused', { why: refusal('command-device-gone', `${command.deviceId} was revoked`) });
    },
    /** The screen is deleted, and its rows with it. */
    forget: (screenId: ScreenId): void => {
      pending.delete(screenId);
      writes = writes.filter(({ ended }) => ended?.screenId !== screenId);
    },
    /** Writes what is not written yet. */
    stop: (): void => {
      stopped = true;
      flush();
    },
  };
};
export type Commands = ReturnType<typeof createCommands>;
