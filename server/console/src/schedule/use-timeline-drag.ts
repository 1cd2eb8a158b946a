/**
 * Gestures on the timeline: by pointer (drag, edges, Alt, a long press on glass) and by keyboard (arrows, Enter, Escape). Both come to the
 * same `SlotDrag`, which whoever uses this draws and is given when it is let go.
 */
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { dragBy, type Grip, hasMoved, type SlotDrag, STEP_MS } from './slot-drag.ts';
import { acrossOfWall, eventAt, type Frame } from './timeline-rows.ts';

/** A pointer that went less far clicks. */
const CLICK_PX = 4;
/** As wide are the edges by which a slot is stretched; in narrower ones than three of them there are none. */
const EDGE_PX = 8;
const LONG_PRESS_MS = 400;
/** So near the side of the view, in CSS pixels, the timeline is pushed on under the pointer, by so much a frame. */
const PUSH = { within: 36, by: 10 };

interface Ports {
  scroller: RefObject<HTMLElement | null>;
  ward: Ward;
  frame: Frame;
  slots: ReadonlyMap<string, Slot>;
  onDrop: (drag: SlotDrag) => void;
}

/** The stretch of a row that an element stands for: a slot's occurrence, or empty time. */
const takeHold = (target: Element, across: number, { ward, frame, slots }: Ports): SlotDrag | null => {
  const track = target.closest<HTMLElement>('[data-screen]');
  const screenId = track?.dataset.screen as ScreenId | undefined;
  const screen = screenId && ward.screens.get(screenId);
  if (!screen) return null;
  const span = target.closest<HTMLElement>('[data-slot]');
  const slot = slots.get(span?.dataset.slot ?? '');
  if (!span || !slot) {
    const start = Math.floor(across / STEP_MS) * STEP_MS;
    const was = { start, end: start + STEP_MS };
    return { grip: 'draw', screenId: screen.id, slot: null, event: null, isCopy: false, was, ...was };
  }
  const event = eventAt(ward, slot, screen, Number(span.dataset.began));
  if (!event) return null;
  const was = { start: acrossOfWall(frame, event.start), end: acrossOfWall(frame, event.end) };
  return { grip: 'move', screenId: screen.id, slot, event, isCopy: false, was, ...was };
};

const gripAt = (target: Element, x: number): Grip => {
  const span = target.closest<HTMLElement>('[data-slot]');
  if (!span) return 'draw';
  const { left, right } = span.getBoundingClientRect();
  if (right - left < 3 * EDGE_PX) return 'move';
  if (span.dataset.opens && x - left < EDGE_PX) return 'start';
  return span.dataset.closes && right - x < EDGE_PX ? 'end' : 'move';
};

/** Windows copies with Ctrl held, others with Alt; here both do. */
const isCopying = ({ altKey, ctrlKey, metaKey }: { altKey: boolean; ctrlKey: boolean; metaKey: boolean }): boolean =>
  altKey || ctrlKey || metaKey;

