/**
 * Slots as the person who asks sees and edits them: what is published, under their own draft. They air when that person publishes;
 * each edit names the version it was made on.
 */
import { SlotId } from '../../playlists/model/ids.ts';
import { needsStart, readRule } from '../../playlists/model/recurrence.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { isIdleSlot, type Slot, type Target } from '../../playlists/model/slot.ts';
import type { NewSlot, SlotDraft, SlotEdits } from '../../playlists/wire/api/schedules.ts';
import { actorOf } from '../audit/chain.ts';
import { among } from '../database/among.ts';
import { newId } from '../database/new-id.ts';
import type { Caller, Served } from '../http/handlers.ts';
import {
  type DraftRow,
  dropDraftRow,
  isAlike,
  isIdle,
  isOvertaken,
  readDraftRows,
  writeDraftRow,
} from './draft-rows.ts';
import { ownerOf, readSlotsOf, warmSlotsOf } from './drafts.ts';
import type { SchedulePorts } from './playlists.ts';
import { nextVersion, readSlots } from './slot-rows.ts';

export const createSlots = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  // One slot is read alone: a request may edit hundreds of a ward's thousands, and the loop waits meanwhile.
  const rowOf = (slotId: string, personId: string): DraftRow | undefined => {
    const [row] = readDraftRows(database, { personId, slotId });
    return row && isIdle(row) && isOvertaken(row, readSlots(database, [slotId])[0]) ? undefined : row;
  };
  const find = (id: string, caller: Caller): Slot | null => {
    const row = rowOf(id, ownerOf(caller));
    return row ? row.slot : (readSlots(database, [id])[0] ?? null);
  };
  const exists = (
    table: 'playlist' | 'screen' | 'screenGroup' | 'calendar' | 'dayPart' | 'ticker',
    id: string,
  ): boolean => database.now.first(query.selectFrom(table).select('id').where('id', '=', id)) !== undefined;

  const isTargetThere = (target: Target): boolean => {
    switch (target.kind) {
      case 'all':
        return true;
      case 'group':
        return exists('screenGroup', target.groupId);
      case 'screen':
        return exists('screen', target.screenId);
    }
  };
  const check = (draft: SlotDraft): Outcome<undefined> => {
    const fields = {
      ...(draft.playlistId === null || exists('playlist', draft.playlistId) ? {} : { playlistId: 'unknown' }),
      ...(draft.dayPartId === null || exists('dayPart', draft.dayPartId) ? {} : { dayPartId: 'unknown' }),
      ...(draft.ticker?.kind !== 'ticker' || exists('ticker', draft.ticker.tickerId)
        ? {}
        : { 'ticker.tickerId': 'unknown' }),
      ...Object.fromEntries(
        (['avoidCalendars', 'requireCalendars'] as const).flatMap((list) =>
          draft[list].flatMap((id, i) => (exists('calendar', id) ? [] : [[`${list}.${i}`, 'unknown']])),
        ),
      ),
      ...Object.fromEntries(
        draft.targets.flatMap((target, i) => (isTargetThere(target) ? [] : [[`targets.${i}`, 'unknown']])),
      ),
    };
    if (Object.keys(fields).length > 0)
      return refused('slot-refers-nowhere', `unknown: ${Object.keys(fields).slice(0, 10).join(', ')}`, {}, fields);
    if (isIdleSlot(draft))
      return refused('request-malformed', 'neither a playlist nor a ticker', {}, { 'ticker.tickerId': 'required' });
    if (draft.validFrom !== null && draft.validUntil !== null && draft.validUntil < draft.validFrom)
      return refused('request-malformed', 'validUntil is before validFrom', {}, { validUntil: 'before-start' });
    const rule = readRule(draft.recurrence);
    if (rule && needsStart(rule) && draft.validFrom === null)
      return refused('slot-needs-start', draft.recurrence, {}, { validFrom: 'slot-needs-start' });
    return accepted(undefined);
  };
  /** The slot that an edit is about, provided the edit was made on its newest version. */
  const findForEdit = (id: string, basedOn: number, caller: Caller): Outcome<Slot> => {
    const known = find(id, caller);
    if (!known) return refused('not-found', `slot ${id} does not exist`);
    return known.version === basedOn
      ? accepted(known)
      : refused('changed-meanwhile', `slot ${id}: based on ${basedOn}, newest is ${known.version}`);
  };

  // The writers assume that everything was checked, and run inside the caller's transaction.
  const keep = (slot: Slot, was: Slot | null, personId: string): Slot => {
    const row = rowOf(slot.id, personId);
    const began = row ? { basedOn: row.basedOn, was: row.was } : { basedOn: was?.version ?? null, was };
    const { id: slotId, version, updatedAt } = slot;
    writeDraftRow(database, { personId, slotId, ...began, slot, version, updatedAt });
    return slot;
  };
  /** Under the id of a slot that the draft removes, that one comes back: taking a removal back sends it. */
  const add = ({ id = SlotId.parse(newId('slt')), ...draft }: NewSlot, caller: Caller): Slot => {
    const slot: Slot = { ...draft, id, version: nextVersion(database), updatedAt: now() };
    record({ ...actorOf(caller), act: 'slot.created', subject: slot.id, detail: { ...slot } });
    return keep(slot, null, ownerOf(caller));
  };
  const replace = (known: Slot, draft: SlotDraft, caller: Caller): Slot => {
    const slot: Slot = { ...draft, id: known.id, version: nextVersion(database), updatedAt: now() };
    record({ ...actorOf(caller), act: 'slot.changed', subject: slot.id, detail: { before: known, after: slot } });
    return keep(slot, known, ownerOf(caller));
  };
  const remove = (known: Slot, caller: Caller): void => {
    const personId = ownerOf(caller);
    const row = rowOf(known.id, personId);
    const { basedOn, was } = row ?? { basedOn: known.version, was: known };
    if (row && basedOn === null) dropDraftRow(database, row);
    else
      writeDraftRow(database, {
        personId,
        slotId: known.id,
        basedOn,
        was,
        slot: null,
        version: nextVersion(database),
        updatedAt: now(),
      });
    record({ ...actorOf(caller), act: 'slot.deleted', subject: known.id, detail: { ...known } });
  };
  const tell = (): void => queueMicrotask(() => changed('slots'));

  /**
   * Of the ids that a client drew for what it adds, the slots that stand under them already, as the person sees them. One that lies in
   * somebody else's draft is refused: it is theirs now.
   */
  const findDrawn = (added: readonly NewSlot[], caller: Caller): Outcome<Slot[]> => {
    const drawn = added.flatMap(({ id }) => id ?? []);
    const published = database.now.all(query.selectFrom('slot').select('id').where(among('id', drawn)));
    const rows = database.now.all(
      query.selectFrom('draftSlot').select(['slotId', 'personId']).where(among('slotId', drawn)),
    );
    const known = [...new Set([...published.map(({ id }) => id), ...rows.map(({ slotId }) => slotId)])];
    const standing = known.flatMap((id) => find(id, caller) ?? []);
    const mine = new Set([
      ...standing.map(({ id }): string => id),
      ...rows.filter(({ personId }) => personId === ownerOf(caller)).map(({ slotId }) => slotId),
    ]);
    const lost = known.find((id) => !mine.has(id));
    return lost === undefined ? accepted(standing) : refused('changed-meanwhile', `${lost} is in another draft`);
  };
  /**
   * What edits came to that were made before by the same request: their answer did not arrive, and they are sent again. Null when none of
   * what they add is there. As all of a request is done or nothing, the rest must be done as well; it was changed since where it is not.
   */
  const findDone = ({ change, add: added, remove: removed }: SlotEdits, caller: Caller) => {
    const found = findDrawn(added, caller);
    if (!found.ok) return found;
    const standing = new Map(found.value.map((slot) => [slot.id, slot]));
    if (standing.size === 0) return accepted(null);
    const changedSlots = change.flatMap(({ id, slot }) => {
      const known = find(id, caller);
      return known && isAlike(known, { ...known, ...slot }) ? [known] : [];
    });
    const addedSlots = added.flatMap(({ id }) => (id === undefined ? [] : (standing.get(id) ?? [])));
    const isDone =
      addedSlots.length === added.length &&
      changedSlots.length === change.length &&
      removed.every(({ id }) => find(id, caller) === null);
    return isDone
      ? accepted({ changed: changedSlots, added: addedSlots })
      : refused('changed-meanwhile', `${[...standing.keys()].slice(0, 10).join(', ')} is there already`);
  };

  /** The first refusal among edits that belong together, its fields named from the root of the request. */
  const checkEdits = ({ change, add: added, remove: removed }: SlotEdits, caller: Caller): Outcome<undefined> => {
    const ids = [...change, ...added, ...removed].flatMap(({ id }) => id ?? []);
    if (new Set(ids).size < ids.length) return refused('request-malformed', 'a slot is named twice');
    const checks: [path: string, () => Outcome<unknown>][] = [
      ...[...change, ...removed].map(({ id, basedOn }): (typeof checks)[number] => [
        '',
        () => findForEdit(id, basedOn, caller),
      ]),
      ...change.map(({ slot }, i): (typeof checks)[number] => [`change.${i}.slot.`, () => check(slot)]),
      ...added.map((slot, i): (typeof checks)[number] => [`add.${i}.`, () => check(slot)]),
    ];
    for (const [path, run] of checks) {
      const checked = run();
      if (checked.ok) continue;
      const { fields, ...refusal } = checked.refusal;
      const named = Object.entries(fields ?? {}).map(([name, code]) => [`${path}${name}`, code]);
      return { ok: false, refusal: { ...refusal, ...(fields ? { fields: Object.fromEntries(named) } : {}) } };
    }
    return accepted(undefined);
  };

  const handlers: Served['handlers'] = {
    listSlots: async ({ caller }) => {
      await warmSlotsOf(database, ownerOf(caller));
      return accepted(readSlotsOf(database, ownerOf(caller)));
    },
    createSlot: ({ body, caller }) =>
      transact(() => {
        const before = findDrawn([body], caller);
        if (!before.ok) return before;
        if (before.value[0]) return accepted(before.value[0]);
        const checked = check(body);
        if (!checked.ok) return checked;
        tell();
        return accepted(add(body, caller));
      }),
    changeSlot: ({ params, body: { basedOn, ...draft }, caller }) =>
      transact(() => {
        const known = findForEdit(params.slotId, basedOn, caller);
        if (!known.ok) return known;
        const checked = check(draft);
        if (!checked.ok) return checked;
        tell();
        return accepted(replace(known.value, draft, caller));
      }),
    editSlots: async ({ body, caller }) => {
      // What a transaction reads is not kept: each slot would be parsed once for every question about it.
      await warmSlotsOf(database, ownerOf(caller));
      return transact(() => {
        const done = findDone(body, caller);
        if (!done.ok) return done;
        if (done.value) return accepted(done.value);
        const checked = checkEdits(body, caller);
        if (!checked.ok) return checked;
        const changedSlots = body.change.map(({ id, slot }) => replace(find(id, caller) as Slot, slot, caller));
        for (const { id } of body.remove) remove(find(id, caller) as Slot, caller);
        const added = body.add.map((draft) => add(draft, caller));
        tell();
        return accepted({ changed: changedSlots, added });
      });
    },
    deleteSlot: ({ params, caller }) =>
      transact(() => {
        const known = find(params.slotId, caller);
        if (!known) return refused('not-found', `slot ${params.slotId} does not exist`);
        remove(known, caller);
        tell();
        return accepted(undefined);
      }),
  };
  return { handlers };
};
