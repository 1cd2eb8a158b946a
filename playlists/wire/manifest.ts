/**
 * The manifest: the whole truth for one screen for 35 days. It travels in three parts, so a ward-wide change is encoded and
 * signed once: a **body** (timeline, loops, files) shared by every screen with the same picture and named by its digest; an
 * **envelope** per screen (whose, which version, until when); and one signed **statement** per publication over the Merkle
 * root of its envelopes, with a proof for each. Shapes only; `timeline/` makes bodies, `manifest-proof.ts` checks proofs.
 */
import { z } from 'zod';
import { Canvas } from '../model/canvas.ts';
import { AssetId, Digest, PlaylistId, PublicationId, ScreenId, SlotId } from '../model/ids.ts';
import { Crossing } from '../model/playlist.ts';
import { Slide } from '../model/slide.ts';
import { RunningTicker } from '../model/ticker.ts';
import { DurationMs, Instant, LAST_INSTANT, ZoneId } from '../model/time.ts';

const cueParts = {
  /** Offset from the start of the loop. */
  at: DurationMs,
  durationMs: DurationMs.min(1),
  assetId: AssetId,
  /** How it takes the place of what was shown before; absent = a cut. */
  enter: Crossing.optional(),
  /** Whose it is, in a loop that several slots share; absent: the span's slot and the loop's playlist. */
  by: z.object({ slotId: SlotId.nullable(), playlistId: PlaylistId }).optional(),
};
/** One thing shown for one duration, at a fixed place of its loop. */
export const Cue = z.discriminatedUnion('kind', [
  z.object({
    ...cueParts,
    kind: z.enum(['video', 'still']),
    /** Index into `files`. */
    file: z.int().min(0),
  }),
  z.object({
    ...cueParts,
    kind: z.literal('slide'),
    /** Index into `slides`. */
    slide: z.int().min(0),
  }),
]);
export type Cue = z.infer<typeof Cue>;

/** Cues repeated for as long as a span lasts. Cues are contiguous from 0 to `lengthMs`. */
export const Loop = z.object({
  playlistId: PlaylistId,
  lengthMs: DurationMs.min(1),
  cues: z.array(Cue).min(1).max(5000),
});
export type Loop = z.infer<typeof Loop>;

/** Why a span is what it is: the id of the rule in RULES.md that decided it. */
export const RuleId = z.string().regex(/^[A-Z]{2}\d{1,2}$/);

/**
 * A stream that a span shows whenever it can be had (RL1). The span itself is what is shown otherwise, so a player without network, or
 * from before relays, plays that.
 */
export const SpanRelay = z.object({
  /** Index into `relays`. */
  source: z.int().min(0),
  slotId: SlotId,
  playlistId: PlaylistId,
});
export type SpanRelay = z.infer<typeof SpanRelay>;

/**
 * One stretch of the timeline, `[from, until)`. `loop` plays a loop whose phase is counted from `anchor`; `safe` shows the
 * safe image (`fallback`, or the player's own card when that is null); `blank` is dark on purpose.
 */
export const Span = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('loop'),
    from: Instant,
    until: Instant,
    loop: z.int().min(0),
    /** May lie before `from`, and before 1970 for who looks at its first day. */
    anchor: z.int().min(-LAST_INSTANT).max(LAST_INSTANT),
    /** Null when the default playlist of the screen fills the time. */
    slotId: SlotId.nullable(),
    rule: RuleId,
    relay: SpanRelay.optional(),
  }),
  z.object({ kind: z.literal('safe'), from: Instant, until: Instant, rule: RuleId, relay: SpanRelay.optional() }),
  z.object({ kind: z.literal('blank'), from: Instant, until: Instant, rule: RuleId }),
]);
export type Span = z.infer<typeof Span>;

