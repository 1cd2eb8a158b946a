/**
 * When an event of an iCalendar file starts and how long it lasts, as wall time of one clock. What cannot be read is thrown as `Refused`,
 * a reason on its way out of the event it concerns.
 */
import { DAY_MS } from '../model/time.ts';
import type { CalendarDay, WallClock, WallClocks } from '../timeline/wall-clock.ts';
import { type Component, type Property, propertyOf, unescapeText } from './icalendar-text.ts';
import { endOf, onClock, readLength, readWalls, timeOf, type WallTime, type ZoneReader } from './icalendar-times.ts';
import { type Reason, reason } from './proposal.ts';
import type { WardNames } from './ward-names.ts';

/** A reason on its way out of the event it concerns. */
export class Refused extends Error {
  readonly why: Reason;
  constructor(...spoken: Parameters<typeof reason>) {
    super(spoken[0]);
    this.why = reason(...spoken);
  }
}

/** What every part of an event is read with. */
export interface Work {
  ward: WardNames;
  clocks: WallClocks;
  zoneOf: ZoneReader;
}

export const textOf = (event: Component, name: string): string =>
  unescapeText(propertyOf(event, name)?.value ?? '').trim();

export const wallsOf = (property: Property, { zoneOf }: Work): WallTime[] => {
  const walls = readWalls(property, zoneOf);
  if (walls === null) throw new Refused('time-unreadable', `${property.name}:${property.value.slice(0, 80)}`);
  if ('unknownZone' in walls) throw new Refused('zone-unknown', `TZID=${walls.unknownZone}`, walls.unknownZone);
  return walls;
};

export const wallOf = (event: Component, name: string, work: Work): WallTime | null => {
  const property = propertyOf(event, name);
  return property ? (wallsOf(property, work)[0] ?? null) : null;
};

/** Start and length of an event on one clock, as wall time. */
export interface Place {
  day: CalendarDay;
  fromMs: number;
  lengthMs: number;
}

export const placeOf = (event: Component, clock: WallClock, work: Work): Place => {
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

export const timesOf = ({ fromMs, lengthMs }: Place) => ({ from: timeOf(fromMs), until: endOf(fromMs, lengthMs) });
