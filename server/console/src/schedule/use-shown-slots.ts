/** The slots of the chosen screen, and their occurrences in the stretch of time that is shown, as the calendar draws them. */

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { isTickerAlone, type Slot, type Target } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { isAimedAt } from '../../../../playlists/timeline/aim.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { byImportance, fitInto, type Room } from './calendar-room.ts';
import type { Picks } from './slot-bulk.ts';
import type { CalendarSlot } from './slot-calendar.tsx';
import type { SlotColour } from './use-slot-colours.ts';
import { eventWriter, runsBetween } from './week.ts';

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
  const { drawn, left, ids } = useMemo(() => {
    const chosen = byImportance(only === undefined ? slots : slots.filter(({ id }) => id === only));
    const found = new Set<SlotId>();
    const fitted = fitInto(runsBetween(chosen, first, days, calendars, dayParts), room, first, ({ slot }) =>
      found.add(slot.id),
    );
    return { ...fitted, ids: found };
  }, [slots, only, first, days, calendars, dayParts, room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a redraw makes new ones of the same
  const events = useMemo(() => {
    const write = eventWriter();
    return drawn.map((run): CalendarSlot => {
      const { slot } = run;
      const { tone, mark } = colourOf(slot);
      const isPicked = picks.ids.has(slot.id);
      const state = slot.enabled ? t(`schedule.priorities.${slot.priority}`) : t('schedule.disabled');
      const words = isPicked ? `${state}, ${t('gestures.picked')}` : state;
      const said = isTickerAlone(slot) ? t('tickers.alone') : mark;
      return {
        ...write(run),
        title: slot.name,
        words,
        mark: said,
        isAlone: isTickerAlone(slot),
        tone: slot.enabled ? tone : 'slot-off',
        isPicked,
      };
    });
  }, [drawn, colourOf, picks, t, redraws]);
  const running = useMemo(() => slots.filter(({ id }) => ids.has(id)), [slots, ids]);
  return { slots, events, left, running };
};
