/** The slots of the chosen screen, and their occurrences in the stretch of time that is shown, as the calendar draws them. */

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { isAimedAt } from '../../../../playlists/timeline/aim.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { byImportance, fitInto, type Room } from './calendar-room.ts';
import type { Picks } from './slot-bulk.ts';
import type { CalendarSlot } from './slot-calendar.tsx';
import type { SlotColour } from './use-slot-colours.ts';
import { eventsBetween, type WeekEvent } from './week.ts';

export const useShownSlots = ({
  all,
  screen,
  first,
  days,
  calendars,
  dayParts,
  only,
  room,
  colourOf,
  picks,
  redraws,
}: {
  all: readonly Slot[];
  /** Absent = every screen. */
  screen: Screen | undefined;
  first: LocalDate;
  days: number;
  calendars: Calendars;
  dayParts: DayParts;
  /** Occurrences of this slot alone; absent = of all. */
  only: string | undefined;
  /** What a day has room for. */
  room: Room;
  colourOf: (slot: Slot) => SlotColour;
  picks: Picks;
  /** Another number draws anew: what was dragged and then not changed is put back. */
  redraws: number;
}): {
  slots: readonly Slot[];
  /** All of them. */
  runs: readonly WeekEvent[];
  /** Those that are drawn. */
  events: readonly CalendarSlot[];
  /** How many of each day are not drawn. */
  left: ReadonlyMap<LocalDate, number>;
  /** Those that have an occurrence in the stretch. */
  running: readonly Slot[];
} => {
  const { t } = useTranslation();
  const hidden = useHidden();
  const slots = useMemo(() => {
    const applies = (target: Target): boolean => !screen || isAimedAt(target, screen);
    return all.filter((slot) => !hidden.has(slot.id) && slot.targets.some(applies));
  }, [all, hidden, screen]);
  const runs = useMemo(
    () =>
      eventsBetween(
        byImportance(only === undefined ? slots : slots.filter(({ id }) => id === only)),
        first,
        days,
        calendars,
        dayParts,
      ),
    [slots, only, first, days, calendars, dayParts],
  );
  const { drawn, left } = useMemo(() => fitInto(runs, room, first), [runs, room, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a redraw makes new ones of the same
  const events = useMemo(() => {
    const byId = new Map(slots.map((slot) => [slot.id, slot]));
    return drawn.flatMap((event): CalendarSlot[] => {
      const slot = byId.get(event.slotId);
      if (!slot) return [];
      const { tone, mark } = colourOf(slot);
      const isPicked = picks.ids.has(slot.id);
      const state = slot.enabled ? t(`schedule.priorities.${slot.priority}`) : t('schedule.disabled');
      const words = isPicked ? `${state}, ${t('gestures.picked')}` : state;
      return [{ ...event, title: slot.name, words, mark, tone: slot.enabled ? tone : 'slot-off', isPicked }];
    });
  }, [slots, drawn, colourOf, picks, t, redraws]);
  const running = useMemo(() => {
    const ids = new Set(runs.map(({ slotId }) => slotId));
    return slots.filter(({ id }) => ids.has(id));
  }, [slots, runs]);
  return { slots, runs, events, left, running };
};
