/** Sites, screens and groups: where things hang, what pixel grid they have, and what they do when nothing is scheduled. */

import { z } from 'zod';
import { Canvas } from './canvas.ts';
import { AssetId, DeviceId, GroupId, PlaylistId, ScreenId, SiteId, TickerId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { DurationMs, Instant, LocalEndTime, LocalTime, Weekday, ZoneId } from './time.ts';

/** The kinds of place that the plan names. */
export const SiteKind = z.enum(['office', 'administrative-centre', 'residential-area', 'public-place']);
export type SiteKind = z.infer<typeof SiteKind>;

export const Site = z
  .object({
    id: SiteId,
    name: plainName(120),
    kind: SiteKind,
    address: z.string().max(200),
    /** Picture shown when nothing is scheduled; null = the player's own card with the ward's name. */
    safeAssetId: AssetId.nullable(),
  })
  .meta({ id: 'Site' });
export type Site = z.infer<typeof Site>;

/** Giờ tắt màn hình: wall time in the screen's zone; an end at or before the start runs overnight (rule TL3). */
export const BlankHours = z
  .object({ weekdays: z.array(Weekday).min(1).max(7), from: LocalTime, until: LocalEndTime })
  .meta({ id: 'BlankHours' });
export type BlankHours = z.infer<typeof BlankHours>;

export const Screen = z
  .object({
    id: ScreenId,
    name: plainName(120),
    siteId: SiteId,
    canvas: Canvas,
    zone: ZoneId,
    groupIds: z.array(GroupId),
    /** How much later it shows everything than it would alone: its place in the one stepping group it is in (SY1). Derived. */
    offsetMs: DurationMs.default(0),
    /** Shown whenever no slot runs; null = the safe image of the site. */
    defaultPlaylistId: PlaylistId.nullable(),
    /** The ticker that runs over everything but blank hours; null or absent = none (TK1). */
    tickerId: TickerId.nullable().optional(),
    blankHours: z.array(BlankHours).max(14),
    /** Sound is an opt-in of each screen. */
    sound: z.boolean(),
    /** From lamp to lamp, in millimetres (P5 = 5); null = not known, or no wall of lamps. */
    pitchMm: z.number().min(0.5).max(50).nullable().default(null),
    /** From where it is read, in metres; null = not known. */
    viewedFromM: z.int().min(1).max(500).nullable().default(null),
    /** The paired player, null when none is. */
    deviceId: DeviceId.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Screen' });
export type Screen = z.infer<typeof Screen>;

export const Group = z
  .object({
    id: GroupId,
    name: plainName(120),
    /** Each once; in a stepping group the order in which one follows the other. */
    screenIds: z.array(ScreenId),
    /** How much later each screen is than the one before it; 0 = together (SY1). */
    stepMs: z.int().min(0).max(60_000),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;
