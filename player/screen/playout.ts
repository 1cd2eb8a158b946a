/**
 * Plays a cue sheet on the surfaces: makes the next cue ready ahead of time, brings it to the front on the frame nearest to
 * its due time, and takes the old one away only when the new one is painted, so nothing but content is ever seen. A cue that
 * breaks gives way to the fallback picture at once. Every cue that was due ends with exactly one of `left` and `failed`.
 */
import type { Crossing } from '../../playlists/model/playlist.ts';
import type { CoreToPage, PageToCore, StageCue } from '../../playlists/wire/stage.ts';
import { cueAfter, cueAt, pictureOf } from './cue-plan.ts';
import { atFrameNearest, type FrameDoors } from './frames.ts';
import type { PageClock } from './page-clock.ts';
import type { Surface } from './surface.ts';

/** How early a cue is loaded: long enough for a slow disk and one more try, short enough to hold little memory. */
const READY_AHEAD_MS = 15_000;
/** A relay is made ready later: what it holds by then is how far it is behind. */
const RELAY_AHEAD_MS = 2_500;
/** A failed preparation is tried once more if this much time is left. */
const TRY_AGAIN_MS = 1_500;
/** A cue without a first frame this long after it was due is replaced by the fallback; given up `giveUpMs` after. */
const PLANNED = { graceMs: 300, giveUpMs: 900 };
/** A cue joined in the middle (start, changed sheet) had no time to get ready. */
const JOINED = { graceMs: 900, giveUpMs: 8_000 };
/** Where a joined video will stand when it is ready, beyond where it should stand now. */
const JOIN_LOAD_MS = 150;
const FRAME_MS = 1000 / 60;

type Sheet = Extract<CoreToPage, { kind: 'sheet' }>;

/** The pool. `fallback()` is the best picture that is ready at this moment and needs no file. */
export interface Surfaces {
  videos: readonly [Surface, Surface];
  images: readonly [Surface, Surface];
  slides: readonly [Surface, Surface];
  card: Surface;
  blank: Surface;
  fallback(): Surface;
  /** Shows `front`, `behind` below it; draws `ready` without showing it; hides the rest. */
  stack(front: Surface, behind: Surface | null, ready: Surface | null): void;
  /** Lets `front` come in over `behind`, beginning with this frame; the stack stays as it is. */
  cross(front: Surface, behind: Surface, crossing: Crossing): void;
}

export interface PlayoutDoors {
  frames: FrameDoors;
  clock: PageClock;
  surfaces: Surfaces;
  report(message: PageToCore): void;
}

/** A cue on the glass. `paintedAt` is monotonic. */
interface Current {
  cue: StageCue | null;
  surface: Surface;
  paintedAt: number;
  /** The fallback stands in for the cue. */
  failed: boolean;
}

/** A cue on its way to the glass; `cue` null is the gap after the last one. */
interface Upcoming {
  cue: StageCue | null;
  due: number;
  joined: boolean;
  surface: Surface;
  state: { kind: 'waiting' } | { kind: 'preparing' } | { kind: 'ready' } | { kind: 'failed'; reason: string };
  /** The fallback is shown already; the cue may still come. */
  late: boolean;
  tries: number;
  cancels: (() => void)[];
}

export interface Playout {
  /** Takes a new sheet; what is on the glass and still right goes on untouched. */
  play(sheet: Sheet): void;
  /** Looks again at what should be shown: after the clock was learnt or corrected. */
  look(): void;
}

