/** What publishing would change on the screens, in sentences for staff; equal changes of several screens and days are one. */
import { z } from 'zod';
import { ScreenId, SlotId } from './ids.ts';
import { Instant } from './time.ts';

const Said = z.object({ vi: z.string(), en: z.string() });

export const Difference = Said.extend({
  /**
   * `shown`: something else is on. `content`: the same playlist with other items. `moment`: the same items at other moments.
   * `ticker`: what runs over it. `first`: a screen that was never published to. `screen`: what is said of the screen itself (its sound,
   * its pixels).
   */
  kind: z.enum(['shown', 'content', 'moment', 'ticker', 'first', 'screen']),
  screenIds: z.array(ScreenId).min(1),
  /** The parts of the sentence: when, on which screens, what. */
  when: Said,
  who: Said,
  what: Said,
  /** The stretches it speaks of, in order, within the time that was compared. */
  spans: z.array(z.object({ from: Instant, until: Instant })).min(1),
}).meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

/** A slot that differs only after the days that were compared (DF3). */
export const LaterDifference = z
  .object({
    slotId: SlotId,
    name: z.string(),
    /** Whether it will be new, gone or otherwise. */
    kind: z.enum(['added', 'removed', 'changed']),
    /** When that first tells. */
    at: Instant,
  })
  .meta({ id: 'LaterDifference' });
export type LaterDifference = z.infer<typeof LaterDifference>;

export const Differences = z
  .object({
    /** What concerns most first, then by time; bounded. */
    differences: z.array(Difference),
    /** Sentences beyond those. */
    more: z.int().min(0),
    /** Days that were compared, today among them. */
    days: z.int().positive(),
    /** What differs only after those days, by slots; soonest first. */
    later: z.object({
      slots: z.array(LaterDifference),
      /** Slots beyond those. */
      more: z.int().min(0),
    }),
  })
  .meta({ id: 'Differences' });
export type Differences = z.infer<typeof Differences>;
