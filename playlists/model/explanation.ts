/** Why a screen shows what it shows at an instant: the winner, everything that ran and was not shown, and the rules. */
import { z } from 'zod';
import { PlaylistId, SlotId } from './ids.ts';

const Said = z.object({ vi: z.string(), en: z.string() });

/** Something that ran at the instant and was not shown. `slotId` is null for blank hours and the default playlist. */
export const Loser = Said.extend({
  kind: z.enum(['slot', 'blank', 'default']),
  slotId: SlotId.nullable(),
  /** The rule of RULES.md by which it lost. */
  rule: z.string(),
});
export type Loser = z.infer<typeof Loser>;

export const Explanation = Said.extend({
  winner: z.object({
    kind: z.enum(['slot', 'blank', 'default', 'safe']),
    slotId: SlotId.nullable(),
    playlistId: PlaylistId.nullable(),
  }),
  /** Strongest first; slots that have nothing to show come last. */
  losers: z.array(Loser),
  /** The rule that the span of the compiled body carries, too. */
  rule: z.string(),
}).meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
