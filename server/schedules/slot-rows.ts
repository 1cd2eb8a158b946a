/** Slots as rows: one read for all, with their targets in order. */
import { Slot, type Target } from '../../playlists/model/slot.ts';
import type { Database } from '../database/open.ts';

/** A target as the columns of `slot_target`. */
export const columnsOfTarget = (target: Target) => ({
  kind: target.kind,
  groupId: target.kind === 'group' ? target.groupId : null,
  screenId: target.kind === 'screen' ? target.screenId : null,
});

/** All slots by name, or the one with `id`. */
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
