/**
 * Server → console over socket.io, namespace `/console`, for signed-in people: one snapshot, then coalesced changes. The
 * console never asks "is there something new?" and has no reload button.
 */
import { z } from 'zod';
import { DeviceId, Digest, PublicationId, ScreenId } from '../model/ids.ts';
import type { Asset } from '../model/media.ts';
import { Refusal } from '../model/refusal.ts';
import { Instant } from '../model/time.ts';
import type { ProvenPlay } from './play.ts';
import { Heartbeat, Hello } from './player-link.ts';

/** Live state of one screen. */
export const ScreenLive = z
  .object({
    screenId: ScreenId,
    deviceId: DeviceId.nullable(),
    connection: z.enum(['unpaired', 'online', 'offline', 'never-seen']),
    /** Last sign of life; null = never. */
    seenAt: Instant.nullable(),
    /** What the player should have by now; null before the first publication. */
    wanted: z.object({ epoch: z.int(), version: z.int(), bodyDigest: Digest }).nullable(),
    /** What the player says is active on its disk. */
    active: z.object({ epoch: z.int(), version: z.int(), bodyDigest: Digest }).nullable(),
    delivery: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('waiting') }),
      z.object({ kind: z.literal('sent'), at: Instant }),
      z.object({ kind: z.literal('fetching'), files: z.int(), filesReady: z.int() }),
      z.object({ kind: z.literal('active'), at: Instant }),
      z.object({ kind: z.literal('refused'), refusal: Refusal }),
    ]),
    heartbeat: Heartbeat.nullable(),
    /** What it said of itself at its last hello; absent = not since the server was started. */
    app: Hello.shape.app.optional(),
    /** Needs a person: the key of this player is alive in two places at once. Absent = nothing. */
    alarm: z.enum(['duplicate-device', 'version-ahead', 'version-impossible']).optional(),
  })
  .meta({ id: 'ScreenLive' });
export type ScreenLive = z.infer<typeof ScreenLive>;

/** Data that changed and should be fetched anew by whoever shows it. */
export const Changed = z.enum([
  'sites',
  'screens',
  'groups',
  'playlists',
  'slots',
  'calendars',
  'day-parts',
  'tickers',
  'assets',
  'folders',
  'tags',
  'publications',
  'people',
  'commands',
  'ward',
  'health',
]);
export type Changed = z.infer<typeof Changed>;

export const FeedSnapshot = z.object({
  serverTime: Instant,
  screens: z.array(ScreenLive),
  publicationId: PublicationId.nullable(),
});
export type FeedSnapshot = z.infer<typeof FeedSnapshot>;

export interface ServerToConsole {
  snapshot: (snapshot: FeedSnapshot) => void;
  /** Screens whose live state changed since the last tick (≤ 4 ticks a second). */
  screens: (screens: ScreenLive[]) => void;
  /** Assets whose state or progress changed. */
  assets: (assets: Asset[]) => void;
  changed: (what: Changed[]) => void;
  /** Newly proven plays, at most 50 a tick. */
  plays: (plays: ProvenPlay[]) => void;
}
