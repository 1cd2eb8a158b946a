/**
 * The shell without glass: a virtual page that keeps the sheet by the core's clock and says shown and left at the due times,
 * as a real page does, over the same port. For boxes without a screen, simulators and tests. What it reports is counted time,
 * not painted pixels: the server knows such players by `app.shell = none`. Prints each event as one JSON line.
 */

import type { CoreToPage, StageCue } from '../../playlists/wire/stage.ts';
import { type Cancel, type Clocks, every, realClocks } from '../core/clocks.ts';
import type { OpenStage, StageSide } from '../core/stage.ts';

export interface NoneDoors {
  /** Gets one JSON line per event of the virtual page, newline included. */
  write: (line: string) => void;
  /** Default: the clocks of this machine. */
  clocks?: Clocks;
}

const CLOCK_ASK_MS = 1_000;
/** Frames a second of the virtual decoder. */
const FRAMES_PER_SECOND = 25;

interface OnGlass {
  cue: StageCue;
  sinceMono: number;
}

const openPage = (side: StageSide, write: (line: string) => void, clocks: Clocks) => {
  let cues: StageCue[] = [];
  let glass: OnGlass | null = null;
  /** Core's time minus our monotonic clock. */
  let offset: number | null = null;
  let timer: Cancel = () => {};
  const failed = new Set<string>();

  const print = (event: string, fields: Record<string, unknown>): void =>
    write(`${JSON.stringify({ event: `stage.${event}`, ...fields })}\n`);

  const leave = (at: number): void => {
    if (!glass) return;
    const { cue, sinceMono } = glass;
    glass = null;
    const durationMs = Math.max(0, clocks.monotonic() - sinceMono);
    const frames = cue.kind === 'video' ? Math.round((durationMs * FRAMES_PER_SECOND) / 1_000) : null;
    print('left', { cueId: cue.id, at: Math.round(at), durationMs: Math.round(durationMs), frames });
    side.heard({ kind: 'left', cueId: cue.id, at, durationMs, frames, droppedFrames: frames === null ? null : 0 });
  };

  const show = (cue: StageCue, at: number): void => {
    const { id: cueId, kind, from, until, assetId, digest, slotId } = cue;
    // A slide is drawn from the manifest; its picture may still be on the way (`cueSheetOf`). A relay is no file.
    if (kind !== 'slide' && kind !== 'relay' && digest && !side.locate(digest)) {
      if (failed.has(cueId)) return;
      failed.add(cueId);
      print('failed', { cueId, reason: 'the file is not on disk' });
      side.heard({ kind: 'failed', cueId, at, reason: 'the file is not on disk' });
      return;
    }
    glass = { cue, sinceMono: clocks.monotonic() };
    const errorMs = Math.round((at - from) * 10) / 10;
    print('shown', { cueId, kind, from, until, errorMs, assetId, digest, slotId });
    side.heard({ kind: 'shown', cueId, at });
  };

  const tick = (): void => {
    timer();
    if (offset === null) return;
    const now = clocks.monotonic() + offset;
    const due = cues.find((cue) => cue.from <= now && now < cue.until) ?? null;
    if (due && due.id !== glass?.cue.id) {
      leave(now);
      show(due, now);
    }
    const edge = cues.find((cue) => cue.from > now)?.from ?? due?.until;
    if (edge !== undefined) timer = clocks.after(Math.max(1, edge - now), tick);
  };

  const ask = (): void => side.heard({ kind: 'clock-ask', askedAt: clocks.monotonic() });
  const asking = every(clocks, CLOCK_ASK_MS, ask);

  return {
    hear: (message: CoreToPage): void => {
      if (message.kind === 'clock') {
        offset = message.serverTime - (message.askedAt + clocks.monotonic()) / 2;
        tick();
        return;
      }
      if (message.kind === 'ping') {
        side.heard({ kind: 'pong', token: message.token });
        return;
      }
      if (message.kind === 'cover') {
        print('cover', message);
        return;
      }
      if (message.kind === 'desk') {
        print('desk', { panel: message.panel });
        return;
      }
      if (message.kind === 'light') {
        print('light', { percent: message.percent });
        return;
      }
      cues = message.cues;
      failed.clear();
      print('sheet', { canvas: message.canvas, card: message.card, cues: cues.length, next: cues[1]?.from ?? null });
      tick();
    },
    load: (): void => {
      side.heard({ kind: 'ready' });
      ask();
    },
    unload: (): void => {
      asking();
      timer();
      leave(clocks.monotonic() + (offset ?? 0));
    },
  };
};

/** Opens virtual pages. `stop` says `left` for what is on the glass, so the play in progress is recorded. */
export const openNoneStage =
  ({ write, clocks = realClocks() }: NoneDoors): OpenStage =>
  async (side) => {
    let page = openPage(side, write, clocks);
    let loading: Cancel = () => {};
    /** As with a real page, `ready` comes after the stage was handed over. */
    const load = (): void => {
      loading = clocks.after(0, page.load);
    };
    load();
    return {
      send: (message) => page.hear(message),
      reload: async () => {
        loading();
        page.unload();
        page = openPage(side, write, clocks);
        load();
      },
      stop: async () => {
        loading();
        page.unload();
      },
    };
  };
