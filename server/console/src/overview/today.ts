/** The slots of one day in the order of the clock. Pure: wall-clock strings in, wall-clock strings out, like the calendar. */
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { eventsBetween, type WeekEvent } from '../schedule/week.ts';

export interface SlotToday {
  event: WeekEvent;
  slot: Slot;
  state: 'over' | 'running' | 'ahead';
}

/**
 * What the working schedule has for the day of `wall` (`2026-11-23T07:30:00`), one that began the evening before included;
 * suspended slots do not play and are left out.
 */
export const slotsOfDay = (
  slots: readonly Slot[],
  wall: string,
  calendars: Calendars,
  dayParts: DayParts,
): SlotToday[] => {
  const byId = new Map(slots.map((slot) => [slot.id, slot]));
  return eventsBetween(
    slots.filter(({ enabled }) => enabled),
    wall.slice(0, 10),
    1,
    calendars,
    dayParts,
  )
    .flatMap((event): SlotToday[] => {
      const slot = byId.get(event.slotId);
      if (!slot) return [];
      return [{ event, slot, state: event.end <= wall ? 'over' : event.start <= wall ? 'running' : 'ahead' }];
    })
    .sort((a, b) => a.event.start.localeCompare(b.event.start) || a.event.end.localeCompare(b.event.end));
};

/** At most `room` of them: what is over goes first, then what is furthest ahead. `left` says how many lie further ahead. */
export const fitToday = (all: readonly SlotToday[], room: number): { shown: SlotToday[]; left: number } => {
  const over = all.filter(({ state }) => state === 'over');
  const rest = all.filter(({ state }) => state !== 'over');
  const shown = rest.slice(0, room);
  const spare = room - shown.length;
  return { shown: [...(spare > 0 ? over.slice(-spare) : []), ...shown], left: rest.length - shown.length };
};
