/** Proof of play: one record per cue that was really painted (or failed), numbered by the player, stored once. */
import { z } from 'zod';
import { AssetId, BootId, Digest, PlaylistId, ScreenId, SlotId } from '../model/ids.ts';
import { DurationMs, Instant } from '../model/time.ts';

/** How far the player trusts its idea of server time when it wrote the record. */
export const ClockQuality = z.enum(['synced', 'holding', 'untrusted']).meta({
  id: 'ClockQuality',
  description:
    'synced: measured lately; holding: running on from the last measurement; untrusted: never measured and the system clock is not believable',
});
export type ClockQuality = z.infer<typeof ClockQuality>;

export const Play = z
  .object({
    /** 1, 2, 3 … within one boot; gaps never occur. */
    seq: z.int().positive(),
    kind: z.enum(['video', 'still', 'slide', 'relay', 'safe']),
    assetId: AssetId.nullable(),
    digest: Digest.nullable(),
    slotId: SlotId.nullable(),
    playlistId: PlaylistId.nullable(),
    /** Manifest that asked for it. */
    epoch: z.int().min(0),
    version: z.int().min(0),
    /** When the timeline wanted the first frame. */
    dueAt: Instant,
    /** When the first frame was painted, in server time. */
    startedAt: Instant,
    /** Monotonic time on screen. */
    durationMs: DurationMs,
    /** completed: painted to its planned end; partial: cut short or joined late; failed: never painted, something else was shown. */
    outcome: z.enum(['completed', 'partial', 'failed']),
    /** Frames the decoder really presented (video, relay), null for stills. */
    frames: z.int().min(0).nullable(),
    clock: ClockQuality,
    /** Reason of a failure, technician's words; null otherwise. */
    fault: z.string().max(300).nullable(),
  })
  .meta({ id: 'Play' });
export type Play = z.infer<typeof Play>;

export const MAX_PLAYS_PER_BATCH = 500;
export const PlayBatch = z
  .object({ bootId: BootId, plays: z.array(Play).min(1).max(MAX_PLAYS_PER_BATCH) })
  .meta({ id: 'PlayBatch' });
export type PlayBatch = z.infer<typeof PlayBatch>;

/** Everything up to `storedUpTo` of this boot is durable on the server and may be forgotten by the player. */
export const PlayReceipt = z.object({ bootId: BootId, storedUpTo: z.int().min(0) }).meta({ id: 'PlayReceipt' });
export type PlayReceipt = z.infer<typeof PlayReceipt>;

/** A play as the server keeps and shows it. */
export const ProvenPlay = Play.extend({
  bootId: BootId,
  screenId: ScreenId,
  receivedAt: Instant,
  title: z.string().nullable(),
}).meta({
  id: 'ProvenPlay',
});
export type ProvenPlay = z.infer<typeof ProvenPlay>;
