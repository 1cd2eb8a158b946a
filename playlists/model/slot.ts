/** A slot is a rule: this playlist, or a ticker alone, on these targets, at this time of day, on these days, at this level. */

import { z } from 'zod';
import { CalendarId, DayPartId, GroupId, PlaylistId, ScreenId, SlotId, TickerId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { Recurrence } from './recurrence.ts';
import { DurationMs, Instant, LocalDate, LocalEndTime, LocalTime, ZoneId } from './time.ts';

/** thông thường < ưu tiên < khẩn cấp; a higher level interrupts a lower one (rule TL6). */
export const Priority = z.enum(['normal', 'priority', 'urgent']).meta({ id: 'Priority' });
export type Priority = z.infer<typeof Priority>;
export const PRIORITY_RANK: Readonly<Record<Priority, number>> = { normal: 0, priority: 1, urgent: 2 };

export const Target = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('group'), groupId: GroupId }),
    z.object({ kind: z.literal('screen'), screenId: ScreenId }),
  ])
  .meta({ id: 'Target' });
export type Target = z.infer<typeof Target>;

/**
 * What happens to the running item when the slot gives way. `cut`: the change is exact, the item is cut off (rule TL9). `finish`:
 * the item ends first, within a bound (TL20). `fit`: no video is begun that cannot end in time (TL21).
 */
export const Boundary = z.enum(['cut', 'finish', 'fit']).meta({ id: 'Boundary' });
export type Boundary = z.infer<typeof Boundary>;

/**
 * Whether others may be shown in turn with it. `exclusive`: no, the ladder decides alone. `interleave`: those that interleave take
 * turns, item by item, by weight (SH1). `percent`: it is a guest for that share of the time (SH2). `between`: one item of it comes
 * between two items of whoever is on, at most every `everyMs` (SH3).
 */
export const Share = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('exclusive') }),
    z.object({ kind: z.literal('interleave'), weight: z.int().min(1).max(100) }),
    z.object({ kind: z.literal('percent'), percent: z.int().min(1).max(90) }),
    z.object({ kind: z.literal('between'), everyMs: DurationMs.min(30_000).max(21_600_000) }),
  ])
  .meta({ id: 'Share' });
export type Share = z.infer<typeof Share>;

/** What a slot says of the ticker while it is shown; absent = the one that the screen has anyway (TK1). */
export const SlotTicker = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('ticker'), tickerId: TickerId }),
  ])
  .meta({ id: 'SlotTicker' });
export type SlotTicker = z.infer<typeof SlotTicker>;

/** "This one only": one occurrence at another time or on another day. (Other content is an exception and a slot of its own.) */
export const OccurrenceChange = z
  .object({
    /** The day on which the rule starts the occurrence. */
    day: LocalDate,
    /** The day on which it starts instead; may be the same. */
    onDay: LocalDate,
    from: LocalTime,
    until: LocalEndTime,
  })
  .meta({ id: 'OccurrenceChange' });
export type OccurrenceChange = z.infer<typeof OccurrenceChange>;

const MOST_DAYS = 1_000;
const MOST_CALENDARS = 20;

export const Slot = z
  .object({
    id: SlotId,
    name: plainName(120),
    /** What it shows; null = nothing: it carries its ticker over whatever is shown (TK6), and `boundary` and `share` are not read. */
    playlistId: PlaylistId.nullable(),
    targets: z.array(Target).min(1).max(500),
    /** Wall time in the zone of each screen, unless `zone` names one. End at or before start = overnight (TL3). */
    from: LocalTime,
    until: LocalEndTime,
    /** When set, the times of day are those of the day-part (DY3); `from` and `until` then only keep the last times and are not read. */
    dayPartId: DayPartId.nullable().default(null),
    zone: ZoneId.nullable(),
    /** On which days it starts; counted from `validFrom` where it counts (`needsStart`). */
    recurrence: Recurrence,
    /** Days of the rule on which it does not start. */
    exceptDays: z.array(LocalDate).max(MOST_DAYS).default([]),
    /** Days on which it starts as well, whatever rule and validity say. */
    extraDays: z.array(LocalDate).max(MOST_DAYS).default([]),
    /** Calendars on whose days it does not start, extra days excepted (DY1). */
    avoidCalendars: z.array(CalendarId).max(MOST_CALENDARS).default([]),
    /** When not empty: calendars on whose days alone it starts, extra days excepted (DY1). */
    requireCalendars: z.array(CalendarId).max(MOST_CALENDARS).default([]),
    /** Single occurrences that differ, by the day of the rule, each day once. */
    changes: z
      .array(OccurrenceChange)
      .max(MOST_DAYS)
      .refine((changes) => new Set(changes.map(({ day }) => day)).size === changes.length, 'changed-twice')
      .default([]),
    /** First and last day (both included) on which an occurrence may start; null = open. */
    validFrom: LocalDate.nullable(),
    validUntil: LocalDate.nullable(),
    priority: Priority,
    boundary: Boundary,
    share: Share.default({ kind: 'exclusive' }),
    ticker: SlotTicker.optional(),
    enabled: z.boolean(),
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Slot' });
export type Slot = z.infer<typeof Slot>;

/** A slot that shows something. */
export type ShowingSlot = Slot & { playlistId: PlaylistId };
export const isShowing = (slot: Slot): slot is ShowingSlot => slot.playlistId !== null;

/** Whether a slot shows nothing of its own, but carries a ticker over whatever is shown (TK6). */
export const isTickerAlone = ({ playlistId }: Pick<Slot, 'playlistId'>): boolean => playlistId === null;

/** Whether a slot has neither a playlist nor a ticker; no such slot is saved. */
export const isIdleSlot = ({ playlistId, ticker }: Pick<Slot, 'playlistId' | 'ticker'>): boolean =>
  playlistId === null && ticker?.kind !== 'ticker';
