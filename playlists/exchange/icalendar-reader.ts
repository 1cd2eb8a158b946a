/**
 * iCalendar text (ours, or of Google, Outlook, Apple …) → proposals: per event a slot, with what is still to be chosen, or the
 * reason why not; our events of one slot with a day-part are that slot. Promises: never throws, time linear in the length of the text, nothing guessed. A rule that has no form here
 * (TL4) is refused with its words, not expanded into days. Whole days become slots of whole days; times in UTC become times of the
 * ward where the days allow it.
 */
import { z } from 'zod';
import { readRule, writeRule } from '../model/recurrence.ts';
import type { Said } from '../model/said.ts';
import { Boundary, type OccurrenceChange, Priority, Share } from '../model/slot.ts';
import { DAY_MS, isZone, LocalDate, type ZoneId } from '../model/time.ts';
import { NO_CALENDARS } from '../timeline/calendars.ts';
import { readPattern } from '../timeline/recurrence.ts';
import {
  type CalendarDay,
  createWallClocks,
  dateOf,
  dayOf,
  type WallClock,
  type WallClocks,
} from '../timeline/wall-clock.ts';
import { type EventPart, joinDayParts, OwnDays, PartMark, type ReadEvent } from './icalendar-day-parts.ts';
import { keyOfTimes } from './icalendar-days.ts';
import { readForeignRule, shiftRule } from './icalendar-rules.ts';
import { type Component, type Property, propertyOf, readComponents, unescapeText } from './icalendar-text.ts';
import {
  endOf,
  onClock,
  readLength,
  readWall,
  readWalls,
  timeOf,
  type WallTime,
  type ZoneReader,
} from './icalendar-times.ts';
import { PRIORITY_WORDS } from './icalendar-writer.ts';
import { createZoneReader, offsetAt } from './icalendar-zones.ts';
import {
  EVENT_LIMIT,
  FILE_LIMIT,
  type FileReading,
  notFound,
  type Proposal,
  ProposedSlot,
  type Reason,
  reason,
} from './proposal.ts';
import { distinct, match, matchTarget, type WardNames } from './ward-names.ts';

const MOST_DAYS = 1_000;
const NAMELESS = 'Sự kiện không tên';

/** A reason on its way out of the event it concerns. */
class Refused extends Error {
  readonly why: Reason;
  constructor(...spoken: Parameters<typeof reason>) {
    super(spoken[0]);
    this.why = reason(...spoken);
  }
}

interface Work {
  ward: WardNames;
  clocks: WallClocks;
  zoneOf: ZoneReader;
}

const textOf = (event: Component, name: string): string => unescapeText(propertyOf(event, name)?.value ?? '').trim();

const wallsOf = (property: Property, { zoneOf }: Work): WallTime[] => {
  const walls = readWalls(property, zoneOf);
  if (walls === null) throw new Refused('time-unreadable', `${property.name}:${property.value.slice(0, 80)}`);
  if ('unknownZone' in walls) throw new Refused('zone-unknown', `TZID=${walls.unknownZone}`, walls.unknownZone);
  return walls;
};

const wallOf = (event: Component, name: string, work: Work): WallTime | null => {
  const property = propertyOf(event, name);
  return property ? (wallsOf(property, work)[0] ?? null) : null;
};

/** Start and length of an event on one clock, as wall time. */
interface Place {
  day: CalendarDay;
  fromMs: number;
  lengthMs: number;
}

const placeOf = (event: Component, clock: WallClock, work: Work): Place => {
  const start = wallOf(event, 'DTSTART', work);
  if (!start) throw new Refused('time-unreadable', 'no DTSTART');
  const from = onClock(start, clock, work.clocks);
  const fromMs = from.msOfDay ?? 0;
  const end = wallOf(event, 'DTEND', work);
  const duration = propertyOf(event, 'DURATION');
  const lengthMs = ((): number => {
    if (end) {
      // Wall time between two readings of one clock: an event through a clock change is as long as its slot is.
      const until = onClock(end, clock, work.clocks);
      return (until.day - from.day) * DAY_MS + (until.msOfDay ?? 0) - fromMs;
    }
    if (!duration) return start.msOfDay === null ? DAY_MS : 0;
    const length = readLength(duration.value);
    if (!length) throw new Refused('time-unreadable', `DURATION:${duration.value.slice(0, 80)}`);
    return length.days * DAY_MS + length.ms;
  })();
  if (lengthMs <= 0) throw new Refused('no-length', `DTSTART and end are ${lengthMs} ms apart`);
  return { day: from.day, fromMs, lengthMs };
};

