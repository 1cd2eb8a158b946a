/**
 * What a ward has, by id and name, so that a file from elsewhere can be matched with it. An id that is known here is the same
 * thing; else a name that only one thing here has; else nothing. Nothing is guessed.
 */
import type { Calendar } from '../model/calendar.ts';
import type { DayPart } from '../model/day-part.ts';
import type { GroupId, PlaylistId, ScreenId, TickerId } from '../model/ids.ts';
import type { SlotTicker, Target } from '../model/slot.ts';
import type { ZoneId } from '../model/time.ts';

export interface Named<Id extends string = string> {
  id: Id;
  name: string;
}

export interface WardNames {
  /** Where the ward lives: times without a zone are meant on this clock. */
  zone: ZoneId;
  playlists: readonly Named<PlaylistId>[];
  screens: readonly Named<ScreenId>[];
  groups: readonly Named<GroupId>[];
  calendars: readonly Calendar[];
  dayParts: readonly DayPart[];
  /** Absent = none. */
  tickers?: readonly Named<TickerId>[];
}

/** A reference in a file: `name` is empty where the file does not say it. */
export interface Reference {
  id: string;
  name: string;
}

/** Names are the same when they read the same: composed letters, single spaces, no matter of capitals. */
const folded = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

/** The one thing that a reference means here; null when there is none or when several have the name. */
export const match = <Thing extends Named>(reference: Reference, things: readonly Thing[]): Thing | null => {
  const same = things.find(({ id }) => id === reference.id);
  if (same) return same;
  const wanted = folded(reference.name);
  const alike = wanted === '' ? [] : things.filter(({ name }) => folded(name) === wanted);
  return alike.length === 1 ? (alike[0] as Thing) : null;
};

/** A target as files carry it. */
export type NamedTarget = { kind: 'all' } | ({ kind: 'group' | 'screen' } & Reference);

export const nameTarget = (target: Target, { groups, screens }: WardNames): NamedTarget => {
  if (target.kind === 'all') return target;
  return target.kind === 'group'
    ? { kind: 'group', id: target.groupId, name: groups.find(({ id }) => id === target.groupId)?.name ?? '' }
    : { kind: 'screen', id: target.screenId, name: screens.find(({ id }) => id === target.screenId)?.name ?? '' };
};

/** Null when the ward has no such screen or group. */
export const matchTarget = (target: NamedTarget, { groups, screens }: WardNames): Target | null => {
  if (target.kind === 'all') return { kind: 'all' };
  if (target.kind === 'group') {
    const group = match(target, groups);
    return group && { kind: 'group', groupId: group.id };
  }
  const screen = match(target, screens);
  return screen && { kind: 'screen', screenId: screen.id };
};

/** What a slot says of the ticker, as files carry it. */
export type NamedTicker = { kind: 'none' } | ({ kind: 'ticker' } & Reference);

export const nameTicker = (ticker: SlotTicker, { tickers = [] }: WardNames): NamedTicker =>
  ticker.kind === 'none'
    ? ticker
    : { kind: 'ticker', id: ticker.tickerId, name: tickers.find(({ id }) => id === ticker.tickerId)?.name ?? '' };

/** Null when the ward has no such ticker. */
export const matchTicker = (ticker: NamedTicker, { tickers = [] }: WardNames): SlotTicker | null => {
  if (ticker.kind === 'none') return { kind: 'none' };
  const found = match(ticker, tickers);
  return found && { kind: 'ticker', tickerId: found.id };
};

/** The same target twice is one. */
export const distinct = (targets: readonly Target[]): Target[] => [
  ...new Map(targets.map((target) => [JSON.stringify(target), target])).values(),
];
