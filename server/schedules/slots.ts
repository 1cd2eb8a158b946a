/**
 * Slots as the person who asks sees and edits them: what is published, under their own draft. They air when that person publishes;
 * each edit names the version it was made on.
 */
import { contentText } from '../../playlists/model/draft.ts';
import { SlotId } from '../../playlists/model/ids.ts';
import { needsStart, readRule } from '../../playlists/model/recurrence.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Slot, Target } from '../../playlists/model/slot.ts';
import type { SlotDraft, SlotEdits } from '../../playlists/wire/api/schedules.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { type DraftRow, dropDraftRow, isIdle, isOvertaken, readDraftRows, writeDraftRow } from './draft-rows.ts';
import { ownerOf, readSlotsOf, warmSlotsOf } from './drafts.ts';
import type { SchedulePorts } from './playlists.ts';
import { nextVersion, readSlots } from './slot-rows.ts';

/** What a draft removes, by what it said (`contentText`); of several that said the same, in the order of their ids. */
type Removed = Map<string, DraftRow[]>;

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
      ...(exists('playlist', draft.playlistId) ? {} : { playlistId: 'unknown' }),
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
  /** A slot that the draft removes comes back when an equal one is added: that is what taking a removal back sends. */
  const takeRemovedLike = (draft: SlotDraft, removed: Removed): DraftRow | undefined =>
    removed.get(contentText(draft))?.shift();
  /** What a transaction reads is not kept, so it would parse the whole draft, and the next one again. */
  const warm = (caller: Caller): Promise<void> => warmSlotsOf(database, ownerOf(caller));
  const removedOf = (caller: Caller): Removed => {
    const removed: Removed = new Map();
    for (const row of readDraftRows(database, { personId: ownerOf(caller) })) {
      if (row.was === null || row.slot !== null) continue;
      const text = contentText(row.was);
      const alike = removed.get(text);
      if (alike) alike.push(row);
      else removed.set(text, [row]);
    }
    return removed;
  };
  /** `removed`: what the draft removes, less what was brought back. */
  const add = (draft: SlotDraft, caller: Caller, removed: Removed): Slot => {
    const gone = takeRemovedLike(draft, removed);
    const id = gone?.slotId ?? SlotId.parse(newId('slt'));
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

  /** The first refusal among edits that belong together, its fields named from the root of the request. */
  const checkEdits = ({ change, add: added, remove: removed }: SlotEdits, caller: Caller): Outcome<undefined> => {
    const ids = [...change, ...removed].map(({ id }) => id);
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
    createSlot: async ({ body, caller }) => {
      await warm(caller);
      return transact(() => {
        const checked = check(body);
        if (!checked.ok) return checked;
        tell();
        return accepted(add(body, caller, removedOf(caller)));
      });
    },
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
      await warm(caller);
      return transact(() => {
        const checked = checkEdits(body, caller);
        if (!checked.ok) return checked;
        const changedSlots = body.change.map(({ id, slot }) => replace(find(id, caller) as Slot, slot, caller));
        for (const { id } of body.remove) remove(find(id, caller) as Slot, caller);
        const removed = body.add.length > 0 ? removedOf(caller) : new Map();
        const added = body.add.map((draft) => add(draft, caller, removed));
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
