/**
 * Keeps the page supplied: decides which situation the player is in, sends the sheet of the next minute, and sends it anew at
 * every change of cue, manifest, file, clock or link. The page paints by itself meanwhile, so a busy core delays no frame.
 * Order of the situations: revoked and unpaired devices show cards; what a technician covered is dark; without a believable clock nothing dated is shown; then
 * the manifest decides, however long the server has been away; without one the card says what is awaited.
 */
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { Digest } from '../../playlists/model/ids.ts';
import type { CoreToPage, StageCard, StageCue, StageTicker } from '../../playlists/wire/stage.ts';
import type { CacheProgress } from './cache.ts';
import type { ServerClock } from './clock.ts';
import type { Cancel, Clocks } from './clocks.ts';
import { blankCue, fallbackOf, mediaUrl, planCues, planTickers, safeCue } from './cue-sheet.ts';
import type { Log } from './log.ts';
import type { LiveRelay } from './relay-watch.ts';
import { type HeldManifest, versionOf } from './vault.ts';

const REFRESH_AT_MOST_MS = 30_000;
/** A little after the edge, so the sheet begins with the new cue. */
const AFTER_EDGE_MS = 5;
const SOONEST_MS = 20;
/** Cards and timeless safe images are planned so far ahead, again and again. */
const OPEN_END_MS = 3_600_000;
const FAILURES_KEPT = 200;

/** What the server last said of this device; holds while the line is down. */
export type Standing =
  | { kind: 'unknown' }
  | { kind: 'paired'; screenName: string }
  | { kind: 'unpaired'; code: string; url: string; expiresAt: number }
  | { kind: 'revoked' };

export interface DirectorDoors {
  clock: Pick<ServerClock, 'now' | 'state'>;
  clocks: Clocks;
  log: Log;
  /** Size of the stage while no manifest names one. */
  canvas: Canvas;
  serverUrl: string;
  active: () => HeldManifest | null;
  progress: () => CacheProgress | null;
  has: (digest: Digest) => boolean;
  relay: () => LiveRelay | null;
  /** A technician laid black or the test page over everything: no content is shown, so none is counted. Absent = never. */
  isCovered?: () => boolean;
  /** Safe mode: nothing that moves. Absent = never. */
  stillsOnly?: () => boolean;
  send: (message: CoreToPage) => void;
  /** The cues as sent, with the version that asked for them. */
  planned: (cues: readonly StageCue[], version: { epoch: number; version: number }) => void;
}

export interface Director {
  /** Something changed: plans anew and sends if the page does not know it yet. */
  refresh(): void;
  /** The page is new: everything once more. */
  resend(): void;
  /** The page could not paint this cue: the safe image takes the rest of its time. */
  failed(cueId: string): void;
  standing(standing: Standing): void;
  stop(): void;
}

export const createDirector = (doors: DirectorDoors): Director => {
  const { clock, clocks } = doors;
  let standing: Standing = { kind: 'unknown' };
  let sent = '';
  let timer: Cancel | null = null;
  let stopped = false;
  const failed = new Set<string>();
  /** Name and beginning of the timeless state, so its cue keeps its id and time. */
  let timeless: { name: string; since: number } | null = null;
  let said = '';

  const cardOf = (active: HeldManifest | null): StageCard => {
    switch (standing.kind) {
      case 'revoked':
        return { kind: 'safe', wardName: active?.body.wardName ?? '' };
      case 'unpaired':
        return { kind: 'pairing', code: standing.code, url: standing.url, expiresAt: standing.expiresAt };
      case 'paired':
      case 'unknown': {
        if (active) return { kind: 'safe', wardName: active.body.wardName };
        if (standing.kind === 'unknown') return { kind: 'searching', server: doors.serverUrl };
        const progress = doors.progress();
        const { files = 0, filesReady = 0 } = progress ?? {};
        return { kind: 'fetching', screenName: standing.screenName, files, filesReady };
      }
    }
  };

  const situationOf = (active: HeldManifest | null): 'card' | 'covered' | 'untrusted' | 'timeline' => {
    if (standing.kind === 'revoked' || standing.kind === 'unpaired') return 'card';
    if (doors.isCovered?.()) return 'covered';
    if (!active) return 'card';
    return clock.state().kind === 'untrusted' ? 'untrusted' : 'timeline';
  };

  const plan = (now: number): { canvas: Canvas; cues: StageCue[]; tickers?: StageTicker[]; card: StageCard } => {
    const active = doors.active();
    const card = cardOf(active);
    const canvas = active?.body.canvas ?? doors.canvas;
    const situation = situationOf(active);
    if (situation !== said) doors.log('stage.situation-changed', { situation, card: card.kind });
    said = situation;
    if (situation === 'timeline' && active) {
      timeless = null;
      const facts = {
        body: active.body,
        validUntil: active.signed.envelope.validUntil,
        has: doors.has,
        failed,
        relay: doors.relay(),
        stillsOnly: doors.stillsOnly?.() ?? false,
      };
      const tickers = planTickers(facts, now);
      return { canvas, cues: planCues(facts, now), card, ...(tickers.length > 0 && { tickers }) };
    }
    if (timeless?.name !== situation || timeless.since > now) timeless = { name: situation, since: Math.floor(now) };
    const times = { from: timeless.since, until: Math.ceil((now + OPEN_END_MS) / OPEN_END_MS) * OPEN_END_MS };
    const id = `${situation}-${timeless.since}`;
    if (situation === 'covered') return { canvas, cues: [blankCue(id, times)], card };
    const file = situation === 'untrusted' && active ? fallbackOf(active.body) : null;
    const usable = { has: doors.has, failed };
    return { canvas, cues: [safeCue(id, times, file, usable)], card };
  };

  const arm = (edge: number, now: number): void => {
    timer?.();
    const waitMs = Math.min(REFRESH_AT_MOST_MS, Math.max(SOONEST_MS, edge - now + AFTER_EDGE_MS));
    timer = clocks.after(waitMs, refresh);
  };

  function refresh(): void {
    if (stopped) return;
    const now = Math.max(0, clock.now());
    const { canvas, cues, card, tickers } = plan(now);
    const held = doors.active();
    doors.planned(cues, held ? versionOf(held.signed) : { epoch: 0, version: 0 });
    const safe = held ? fallbackOf(held.body) : null;
    const safeUrl = safe && doors.has(safe.digest) ? mediaUrl(safe.digest) : null;
    const message: CoreToPage = { kind: 'sheet', canvas, cues, card, safeUrl, ...(tickers && { tickers }) };
    const text = JSON.stringify(message);
    if (text !== sent) {
      sent = text;
      doors.send(message);
    }
    arm(cues[0]?.until ?? now, now);
  }

  return {
    refresh,
    resend: () => {
      sent = '';
      refresh();
    },
    failed: (cueId) => {
      failed.add(cueId);
      for (const oldest of failed) if (failed.size > FAILURES_KEPT) failed.delete(oldest);
      refresh();
    },
    standing: (next) => {
      standing = next;
      refresh();
    },
    stop: () => {
      stopped = true;
      timer?.();
    },
  };
};