const timesOf = ({ fromMs, lengthMs }: Place) => ({ from: timeOf(fromMs), until: endOf(fromMs, lengthMs) });

/** The days by which local days of a start in UTC lie apart from its days in UTC. */
const shiftOf = (start: WallTime | null, place: Place): number => (start?.zone === 'UTC' ? place.day - start.day : 0);

const isSteady = (clock: WallClock, day: CalendarDay): boolean =>
  new Set([0, 91, 182, 273].map((more) => offsetAt(clock, (day + more) * DAY_MS))).size === 1;

interface RuleOfDays {
  recurrence: string;
  validFrom: LocalDate;
  validUntil: LocalDate | null;
}

/** The last day on which a start may lie, from UNTIL in any of the forms that programs write. */
const lastDayOf = (text: string, place: Place, clock: WallClock, { clocks }: Work): LocalDate => {
  const wall = readWall(text, null);
  if (!wall) throw new Refused('time-unreadable', `UNTIL=${text}`);
  if (wall.msOfDay === null) return dateOf(wall.day);
  const last = onClock(wall, clock, clocks);
  return dateOf((last.msOfDay ?? 0) < place.fromMs ? last.day - 1 : last.day);
};

const readDays = (event: Component, place: Place, clock: WallClock, work: Work): RuleOfDays => {
  const day = dateOf(place.day);
  const rules = event.properties.filter(({ name }) => name === 'RRULE');
  const wholeDays = place.lengthMs / DAY_MS;
  if (rules.length === 0) {
    if (wholeDays <= 1) return { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: day, validUntil: null };
    // Days in a row are that many whole days, without a seam.
    if (!Number.isInteger(wholeDays) || place.fromMs !== 0)
      throw new Refused('longer-than-a-day', `${place.lengthMs} ms`);
    return { recurrence: 'FREQ=DAILY', validFrom: day, validUntil: dateOf(place.day + wholeDays - 1) };
  }
  if (wholeDays > 1) throw new Refused('longer-than-a-day', `${place.lengthMs} ms`);
  const text = rules.map(({ value }) => value.trim()).join(' + ');
  if (rules.length > 1 || event.properties.some(({ name }) => name === 'EXRULE'))
    throw new Refused('rule-unknown', text, text);
  const start = wallOf(event, 'DTSTART', work);
  const shift = shiftOf(start, place);
  const read = readForeignRule(text, dateOf(place.day - shift));
  if (!read) throw new Refused('rule-unknown', text, text);
  const rule = shiftRule(read.rule, shift);
  if (!rule || (start?.zone === 'UTC' && !isSteady(clock, place.day))) throw new Refused('rule-shifted', text);
  return {
    recurrence: writeRule(rule),
    validFrom: day,
    validUntil: read.until === null ? null : lastDayOf(read.until, place, clock, work),
  };
};

interface ListedDays {
  own: CalendarDay[];
  /** Those that stand for calendars, and for changed occurrences that another event has. */
  ofCalendar: CalendarDay[];
  ofChange: CalendarDay[];
  /** How many are at other times of day. */
  elsewhere: number;
}

/** Days that a list names: whole days, or starts at the event's own time of day. */
const listedDays = (event: Component, name: string, place: Place, clock: WallClock, work: Work): ListedDays => {
  const found: ListedDays = { own: [], ofCalendar: [], ofChange: [], elsewhere: 0 };
  for (const property of event.properties) {
    if (property.name !== name || property.value.trim() === '') continue;
    if (property.parameters.get('VALUE')?.toUpperCase() === 'PERIOD')
      throw new Refused('extra-times', `${name} PERIOD`);
    const mark = property.parameters.get('X-BANGTIN-OF');
    const days = mark === 'CALENDAR' ? found.ofCalendar : mark === 'CHANGE' ? found.ofChange : found.own;
    for (const value of wallsOf(property, work)) {
      const wall = onClock(value, clock, work.clocks);
      if (wall.msOfDay !== null && wall.msOfDay !== place.fromMs) found.elsewhere += 1;
      else days.push(wall.day);
    }
  }
  return found;
};

