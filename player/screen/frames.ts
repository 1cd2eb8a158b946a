/**
 * Acts on the display frame nearest to an instant. Sleeps on a timer until shortly before, then counts frames; a still
 * picture costs no animation frames in between. All readings are the page's monotonic milliseconds.
 */

/** How long before the instant frames are counted, so that the frame interval is known. */
const LEAD_MS = 90;
/** Longest single wait; the instant is asked for anew after each (the clock may have been corrected, timers may drift). */
const LONGEST_WAIT_MS = 10_000;

const USUAL_FRAME_MS = 1000 / 60;
const SHORTEST_FRAME_MS = 4;
const LONGEST_FRAME_MS = 50;

export interface FrameDoors {
  now(): number;
  after(ms: number, run: () => void): () => void;
  onFrame(run: (timestamp: number) => void): () => void;
}

/** The frames and timers of this window. */
export const windowFrames = (): FrameDoors => ({
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  onFrame: (run) => {
    const id = requestAnimationFrame(run);
    return () => cancelAnimationFrame(id);
  },
});

/**
 * Runs `act` in the animation frame whose picture reaches the glass nearest to `dueAt()`; what is changed in the frame that
 * begins at `t` is seen about one interval later. At once when it is already late. Returns its cancellation.
 */
export const atFrameNearest = (
  doors: FrameDoors,
  dueAt: () => number,
  act: (timestamp: number) => void,
): (() => void) => {
  let cancel = (): void => {};
  let last: number | null = null;
  /** Shortest seen: a hiccup only lengthens. */
  let shortest = LONGEST_FRAME_MS;
  const frame = (timestamp: number): void => {
    if (last !== null && timestamp > last) shortest = Math.min(shortest, Math.max(SHORTEST_FRAME_MS, timestamp - last));
    const interval = last === null ? USUAL_FRAME_MS : shortest;
    last = timestamp;
    if (timestamp + interval * 1.5 > dueAt()) act(timestamp);
    else wait();
  };
  const wait = (): void => {
    const left = dueAt() - doors.now();
    if (left > LEAD_MS) {
      last = null;
      shortest = LONGEST_FRAME_MS;
      cancel = doors.after(Math.max(1, Math.min(left - LEAD_MS, LONGEST_WAIT_MS)), wait);
    } else {
      cancel = doors.onFrame(frame);
    }
  };
  wait();
  return () => cancel();
};
