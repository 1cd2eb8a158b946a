/**
 * Slots → an iCalendar file (RFC 5545) that other calendars show rightly and that comes back whole: one VEVENT per slot, in its
 * zone, and one for each of the hours that a slot takes from a day-part. The standard properties are the truth; `X-BANGTIN-…` properties add what iCalendar cannot say. Implements the day half of
 * TL4, DY1 and TL22 in the words of iCalendar:
 * - DTSTART is the first day that the rule names; what counts, counts the same from there.
 * - iCalendar has no holidays: days of avoided calendars are exceptions within a stated range, marked so that they are not taken
 *   for the slot's own. Where calendars are required, or the rule names no day, the days of the range are listed instead.
 */
import type { CalendarId } from '../model/ids.ts';
import { isTickerAlone, type Priority, type Slot } from '../model/slot.ts';
import { DAY_MS, type LocalDate, type LocalTime, type ZoneId } from '../model/time.ts';
import { prepareCalendars } from '../timeline/calendars.ts';
import { prepareDayParts } from '../timeline/day-parts.ts';
import { addDays, type CalendarDay, createWallClocks, dateOf, dayOf, msOfTime } from '../timeline/wall-clock.ts';
import { endMs, eventsOf, type SlotEvent, type Work } from './icalendar-days.ts';
import { escapeText, writeLine } from './icalendar-text.ts';
import { writeInstant, writeWall, writeZone } from './icalendar-zones.ts';
import { nameTarget, nameTicker, type WardNames } from './ward-names.ts';

/** Days for which holidays are worked out: two years at most. */
const LONGEST_RANGE = 731;

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

const json = (value: unknown): string => escapeText(JSON.stringify(value));

const describe = (slot: Slot, { ward, first, last }: Work): string => {
  const { ticker } = slot;
  const named = ticker && nameTicker(ticker, ward);
  const content =
    isTickerAlone(slot) && named?.kind === 'ticker'
      ? `Chỉ chữ chạy: ${named.name || '—'}`
      : `Danh sách phát: ${ward.playlists.find(({ id }) => id === slot.playlistId)?.name ?? '—'}`;
  const targets = slot.targets.map((target) => {
    const named = nameTarget(target, ward);
    return named.kind === 'all' ? 'tất cả màn hình' : named.name || '—';
  });
  const calendars = [...slot.avoidCalendars, ...slot.requireCalendars];
  const names = ward.calendars.filter(({ id }) => calendars.includes(id)).map(({ name }) => name);
  const dayPart = ward.dayParts.find(({ id }) => id === slot.dayPartId);
  const show = (day: CalendarDay): string => dateOf(day).split('-').reverse().join('/');
  return [
    content,
    `Màn hình: ${targets.join(', ')}`,
    `Mức: ${PRIORITY_WORDS[slot.priority]}`,
    ...(dayPart ? [`Giờ mẫu: ${dayPart.name}`] : []),
    ...(names.length > 0 ? [`Đã tính theo ngày đặc biệt ${names.join(', ')} từ ${show(first)} đến ${show(last)}`] : []),
  ].join('\n');
};

const calendarsOf = (ids: readonly CalendarId[], { calendars }: WardNames) =>
  ids.map((id) => ({ id, name: calendars.find((calendar) => calendar.id === id)?.name ?? '' }));

/** What iCalendar has no words for. */
const ownLines = (slot: Slot, { times, days, part }: SlotEvent, { ward }: Work): string[] => {
  const playlist = ward.playlists.find(({ id }) => id === slot.playlistId);
  const { avoidCalendars, requireCalendars } = slot;
  const hasCalendars = avoidCalendars.length + requireCalendars.length > 0;
  const calendars = { avoid: calendarsOf(avoidCalendars, ward), require: calendarsOf(requireCalendars, ward) };
  const dayPart = part && {
    id: part.dayPartId,
    name: ward.dayParts.find(({ id }) => id === part.dayPartId)?.name ?? '',
    place: part.place,
    of: part.of,
    slot: slot.id,
    times: [times.from, times.until],
    kept: [slot.from, slot.until],
  };
  return [
    writeLine('X-BANGTIN-PLAYLIST', json(slot.playlistId && { id: slot.playlistId, name: playlist?.name ?? '' })),
    writeLine('X-BANGTIN-TARGETS', json(slot.targets.map((target) => nameTarget(target, ward)))),
    writeLine('X-BANGTIN-PRIORITY', slot.priority),
    writeLine('X-BANGTIN-BOUNDARY', slot.boundary),
    writeLine('X-BANGTIN-SHARE', json(slot.share)),
    ...(slot.ticker ? [writeLine('X-BANGTIN-TICKER', json(nameTicker(slot.ticker, ward)))] : []),
    ...(hasCalendars ? [writeLine('X-BANGTIN-CALENDARS', json(calendars))] : []),
    ...(dayPart ? [writeLine('X-BANGTIN-DAY-PART', json(dayPart))] : []),
    // Days without hours are in none of the events.
    ...(part?.isSeasonal
      ? [writeLine('X-BANGTIN-DAYS', json({ except: slot.exceptDays, extra: slot.extraDays }))]
      : []),
    ...(slot.zone ? [writeLine('X-BANGTIN-ZONE', slot.zone)] : []),
    ...(days.isListed ? [writeLine('X-BANGTIN-RECURRENCE', slot.recurrence)] : []),
    // True for as long as the event starts where it did; whoever moves it means the new day.
    writeLine('X-BANGTIN-VALID', `${slot.validFrom ?? '..'}/${slot.validUntil ?? '..'}`, {
      'X-START': dateOf(days.start).replaceAll('-', ''),
    }),
  ];
};

