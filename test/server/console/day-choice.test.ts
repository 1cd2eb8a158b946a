/** The days of a slot in the form: what is asked shows the rule, and saving untouched never changes it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRule, writeRule } from '../../../playlists/model/recurrence.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { readPattern } from '../../../playlists/timeline/recurrence.ts';
import { dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { nextDaysOf, readDayChoice, ruleOf } from '../../../server/console/src/schedule/day-choice.ts';

/** Tuesday 24 November 2026. */
const TODAY = '2026-11-24';
const read = (recurrence: string, validFrom: string | null = null) => readDayChoice({ recurrence, validFrom }, TODAY);

describe('readDayChoice', () => {
  it.each([
    ['FREQ=DAILY', null, 'daily'],
    ['FREQ=DAILY;COUNT=1', '2026-12-01', 'once'],
    ['FREQ=DAILY;INTERVAL=3', '2026-12-01', 'daily'],
    ['FREQ=WEEKLY;BYDAY=MO,WE', null, 'weekly'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-12-01', 'weekly'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-1', null, 'monthly-date'],
    ['FREQ=MONTHLY;BYDAY=2TU', null, 'monthly-weekday'],
    ['FREQ=MONTHLY;BYDAY=-1FR', null, 'monthly-weekday'],
    ['FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2', null, 'yearly'],
    ['FREQ=YEARLY', '2026-09-02', 'yearly'],
    ['FREQ=MONTHLY;BYDAY=1MO,3MO', null, 'other'],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', null, 'other'],
    ['FREQ=DAILY;BYMONTH=6,7', null, 'other'],
    ['FREQ=DAILY;UNTIL=20261231', null, 'other'],
  ])('shows %s (from %s) as %s', (rule, from, kind) => {
    expect(read(rule, from).kind).toBe(kind);
  });

  it('fills what another kind would ask with the day of the start', () => {
    expect(read('FREQ=DAILY', '2026-12-30')).toMatchObject({ nth: -1, weekday: 3, monthDays: [30], month: 12 });
  });
});

describe('weekly', () => {
  it('begins with the working week, not with all days, which would be daily', () => {
    const choice = read('FREQ=DAILY');
    expect(ruleOf({ ...choice, kind: 'weekly' })).toBe('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR');
  });
});

describe('ruleOf', () => {
  const numbers = (least: number, most: number) =>
    fc.uniqueArray(
      fc.integer({ min: least, max: most }).filter((number) => number !== 0),
      { maxLength: 3 },
    );
  const rules = fc
    .record({
      frequency: fc.constantFrom('DAILY' as const, 'WEEKLY' as const, 'MONTHLY' as const, 'YEARLY' as const),
      interval: fc.integer({ min: 1, max: 3 }),
      byDay: fc.uniqueArray(
        fc.record({ weekday: fc.integer({ min: 1, max: 7 }), nth: fc.constantFrom(null, 1, 2, 5, -1, -2) }),
        { maxLength: 3, selector: ({ weekday, nth }) => `${nth}${weekday}` },
      ),
      byMonthDay: numbers(-5, 31),
      byMonth: numbers(1, 12),
      count: fc.constantFrom(null, 1, 5),
      until: fc.constantFrom(null, '2027-03-01'),
    })
    .map(writeRule)
    .filter((text) => readRule(text) !== null);

  it('saved untouched, every rule keeps its days', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const kept = {
          validFrom: '2026-11-10',
          validUntil: null,
          exceptDays: [],
          extraDays: [],
          avoidCalendars: [],
          requireCalendars: [],
        };
        const days = (recurrence: string) =>
          readPattern({ ...kept, recurrence }, NO_CALENDARS)({ first: dayOf('2026-11-01'), last: dayOf('2028-12-31') });
        expect(days(ruleOf(read(rule, kept.validFrom)))).toEqual(days(rule));
      }),
      { numRuns: 500 },
    );
  });

  it('writes what was chosen', () => {
    const choice = read('FREQ=DAILY');
    expect(ruleOf({ ...choice, kind: 'weekly', weekdays: [3, 1], interval: 2 })).toBe(
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
    );
    expect(ruleOf({ ...choice, kind: 'monthly-weekday', weekday: 5, nth: -1 })).toBe('FREQ=MONTHLY;BYDAY=-1FR');
    expect(ruleOf({ ...choice, kind: 'monthly-date', monthDays: [15, -1], count: 6 })).toBe(
      'FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=6',
    );
    expect(ruleOf({ ...choice, kind: 'yearly', month: 9, dayOfMonth: 2 })).toBe('FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2');
    expect(ruleOf({ ...choice, kind: 'once' })).toBe('FREQ=DAILY;COUNT=1');
  });
});

describe('nextDaysOf', () => {
  const slot = {
    validFrom: null,
    validUntil: null,
    exceptDays: [],
    extraDays: [],
    avoidCalendars: [],
    requireCalendars: [],
  };
  it('finds the next days, today among them', () => {
    expect(nextDaysOf({ ...slot, recurrence: 'FREQ=WEEKLY;BYDAY=TU' }, TODAY, 3, NO_CALENDARS)).toEqual([
      '2026-11-24',
      '2026-12-01',
      '2026-12-08',
    ]);
  });
  it('waits for a leap day, and ends when there is none', () => {
    expect(nextDaysOf({ ...slot, recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' }, TODAY, 1, NO_CALENDARS)).toEqual([
      '2028-02-29',
    ]);
    expect(nextDaysOf({ ...slot, recurrence: 'FREQ=DAILY', validUntil: '2026-11-01' }, TODAY, 3, NO_CALENDARS)).toEqual(
      [],
    );
  });
});
