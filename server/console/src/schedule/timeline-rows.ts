/**
 * The timeline as rows: where each screen stands, which rows are in view, and what is really shown on each, by the compiler's own
 * code. Pure. Across runs the wall time of each screen, in milliseconds since the midnight that begins the first day shown.
 */

import { byName } from '../../../../playlists/model/by-name.ts';
import type { ScreenId, SiteId, SlotId } from '../../../../playlists/model/ids.ts';
import type { Screen, Site } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS, type Instant, type LocalDate } from '../../../../playlists/model/time.ts';
import { type Stretch, stretchOn, wallRunsOf } from '../../../../playlists/timeline/occurrences.ts';
import type { Claim } from '../../../../playlists/timeline/overlaps.ts';
import { resolveScreen } from '../../../../playlists/timeline/resolution.ts';
import { tickersHeld } from '../../../../playlists/timeline/ticker-turns.ts';
import { addDays, dateOf, dayOf, msOfTime, type WallClock } from '../../../../playlists/timeline/wall-clock.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { stretchAt, type WeekEvent } from './week.ts';

/** What is shown: so many days from the first. */
export interface Frame {
  first: LocalDate;
  days: number;
}

export const ROW_HEIGHT = 46;
const SITE_HEIGHT = 30;

/** A row's place from the top, in CSS pixels. */
export type Place = { top: number; height: number } & (
  | { kind: 'site'; site: Site; count: number }
  | { kind: 'screen'; screen: Screen }
);

/** Sites by name, each above its screens. A site without screens has no row. */
export const placeRows = (screens: readonly Screen[], sites: readonly Site[]): Place[] => {
  const bySite = Map.groupBy(screens, ({ siteId }): SiteId => siteId);
  const places: Place[] = [];
  let top = 0;
  for (const site of [...sites].sort(byName)) {
    const own = (bySite.get(site.id) ?? []).sort(byName);
    if (own.length === 0) continue;
    places.push({ kind: 'site', site, count: own.length, top, height: SITE_HEIGHT });
    top += SITE_HEIGHT;
    for (const screen of own) {
      places.push({ kind: 'screen', screen, top, height: ROW_HEIGHT });
      top += ROW_HEIGHT;
    }
  }
  return places;
};

/** First and last place (excluded) that touch a stretch of the height; by halving, as there may be hundreds. */
export const placesBetween = (places: readonly Place[], top: number, bottom: number): [number, number] => {
  const firstFrom = (height: number): number => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = places[middle] as Place;
      if (place.top + place.height <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [firstFrom(top), Math.min(places.length, firstFrom(bottom) + 1)];
};

/** The screen whose row lies at a height; null between rows, above and below them. */
export const screenAt = (places: readonly Place[], y: number): ScreenId | null => {
  const place = places[placesBetween(places, y, y)[0]];
  return place?.kind === 'screen' && place.top <= y ? place.screen.id : null;
};

/** The instants between which a screen's clock shows the frame. */
export const windowOn = (clock: WallClock, { first, days }: Frame): Stretch => ({
  from: clock.instantOf(dayOf(first), 0),
  until: clock.instantOf(dayOf(first) + days, 0),
});

/** Where an instant stands across. */
export const acrossOf = (clock: WallClock, { first }: Frame, at: Instant): number => {
  const { day, msOfDay } = clock.readingAt(at);
  return (day - dayOf(first)) * DAY_MS + msOfDay;
};

/** A place across as wall time, `2026-11-23T07:30:00`. */
export const wallOf = ({ first }: Frame, across: number): string => {
  const day = Math.floor(across / DAY_MS);
  const time = new Date(across - day * DAY_MS).toISOString().slice(11, 19);
  return `${addDays(first, day)}T${time}`;
};

/** Wall time as a place across. */
export const acrossOfWall = ({ first }: Frame, wall: string): number =>
  (dayOf(wall.slice(0, 10)) - dayOf(first)) * DAY_MS + msOfTime(wall.slice(11, 19));

/** One thing that is shown on a screen, from–until, clipped to the frame. */
export interface RowSpan {
  kind: Claim['kind'];
  from: Instant;
  until: Instant;
  /** Places across. */
  start: number;
  end: number;
  /** Null unless it is a slot. */
  slotId: SlotId | null;
  /** Where the slot's occurrence began. */
  startedAt: Instant;
  /** True where the occurrence itself ends here, and is not only hidden from here on. */
  ends: boolean;
  /** Those who are shown in turn (SH1–SH3) lie one above the other. */
  lane: number;
  lanes: number;
  /** Whether it is a ticker alone, which runs over what is shown (TK6). */
  isOver?: true;
}

/** What a screen really shows within the frame, boundaries settled. */
export const spansOn = (ward: Ward, screen: Screen, frame: Frame): RowSpan[] => {
  const clock = ward.clocks(screen.zone);
  const { won } = resolveScreen(ward, screen, windowOn(clock, frame));
  return won.flatMap(({ from, until, claim, filler }): RowSpan[] => {
    const isReplaced = filler !== undefined && filler.kind !== 'still';
    const members = isReplaced ? [claim] : (claim.members ?? [claim]);
    const [start, end] = [acrossOf(clock, frame, from), acrossOf(clock, frame, until)];
    return members.map((member, lane) => ({
      kind: isReplaced ? filler.kind : member.kind === 'slot' && member.slotId === null ? 'default' : member.kind,
      from,
      until,
      start,
      end: Math.max(start, end),
      slotId: isReplaced ? null : member.slotId,
      startedAt: member.startedAt,
      ends: until === member.until,
      lane,
      lanes: members.length,
    }));
  });
};

/** When slots that are a ticker alone have the ticker of a screen within the frame (TK6). */
export const tickersOn = (ward: Ward, screen: Screen, frame: Frame): RowSpan[] => {
  const clock = ward.clocks(screen.zone);
  const { held, seen } = tickersHeld(ward, screen, windowOn(clock, frame));
  const spans: RowSpan[] = [];
  for (const { from, until, claim } of held) {
    const { kind, slotId, startedAt } = claim;
    if (slotId === null || !seen.has(slotId)) continue;
    const [start, end] = [acrossOf(clock, frame, from), acrossOf(clock, frame, until)];
    const last = spans.at(-1);
    const ends = until === claim.until;
    if (last && last.until === from && last.slotId === slotId && last.startedAt === startedAt)
      Object.assign(last, { until, end, ends });
    else spans.push({ kind, from, until, start, end, slotId, startedAt, ends, lane: 0, lanes: 1, isOver: true });
  }
  return spans;
};

/** The occurrence of a slot that began at an instant on a screen, as the calendar knows it. */
export const eventAt = (ward: Ward, slot: Slot, screen: Screen, startedAt: Instant): WeekEvent | null => {
  const clock = ward.clocks(slot.zone ?? screen.zone);
  const { day } = clock.readingAt(startedAt);
  // TZ1: what starts in a gap of the clock starts a little later, at most on the next day.
  const runs = wallRunsOf(slot, { first: day - 1, last: day + 1 }, ward.calendars, ward.dayParts);
  const run = runs.find((one) => stretchOn(one.onDay, one, clock)?.from === startedAt);
  if (!run) return null;
  return {
    id: `${slot.id}@${dateOf(run.day)}`,
    slotId: slot.id,
    day: dateOf(run.day),
    isChanged: run.isChanged,
    ...stretchAt(dateOf(run.onDay), run),
  };
};
