/**
 * Slots → an iCalendar file (RFC 5545) that other calendars show rightly and that comes back whole: one VEVENT per slot, in its
 * zone. The standard properties are the truth; `X-BANGTIN-…` properties add what iCalendar cannot say. Implements the day half of
 * TL4, DY1 and TL22 in the words of iCalendar:
 * - DTSTART is the first day that the rule names; what counts, counts the same from there.
 * - iCalendar has no holidays: days of avoided calendars are exceptions within a stated range, marked so that they are not taken
 *   for the slot's own. Where calendars are required, or the rule names no day, the days of the range are listed instead.
 * - It has no day-parts either (DY3): a slot with one is written as an event for each of its hours, on the listed days of the range,
 *   and comes back as slots with times of their own. A file that keeps day-parts is the JSON one.
 */
import { type CalendarId, SlotId } from '../model/ids.ts';
import { readRule, writeRule } from '../model/recurrence.ts';
import type { Priority, Slot } from '../model/slot.ts';
import { DAY_MS, type LocalDate, type LocalTime, type ZoneId } from '../model/time.ts';
import { type Calendars, NO_CALENDARS, prepareCalendars } from '../timeline/calendars.ts';
import { type DayParts, prepareDayParts } from '../timeline/day-parts.ts';
import { wallRunsOf } from '../timeline/occurrences.ts';
import { type DayPattern, type DayRule, readPattern } from '../timeline/recurrence.ts';
import {
  addDays,
  type CalendarDay,
  createWallClocks,
  dateOf,
  dayOf,
  msOfTime,
  type WallClocks,
} from '../timeline/wall-clock.ts';
import { escapeText, writeLine } from './icalendar-text.ts';
import { writeInstant, writeWall, writeZone } from './icalendar-zones.ts';
import { nameTarget, type WardNames } from './ward-names.ts';

/** Days for which holidays are worked out: two years at most. */
const LONGEST_RANGE = 731;
/** A rule that finds no day for so long finds none any more. */
const BARREN_DAYS = 15_000;
const CHUNK = 400;

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  normal: 'Thông thường',
  priority: 'Ưu tiên',
  urgent: 'Khẩn cấp',
};

export interface CalendarExport {
  /** Title of the calendar, as other programs show it. */
  title: string;
  slots: readonly Slot[];
  ward: WardNames;
  /** First day that matters, and the last for which holidays are worked out (two years later at most). */
  from: LocalDate;
  until: LocalDate;
}

interface Work {
  ward: WardNames;
  clocks: WallClocks;
  calendars: Calendars;
  dayParts: DayParts;
  first: CalendarDay;
  last: CalendarDay;
}

/** How a slot stands in the file. `listed`: its days one by one, because no RRULE gives them. */
interface Days {
  start: CalendarDay;
  rule: string | null;
  isListed: boolean;
  /** Own exceptions and additions, then those that stand for calendars. */
  except: CalendarDay[];
  extra: CalendarDay[];
  closed: CalendarDay[];
  listed: CalendarDay[];
}

const firstFrom = (pattern: DayPattern, from: CalendarDay): CalendarDay | null => {
  for (let first = from; first < from + BARREN_DAYS; first += CHUNK) {
    const [day] = pattern({ first, last: first + CHUNK - 1 });
    if (day !== undefined) return day;
  }
  return null;
};

/** What the rule names by itself. */
const bare = (slot: DayRule): DayRule => ({
  ...slot,
  exceptDays: [],
  extraDays: [],
  avoidCalendars: [],
  requireCalendars: [],
});

/** The rule as RFC 5545 wants it: one end at most, and UNTIL as an instant (§3.3.10), the end of its last local day. */
const ruleOf = (slot: Slot, work: Work): string | null => {
  const rule = readRule(slot.recurrence);
  if (!rule) throw new RangeError(`recurrence-unknown: ${slot.recurrence}`);
  if (rule.count === 1) return null;
  const end = [slot.validUntil, rule.until].filter((day) => day !== null).sort()[0];
  if (end === undefined) return writeRule(rule);
  const isOverBefore =
    rule.count !== null &&
    firstFrom(readPattern(bare({ ...slot, validUntil: null }), NO_CALENDARS), dayOf(end) + 1) === null;
  if (isOverBefore) return writeRule(rule);
  const clock = work.clocks(slot.zone ?? work.ward.zone);
  const last = writeInstant(clock.instantOf(dayOf(end), DAY_MS - 1000));
  return `${writeRule({ ...rule, count: null, until: null })};UNTIL=${last}`;
};

