/**
 * Server ↔ player over socket.io, namespace `/player`. Small messages only: files, backlogs of plays and missed bodies go
 * over HTTP (`api/player.ts`). Nothing is lost if every push is lost: whatever was missed is handed over at `hello`.
 *
 * A conversation: connect → server `challenge` → player `hello` (signed nonce) → answer `welcome | unpaired | revoked` →
 * the server pushes `body` to everyone who shares it, then `manifest` to each, at most one unanswered per player, latest wins.
 */
import { z } from 'zod';
import { AssetId, BootId, DeviceId, Digest, ScreenId, SlotId } from '../model/ids.ts';
import { Refusal } from '../model/refusal.ts';
import { Instant } from '../model/time.ts';
import type { Command, CommandAnswer, CommandResult } from './command.ts';
import { HIGHEST_COUNT, type SignedEnvelope } from './manifest.ts';
import { ClockQuality } from './play.ts';

export const HEARTBEAT_EVERY_MS = 15_000;
/** Silence after which a screen counts as offline (two heartbeats missed). */
export const OFFLINE_AFTER_MS = 30_000;

/** First word of the server on every connection. The player signs `challengeText(nonce, deviceId)` with its key. */
export const Challenge = z.object({ nonce: z.base64url().min(20).max(64) });
export type Challenge = z.infer<typeof Challenge>;
export const challengeText = (nonce: string, deviceId: string): string =>
  `bang-tin player-link v1\n${deviceId}\n${nonce}`;

const Count = z.int().positive().max(HIGHEST_COUNT);
const StoredVersion = z.object({ epoch: Count, version: Count, bodyDigest: Digest });

export const Hello = z.object({
  deviceId: DeviceId,
  /** Raw Ed25519 public key, base64; the server checks that `deviceId` is its fingerprint. */
  publicKey: z.base64().length(44),
  signature: z.base64().max(100),
  bootId: BootId,
  app: z.object({
    version: z.string().max(40),
    shell: z.enum(['electron', 'chromium', 'none']),
    /** Kinds of commands that it carries out. Absent: a player from before commands, which is sent none. */
    can: z.array(z.string().max(40)).max(40).optional(),
  }),
  /** Newest manifest that is complete and verified on disk. */
  active: StoredVersion.nullable(),
});
export type Hello = z.infer<typeof Hello>;

export const HelloAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('welcome'),
    screenId: ScreenId,
    screenName: z.string(),
    serverTime: Instant,
    /** Bearer for HTTP, `Authorization: Bearer …`; short-lived, renewed at each hello. */
    token: z.string().max(300),
    tokenUntil: Instant,
    /** Raw Ed25519 public key that signs manifests, base64. Pinned by the player at its first welcome. */
    signingKey: z.base64().length(44),
  }),
  z.object({
    kind: z.literal('unpaired'),
    /** 8 symbols shown on the screen; good for one pairing until `expiresAt`. Not a credential. */
    code: z.string().regex(/^[2-9A-HJ-NP-Z]{8}$/),
    /** Where staff type it; shown as a QR code. */
    url: z.url(),
    expiresAt: Instant,
    serverTime: Instant,
  }),
  z.object({ kind: z.literal('revoked'), serverTime: Instant }),
  z.object({ kind: z.literal('refused'), refusal: Refusal }),
]);
export type HelloAnswer = z.infer<typeof HelloAnswer>;

/** Text of a manifest body, sent once to all players that need it; its sha-256 must be `digest`. */
export const BodyPush = z.object({ digest: Digest, text: z.string().max(32_000_000) });
export type BodyPush = z.infer<typeof BodyPush>;

/** Answer to a pushed manifest, given after the envelope was verified (not yet active: files may be missing). */
export const ManifestAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), epoch: z.int(), version: z.int() }),
  /** Already stored or newer on disk. */
  z.object({ kind: z.literal('had'), epoch: z.int(), version: z.int() }),
  z.object({ kind: z.literal('refused'), epoch: z.int(), version: z.int(), refusal: Refusal }),
]);
export type ManifestAnswer = z.infer<typeof ManifestAnswer>;

