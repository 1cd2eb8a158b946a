/** An ordered list of entries. A playlist loops for as long as its slot lasts. */
import { z } from 'zod';
import { AssetId, EntryId, PlaylistId } from './ids.ts';
import { DurationMs, Instant } from './time.ts';

/** How long a still stays by default. */
export const STILL_DURATION_MS = 10_000;

export const Entry = z
  .object({
    id: EntryId,
    assetId: AssetId,
    /** Stills: how long it is shown. Videos: null = to its own end; a shorter value cuts it. 1 s to 24 h. */
    durationMs: DurationMs.min(1_000).max(86_400_000).nullable(),
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

export const Playlist = z
  .object({
    id: PlaylistId,
    name: z.string().trim().min(1).max(120),
    entries: z.array(Entry).max(500),
    /** Raised by each change; an edit names the version it was made on, so nobody overwrites unseen work. */
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Playlist' });
export type Playlist = z.infer<typeof Playlist>;