const daysOf = (slot: Slot, work: Work): Days => {
  const counts = readRule(slot.recurrence)?.count != null;
  const changed = slot.changes.map(({ day }) => dayOf(day));
  const anchor = slot.validFrom ? dayOf(slot.validFrom) : counts ? 0 : Math.min(work.first, ...changed);
  const named = readPattern(bare(slot), NO_CALENDARS);
  const first = firstFrom(named, anchor);
  const whole = readPattern(slot, work.calendars);
  const own = { except: slot.exceptDays.map(dayOf).sort((a, b) => a - b), extra: slot.extraDays.map(dayOf) };
  own.extra.sort((a, b) => a - b);
  const seen = { first: Math.min(anchor, work.first, ...own.extra), last: Math.max(work.last, ...own.extra) };
  if (first !== null && slot.requireCalendars.length === 0) {
    const within = { first: Math.max(first, Math.min(work.first, anchor)), last: work.last };
    const kept = new Set([...whole(within), ...own.except]);
    const closed = slot.avoidCalendars.length > 0 ? named(within).filter((day) => !kept.has(day)) : [];
    return { start: first, rule: ruleOf(slot, work), isListed: false, ...own, closed, listed: [] };
  }
  const listed = whole(seen);
  const start = listed[0] ?? anchor;
  return { start, rule: null, isListed: true, ...own, closed: listed.length === 0 ? [start] : [], listed };
};

/**
 * A slot with a day-part as one slot for each of its hours, on the days on which it starts then; changed occurrences are among them. The
 * days are listed, so calendars are worked in and nothing counts or is changed any more.
 */
const byHours = (slot: Slot, { first, last, calendars, dayParts }: Work): { slot: Slot; days: Days }[] => {
  const runs = Map.groupBy(
    wallRunsOf(slot, { first, last }, calendars, dayParts),
    ({ from, until }) => `${from}-${until}`,
  );
  return [...runs.values()].flatMap((alike, place) => {
    const [one] = alike;
    if (!one) return [];
    const listed = [...new Set(alike.map(({ onDay }) => onDay))].sort((a, b) => a - b);
    return {
      slot: {
        ...slot,
        id: SlotId.parse(`${slot.id}${'abcdefghijklmnopqrstuvwxyz'.charAt(place % 26)}${Math.floor(place / 26) || ''}`),
        from: one.from,
        until: one.until,
        validFrom: null,
        validUntil: null,
        avoidCalendars: [],
        requireCalendars: [],
        exceptDays: [],
        extraDays: [],
        changes: [],
      },
      days: { start: listed[0] as CalendarDay, rule: null, isListed: true, except: [], extra: [], closed: [], listed },
    };
  });
};

/** `from` and `until` on a day; an end at or before the start lies on the next. */
const endMs = (from: LocalTime, until: LocalTime): number =>
  msOfTime(until) <= msOfTime(from) ? msOfTime(until) + DAY_MS : msOfTime(until);

const json = (value: unknown): string => escapeText(JSON.stringify(value));

const describe = (slot: Slot, { ward, first, last }: Work): string => {
  const playlist = ward.playlists.find(({ id }) => id === slot.playlistId)?.name ?? '—';
  const targets = slot.targets.map((target) => {
    const named = nameTarget(target, ward);
    return named.kind === 'all' ? 'tất cả màn hình' : named.name || '—';
  });
  const calendars = [...slot.avoidCalendars, ...slot.requireCalendars];
  const names = ward.calendars.filter(({ id }) => calendars.includes(id)).map(({ name }) => name);
  const show = (day: CalendarDay): string => dateOf(day).split('-').reverse().join('/');
  return [
    `Danh sách phát: ${playlist}`,
    `Màn hình: ${targets.join(', ')}`,
    `Mức: ${PRIORITY_WORDS[slot.priority]}`,
    ...(names.length > 0 ? [`Đã tính theo lịch ngày ${names.join(', ')} từ ${show(first)} đến ${show(last)}`] : []),
  ].join('\n');
};

const calendarsOf = (ids: readonly CalendarId[], { calendars }: WardNames) =>
  ids.map((id) => ({ id, name: calendars.find((calendar) => calendar.id === id)?.name ?? '' }));

/** What iCalendar has no words for. */
const ownLines = (slot: Slot, days: Days, { ward }: Work): string[] => {
  const playlist = ward.playlists.find(({ id }) => id === slot.playlistId);
  const dayPart = ward.dayParts.find(({ id }) => id === slot.dayPartId);
  const { avoidCalendars, requireCalendars } = slot;
  const hasCalendars = avoidCalendars.length + requireCalendars.length > 0;
  const calendars = { avoid: calendarsOf(avoidCalendars, ward), require: calendarsOf(requireCalendars, ward) };
  return [
    writeLine('X-BANGTIN-PLAYLIST', json({ id: slot.playlistId, name: playlist?.name ?? '' })),
    writeLine('X-BANGTIN-TARGETS', json(slot.targets.map((target) => nameTarget(target, ward)))),
    writeLine('X-BANGTIN-PRIORITY', slot.priority),
    writeLine('X-BANGTIN-BOUNDARY', slot.boundary),
    writeLine('X-BANGTIN-SHARE', json(slot.share)),
    ...(hasCalendars ? [writeLine('X-BANGTIN-CALENDARS', json(calendars))] : []),
    ...(slot.zone ? [writeLine('X-BANGTIN-ZONE', slot.zone)] : []),
    ...(days.isListed && slot.dayPartId === null ? [writeLine('X-BANGTIN-RECURRENCE', slot.recurrence)] : []),
    ...(dayPart ? [writeLine('X-BANGTIN-DAY-PART', json({ id: dayPart.id, name: dayPart.name }))] : []),
    // True for as long as the event starts where it did; whoever moves it means the new day.
    writeLine('X-BANGTIN-VALID', `${slot.validFrom ?? '..'}/${slot.validUntil ?? '..'}`, {
      'X-START': dateOf(days.start).replaceAll('-', ''),
    }),
  ];
};