/** How far a taken manifest is. `active` is said only after files were verified, synced and the manifest promoted. */
export const ManifestProgress = StoredVersion.extend({
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('fetching'), files: z.int(), filesReady: z.int(), bytes: z.int(), bytesReady: z.int() }),
    z.object({ kind: z.literal('active'), at: Instant }),
    z.object({ kind: z.literal('refused'), refusal: Refusal }),
  ]),
});
export type ManifestProgress = z.infer<typeof ManifestProgress>;

/** What is on the glass now, as reported by the page that painted it. */
export const NowPlaying = z.object({
  kind: z.enum(['video', 'still', 'slide', 'relay', 'safe', 'blank', 'card']),
  assetId: AssetId.nullable(),
  slotId: SlotId.nullable(),
  since: Instant,
});
export type NowPlaying = z.infer<typeof NowPlaying>;

/** Every 15 s and at each change of picture. `null` = unknown, never 0. */
export const Heartbeat = z.object({
  now: NowPlaying.nullable(),
  active: StoredVersion.nullable(),
  clock: z.object({ quality: ClockQuality, offsetMs: z.number(), errorMs: z.number().nullable() }),
  /** Plays written but not yet acknowledged by the server. */
  backlog: z.int().min(0),
  vitals: z.object({
    uptimeS: z.int().min(0),
    rssBytes: z.int().min(0).nullable(),
    cpuLoad: z.number().min(0).nullable(),
    diskFreeBytes: z.int().min(0).nullable(),
    droppedFrames: z.int().min(0).nullable(),
  }),
  faults: z.array(z.object({ code: z.string().max(40), detail: z.string().max(200), at: Instant })).max(5),
  /** What a technician laid over the content, and until when; null or absent = nothing. */
  cover: z
    .object({ kind: z.enum(['blank', 'test-page']), until: Instant })
    .nullable()
    .optional(),
  /** Percent of full; absent = full, or a player from before it could be set. */
  volume: z.int().min(0).max(100).optional(),
  /** How bright the wall is asked to be, and whether it is; absent = nobody ever asked. */
  light: z
    .object({
      percent: z.int().min(1).max(100),
      by: z.enum(['software', 'mctrl', 'coex']),
      state: z.enum(['done', 'unsupported', 'unreachable', 'busy', 'refused', 'mismatch', 'yielded']),
      /** As the controller says it; null = it does not. */
      readPercent: z.number().min(0).max(100).nullable(),
    })
    .optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** One round trip of the clock filter: `sentAt` is the player's own monotonic reading, handed back untouched. */
export const ClockAsk = z.object({ sentAt: z.number() });
export const ClockAnswer = z.object({ sentAt: z.number(), receivedAt: Instant, repliedAt: Instant });
export type ClockAnswer = z.infer<typeof ClockAnswer>;

/** Server → player events. `manifest` and `command` are answered; the others are not. */
export interface ServerToPlayer {
  challenge: (challenge: Challenge) => void;
  body: (push: BodyPush) => void;
  manifest: (signed: SignedEnvelope, answer: (reply: ManifestAnswer) => void) => void;
  command: (command: Command, answer: (reply: CommandAnswer) => void) => void;
  /** Say hello again: the device was paired, revoked or moved. */
  again: (reason: { why: 'paired' | 'revoked' | 'moved' | 'asked' }) => void;
}

/** Player → server events. */
export interface PlayerToServer {
  hello: (hello: Hello, answer: (reply: HelloAnswer) => void) => void;
  clock: (ask: z.infer<typeof ClockAsk>, answer: (reply: ClockAnswer) => void) => void;
  heartbeat: (beat: Heartbeat) => void;
  progress: (progress: ManifestProgress) => void;
  /** Answered once it is durable. */
  'command-result': (result: CommandResult, answer: (reply: { kind: 'stored' }) => void) => void;
}
