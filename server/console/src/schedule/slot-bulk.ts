/**
 * One change of many slots, as one request. Pure. A slot that cannot take the change stays as it is and is counted, so the
 * sentence before the button says what will happen to each.
 */
import type { CalendarId, PlaylistId, SlotId } from '../../../../playlists/model/ids.ts';
import { readRule } from '../../../../playlists/model/recurrence.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import {
  type Boundary,
  isTickerAlone,
  type Priority,
  type Slot,
  type SlotTicker,
  type Target,
} from '../../../../playlists/model/slot.ts';
import type { LocalDate, LocalTime } from '../../../../playlists/model/time.ts';
import type { SlotDraft, SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { runsOvernight, secondsOfDay } from '../parts/time-text.ts';
import { draftOf } from './slot-edits.ts';

export type BulkChange =
  /** Start and end move together; negative = earlier. */
  | { kind: 'shift'; minutes: number }
  /** Null = stays. */
  | { kind: 'times'; from: LocalTime | null; until: LocalTime | null }
  | { kind: 'playlist'; playlistId: PlaylistId }
  | { kind: 'targets'; targets: Target[] }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'boundary'; boundary: Boundary }
  /** Instead of those that it avoids now. */
  | { kind: 'avoid'; calendars: CalendarId[] }
  /** Undefined = the one that each screen has. */
  | { kind: 'ticker'; ticker: SlotTicker | undefined }
  | { kind: 'enabled'; enabled: boolean }
  /** Null = without end. */
  | { kind: 'validUntil'; date: LocalDate | null }
  | { kind: 'delete' };

export interface BulkEdit {
  edits: SlotEdits;
  /** The slots that the request changes or removes, as they are now. */
  before: Slot[];
  /** How many are like that already. */
  same: number;
  /** How many cannot take it: see `changeOf`. */
  barred: number;
}

const DAY_S = 86_400;
const writeTime = (seconds: number): LocalTime => {
  const pad = (part: number): string => String(part).padStart(2, '0');
  const rest = seconds % 60;
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}${rest ? `:${pad(rest)}` : ''}`;
};

/** Null when the start would leave its day: the days of the rule would then say something else. */
const shifted = ({ from, until }: Pick<Slot, 'from' | 'until'>, minutes: number) => {
  const start = secondsOfDay(from) + minutes * 60;
  const end = secondsOfDay(until) + (runsOvernight(from, until) ? DAY_S : 0) + minutes * 60;
  if (start < 0 || start >= DAY_S) return null;
  return { from: writeTime(start), until: writeTime(end > DAY_S ? end - DAY_S : end) };
};

/**
 * What changes in one slot. Null when it cannot take the change: a start that would leave its day, hours that are a
 * day-part's, a last day before the first, calendars for what runs on one named day, content for what is a ticker alone.
 */
const changeOf = (slot: Slot, change: Exclude<BulkChange, { kind: 'delete' }>): Partial<SlotDraft> | null => {
  switch (change.kind) {
    case 'shift':
      return slot.dayPartId === null ? shifted(slot, change.minutes) : null;
    case 'times':
      if (slot.dayPartId === null) return { from: change.from ?? slot.from, until: change.until ?? slot.until };
      // With both it has times of its own from then on.
      return change.from && change.until ? { from: change.from, until: change.until, dayPartId: null } : null;
    case 'playlist':
      return isTickerAlone(slot) ? null : { playlistId: change.playlistId };
    case 'targets':
      return { targets: change.targets };
    case 'priority':
      return { priority: change.priority };
    case 'boundary':
      return isTickerAlone(slot) ? null : { boundary: change.boundary };
    case 'avoid':
      return readRule(slot.recurrence)?.count === 1 ? null : { avoidCalendars: change.calendars };
    case 'ticker':
      return isTickerAlone(slot) && change.ticker?.kind !== 'ticker' ? null : { ticker: change.ticker };
    case 'enabled':
      return { enabled: change.enabled };
    case 'validUntil':
      return change.date && slot.validFrom && change.date < slot.validFrom ? null : { validUntil: change.date };
    default:
      return assertNever(change);
  }
};

const addressOf = ({ id, version }: Slot) => ({ id, basedOn: version });

export const bulkEdit = (slots: readonly Slot[], change: BulkChange): BulkEdit => {
  const edits: SlotEdits = { change: [], add: [], remove: [] };
  if (change.kind === 'delete') {
    edits.remove = slots.map(addressOf);
    return { edits, before: [...slots], same: 0, barred: 0 };
  }
  const bulk: BulkEdit = { edits, before: [], same: 0, barred: 0 };
  for (const slot of slots) {
    const part = changeOf(slot, change);
    const isSame =
      part !== null &&
      Object.entries(part).every(
        ([key, value]) => JSON.stringify(value) === JSON.stringify(slot[key as keyof SlotDraft]),
      );
    if (part === null) bulk.barred += 1;
    else if (isSame) bulk.same += 1;
    else {
      bulk.before.push(slot);
      edits.change.push({ ...addressOf(slot), slot: { ...draftOf(slot), ...part } });
    }
  }
  return bulk;
};

/** Slots that are picked, and the one that was picked last, from which a range is counted. */
export interface Picks {
  ids: ReadonlySet<SlotId>;
  last: SlotId | null;
}
export const NO_PICKS: Picks = { ids: new Set(), last: null };

/** Picks one, or lets go of it. */
export const pickOne = ({ ids }: Picks, id: SlotId): Picks => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, last: id };
};

/** Picks all from the last one to this one, in the order of the list. */
export const pickRange = (picks: Picks, id: SlotId, order: readonly SlotId[]): Picks => {
  const [here, there] = [order.indexOf(id), picks.last === null ? -1 : order.indexOf(picks.last)];
  if (here < 0 || there < 0) return pickOne(picks, id);
  return { ids: new Set([...picks.ids, ...order.slice(Math.min(here, there), Math.max(here, there) + 1)]), last: id };
};
