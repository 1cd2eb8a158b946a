/** Copies of occurrences, of days and of weeks. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS } from '../../../playlists/timeline/day-parts.ts';
import { copyPeriod, moveOnce, type Period, periodsAfter } from '../../../server/console/src/schedule/slot-copies.ts';
import { copyOf, eventsBetween } from '../../../server/console/src/schedule/week.ts';
import { aSlot } from '../../support/builders.ts';

/** Monday 23 November 2026. */
const MONDAY = '2026-11-23';
const copied = (period: Period, to: string[], slots: Slot[], shown = slots) =>
  copyPeriod(period, MONDAY, to, { shown, all: slots, calendars: NO_CALENDARS, dayParts: NO_DAY_PARTS });
const lines = (drafts: readonly Pick<Slot, 'validFrom' | 'from' | 'until'>[]): string[] =>
  drafts.map(({ validFrom, from, until }) => `${validFrom} ${from}–${until}`);

describe('copyOf', () => {
  it('runs once where it was put, whatever the days of the slot were', () => {
    const slot = aSlot({
      recurrence: 'FREQ=WEEKLY;BYDAY=MO',
      exceptDays: ['2026-11-30'],
      extraDays: ['2026-12-01'],
      avoidCalendars: ['cal_holidays'],
      changes: [{ day: MONDAY, onDay: MONDAY, from: '01:00', until: '02:00' }],
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      priority: 'urgent',
    });
    const copy = copyOf(slot, '2027-02-03T22:00:00', '2027-02-04T00:30:00');
    expect(copy).toMatchObject({ name: slot.name, priority: 'urgent', recurrence: 'FREQ=DAILY;COUNT=1' });
    const drawn = eventsBetween([aSlot(copy)], '2026-01-01', 3 * 365, NO_CALENDARS, NO_DAY_PARTS);
    expect(drawn.map(({ start, end }) => `${start} → ${end}`)).toEqual(['2027-02-03T22:00:00 → 2027-02-04T00:30:00']);
  });
});

describe('moveOnce', () => {
  it('gives what runs once another day, also after it was moved alone before', () => {
    const changes = [{ day: MONDAY, onDay: '2026-11-25', from: '09:00', until: '10:00' }];
    const once = aSlot({ recurrence: 'FREQ=DAILY;COUNT=1', validFrom: MONDAY, changes });
    const moved = moveOnce(once, '2026-11-27T20:00:00', '2026-11-28T00:00:00');
    const drawn = eventsBetween([aSlot({ ...once, ...moved?.change })], MONDAY, 7, NO_CALENDARS, NO_DAY_PARTS);
    expect(drawn.map(({ start, isChanged }) => `${start} ${isChanged}`)).toEqual(['2026-11-27T20:00:00 false']);
    expect(moved?.change.until).toBe('24:00');
  });

  it.each([
    { recurrence: 'FREQ=DAILY' },
    { recurrence: 'FREQ=DAILY;COUNT=1', extraDays: ['2026-12-24'] },
    { recurrence: 'FREQ=DAILY;COUNT=2' },
  ])('leaves %j to the other ways', (part) => {
    expect(moveOnce(aSlot({ validFrom: MONDAY, ...part }), `${MONDAY}T10:00:00`, `${MONDAY}T11:00:00`)).toBeNull();
  });
});

describe('copyPeriod', () => {
  const once = aSlot({
    id: 'slt_once',
    recurrence: 'FREQ=DAILY;COUNT=1',
    validFrom: '2026-11-25',
    from: '18:00',
    until: '19:00',
  });
  const weekly = aSlot({ id: 'slt_weekly', recurrence: 'FREQ=WEEKLY;BYDAY=TU', from: '10:00', until: '11:00' });
  const fortnightly = aSlot({
    id: 'slt_fortnightly',
    recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH',
    validFrom: MONDAY,
    from: '12:00',
    until: '13:00',
  });

  it('adds what would not run there by itself, on the same weekday at the same times', () => {
    const { add, already } = copied('week', periodsAfter('week', MONDAY, 2), [once, weekly, fortnightly]);
    expect(lines(add)).toEqual(['2026-12-02 18:00–19:00', '2026-12-03 12:00–13:00', '2026-12-09 18:00–19:00']);
    // The weekly one runs in both weeks, the fortnightly one in the second.
    expect(already).toBe(3);
  });

  it('copied a second time adds nothing', () => {
    const to = periodsAfter('week', MONDAY, 2);
    const slots = [once, weekly, fortnightly];
    const first = copied('week', to, slots);
    const copies = first.add.map((draft, index) => aSlot({ ...draft, id: `slt_copy${index}` }));
    expect(copied('week', to, [...slots, ...copies])).toEqual({ add: [], already: first.add.length + first.already });
  });

  it('takes one slot elsewhere, or at another level, for another thing', () => {
    const elsewhere = aSlot({
      ...once,
      id: 'slt_else',
      validFrom: '2026-12-02',
      targets: [{ kind: 'screen', screenId: 'scr_gate' }],
    });
    const urgent = aSlot({ ...once, id: 'slt_urgent', validFrom: '2026-12-02', priority: 'urgent' });
    expect(lines(copied('week', ['2026-11-30'], [once, elsewhere, urgent], [once]).add)).toEqual([
      '2026-12-02 18:00–19:00',
    ]);
  });

  it('copies what starts in the period and runs: no tail of the evening before, nothing suspended, nothing onto itself', () => {
    const night = aSlot({ id: 'slt_night', recurrence: 'FREQ=WEEKLY;BYDAY=SU,MO', from: '22:00', until: '02:00' });
    const off = aSlot({ id: 'slt_off', enabled: false });
    const { add, already } = copied('day', ['2026-11-26', MONDAY, '2026-11-26'], [night, off]);
    expect([lines(add), already]).toEqual([['2026-11-26 22:00–02:00'], 0]);
  });

  it('follows one occurrence that was moved alone', () => {
    const moved = aSlot({
      ...weekly,
      changes: [{ day: '2026-11-24', onDay: '2026-11-27', from: '15:00', until: '16:00' }],
    });
    const { add, already } = copied('week', ['2026-12-03'], [moved]);
    expect([lines(add), already]).toEqual([['2026-12-04 15:00–16:00'], 0]);
  });

  it('goes over the end of a year', () => {
    expect(periodsAfter('week', '2026-12-28', 2)).toEqual(['2027-01-04', '2027-01-11']);
    expect(periodsAfter('day', '2026-12-31', 1)).toEqual(['2027-01-01']);
  });
});
