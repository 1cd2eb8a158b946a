/** The what-if of a drag on the calendar: the same sentence as on the timeline, in a note over the calendar while something is held. */
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { slotByDrawing, slotByMove } from './slot-drag.ts';
import './what-if.css';
import type { Frame } from './timeline-rows.ts';
import { useWhatIf } from './use-what-if.ts';
import { type WeekEvent, withRestOfDay } from './week.ts';

/** What is held over the calendar, and where: an occurrence, or null while empty time is being drawn on. */
export interface Held {
  event: WeekEvent | null;
  start: string;
  end: string;
}

/** The working schedule is read when somebody first drags something. */
export const useCalendarWhatIf = (
  slots: readonly Slot[],
  frame: Frame,
  screenId: ScreenId | undefined,
): { onHold: (held: Held | null) => void; note: ReactNode } => {
  const { t } = useTranslation();
  const [held, setHeld] = useState<Held | null>(null);
  const [isWanted, setWanted] = useState(false);
  const { ask, ward } = useWhatIf(slots, { enabled: isWanted });
  const onHold = useCallback((next: Held | null): void => {
    if (next) setWanted(true);
    setHeld((last) => (last?.start === next?.start && last?.end === next?.end ? last : next));
  }, []);
  const said = useMemo((): string => {
    if (!held || !ward) return '';
    const { event, start, end } = held;
    const playlistId = ward.schedule.playlists[0]?.id;
    const was = event && slots.find(({ id }) => id === event.slotId);
    if (!was && !playlistId) return '';
    const slot =
      was && event
        ? slotByMove(was, withRestOfDay(was, event, ward.dayParts), start, end)
        : playlistId
          ? slotByDrawing(start, end, screenId, { name: t('timeline.newSlot'), playlistId })
          : null;
    if (!slot) return t('timeline.impossible');
    const screen = screenId && ward.screens.get(screenId);
    return ask(slot, held, frame, screen ? { screens: [screen], lead: screen.id } : undefined)?.said ?? '';
  }, [held, ward, ask, slots, frame, screenId, t]);
  const note = (
    <div className="what-if-anchor">
      <p className={said ? 'what-if-note' : 'unseen'} role="status" aria-live="polite">
        {said}
      </p>
    </div>
  );
  return { onHold, note };
};
