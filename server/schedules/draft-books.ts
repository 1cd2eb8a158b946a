/**
 * The books of drafts: what a draft asks for, where it is in conflict, and how it becomes everybody's. What somebody asked for and
 * somebody handed in alike is done: it is taken off every draft and off the plan that waits, so that it cannot be made a second time
 * after others went on from it.
 */
import { aspectsChanged, type DraftChange, type DraftConflict, mergeSlots } from '../../playlists/model/draft.ts';
import type { SlotId } from '../../playlists/model/ids.ts';
import type { PassedOver } from '../../playlists/model/publishing-plan.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import type { Database } from '../database/open.ts';
import {
  type DraftRow,
  dropDraftRow,
  isAlike,
  isIdle,
  isOvertaken,
  readDraftRows,
  readPlannedRows,
  writeDraftRow,
  writePlannedRows,
} from './draft-rows.ts';
import { deleteSlot, nextVersion, publisherOf, readSlots, versionOf, writeSlot } from './slot-rows.ts';

/** The slot on the screens there still are; null when none of its targets is left. A draft that waited may name others. */
const withoutGone = ({ now, query }: Database, slot: Slot): Slot | null => {
  const there = new Set<string>(now.all(query.selectFrom('screen').select('id')).map(({ id }) => id));
  const targets = slot.targets.filter((target) => target.kind !== 'screen' || there.has(target.screenId));
  return targets.length > 0 ? { ...slot, targets } : null;
};

/** Slots that name something which is not there (any more), a screen not counted; these cannot become everybody's. */
const lostIn = ({ now, query }: Database, rows: readonly DraftRow[]): SlotId[] => {
  const idsOf = (table: 'playlist' | 'screenGroup' | 'calendar' | 'dayPart'): Set<string> =>
    new Set(now.all(query.selectFrom(table).select('id')).map(({ id }) => id));
  const [playlists, groups] = [idsOf('playlist'), idsOf('screenGroup')];
  const [calendars, dayParts] = [idsOf('calendar'), idsOf('dayPart')];
  const isWhole = ({ playlistId, dayPartId, targets, avoidCalendars, requireCalendars }: Slot): boolean =>
    playlists.has(playlistId) &&
    (dayPartId === null || dayParts.has(dayPartId)) &&
    [...avoidCalendars, ...requireCalendars].every((id) => calendars.has(id)) &&
    targets.every((target) => target.kind !== 'group' || groups.has(target.groupId));
  return rows.flatMap(({ slotId, slot }) => (slot && !isWhole(slot) ? [slotId] : []));
};

export interface DraftBooks {
  /** The draft of a person as it stands: what a publication takes along. */
  snapshot(personId: string): DraftRow[];
  /** What the rows ask for, the newest first; those that were taken back are left out. */
  changesIn(rows: readonly DraftRow[]): DraftChange[];
  /** What the rows asked for that was handed in already, and that others went on from: it is left as they left it. */
  passedOver(rows: readonly DraftRow[]): PassedOver[];
  /** Slots of the rows that name what was deleted since the rows were read. */
  lostIn(rows: readonly DraftRow[]): SlotId[];
  /**
   * Makes rows everybody's, none of them lost; inside the caller's transaction. What the person went on to change meanwhile stays their draft, now on
   * top of what was handed in. Returns the slots that became others.
   */
  handIn(rows: readonly DraftRow[], by: string): SlotId[];
}

/** What a draft asked for, and as what it became everybody's; null = removed. */
type HandedIn = Map<SlotId, { asked: Slot | null; handed: Slot | null }>;

