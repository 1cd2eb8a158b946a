/** Slots on a wall calendar: what is drawn, and what dragging means. Local times as a manager would say them. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import {
  eventsBetween,
  mondayOf,
  movedSlot,
  recurrenceOf,
  timesOf,
} from '../../../server/console/src/schedule/week.ts';
import { aSlot } from '../../support/builders.ts';

/** Monday 23 November 2026. */
const MONDAY = '2026-11-23';
const drawn = (slot: Partial<Slot>, days = 7): string[] =>
  eventsBetween([aSlot(slot)], MONDAY, days).map(({ start, end }) => `${start} → ${end}`);

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

describe('movedSlot', () => {
  const weekly = aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE' });
  it('takes the new times for all days', () => {
    expect(
      movedSlot(weekly, { start: '2026-11-23T07:00:00' }, { start: '2026-11-23T08:00:00', end: '2026-11-23T10:00:00' }),
    ).toEqual({
      from: '08:00',
      until: '10:00',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE',
    });
  });
  it('gives up the old weekday for the new one', () => {
    expect(
      movedSlot(weekly, { start: '2026-11-23T07:00:00' }, { start: '2026-11-24T07:00:00', end: '2026-11-24T09:00:00' })
        ?.recurrence,
    ).toBe('FREQ=WEEKLY;BYDAY=TU,WE');
  });
  it('leaves the days of a daily slot alone', () => {
    const daily = aSlot({ recurrence: 'FREQ=DAILY' });
    expect(
      movedSlot(daily, { start: '2026-11-23T07:00:00' }, { start: '2026-11-25T07:00:00', end: '2026-11-25T09:00:00' })
        ?.recurrence,
    ).toBe('FREQ=DAILY');
  });
  it('refuses more than a day', () => {
    expect(
      movedSlot(weekly, { start: '2026-11-23T07:00:00' }, { start: '2026-11-23T07:00:00', end: '2026-11-24T07:00:05' }),
    ).toBeNull();
  });
});
