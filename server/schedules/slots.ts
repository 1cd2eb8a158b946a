/** Slots: rules of the working schedule. They air with the next publication; each edit names the version it was made on. */
import { SlotId } from '../../playlists/model/ids.ts';
import { needsStart, readRule } from '../../playlists/model/recurrence.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Slot, Target } from '../../playlists/model/slot.ts';
import type { SlotDraft } from '../../playlists/wire/api/schedules.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Served } from '../http/handlers.ts';
import type { SchedulePorts } from './playlists.ts';
import { columnsOfTarget, readSlots } from './slot-rows.ts';

const columnsOf = ({ targets: _, from, until, enabled, exceptDays, extraDays, changes, ...rest }: Slot) => ({
  ...rest,
  fromTime: from,
  untilTime: until,
  enabled: enabled ? 1 : 0,
  exceptDays: JSON.stringify(exceptDays),
  extraDays: JSON.stringify(extraDays),
  changes: JSON.stringify(changes),
});

export const createSlots = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  const find = (id: string): Slot | null => readSlots(database, id)[0] ?? null;
  const exists = (table: 'playlist' | 'screen' | 'screenGroup', id: string): boolean =>
    database.now.first(query.selectFrom(table).select('id').where('id', '=', id)) !== undefined;

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
  const writeTargets = (slot: Slot): void => {
    const { run } = database.now;
    run(query.deleteFrom('slotTarget').where('slotId', '=', slot.id));
    slot.targets.forEach((target, position) => {
      run(query.insertInto('slotTarget').values({ slotId: slot.id, position, ...columnsOfTarget(target) }));
    });
  };

  const handlers: Served['handlers'] = {
    listSlots: () => accepted(readSlots(database)),
    createSlot: ({ body, caller }) =>
      transact((step) => {
        const checked = check(body);
        if (!checked.ok) return checked;
        const slot: Slot = { ...body, id: SlotId.parse(newId('slt')), version: 1, updatedAt: now() };
        step.run(query.insertInto('slot').values(columnsOf(slot)));
        writeTargets(slot);
        record({ ...actorOf(caller), act: 'slot.created', subject: slot.id, detail: { ...slot } });
        queueMicrotask(() => changed('slots'));
        return accepted(slot);
      }),
    changeSlot: ({ params, body: { basedOn, ...draft }, caller }) =>
      transact((step) => {
        const known = find(params.slotId);
        if (!known) return refused('not-found', `slot ${params.slotId} does not exist`);
        if (known.version !== basedOn)
          return refused('changed-meanwhile', `based on ${basedOn}, newest is ${known.version}`);
        const checked = check(draft);
        if (!checked.ok) return checked;
        const slot: Slot = { ...draft, id: known.id, version: known.version + 1, updatedAt: now() };
        const { id, ...values } = columnsOf(slot);
        step.run(query.updateTable('slot').set(values).where('id', '=', id));
        writeTargets(slot);
        record({ ...actorOf(caller), act: 'slot.changed', subject: slot.id, detail: { before: known, after: slot } });
        queueMicrotask(() => changed('slots'));
        return accepted(slot);
      }),
    deleteSlot: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.slotId);
        if (!known) return refused('not-found', `slot ${params.slotId} does not exist`);
        step.run(query.deleteFrom('slot').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'slot.deleted', subject: known.id, detail: { ...known } });
        queueMicrotask(() => changed('slots'));
        return accepted(undefined);
      }),
  };
  return { handlers };
};
