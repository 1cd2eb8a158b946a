/** Commands to players: giving them, following them, and what they left behind. Who may give which: `model/command.ts`. */
import { z } from 'zod';
import { CommandState, CommandTask } from '../../model/command.ts';
import { CommandId, ScreenId } from '../../model/ids.ts';
import { Refusal } from '../../model/refusal.ts';
import { DurationMs, Instant } from '../../model/time.ts';
import { Bytes, contract, PageQuery, pageOf } from './contract.ts';

/** One command to one screen, as staff follow it. */
export const IssuedCommand = z
  .object({
    id: CommandId,
    screenId: ScreenId,
    task: CommandTask,
    state: CommandState,
    /** Name of who gave it. */
    issuedBy: z.string(),
    issuedAt: Instant,
    expiresAt: Instant,
    /** Last handed to the player; null = never. */
    sentAt: Instant.nullable(),
    /** When its end was known here; null = not ended. */
    endedAt: Instant.nullable(),
    /** As the player measured it; null = not known. */
    tookMs: DurationMs.nullable(),
    figures: z.record(z.string(), z.number()).nullable(),
    /** Why it failed, expired or was refused; null otherwise. */
    refusal: Refusal.nullable(),
    /** Its file can be had; old ones are forgotten. */
    file: z.enum(['picture', 'bundle']).nullable(),
  })
  .meta({ id: 'IssuedCommand' });
export type IssuedCommand = z.infer<typeof IssuedCommand>;

/** Screens at once. */
export const MOST_AT_ONCE = 2_000;

export const CommandDraft = z.object({
  screenIds: z.array(ScreenId).min(1).max(MOST_AT_ONCE),
  task: CommandTask,
  /** How long it waits for a player that is away; absent = what is usual for its kind. */
  keepForMs: DurationMs.optional(),
});

export const commandContracts = {
  issueCommands: contract({
    method: 'POST',
    path: '/commands',
    access: 'staff',
    summary: 'Give one command to one or many screens; kept durably before the answer. Kinds have roles of their own',
    body: CommandDraft,
    reply: z.array(IssuedCommand),
    status: 201,
  }),
  listCommands: contract({
    method: 'GET',
    path: '/commands',
    access: 'staff',
    summary: 'Commands, newest first',
    query: PageQuery.extend({ screenId: ScreenId.optional() }),
    reply: pageOf(IssuedCommand),
  }),
  /** The newest picture of each screen that has one. */
  listScreenPictures: contract({
    method: 'GET',
    path: '/screen-pictures',
    access: 'staff',
    summary: 'Which command holds the newest picture of each screen',
    reply: z.array(z.object({ screenId: ScreenId, commandId: CommandId, takenAt: Instant })),
  }),
  getCommandFile: contract({
    method: 'GET',
    path: '/commands/{commandId}/file',
    access: 'staff',
    summary: 'The picture (JPEG) or the bundle (JSON) that a command left behind',
    params: z.object({ commandId: CommandId }),
    reply: Bytes,
  }),
  /** Raw bytes, `image/jpeg` or `application/json`; only of a command that this device has to carry out now. */
  handInCommandFile: contract({
    method: 'POST',
    path: '/player/commands/{commandId}/file',
    access: 'device',
    summary: 'Hand in the picture or the bundle of a command; answered when it is durable',
    params: z.object({ commandId: CommandId }),
    reply: Bytes,
    status: 201,
  }),
};
