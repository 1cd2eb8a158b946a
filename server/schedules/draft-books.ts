/**
 * The books of drafts: what a draft asks for, where it is in conflict, and how it becomes everybody's. What somebody asked for and
 * somebody handed in alike is done: it is taken off every draft and off the plan that waits, so that it cannot be made a second time
 * after others went on from it.
 */
import { aspectsChanged, type DraftChange, type DraftConflict, mergeSlots } from '../../playlists/model/draft.ts';
import type { SlotId } from '../../playlists/model/ids.ts';
import type { PassedOver } from '../../playlists/model/publishing-plan.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { describeTimes } from '../../playlists/timeline/sentences.ts';
import type { Database } from '../database/open.ts';
import {
  type DraftRow,
  dropDraftRows,
  isAlike,
  isIdle,
  isOvertaken,
  readDraftRows,
  readPlannedRows,
  warmDraftRows,
  writeDraftRow,
  writePlannedRows,
} from './draft-rows.ts';
import { deleteSlots, nextVersions, publishersOf, readSlots, versionsOf, writeSlots } from './slot-rows.ts';

/** The slot on the screens there still are; null when none of its targets is left. A draft that waited may name others. */
const withoutGone = (slot: Slot, screens: ReadonlySet<string>): Slot | null => {
  const targets = slot.targets.filter((target) => target.kind !== 'screen' || screens.has(target.screenId));
  return targets.length > 0 ? { ...slot, targets } : null;
};

/** Slots that name something which is not there (any more), a screen not counted; these cannot become everybody's. */
const lostIn = ({ now, query }: Database, rows: readonly DraftRow[]): SlotId[] => {
  const idsOf = (table: 'playlist' | 'screenGroup' | 'calendar' | 'dayPart' | 'ticker'): Set<string> =>
    new Set(now.all(query.selectFrom(table).select('id')).map(({ id }) => id));
  const [playlists, groups] = [idsOf('playlist'), idsOf('screenGroup')];
  const [calendars, dayParts, tickers] = [idsOf('calendar'), idsOf('dayPart'), idsOf('ticker')];
  const isWhole = ({ playlistId, dayPartId, ticker, targets, avoidCalendars, requireCalendars }: Slot): boolean =>
    (playlistId === null || playlists.has(playlistId)) &&
    (dayPartId === null || dayParts.has(dayPartId)) &&
    (ticker?.kind !== 'ticker' || tickers.has(ticker.tickerId)) &&
    [...avoidCalendars, ...requireCalendars].every((id) => calendars.has(id)) &&
    targets.every((target) => target.kind !== 'group' || groups.has(target.groupId));
  return rows.flatMap(({ slotId, slot }) => (slot && !isWhole(slot) ? [slotId] : []));
};

export interface DraftBooks {
  /** The draft of a person as it stands when the promise fulfils: what a publication takes along. */
  snapshot(personId: string): Promise<DraftRow[]>;
  /** What the rows ask for, the newest first; those that were taken back are left out. */
  changesIn(rows: readonly DraftRow[]): DraftChange[];
  /** What the rows asked for that was handed in already, and that others went on from: it is left as they left it. By name. */
  passedOver(rows: readonly DraftRow[]): PassedOver[];
  /** Slots of the rows that name what was deleted since the rows were read. */
  lostIn(rows: readonly DraftRow[]): SlotId[];
  /**
   * Makes rows everybody's, none of them lost; inside the caller's transaction. What the person went on to change meanwhile stays
   * their draft, now on top of what was handed in. Returns the slots that became others.
   */
  handIn(rows: readonly DraftRow[], by: string): SlotId[];
}

/** What a draft asked for, and as what it became everybody's; null = removed. */
type HandedIn = Map<SlotId, { asked: Slot | null; handed: Slot | null }>;

