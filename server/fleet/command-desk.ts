/** The HTTP side of commands: giving them, listing them, their files. Which role may give which kind: `model/command.ts`. */
import { z } from 'zod';
import { COMMANDS, type CommandTask, fileOf, LEAST_KEPT_MS, mayCommand } from '../../playlists/model/command.ts';
import { CommandId, type DeviceId, type ScreenId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, type Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Handlers, StreamHandlers } from '../http/handlers.ts';
import { type CommandFiles, FILES_KEPT } from './command-files.ts';
import { type CommandRows, issuedOf, type KeptCommand } from './command-rows.ts';
import type { Commands } from './commands.ts';

/** Of one screen; more are a mistake or a flood. */
const MOST_UNFINISHED = 20;

const Cursor = z
  .string()
  .regex(/^\d{1,16}-cmd_[a-z0-9]{1,32}$/)
  .transform((text) => ({ issuedAt: Number.parseInt(text, 10), id: text.slice(text.indexOf('-') + 1) }));

export interface CommandDeskPorts {
  database: Database;
  rows: CommandRows;
  files: CommandFiles;
  commands: Commands;
  record: RecordAct;
  deviceOf: (screenId: ScreenId) => DeviceId | null;
  /** Null = there is no such screen. */
  screenName: (screenId: ScreenId) => string | null;
  changed: () => void;
  now: () => number;
}

const checkKept = (task: CommandTask, keepForMs: number | undefined): Outcome<number> => {
  const { keptMs, mostKeptMs } = COMMANDS[task.kind];
  const kept = keepForMs ?? keptMs;
  return kept >= LEAST_KEPT_MS && kept <= mostKeptMs
    ? accepted(kept)
    : refused(
        'request-malformed',
        `${task.kind} may wait for ${LEAST_KEPT_MS} to ${mostKeptMs} ms`,
        {},
        { keepForMs: 'out-of-range' },
      );
};

export const createCommandDesk = (ports: CommandDeskPorts) => {
  const { rows, files, commands, record } = ports;

  const handlers: Pick<Handlers, 'issueCommands' | 'listCommands' | 'listScreenPictures'> = {
    issueCommands: ({ body, caller }) => {
      const { task } = body;
      if (caller.kind !== 'person' || !mayCommand(caller.role, task.kind))
        return refused('command-not-allowed', `${task.kind} is for ${COMMANDS[task.kind].access}`);
      const kept = checkKept(task, body.keepForMs);
      if (!kept.ok) return kept;
      const screenIds = [...new Set(body.screenIds)];
      for (const screenId of screenIds) {
        const name = ports.screenName(screenId);
        if (name === null) return refused('not-found', `screen ${screenId} does not exist`);
        if (commands.unfinished(screenId) >= MOST_UNFINISHED)
          return refused('command-queue-full', `${screenId} has ${MOST_UNFINISHED} unfinished commands`, {
            name,
            limit: MOST_UNFINISHED,
          });
      }
      const issuedAt = ports.now();
      const issued = screenIds.map((screenId, place): KeptCommand => {
        const deviceId = ports.deviceOf(screenId);
        const isMany = screenIds.length > 1 && task.kind === 'identify' && task.number === undefined;
        return {
          id: CommandId.parse(newId('cmd')),
          screenId,
          deviceId,
          task: isMany ? { ...task, number: place + 1 } : task,
          state: deviceId ? 'queued' : 'refused',
          issuedBy: caller.name,
          issuedAt,
          expiresAt: issuedAt + kept.value,
          sentAt: null,
          acceptedAt: null,
          endedAt: deviceId ? null : issuedAt,
          tookMs: null,
          figures: null,
          refusal: deviceId ? null : refusal('screen-has-no-device', `screen ${screenId} has no device`),
          file: null,
        };
      });
      ports.database.transact(() => {
        for (const command of issued) {
          const { id, screenId, expiresAt } = command;
          rows.insert(command, caller.personId);
          const detail = { commandId: id, task: command.task, expiresAt };
          record({ ...actorOf(caller), act: 'command.issued', subject: screenId, detail });
        }
      });
      // As they were committed; sending them changes them.
      const reply = issued.map((command) => ({ ...issuedOf(command) }));
      commands.taken(issued);
      return accepted(reply);
    },
    listCommands: ({ query }) => {
      const { cursor, limit, screenId } = query;
      const after = cursor === undefined ? null : Cursor.safeParse(cursor);
      if (after && !after.success)
        return refused('request-malformed', 'not a cursor of this list', {}, { cursor: 'malformed' });
      const found = rows.page({ screenId, after: after?.data ?? null, limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return accepted({
        items: items.map(issuedOf),
        next: found.length > limit && last ? `${last.issuedAt}-${last.id}` : null,
      });
    },
    listScreenPictures: () => accepted(rows.newestPictures()),
  };

  /** Answers the refusal of an outcome, if it is one. */
  const refusalOf = (outcome: Outcome<unknown>): Refusal | undefined => (outcome.ok ? undefined : outcome.refusal);

  const streams: Pick<StreamHandlers, 'getCommandFile' | 'handInCommandFile'> = {
    getCommandFile: async ({ params, caller }, { response }) => {
      const command = rows.byId(params.commandId);
      if (!command?.file) return refusal('not-found', `${params.commandId} has no file`);
      if (caller.kind !== 'person' || !mayCommand(caller.role, command.task.kind))
        return refusal(
          'command-not-allowed',
          `what ${command.task.kind} found is for ${COMMANDS[command.task.kind].access}`,
        );
      return refusalOf(await files.send(command.id, command.file, response));
    },
    handInCommandFile: async ({ params, caller }, { request, response }) => {
      const command =
        caller.kind === 'device' ? commands.awaitsFile(caller.deviceId, caller.screenId, params.commandId) : null;
      const file = command && fileOf(command.task.kind);
      if (!command || !file)
        return refusal('not-found', `no command ${params.commandId} waits for a file of this device`);
      const kept = await files.keep(command.id, file, request);
      if (!kept.ok) return kept.refusal;
      rows.change(command.id, { file });
      command.file = file;
      for (const old of rows.surplusFiles(command.screenId, file, FILES_KEPT[file])) {
        rows.change(old, { file: null });
        await files.forget(old, file);
      }
      ports.changed();
      response.status(201).end();
      return undefined;
    },
  };
  return { handlers, streams };
};