export const useTimelineDrag = (ports: Ports) => {
  const [drag, setDrag] = useState<SlotDrag | null>(null);
  const latest = useRef(ports);
  latest.current = ports;
  const current = useRef<SlotDrag | null>(null);
  /** Ends whatever goes on, without a drop. */
  const release = useRef<(() => void) | null>(null);
  const show = (next: SlotDrag | null): void => {
    const last = current.current;
    current.current = next;
    if (last && next && last.start === next.start && last.end === next.end && last.isCopy === next.isCopy) return;
    setDrag(next);
  };
  const cancel = (): void => {
    release.current?.();
    release.current = null;
    show(null);
  };
  const drop = (): void => {
    const done = current.current;
    cancel();
    if (done && hasMoved(done)) latest.current.onDrop(done);
  };
  useEffect(() => () => release.current?.(), []);
  /** Letting go of a drag, or having cancelled it, is no click on what lies there. */
  const wasDragged = useRef(false);
  const onClickCapture = (event: MouseEvent): void => {
    if (wasDragged.current) event.stopPropagation();
    wasDragged.current = false;
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const { scroller, frame } = latest.current;
    const [grid, target] = [scroller.current, event.target as Element];
    const track = target.closest<HTMLElement>('[data-screen]');
    wasDragged.current = false;
    if (event.button !== 0 || !grid || !track || current.current) return;
    const { left, width } = track.getBoundingClientRect();
    const msPerPx = (frame.days * DAY_MS) / width;
    const from = { x: event.clientX, y: event.clientY, scrolled: grid.scrollLeft, id: event.pointerId };
    const held = takeHold(target, (from.x - left) * msPerPx, latest.current);
    if (!held) return;
    const grip = held.grip === 'draw' ? 'draw' : gripAt(target, from.x);
    let isDragging = false;
    let x = from.x;
    let copies = isCopying(event);
    let frameId = 0;
    let scrolled = from.scrolled;

    const step = (): void => {
      const byMs = (x - from.x + scrolled - from.scrolled) * msPerPx;
      show(dragBy({ ...held, grip, isCopy: copies && grip === 'move' }, byMs));
    };
    const view = grid.getBoundingClientRect();
    const names = track.offsetLeft;
    const push = (): void => {
      const by = x > view.right - PUSH.within ? PUSH.by : x < view.left + names + PUSH.within ? -PUSH.by : 0;
      if (by !== 0) {
        const before = grid.scrollLeft;
        grid.scrollLeft += by;
        scrolled = grid.scrollLeft;
        if (scrolled !== before) step();
      }
      frameId = requestAnimationFrame(push);
    };
    const begin = (): void => {
      isDragging = true;
      wasDragged.current = true;
      grid.setPointerCapture(from.id);
      step();
      frameId = requestAnimationFrame(push);
    };
    const isTouch = event.pointerType === 'touch';
    const press = isTouch ? setTimeout(begin, LONG_PRESS_MS) : undefined;
    const onMove = (moved: globalThis.PointerEvent): void => {
      if (moved.pointerId !== from.id) return;
      [x, copies] = [moved.clientX, isCopying(moved)];
      if (isDragging) step();
      else if (Math.hypot(x - from.x, moved.clientY - from.y) >= CLICK_PX) {
        if (isTouch) cancel();
        else begin();
      }
    };
    const onUp = (): void => (isDragging ? drop() : cancel());
    const onKey = (key: globalThis.KeyboardEvent): void => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      cancel();
    };
    /** A finger that drags a slot does not scroll. */
    const onTouch = (touch: TouchEvent): void => {
      if (isDragging) touch.preventDefault();
    };
    grid.addEventListener('pointermove', onMove);
    grid.addEventListener('pointerup', onUp);
    grid.addEventListener('pointercancel', cancel);
    grid.addEventListener('touchmove', onTouch, { passive: false });
    window.addEventListener('keydown', onKey);
    release.current = () => {
      clearTimeout(press);
      cancelAnimationFrame(frameId);
      grid.removeEventListener('pointermove', onMove);
      grid.removeEventListener('pointerup', onUp);
      grid.removeEventListener('pointercancel', cancel);
      grid.removeEventListener('touchmove', onTouch);
      window.removeEventListener('keydown', onKey);
      if (grid.hasPointerCapture(from.id)) grid.releasePointerCapture(from.id);
    };
  };

  /** True when the key was for the drag. */
  const onKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    const going = current.current;
    if (going && (event.key === 'Enter' || event.key === ' ')) drop();
    else if (going && event.key === 'Escape') cancel();
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const held = going ?? takeHold(event.target as Element, 0, latest.current);
      if (!held?.event) return false;
      const by = event.key === 'ArrowLeft' ? -STEP_MS : STEP_MS;
      const end = Math.min(
        Math.max(held.end + by, held.start + (event.shiftKey ? STEP_MS : 0)),
        held.start + by + DAY_MS,
      );
      const next = event.shiftKey ? { ...held, end } : { ...held, start: held.start + by, end: held.end + by };
      show({ ...next, isCopy: held.isCopy || event.altKey });
    } else return false;
    event.preventDefault();
    return true;
  };
  return { drag, onPointerDown, onClickCapture, onKey, cancel };
};
