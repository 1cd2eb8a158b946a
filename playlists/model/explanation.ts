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

/** A slot that is a ticker alone (TK6) and runs at the instant: whether its ticker does too, or who has it instead. */
export const CarriedTicker = Said.extend({
  slotId: SlotId,
  isOn: z.boolean(),
  /** TK6, or the rule by which it has to do without. */
  rule: z.string(),
});
export type CarriedTicker = z.infer<typeof CarriedTicker>;

export const Explanation = Said.extend({
  winner: z.object({
    kind: z.enum(['slot', 'blank', 'default', 'safe']),
    slotId: SlotId.nullable(),
    playlistId: PlaylistId.nullable(),
  }),
  /** Strongest first; slots that have nothing to show come last. */
  losers: z.array(Loser),
  /** Strongest first; they show nothing, so they are neither winner nor losers. */
  tickers: z.array(CarriedTicker),
  /** The rule that the span of the compiled body carries, too. */
  rule: z.string(),
}).meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
