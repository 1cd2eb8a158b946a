/** Playlists, slots, publishing, plays. */
import { z } from 'zod';
import { Calendar } from '../../model/calendar.ts';
import { DayPart } from '../../model/day-part.ts';
import { Explanation } from '../../model/explanation.ts';
import { Finding } from '../../model/finding.ts';
import { CalendarId, DayPartId, Digest, PlaylistId, PublicationId, ScreenId, SlotId } from '../../model/ids.ts';
import { EntryDraft, Playlist } from '../../model/playlist.ts';
import { Schedule } from '../../model/schedule.ts';
import { Slot } from '../../model/slot.ts';
import { Instant } from '../../model/time.ts';
import { Usage } from '../../model/usage.ts';
import { ManifestBody } from '../manifest.ts';
import { ProvenPlay } from '../play.ts';
import { contract, Nothing, PageQuery, pageOf } from './contract.ts';

/**
 * For bodies that make something: the id it shall have, drawn at random by whoever asks. Sent again because no answer came, such a
 * request makes nothing a second time; it is answered with what stands under the id. Absent = the server draws one.
 */
const drawnId = <Id extends z.ZodType>(id: Id) =>
  id.optional().meta({
    description:
      'Id that it shall have, drawn by the client: what is there already by that id is the answer, and is left as it is',
  });

const AtPlaylist = z.object({ playlistId: PlaylistId });
const AtSlot = z.object({ slotId: SlotId });
/** Entry ids are given by the server to entries that arrive without one. */
export const PlaylistDraft = Playlist.pick({ name: true, order: true, transition: true }).extend({
  entries: z.array(EntryDraft).max(500),
});
export const SlotDraft = Slot.omit({ id: true, version: true, updatedAt: true });
export type SlotDraft = z.infer<typeof SlotDraft>;
export const NewSlot = SlotDraft.extend({ id: drawnId(SlotId) });
export type NewSlot = z.infer<typeof NewSlot>;
const EditOf = {
  basedOn: z
    .int()
    .positive()
    .meta({ description: 'Version the edit was made on; 409 when it is no longer the newest' }),
};

/** Upper bound on the slots that one request edits. */
const MOST_EDITS = 500;
const AtCalendar = z.object({ calendarId: CalendarId });
export const CalendarDraft = Calendar.omit({ id: true, version: true, updatedAt: true });
export type CalendarDraft = z.infer<typeof CalendarDraft>;
const AtDayPart = z.object({ dayPartId: DayPartId });
export const DayPartDraft = DayPart.omit({ id: true, version: true, updatedAt: true });
export type DayPartDraft = z.infer<typeof DayPartDraft>;

/** Edits that belong together: a slot split in two, a copied week, a bulk change, and the way back from each. */
export const SlotEdits = z.object({
  change: z
    .array(z.object({ id: SlotId, ...EditOf, slot: SlotDraft }))
    .max(MOST_EDITS)
    .default([]),
  add: z.array(NewSlot).max(MOST_EDITS).default([]),
  remove: z
    .array(z.object({ id: SlotId, ...EditOf }))
    .max(MOST_EDITS)
    .default([]),
});
export type SlotEdits = z.infer<typeof SlotEdits>;

const AtScreen = z.object({ screenId: ScreenId });
const Moment = z.object({
  at: z.coerce.number().pipe(Instant),
  of: z.enum(['published', 'working']).default('published'),
});

/** One screen of a publication. */
export const PublishedScreen = z
  .object({ screenId: ScreenId, epoch: z.int(), version: z.int(), bodyDigest: Digest, changed: z.boolean() })
  .meta({ id: 'PublishedScreen' });

export const Publication = z
  .object({
    id: PublicationId,
    publishedAt: Instant,
    publishedBy: z.string(),
    /** Why it exists: somebody pressed publish, a set time came, the horizon rolled, or content became ready. */
    cause: z.enum(['person', 'plan', 'announcement', 'horizon', 'content', 'screen']),
    note: z.string(),
    screens: z.array(PublishedScreen),
    findings: z.array(Finding),
  })
  .meta({ id: 'Publication' });
export type Publication = z.infer<typeof Publication>;

