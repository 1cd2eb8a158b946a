/** Commands in the database: one row each, read whole; what changes is written in batches by `commands.ts`. */
import { type CommandState, CommandState as CommandStateSchema, CommandTask } from '../../playlists/model/command.ts';
import { CommandId, DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import { Refusal } from '../../playlists/model/refusal.ts';
import type { IssuedCommand } from '../../playlists/wire/api/commands.ts';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/schema.ts';

/** A command as it is kept. */
export interface KeptCommand extends IssuedCommand {
  deviceId: DeviceId | null;
  /** When the player took it; null = not yet. */
  acceptedAt: number | null;
}

/** What may change of one. */
export type CommandChange = Partial<
  Pick<KeptCommand, 'state' | 'sentAt' | 'acceptedAt' | 'endedAt' | 'tookMs' | 'figures' | 'refusal' | 'file'>
>;

type Row = Tables['command'];

const keptOf = (row: Row): KeptCommand => ({
  id: CommandId.parse(row.id),
  screenId: ScreenId.parse(row.screenId),
  deviceId: row.deviceId === null ? null : DeviceId.parse(row.deviceId),
  task: CommandTask.parse(JSON.parse(row.task)),
  state: CommandStateSchema.parse(row.state) satisfies CommandState,
  issuedBy: row.issuedByName,
  issuedAt: row.issuedAt,
  expiresAt: row.expiresAt,
  sentAt: row.sentAt,
  acceptedAt: row.acceptedAt,
  endedAt: row.endedAt,
  tookMs: row.tookMs,
  figures: row.figures === null ? null : JSON.parse(row.figures),
  refusal: row.refusal === null ? null : Refusal.parse(JSON.parse(row.refusal)),
  file: row.file === 'picture' || row.file === 'bundle' ? row.file : null,
});

/** As staff see it. */
export const issuedOf = ({ deviceId: _, acceptedAt: __, ...issued }: KeptCommand): IssuedCommand => issued;

/** Where a page goes on: after this one, backwards in time. */
export interface Cursor {
  issuedAt: number;
  id: string;
}

export const createCommandRows = ({ query, now, raw }: Database) => {
  const all = query.selectFrom('command').selectAll();
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  const byId = (id: string): KeptCommand | undefined => {
    const row = now.first(all.where('id', '=', id));
    return row && keptOf(row);
  };
  // The newest picture of each screen, by the index of files.
  const newestPictures = raw.prepare(
    `select c.screen_id as screenId, c.id as commandId, c.issued_at as issuedAt, c.ended_at as endedAt from screen s
     join command c on c.id = (select id from command where screen_id = s.id and file = 'picture'
       order by issued_at desc, id desc limit 1)`,
  );
  return {
    byId,
    /** Not ended, oldest first. */
    unended: (): KeptCommand[] =>
      now.all(all.where('endedAt', 'is', null).orderBy('issuedAt').orderBy('id')).map(keptOf),
    page: (asked: { screenId?: ScreenId | undefined; after: Cursor | null; limit: number }): KeptCommand[] => {
      let rows = all.orderBy('issuedAt', 'desc').orderBy('id', 'desc').limit(asked.limit);
      const { screenId, after } = asked;
      if (screenId) rows = rows.where('screenId', '=', screenId);
      if (after)
        rows = rows.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('issuedAt', 'id'), '<', tuple(after.issuedAt, after.id)),
        );
      return now.all(rows).map(keptOf);
    },
    /** Inside the caller's transaction. */
    insert: (command: KeptCommand, issuedBy: string): void => {
      const { issuedBy: issuedByName, task, figures, refusal, ...plain } = command;
      now.run(
        query.insertInto('command').values({
          ...plain,
          issuedBy,
          issuedByName,
          task: JSON.stringify(task),
          figures: json(figures),
          refusal: json(refusal),
        }),
      );
    },
    change: (id: CommandId, { figures, refusal, ...plain }: CommandChange): void => {
      const values = {
        ...plain,
        ...(figures === undefined ? {} : { figures: json(figures) }),
        ...(refusal === undefined ? {} : { refusal: json(refusal) }),
      };
      now.run(query.updateTable('command').set(values).where('id', '=', id));
    },
    /** Those of one screen that have a file of this kind beyond the newest `kept`. */
    surplusFiles: (screenId: ScreenId, file: 'picture' | 'bundle', kept: number): CommandId[] =>
      now
        .all(
          query
            .selectFrom('command')
            .select('id')
            .where('screenId', '=', screenId)
            .where('file', '=', file)
            .orderBy('issuedAt', 'desc')
            .orderBy('id', 'desc')
            .limit(1_000)
            .offset(kept),
        )
        .map(({ id }) => CommandId.parse(id)),
    withFiles: (): { id: string; file: string | null }[] =>
      now.all(query.selectFrom('command').select(['id', 'file']).where('file', 'is not', null)),
    newestPictures: (): { screenId: ScreenId; commandId: CommandId; takenAt: number }[] =>
      (newestPictures.all() as { screenId: string; commandId: string; issuedAt: number; endedAt: number | null }[]).map(
        ({ screenId, commandId, issuedAt, endedAt }) => ({
          screenId: ScreenId.parse(screenId),
          commandId: CommandId.parse(commandId),
          takenAt: endedAt ?? issuedAt,
        }),
      ),
    /** Ends long ago. */
    forgetBefore: (endedBefore: number): void => {
      now.run(query.deleteFrom('command').where('endedAt', '<', endedBefore).where('file', 'is', null));
    },
  };
};
export type CommandRows = ReturnType<typeof createCommandRows>;
