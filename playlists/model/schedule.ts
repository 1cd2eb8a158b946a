/**
 * Everything the compiler needs, gathered at one moment: the working schedule of the ward. Publishing freezes one; the
 * nightly horizon roll compiles from the frozen one, never from somebody's unfinished edits.
 */
import { z } from 'zod';
import { Approval } from './approval.ts';
import { Calendar } from './calendar.ts';
import { DayPart } from './day-part.ts';
import { Fit } from './framing.ts';
import { AssetId, TagId } from './ids.ts';
import { MediaKind, Rendition } from './media.ts';
import { Playlist } from './playlist.ts';
import { RelaySource } from './relay.ts';
import { Screen, Site } from './screen.ts';
import { Slide } from './slide.ts';
import { Slot } from './slot.ts';
import { ScheduledTicker } from './ticker.ts';
import { DurationMs, LocalDate } from './time.ts';
import { TopicCode } from './topic.ts';

/** What the compiler must know of an asset. */
export const ScheduledAsset = z.object({
  id: AssetId,
  title: z.string(),
  kind: MediaKind,
  /** Own length of a video, null for stills. */
  durationMs: DurationMs.nullable(),
  topic: TopicCode.nullable(),
  /** Sorted. Those that were merged into one that it carries are among them, so earlier playlists still find it. */
  tags: z.array(TagId).default([]),
  /** How it is laid on a canvas of another shape; changing it is an edit that airs when somebody publishes. */
  fit: Fit.default('contain'),
  /** What was chosen besides (`lookOf`): crop, trim, mute; null where the fit says it all. */
  look: z.string().nullable().default(null),
  renditions: z.array(Rendition),
  /** A slide needs no rendition. */
  slide: Slide.nullable().default(null),
  /** Of a relay: its stream, and whether the ward allows its host (RL3). Needs no rendition either. */
  relay: RelaySource.extend({ isAllowed: z.boolean() }).nullable().default(null),
  /** Which of its files: another one is an edit that airs when somebody publishes. */
  version: z.int().positive().default(1),
  /** First and last day (both included) on which it may be shown; null = open (PL7). */
  usableFrom: LocalDate.nullable().default(null),
  usableUntil: LocalDate.nullable().default(null),
  approval: Approval.nullable().default(null),
});
export type ScheduledAsset = z.infer<typeof ScheduledAsset>;

export const Schedule = z.object({
  wardName: z.string(),
  /** Whether content that nobody approved stops a publish (FD16). */
  approvalRequired: z.boolean().default(false),
  sites: z.array(Site),
  screens: z.array(Screen),
  playlists: z.array(Playlist),
  slots: z.array(Slot),
  assets: z.array(ScheduledAsset),
  /** Those that slots name. */
  calendars: z.array(Calendar).default([]),
  /** Those that slots name. */
  dayParts: z.array(DayPart).default([]),
  /** Those that slots and screens name; absent = none. */
  tickers: z.array(ScheduledTicker).optional(),
});
export type Schedule = z.infer<typeof Schedule>;
