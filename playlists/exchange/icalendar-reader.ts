/**
 * iCalendar text (ours, or of Google, Outlook, Apple …) → proposals: per event a slot, with what is still to be chosen, or the
 * reason why not; our events of one slot with a day-part are that slot. Promises: never throws, time linear in the length of the text,
 * nothing guessed. Whole days become slots of whole days; times in UTC become times of the ward where the days allow it.
 */
import { readRule, writeRule } from '../model/recurrence.ts';
import { isZone, type ZoneId } from '../model/time.ts';
import { NO_CALENDARS } from '../timeline/calendars.ts';
import { readPattern } from '../timeline/recurrence.ts';
import { createWallClocks, dayOf } from '../timeline/wall-clock.ts';
import { type EventPart, joinDayParts, OwnDays, PartMark, type ReadEvent } from './icalendar-day-parts.ts';
import { keyOfTimes } from './icalendar-days.ts';
import { datesOf, listedDays, readChanges, readDays } from './icalendar-event-days.ts';
import { ownValidity, parseJson, readOwn } from './icalendar-own.ts';
import { placeOf, Refused, textOf, timesOf, type Work, wallOf } from './icalendar-place.ts';
import { type Component, propertyOf, readComponents } from './icalendar-text.ts';
import { createZoneReader } from './icalendar-zones.ts';
import {
  EVENT_LIMIT,
  FILE_LIMIT,
  type FileReading,
  type Proposal,
  ProposedSlot,
  type Reason,
  reason,
} from './proposal.ts';
import type { WardNames } from './ward-names.ts';

const MOST_DAYS = 1_000;
const NAMELESS = 'Sự kiện không tên';

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
    ...(own.ticker && { ticker: own.ticker }),
    ...(own.isTickerAlone && { isTickerAlone: true }),
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
