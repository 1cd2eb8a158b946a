/**
 * The server's time on this device. Round trips over the link are filtered by least uncertainty; between them time runs on
 * the monotonic clock, so the system clock may jump by years without a cue noticing. Rules:
 * 1. A difference up to 250 ms is steered away at 20 ms a second: `now()` never goes backwards by it.
 * 2. A larger one is a step: taken at once and told to `stepped` listeners before anybody reads the new time.
 * 3. Never measured: the system clock counts while it is plausible (`holding`), else nothing is believed (`untrusted`).
 * 4. Plausible: not below `floor − 1 h`, not above the ceiling. The floor is the highest of the build time, the issue time of
 *    the newest manifest and, saved every 5 min, the last time known. A server answer must only pass the first two, so one
 *    wrong answer in the past cannot lock the player out for ever. A last known time above the ceiling is no knowledge.
 * 5. The newest manifest may be issued earlier than the one before (a server whose clock ran ahead was set right): the floor
 *    falls with it, and what was measured by the wrong clock is forgotten.
 */
import { z } from 'zod';
import { Instant } from '../../playlists/model/time.ts';
import type { ClockQuality } from '../../playlists/wire/play.ts';
import type { Clocks } from './clocks.ts';

const STEER_LIMIT_MS = 250;
const STEER_PER_MS = 0.02;
const FLOOR_SLACK_MS = 3_600_000;
/** A crystal may drift 100 ppm; an old measurement is worth less by so much. */
const DRIFT = 100e-6;
const SAMPLES_KEPT = 16;
const SAMPLE_LIVES_MS = 600_000;
/** Without a measurement for so long the state is `holding`. */
const SYNCED_FOR_MS = 300_000;
/** Server instants are whole milliseconds, cut off: up to 1 ms lost at each end. */
const GRAIN_MS = 1;
export const SAVE_FLOOR_EVERY_MS = 300_000;

/** One round trip: `sentAt`/`heardAt` monotonic here, `receivedAt`/`repliedAt` on the server. */
export interface RoundTrip {
  sentAt: number;
  receivedAt: number;
  repliedAt: number;
  heardAt: number;
}

/** `synced`: within `errorMs` of the server. `holding`: running on; null error = never measured. */
export type ClockState =
  | { kind: 'synced'; errorMs: number }
  | { kind: 'holding'; errorMs: number | null }
  | { kind: 'untrusted' };

export const SavedClock = z.object({ format: z.literal(1), knownAt: Instant });
export type SavedClock = z.infer<typeof SavedClock>;

export interface ServerClock {
  /** Server time in ms, fractions allowed. */
  now(): number;
  state(): ClockState;
  /** As heartbeats say it: `offsetMs` is server time minus system clock. */
  report(): { quality: ClockQuality; offsetMs: number; errorMs: number | null };
  /** Takes a round trip; false = refused (impossible times, or before the signed floor). */
  heard(trip: RoundTrip): boolean;
  /**
   * The newest verified manifest was issued at `issuedAt`, valid until `validUntil`. True = the signed floor fell (rule 5):
   * ask the server for its time now.
   */
  witnessed(issuedAt: number, validUntil: number): boolean;
  /** Looks at the system clock again; call it every few seconds. Matters only until the first measurement. */
  recheck(): void;
  /** What to save now; null when nothing is known that is worth saving. */
  toSave(): SavedClock | null;
  /** Called after a step (rule 2) and after a change of quality, with the step in ms (0 = quality only). */
  onChange(listener: (steppedMs: number) => void): void;
}

interface Sample {
  /** Server time minus monotonic time. */
  offset: number;
  uncertainty: number;
  heardAt: number;
}

