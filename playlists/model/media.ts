/** Assets (what staff bring) and renditions (what screens get: always our own re-encode, never the uploaded bytes). */

import { z } from 'zod';
import { Approval } from './approval.ts';
import { Canvas } from './canvas.ts';
import { Fit } from './framing.ts';
import { AssetId, Digest, FolderId, TagId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { Refusal } from './refusal.ts';
import { RelaySource } from './relay.ts';
import { Slide } from './slide.ts';
import { DurationMs, Instant, LocalDate } from './time.ts';
import { AudienceCode, TopicCode } from './topic.ts';

/** Most pages of a document. */
export const MOST_PAGES = 300;

/**
 * What is shown: a film, a picture, a slide, which has no file, or a relay, which is somebody else's stream. A document is not shown
 * itself: its pages are taken out of it as pictures.
 */
export const MediaKind = z.enum(['video', 'image', 'slide', 'document', 'relay']);
export type MediaKind = z.infer<typeof MediaKind>;

/** What was measured in the uploaded bytes. `null` = unknown or not applicable, never 0. */
export const MediaFacts = z
  .object({
    kind: MediaKind.exclude(['slide', 'relay']),
    /** Sniffed container or image type, e.g. `video/mp4`; the client's claim is never stored here. */
    mime: z.string(),
    /** As people see it: square pixels, after the turn that the file asks for. */
    width: z.int().positive(),
    height: z.int().positive(),
    durationMs: DurationMs.nullable(),
    framesPerSecond: z.number().positive().nullable(),
    videoCodec: z.string().nullable(),
    audioCodec: z.string().nullable(),
    /** Clockwise turn that the file asks for: 0, 90, 180, 270. */
    rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
    /** What the file says of its colours (names of WebCodecs); null or absent = it says nothing. */
    colour: z.object({ matrix: z.string().nullable(), transfer: z.string().nullable() }).optional(),
    /** True of a picture that moves: it may also stand still (`Treatment.isStill`). */
    isAnimation: z.boolean().optional(),
    /** Of a document. */
    pages: z.int().min(2).max(MOST_PAGES).optional(),
  })
  .meta({ id: 'MediaFacts' });
export type MediaFacts = z.infer<typeof MediaFacts>;

/** A picture as a wall shows it, estimated from its pixels (media/picture-look.ts). */
export const PictureLook = z
  .object({
    /** Mean light as a share of a white wall's. */
    light: z.number().min(0).max(1),
    /** Rows of a capital of the smallest text that was found; null = none was found, which does not mean there is none. */
    textRows: z.int().positive().nullable(),
  })
  .meta({ id: 'PictureLook' });
export type PictureLook = z.infer<typeof PictureLook>;

/** A file that screens may play. `durationMs` is null for stills. */
export const Rendition = z
  .object({
    assetId: AssetId,
    canvas: Canvas,
    fit: Fit,
    digest: Digest,
    bytes: z.int().positive(),
    type: z.enum(['video/mp4', 'image/webp', 'image/png']),
    durationMs: DurationMs.nullable(),
    /** What was estimated of a picture; absent = not (yet) looked at. */
    look: PictureLook.optional(),
  })
  .meta({ id: 'Rendition' });
export type Rendition = z.infer<typeof Rendition>;

/** Where an asset stands on its way to the screens. Refused assets keep their reason and hold no bytes. */
export const AssetState = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('checking') }),
    z.object({ kind: z.literal('preparing'), progress: z.number().min(0).max(1), ready: z.int(), wanted: z.int() }),
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('refused'), refusal: Refusal }),
    /** Our machinery failed, not the file; tried again by itself at `retryAt`. Null: somebody stopped it, and only people go on. */
    z.object({ kind: z.literal('failed'), refusal: Refusal, retryAt: Instant.nullable() }),
  ])
  .meta({ id: 'AssetState' });
export type AssetState = z.infer<typeof AssetState>;

export const Asset = z
  .object({
    id: AssetId,
    /** Shown to people; begins as the cleaned name of the uploaded file. Never part of a path. */
    title: plainName(200),
    kind: MediaKind.nullable(),
    facts: MediaFacts.nullable(),
    /** Bytes as uploaded. */
    bytes: z.int().nonnegative(),
    digest: Digest.nullable(),
    fit: Fit,
    /** Everything that was chosen for its picture and sound, as one short text (`lookOf`); `fit` alone where nothing else was. */
    look: z.string(),
    topic: TopicCode.nullable(),
    audiences: z.array(AudienceCode),
    /** By name. */
    tags: z.array(TagId),
    /** Null = at the top of the library. */
    folderId: FolderId.nullable(),
    /** Nguồn chính thống: where the content comes from. */
    source: z.string().max(300),
    /** What the ward may do with it, and by whose leave; free words. Until when: `usableUntil`. */
    rights: z.string().max(300),
    state: AssetState,
    thumbnail: Digest.nullable(),
    renditions: z.array(Rendition),
    /** The document that it was taken from, and which page it was, from 1; null for everything that is no page. */
    page: z.object({ documentId: AssetId, number: z.int().positive() }).nullable(),
    /** What is written on it; null for everything that is no slide. */
    slide: Slide.nullable(),
    /** Where its stream is; null for everything that is no relay. */
    relay: RelaySource.nullable(),
    uploadedBy: z.string(),
    /** First and last day (both included) on which it may be shown, on the screen's clock; null = open (PL7). */
    usableFrom: LocalDate.nullable(),
    usableUntil: LocalDate.nullable(),
    /** Null: nobody has approved it as it is. */
    approval: Approval.nullable(),
    createdAt: Instant,
    /** In the bin since, by whose hand, and kept until; null = in the library. */
    binned: z.object({ at: Instant, by: z.string(), keptUntil: Instant }).nullable(),
    /** Which file of it this is: 1, 2, 3 …; a file that took the place of another has the next number. */
    version: z.int().positive(),
    /** A file that will take its place when it is ready; null = none. */
    replacement: z.object({ id: AssetId, state: AssetState }).nullable(),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof Asset>;

/** A file that an asset had before another took its place. */
export const AssetVersion = z
  .object({
    number: z.int().positive(),
    kind: MediaKind,
    facts: MediaFacts,
    bytes: z.int().nonnegative(),
    /** Null where the file is gone. */
    thumbnail: Digest.nullable(),
    /** Name of who brought it. */
    madeBy: z.string(),
    madeAt: Instant,
    replacedAt: Instant,
    /** Whether one can go back to it. */
    isKept: z.boolean(),
  })
  .meta({ id: 'AssetVersion' });
export type AssetVersion = z.infer<typeof AssetVersion>;