/** Reads and hands in; no handlers. */
export const createDraftBooks = (database: Database): DraftBooks => {
  const conflictOf = (row: DraftRow, theirs: Slot | null, by: string | null): DraftConflict | null => {
    if ((theirs?.version ?? null) === row.basedOn) return null;
    if (theirs === null) return row.slot === null ? null : { by: null, at: null, theirs, changed: [], clashes: [] };
    const between = row.slot && aspectsChanged(row.slot, theirs);
    // A slot that the draft adds may be published already: from a plan, or before a plan that has it. Then all they differ in counts.
    const changed = row.was ? aspectsChanged(row.was, theirs) : (between ?? []);
    if (changed.length === 0 || between?.length === 0) return null;
    const clashes = row.slot && row.was ? mergeSlots(row.was, row.slot, theirs).clashes : changed;
    return { by, at: theirs.updatedAt, theirs, changed, clashes };
  };
  const changesIn = (rows: readonly DraftRow[]): DraftChange[] => {
    const asking = rows.flatMap((row) => {
      const aspects = row.was && row.slot ? aspectsChanged(row.was, row.slot) : null;
      return aspects?.length === 0 || isIdle(row) ? [] : [{ row, aspects: aspects ?? [] }];
    });
    const ids = asking.map(({ row }) => row.slotId);
    const published = new Map(readSlots(database, ids).map((slot) => [slot.id, slot]));
    const others = ids.filter((id, i) => published.get(id) && published.get(id)?.version !== asking[i]?.row.basedOn);
    const publishers = publishersOf(database, others);
    return asking
      .map(({ row, aspects }): DraftChange => {
        const { slotId, was, slot, updatedAt } = row;
        const theirs = published.get(slotId) ?? null;
        const said = slot ?? was;
        return {
          slotId,
          name: said?.name ?? '',
          times: said ? describeTimes(said) : { vi: '', en: '' },
          kind: slot === null ? 'removed' : was === null ? 'added' : 'changed',
          aspects,
          updatedAt,
          published: theirs?.version ?? null,
          conflict: conflictOf(row, theirs, publishers.get(slotId) ?? null),
        };
      })
      .sort((a, b) => b.updatedAt - a.updatedAt || (a.slotId < b.slotId ? -1 : 1));
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
    snapshot: async (personId) => {
      await warmDraftRows(database, { personId });
      return readDraftRows(database, { personId });
    },
    changesIn,
    passedOver: (rows) => {
      const ids = rows.map(({ slotId }) => slotId);
      const published = new Map(readSlots(database, ids).map((slot) => [slot.id, slot]));
      const overtaken = rows.filter((row) => isOvertaken(row, published.get(row.slotId)));
      const publishers = publishersOf(
        database,
        overtaken.map(({ slotId }) => slotId),
      );
      const passed = overtaken.map(({ slotId, slot }): PassedOver => {
        const now = published.get(slotId);
        const by = publishers.get(slotId) ?? null;
        if (!now) return { slotId, name: slot?.name ?? '', now: 'removed', by };
        return { slotId, name: now.name, now: slot === null ? 'restored' : 'changed', by };
      });
      return passed.sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    lostIn: (rows) => (rows.length === 0 ? [] : lostIn(database, rows)),
    handIn: (rows, by) => {
      const { now, query } = database;
      const drafts = readDraftRows(database);
      const owner = rows[0]?.personId ?? '';
      const meanwhile = new Map(drafts.filter((row) => row.personId === owner).map((row) => [row.slotId, row]));
      const isAsItWas = (row: DraftRow): boolean => meanwhile.get(row.slotId)?.version === row.version;
      dropDraftRows(
        database,
        owner,
        rows.filter(isAsItWas).map(({ slotId }) => slotId),
      );
      const screens = new Set<string>(now.all(query.selectFrom('screen').select('id')).map(({ id }) => id));
      const asking = rows.filter((row) => !isIdle(row));
      const touched = asking.map(({ slotId }) => slotId);
      const versions = versionsOf(database, touched);
      const asked = asking.map((row) => ({ row, slot: row.slot && withoutGone(row.slot, screens) }));
      // One that was left behind by others is given the next, so that what they have is told from it.
      const isLeftBehind = (slot: Slot | null): slot is Slot =>
        slot !== null && slot.version <= (versions.get(slot.id) ?? 0);
      const fresh = nextVersions(database, asked.filter(({ slot }) => isLeftBehind(slot)).length);
      const made = asked.map(({ row, slot }) => ({
        row,
        handed: isLeftBehind(slot) ? { ...slot, version: fresh.shift() as number } : slot,
      }));
      writeSlots(
        database,
        made.flatMap(({ handed }) => handed ?? []),
        by,
      );
      deleteSlots(
        database,
        made.flatMap(({ row, handed }) => (handed ? [] : [row.slotId])),
      );
      const done: HandedIn = new Map();
      for (const { row, handed } of made) {
        const edited = meanwhile.get(row.slotId);
        if (edited && !isAsItWas(row))
          writeDraftRow(database, { ...edited, basedOn: handed?.version ?? null, was: handed });
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
