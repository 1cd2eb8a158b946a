/**
 * A list of entries that loops for as long as its slot lasts. An entry brings one asset, the items of another playlist, or whatever
 * content a topic or some tags have when one publishes.
 */

import { z } from 'zod';
import { AssetId, EntryId, PlaylistId, TagId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { isTagged, TagMatch } from './tag.ts';
import { DurationMs, Instant, LocalDate, LocalEndTime, LocalTime } from './time.ts';
import { TopicCode } from './topic.ts';

/** How long a still stays by default. */
export const STILL_DURATION_MS = 10_000;

/** Stills: how long each is shown. Videos: null = to their own end; a shorter value cuts them. 1 s to 24 h. */
const EntryDuration = DurationMs.min(1_000).max(86_400_000).nullable();

/** Of several items, how many come when the entry has its turn, going on from there the next time; null = all of them. */
const Take = z.int().min(1).max(100).nullable().default(null);

const common = {
  id: EntryId,
  /** How many turns it has in each round (PL1). */
  weight: z.int().min(1).max(20).default(1),
  /** First and last day (both included) on which it is shown, on the screen's clock; null = open (PL5). */
  validFrom: LocalDate.nullable().default(null),
  validUntil: LocalDate.nullable().default(null),
  /** Time of day in which it is shown; null = always. End at or before start = overnight. */
  hours: z.object({ from: LocalTime, until: LocalEndTime }).nullable().default(null),
};
const AssetEntry = z.object({
  ...common,
  kind: z.literal('asset').default('asset'),
  assetId: AssetId,
  durationMs: EntryDuration,
});
const PlaylistEntry = z.object({ ...common, kind: z.literal('playlist'), playlistId: PlaylistId, take: Take });
const TopicEntry = z.object({
  ...common,
  kind: z.literal('topic'),
  /** Content of the topic and of those below it: `1.2` means `1.2.a` too. */
  topic: TopicCode,
  take: Take,
  durationMs: EntryDuration,
});
const TagsEntry = z.object({
  ...common,
  kind: z.literal('tags'),
  /** Content that carries any of these tags, or all of them (PL8). */
  tags: z.array(TagId).min(1).max(20),
  match: TagMatch.default('any'),
  take: Take,
  durationMs: EntryDuration,
});

export const Entry = z.union([AssetEntry, PlaylistEntry, TopicEntry, TagsEntry]).meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

const unnamed = { id: EntryId.optional() };
/** An entry that may have no id yet. */
export const EntryDraft = z.union([
  AssetEntry.extend(unnamed),
  PlaylistEntry.extend(unnamed),
  TopicEntry.extend(unnamed),
  TagsEntry.extend(unnamed),
]);
export type EntryDraft = z.infer<typeof EntryDraft>;

/**
 * `listed`: as written. `shuffle`: each round in another order that follows from the seed, so every screen and every publish
 * has the same (PL2).
 */
export const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed') }),
  z.object({ kind: z.literal('shuffle'), seed: z.int().min(0).max(999_999) }),
]);
export type Order = z.infer<typeof Order>;

/** A shorter one would not be seen as one. */
export const SHORTEST_CROSSING_MS = 200;
const bothSeenMs = z.int().min(SHORTEST_CROSSING_MS).max(2_000);
/** An item comes in over the one before it; `ms` is how long both are seen, from its start. */
export const Crossing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fade'), ms: bothSeenMs }),
  z.object({ kind: z.literal('push'), ms: bothSeenMs }),
]);
export type Crossing = z.infer<typeof Crossing>;

/** How an item takes the place of the one before it. What it costs: PL6. */
export const Transition = z.discriminatedUnion('kind', [z.object({ kind: z.literal('cut') }), ...Crossing.options]);
export type Transition = z.infer<typeof Transition>;

export const Playlist = z
  .object({
    id: PlaylistId,
    name: plainName(120),
    order: Order.default({ kind: 'listed' }),
    transition: Transition.default({ kind: 'cut' }),
    entries: z.array(Entry).max(500),
    /** Raised by each change; an edit names the version it was made on, so nobody overwrites unseen work. */
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Playlist' });
export type Playlist = z.infer<typeof Playlist>;

/** Assets that a playlist names itself. */
export const assetsNamedIn = ({ entries }: Pick<Playlist, 'entries'>): AssetId[] =>
  entries.flatMap((entry) => (entry.kind === 'asset' ? [entry.assetId] : []));

/** Whether content of topic `code` belongs to `topic`, itself or below it. */
export const isOfTopic = (code: TopicCode | null, topic: TopicCode): boolean =>
  code !== null && (code === topic || code.startsWith(`${topic}.`));

/** Whether an entry brings content by what the content is: its topic or its tags. What an entry names itself is no such thing. */
export const picks = (
  entry: EntryDraft,
  { topic, tags }: { topic: TopicCode | null; tags: readonly TagId[] },
): boolean =>
  (entry.kind === 'topic' && isOfTopic(topic, entry.topic)) ||
  (entry.kind === 'tags' && isTagged(tags, entry.tags, entry.match));

/**
 * The playlists that a playlist plays, itself first, each once; without end where they go round in a circle, so each is
 * followed once. Unknown ones are passed over.
 */
export const playlistsWithin = (
  id: PlaylistId,
  find: (id: PlaylistId) => Pick<Playlist, 'id' | 'entries'> | undefined,
): Set<PlaylistId> => {
  const seen = new Set<PlaylistId>();
  const follow = (one: PlaylistId): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const entry of find(one)?.entries ?? []) if (entry.kind === 'playlist') follow(entry.playlistId);
  };
  follow(id);
  return seen;
};
