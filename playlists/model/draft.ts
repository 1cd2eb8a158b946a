/**
 * The draft of one person: slots that they added, changed or removed and have not published. Nobody else's calendar or publication
 * sees it. Where somebody else published another edit of the same slot meanwhile, that is a conflict, and the person decides.
 */
import { z } from 'zod';
import { SlotId } from './ids.ts';
import { isIdleSlot, Slot } from './slot.ts';
import { Instant } from './time.ts';

/** What of a slot people change as one thing. Edits of different aspects go together; edits of the same one do not. */
export const SlotAspect = z
  .enum(['name', 'playlist', 'targets', 'times', 'days', 'priority', 'boundary', 'share', 'ticker', 'enabled'])
  .meta({ id: 'SlotAspect' });
export type SlotAspect = z.infer<typeof SlotAspect>;

/** A slot without what the books add to it. */
export type SlotContent = Omit<Slot, 'id' | 'version' | 'updatedAt'>;

/** Every field belongs to one aspect; a field without one does not compile. */
const ASPECT_OF: Readonly<Record<keyof SlotContent, SlotAspect>> = {
  name: 'name',
  playlistId: 'playlist',
  targets: 'targets',
  from: 'times',
  until: 'times',
  dayPartId: 'times',
  zone: 'times',
  recurrence: 'days',
  exceptDays: 'days',
  extraDays: 'days',
  avoidCalendars: 'days',
  requireCalendars: 'days',
  changes: 'days',
  validFrom: 'days',
  validUntil: 'days',
  priority: 'priority',
  boundary: 'boundary',
  share: 'share',
  ticker: 'ticker',
  enabled: 'enabled',
};
const FIELDS = Object.keys(ASPECT_OF) as (keyof SlotContent)[];

/** Both come from the same parser, so equal values have equal text. */
const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The aspects in which two slots differ, in the order of `SlotAspect`. */
export const aspectsChanged = (before: SlotContent, after: SlotContent): SlotAspect[] => {
  const changed = new Set(
    FIELDS.filter((field) => !isSame(before[field], after[field])).map((field) => ASPECT_OF[field]),
  );
  return SlotAspect.options.filter((aspect) => changed.has(aspect));
};

/** The aspects of which one at least shows something. */
const WHAT_IS_SEEN: readonly SlotAspect[] = ['playlist', 'ticker'];

/**
 * Two edits of one slot brought together: of each aspect, the side that changed it counts. `clashes` are the aspects that both
 * changed, and not to the same; there `merged` has mine. Where one side took the playlist out and the other the ticker nothing would be
 * left: that is a clash, and `merged` has both as they are with me.
 */
export const mergeSlots = <Mine extends SlotContent>(
  was: SlotContent,
  mine: Mine,
  theirs: SlotContent,
): { merged: Mine; clashes: SlotAspect[] } => {
  const ours = new Set(aspectsChanged(was, mine));
  const other = new Set(aspectsChanged(was, theirs));
  const between = new Set(aspectsChanged(mine, theirs));
  const fromThem = FIELDS.filter((field) => other.has(ASPECT_OF[field]) && !ours.has(ASPECT_OF[field]));
  const merged = { ...mine, ...Object.fromEntries(fromThem.map((field) => [field, theirs[field]])) };
  const isNothing = isIdleSlot(merged);
  const isClash = (aspect: SlotAspect): boolean =>
    (ours.has(aspect) && other.has(aspect) && between.has(aspect)) ||
    (isNothing && WHAT_IS_SEEN.includes(aspect) && between.has(aspect));
  return {
    merged: isNothing ? { ...merged, playlistId: mine.playlistId, ticker: mine.ticker } : merged,
    clashes: SlotAspect.options.filter(isClash),
  };
};

/** Somebody else's edit of a slot, published after the draft had begun with it. */
export const DraftConflict = z
  .object({
    /** Name of who published it; null when it is not known any more (the slot is gone). */
    by: z.string().nullable(),
    /** When; null as above. */
    at: Instant.nullable(),
    /** The slot as it is published now; null = it was removed. */
    theirs: Slot.nullable(),
    /** What they changed since the draft began with the slot. */
    changed: z.array(SlotAspect),
    /** What both changed; none = both edits can be kept. */
    clashes: z.array(SlotAspect),
  })
  .meta({ id: 'DraftConflict' });
export type DraftConflict = z.infer<typeof DraftConflict>;

export const DraftChange = z
  .object({
    slotId: SlotId,
    name: z.string(),
    /** When it runs: slots that were parted (one occurrence elsewhere) have one name. */
    times: z.object({ vi: z.string(), en: z.string() }),
    kind: z.enum(['added', 'changed', 'removed']),
    /** What was changed; empty unless `kind` is `changed`. */
    aspects: z.array(SlotAspect),
    updatedAt: Instant,
    /** Version of the slot that is published now; null = none is. */
    published: z.int().positive().nullable(),
    conflict: DraftConflict.nullable(),
  })
  .meta({ id: 'DraftChange' });
export type DraftChange = z.infer<typeof DraftChange>;

/** That somebody else has something unpublished, and on which slots. */
export const OtherDraft = z
  .object({
    personId: z.string(),
    name: z.string(),
    changes: z.int().positive(),
    slotIds: z.array(SlotId),
    updatedAt: Instant,
  })
  .meta({ id: 'OtherDraft' });
export type OtherDraft = z.infer<typeof OtherDraft>;

export const Draft = z
  .object({
    /** The newest edit first. */
    changes: z.array(DraftChange),
    /** Drafts of others, the newest first. */
    others: z.array(OtherDraft),
  })
  .meta({ id: 'Draft' });
export type Draft = z.infer<typeof Draft>;
