/** Carries edits of slots out: shown at once, sent as one request, with a way back. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { call } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { undoOf } from './slot-edits.ts';

const UNDO_MS = 8_000;

/**
 * `said` tells what was done, in the toast that offers the way back; `undoMore` takes back what was made for it beside the slots, after
 * these. Resolves to false when the server refused.
 */
export const useSlotEdits = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();

  const send = async (edits: SlotEdits, title: string) => {
    const changed = new Map(edits.change.map(({ id, slot }) => [id, slot]));
    const removed = new Set(edits.remove.map(({ id }) => id));
    queries.setQueryData(['listSlots', {}], (list: Slot[] | undefined) =>
      list?.filter(({ id }) => !removed.has(id)).map((one) => ({ ...one, ...changed.get(one.id) })),
    );
    const called = await call('editSlots', { body: edits });
    for (const read of READS_OF.slots) void queries.invalidateQueries({ queryKey: [read] });
    if (called.ok) return called.value;
    notifications.show({
      autoClose: false,
      withBorder: true,
      message: <TroubleNote trouble={called.trouble} title={title} />,
    });
    return null;
  };

  return async (
    edits: SlotEdits,
    before: readonly Slot[],
    said: string,
    undoMore?: () => Promise<void>,
  ): Promise<boolean> => {
    const done = await send(edits, said);
    if (!done) return false;
    const undo = async (): Promise<void> => {
      notifications.hide(toast);
      if (!(await send(undoOf(before, done), said))) return;
      await undoMore?.();
      notifications.show({ message: t('schedule.undone'), withBorder: true });
    };
    const toast = notifications.show({
      withBorder: true,
      autoClose: UNDO_MS,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{said}</span>
          <Button size="xs" variant="default" className="keeps-width" onClick={() => void undo()}>
            {t('common.undo')}
          </Button>
        </Group>
      ),
    });
    return true;
  };
};
