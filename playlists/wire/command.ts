/**
 * A command on its way: server → player `command`, answered at once (`CommandAnswer`), and later player → server
 * `command-result`, said again at each welcome until the server has it durably. Idempotent by id on both sides.
 */
import { z } from 'zod';
import { CommandTask } from '../model/command.ts';
import { CommandId } from '../model/ids.ts';
import { Refusal } from '../model/refusal.ts';
import { DurationMs, Instant } from '../model/time.ts';

export const Command = z.object({
  id: CommandId,
  task: CommandTask,
  /** Server time from which on it must not be begun; the player judges by its own trusted clock. */
  expiresAt: Instant,
});
export type Command = z.infer<typeof Command>;

/** A newer server may send what this player does not know: its id is then all that can be read. */
export const UnknownCommand = z.object({ id: CommandId, task: z.object({ kind: z.string().max(40) }) });

/** `accepted`: durably noted; it will be carried out, or was already. */
export const CommandAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('refused'), refusal: Refusal }),
]);
export type CommandAnswer = z.infer<typeof CommandAnswer>;

/** Figures of a result by name, e.g. `files` and `bytes` of a cleared cache. */
const Figures = z.record(z.string().max(40), z.number());

export const CommandOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), figures: Figures.optional() }),
  z.object({ kind: z.literal('failed'), refusal: Refusal }),
]);
export type CommandOutcome = z.infer<typeof CommandOutcome>;

export const CommandResult = z.object({
  id: CommandId,
  outcome: CommandOutcome,
  /** Monotonic, from acceptance to end; null when the player was started anew in between. */
  tookMs: DurationMs.nullable(),
});
export type CommandResult = z.infer<typeof CommandResult>;