const eventLines = (slot: Slot, days: Days, work: Work): string[] => {
  const zone = slot.zone ?? work.ward.zone;
  const wall = (name: string, day: CalendarDay, ms: number) => writeLine(name, writeWall(day, ms), { TZID: zone });
  const times = (day: CalendarDay, from: LocalTime, until: LocalTime): string[] => [
    wall('DTSTART', day, msOfTime(from)),
    wall('DTEND', day, endMs(from, until)),
  ];
  const list = (name: string, on: readonly CalendarDay[], marks: Record<string, string> = {}): string[] =>
    on.length === 0
      ? []
      : [writeLine(name, on.map((day) => writeWall(day, msOfTime(slot.from))).join(), { TZID: zone, ...marks })];
  const stamps = [
    `UID:${slot.id}@bang-tin`,
    `DTSTAMP:${writeInstant(slot.updatedAt)}`,
    `LAST-MODIFIED:${writeInstant(slot.updatedAt)}`,
    `SEQUENCE:${slot.version - 1}`,
  ];
  const words = [
    writeLine('SUMMARY', escapeText(slot.name)),
    writeLine('CATEGORIES', escapeText(PRIORITY_WORDS[slot.priority])),
    `STATUS:${slot.enabled ? 'CONFIRMED' : 'CANCELLED'}`,
  ];
  const ofCalendar = { 'X-BANGTIN-OF': 'CALENDAR' };
  const pattern = readPattern(slot, work.calendars);
  const changes = slot.changes.filter(({ day }) => pattern({ first: dayOf(day), last: dayOf(day) }).length > 0);
  return [
    'BEGIN:VEVENT',
    ...stamps,
    ...times(days.start, slot.from, slot.until),
    ...(days.rule ? [writeLine('RRULE', days.rule)] : []),
    ...list('EXDATE', days.except),
    ...list('EXDATE', days.closed, ofCalendar),
    ...list('RDATE', days.extra),
    ...list('RDATE', days.listed.slice(1), ofCalendar),
    ...words,
    writeLine('DESCRIPTION', escapeText(describe(slot, work))),
    'TRANSP:TRANSPARENT',
    ...ownLines(slot, days, work),
    'END:VEVENT',
    ...changes.flatMap((change) => [
      'BEGIN:VEVENT',
      ...stamps,
      wall('RECURRENCE-ID', dayOf(change.day), msOfTime(slot.from)),
      ...times(dayOf(change.onDay), change.from, change.until),
      ...words,
      'END:VEVENT',
    ]),
  ];
};

/** The text of the file; lines end in CRLF. The same slots give the same text. */
export const writeCalendar = ({ title, slots, ward, from, until }: CalendarExport): string => {
  const first = dayOf(from);
  const last = Math.min(Math.max(first, dayOf(until)), first + LONGEST_RANGE);
  const clocks = createWallClocks();
  const work: Work = {
    ward,
    clocks,
    calendars: prepareCalendars(ward.calendars),
    dayParts: prepareDayParts(ward.dayParts),
    first,
    last,
  };
  const written = slots.flatMap((slot) =>
    slot.dayPartId === null ? [{ slot, days: daysOf(slot, work) }] : byHours(slot, work),
  );
  /** Zone → the earliest day it is used on. */
  const zones = new Map<ZoneId, CalendarDay>([[ward.zone, first]]);
  for (const { slot, days } of written) {
    const zone = slot.zone ?? ward.zone;
    const changed = slot.changes.map(({ day, onDay }) => Math.min(dayOf(day), dayOf(onDay)));
    zones.set(zone, Math.min(zones.get(zone) ?? first, days.start, ...days.extra, ...days.except, ...changed));
  }
  const range = `${dateOf(first)}/${dateOf(last)}`;
  return `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bang Tin//Bang Tin 1.0//VI',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    writeLine('X-WR-CALNAME', escapeText(title)),
    writeLine('X-WR-TIMEZONE', ward.zone),
    writeLine('X-BANGTIN-RANGE', range),
    ...[...zones].flatMap(([zone, day]) =>
      writeZone(clocks(zone), Math.max(0, day - 1) * DAY_MS, (dayOf(addDays(dateOf(last), 366)) + 1) * DAY_MS),
    ),
    ...written.flatMap(({ slot, days }) => eventLines(slot, days, work)),
    'END:VCALENDAR',
  ].join('\r\n')}\r\n`;
};
