/** What is worth saying about a schedule before it airs. `blocks` findings stop a publish; the others are advice. */
import { z } from 'zod';
import { AssetId, PlaylistId, ScreenId, SlotId, TickerId } from './ids.ts';

export const Finding = z
  .object({
    code: z.enum([
      'slot-without-screens',
      'slot-hidden',
      'slot-playlist-empty',
      'slot-never-runs',
      'content-not-ready',
      'content-missing',
      'screen-without-content',
      'share-oversubscribed',
      'playlist-circle',
      'content-never-shown',
      'slot-partly-hidden',
      'screen-bare-hours',
      'day-part-missing',
      'group-out-of-step',
      'content-expires',
      'slot-content-runs-out',
      'content-unapproved',
      'slot-clock-change',
      'slot-other-zone',
      'content-too-long',
      'slot-in-blank-hours',
      'slide-text-small',
      'slide-text-cut',
      'picture-text-small',
      'bright-at-night',
      'screen-too-busy',
      'not-brought-back',
      'ticker-missing',
      'ticker-silent',
      'ticker-too-fast',
      'ticker-too-long',
      'ticker-text-small',
      'ticker-unapproved',
    ]),
    blocks: z.boolean(),
    staff: z.object({ vi: z.string(), en: z.string() }),
    screenId: ScreenId.optional(),
    slotId: SlotId.optional(),
    playlistId: PlaylistId.optional(),
    assetId: AssetId.optional(),
    tickerId: TickerId.optional(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;
