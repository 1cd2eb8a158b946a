/** Slots as rows, as they are published or wait to be rolled out; each is parsed once and kept until its row changes. */
import { Slot, type Target } from '../../playlists/model/slot.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/schema.ts';
import { keepRows, type Stamped } from './kept-rows.ts';

/** A target as the columns of `slot_target`. */
const columnsOfTarget = (target: Target) => ({
  kind: target.kind,
  groupId: target.kind === 'group' ? target.groupId : null,
  screenId: target.kind === 'screen' ? target.screenId : null,
});

/** Field of `columnsOf` → column of `slot`. */
const COLUMNS = {
  id: 'id',
  name: 'name',
  playlistId: 'playlist_id',
  fromTime: 'from_time',
  untilTime: 'until_time',
  dayPartId: 'day_part_id',
  zone: 'zone',
  recurrence: 'recurrence',
  exceptDays: 'except_days',
  extraDays: 'extra_days',
  avoidCalendars: 'avoid_calendars',
  requireCalendars: 'require_calendars',
  changes: 'changes',
  validFrom: 'valid_from',
  validUntil: 'valid_until',
  priority: 'priority',
  boundary: 'boundary',
  share: 'share',
  ticker: 'ticker',
  enabled: 'enabled',
  version: 'version',
  updatedAt: 'updated_at',
  publishedBy: 'published_by',
} as const satisfies Record<keyof Tables['slot'], string>;

/** What the row of a slot keeps of it. */
const columnsOf = ({
  targets: _,
  from,
  until,
  enabled,
  exceptDays,
  extraDays,
  avoidCalendars,
  requireCalendars,
  changes,
  share,
  ticker,
  ...rest
}: Slot): Omit<Tables['slot'], 'publishedBy'> => ({
  ...rest,
  fromTime: from,
  untilTime: until,
  enabled: enabled ? 1 : 0,
  exceptDays: JSON.stringify(exceptDays),
  extraDays: JSON.stringify(extraDays),
  avoidCalendars: JSON.stringify(avoidCalendars),
  requireCalendars: JSON.stringify(requireCalendars),
  changes: JSON.stringify(changes),
  share: JSON.stringify(share),
  ticker: ticker === undefined ? null : JSON.stringify(ticker),
});

/** Statements of `writeSlot` and `nextVersion`, prepared once for each database: a publication writes hundreds of slots in one commit. */
interface Writer {
  write: (slot: Slot, publishedBy: string) => void;
  nextVersion: () => number | undefined;
}
const writers = new WeakMap<Database, Writer>();
const writerOf = (database: Database): Writer => {
  const known = writers.get(database);
  if (known) return known;
  const { raw } = database;
  const columns = Object.entries(COLUMNS);
  const slotRow = raw.prepare(
    `insert into slot (${columns.map(([, column]) => column).join()}) values (${columns.map(([name]) => `@${name}`).join()})
     on conflict (id) do update set ${columns.map(([, column]) => `${column} = excluded.${column}`).join()}`,
  );
  const dropTargets = raw.prepare('delete from slot_target where slot_id = ?');
  const targetRow = raw.prepare(
    'insert into slot_target (slot_id, position, kind, group_id, screen_id) values (?, ?, ?, ?, ?)',
  );
  const write = (slot: Slot, publishedBy: string): void => {
    slotRow.run({ ...columnsOf(slot), publishedBy });
    dropTargets.run(slot.id);
    slot.targets.forEach((target, position) => {
      const { kind, groupId, screenId } = columnsOfTarget(target);
      targetRow.run(slot.id, position, kind, groupId, screenId);
    });
  };
  const counted = raw.prepare('update slot_version set newest = newest + 1 returning newest').pluck();
  const writer: Writer = { write, nextVersion: () => counted.get() as number | undefined };
  writers.set(database, writer);
  return writer;
};

/** Writes a slot whole, in place of the one there is; inside the caller's transaction. */
export const writeSlot = (database: Database, slot: Slot, publishedBy: string): void => {
  kept.forget(database, slot.id);
  writerOf(database).write(slot, publishedBy);
};