/** Reads and hands in; no handlers. */
export const createDraftBooks = (database: Database): DraftBooks => {
  const conflictOf = (row: DraftRow): DraftConflict | null => {
    if (isIdle(row)) return null;
    const theirs = readSlots(database, row.slotId)[0] ?? null;
    if ((theirs?.version ?? null) === row.basedOn) return null;
    if (theirs === null) return row.slot === null ? null : { by: null, at: null, theirs, changed: [], clashes: [] };
    const between = row.slot && aspectsChanged(row.slot, theirs);
    // A slot that the draft adds may be published already: from a plan, or before a plan that has it. Then all they differ in counts.
    const changed = row.was ? aspectsChanged(row.was, theirs) : (between ?? []);
    if (changed.length === 0 || between?.length === 0) return null;
    const clashes = row.slot && row.was ? mergeSlots(row.was, row.slot, theirs).clashes : changed;
    return { by: publisherOf(database, row.slotId), at: theirs.updatedAt, theirs, changed, clashes };
  };
  const changeOf = (row: DraftRow): DraftChange => {
    const { was, slot } = row;
    return {
      slotId: row.slotId,
      name: (slot ?? was)?.name ?? '',
      kind: slot === null ? 'removed' : was === null ? 'added' : 'changed',
      aspects: was && slot ? aspectsChanged(was, slot) : [],
      updatedAt: row.updatedAt,
      published: readSlots(database, row.slotId)[0]?.version ?? null,
      conflict: conflictOf(row),
    };
  };

  /** Takes off other drafts, and off the plan, what was handed in just as they ask for it. */
  const settleAlike = (done: HandedIn, drafts: readonly DraftRow[]): void => {
    const settle = (row: DraftRow): DraftRow => {
      const made = done.get(row.slotId);
      if (!made || isIdle(row) || !(isAlike(row.slot, made.asked) || isAlike(row.slot, made.handed))) return row;
      const { handed } = made;
      const slot = handed && { ...handed, version: row.version };
      return { ...row, basedOn: handed?.version ?? null, was: handed, slot };
    };
    for (const row of drafts) {
      const settled = settle(row);
      if (settled !== row) writeDraftRow(database, settled);
    }
    const planned = readPlannedRows(database);
    const settled = planned.map(settle);
    if (settled.some((row, place) => row !== planned[place])) writePlannedRows(database, settled);
  };

  return {
    snapshot: (personId) => readDraftRows(database, personId),
    changesIn: (rows) =>
      rows
        .filter((row) => !isIdle(row))
        .map(changeOf)
        .sort((a, b) => b.updatedAt - a.updatedAt || (a.slotId < b.slotId ? -1 : 1)),
    passedOver: (rows) =>
      rows.flatMap((row): PassedOver[] => {
        const published = readSlots(database, row.slotId)[0];
        if (!isOvertaken(row, published)) return [];
        const by = publisherOf(database, row.slotId);
        if (!published) return [{ slotId: row.slotId, name: row.slot?.name ?? '', now: 'removed', by }];
        return [{ slotId: row.slotId, name: published.name, now: row.slot === null ? 'restored' : 'changed', by }];
      }),
    lostIn: (rows) => (rows.length === 0 ? [] : lostIn(database, rows)),
    handIn: (rows, by) => {
      const drafts = readDraftRows(database);
      const owner = rows[0]?.personId;
      const meanwhile = new Map(drafts.filter((row) => row.personId === owner).map((row) => [row.slotId, row]));
      const touched: SlotId[] = [];
      const done: HandedIn = new Map();
      for (const row of rows) {
        const now = meanwhile.get(row.slotId);
        if (now?.version === row.version) dropDraftRow(database, now);
        if (isIdle(row)) continue;
        const slot = row.slot && withoutGone(database, row.slot);
        // One that was left behind by others is given the next, so that what they have is told from it.
        const isNewest = slot && slot.version > versionOf(database, slot.id);
        const handed = slot && { ...slot, version: isNewest ? slot.version : nextVersion(database) };
        if (handed) writeSlot(database, handed, by);
        else deleteSlot(database, row.slotId);
        touched.push(row.slotId);
        if (now && now.version !== row.version)
          writeDraftRow(database, { ...now, basedOn: handed?.version ?? null, was: handed });
        done.set(row.slotId, { asked: row.slot, handed });
      }
      settleAlike(
        done,
        drafts.filter(({ personId }) => personId !== owner),
      );
      return touched;
    },
  };
};