export const createServerClock = (parts: {
  clocks: Pick<Clocks, 'monotonic' | 'wall'>;
  builtAt: number;
  saved: SavedClock | null;
}): ServerClock => {
  const { clocks } = parts;
  const year = 366 * 86_400_000;
  let signedFloor = parts.builtAt;
  let witnessedOne = false;
  let knownAt = parts.saved?.knownAt ?? 0;
  let ceiling = Number.POSITIVE_INFINITY;
  let samples: Sample[] = [];
  let measuredAt: number | null = null;
  const listeners: ((steppedMs: number) => void)[] = [];

  const floor = (): number => Math.max(signedFloor, knownAt <= ceiling ? knownAt : 0);
  const plausible = (wall: number): boolean => wall >= floor() - FLOOR_SLACK_MS && wall <= ceiling;

  let believed = plausible(clocks.wall());
  /** Server minus monotonic: in use, and where steering leads. */
  let applied = (believed ? clocks.wall() : Math.max(floor(), 0)) - clocks.monotonic();
  let target = applied;
  let steeredAt = clocks.monotonic();

  const steer = (): void => {
    const mono = clocks.monotonic();
    const reach = Math.max(0, mono - steeredAt) * STEER_PER_MS;
    steeredAt = mono;
    const away = target - applied;
    applied += Math.max(-reach, Math.min(reach, away));
  };
  const now = (): number => {
    steer();
    return clocks.monotonic() + applied;
  };
  const uncertaintyOf = (sample: Sample): number =>
    sample.uncertainty + (clocks.monotonic() - sample.heardAt) * DRIFT + GRAIN_MS;
  const best = (): Sample | null =>
    samples.reduce<Sample | null>(
      (least, sample) => (least === null || uncertaintyOf(sample) <= uncertaintyOf(least) ? sample : least),
      null,
    );
  const state = (): ClockState => {
    const sample = best();
    if (measuredAt === null || sample === null)
      return believed ? { kind: 'holding', errorMs: null } : { kind: 'untrusted' };
    const errorMs = uncertaintyOf(sample) + Math.abs(target - applied);
    return clocks.monotonic() - measuredAt <= SYNCED_FOR_MS
      ? { kind: 'synced', errorMs }
      : { kind: 'holding', errorMs };
  };

  let toldKind = state().kind;
  const tell = (steppedMs: number): void => {
    const { kind } = state();
    if (steppedMs === 0 && kind === toldKind) return;
    toldKind = kind;
    for (const listener of listeners) listener(steppedMs);
  };
  /** `free` = nothing ran on the old time yet that a step could surprise. */
  const aim = (offset: number, free: boolean): void => {
    steer();
    const away = offset - applied;
    target = offset;
    const steps = free ? Math.abs(away) > 0.5 : Math.abs(away) > STEER_LIMIT_MS;
    if (steps) applied = offset;
    tell(steps ? away : 0);
  };

  /** Never measured: what the system clock is worth now. */
  const lookAtWall = (): void => {
    const wall = clocks.wall();
    const wasBelieved = believed;
    believed = plausible(wall);
    if (believed) aim(wall - clocks.monotonic(), !wasBelieved);
    else if (now() < floor() || now() > ceiling) aim(floor() - clocks.monotonic(), false);
    else tell(0);
  };

  return {
    now,
    state,
    report: () => {
      const current = state();
      return {
        quality: current.kind,
        offsetMs: now() - clocks.wall(),
        errorMs: current.kind === 'untrusted' ? null : current.errorMs,
      };
    },
    heard: ({ sentAt, receivedAt, repliedAt, heardAt }) => {
      const delay = heardAt - sentAt - (repliedAt - receivedAt);
      if (!Number.isFinite(delay) || heardAt < sentAt || repliedAt < receivedAt || delay < -2 * GRAIN_MS) return false;
      if (repliedAt < signedFloor - FLOOR_SLACK_MS) return false;
      const offset = (receivedAt - sentAt + (repliedAt - heardAt)) / 2;
      const first = measuredAt === null;
      const sample: Sample = { offset, uncertainty: Math.max(0, delay) / 2, heardAt };
      /** The server's own clock was set anew: what was measured before no longer says anything. */
      const earlier = best();
      if (
        earlier &&
        Math.abs(offset - earlier.offset) > uncertaintyOf(earlier) + uncertaintyOf(sample) + STEER_LIMIT_MS
      )
        samples = [];
      samples = [...samples.filter((kept) => heardAt - kept.heardAt <= SAMPLE_LIVES_MS), sample].slice(-SAMPLES_KEPT);
      measuredAt = heardAt;
      believed = true;
      aim((best() ?? sample).offset, first);
      knownAt = now();
      return true;
    },
    witnessed: (issuedAt, validUntil) => {
      const before = signedFloor;
      signedFloor = Math.max(parts.builtAt, issuedAt);
      ceiling = validUntil + year;
      const fell = witnessedOne && signedFloor < before;
      witnessedOne = true;
      if (fell) {
        knownAt = signedFloor;
        samples = [];
        /** Time runs on as it did until the answer comes, or else the next recheck: no jump on the way to the right one. */
        if (measuredAt !== null) {
          measuredAt = null;
          return true;
        }
      }
      if (measuredAt === null) lookAtWall();
      return fell;
    },
    recheck: () => (measuredAt === null ? lookAtWall() : tell(0)),
    toSave: () => {
      if (state().kind === 'untrusted') return null;
      if (measuredAt !== null) knownAt = now();
      return { format: 1, knownAt: Math.floor(floor()) };
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
};
