/** The drafts of people as rows: one a slot that somebody added, changed or removed and has not published. */
import { sql } from 'kysely';
import { z } from 'zod';
import { aspectsChanged } from '../../playlists/model/draft.ts';
import { SlotId } from '../../playlists/model/ids.ts';
import { Slot } from '../../playlists/model/slot.ts';
import { Instant } from '../../playlists/model/time.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';
import { keepRows, type Stamped } from './kept-rows.ts';

export const DraftRow = z.object({
  personId: z.string(),
  slotId: SlotId,
  /** Version of the published slot that the edit began with; null = the draft adds it. */
  basedOn: z.int().positive().nullable(),
  /** The slot as it was published then. */
  was: Slot.nullable(),
  /** The slot as it shall be; null = the draft removes it. */
  slot: Slot.nullable(),
  /** Greater with each edit. */
  version: z.int().positive(),
  updatedAt: Instant,
});
export type DraftRow = z.infer<typeof DraftRow>;

/** True when two edits leave a slot alike, or both remove it. */
export const isAlike = (a: Slot | null, b: Slot | null): boolean =>
  a === null || b === null ? a === b : aspectsChanged(a, b).length === 0;

/** What was found of a row before; rows are never changed. */
const idle = new WeakMap<object, boolean>();

/** True when an edit was taken back, or somebody handed in the same, so that the row asks for nothing. */
export const isIdle = (row: Readonly<Pick<DraftRow, 'was' | 'slot'>>): boolean => {
  const known = idle.get(row);
  if (known !== undefined) return known;
  const found = isAlike(row.was, row.slot);
  idle.set(row, found);
  return found;
};

/** True when a row that asks for nothing is older than what is published, so that it does not stand for the slot any more. */
export const isOvertaken = (row: DraftRow, published: Slot | undefined): boolean =>
  isIdle(row) && (published?.version ?? null) !== row.basedOn;

/** No id has a space in it. */
const keyOf = ({ personId, slotId }: { personId: string; slotId: string }): string => `${personId} ${slotId}`;

interface StampColumns {
  version: number;
  updatedAt: number;
  basedOn: number | null;
  wasBytes: number | null;
  slotBytes: number | null;
}
/** Targets are taken out of a draft without a new version of the row. */
const stampOf = ({ version, updatedAt, basedOn, wasBytes, slotBytes }: StampColumns): string =>
  `${version} ${updatedAt} ${basedOn} ${wasBytes} ${slotBytes}`;
const wasBytes = sql<number | null>`octet_length(was)`.as('wasBytes');
const slotBytes = sql<number | null>`octet_length(slot)`.as('slotBytes');

export interface DraftChoice {
  /** Absent = of everybody. */
  personId?: string | undefined;
  /** Absent = of all slots. */
  slotId?: string | undefined;
}

const stampsOf = ({ now, query }: Database, { personId, slotId }: DraftChoice = {}): Stamped[] =>
  now
    .all(
      query
        .selectFrom('draftSlot')
        .select(['personId', 'slotId', 'version', 'updatedAt', 'basedOn', wasBytes, slotBytes])
        .$if(personId !== undefined, (some) => some.where('personId', '=', personId ?? ''))
        .$if(slotId !== undefined, (some) => some.where('slotId', '=', slotId ?? ''))
        .orderBy('personId')
        .orderBy('slotId'),
    )
    .map((row) => ({ key: keyOf(row), stamp: stampOf(row) }));

const kept = keepRows<DraftRow, DraftChoice>({
  stamps: stampsOf,
  parse: ({ now, query }, keys) =>
    now
      .all(
        query
          .selectFrom('draftSlot')
          .selectAll()
          .select([wasBytes, slotBytes])
          .where(among('slotId', [...new Set(keys.map((key) => key.split(' ')[1] ?? ''))]))
          .where(among('personId', [...new Set(keys.map((key) => key.split(' ')[0] ?? ''))])),
      )
      .map((row) => ({
        key: keyOf(row),
        stamp: stampOf(row),
        parsed: DraftRow.parse({
          ...row,
          was: row.was === null ? null : JSON.parse(row.was),
          slot: row.slot === null ? null : JSON.parse(row.slot),
        }),
      })),
});

/** Rows of drafts, by person and slot; all of them when nothing is chosen. Frozen. */
export const readDraftRows = (database: Database, choice?: DraftChoice): DraftRow[] => kept.read(database, choice);

/** Parses what changed since, some rows in each turn of the loop, so that `readDraftRows` is quick. */
export const warmDraftRows = (database: Database, choice?: DraftChoice): Promise<void> => kept.warm(database, choice);

/** Rows of the draft that waits for a set time; none when nothing waits. */
export const readPlannedRows = ({ now, query }: Database): DraftRow[] =>
  now
    .all(query.selectFrom('publishingPlan').select('draft'))
    .flatMap(({ draft }) => z.array(DraftRow).parse(JSON.parse(draft)));

/** In place of the rows of the draft that waits for a set time. */
export const writePlannedRows = ({ now, query }: Database, rows: readonly DraftRow[]): void => {
  now.run(query.updateTable('publishingPlan').set({ draft: JSON.stringify(rows) }));
};

export const dropDraftRows = (database: Database, personId: string, slotIds: readonly SlotId[]): void => {
  const { now, query } = database;
  for (const slotId of slotIds) kept.forget(database, keyOf({ personId, slotId }));
  now.run(query.deleteFrom('draftSlot').where('personId', '=', personId).where(among('slotId', slotIds)));
};

export const dropDraftRow = (database: Database, { personId, slotId }: Pick<DraftRow, 'personId' | 'slotId'>): void =>
  dropDraftRows(database, personId, [slotId]);

/** In place of the row there is; inside the caller's transaction. */
export const writeDraftRow = (database: Database, { was, slot, ...row }: DraftRow): void => {
  dropDraftRow(database, row);
  const texts = { was: was && JSON.stringify(was), slot: slot && JSON.stringify(slot) };
  database.now.run(database.query.insertInto('draftSlot').values({ ...row, ...texts }));
};

/** The slots there are with a draft laid over them, in no order. */
export const layOver = (slots: readonly Slot[], rows: readonly DraftRow[]): Slot[] => {
  if (rows.length === 0) return [...slots];
  const published = new Map(slots.map((slot) => [slot.id, slot]));
  const standing = rows.filter((row) => !isOvertaken(row, published.get(row.slotId)));
  const touched = new Set(standing.map(({ slotId }) => slotId));
  return [
    ...slots.filter(({ id }) => !touched.has(id)),
    ...standing.flatMap(({ slot }) => (slot === null ? [] : [slot])),
  ];
};