const datesOf = (days: readonly CalendarDay[]): LocalDate[] => [...new Set(days)].sort((a, b) => a - b).map(dateOf);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const Reference = z.object({ id: z.string().max(100), name: z.string().max(200) });
const Targets = z
  .array(z.union([z.object({ kind: z.literal('all') }), Reference.extend({ kind: z.enum(['group', 'screen']) })]))
  .max(500);
const CalendarNames = z.object({ avoid: z.array(Reference).max(20), require: z.array(Reference).max(20) });

/** What our own properties say, matched with this ward; all of it absent in files of others. */
const readOwn = (event: Component, { ward }: Work) => {
  const jsonOf = (name: string) => parseJson(textOf(event, name));
  const notes: Said[] = [];
  const named = Reference.safeParse(jsonOf('X-BANGTIN-PLAYLIST')).data;
  const playlist = named ? match(named, ward.playlists) : null;
  if (named && !playlist) notes.push(notFound({ vi: 'danh sách phát', en: 'playlist' }, named.name));
  const targets = (Targets.safeParse(jsonOf('X-BANGTIN-TARGETS')).data ?? []).flatMap((target) => {
    const found = matchTarget(target, ward);
    if (!found && target.kind !== 'all')
      notes.push(
        notFound(target.kind === 'group' ? { vi: 'nhóm', en: 'group' } : { vi: 'màn hình', en: 'screen' }, target.name),
      );
    return found ?? [];
  });
  const names = CalendarNames.safeParse(jsonOf('X-BANGTIN-CALENDARS')).data ?? { avoid: [], require: [] };
  const calendarsOf = (references: z.infer<typeof Reference>[]) =>
    references.flatMap((reference) => {
      const found = match(reference, ward.calendars);
      if (!found) notes.push(notFound({ vi: 'ngày đặc biệt', en: 'calendar' }, reference.name));
      return found?.id ?? [];
    });
  const [avoid, require] = [calendarsOf(names.avoid), calendarsOf(names.require)];
  const word = textOf(event, 'CATEGORIES');
  const byWord = Priority.options.find((level) => PRIORITY_WORDS[level] === word);
  return {
    playlistId: playlist?.id ?? null,
    targets: distinct(targets),
    priority: Priority.safeParse(textOf(event, 'X-BANGTIN-PRIORITY')).data ?? byWord ?? 'normal',
    boundary: Boundary.safeParse(textOf(event, 'X-BANGTIN-BOUNDARY')).data ?? 'cut',
    share: Share.safeParse(jsonOf('X-BANGTIN-SHARE')).data ?? { kind: 'exclusive' as const },
    avoid,
    require,
    /** Whether days that stand for calendars can be left to the calendars again. */
    hasAllCalendars: avoid.length === names.avoid.length && require.length === names.require.length,
    notes,
  };
};

/** Validity as we wrote it, for as long as the event starts where it did. */
const ownValidity = (
  event: Component,
  start: CalendarDay,
): { from: LocalDate | null; until: LocalDate | null } | null => {
  const property = propertyOf(event, 'X-BANGTIN-VALID');
  if (property?.parameters.get('X-START') !== dateOf(start).replaceAll('-', '')) return null;
  const sides = property.value.split('/').map((side) => (side === '..' ? null : side));
  const isRead = sides.length === 2 && sides.every((side) => side === null || LocalDate.safeParse(side).success);
  return isRead ? { from: sides[0] ?? null, until: sides[1] ?? null } : null;
};

