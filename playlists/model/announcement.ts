/** An announcement: a notice that goes on air at once, above everything else, on chosen screens, and ends by itself. */
import { z } from 'zod';
import { AssetId, SlotId } from './ids.ts';
import { NoticeContent } from './slide.ts';
import { Target } from './slot.ts';
import { Instant } from './time.ts';

/** How long an announcement may stay: a minute to a day. Staying longer is a new act. */
export const ANNOUNCEMENT_MINUTES = { least: 1, most: 1_440, usual: 180 } as const;

export const AnnouncementDraft = z
  .object({
    notice: NoticeContent,
    targets: z.array(Target).min(1).max(500),
    minutes: z.int().min(ANNOUNCEMENT_MINUTES.least).max(ANNOUNCEMENT_MINUTES.most),
    /** True: also where not all of it has room on a screen. */
    evenIfCut: z.boolean().default(false),
  })
  .meta({ id: 'AnnouncementDraft' });
export type AnnouncementDraft = z.infer<typeof AnnouncementDraft>;

export const Announcement = z
  .object({
    slotId: SlotId,
    assetId: AssetId,
    notice: NoticeContent,
    targets: z.array(Target),
    startedAt: Instant,
    /** When it ends by itself, on players without a line as well. */
    untilAt: Instant,
    startedBy: z.string(),
    /** When somebody ended it; null = nobody did. */
    endedAt: Instant.nullable(),
  })
  .meta({ id: 'Announcement' });
export type Announcement = z.infer<typeof Announcement>;
