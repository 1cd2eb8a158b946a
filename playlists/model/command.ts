/**
 * Commands: what staff may tell a player to do, once and soon. Each is kept until it was carried out or its time is over; a
 * player never carries out one that has expired, nor one twice. Nothing here says what is on the air: that is the manifest's.
 */
import { z } from 'zod';
import { assertNever } from './refusal.ts';
import type { Access, Role } from './role.ts';

const forSeconds = (least: number, most: number) => z.int().min(least).max(most);

/** What is to be done, with its own figures. Times begin when the player carries it out. */
export const CommandTask = z
  .discriminatedUnion('kind', [
    /** A small picture of what is painted on the glass. */
    z.object({ kind: z.literal('screenshot') }),
    /** Loads the page that paints anew; the picture is back within seconds. */
    z.object({ kind: z.literal('reload') }),
    z.object({ kind: z.literal('restart-app') }),
    z.object({ kind: z.literal('restart-machine') }),
    /** The screen's name, large over the content, and `number` where many are told apart. */
    z.object({
      kind: z.literal('identify'),
      seconds: forSeconds(3, 120),
      number: z.int().min(1).max(9_999).optional(),
    }),
    /** Hình kiểm tra, instead of the content. */
    z.object({ kind: z.literal('test-page'), seconds: forSeconds(10, 3_600) }),
    /** Màn hình đen: nothing is cut from power, and it ends by itself. */
    z.object({ kind: z.literal('blank'), seconds: forSeconds(60, 86_400) }),
    /** Ends what `blank` and `test-page` began. */
    z.object({ kind: z.literal('unblank') }),
    /** Percent of full; what a manifest mutes stays mute. */
    z.object({ kind: z.literal('volume'), percent: z.int().min(0).max(100) }),
    /** Percent of full light; holds until another is asked for. Black is not a brightness: that is `blank`. */
    z.object({ kind: z.literal('brightness'), percent: z.int().min(1).max(100) }),
    /** Nhường quyền: another program may have the LED controller meanwhile. */
    z.object({ kind: z.literal('yield-controller'), seconds: forSeconds(60, 14_400) }),
    /** Removes files that no stored manifest needs. */
    z.object({ kind: z.literal('clear-cache') }),
    /** A bundle for technicians: log, vitals, cache, versions; no keys and no tokens. */
    z.object({ kind: z.literal('diagnostics') }),
  ])
  .meta({ id: 'CommandTask' });
export type CommandTask = z.infer<typeof CommandTask>;
export type CommandKind = CommandTask['kind'];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A command is kept for a player at least so long. */
export const LEAST_KEPT_MS = 10_000;

/**
 * Of each kind: who may give it, how long it waits for a player unless staff say otherwise, and at most. What is seen or done
 * by surprise is short-lived; what is harmless whenever it comes may wait for days.
 */
export const COMMANDS: Readonly<
  Record<CommandKind, { access: Extract<Access, 'staff' | 'admin'>; keptMs: number; mostKeptMs: number }>
> = {
  screenshot: { access: 'staff', keptMs: 2 * MINUTE_MS, mostKeptMs: HOUR_MS },
  identify: { access: 'staff', keptMs: MINUTE_MS, mostKeptMs: 10 * MINUTE_MS },
  reload: { access: 'admin', keptMs: 10 * MINUTE_MS, mostKeptMs: DAY_MS },
  'restart-app': { access: 'admin', keptMs: 10 * MINUTE_MS, mostKeptMs: DAY_MS },
  'restart-machine': { access: 'admin', keptMs: 5 * MINUTE_MS, mostKeptMs: HOUR_MS },
  'test-page': { access: 'admin', keptMs: 2 * MINUTE_MS, mostKeptMs: 30 * MINUTE_MS },
  blank: { access: 'admin', keptMs: 10 * MINUTE_MS, mostKeptMs: DAY_MS },
  unblank: { access: 'admin', keptMs: 10 * MINUTE_MS, mostKeptMs: DAY_MS },
  volume: { access: 'admin', keptMs: HOUR_MS, mostKeptMs: 7 * DAY_MS },
  brightness: { access: 'admin', keptMs: HOUR_MS, mostKeptMs: 7 * DAY_MS },
  'yield-controller': { access: 'admin', keptMs: 2 * MINUTE_MS, mostKeptMs: 30 * MINUTE_MS },
  'clear-cache': { access: 'admin', keptMs: HOUR_MS, mostKeptMs: 7 * DAY_MS },
  diagnostics: { access: 'admin', keptMs: 10 * MINUTE_MS, mostKeptMs: DAY_MS },
};
export const COMMAND_KINDS = Object.keys(COMMANDS) as CommandKind[];

/** Whether a person of `role` may give commands of `kind`. */
export const mayCommand = (role: Role, kind: CommandKind): boolean =>
  COMMANDS[kind].access === 'staff' || role === 'admin';

/**
 * `queued`: kept for a player that has not had it. `sent`: handed over, result not known yet. The others are ends; a result
 * that comes late still counts.
 */
export const CommandState = z.enum(['queued', 'sent', 'done', 'failed', 'expired', 'refused']);
export type CommandState = z.infer<typeof CommandState>;

/** What a command leaves behind as a file; null = nothing. */
export const fileOf = (kind: CommandKind): 'picture' | 'bundle' | null => {
  switch (kind) {
    case 'screenshot':
      return 'picture';
    case 'diagnostics':
      return 'bundle';
    case 'reload':
    case 'restart-app':
    case 'restart-machine':
    case 'identify':
    case 'test-page':
    case 'blank':
    case 'unblank':
    case 'volume':
    case 'brightness':
    case 'yield-controller':
    case 'clear-cache':
      return null;
    default:
      return assertNever(kind);
  }
};

/** Largest picture and largest bundle that a player may hand in, bytes. */
export const MOST_FILE_BYTES = { picture: 600_000, bundle: 1_000_000 } as const;
