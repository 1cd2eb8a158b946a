/** Slots as rows, as they are published or wait to be rolled out: one read for all, with their targets in order. */
import { Slot, type Target } from '../../playlists/model/slot.ts';
import type { Database } from '../database/open.ts';

/** A target as the columns of `slot_target`. */
const columnsOfTarget = (target: Target) => ({
  kind: target.kind,
  groupId: target.kind === 'group' ? target.groupId : null,
  screenId: target.kind === 'screen' ? target.screenId : null,
});

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
  ...rest
}: Slot) => ({
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
});

/** Writes a slot whole, in place of the one there is; inside the caller's transaction. */
export const writeSlot = ({ now, query }: Database, slot: Slot, publishedBy: string): void => {
  const { id, ...values } = { ...columnsOf(slot), publishedBy };
  if (now.run(query.updateTable('slot').set(values).where('id', '=', id)) === 0)
    now.run(query.insertInto('slot').values({ id, ...values }));
  now.run(query.deleteFrom('slotTarget').where('slotId', '=', id));
  slot.targets.forEach((target, position) => {
    now.run(query.insertInto('slotTarget').values({ slotId: id, position, ...columnsOfTarget(target) }));
  });
};

export const deleteSlot = ({ now, query }: Database, id: string): void => {
  now.run(query.deleteFrom('slot').where('id', '=', id));
};

/** The next version of any slot: none is ever given twice, so whoever edits an earlier one is told. Inside the caller's transaction. */
export const nextVersion = ({ now, query }: Database): number => {
  const counted = now.first(
    query
      .updateTable('slotVersion')
      .set((column) => ({ newest: column('newest', '+', 1) }))
      .returning('newest'),
  );
  if (!counted) throw new Error('the count of versions is gone');
  return counted.newest;
};

/** Version of a slot as it is published; 0 when it is not. */
export const versionOf = ({ now, query }: Database, id: string): number =>
  now.first(query.selectFrom('slot').select('version').where('id', '=', id))?.version ?? 0;

/** Who published a slot last; null when that is not known. */
export const publisherOf = ({ now, query }: Database, id: string): string | null =>
  now.first(query.selectFrom('slot').select('publishedBy').where('id', '=', id))?.publishedBy || null;

/** All slots that are in everybody's schedule by name, or the one with `id`; drafts are not among them. */
export const readSlots = ({ now, query }: Database, id?: string): Slot[] => {
  const rows = now.all(
    query
      .selectFrom('slot')
      .selectAll()
      .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
      .orderBy('name')
      .orderBy('id'),
  );
  const targets = Map.groupBy(
    now.all(
      query
        .selectFrom('slotTarget')
        .selectAll()
        .$if(id !== undefined, (some) => some.where('slotId', '=', id ?? ''))
        .orderBy('slotId')
        .orderBy('position'),
    ),
    (target) => target.slotId,
  );
  return rows.map(
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
      ...row
    }) =>
      Slot.parse({
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
        targets: (targets.get(row.id) ?? []).map(({ kind, groupId, screenId }) => ({ kind, groupId, screenId })),
      }),
  );
};
