/** Slides: content without a file, written in the console. Title, topic, approval and deletion are those of any asset. */
import { z } from 'zod';
import { Announcement, AnnouncementDraft } from '../../model/announcement.ts';
import { AssetId, SlotId } from '../../model/ids.ts';
import { Asset } from '../../model/media.ts';
import { Slide, SlideContent } from '../../model/slide.ts';
import { Instant } from '../../model/time.ts';
import { contract } from './contract.ts';

const AtSlide = z.object({ assetId: AssetId });
const Version = z.int().positive();

export const SlideVersion = Slide.extend({ version: Version, savedAt: Instant, savedBy: z.string() }).meta({
  id: 'SlideVersion',
});
export type SlideVersion = z.infer<typeof SlideVersion>;

export const SlideDraft = z.object({ title: Asset.shape.title, content: SlideContent });
export type SlideDraft = z.infer<typeof SlideDraft>;

export const slideContracts = {
  createSlide: contract({
    method: 'POST',
    path: '/slides',
    access: 'staff',
    summary: 'Write a slide; it is content of the library from then on',
    body: SlideDraft,
    reply: Asset,
    status: 201,
  }),
  changeSlide: contract({
    method: 'PUT',
    path: '/slides/{assetId}',
    access: 'staff',
    summary: 'Write a slide anew: a new version, which airs when somebody publishes',
    params: AtSlide,
    body: SlideDraft.extend({ basedOn: Version }),
    reply: Asset,
  }),
  listSlideVersions: contract({
    method: 'GET',
    path: '/slides/{assetId}/versions',
    access: 'staff',
    summary: 'Everything that a slide ever said, newest first',
    params: AtSlide,
    reply: z.array(SlideVersion),
  }),
  listAnnouncements: contract({
    method: 'GET',
    path: '/announcements',
    access: 'staff',
    summary: 'Announcements that are on air',
    reply: z.array(Announcement),
  }),
  announce: contract({
    method: 'POST',
    path: '/announcements',
    access: 'staff',
    summary:
      'Put a text on air at once, at the urgent level, for a time; where the ward wants approvals, approvers alone may',
    body: AnnouncementDraft,
    reply: Announcement,
    status: 201,
  }),
  endAnnouncement: contract({
    method: 'DELETE',
    path: '/announcements/{slotId}',
    access: 'staff',
    summary: 'End an announcement now',
    params: z.object({ slotId: SlotId }),
    reply: Announcement,
  }),
};