/** What publishing now would do. */
export const PublishPreview = z
  .object({
    findings: z.array(Finding),
    screens: z.array(z.object({ screenId: ScreenId, changed: z.boolean() })),
    /** True when the working schedule differs from the newest publication. */
    unpublished: z.boolean(),
  })
  .meta({ id: 'PublishPreview' });
export type PublishPreview = z.infer<typeof PublishPreview>;

export const scheduleContracts = {
  listPlaylists: contract({
    method: 'GET',
    path: '/playlists',
    access: 'staff',
    summary: 'All playlists',
    reply: z.array(Playlist),
  }),
  createPlaylist: contract({
    method: 'POST',
    path: '/playlists',
    access: 'staff',
    summary: 'Add a playlist',
    body: PlaylistDraft.extend({ id: drawnId(PlaylistId) }),
    reply: Playlist,
    status: 201,
  }),
  getPlaylist: contract({
    method: 'GET',
    path: '/playlists/{playlistId}',
    access: 'staff',
    summary: 'One playlist',
    params: AtPlaylist,
    reply: Playlist,
  }),
  changePlaylist: contract({
    method: 'PUT',
    path: '/playlists/{playlistId}',
    access: 'staff',
    summary: 'Replace name and entries',
    params: AtPlaylist,
    body: PlaylistDraft.extend(EditOf),
    reply: Playlist,
  }),
  getPlaylistUsage: contract({
    method: 'GET',
    path: '/playlists/{playlistId}/usage',
    access: 'staff',
    summary: 'Which slots and screens use a playlist',
    params: AtPlaylist,
    reply: Usage,
  }),
  deletePlaylist: contract({
    method: 'DELETE',
    path: '/playlists/{playlistId}',
    access: 'staff',
    summary: 'Delete a playlist that nothing uses',
    params: AtPlaylist,
    reply: Nothing,
  }),
  listCalendars: contract({
    method: 'GET',
    path: '/calendars',
    access: 'staff',
    summary: 'All calendars',
    reply: z.array(Calendar),
  }),
  createCalendar: contract({
    method: 'POST',
    path: '/calendars',
    access: 'staff',
    summary: 'Add a calendar',
    body: CalendarDraft.extend({ id: drawnId(CalendarId) }),
    reply: Calendar,
    status: 201,
  }),
  changeCalendar: contract({
    method: 'PUT',
    path: '/calendars/{calendarId}',
    access: 'staff',
    summary: 'Replace a calendar',
    params: AtCalendar,
    body: CalendarDraft.extend(EditOf),
    reply: Calendar,
  }),
  getCalendarUsage: contract({
    method: 'GET',
    path: '/calendars/{calendarId}/usage',
    access: 'staff',
    summary: 'Which slots name a calendar',
    params: AtCalendar,
    reply: Usage,
  }),
  deleteCalendar: contract({
    method: 'DELETE',
    path: '/calendars/{calendarId}',
    access: 'staff',
    summary: 'Delete a calendar that no slot names',
    params: AtCalendar,
    reply: Nothing,
  }),
  listDayParts: contract({
    method: 'GET',
    path: '/day-parts',
    access: 'staff',
    summary: 'All day-parts',
    reply: z.array(DayPart),
  }),
  createDayPart: contract({
    method: 'POST',
    path: '/day-parts',
    access: 'staff',
    summary: 'Add a day-part',
    body: DayPartDraft.extend({ id: drawnId(DayPartId) }),
    reply: DayPart,
    status: 201,
  }),
  changeDayPart: contract({
    method: 'PUT',
    path: '/day-parts/{dayPartId}',
    access: 'staff',
    summary: 'Replace a day-part',
    params: AtDayPart,
    body: DayPartDraft.extend(EditOf),
    reply: DayPart,
  }),
  getDayPartUsage: contract({
    method: 'GET',
    path: '/day-parts/{dayPartId}/usage',
    access: 'staff',
    summary: 'Which slots name a day-part',
    params: AtDayPart,
    reply: Usage,
  }),
  deleteDayPart: contract({
    method: 'DELETE',
    path: '/day-parts/{dayPartId}',
    access: 'staff',
    summary: 'Delete a day-part that no slot names',
    params: AtDayPart,
    reply: Nothing,
  }),
  listSlots: contract({ method: 'GET', path: '/slots', access: 'staff', summary: 'All slots', reply: z.array(Slot) }),
  createSlot: contract({
    method: 'POST',
    path: '/slots',
    access: 'staff',
    summary: 'Add a slot',
    body: NewSlot,
    reply: Slot,
    status: 201,
  }),
  changeSlot: contract({
    method: 'PUT',
    path: '/slots/{slotId}',
    access: 'staff',
    summary: 'Replace a slot',
    params: AtSlot,
    body: SlotDraft.extend(EditOf),
    reply: Slot,
  }),
  editSlots: contract({
    method: 'POST',
    path: '/slot-edits',
    access: 'staff',
    summary:
      'Change, add and remove several slots at once: all of it or nothing. Sent again with the ids of what it adds, it is done once',
    body: SlotEdits,
    reply: z.object({
      changed: z.array(Slot).meta({ description: 'In the order of the request' }),
      added: z.array(Slot).meta({ description: 'In the order of the request' }),
    }),
  }),
  deleteSlot: contract({
    method: 'DELETE',
    path: '/slots/{slotId}',
    access: 'staff',
    summary: 'Delete a slot',
    params: AtSlot,
    reply: Nothing,
  }),
  /** For whoever works out with the compiler's own code what an edit would do, before it is made. */
  workingSchedule: contract({
    method: 'GET',
    path: '/schedule',
    access: 'staff',
    summary: 'The working schedule of the ward, as the compiler sees it',
    query: z.object({
      slots: z.enum(['with', 'without']).default('with').meta({
        description: '`without`: the list of slots is left empty, for whoever has it already; it is by far the longest',
      }),
    }),
    reply: Schedule,
  }),
  previewPublish: contract({
    method: 'GET',
    path: '/publications/preview',
    access: 'staff',
    summary: 'Findings and affected screens of the working schedule',
    reply: PublishPreview,
  }),
  /** The body the screen would get if one published now: the console draws it with the same code as the player. */
  previewScreen: contract({
    method: 'GET',
    path: '/publications/preview/{screenId}',
    access: 'staff',
    summary: 'Compiled working schedule of one screen',
    params: z.object({ screenId: ScreenId }),
    reply: z.object({ body: ManifestBody }),
  }),
  /**
   * One local day of a screen, past or to come: by the publication in force at the instant, or by the working schedule. The
   * console draws it with the same code as the player.
   */
  viewDay: contract({
    method: 'GET',
    path: '/screens/{screenId}/day',
    access: 'staff',
    summary: 'What a screen shows, or showed, on the local day of an instant',
    params: AtScreen,
    query: Moment,
    reply: z.object({
      body: ManifestBody,
      /** Null for the working schedule. */
      publicationId: PublicationId.nullable(),
      /** While that publication was, or is, the newest; null = open. */
      inForceFrom: Instant.nullable(),
      inForceUntil: Instant.nullable(),
    }),
  }),
  explainMoment: contract({
    method: 'GET',
    path: '/screens/{screenId}/explanation',
    access: 'staff',
    summary: 'Why a screen shows, or showed, what it does at an instant',
    params: AtScreen,
    query: Moment,
    reply: Explanation,
  }),
  publish: contract({
    method: 'POST',
    path: '/publications',
    access: 'staff',
    summary: 'Compile, sign, store and push to all affected screens',
    body: z.object({ note: z.string().max(500).default('') }),
    reply: Publication,
    status: 201,
  }),
  /** The schedule that everybody edits goes back with the screens; drafts, and documents with unpublished edits, stay as they are. */
  rollBack: contract({
    method: 'POST',
    path: '/publications/{publicationId}/roll-back',
    access: 'staff',
    summary: 'Publish the schedule of an earlier publication again, on the screens there are',
    params: z.object({ publicationId: PublicationId }),
    reply: Publication,
    status: 201,
  }),
  listPublications: contract({
    method: 'GET',
    path: '/publications',
    access: 'staff',
    summary: 'Publications, newest first',
    query: PageQuery,
    reply: pageOf(Publication),
  }),
  listPlays: contract({
    method: 'GET',
    path: '/plays',
    access: 'staff',
    summary: 'Proven plays, newest first',
    query: PageQuery.extend({
      screenId: ScreenId.optional(),
      from: z.coerce.number().pipe(Instant).optional(),
      until: z.coerce.number().pipe(Instant).optional(),
    }),
    reply: pageOf(ProvenPlay),
  }),
};