/** What the children of a series (RECURRENCE-ID) change of it. */
const readChanges = (children: readonly Component[], clock: WallClock, work: Work) => {
  const changes = new Map<LocalDate, OccurrenceChange>();
  const cancelled = new Set<LocalDate>();
  for (const child of children) {
    const property = propertyOf(child, 'RECURRENCE-ID') as Property;
    if (property.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE')
      throw new Refused('following-changed', 'RECURRENCE-ID;RANGE=THISANDFUTURE');
    const day = dateOf(onClock(wallsOf(property, work)[0] as WallTime, clock, work.clocks).day);
    changes.delete(day);
    cancelled.delete(day);
    if (textOf(child, 'STATUS').toUpperCase() === 'CANCELLED' && !propertyOf(child, 'X-BANGTIN-PLAYLIST')) {
      cancelled.add(day);
      continue;
    }
    const place = placeOf(child, clock, work);
    if (place.lengthMs > DAY_MS) throw new Refused('longer-than-a-day', `change of ${day}: ${place.lengthMs} ms`);
    changes.set(day, { day, onDay: dateOf(place.day), ...timesOf(place) });
  }
  return { changes: [...changes.values()], cancelled: [...cancelled] };
};

const readEvent = (event: Component, children: readonly Component[], work: Work): ReadEvent => {
  const own = readOwn(event, work);
  const isOurs = propertyOf(event, 'X-BANGTIN-PLAYLIST') !== undefined;
  const isCancelled = textOf(event, 'STATUS').toUpperCase() === 'CANCELLED';
  if (isCancelled && !isOurs) throw new Refused('cancelled', 'STATUS:CANCELLED');
  const start = wallOf(event, 'DTSTART', work);
  const named: ZoneId | null = start?.zone && start.zone !== 'UTC' ? start.zone : null;
  const ownZone = textOf(event, 'X-BANGTIN-ZONE');
  /** Null: the clock of each screen. A file of ours says so even where the ward's zone is another one by now. */
  const zone = isOurs
    ? ownZone && isZone(ownZone)
      ? (named ?? ownZone)
      : null
    : named === null || named === work.ward.zone
      ? null
      : named;
  const clock = work.clocks(named ?? work.ward.zone);
  const place = placeOf(event, clock, work);
  const days = readDays(event, place, clock, work);
  const except = listedDays(event, 'EXDATE', place, clock, work);
  const extra = listedDays(event, 'RDATE', place, clock, work);
  if (extra.elsewhere > 0) throw new Refused('extra-times', `${extra.elsewhere} RDATE at other times`);
  const { changes, cancelled } = readChanges(children, clock, work);

  const valid = ownValidity(event, place.day);
  const listedRule = textOf(event, 'X-BANGTIN-RECURRENCE');
  const mark = PartMark.safeParse(parseJson(textOf(event, 'X-BANGTIN-DAY-PART'))).data;
  const ownDays = mark && OwnDays.safeParse(parseJson(textOf(event, 'X-BANGTIN-DAYS'))).data;
  const isListed =
    !ownDays && valid !== null && own.hasAllCalendars && !propertyOf(event, 'RRULE') && readRule(listedRule) !== null;
  if (isListed) Object.assign(days, { recurrence: listedRule, validFrom: valid.from, validUntil: valid.until });
  else if (valid && propertyOf(event, 'RRULE')) Object.assign(days, { validFrom: valid.from });
  const keepsMarked = !own.hasAllCalendars || ownDays !== undefined;
  const exceptDays = [...except.own, ...(keepsMarked ? except.ofCalendar : []), ...cancelled.map(dayOf)];
  const extraDays = [...extra.own, ...(isListed ? [] : extra.ofCalendar)];

  // DTSTART is an occurrence, also where the rule does not name it (§3.8.5.3).
  if (!isListed) {
    const whole = { ...days, exceptDays: [], extraDays: [], avoidCalendars: [], requireCalendars: [] };
    const rule = readRule(days.recurrence);
    const uncounted = rule ? writeRule({ ...rule, count: null }) : days.recurrence;
    const pattern = readPattern({ ...whole, recurrence: uncounted }, NO_CALENDARS);
    if (pattern({ first: place.day, last: place.day }).length === 0) {
      if (rule?.count) throw new Refused('first-day-apart', days.recurrence, String(rule.count));
      extraDays.push(place.day);
    }
  }
  if (Math.max(exceptDays.length, extraDays.length, changes.length) > MOST_DAYS)
    throw new Refused(
      'too-many-days',
      `${exceptDays.length} EXDATE, ${extraDays.length} RDATE, ${changes.length} changes`,
    );

  const slot = ProposedSlot.safeParse({
    name: (textOf(event, 'SUMMARY').replace(/\s+/g, ' ') || NAMELESS).slice(0, 120),
    playlistId: own.playlistId,
    targets: own.targets,
    ...timesOf(place),
    zone,
    ...days,
    exceptDays: datesOf(exceptDays),
    extraDays: datesOf(extraDays),
    // The days of an event that lists a season are worked out: no calendar takes one of them.
    avoidCalendars: ownDays ? [] : [...new Set(own.avoid)],
    requireCalendars: isListed ? [...new Set(own.require)] : [],
    changes,
    priority: own.priority,
    boundary: own.boundary,
    share: own.share,
    enabled: !isCancelled,
  });
  if (!slot.success)
    throw new Refused('slot-unreadable', slot.error.issues.map(({ path }) => path.join('.')).join(', '));
  if (!mark) return { slot: slot.data, notes: own.notes, part: null };
  const isSteady =
    valid !== null && keyOfTimes(timesOf(place)) === keyOfTimes({ from: mark.times[0], until: mark.times[1] });
  const leftOut = new Set([...except.ofCalendar, ...except.ofChange]);
  const part: EventPart = {
    mark,
    isUntouched:
      isSteady &&
      (!ownDays ||
        (readRule(listedRule) !== null &&
          !propertyOf(event, 'RRULE') &&
          except.own.length + extra.own.length + cancelled.length === 0)),
    leftOut: datesOf(except.ofChange),
    seasonal: ownDays
      ? {
          runs: datesOf([place.day, ...extra.ofCalendar].filter((day) => !leftOut.has(day))),
          days:
            own.hasAllCalendars && valid
              ? {
                  recurrence: listedRule,
                  validFrom: valid.from,
                  validUntil: valid.until,
                  exceptDays: ownDays.except,
                  extraDays: ownDays.extra,
                  avoidCalendars: [...new Set(own.avoid)],
                  requireCalendars: [...new Set(own.require)],
                }
              : null,
        }
      : null,
  };
  return { slot: slot.data, notes: own.notes, part };
};

/** Events by series; the children of one whose master is not there stand alone. */
const seriesOf = (events: readonly Component[]): { event: Component; children: Component[] }[] => {
  const masters = new Map<string, { event: Component; children: Component[] }>();
  const series: { event: Component; children: Component[] }[] = [];
  for (const event of events) {
    if (propertyOf(event, 'RECURRENCE-ID')) continue;
    const one = { event, children: [] };
    series.push(one);
    masters.set(textOf(event, 'UID'), one);
  }
  for (const event of events) {
    if (!propertyOf(event, 'RECURRENCE-ID')) continue;
    const master = masters.get(textOf(event, 'UID'));
    if (master) master.children.push(event);
    else series.push({ event, children: [] });
  }
  return series;
};

/** Reads a file whole. Refused as a whole is only what is too large or no calendar; the rest is told per event. */
export const readCalendar = (text: string, ward: WardNames): FileReading<Proposal[]> => {
  if (text.length > FILE_LIMIT) return { ok: false, reason: reason('file-too-large', `${text.length} characters`) };
  const calendars = readComponents(text)?.filter(({ name }) => name === 'VCALENDAR');
  if (!calendars) return { ok: false, reason: reason('not-a-calendar', 'components do not close') };
  const events = calendars.flatMap(({ components }) => components.filter(({ name }) => name === 'VEVENT'));
  if (events.length > EVENT_LIMIT) return { ok: false, reason: reason('too-many-events', `${events.length} events`) };
  const clocks = createWallClocks();
  const rows = calendars.flatMap((calendar) => {
    const work: Work = { ward, clocks, zoneOf: createZoneReader(calendar, clocks(ward.zone)) };
    return seriesOf(calendar.components.filter(({ name }) => name === 'VEVENT')).map(
      ({ event, children }): { name: string; read: ReadEvent | null; reason: Reason | null } => {
        const name = (textOf(event, 'SUMMARY').replace(/\s+/g, ' ') || NAMELESS).slice(0, 120);
        try {
          return { name, read: readEvent(event, children, work), reason: null };
        } catch (fault) {
          if (fault instanceof Refused) return { name, read: null, reason: fault.why };
          throw fault;
        }
      },
    );
  });
  const value = joinDayParts(rows, ward).map(
    ({ row: { name, reason }, read }, place): Proposal => ({
      key: String(place),
      name,
      slot: read?.slot ?? null,
      reason,
      notes: read?.notes ?? [],
    }),
  );
  return { ok: true, value };
};
