/**
 * The events of a slot that has a day-part → that slot again (DY3). They are joined only where the ward has the day-part and all of
 * them are there and still say one and the same; else each is a slot of its own times, and it is said why.
 */
import { z } from 'zod';
import { type DayPart, MOST_RANGES } from '../model/day-part.ts';
import type { Said } from '../model/said.ts';
import { LocalDate, LocalEndTime, LocalTime } from '../model/time.ts';
import { keyOfTimes } from './icalendar-days.ts';
import { ProposedSlot } from './proposal.ts';
import { match, type WardNames } from './ward-names.ts';

/** `X-BANGTIN-DAY-PART`: which of the events of which slot this is, its times as written, and those that the slot keeps. */
export const PartMark = z.object({
  id: z.string().max(100),
  name: z.string().max(200),
  place: z.int().min(0).max(MOST_RANGES),
  of: z.int().min(1).max(MOST_RANGES),
  slot: z.string().max(100),
  times: z.tuple([LocalTime, LocalEndTime]),
  kept: z.tuple([LocalTime, LocalEndTime]),
});
export type PartMark = z.infer<typeof PartMark>;

/** `X-BANGTIN-DAYS`: the slot's own exceptions and additions, where its events list the days of a season. */
export const OwnDays = z.object({
  except: z.array(LocalDate).max(1_000),
  extra: z.array(LocalDate).max(1_000),
});

type Days = Pick<
  ProposedSlot,
  'recurrence' | 'validFrom' | 'validUntil' | 'exceptDays' | 'extraDays' | 'avoidCalendars' | 'requireCalendars'
>;

export interface EventPart {
  mark: PartMark;
  /** Whether start and times are where we put them. */
  isUntouched: boolean;
  /** Days that another event of the slot has for its changed occurrence. */
  leftOut: LocalDate[];
  /** Of a day-part with seasons: the days of the event, and what the slot says of its days; null = its calendars are not here. */
  seasonal: { runs: LocalDate[]; days: Days | null } | null;
}

/** An event by itself: a slot of its own times, but for the days that it leaves out for another event. */
export interface ReadEvent {
  slot: ProposedSlot;
  notes: Said[];
  part: EventPart | null;
}
type PartRead = ReadEvent & { part: EventPart };

const hasPart = (event: ReadEvent): event is PartRead => event.part !== null;

/** What all events of a slot must say alike. */
const sharedBy = ({ slot, part: { mark, seasonal } }: PartRead): string => {
  const { from: _from, until: _until, changes: _changes, ...said } = slot;
  const { recurrence, validFrom, validUntil, exceptDays, extraDays, avoidCalendars, requireCalendars, ...rest } = said;
  return JSON.stringify([mark.id, mark.of, mark.kept, seasonal ? [rest, seasonal.days] : said]);
};

/** Whether each changed occurrence stands for all of its day, and no day is left out for nothing. */
const changesAgree = (events: readonly PartRead[]): boolean => {
  const bearers = new Map(events.flatMap((event) => event.slot.changes.map(({ day }) => [day, event] as const)));
  const count = events.reduce((sum, { slot }) => sum + slot.changes.length, 0);
  return (
    count === bearers.size &&
    events.every(({ part: { leftOut } }) => leftOut.every((day) => bearers.has(day))) &&
    [...bearers].every(([day, bearer]) =>
      events.every(
        (event) =>
          event === bearer ||
          (event.part.seasonal ? !event.part.seasonal.runs.includes(day) : event.part.leftOut.includes(day)),
      ),
    )
  );
};

/** The days of all events, one by one, for a slot whose calendars are not here. */
const listed = (events: readonly PartRead[]): Partial<Days> => {
  const days = [...new Set(events.flatMap(({ part }) => part.seasonal?.runs ?? []))].sort();
  const [first] = days;
  return first === undefined ? {} : { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: first, extraDays: days };
};

