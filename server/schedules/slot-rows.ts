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

/** Statements prepared once for each database. Hundreds of slots are written by three: one by one they take four times as long. */
interface Writer {
  write: (slots: readonly Slot[], publishedBy: string) => void;
  /** The newest of `count` versions that were given. */
  count: (count: number) => number | undefined;
}
const writers = new WeakMap<Database, Writer>();
const writerOf = (database: Database): Writer => {
  const known = writers.get(database);
  if (known) return known;
  const { raw } = database;
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const columns = Object.values(COLUMNS);
  const slotRows = raw.prepare(
    `insert into slot (${columns.join()}) select ${columns.map((_, place) => `value ->> ${place}`).join()} from json_each(?) where true
     on conflict (id) do update set ${columns
       .filter((column) => column !== 'id')
       .map((column) => `${column} = excluded.${column}`)
       .join()}`,
  );
  /** Most edits leave the targets as they are: these are not written. */
  const retargeted = raw
    .prepare(
      `select value ->> 0 from json_each(?) where value ->> 1 is not (
         select json_group_array(json_array(kind, group_id, screen_id)) from
           (select kind, group_id, screen_id from slot_target where slot_id = value ->> 0 order by position))`,
    )
    .pluck();
  const dropTargets = raw.prepare('delete from slot_target where slot_id in (select value from json_each(?))');
  const targetRows = raw.prepare(
    `insert into slot_target (slot_id, position, kind, group_id, screen_id)
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(?)`,
  );
  const write = (slots: readonly Slot[], publishedBy: string): void => {
    const rows = slots.map((slot) => {
      const row = { ...columnsOf(slot), publishedBy };
      return names.map((name) => row[name]);
    });
    const targetsOf = ({ targets }: Slot) =>
      targets.map((target) => {
        const { kind, groupId, screenId } = columnsOfTarget(target);
        return [kind, groupId, screenId];
      });
    slotRows.run(JSON.stringify(rows));
    const wanted = slots.map((slot) => [slot.id, JSON.stringify(targetsOf(slot))]);
    const others = new Set(retargeted.all(JSON.stringify(wanted)) as string[]);
    if (others.size === 0) return;
    dropTargets.run(JSON.stringify([...others]));
    const targets = slots
      .filter(({ id }) => others.has(id))
      .flatMap((slot) => targetsOf(slot).map((columns, position) => [slot.id, position, ...columns]));
    targetRows.run(JSON.stringify(targets));
  };
  const counted = raw.prepare('update slot_version set newest = newest + ? returning newest').pluck();
  const writer: Writer = { write, count: (count) => counted.get(count) as number | undefined };
  writers.set(database, writer);
  return writer;
};

/** Writes slots whole, in place of those there are; inside the caller's transaction. */
export const writeSlots = (database: Database, slots: readonly Slot[], publishedBy: string): void => {
  if (slots.length === 0) return;
  for (const { id } of slots) kept.forget(database, id);
  writerOf(database).write(slots, publishedBy);
};

/** Inside the caller's transaction. */
export const deleteSlots = (database: Database, ids: readonly string[]): void => {
  const { now, query } = database;
  if (ids.length === 0) return;
  for (const id of ids) kept.forget(database, id);
  now.run(query.deleteFrom('slot').where(among('id', ids)));
};

/**
 * The next versions of any slots, ascending: none is ever given twice, so whoever edits an earlier one is told. Inside the caller's
 * transaction.
 */
export const nextVersions = (database: Database, count: number): number[] => {
  if (count === 0) return [];
  const newest = writerOf(database).count(count);
  if (newest === undefined) throw new Error('the count of versions is gone');
  return Array.from({ length: count }, (_, place) => newest - count + 1 + place);
};

/** The next one of `nextVersions`. */
export const nextVersion = (database: Database): number => nextVersions(database, 1)[0] as number;

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

/**
 * As `stampOf` writes it, by SQLite: of thousands of slots, objects and texts in between take most of the time. Some are found by their
 * ids: a request that edits hundreds asks for each alone.
 */
const stampRows = new WeakMap<Database, { all: () => unknown[]; some: (ids: string) => unknown[] }>();
const stampsOf = (database: Database, ids?: readonly string[]): Stamped[] => {
  const prepare = (which: string) =>
    database.raw.prepare<unknown[]>(
      `select id as key, version || ' ' || updated_at || ' ' ||
         (select count(*) from slot_target where slot_id = slot.id) as stamp
       from slot ${which} order by name, id`,
    );
  let rows = stampRows.get(database);
  if (!rows) {
    const [all, some] = [prepare(''), prepare('where id in (select value from json_each(?))')];
    rows = { all: () => all.all(), some: (text) => some.all(text) };
    stampRows.set(database, rows);
  }
  return (ids === undefined ? rows.all() : rows.some(JSON.stringify(ids))) as Stamped[];
};

const kept = keepRows<Slot, readonly string[]>({ stamps: stampsOf, parse: parseRows });

/** Slots that are in everybody's schedule, or those of them with these ids, by name; drafts are not among them. Frozen. */
export const readSlots = (database: Database, ids?: readonly string[]): Slot[] => kept.read(database, ids);

/** Parses what changed since, some slots in each turn of the loop, so that `readSlots` is quick. */
export const warmSlots = (database: Database): Promise<void> => kept.warm(database);
