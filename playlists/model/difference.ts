/** What publishing would change on the screens, in sentences for staff; equal changes of several screens and days are one. */
import { z } from 'zod';
import { ScreenId } from './ids.ts';
import { Instant } from './time.ts';

const Said = z.object({ vi: z.string(), en: z.string() });

export const Difference = Said.extend({
  /**
   * `shown`: something else is on. `content`: the same playlist with other items. `moment`: the same items at other moments.
   * `first`: a screen that was never published to. `screen`: what is said of the screen itself (its sound, its pixels).
   */
  kind: z.enum(['shown', 'content', 'moment', 'first', 'screen']),
  screenIds: z.array(ScreenId).min(1),
  /** The parts of the sentence: when, on which screens, what. */
  when: Said,
  who: Said,
  what: Said,
  /** The stretches it speaks of, in order, within the time that was compared. */
  spans: z.array(z.object({ from: Instant, until: Instant })).min(1),
}).meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

export const Differences = z
  .object({
    /** What concerns most first, then by time; bounded. */
    differences: z.array(Difference),
    /** Sentences beyond those. */
    more: z.int().min(0),
    /** Days that were compared, today among them. */
    days: z.int().positive(),
  })
  .meta({ id: 'Differences' });
export type Differences = z.infer<typeof Differences>;
