/** What is worth knowing about a proposed slot before it is added, and what keeps it from being added. Pure. */

import { lacksPlaylist, type ProposedSlot } from '../../../../playlists/exchange/proposal.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { wallRunsOf } from '../../../../playlists/timeline/occurrences.ts';
import { dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { draftOf } from '../schedule/slot-edits.ts';

/** A rule that does not begin within ten years never runs for anybody here. */
const SEARCH_DAYS = 3_660;

export interface RowFindings {
  /** Must be chosen first. */
  needs: ('playlist' | 'targets')[];
  /** An equal slot is there. */
  isTwin: boolean;
  /** No occurrence starts from today on. */
  isOver: boolean;
}

/** Text that equal slots share; names and order of targets do not tell slots apart. */
const keyOf = (slot: ProposedSlot): string =>
  JSON.stringify([
    slot.playlistId ?? slot.ticker,
    slot.targets.map((target) => JSON.stringify(target)).sort(),
    // A slot with a day-part keeps times that are not read (DY3).
    slot.dayPartId ?? [slot.from, slot.until],
    [slot.zone, slot.recurrence, slot.validFrom, slot.validUntil],
    [slot.exceptDays, slot.extraDays, slot.avoidCalendars, slot.requireCalendars, slot.changes],
    [slot.priority, slot.enabled],
  ]);

/** Looks proposals over against the slots that are there. */
export const createRowLook = (slots: readonly Slot[], calendars: Calendars, dayParts: DayParts, today: LocalDate) => {
  const there = new Set(slots.map((slot) => keyOf(draftOf(slot))));
  const first = dayOf(today);
  return (slot: ProposedSlot): RowFindings => {
    const whole = { ...slot, id: 'slt_0', version: 1, updatedAt: 0 } as Slot;
    const runsWithin = (last: number) => wallRunsOf(whole, { first, last }, calendars, dayParts).length > 0;
    return {
      needs: [
        ...(lacksPlaylist(slot) ? (['playlist'] as const) : []),
        ...(slot.targets.length === 0 ? (['targets'] as const) : []),
      ],
      isTwin: there.has(keyOf(slot)),
      isOver: !runsWithin(first + 60) && !runsWithin(first + SEARCH_DAYS),
    };
  };
};