const eventLines = (slot: Slot, event: SlotEvent, work: Work): string[] => {
  const { days, part } = event;
  const zone = slot.zone ?? work.ward.zone;
  const wall = (name: string, day: CalendarDay, ms: number) => writeLine(name, writeWall(day, ms), { TZID: zone });
  const times = (day: CalendarDay, from: LocalTime, until: LocalTime): string[] => [
    wall('DTSTART', day, msOfTime(from)),
    wall('DTEND', day, endMs(from, until)),
  ];
  const list = (name: string, on: readonly CalendarDay[], marks: Record<string, string> = {}): string[] =>
    on.length === 0
      ? []
      : [writeLine(name, on.map((day) => writeWall(day, msOfTime(event.times.from))).join(), { TZID: zone, ...marks })];
  const stamps = [
    `UID:${slot.id}${part ? `.${part.place}` : ''}@bang-tin`,
    `DTSTAMP:${writeInstant(slot.updatedAt)}`,
    `LAST-MODIFIED:${writeInstant(slot.updatedAt)}`,
    `SEQUENCE:${slot.version - 1}`,
  ];
  const words = [
    writeLine('SUMMARY', escapeText(slot.name)),
    writeLine('CATEGORIES', escapeText(PRIORITY_WORDS[slot.priority])),
    `STATUS:${slot.enabled && !part?.isGone ? 'CONFIRMED' : 'CANCELLED'}`,
  ];
  const ofCalendar = { 'X-BANGTIN-OF': 'CALENDAR' };
  return [
    'BEGIN:VEVENT',
    ...stamps,
    ...times(days.start, event.times.from, event.times.until),
    ...(days.rule ? [writeLine('RRULE', days.rule)] : []),
    ...list('EXDATE', days.except),
    ...list('EXDATE', days.closed, ofCalendar),
    ...list('EXDATE', event.leftOut, { 'X-BANGTIN-OF': 'CHANGE' }),
    ...list('RDATE', days.extra),
    ...list('RDATE', days.listed.slice(1), ofCalendar),
    ...words,
    writeLine('DESCRIPTION', escapeText(describe(slot, work))),
    'TRANSP:TRANSPARENT',
    ...ownLines(slot, event, work),
    'END:VEVENT',
    ...event.changes.flatMap((change) => [
      'BEGIN:VEVENT',
      ...stamps,
      wall('RECURRENCE-ID', dayOf(change.day), msOfTime(event.times.from)),
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
  const [calendars, dayParts] = [prepareCalendars(ward.calendars), prepareDayParts(ward.dayParts)];
  const work: Work = { ward, clocks, calendars, dayParts, first, last };
  const written = slots.flatMap((slot) => eventsOf(slot, work).map((event) => ({ slot, event })));
  /** Zone → the earliest day it is used on. */
  const zones = new Map<ZoneId, CalendarDay>([[ward.zone, first]]);
  for (const { slot, event } of written) {
    const zone = slot.zone ?? ward.zone;
    const changed = slot.changes.map(({ day, onDay }) => Math.min(dayOf(day), dayOf(onDay)));
    const { start, extra, except, listed } = event.days;
    const earliest = Math.min(start, ...extra, ...except, ...listed, ...changed);
    zones.set(zone, Math.min(zones.get(zone) ?? first, earliest));
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
    ...written.flatMap(({ slot, event }) => eventLines(slot, event, work)),
    'END:VCALENDAR',
  ].join('\r\n')}\r\n`;
};
