/** What may stand behind the `?` of each page. Anything unreadable there is dropped, never an error. */
import { z } from 'zod';
import { AssetId, ScreenId, SlotId } from '../../../../playlists/model/ids.ts';
import { MediaKind } from '../../../../playlists/model/media.ts';
import { SLIDE_TEMPLATES } from '../../../../playlists/model/slide.ts';
import { Instant, LocalDate } from '../../../../playlists/model/time.ts';
import { AudienceCode, TopicCode } from '../../../../playlists/model/topic.ts';
import { AssetFilter, AssetSort } from '../../../../playlists/wire/api/library.ts';
import { FLEET_FILTERS } from '../fleet/filter-names.ts';

/** A number-like word arrives from the router as a number (`1.1` is a topic, `23456789` a pairing code). */
const Word = z.union([z.string(), z.number()]).transform(String);
const perhaps = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

export const SignInSearch = z.object({ next: perhaps(z.string().max(500)) });
export const PairSearch = z.object({ code: perhaps(Word) });
export const ScreensSearch = z.object({
  tab: perhaps(z.enum(['groups', 'sites'])),
  /** Present = the pairing dialog is open; its text is the code. */
  pair: perhaps(Word),
  search: perhaps(Word),
});
export const FleetSearch = z.object({
  fault: perhaps(z.enum(FLEET_FILTERS)),
  view: perhaps(z.literal('grid')),
  search: perhaps(Word),
});
export const AssetSearch = z.object({
  search: perhaps(Word),
  kind: perhaps(MediaKind),
  state: perhaps(AssetFilter.shape.state),
  topic: perhaps(Word.pipe(TopicCode)),
  audience: perhaps(AudienceCode),
  /** Ids, parted by commas. */
  tags: perhaps(z.string().max(1_000)),
  match: perhaps(z.literal('all')),
  folder: perhaps(AssetFilter.shape.folder),
  use: perhaps(z.enum(['expired', 'soon', 'unused'])),
  sort: perhaps(AssetSort),
  order: perhaps(z.enum(['asc', 'desc'])),
  view: perhaps(z.literal('table')),
  in: perhaps(z.literal('bin')),
  asset: perhaps(AssetId),
  /** What is open beside the library. */
  panel: perhaps(z.enum(['tags', 'storage'])),
});
export const SlideSearch = z.object({
  /** What a new one begins as. */
  template: perhaps(z.enum(SLIDE_TEMPLATES)),
});
export type AssetSearch = z.infer<typeof AssetSearch>;
export const ScheduleSearch = z.object({
  view: perhaps(z.enum(['month', 'week', 'day', 'timeline', 'list'])),
  /** How much of the timeline is shown; a day when nothing is said. */
  across: perhaps(z.enum(['day', 'week'])),
  /** A day of the week shown. */
  on: perhaps(LocalDate),
  screen: perhaps(ScreenId),
  /** Slot whose form is open. */
  slot: perhaps(z.union([SlotId, z.literal('new')])),
  /** What colours say; absent = the level. */
  colour: perhaps(z.enum(['topic', 'playlist'])),
  /** The calendars are open. */
  calendars: perhaps(z.literal(true)),
  /** The day-parts are open. */
  dayParts: perhaps(z.literal(true)),
  /** Which of its occurrences was opened, by the day of the rule. */
  day: perhaps(LocalDate),
  /** And by its wall time of start, where a day has several: `2026-11-23T16:30:00`. */
  start: perhaps(z.string().max(19)),
});
export const TimeSearch = z.object({
  /** Ids, parted by commas. */
  screens: perhaps(Word),
  at: perhaps(Instant),
  of: perhaps(z.enum(['published', 'working'])),
});
export const PlaySearch = z.object({
  screen: perhaps(ScreenId),
  from: perhaps(LocalDate),
  until: perhaps(LocalDate),
});
