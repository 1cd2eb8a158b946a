/**
 * A drag over the timeline or the calendar, step by step, and the slot that it would make if one let go. Pure: wall time as places
 * across (timeline-rows.ts), in steps of a quarter of an hour.
 */
import type { ScreenId, SlotId } from '../../../../playlists/model/ids.ts';
import { readRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import { dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { moveOnce } from './slot-copies.ts';
import { copyOf, editByMove, REACHES, recurrenceOf, timesOf, type WeekEvent } from './week.ts';

export const STEP_MS = 15 * 60_000;

/** Until it is saved a slot has no id of its own. */
export const UNSAVED = 'slt_unsaved' as SlotId;

/** Wall times of the stretch under the pointer. */
export interface Span {
  start: number;
  end: number;
}

export type Grip = 'draw' | 'move' | 'start' | 'end';

/** What is being dragged: empty time of a screen, or an occurrence by its middle or an edge. */
export interface SlotDrag extends Span {
  grip: Grip;
  /** The row on which it began. */
  screenId: ScreenId;
  /** The row over which it is held. Only what is held by its middle leaves its row. */
  overId: ScreenId;
  /** Null while drawing. */
  slot: Slot | null;
  event: WeekEvent | null;
  /** The slot stays where it is and another one like it is made. */
  isCopy: boolean;
  /** Where it began. */
  was: Span;
}

const snap = (across: number): number => Math.round(across / STEP_MS) * STEP_MS;
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The drag after the pointer has gone `byMs` from where it took hold. No occurrence is longer than a day or shorter than a step. */
export const dragBy = (drag: SlotDrag, byMs: number): SlotDrag => {
  const { start, end } = drag.was;
  switch (drag.grip) {
    case 'draw': {
      const other =
        byMs < 0 ? Math.floor((start + byMs) / STEP_MS) * STEP_MS : Math.ceil((start + byMs) / STEP_MS) * STEP_MS;
      const [from, until] = byMs < 0 ? [other, start] : [start, Math.max(other, start + STEP_MS)];
      return byMs < 0
        ? { ...drag, start: clamp(from, until - DAY_MS, until - STEP_MS), end: until }
        : { ...drag, start: from, end: clamp(until, from + STEP_MS, from + DAY_MS) };
    }
    case 'move': {
      const by = snap(start + byMs) - start;
      // What is not on the grid is put there by the first real step only.
      return Math.abs(byMs) < STEP_MS / 2 ? { ...drag, ...drag.was } : { ...drag, start: start + by, end: end + by };
    }
    case 'start':
      return {
        ...drag,
        end,
        start: Math.abs(byMs) < STEP_MS / 2 ? start : clamp(snap(start + byMs), end - DAY_MS, end - STEP_MS),
      };
    case 'end':
      return {
        ...drag,
        start,
        end: Math.abs(byMs) < STEP_MS / 2 ? end : clamp(snap(end + byMs), start + STEP_MS, start + DAY_MS),
      };
  }
};

/** The drag held over another row. */
export const dragOver = (drag: SlotDrag, overId: ScreenId): SlotDrag =>
  drag.grip === 'move' ? { ...drag, overId } : drag;

export const isSamePlace = (a: SlotDrag, b: SlotDrag): boolean =>
  a.start === b.start && a.end === b.end && a.overId === b.overId && a.isCopy === b.isCopy;

export const hasMoved = ({ grip, start, end, was, isCopy, screenId, overId }: SlotDrag): boolean =>
  grip === 'draw' || isCopy || screenId !== overId || start !== was.start || end !== was.end;

/** A slot that is drawn on empty time of a screen, as far as the drawing tells. */
export const drawnDraft = (start: string, end: string, screenId: ScreenId | undefined): Partial<SlotDraft> => ({
  ...timesOf(start, end),
  recurrence: recurrenceOf([weekdayOf(dayOf(start.slice(0, 10)))]),
  ...(screenId ? { targets: [{ kind: 'screen', screenId }] } : {}),
});

export const unsaved = (draft: SlotDraft): Slot => ({ ...draft, id: UNSAVED, version: 1, updatedAt: 0 });

/** The slot that a drawing comes to if the form is saved as it opens. */
export const slotByDrawing = (
  start: string,
  end: string,
  screenId: ScreenId | undefined,
  rest: Pick<Slot, 'name' | 'playlistId'>,
): Slot =>
  unsaved({
    targets: [{ kind: 'all' }],
    recurrence: 'FREQ=DAILY',
    dayPartId: null,
    zone: null,
    exceptDays: [],
    extraDays: [],
    avoidCalendars: [],
    requireCalendars: [],
    changes: [],
    validFrom: null,
    validUntil: null,
    priority: 'normal',
    boundary: 'cut',
    share: { kind: 'exclusive' },
    enabled: true,
    ...timesOf(start, end),
    ...drawnDraft(start, end, screenId),
    ...rest,
  });

/**
 * The slot as it would be if its occurrence were let go there: that one alone (TL22), or all of it where it runs only once. Null
 * where no move leads there.
 */
export const slotByMove = (slot: Slot, event: WeekEvent, start: string, end: string): Slot | null => {
  const once = moveOnce(slot, start, end);
  if (once) return { ...slot, ...once.change };
  // What is taken out of a day-part of several ranges is a slot of its own; the others stay.
  if (event.rest) return editByMove(slot, event, { start, end }, 'this') && unsaved(copyOf(slot, start, end));
  const reaches = readRule(slot.recurrence)?.count === 1 ? (['all', 'this'] as const) : REACHES;
  for (const reach of reaches) {
    const edit = editByMove(slot, event, { start, end }, reach);
    if (edit) return { ...slot, ...edit.change };
  }
  return null;
};

export const slotByCopy = (slot: Slot, start: string, end: string): Slot => unsaved(copyOf(slot, start, end));
