/**
 * A template and a ward → what would be made: playlists that follow topics (or those of that name that are there already) and
 * slots. Makes nothing itself; the same plan is previewed and then carried out.
 */
import type { DayPart } from '../model/day-part.ts';
import type { CalendarId, PlaylistId } from '../model/ids.ts';
import { type EntryDraft, isOfTopic, type Playlist } from '../model/playlist.ts';
import type { Screen, Site } from '../model/screen.ts';
import type { Target } from '../model/slot.ts';
import type { LocalDate } from '../model/time.ts';
import type { TopicCode } from '../model/topic.ts';
import { NO_CALENDARS } from '../timeline/calendars.ts';
import { prepareDayParts } from '../timeline/day-parts.ts';
import { readPattern } from '../timeline/recurrence.ts';
import { type CalendarDay, dayOf } from '../timeline/wall-clock.ts';
import type { SlotDraft } from '../wire/api/schedules.ts';
import { type CampaignTemplate, PLACES, type Place, type TemplateSlot, USUAL_NAMES } from './campaign-templates.ts';
import { match, type WardNames } from './ward-names.ts';

export interface CampaignChoice {
  from: LocalDate;
  until: LocalDate;
  /** Where each kind of place is; a place without targets is left out. */
  targets: Readonly<Record<Place, readonly Target[]>>;
  avoidCalendars: readonly CalendarId[];
}

export interface PlannedPlaylist {
  key: string;
  name: string;
  topics: readonly TopicCode[];
  /** The playlist of that name that is there; null = it is to be made. */
  existing: PlaylistId | null;
  /** Topics of it for which the ward has no content yet. */
  withoutContent: TopicCode[];
}

export interface PlannedSlot {
  /** Key of its playlist. */
  playlist: string;
  /** Everything but the playlist, which may not be there yet. */
  slot: Omit<SlotDraft, 'playlistId'>;
}

export interface CampaignPlan {
  playlists: PlannedPlaylist[];
  slots: PlannedSlot[];
}

const validityOf = ({ onLastDay }: TemplateSlot, { from, until }: CampaignChoice) =>
  onLastDay ? { validFrom: until, validUntil: until } : { validFrom: from, validUntil: until };

const planSlot = (template: TemplateSlot, choice: CampaignChoice): PlannedSlot => ({
  playlist: template.playlist,
  slot: {
    name: template.name,
    targets: [...choice.targets[template.place]],
    from: template.from,
    until: template.until,
    dayPartId: null,
    zone: null,
    recurrence: template.recurrence,
    exceptDays: [],
    extraDays: [],
    avoidCalendars: [...choice.avoidCalendars],
    requireCalendars: [],
    changes: [],
    ...validityOf(template, choice),
    priority: template.priority,
    boundary: 'finish',
    share: { kind: 'exclusive' },
    enabled: true,
  },
});

/** The days of the programme on which a slot starts; one without any is not made. */
const daysOf = ({ slot }: PlannedSlot): CalendarDay[] => {
  const window = { first: dayOf(slot.validFrom as LocalDate), last: dayOf(slot.validUntil as LocalDate) };
  return readPattern({ ...slot, avoidCalendars: [] }, NO_CALENDARS)(window);
};

/** The one day-part of exactly the usual name; null where there is none, or one in each language. */
const meantBy = ({ means }: TemplateSlot, dayParts: readonly DayPart[]): DayPart | null => {
  if (!means) return null;
  const { vi, en } = USUAL_NAMES[means];
  const [found, ...more] = dayParts.filter(({ name }) => name === vi || name === en);
  return more.length === 0 ? (found ?? null) : null;
};

/** The slot with the day-part that it means, where that has hours on all of its days. */
const withDayPart = (planned: PlannedSlot, dayPart: DayPart | null): PlannedSlot => {
  const hoursOn = dayPart && prepareDayParts([dayPart])(dayPart.id);
  if (!dayPart || !hoursOn || !daysOf(planned).every((day) => hoursOn(day).length > 0)) return planned;
  return { ...planned, slot: { ...planned.slot, dayPartId: dayPart.id } };
};

/** `topicsWithContent` are the topics of the content that the ward has, each once or often. */
export const planCampaign = (
  template: CampaignTemplate,
  choice: CampaignChoice,
  { playlists, dayParts }: Pick<WardNames, 'playlists' | 'dayParts'>,
  topicsWithContent: readonly TopicCode[],
): CampaignPlan => {
  const aimed = template.slots.filter(({ place }) => choice.targets[place].length > 0);
  const slots = aimed
    .map((slot) => withDayPart(planSlot(slot, choice), meantBy(slot, dayParts)))
    .filter((planned) => daysOf(planned).length > 0);
  const used = new Set(slots.map(({ playlist }) => playlist));
  const planned = template.playlists.filter(({ key }) => used.has(key));
  return {
    slots,
    playlists: planned.map(({ key, name, topics }) => ({
      key,
      name,
      topics,
      existing: match({ id: '', name }, playlists)?.id ?? null,
      withoutContent: topics.filter((topic) => !topicsWithContent.some((code) => isOfTopic(code, topic))),
    })),
  };
};

/** A new playlist of a plan: all content of its topics, in the order of the topics. */
export const draftOfPlanned = ({
  name,
  topics,
}: PlannedPlaylist): Pick<Playlist, 'name' | 'order' | 'transition'> & { entries: EntryDraft[] } => ({
  name,
  order: { kind: 'listed' },
  transition: { kind: 'cut' },
  entries: topics.map((topic) => ({
    kind: 'topic',
    topic,
    take: null,
    durationMs: null,
    weight: 1,
    validFrom: null,
    validUntil: null,
    hours: null,
  })),
});

/** The slots of a plan, once each of its playlists has an id. */
export const slotsOfPlan = ({ slots }: CampaignPlan, idOf: (key: string) => PlaylistId): SlotDraft[] =>
  slots.map(({ playlist, slot }) => ({ ...slot, playlistId: idOf(playlist) }));

const PLACE_OF: Readonly<Record<Site['kind'], Place>> = {
  office: 'offices',
  'administrative-centre': 'offices',
  'residential-area': 'homes',
  'public-place': 'homes',
};

/**
 * Proposed aims: the screens of each kind of place, one by one; all where every screen is of that kind. None where the ward has
 * screens of other kinds alone.
 */
export const proposeTargets = (screens: readonly Screen[], sites: readonly Site[]): Record<Place, Target[]> => {
  const kindOf = new Map(sites.map(({ id, kind }) => [id, kind]));
  const aim = (place: Place): Target[] => {
    const own = screens.filter(({ siteId }) => PLACE_OF[kindOf.get(siteId) ?? 'public-place'] === place);
    return own.length === screens.length ? [{ kind: 'all' }] : own.map(({ id }) => ({ kind: 'screen', screenId: id }));
  };
  return Object.fromEntries(PLACES.map((place) => [place, aim(place)])) as Record<Place, Target[]>;
};
