/**
 * Drafts: what people edit is their own until they publish it. Publishing hands a draft in: its slots become everybody's, in the
 * commit of the publication. A slot that somebody else published meanwhile is a conflict and is never overwritten: the person
 * keeps one of the two, or both where different things were changed.
 */
import { type Draft, mergeSlots, type OtherDraft } from '../../playlists/model/draft.ts';
import type { ScreenId } from '../../playlists/model/ids.ts';
import { accepted, assertNever, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { namePlaces, type UsagePlace } from '../../playlists/model/usage.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { createDraftBooks } from './draft-books.ts';
import {
  type DraftRow,
  dropDraftRow,
  dropDraftRows,
  isIdle,
  layOver,
  readDraftRows,
  readPlannedRows,
  warmDraftRows,
  writeDraftRow,
} from './draft-rows.ts';
import { nextVersion, readSlots, warmSlots } from './slot-rows.ts';

/** Whose draft a request works on. */
export const ownerOf = (caller: Caller): string => actorOf(caller).actor;

/** Slots, published or in anybody's draft, that use something: while there are any, it cannot go. By name, each once. */
export const slotPlaces = (database: Database, uses: (slot: Slot) => boolean, personId: string): UsagePlace[] => {
  const seen = new Set(
    readSlotsOf(database, personId)
      .filter(uses)
      .map(({ id }) => id),
  );
  const published = readSlots(database).filter(uses);
  const isPublished = new Set(published.map(({ id }) => id));
  // What waits for a set time will come to be used, also where its draft was thrown away since.
  const rows = [...readDraftRows(database), ...readPlannedRows(database)];
  const drafted = rows.flatMap(({ slot }) => (slot && uses(slot) ? [slot] : []));
  return [...new Map([...drafted, ...published].map(({ id, name }) => [id, name]))]
    .map(([id, name]): UsagePlace => {
      const place = { kind: 'slot', id, name } as const;
      return seen.has(id) ? place : { ...place, awaits: isPublished.has(id) ? 'publishing' : 'somebody' };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};

const byName = (a: Slot, b: Slot): number => {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

/** The slots as one person sees them, by name. */
export const readSlotsOf = (database: Database, personId: string): Slot[] =>
  layOver(readSlots(database), readDraftRows(database, { personId })).sort(byName);

/**
 * Makes the next `readSlotsOf` quick: what changed since the last one is parsed, some rows in each turn of the loop. `personId` absent: of
 * everybody's draft.
 */
export const warmSlotsOf = async (database: Database, personId?: string): Promise<void> => {
  await warmSlots(database);
  await warmDraftRows(database, personId === undefined ? undefined : { personId });
};

export interface DraftPorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

export const createDrafts = ({ database, now, record, changed }: DraftPorts) => {
  const { query, transact } = database;
  const books = createDraftBooks(database);

  const othersOf = (personId: string): OtherDraft[] => {
    const names = new Map(
      database.now.all(query.selectFrom('person').select(['id', 'name'])).map(({ id, name }) => [id, name]),
    );
    const rows = readDraftRows(database).filter((row) => row.personId !== personId && !isIdle(row));
    return [...Map.groupBy(rows, (row) => row.personId)]
      .map(([id, own]) => ({
        personId: id,
        name: names.get(id) ?? '?',
        changes: own.length,
        slotIds: own.map(({ slotId }) => slotId),
        updatedAt: Math.max(...own.map(({ updatedAt }) => updatedAt)),
      }))
      .sort((a, b) => b.updatedAt - a.updatedAt);
  };
  const rowsOf = (personId: string): DraftRow[] => readDraftRows(database, { personId });
  const draftOf = (personId: string): Draft => ({
    changes: books.changesIn(rowsOf(personId)),
    others: othersOf(personId),
  });
  const tell = (): void => queueMicrotask(() => changed('slots'));

  /** The row as the decision leaves it; null = it goes. */
  const settle = (row: DraftRow, theirs: Slot | null, take: 'mine' | 'theirs' | 'both'): Outcome<DraftRow | null> => {
    const version = nextVersion(database);
    const onTop = { ...row, basedOn: theirs?.version ?? null, was: theirs, version, updatedAt: now() };
    const stamp = (slot: Slot | null): Slot | null => slot && { ...slot, version, updatedAt: now() };
    switch (take) {
      case 'theirs':
        return accepted(null);
      case 'mine':
        // What both removed is gone.
        return accepted(row.slot === null && theirs === null ? null : { ...onTop, slot: stamp(row.slot) });
      case 'both': {
        if (!row.slot || !row.was || !theirs) return refused('draft-clash', `one side removed ${row.slotId}`);
        const { merged, clashes } = mergeSlots(row.was, row.slot, theirs);
        return clashes.length > 0
          ? refused('draft-clash', `both changed ${clashes.join(', ')}`)
          : accepted({ ...onTop, slot: stamp(merged) });
      }
      default:
        return assertNever(take);
    }
  };

  const handlers: Pick<
    NonNullable<Served['handlers']>,
    'getDraft' | 'settleDraft' | 'discardDraft' | 'takeOverDraft'
  > = {
    getDraft: async ({ caller }) => {
      await warmSlotsOf(database);
      return accepted(draftOf(ownerOf(caller)));
    },
    settleDraft: async ({ body: { slotId, take, seen }, caller }) => {
      await warmDraftRows(database);
      return transact(() => {
        const personId = ownerOf(caller);
        const [row] = readDraftRows(database, { personId, slotId });
        if (!row) return refused('not-found', `${slotId} is not in the draft`);
        const theirs = readSlots(database, [slotId])[0] ?? null;
        if ((theirs?.version ?? null) !== seen)
          return refused('changed-meanwhile', `seen ${seen}, published is ${theirs?.version ?? 'none'}`);
        const settled = settle(row, theirs, take);
        if (!settled.ok) return settled;
        if (settled.value) writeDraftRow(database, settled.value);
        else dropDraftRow(database, row);
        record({ ...actorOf(caller), act: 'draft.settled', subject: slotId, detail: { take, before: row.slot } });
        tell();
        return accepted(draftOf(personId));
      });
    },
    discardDraft: async ({ caller }) => {
      await warmDraftRows(database);
      return transact(() => {
        const rows = rowsOf(ownerOf(caller));
        dropDraftRows(
          database,
          ownerOf(caller),
          rows.map(({ slotId }) => slotId),
        );
        if (rows.length > 0)
          record({
            ...actorOf(caller),
            act: 'draft.discarded',
            subject: ownerOf(caller),
            detail: { slots: rows.map(({ slot, was }) => slot ?? was) },
          });
        tell();
        return accepted(undefined);
      });
    },
    takeOverDraft: async ({ body: { personId }, caller }) => {
      await warmDraftRows(database);
      return transact(() => {
        const to = ownerOf(caller);
        const rows = personId === to ? [] : rowsOf(personId);
        if (rows.length === 0) return refused('not-found', `${personId} has no draft`);
        const own = new Map(rowsOf(to).map((row) => [row.slotId, row]));
        const both = rows.filter((row) => own.has(row.slotId) && !isIdle(row));
        if (both.length > 0) {
          const places = namePlaces(both.map(({ slot, was }) => ({ name: (slot ?? was)?.name ?? '' })));
          return refused('draft-overlaps', `both have ${both.length} slots`, { places });
        }
        for (const row of rows) {
          dropDraftRow(database, row);
          if (!isIdle(row)) writeDraftRow(database, { ...row, personId: to });
        }
        record({
          ...actorOf(caller),
          act: 'draft.taken-over',
          subject: personId,
          detail: { slots: rows.map(({ slotId }) => slotId) },
        });
        tell();
        return accepted(draftOf(to));
      });
    },
  };

  return {
    handlers,
    /** Takes a screen that is gone out of all drafts; slots that aimed at it alone go. Inside the caller's transaction. */
    forgetScreen: (screenId: ScreenId): void => {
      const isIt = (target: Slot['targets'][number]): boolean =>
        target.kind === 'screen' && target.screenId === screenId;
      const without = (slot: Slot | null): Slot | null =>
        slot && { ...slot, targets: slot.targets.filter((target) => !isIt(target)) };
      for (const row of readDraftRows(database)) {
        if (!row.slot?.targets.some(isIt) && !row.was?.targets.some(isIt)) continue;
        const slot = without(row.slot);
        const was = without(row.was);
        if (slot?.targets.length === 0 || (slot === null && was?.targets.length === 0)) dropDraftRow(database, row);
        else writeDraftRow(database, { ...row, slot, was: was && was.targets.length > 0 ? was : row.was });
      }
    },
  };
};
