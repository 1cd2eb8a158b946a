/** Slots on a wall calendar: what is drawn, and what dragging means. Local times as a manager would say them. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS } from '../../../playlists/timeline/day-parts.ts';
import {
  editByMove,
  editByRemoval,
  eventsBetween,
  mondayOf,
  periodOf,
  recurrenceOf,
  stepFrom,
  timesOf,
} from '../../../server/console/src/schedule/week.ts';
import { aSlot } from '../../support/builders.ts';

/** Monday 23 November 2026. */
const MONDAY = '2026-11-23';
const drawn = (slot: Partial<Slot>, days = 7): string[] =>
  eventsBetween([aSlot(slot)], MONDAY, days, NO_CALENDARS, NO_DAY_PARTS).map(({ start, end }) => `${start} → ${end}`);

describe('views', () => {
  it.each([
    ['day', '2026-11-25', '2026-11-25', 1],
    ['week', '2026-11-25', '2026-11-23', 7],
    ['month', '2026-11-25', '2026-10-26', 42],
    ['month', '2027-03-10', '2027-03-01', 35],
    ['month', '2027-02-01', '2027-02-01', 28],
  ] as const)('a %s around %s begins on %s', (view, on, first, days) => {
    expect(periodOf(view, on)).toEqual({ first, days });
  });

  it.each([
    ['day', '2026-03-01', '2026-02-28', '2026-03-02'],
    ['week', '2026-11-25', '2026-11-18', '2026-12-02'],
    ['month', '2026-12-31', '2026-11-01', '2027-01-01'],
    ['month', '2026-01-31', '2025-12-01', '2026-02-01'],
    ['month', '2026-03-31', '2026-02-01', '2026-04-01'],
  ] as const)('a %s steps from %s back to %s and on to %s', (view, on, back, forth) => {
    expect([stepFrom(view, on, -1), stepFrom(view, on, 1)]).toEqual([back, forth]);
  });
});

describe('eventsBetween', () => {
  it('draws a daily slot on each day', () => {
    const lines = drawn({ from: '06:30', until: '11:00', recurrence: 'FREQ=DAILY' });
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe('2026-11-23T06:30:00 → 2026-11-23T11:00:00');
  });

  it('TL3 draws an overnight slot into the next day, and the tail of the evening before the week', () => {
    expect(drawn({ from: '22:00', until: '01:30:05', recurrence: 'FREQ=WEEKLY;BYDAY=SU' })).toEqual([
      '2026-11-22T22:00:00 → 2026-11-23T01:30:05',
      '2026-11-29T22:00:00 → 2026-11-30T01:30:05',
    ]);
  });

  it('ends at 24:00 on the midnight after its day', () => {
    expect(drawn({ from: '20:00', until: '24:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' })).toEqual([
      '2026-11-23T20:00:00 → 2026-11-24T00:00:00',
    ]);
  });

  it('keeps to validity, both days included', () => {
    expect(
      drawn({
        from: '08:00',
        until: '09:00',
        recurrence: 'FREQ=DAILY',
        validFrom: '2026-11-25',
        validUntil: '2026-11-26',
      }),
    ).toEqual(['2026-11-25T08:00:00 → 2026-11-25T09:00:00', '2026-11-26T08:00:00 → 2026-11-26T09:00:00']);
  });
});

describe('mondayOf', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
  ])('%s → %s', (date, monday) => expect(mondayOf(date)).toBe(monday));
});

describe('recurrenceOf', () => {
  it.each([
    [[1, 2, 3, 4, 5, 6, 7], 'FREQ=DAILY'],
    [[5, 1, 1], 'FREQ=WEEKLY;BYDAY=MO,FR'],
    [[7], 'FREQ=WEEKLY;BYDAY=SU'],
  ])('%o → %s', (days, text) => expect(recurrenceOf(days)).toBe(text));
});