export const deleteSlot = (database: Database, id: string): void => {
  const { now, query } = database;
  kept.forget(database, id);
  now.run(query.deleteFrom('slot').where('id', '=', id));
};

/** The next version of any slot: none is ever given twice, so whoever edits an earlier one is told. Inside the caller's transaction. */
export const nextVersion = (database: Database): number => {
  const counted = writerOf(database).nextVersion();
  if (counted === undefined) throw new Error('the count of versions is gone');
  return counted;
};

/** Versions of those of these slots that are published. */
export const versionsOf = ({ now, query }: Database, ids: readonly string[]): Map<string, number> =>
  new Map(
    now
      .all(query.selectFrom('slot').select(['id', 'version']).where(among('id', ids)))
      .map(({ id, version }) => [id, version]),
  );

/** Who published each of these slots last; those of whom that is not known are left out. */
export const publishersOf = ({ now, query }: Database, ids: readonly string[]): Map<string, string> =>
  new Map(
    now
      .all(query.selectFrom('slot').select(['id', 'publishedBy']).where(among('id', ids)))
      .flatMap(({ id, publishedBy }) => (publishedBy === '' ? [] : [[id, publishedBy]])),
  );

/** A screen that is deleted takes its targets along without a new version of the slot. */
const stampOf = (version: number, updatedAt: number, targets: number): string => `${version} ${updatedAt} ${targets}`;

/** Reads and parses the rows of these slots. */
const parseRows = ({ now, query }: Database, ids: readonly string[]): (Stamped & { parsed: Slot })[] => {
  const targets = Map.groupBy(
    now.all(
      query.selectFrom('slotTarget').selectAll().where(among('slotId', ids)).orderBy('slotId').orderBy('position'),
    ),
    (target) => target.slotId,
  );
  return now
    .all(query.selectFrom('slot').selectAll().where(among('id', ids)))
    .map(
      ({
        fromTime,
        untilTime,
        enabled,
        exceptDays,
        extraDays,
        avoidCalendars,
        requireCalendars,
        changes,
        share,
        ticker,
        ...row
      }) => {
        const aimed = targets.get(row.id) ?? [];
        const parsed = Slot.parse({
          ...row,
          from: fromTime,
          until: untilTime,
          enabled: enabled === 1,
          exceptDays: JSON.parse(exceptDays),
          extraDays: JSON.parse(extraDays),
          avoidCalendars: JSON.parse(avoidCalendars),
          requireCalendars: JSON.parse(requireCalendars),
          changes: JSON.parse(changes),
          share: JSON.parse(share),
          ...(ticker !== null && { ticker: JSON.parse(ticker) }),
          targets: aimed.map(({ kind, groupId, screenId }) => ({ kind, groupId, screenId })),
        });
        return { key: row.id, stamp: stampOf(row.version, row.updatedAt, aimed.length), parsed };
      },
    );
};

const stampsOf = ({ now, query }: Database, ids?: readonly string[]): Stamped[] =>
  now
    .all(
      query
        .selectFrom('slot')
        .select(['id', 'version', 'updatedAt'])
        .select((part) =>
          part
            .selectFrom('slotTarget')
            .whereRef('slotTarget.slotId', '=', 'slot.id')
            .select((count) => count.fn.countAll<number>().as('count'))
            .as('targets'),
        )
        .$if(ids !== undefined, (some) => some.where(among('id', ids ?? [])))
        .orderBy('name')
        .orderBy('id'),
    )
    .map(({ id, version, updatedAt, targets }) => ({ key: id, stamp: stampOf(version, updatedAt, targets ?? 0) }));

const kept = keepRows<Slot, readonly string[]>({ stamps: stampsOf, parse: parseRows });

/** Slots that are in everybody's schedule, or those of them with these ids, by name; drafts are not among them. Frozen. */
export const readSlots = (database: Database, ids?: readonly string[]): Slot[] => kept.read(database, ids);

/** Parses what changed since, some slots in each turn of the loop, so that `readSlots` is quick. */
export const warmSlots = (database: Database): Promise<void> => kept.warm(database);