export const createPlayout = ({ frames, clock, surfaces, report }: PlayoutDoors): Playout => {
  let cues: readonly StageCue[] = [];
  let known = false;
  let current: Current = { cue: null, surface: surfaces.card, paintedAt: frames.now(), failed: false };
  let upcoming: Upcoming | null = null;
  /** Between the swap and the frame that proves it, plans wait. */
  let swapping = false;

  const restack = (behind: Surface | null): void =>
    surfaces.stack(current.surface, behind, upcoming && upcoming.state.kind !== 'waiting' ? upcoming.surface : null);
  /** Runs now, or as soon as the swap in progress is through. */
  const whenStill = (run: () => void): void => {
    if (swapping) frames.onFrame(() => whenStill(run));
    else run();
  };

  const serverNow = (): number | null => clock.serverTime(frames.now());
  const serverAt = (monotonic: number): number => clock.serverTime(monotonic) ?? monotonic;
  const monotonicAt = (serverTime: number): number => clock.monotonicAt(serverTime) ?? frames.now();

  const surfaceFor = (cue: StageCue | null): Surface => {
    if (!cue) return surfaces.fallback();
    const picture = pictureOf(cue);
    const free = (pair: readonly [Surface, Surface]): Surface => (pair[0] === current.surface ? pair[1] : pair[0]);
    switch (picture.kind) {
      case 'video':
        return free(surfaces.videos);
      case 'image':
        return free(surfaces.images);
      case 'slide':
        return free(surfaces.slides);
      case 'card':
        return surfaces.card;
      case 'blank':
        return surfaces.blank;
    }
  };

  const drop = (): void => {
    if (!upcoming) return;
    for (const cancel of upcoming.cancels) cancel();
    if (upcoming.surface !== current.surface && upcoming.state.kind !== 'waiting') upcoming.surface.clear();
    upcoming = null;
  };

  const finish = (ended: Current, at: number): void => {
    if (!ended.cue || ended.failed) return;
    const counted = ended.surface.frames();
    report({
      kind: 'left',
      cueId: ended.cue.id,
      at: serverAt(at),
      durationMs: Math.max(0, at - ended.paintedAt),
      frames: counted?.presented ?? null,
      droppedFrames: counted?.dropped ?? null,
    });
  };

  /**
   * Changes the picture in this very frame; `painted` runs with the time of the frame that carried it to the glass. With a
   * `crossing` both pictures are seen from then on for a while, the old one standing still; plans wait until it is over.
   */
  const swap = (
    next: Current,
    painted: (at: number, before: Current) => void,
    crossing: Crossing | undefined = undefined,
  ): void => {
    const before = current;
    current = next;
    swapping = true;
    restack(before.surface === next.surface ? null : before.surface);
    if (crossing) surfaces.cross(next.surface, before.surface, crossing);
    if (next.surface !== before.surface || next.cue !== before.cue) {
      next.surface.start((reason) => broke(next, reason));
    }
    // The next frame begins when this one was handed to the glass.
    frames.onFrame((at) => {
      next.paintedAt = at;
      painted(at, before);
      const isOther = before.surface !== next.surface;
      if (isOther) before.surface.hold();
      const settle = (): void => {
        swapping = false;
        if (isOther) before.surface.clear();
        restack(null);
        plan();
      };
      if (crossing) frames.after(crossing.ms, settle);
      else settle();
    });
  };

  /** The cue on the glass broke: the fallback takes its place now. */
  const broke = (which: Current, reason: string): void => {
    if (swapping) {
      whenStill(() => broke(which, reason));
      return;
    }
    if (current !== which || which.failed || !which.cue) return;
    const cue = which.cue;
    swap({ cue, surface: surfaces.fallback(), paintedAt: which.paintedAt, failed: true }, (at) => {
      report({ kind: 'failed', cueId: cue.id, at: serverAt(at), reason: reason.slice(0, 300) });
    });
  };

  /** The upcoming cue cannot be shown (yet): the fallback takes its place; `final` gives it up. */
  const standIn = (next: Upcoming, reason: string, final: boolean): void => {
    if (swapping) {
      whenStill(() => standIn(next, reason, final));
      return;
    }
    if (upcoming !== next || !next.cue) return;
    const cue = next.cue;
    if (final) drop();
    const tell = (at: number): void => {
      if (final) report({ kind: 'failed', cueId: cue.id, at: serverAt(at), reason: reason.slice(0, 300) });
    };
    if (next.late) {
      if (final) {
        current.failed = true;
        current.cue = cue;
        tell(frames.now());
        plan();
      }
      return;
    }
    next.late = true;
    const stand: Current = { cue: final ? cue : null, surface: surfaces.fallback(), paintedAt: 0, failed: final };
    swap(stand, (at, before) => {
      finish(before, at);
      tell(at);
    });
  };

  const takeOver = (next: Upcoming): void => {
    upcoming = null;
    for (const cancel of next.cancels) cancel();
    // From content to content alone: a stand-in, or a cue joined in the middle, gives way at once.
    const crosses = !next.joined && current.cue !== null && !current.failed && current.surface !== next.surface;
    swap(
      { cue: next.cue, surface: next.surface, paintedAt: 0, failed: false },
      (at, before) => {
        finish(before, at);
        if (next.cue) report({ kind: 'shown', cueId: next.cue.id, at: serverAt(at) });
      },
      crosses ? next.cue?.enter : undefined,
    );
  };

  const overdue = (next: Upcoming): void => {
    const { graceMs, giveUpMs } = next.joined ? JOINED : PLANNED;
    next.cancels.push(
      frames.after(graceMs, () => standIn(next, 'no first frame in time', false)),
      frames.after(giveUpMs, () => standIn(next, 'no first frame', true)),
    );
  };

  const due = (next: Upcoming): void => {
    if (upcoming !== next) return;
    if (swapping) {
      whenStill(() => due(next));
      return;
    }
    const now = serverNow();
    if (next.cue && now !== null && now >= next.cue.until) {
      drop();
      plan();
      return;
    }
    next.due = Number.NEGATIVE_INFINITY;
    if (next.state.kind === 'ready') takeOver(next);
    else if (next.state.kind === 'failed') standIn(next, next.state.reason, true);
    else overdue(next);
  };

  const prepare = (next: Upcoming): void => {
    next.state = { kind: 'preparing' };
    next.tries += 1;
    if (!swapping) restack(null);
    const picture = next.cue ? pictureOf(next.cue) : ({ kind: 'card' } as const);
    const now = serverNow() ?? 0;
    const behind = next.joined && next.cue ? Math.max(0, now - next.cue.from + JOIN_LOAD_MS) : 0;
    const stands = next.cue && next.cue.kind !== 'relay' ? next.cue.offsetMs + behind : 0;
    next.surface.prepare(picture, stands).then(
      () => {
        if (upcoming !== next) return;
        next.state = { kind: 'ready' };
        if (next.due === Number.NEGATIVE_INFINITY) next.cancels.push(frames.onFrame(() => due(next)));
      },
      (thrown: unknown) => {
        if (upcoming !== next) return;
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        const left = monotonicAt(next.due) - frames.now();
        if (next.tries < 2 && left > TRY_AGAIN_MS) {
          next.cancels.push(frames.after(TRY_AGAIN_MS / 2, () => upcoming === next && prepare(next)));
          return;
        }
        next.state = { kind: 'failed', reason };
        if (next.due === Number.NEGATIVE_INFINITY) next.cancels.push(frames.onFrame(() => due(next)));
      },
    );
  };

  const arm = (cue: StageCue | null, from: number, joined: boolean): void => {
    drop();
    const next: Upcoming = {
      cue,
      due: from,
      joined,
      surface: surfaceFor(cue),
      state: { kind: 'waiting' },
      late: false,
      tries: 0,
      cancels: [],
    };
    upcoming = next;
    const ahead = cue?.kind === 'relay' ? RELAY_AHEAD_MS : READY_AHEAD_MS;
    const early = monotonicAt(from) - ahead - frames.now();
    if (early > 0) next.cancels.push(frames.after(Math.min(early, 2_147_000_000), () => prepare(next)));
    else prepare(next);
    const dueAt = (): number => monotonicAt(next.due);
    next.cancels.push(atFrameNearest(frames, dueAt, () => due(next)));
  };

  const plan = (): void => {
    const now = serverNow();
    if (!known || now === null || swapping) return;
    // A cue counts as begun one frame early: its swap may be on the way already.
    const wanted = cueAt(cues, now + FRAME_MS);
    if (wanted && current.cue?.id === wanted.id) {
      current.cue = wanted;
      const after = cueAfter(cues, now + FRAME_MS);
      const from = after?.from ?? wanted.until;
      if (upcoming && upcoming.cue?.id === after?.id && upcoming.due !== Number.NEGATIVE_INFINITY) {
        upcoming.cue = after;
        upcoming.due = from;
      } else arm(after, from, false);
    } else if (wanted) {
      if (upcoming?.cue?.id !== wanted.id) arm(wanted, now, true);
    } else if (current.cue) {
      arm(null, now, true);
    } else {
      const after = cueAfter(cues, now);
      if (after && upcoming?.cue?.id !== after.id) arm(after, after.from, false);
      else if (!after) drop();
    }
  };

  return {
    play: (sheet) => {
      cues = sheet.cues;
      known = true;
      plan();
    },
    look: plan,
  };
};