/** A file that must be on the player's disk before the manifest may become active. */
export const ManifestFile = z.object({
  digest: Digest,
  bytes: z.int().positive().max(8_000_000_000),
  type: z.enum(['video/mp4', 'image/webp', 'image/png']),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** A slide in the manifest itself: nothing of it has to be fetched but its picture, and it is shown without that as well. */
export const ManifestSlide = Slide.extend({
  /** Index into `files`; null = it has none, or none that is ready for the canvas. */
  picture: z.int().min(0).nullable(),
});
export type ManifestSlide = z.infer<typeof ManifestSlide>;

/** A stretch in which a ticker runs over whatever is shown, `[from, until)`. */
export const TickerSpan = z.object({
  from: Instant,
  until: Instant,
  /** Index into `tickers`. */
  ticker: z.int().min(0),
  /** Instant at which the band was blank and its first lap began; may lie before `from`, or after it on a screen that is offset. */
  anchor: z.int().min(-LAST_INSTANT).max(LAST_INSTANT),
});
export type TickerSpan = z.infer<typeof TickerSpan>;

/** A stream that players get from their server, and from nowhere else; its address stays there. */
export const ManifestRelay = z.object({ assetId: AssetId, digest: Digest });
export type ManifestRelay = z.infer<typeof ManifestRelay>;

/**
 * What a body may hold goes by its format; a player refuses one that it does not know, keeps what it has and says so
 * (`manifest-not-taken`). 1: files alone. 2: slides as well. 3: tickers as well. A body is of the lowest format that holds it, so players
 * from before slides go on until a slide is meant for their screen, and bodies without slides and tickers keep their digest.
 */
export const BODY_FORMAT = { files: 1, slides: 2, tickers: 3 } as const;

/** What a body has at most; players take none that has more. Whoever would publish one is stopped by a finding (FD26). */
export const MOST_SPANS = 20_000;
export const MOST_LOOPS = 2_000;
export const MOST_TICKERS = 1_000;

/** Spans are sorted, touch each other, and cover `[from, until)` whole. */
export const ManifestBody = z
  .object({
    format: z.literal([BODY_FORMAT.files, BODY_FORMAT.slides, BODY_FORMAT.tickers]),
    from: Instant,
    until: Instant,
    zone: ZoneId,
    canvas: Canvas,
    sound: z.boolean(),
    spans: z.array(Span).min(1).max(MOST_SPANS),
    loops: z.array(Loop).max(MOST_LOOPS),
    files: z.array(ManifestFile).max(5_000),
    /** Absent in a body without slides. */
    slides: z.array(ManifestSlide).max(2_000).optional(),
    /** Tickers as they run on some day. Both are absent in a body without any. */
    tickers: z.array(RunningTicker).max(MOST_TICKERS).optional(),
    /** When they run: sorted, never two at a time. */
    tickerSpans: z.array(TickerSpan).max(MOST_SPANS).optional(),
    /** Absent in a body without relays. */
    relays: z.array(ManifestRelay).max(200).optional(),
    /**
     * An urgent slot of slides alone is in it: it becomes active before its files are there, as nothing may wait for them. What
     * lacks its file meanwhile is the safe image. Absent: all files first.
     */
    urgent: z.literal(true).optional(),
    /** Index into `files` of the safe image; null = the player's own card. */
    fallback: z.int().min(0).nullable(),
    /** Shown on the player's own card. */
    wardName: z.string().max(200),
  })
  .meta({ id: 'ManifestBody' });
export type ManifestBody = z.infer<typeof ManifestBody>;

/** Whether players take a body of this size. */
export const isTooLarge = ({
  spans,
  loops,
  tickers = [],
  tickerSpans = [],
}: Pick<ManifestBody, 'spans' | 'loops' | 'tickers' | 'tickerSpans'>): boolean =>
  spans.length > MOST_SPANS ||
  loops.length > MOST_LOOPS ||
  tickers.length > MOST_TICKERS ||
  tickerSpans.length > MOST_SPANS;

/** No epoch and no version is ever counted beyond this; who claims more is not believed. */
export const HIGHEST_COUNT = 1_000_000_000;

/** What makes a body the manifest of one screen. Versions only rise within an epoch; a restored server opens a new epoch. */
export const Envelope = z
  .object({
    format: z.literal(1),
    screenId: ScreenId,
    epoch: z.int().positive(),
    version: z.int().positive(),
    issuedAt: Instant,
    /** End of the lease: after it the player shows the safe image. */
    validUntil: Instant,
    /** sha-256 of the body's exact bytes (UTF-8 of its canonical JSON); this is the revision. */
    bodyDigest: Digest,
    bodyBytes: z.int().positive().max(32_000_000),
  })
  .meta({ id: 'Envelope' });
export type Envelope = z.infer<typeof Envelope>;

/** What is signed, once for all screens of a publication. */
export const Statement = z
  .object({
    format: z.literal(1),
    publicationId: PublicationId,
    /** Merkle root over the envelopes (see `manifest-proof.ts`). */
    root: Digest,
    /** Number of envelopes under the root. */
    leaves: z.int().positive().max(100_000),
    /** First 16 hex digits of sha-256 over the raw public key. */
    keyId: z.string().regex(/^[0-9a-f]{16}$/),
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof Statement>;

export const SignedEnvelope = z
  .object({
    envelope: Envelope,
    statement: Statement,
    /** Ed25519 over the canonical JSON of `statement`, base64. */
    signature: z.base64().max(100),
    /** Place of this envelope among the leaves, and the sibling hashes from the leaf upwards. */
    leaf: z.int().min(0),
    proof: z.array(Digest).max(20),
  })
  .meta({ id: 'SignedEnvelope' });
export type SignedEnvelope = z.infer<typeof SignedEnvelope>;

/** `(epoch, version)` compared: negative when `a` is older than `b`. */
export const compareVersions = (
  a: Pick<Envelope, 'epoch' | 'version'>,
  b: Pick<Envelope, 'epoch' | 'version'>,
): number => a.epoch - b.epoch || a.version - b.version;
