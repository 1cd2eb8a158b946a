/** DY3 in the console: hours by season in words, days of the year as they are typed, and what dragging does to a day-part. */
import { describe, expect, it } from 'vitest';
import { DayPart } from '../../../playlists/model/day-part.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS, prepareDayParts } from '../../../playlists/timeline/day-parts.ts';
import { slotsOfDay } from '../../../server/console/src/overview/today.ts';
import {
  hoursBySeason,
  keptTimes,
  readMonthDay,
  SUMMER,
  USUAL_DAY_PARTS,
  writeMonthDay,
} from '../../../server/console/src/schedule/day-part-hours.ts';
import {
  editByMove,
  eventsBetween,
  restAlone,
  type WeekEvent,
  withRestOfDay,
} from '../../../server/console/src/schedule/week.ts';
import { aDayPart, aSlot } from '../../support/builders.ts';

/** Monday 23 November 2026. */
const MONDAY = '2026-11-23';
const winter = { from: '10-16', until: '04-15' };
const RUSH = prepareDayParts([aDayPart()]);

describe('days of the year', () => {
  it.each([
    ['16/04', '04-16'],
    ['1/2', '02-01'],
    [' 31-12 ', '12-31'],
    ['29.2', '02-29'],
    ['30/02', null],
    ['04/16', null],
    ['16/04/2026', null],
    ['', null],
  ])('%s is read as %s', (typed, day) => {
    expect(readMonthDay(typed)).toBe(day);
    if (day !== null) expect(readMonthDay(writeMonthDay(day))).toBe(day);
  });
});

describe('DY3 the hours of a day-part', () => {
  it('are told season by season, the days of no season last, each by the clock', () => {
    const ranges = [
      { from: '16:30', until: '18:30', season: null },
      { from: '07:00', until: '08:30', season: winter },
      { from: '06:30', until: '08:00', season: null },
      { from: '16:00', until: '18:00', season: { ...winter } },
    ];
    expect(hoursBySeason(ranges)).toEqual([
      { season: winter, hours: '07:00–08:30, 16:00–18:00' },
      { season: null, hours: '06:30–08:00, 16:30–18:30' },
    ]);
  });

  it('leave a slot the first of those all year, or of any, as its own times', () => {
    const seasonal = { from: '05:00', until: '06:00', season: SUMMER };
    expect(keptTimes({ ranges: [seasonal, ...aDayPart().ranges.toReversed()] })).toEqual({
      from: '06:30',
      until: '08:00',
    });
    expect(keptTimes({ ranges: [seasonal] })).toEqual({ from: '05:00', until: '06:00' });
  });

  it('the four usual ones are day-parts by the schema', () => {
    for (const { key, ranges } of USUAL_DAY_PARTS)
      expect(DayPart.safeParse({ ...aDayPart(), name: key, ranges }).success).toBe(true);
  });
});

describe('DY3 on the calendar', () => {
  const slot = aSlot({ dayPartId: 'dpt_rush', recurrence: 'FREQ=WEEKLY;BYDAY=MO' });

  it('each stretch of a day is drawn, under a name of its own', () => {
    const events = eventsBetween([slot], MONDAY, 7, NO_CALENDARS, RUSH);
    expect(events.map(({ start, end }) => `${start} → ${end}`)).toEqual([
      '2026-11-23T06:30:00 → 2026-11-23T08:00:00',
      '2026-11-23T16:30:00 → 2026-11-23T18:30:00',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect(events.map(({ day }) => day)).toEqual([MONDAY, MONDAY]);
  });

  it('TL3 the tail of a night before the week is drawn, its other hours are not', () => {
    const ranges = [
      { from: '22:00', until: '02:00', season: null },
      { from: '12:00', until: '13:00', season: null },
    ];
    const sunday = aSlot({ dayPartId: 'dpt_rush', recurrence: 'FREQ=WEEKLY;BYDAY=SU' });
    const events = eventsBetween([sunday], MONDAY, 1, NO_CALENDARS, prepareDayParts([aDayPart({ ranges })]));
    expect(events.map(({ start }) => start)).toEqual(['2026-11-22T22:00:00']);
  });

  it('a slot whose day-part is gone is not drawn', () => {
    expect(eventsBetween([slot], MONDAY, 7, NO_CALENDARS, NO_DAY_PARTS)).toEqual([]);
  });

  it('the day in short has each stretch by its own state', () => {
    const told = slotsOfDay([slot], `${MONDAY}T12:00:00`, NO_CALENDARS, RUSH);
    expect(told.map(({ event, state }) => `${event.start.slice(11, 16)} ${state}`)).toEqual([
      '06:30 over',
      '16:30 ahead',
    ]);
  });
});

describe('DY3 dragging one stretch', () => {
  const slot = aSlot({ dayPartId: 'dpt_rush', recurrence: 'FREQ=DAILY' });
  const was = { day: MONDAY, start: `${MONDAY}T16:30:00` };
  const now = { start: `${MONDAY}T17:00:00`, end: `${MONDAY}T19:00:00` };

  it('TL22 for this day alone makes a change where it is the only one of its day', () => {
    expect(editByMove(slot, was, now, 'this')).toEqual({
      change: { changes: [{ day: MONDAY, onDay: MONDAY, from: '17:00', until: '19:00' }] },
    });
  });

  it('for this day alone takes the day out of the day-part: the other stretches of the day stay where they were', () => {
    const event = eventsBetween([slot], MONDAY, 1, NO_CALENDARS, RUSH).find(({ start }) => start === was.start);
    const moved = withRestOfDay(slot, event as WeekEvent, RUSH);
    const edit = editByMove(slot, moved, now, 'this');
    const after = [
      { ...slot, ...edit?.change },
      ...(edit?.add ?? []).map((draft, place) => aSlot({ ...draft, id: `slt_new${place}` })),
    ];
    expect(edit?.add?.map(({ dayPartId }) => dayPartId)).toEqual([null, null]);
    const runs = (day: string) =>
      eventsBetween(after, day, 1, NO_CALENDARS, RUSH).map(({ start, end }) => [start, end]);
    const before = eventsBetween([slot], MONDAY, 1, NO_CALENDARS, RUSH).map(({ start, end }) => [start, end]);
    const others = before.filter(([start]) => start !== was.start);
    expect(others).toHaveLength(1);
    expect(runs(MONDAY).sort()).toEqual([...others, [now.start, now.end]].sort());
    // Skipping it is the same, less the one.
    expect(restAlone(slot, moved).map(({ from, until }) => [from, until])).toEqual(
      others.map(([start, end]) => [start?.slice(11, 16), end?.slice(11, 16)]),
    );
  });

  it('for all days gives the slot times of its own', () => {
    expect(editByMove(slot, was, now, 'all')?.change).toMatchObject({ dayPartId: null, from: '17:00', until: '19:00' });
  });

  it('from a day on gives them to the part that goes on; the part before keeps the day-part', () => {
    const edit = editByMove(slot, was, now, 'following');
    expect(edit?.change).not.toHaveProperty('dayPartId');
    expect(edit?.add).toMatchObject([{ dayPartId: null, from: '17:00', until: '19:00', validFrom: MONDAY }]);
  });
});
