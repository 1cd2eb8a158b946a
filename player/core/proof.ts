/**
 * Proof of play: turns what the page says it painted into numbered records. Never "was scheduled": a video without presented
 * frames is a failure (G5), a showing that began late or ended early is partial, a page that died leaves what was seen until
 * then. Times are the page's; lengths are monotonic.
 */

import type { ClockQuality, Play } from '../../playlists/wire/play.ts';
import type { NowPlaying } from '../../playlists/wire/player-link.ts';
import type { PageToCore, StageCue } from '../../playlists/wire/stage.ts';
import type { Cancel, Clocks } from './clocks.ts';
import { type Log, wordsOf } from './log.ts';

/** Later than this after its due time, or leaving earlier before its end, a showing is partial. */
export const PARTIAL_AFTER_MS = 500;
const REMEMBERED_MS = 120_000;
const RETRY_MS = 30_000;
const UNWRITTEN_KEPT = 2_000;

type Left = Extract<PageToCore, { kind: 'left' }>;

const isMoving = ({ kind }: StageCue): boolean => kind === 'video' || kind === 'relay';

interface Showing {
  cue: StageCue;
  epoch: number;
  version: number;
  /** As first planned: a later manifest that cuts the cue short makes it partial. */
  plannedUntil: number;
  shown: { at: number; heardAt: number; clock: ClockQuality } | null;
  /** Its record is written. */
  closed: boolean;
}

export interface Proof {
  planned(cues: readonly StageCue[], version: { epoch: number; version: number }, now: number): void;
  shown(cueId: string, at: number): StageCue | null;
  left(report: Left): void;
  failed(cueId: string, at: number, reason: string): StageCue | null;
  /** The page is gone: whatever was on the glass ends now. */
  lost(reason: string): void;
  /** What is on the glass, as the page said. */
  now(): NowPlaying | null;
  /** All records so far are durable or given up. */
  settled(): Promise<void>;
  stop(): void;
}

export const createProof = (doors: {
  append: (play: Omit<Play, 'seq'>) => Promise<Play>;
  quality: () => ClockQuality;
  clocks: Clocks;
  log: Log;
  written: (play: Play) => void;
  fault: (code: string, detail: string) => void;
}): Proof => {
  const { clocks, log } = doors;
  const showings = new Map<string, Showing>();
  const writing = new Set<Promise<void>>();
  let unwritten: Omit<Play, 'seq'>[] = [];
  let retry: Cancel | null = null;
  let onGlass: NowPlaying | null = null;

  const instant = (at: number): number => Math.max(0, Math.round(at));

  const write = (play: Omit<Play, 'seq'>): void => {
    const work: Promise<void> = doors
      .append(play)
      .then(doors.written, (thrown: unknown) => {
        /** The disk refuses (full): keep it and try again; a play is not lost while there is memory. */
        unwritten = [...unwritten, play].slice(-UNWRITTEN_KEPT);
        doors.fault('play-not-written', wordsOf(thrown));
        log('play.not-written', { why: wordsOf(thrown), waiting: unwritten.length });
        retry ??= clocks.after(RETRY_MS, () => {
          retry = null;
          const again = unwritten;
          unwritten = [];
          for (const waiting of again) write(waiting);
        });
      })
      .finally(() => writing.delete(work));
    writing.add(work);
  };

  const close = (
    showing: Showing,
    end: { at: number; durationMs: number; frames: number | null; outcome: Play['outcome']; fault: string | null },
  ): void => {
    const { cue } = showing;
    showing.closed = true;
    if (cue.kind === 'blank' || cue.kind === 'card') return;
    write({
      kind: cue.kind,
      assetId: cue.assetId,
      digest: cue.digest,
      slotId: cue.slotId,
      playlistId: cue.playlistId,
      epoch: showing.epoch,
      version: showing.version,
      dueAt: cue.from,
      startedAt: instant(showing.shown?.at ?? end.at),
      durationMs: Math.max(0, Math.round(end.durationMs)),
      outcome: end.outcome,
      frames: isMoving(cue) ? end.frames : null,
      clock: showing.shown?.clock ?? doors.quality(),
      fault: end.fault?.slice(0, 300) ?? null,
    });
  };

  const outcomeOf = (showing: Showing, report: Left): { outcome: Play['outcome']; fault: string | null } => {
    const { cue, shown, plannedUntil } = showing;
    if (isMoving(cue) && !report.frames) return { outcome: 'failed', fault: 'no frame was presented' };
    const late = !shown || shown.at - cue.from > PARTIAL_AFTER_MS;
    const early = plannedUntil - report.at > PARTIAL_AFTER_MS;
    /** Lengths are monotonic: a clock step in the middle cannot make a short showing whole. */
    const short = plannedUntil - cue.from - report.durationMs > 2 * PARTIAL_AFTER_MS;
    const fault = cue.kind === 'relay' && early ? 'the relay ended before its time' : null;
    return { outcome: late || early || short ? 'partial' : 'completed', fault };
  };

  return {
    planned: (cues, { epoch, version }, now) => {
      for (const [id, showing] of showings) {
        const open = showing.shown && !showing.closed;
        if (!open && showing.cue.until < now - REMEMBERED_MS) showings.delete(id);
      }
      for (const cue of cues) {
        const known = showings.get(cue.id);
        if (!known) {
          showings.set(cue.id, { cue, epoch, version, plannedUntil: cue.until, shown: null, closed: false });
        } else if (!known.shown) {
          showings.set(cue.id, { ...known, cue, epoch, version, plannedUntil: cue.until });
        } else known.cue = { ...known.cue, until: cue.until };
      }
    },
    shown: (cueId, at) => {
      const showing = showings.get(cueId);
      if (!showing) {
        log('report.unknown-cue', { cueId, report: 'shown' });
        return null;
      }
      if (showing.shown && !showing.closed) return null;
      showing.shown = { at, heardAt: clocks.monotonic(), clock: doors.quality() };
      showing.closed = false;
      const { kind, assetId, slotId } = showing.cue;
      onGlass = { kind, assetId, slotId, since: instant(at) };
      return showing.cue;
    },
    left: (report) => {
      const showing = showings.get(report.cueId);
      if (!showing?.shown || showing.closed) return;
      close(showing, { ...report, ...outcomeOf(showing, report) });
    },
    failed: (cueId, at, reason) => {
      const showing = showings.get(cueId);
      if (!showing || showing.closed) return null;
      const durationMs = showing.shown ? clocks.monotonic() - showing.shown.heardAt : 0;
      close(showing, { at, durationMs, frames: null, outcome: 'failed', fault: reason });
      onGlass = { kind: 'safe', assetId: null, slotId: null, since: instant(at) };
      return showing.cue;
    },
    lost: (reason) => {
      onGlass = null;
      for (const showing of showings.values()) {
        if (!showing.shown || showing.closed) continue;
        const durationMs = clocks.monotonic() - showing.shown.heardAt;
        close(showing, { at: showing.shown.at, durationMs, frames: null, outcome: 'partial', fault: reason });
      }
    },
    now: () => onGlass,
    settled: async () => {
      while (writing.size > 0) await Promise.allSettled(writing);
    },
    stop: () => retry?.(),
  };
};
