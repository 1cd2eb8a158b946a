/** The form of the slot that the address names, with what concerns the one occurrence by which it was opened. */
import { readRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { OccurrenceCopy } from './occurrence-copy.tsx';
import { type Move, OccurrencePart } from './occurrence-edit.tsx';
import { isSlot, SlotDrawer } from './slot-form.tsx';
import type { Edit, WeekEvent } from './week.ts';

export const OpenedSlot = ({
  slot,
  event,
  onEdit,
  onMove,
  onCopy,
  onClose,
  ...form
}: Omit<Parameters<typeof SlotDrawer>[0], 'children'> & {
  /** Undefined when the slot as a whole was opened. */
  event: WeekEvent | undefined;
  onEdit: (slot: Slot, edit: Edit, said: string) => void;
  onMove: (move: Move) => void;
  onCopy: (event: WeekEvent, start: string, end: string) => void;
}) => {
  /** What is done to the occurrence ends with the form. */
  const closing =
    <Facts extends unknown[]>(act: (...facts: Facts) => void) =>
    (...facts: Facts): void => {
      onClose();
      act(...facts);
    };
  return (
    <SlotDrawer slot={slot} onClose={onClose} {...form} onDelete={closing(form.onDelete)}>
      {event && isSlot(slot) && readRule(slot.recurrence)?.count !== 1 ? (
        <OccurrencePart
          key={event.id}
          slot={slot}
          event={event}
          onEdit={closing((wanted, said) => onEdit(slot, wanted, said))}
          onMove={closing(onMove)}
        />
      ) : null}
      {event ? (
        <OccurrenceCopy
          key={`copy ${event.id}`}
          event={event}
          onCopy={closing((start, end) => onCopy(event, start, end))}
        />
      ) : null}
    </SlotDrawer>
  );
};
