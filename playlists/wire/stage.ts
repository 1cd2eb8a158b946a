/**
 * Player core ↔ screen page. The core hands the page a short **cue sheet** of what to show and when (server time); the page
 * paints it by itself, so a busy core never delays a frame, and reports what was really painted. Same messages over Electron
 * IPC and over the loopback channel of the Chromium shell.
 */
import { z } from 'zod';
import { Canvas } from '../model/canvas.ts';
import { AssetId, Digest, PlaylistId, SlotId } from '../model/ids.ts';
import { Crossing } from '../model/playlist.ts';
import { Slide } from '../model/slide.ts';
import { RunningTicker } from '../model/ticker.ts';
import { DurationMs, Instant, LAST_INSTANT, ZoneId } from '../model/time.ts';
import { DeskPanel, KeyPress } from './desk.ts';

/** One picture with absolute times in server time. `url` is of the page's own origin. */
export const StageCue = z.object({
  /** Unique per showing; reports quote it. */
  id: z.string().max(120),
  kind: z.enum(['video', 'still', 'slide', 'relay', 'safe', 'blank', 'card']),
  url: z.string().max(500).nullable(),
  from: Instant,
  until: Instant,
  /** Where in the file the picture stands at `from` (video). */
  offsetMs: DurationMs,
  muted: z.boolean(),
  /** What a slide says and on whose wall clock; `url` is then its picture. */
  slide: z.object({ ...Slide.omit({ digest: true }).shape, zone: ZoneId }).optional(),
  /** How it comes in over what was shown before; absent = a cut. */
  enter: Crossing.optional(),
  assetId: AssetId.nullable(),
  digest: Digest.nullable(),
  slotId: SlotId.nullable(),
  playlistId: PlaylistId.nullable(),
});
export type StageCue = z.infer<typeof StageCue>;

/** A ticker that runs over whatever is shown, with absolute times in server time. */
export const StageTicker = z.object({
  from: Instant,
  until: Instant,
  /** Where its first lap begins. */
  anchor: z.int().min(-LAST_INSTANT).max(LAST_INSTANT),
  ticker: RunningTicker,
});
export type StageTicker = z.infer<typeof StageTicker>;

/** What the built-in card says. */
export const StageCard = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  /** No server reached yet and nothing on disk. */
  z.object({ kind: z.literal('searching'), server: z.string() }),
  z.object({ kind: z.literal('pairing'), code: z.string(), url: z.string(), expiresAt: Instant }),
  /** Paired; first manifest or its files are on the way. */
  z.object({ kind: z.literal('fetching'), screenName: z.string(), filesReady: z.int(), files: z.int() }),
  /** Nothing scheduled, no safe image; or the lease ended; or the device was revoked. */
  z.object({ kind: z.literal('safe'), wardName: z.string() }),
]);
export type StageCard = z.infer<typeof StageCard>;

/** Lengths are monotonic and count from the arrival: the page takes away by itself what is over. */
export const StageCover = z.object({
  /** Hình kiểm tra, in front of everything. */
  testPage: z.object({ screenName: z.string().max(200), leftMs: DurationMs }).nullable(),
  /** Large words over the content, which runs on. */
  identify: z.object({ screenName: z.string().max(200), number: z.int().nullable(), leftMs: DurationMs }).nullable(),
  /** Percent of full. */
  volume: z.int().min(0).max(100),
});
export type StageCover = z.infer<typeof StageCover>;

export const CoreToPage = z.discriminatedUnion('kind', [
  /** Replaces the earlier sheet. A cue that is already on screen (same id) goes on without a flicker. Sorted, contiguous. */
  z.object({
    kind: z.literal('sheet'),
    canvas: Canvas,
    cues: z.array(StageCue).max(64),
    /** Sorted, never two at a time; absent = none. */
    tickers: z.array(StageTicker).max(16).optional(),
    card: StageCard,
    /** The safe image on this disk, kept decoded by the page for the moment a cue fails; absent = the built-in card. */
    safeUrl: z.string().max(500).nullable().optional(),
  }),
  /** Reply to the page's `clock-ask`; `serverTime` is the core's estimate at the moment of the reply, fractions allowed. */
  z.object({ kind: z.literal('clock'), askedAt: z.number(), serverTime: z.number() }),
  z.object({ kind: z.literal('ping'), token: z.int() }),
  /** What technicians laid over the content, whole; sent at each change and to each new page. */
  StageCover.extend({ kind: z.literal('cover') }),
  /** How much of full light is drawn, percent, where the page dims and no controller does; sent to each new page too. */
  z.object({ kind: z.literal('light'), percent: z.int().min(1).max(100) }),
  /** The technician's panel, over whatever is shown; null = none. */
  z.object({ kind: z.literal('desk'), panel: DeskPanel.nullable() }),
]);
export type CoreToPage = z.infer<typeof CoreToPage>;

export const PageToCore = z.discriminatedUnion('kind', [
  /** The page is up and listening. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('clock-ask'), askedAt: z.number() }),
  /** First frame of a cue painted. `at` is server time of that frame, fractions allowed. */
  z.object({ kind: z.literal('shown'), cueId: z.string(), at: z.number() }),
  /** The cue left the screen. `durationMs` is monotonic; `frames` counts presented video frames. */
  z.object({
    kind: z.literal('left'),
    cueId: z.string(),
    at: z.number(),
    durationMs: z.number().min(0),
    frames: z.int().min(0).nullable(),
    droppedFrames: z.int().min(0).nullable(),
  }),
  /** The cue could not be painted or froze; the page already shows the fallback. */
  z.object({ kind: z.literal('failed'), cueId: z.string(), at: z.number(), reason: z.string().max(300) }),
  z.object({ kind: z.literal('pong'), token: z.int() }),
  /** A key for the technician's panel. The Electron shell says it itself and refuses it from the page. */
  KeyPress,
  /** A script error or a policy violation inside the page. */
  z.object({ kind: z.literal('fault'), detail: z.string().max(500) }),
]);
export type PageToCore = z.infer<typeof PageToCore>;
