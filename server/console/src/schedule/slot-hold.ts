/** What lies under the pointer or the focus on the timeline, as something to take hold of; and what the held keys mean. */
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { type Grip, type SlotDrag, STEP_MS } from './slot-drag.ts';
import { acrossOfWall, eventAt, type Frame } from './timeline-rows.ts';

/** As wide are the edges by which a slot is stretched; in narrower ones than three of them there are none. */
export const EDGE_PX = 8;

export interface Ground {
  ward: Ward;
  frame: Frame;
  slots: ReadonlyMap<string, Slot>;
}

/** The stretch of a row that an element stands for: a slot's occurrence, or empty time. */
export const takeHold = (target: Element, across: number, { ward, frame, slots }: Ground): SlotDrag | null => {
  const track = target.closest<HTMLElement>('[data-screen]');
  const screenId = track?.dataset.screen as ScreenId | undefined;
  const screen = screenId && ward.screens.get(screenId);
  if (!screen) return null;
  const begun = { screenId, overId: screenId, isCopy: false };
  const span = target.closest<HTMLElement>('[data-slot]');
  const slot = slots.get(span?.dataset.slot ?? '');
  if (!span || !slot) {
    const start = Math.floor(across / STEP_MS) * STEP_MS;
    const was = { start, end: start + STEP_MS };
    return { ...begun, grip: 'draw', slot: null, event: null, was, ...was };
  }
  const event = eventAt(ward, slot, screen, Number(span.dataset.began));
  if (!event) return null;
  const was = { start: acrossOfWall(frame, event.start), end: acrossOfWall(frame, event.end) };
  return { ...begun, grip: 'move', slot, event, was, ...was };
};

export const gripAt = (target: Element, x: number): Grip => {
  const span = target.closest<HTMLElement>('[data-slot]');
  if (!span) return 'draw';
  const { left, right } = span.getBoundingClientRect();
  if (right - left < 3 * EDGE_PX) return 'move';
  if (span.dataset.opens && x - left < EDGE_PX) return 'start';
  return span.dataset.closes && right - x < EDGE_PX ? 'end' : 'move';
};

interface Keys {
  altKey: boolean;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}
/** Windows copies with Ctrl held, others with Alt; here both do. */
export const isCopying = ({ altKey, ctrlKey, metaKey }: Omit<Keys, 'shiftKey'>): boolean =>
  altKey || ctrlKey || metaKey;
/** A click or Enter with these picks, and does not open. */
export const isPicking = ({ shiftKey, ctrlKey, metaKey }: Omit<Keys, 'altKey'>): boolean =>
  shiftKey || ctrlKey || metaKey;