describe('timesOf', () => {
  it.each([
    ['2026-11-23T07:00:00', '2026-11-23T09:30:00', '07:00', '09:30'],
    ['2026-11-23T07:00:05', '2026-11-23T09:30:00', '07:00:05', '09:30'],
    ['2026-11-23T20:00:00', '2026-11-24T00:00:00', '20:00', '24:00'],
    ['2026-11-23T20:00:00', '2026-11-24T01:00:00', '20:00', '01:00'],
  ])('%s – %s', (start, end, from, until) => expect(timesOf(start, end)).toEqual({ from, until }));
});

describe('editByMove', () => {
  const weekly = aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE' });
  const monday = { day: '2026-11-23', start: '2026-11-23T07:00:00' };
  const to = (day: string, from = '08:00', until = '10:00') => ({
    start: `${day}T${from}:00`,
    end: `${day}T${until}:00`,
  });

  it('all: the new times for all days; the old weekday for the new one; a daily slot keeps its days', () => {
    expect(editByMove(weekly, monday, to('2026-11-23'), 'all')?.change).toEqual({
      from: '08:00',
      until: '10:00',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE',
    });
    expect(editByMove(weekly, monday, to('2026-11-24'), 'all')?.change.recurrence).toBe('FREQ=WEEKLY;BYDAY=TU,WE');
    const daily = aSlot({ recurrence: 'FREQ=DAILY' });
    expect(editByMove(daily, monday, to('2026-11-25'), 'all')?.change.recurrence).toBe('FREQ=DAILY');
  });

  it('this: one occurrence is put there, and put elsewhere again', () => {
    const once = editByMove(weekly, monday, to('2026-11-24'), 'this')?.change;
    const change = { day: '2026-11-23', onDay: '2026-11-24', from: '08:00', until: '10:00' };
    expect(once).toEqual({ changes: [change] });
    const again = editByMove({ ...weekly, ...once } as Slot, monday, to('2026-11-26'), 'this')?.change;
    expect(again).toEqual({ changes: [{ ...change, onDay: '2026-11-26' }] });
  });

  it('following: the rule ends the day before, a new slot goes on; what was changed stays with its half', () => {
    const changed = aSlot({
      ...weekly,
      exceptDays: ['2026-11-16', '2026-12-02'],
      changes: [{ day: '2026-11-18', onDay: '2026-11-19', from: '07:00', until: '08:00' }],
    });
    const edit = editByMove(changed, monday, to('2026-11-24'), 'following');
    expect(edit?.change).toMatchObject({ validUntil: '2026-11-22', exceptDays: ['2026-11-16'] });
    expect(edit?.change.changes).toHaveLength(1);
    expect(edit?.add?.[0]).toMatchObject({
      validFrom: '2026-11-23',
      from: '08:00',
      recurrence: 'FREQ=WEEKLY;BYDAY=TU,WE',
      exceptDays: ['2026-12-02'],
      changes: [],
    });
    expect(edit?.add?.[0]).not.toHaveProperty('id');
  });

  it('is not possible for more than a day, nor for days of the month dragged to another day', () => {
    const long = { start: '2026-11-23T07:00:00', end: '2026-11-24T07:00:05' };
    expect(editByMove(weekly, monday, long, 'this')).toBeNull();
    const monthly = aSlot({ recurrence: 'FREQ=MONTHLY;BYMONTHDAY=23' });
    expect(editByMove(monthly, monday, to('2026-11-24'), 'all')).toBeNull();
    expect(editByMove(monthly, monday, to('2026-11-23'), 'all')?.change.recurrence).toBe('FREQ=MONTHLY;BYMONTHDAY=23');
    expect(editByMove(monthly, monday, to('2026-11-24'), 'this')).not.toBeNull();
    const counted = aSlot({ recurrence: 'FREQ=DAILY;COUNT=9', validFrom: '2026-11-20' });
    expect(editByMove(counted, monday, to('2026-11-23'), 'following')).toBeNull();
  });
});

describe('editByRemoval', () => {
  const slot = aSlot({ extraDays: ['2026-12-24'] });
  it('this: an exception; following: an end', () => {
    expect(editByRemoval(slot, '2026-11-23', 'this')).toMatchObject({ exceptDays: ['2026-11-23'] });
    expect(editByRemoval(slot, '2026-11-23', 'following')).toEqual({ validUntil: '2026-11-22', extraDays: [] });
  });
});
