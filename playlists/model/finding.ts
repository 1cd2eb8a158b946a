/** What is worth saying about a schedule before it airs: what stops a publish, advice, and notices that ask for nothing. */
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
      'slot-gives-way',
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
      'relay-not-shown',
      'relay-host-not-allowed',
      'relay-sound',
      'relay-without-fallback',
    ]),
    /** Stops a publish. */
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

const NOTICES: ReadonlySet<Finding['code']> = new Set(['slot-gives-way']);

/** It is as somebody arranged it, and is told so that nobody is surprised; nothing needs to be done. */
export const isNotice = ({ code }: Pick<Finding, 'code'>): boolean => NOTICES.has(code);

/** The graver, the more: 2 blocks, 1 advises, 0 is a notice. */
export const weightOf = (finding: Pick<Finding, 'code' | 'blocks'>): 0 | 1 | 2 =>
  finding.blocks ? 2 : isNotice(finding) ? 0 : 1;
