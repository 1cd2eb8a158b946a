/** Where a thing is used: what must be asked before anybody is told that it was deleted. */
import { z } from 'zod';
import { PlaylistId, ScreenId, SiteId, SlotId } from './ids.ts';

/** One place that names the thing, as people know it. */
export const UsagePlace = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('playlist'),
      id: PlaylistId,
      name: z.string(),
      /** It does not name the thing, but brings it by a topic or by tags, and goes on without it. */
      picks: z.literal(true).optional(),
    }),
    z.object({
      kind: z.literal('slot'),
      id: SlotId,
      name: z.string(),
      /**
       * Why the person who asks does not see it there. `publishing`: their draft has taken the thing out, but what is published still
       * has it. `somebody`: it is in the draft of somebody else. Absent: they see it.
       */
      awaits: z.enum(['publishing', 'somebody']).optional(),
    }),
    z.object({ kind: z.literal('screen'), id: ScreenId, name: z.string() }),
    z.object({ kind: z.literal('site'), id: SiteId, name: z.string() }),
    /** A screen whose published schedule plays it, until something else is published. */
    z.object({ kind: z.literal('on-air'), id: ScreenId, name: z.string() }),
    /** The publication at a set time. */
    z.object({ kind: z.literal('plan'), id: z.literal('plan'), name: z.string() }),
  ])
  .meta({ id: 'UsagePlace' });
export type UsagePlace = z.infer<typeof UsagePlace>;

/** Whether a thing may be deleted now. It can change until the deletion itself, which asks again. */
export const Usage = z
  .discriminatedUnion('kind', [
    /** It does not exist (any more). */
    z.object({ kind: z.literal('gone') }),
    /** Nothing stands in the way; `takesAlong` goes with it, or goes on without it. */
    z.object({ kind: z.literal('free'), takesAlong: z.array(UsagePlace) }),
    /** A deletion is refused for as long as these use it. */
    z.object({ kind: z.literal('used'), places: z.array(UsagePlace).min(1) }),
  ])
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

/** `used` where there are places, else `free` with nothing to take along. */
export const usageOf = (places: UsagePlace[]): Usage =>
  places.length > 0 ? { kind: 'used', places } : { kind: 'free', takesAlong: [] };

/** At most five names, quoted, for a sentence. */
export const namePlaces = (places: readonly Pick<UsagePlace, 'name'>[]): string => {
  const shown = places.slice(0, 5).map(({ name }) => `“${name}”`);
  return places.length > 5 ? `${shown.join(', ')} (+${places.length - 5})` : shown.join(', ');
};