const join = (events: readonly PartRead[], { id, ranges }: DayPart): Omit<ReadEvent, 'part'> | null => {
  const [first] = events as [PartRead, ...PartRead[]];
  const { mark, seasonal } = first.part;
  const isWhole = events.length === mark.of && events.every(({ part }) => part.isUntouched);
  if (!isWhole || new Set(events.map(sharedBy)).size > 1 || !changesAgree(events)) return null;
  const [from, until] = mark.kept;
  const slot = ProposedSlot.safeParse({
    ...first.slot,
    ...(seasonal ? (seasonal.days ?? listed(events)) : {}),
    from,
    until,
    dayPartId: id,
    changes: events.flatMap(({ slot: { changes } }) => changes),
  });
  if (!slot.success) return null;
  const here = new Set(ranges.map(keyOfTimes));
  const there = events.filter(({ part }) => part.seasonal === null || part.seasonal.runs.length > 0);
  const isSame =
    there.every(({ slot }) => here.has(keyOfTimes(slot))) && (seasonal !== null || here.size === events.length);
  return { slot: slot.data, notes: isSame ? first.notes : [...first.notes, otherHours(mark.name)] };
};

const otherHours = (name: string): Said => ({
  vi: `Giờ mẫu “${name}” của phường có giờ khác với tệp; khung giờ theo giờ của phường`,
  en: `The day-part “${name}” of the ward has other hours than the file; the slot follows the ward`,
});
const noDayPart = (name: string): Said => ({
  vi: `Phường chưa có giờ mẫu “${name}”: mỗi giờ là một khung giờ riêng`,
  en: `The ward has no day-part “${name}”: each of its hours is a slot of its own`,
});
const apart = (name: string): Said => ({
  vi: `Đã được sửa ở nơi khác nên không còn theo giờ mẫu “${name}”: mỗi giờ là một khung giờ riêng`,
  en: `Changed elsewhere, so it no longer follows the day-part “${name}”: each of its hours is a slot of its own`,
});

/** By itself an event leaves out what another event has. */
const alone = ({ slot, notes, part }: ReadEvent, note: Said | null): Omit<ReadEvent, 'part'> => ({
  slot: { ...slot, exceptDays: [...new Set([...slot.exceptDays, ...(part?.leftOut ?? [])])].sort() },
  notes: note ? [...notes, note] : notes,
});

/** Those of one slot together, where the first of them stands; the same event again begins another slot. */
const groupsOf = <Row extends { read: ReadEvent | null }>(rows: readonly Row[]): Row[][] => {
  const groups: Row[][] = [];
  const open = new Map<string, { group: Row[]; places: Set<number> }>();
  for (const row of rows) {
    const mark = row.read?.part?.mark;
    const met = mark && open.get(mark.slot);
    if (mark && met && !met.places.has(mark.place)) {
      met.group.push(row);
      met.places.add(mark.place);
      continue;
    }
    const group = [row];
    groups.push(group);
    if (mark) open.set(mark.slot, { group, places: new Set([mark.place]) });
  }
  return groups;
};

/** Rows whose events are one slot become one row; `read` is null where an event was refused. */
export const joinDayParts = <Row extends { read: ReadEvent | null }>(
  rows: readonly Row[],
  { dayParts }: WardNames,
): { row: Row; read: Omit<ReadEvent, 'part'> | null }[] =>
  groupsOf(rows).flatMap((group) => {
    const events = group.flatMap(({ read }) => (read && hasPart(read) ? [read] : []));
    const [first] = events;
    const dayPart = first ? match(first.part.mark, dayParts) : null;
    const joined = dayPart && join(events, dayPart);
    if (joined) return [{ row: group[0] as Row, read: joined }];
    return group.map((row) => {
      const name = row.read?.part?.mark.name;
      const note = name === undefined ? null : dayPart ? apart(name) : noDayPart(name);
      return { row, read: row.read && alone(row.read, note) };
    });
  });
