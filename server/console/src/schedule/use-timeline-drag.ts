/**
 * Gestures on the timeline: by pointer (drag along the row or to another, edges, Alt, a long press on glass) and by keyboard (arrows,
 * Enter, Escape). Both come to the same `SlotDrag`, which whoever uses this draws and is given when it is let go.
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
import { DAY_MS } from '../../../../playlists/model/time.ts';
import { dragBy, dragOver, hasMoved, isSamePlace, type SlotDrag, STEP_MS } from './slot-drag.ts';
import { type Ground, gripAt, isCopying, takeHold } from './slot-hold.ts';
import { type Place, ROW_HEIGHT, screenAt } from './timeline-rows.ts';

/** A pointer that went less far clicks. */
const CLICK_PX = 4;
const LONG_PRESS_MS = 400;
/** So near the side of the view, in CSS pixels, the timeline is pushed on under the pointer, by so much a frame. */
const PUSH = { within: 36, by: 10 };

interface Ports extends Ground {
  scroller: RefObject<HTMLElement | null>;
  places: readonly Place[];
  /** Brings a row into view. */
  reveal: (screenId: ScreenId) => void;
  onDrop: (drag: SlotDrag) => void;
}

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
    if (last && next && isSamePlace(last, next)) return;
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
    let [x, y] = [from.x, from.y];
    let copies = isCopying(event);
    let frameId = 0;
    let scrolled = from.scrolled;
    let over = held.screenId;

    const step = (): void => {
      const byMs = (x - from.x + scrolled - from.scrolled) * msPerPx;
      show(dragOver(dragBy({ ...held, grip, isCopy: copies && grip === 'move' }, byMs), over));
    };
    const view = grid.getBoundingClientRect();
    const names = track.offsetLeft;
    /** Where the rows begin on the page while nothing is scrolled down. */
    const rowsTop = (track.closest('.timeline-rows')?.getBoundingClientRect().top ?? view.top) + grid.scrollTop;
    /** Asked for at each step it would lay the page out anew. */
    let scrolledDown = grid.scrollTop;
    const noteScroll = (): void => {
      scrolledDown = grid.scrollTop;
    };
    const pushOf = (at: number, low: number, high: number): number =>
      at > high - PUSH.within ? PUSH.by : at < low + PUSH.within ? -PUSH.by : 0;
    const push = (): void => {
      const across = pushOf(x, view.left + names, view.right);
      const hasLeft = grip === 'move' && Math.abs(y - from.y) > ROW_HEIGHT / 2;
      const down = hasLeft ? pushOf(y, rowsTop, view.bottom) : 0;
      if (across !== 0 || down !== 0) {
        const before = [grid.scrollLeft, grid.scrollTop];
        grid.scrollLeft += across;
        grid.scrollTop += down;
        scrolled = grid.scrollLeft;
        if (down !== 0) over = screenAt(latest.current.places, y - rowsTop + grid.scrollTop) ?? over;
        if (scrolled !== before[0] || grid.scrollTop !== before[1]) step();
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
      [x, y, copies] = [moved.clientX, moved.clientY, isCopying(moved)];
      // Between rows, over the name of a site, it stays over the last one.
      if (grip === 'move') over = screenAt(latest.current.places, y - rowsTop + scrolledDown) ?? over;
      if (isDragging) step();
      else if (Math.hypot(x - from.x, y - from.y) >= CLICK_PX) {
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
    grid.addEventListener('scroll', noteScroll, { passive: true });
    grid.addEventListener('pointermove', onMove);
    grid.addEventListener('pointerup', onUp);
    grid.addEventListener('pointercancel', cancel);
    grid.addEventListener('touchmove', onTouch, { passive: false });
    window.addEventListener('keydown', onKey);
    release.current = () => {
      clearTimeout(press);
      cancelAnimationFrame(frameId);
      grid.removeEventListener('scroll', noteScroll);
      grid.removeEventListener('pointermove', onMove);
      grid.removeEventListener('pointerup', onUp);
      grid.removeEventListener('pointercancel', cancel);
      grid.removeEventListener('touchmove', onTouch);
      window.removeEventListener('keydown', onKey);
      if (grid.hasPointerCapture(from.id)) grid.releasePointerCapture(from.id);
    };
  };

  /** The held thing over the next row up or down. */
  const overNext = (held: SlotDrag, step: -1 | 1): ScreenId => {
    const order = latest.current.places.flatMap((place) => (place.kind === 'screen' ? [place.screen.id] : []));
    return order[order.indexOf(held.overId) + step] ?? held.overId;
  };
  /** The held thing after an arrow; undefined where the arrow is not for it. */
  const afterArrow = (held: SlotDrag, event: KeyboardEvent, isHeld: boolean): SlotDrag | undefined => {
    const { key, altKey, shiftKey } = event;
    const isCopy = held.isCopy || altKey;
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      // Without a hold and without a key, these go from row to row.
      if (!isHeld && !shiftKey && !altKey) return undefined;
      return { ...held, isCopy, overId: overNext(held, key === 'ArrowUp' ? -1 : 1) };
    }
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
    const by = key === 'ArrowLeft' ? -STEP_MS : STEP_MS;
    const end = Math.min(Math.max(held.end + by, held.start + (shiftKey ? STEP_MS : 0)), held.start + by + DAY_MS);
    return shiftKey ? { ...held, isCopy, end } : { ...held, isCopy, start: held.start + by, end: held.end + by };
  };
  /** True when the key was for the drag. */
  const onKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    const going = current.current;
    if (going && (event.key === 'Enter' || event.key === ' ')) drop();
    else if (going && event.key === 'Escape') cancel();
    else {
      if (!event.key.startsWith('Arrow')) return false;
      const held = going ?? takeHold(event.target as Element, 0, latest.current);
      const next = held?.event ? afterArrow(held, event, going !== null) : undefined;
      if (!next) return false;
      show(next);
      latest.current.reveal(next.overId);
    }
    event.preventDefault();
    return true;
  };
  return { drag, onPointerDown, onClickCapture, onKey, cancel };
};
