/**
 * What happens where one claim gives way to the next: `cut` (TL9) leaves the stretches as they were won, `finish` (TL20) lets the
 * running item end first, `fit` (TL21) begins nothing that cannot end. Decided here once, from the lengths of the cues, so that
 * every player of a canvas changes at the same instant. A change that comes late moves the start of what follows; to bound how
 * far back one must look for that, all moves are forgotten at each **reset** (Monday 00:00 of the screen).
 */
import type { Boundary } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import type { LooseCue, LooseLoop } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import type { Claim, WonStretch } from './overlaps.ts';
import { lastStarted } from './playhead.ts';

/** An item that would need longer than this is cut off after all. */
export const LONGEST_OVERRUN_MS = 300_000;

/** What is shown in place of an item that could not end in time. */
export type Filler = { kind: 'still'; cue: LooseCue } | { kind: 'default' } | { kind: 'safe' };

/** A stretch as it is shown; one that is shown as it was won says no more than that. */
export interface ShownStretch extends WonStretch {
  /**
   * Instant from which its loop is counted (TL14). Absent: the start of its claim, plus the offset of the screen. Later where the change
   * came late; of a filler, its start.
   */
  anchor?: Instant;
  /** Absent: the claim's own loop. */
  filler?: Filler;
}

export interface BoundaryPorts {
  boundaryOf: (claim: Claim) => Boundary;
  /** The loop that a claim plays; null for what has none. */
  loopOf: (claim: Claim) => LooseLoop | null;
  /** Whether the screen has a default playlist that can be shown. */
  hasDefault: boolean;
  /** Sorted instants at which all moves are forgotten. */
  resets: readonly Instant[];
  /** How much later than alone the screen shows everything (SY1). */
  offsetMs: number;
}

/** The showing of a cue that is on at an instant, or that ends there: its bounds and its place in the loop. */
const cueBefore = (loop: LooseLoop, anchor: Instant, at: Instant): Stretch & { index: number } => {
  const last = at - 1;
  const turn = anchor + Math.floor((last - anchor) / loop.lengthMs) * loop.lengthMs;
  const index = lastStarted(loop.cues.length, (i) => (loop.cues[i] as LooseCue).at, last - turn);
  const cue = loop.cues[index] as LooseCue;
  return { from: turn + cue.at, until: turn + cue.at + cue.durationMs, index };
};

/** The first still after a place in the loop, going round. */
const stillAfter = (loop: LooseLoop, index: number): LooseCue | null => {
  const { cues } = loop;
  for (let step = 1; step < cues.length; step += 1) {
    const cue = cues[(index + step) % cues.length] as LooseCue;
    if (cue.kind !== 'video') return cue;
  }
  return null;
};

/** Cuts stretches at the resets, so that each lies between two of them. */
const cutAt = (won: readonly WonStretch[], resets: readonly Instant[]): WonStretch[] => {
  let next = 0;
  return won.flatMap(({ from, until, claim }) => {
    while ((resets[next] ?? Number.POSITIVE_INFINITY) <= from) next += 1;
    const parts: WonStretch[] = [];
    let start = from;
    for (let reset = resets[next]; reset !== undefined && reset < until; next += 1, reset = resets[next]) {
      parts.push({ from: start, until: reset, claim });
      start = reset;
    }
    return [...parts, { from: start, until, claim }];
  });
};

const isLike = (a: ShownStretch, b: ShownStretch): boolean =>
  a.claim === b.claim && a.anchor === b.anchor && !a.filler && !b.filler;

/**
 * Settles every boundary of a resolved timeline. The first stretch should begin at a reset (what came before is unknown), and
 * the last one is taken to go on.
 */
export const settleBoundaries = (won: readonly WonStretch[], ports: BoundaryPorts): ShownStretch[] => {
  const resets = new Set(ports.resets);
  const stretches = cutAt(won, ports.resets);
  const shown: ShownStretch[] = [];
  /** Late starts since the last reset. */
  const moved = new Map<Claim, Instant>();
  let from = stretches[0]?.from ?? 0;
  /** Where the stretch begins on a screen that is not offset: anchors are counted from there, so that a step is a step (SY1). */
  let plainFrom = from;

  const push = (stretch: ShownStretch): void => {
    const last = shown.at(-1);
    if (last && isLike(last, stretch)) last.until = stretch.until;
    else if (stretch.from < stretch.until) shown.push(stretch);
  };
  /** When `claim` may give way to what follows at `until`, for `finish`. */
  const finishAt = (loop: LooseLoop, anchor: Instant, { claim, until }: WonStretch, next: WonStretch): Instant => {
    const isStronger = next.claim.level > claim.level || next.claim.kind === 'blank';
    if (isStronger || resets.has(until)) return until;
    const ends = cueBefore(loop, anchor, until).until;
    const halfOfNext = until + Math.floor((next.until - until) / 2);
    return ends <= Math.min(until + LONGEST_OVERRUN_MS, halfOfNext) ? ends : until;
  };

  stretches.forEach((stretch, place) => {
    const { claim, until } = stretch;
    if (resets.has(stretch.from)) moved.clear();
    if (plainFrom > stretch.from && claim.from === stretch.from) moved.set(claim, plainFrom);
    const plainAnchor = moved.get(claim) ?? claim.from;
    const anchor = plainAnchor + ports.offsetMs;
    const next = stretches[place + 1];
    const boundary = next && next.claim !== claim ? ports.boundaryOf(claim) : 'cut';
    const loop = boundary === 'cut' ? null : ports.loopOf(claim);
    let ends = until;
    let plainEnds = until;
    let fills = until;
    let filler: Filler | null = null;
    if (next && loop && boundary === 'finish') {
      ends = finishAt(loop, anchor, stretch, next);
      plainEnds = ports.offsetMs === 0 ? ends : finishAt(loop, plainAnchor, stretch, next);
    }
    if (loop && boundary === 'fit') {
      const running = cueBefore(loop, anchor, until);
      if (running.until > until && loop.cues[running.index]?.kind === 'video') {
        fills = Math.max(running.from, from);
        const still = stillAfter(loop, running.index);
        filler = still ? { kind: 'still', cue: still } : { kind: ports.hasDefault ? 'default' : 'safe' };
      }
    }
    push({ from, until: filler ? fills : ends, claim, anchor });
    if (filler) push({ from: fills, until, claim, anchor: fills, filler });
    from = ends;
    plainFrom = plainEnds;
  });
  return shown;
};

/** The part of a timeline that lies within a stretch of time. */
export const clip = (shown: readonly ShownStretch[], within: Stretch): ShownStretch[] =>
  shown.flatMap((stretch) => {
    const from = Math.max(stretch.from, within.from);
    const until = Math.min(stretch.until, within.until);
    return from < until ? [{ ...stretch, from, until }] : [];
  });
