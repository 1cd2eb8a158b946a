/** DY3: named hours of the day, by season, and the slots that take them. */
import { describe, expect, it } from 'vitest';
import { DayPart } from '../../../playlists/model/day-part.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { prepareDayParts } from '../../../playlists/timeline/day-parts.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { occurrencesOf, wallRunsOf } from '../../../playlists/timeline/occurrences.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { createWallClocks, dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { aDayPart, aSchedule, aScreen, aSlot, at } from '../../support/builders.ts';
import { tellSpans } from './timeline-text.ts';

type Hours = `${string}–${string}` | `${string}–${string} ${string}…${string}`;

/** `06:30–08:00`, `05:30–07:30 04-15…10-15`. */
const ranges = (...hours: Hours[]) =>
  hours.map((text) => {
    const [times = '', season] = text.split(' ');
    const [from = '', until = ''] = times.split('–');
    const [first = '', last = ''] = season?.split('…') ?? [];
    return { from, until, season: season === undefined ? null : { from: first, until: last } };
  });
const part = (...hours: Hours[]): DayPart => aDayPart({ ranges: ranges(...hours) });
const parts = (...hours: Hours[]) => prepareDayParts([part(...hours)]);

/** The hours that a daily slot runs at on a day. */
const hoursOn = (date: string, ...hours: Hours[]): string => {
  const day = dayOf(date);
  const slot = aSlot({ dayPartId: 'dpt_rush' });
  return wallRunsOf(slot, { first: day, last: day }, NO_CALENDARS, parts(...hours))
    .map(({ from, until }) => `${from}–${until}`)
    .join(', ');
};

describe('DY3 the hours of a day', () => {
  const SUMMER = '05:30–07:30 04-15…10-15';
  const WINTER = '07:00–09:00 11-01…02-28';
  it.each<[string, string, Hours[], string]>([
    ['several ranges, by their start', '2026-03-02', ['16:30–18:30', '06:30–08:00'], '06:30–08:00, 16:30–18:30'],
    ['in no season, those without one', '2026-04-14', [SUMMER, '06:30–08:00'], '06:30–08:00'],
    ['on the first day of a season, its own', '2026-04-15', [SUMMER, '06:30–08:00'], '05:30–07:30'],
    ['on the last day of a season, its own', '2026-10-15', [SUMMER, '06:30–08:00'], '05:30–07:30'],
    ['after the last day, the others again', '2026-10-16', [SUMMER, '06:30–08:00'], '06:30–08:00'],
    ['over New Year: in December', '2026-12-31', [WINTER, '06:30–08:00'], '07:00–09:00'],
    ['over New Year: in February', '2027-02-28', [WINTER, '06:30–08:00'], '07:00–09:00'],
    ['29 February is after the 28th', '2028-02-29', [WINTER, '06:30–08:00'], '06:30–08:00'],
    ['a season to 29 February has the 28th', '2027-02-28', ['07:00–09:00 12-01…02-29'], '07:00–09:00'],
    ['none on days of no season, where all have one', '2026-07-01', [WINTER], ''],
    [
      'those of all seasons that hold the day',
      '2026-05-01',
      [SUMMER, '16:00–18:00 05-01…05-31'],
      '05:30–07:30, 16:00–18:00',
    ],
    ['a season drops all others of the day-part', '2026-05-01', [SUMMER, '06:30–08:00', '20:00–21:00'], '05:30–07:30'],
  ])('%s', (_, date, hours, expected) => {
    expect(hoursOn(date, ...hours)).toBe(expected);
  });
});

describe('DY3 ranges of one day have no time in common', () => {
  const overlapOf = (...hours: Hours[]): string[] => {
    const { ranges: _, ...rest } = aDayPart();
    const parsed = DayPart.safeParse({ ...rest, ranges: ranges(...hours) });
    return parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  };
  it.each<[string, Hours[], string[]]>([
    ['that touch are fine', ['06:00–11:00', '11:00–13:00'], []],
    [
      'that meet are not: the later in the list is named',
      ['06:00–11:00', '10:59:59–13:00'],
      ['ranges.1.from overlaps'],
    ],
    ['one within the other', ['12:00–12:30', '11:00–13:00'], ['ranges.1.from overlaps']],
    ['in seasons that share a day', ['06:00–09:00 04-01…06-30', '08:00–10:00 06-30…09-30'], ['ranges.1.from overlaps']],
    ['in seasons that touch are fine', ['06:00–09:00 04-01…06-29', '08:00–10:00 06-30…09-30'], []],
    ['with and without a season never hold on one day', ['06:00–09:00', '08:00–10:00 06-01…06-30'], []],
    ['both over New Year', ['06:00–09:00 12-01…01-31', '08:00–10:00 01-31…02-28'], ['ranges.1.from overlaps']],
    ['a night into the next morning', ['22:00–06:00', '05:00–08:00'], ['ranges.1.from overlaps']],
    ['a night to the minute is fine', ['22:00–05:00', '05:00–08:00'], []],
    ['the last night of a season', ['22:00–06:00 04-01…06-30', '05:00–08:00'], ['ranges.1.from overlaps']],
    [
      'the last night of February in common years',
      ['22:00–06:00 02-01…02-28', '05:00–08:00 03-01…03-31'],
      ['ranges.1.from overlaps'],
    ],
    [
      'a night outside a season over New Year',
      ['22:00–06:00', '05:00–08:00', '12:00–13:00 12-01…01-31'],
      ['ranges.1.from overlaps'],
    ],
    ['a whole day and anything', ['00:00–24:00', '08:00–09:00'], ['ranges.1.from overlaps']],
    ['whole days, one after another, are fine', ['00:00–00:00'], []],
  ])('%s', (_, hours, expected) => {
    expect(overlapOf(...hours)).toEqual(expected);
  });
  it('a day that no year has is no season', () => {
    for (const day of ['02-30', '13-01', '00-10', '1-1'])
      expect(
        DayPart.safeParse({
          ...aDayPart(),
          ranges: [{ from: '06:00', until: '07:00', season: { from: day, until: '12-31' } }],
        }).success,
      ).toBe(false);
  });
});

const scheduleOf = (...hours: Hours[]): Schedule =>
  aSchedule({ slots: [aSlot({ dayPartId: 'dpt_rush' })], dayParts: [part(...hours)] });
const shown = (schedule: Schedule, from = '2026-03-02 00:00', until = '2026-03-03 00:00'): string =>
  tellSpans(compileScreen(schedule, aScreen().id, { from: at(from), until: at(until) }).body);

describe('DY3 a slot with a day-part', () => {
  const rush = scheduleOf('06:30–08:00', '16:30–18:30');

  it('runs in each range, and its own times are not read', () => {
    expect(shown(rush)).toBe('00:00 safe · 06:30 slt_day · 08:00 safe · 16:30 slt_day · 18:30 safe');
  });

  it('TL3 overnight: the night belongs to the day on which it starts', () => {
    const nights = aSchedule({
      slots: [aSlot({ dayPartId: 'dpt_rush', recurrence: 'FREQ=WEEKLY;BYDAY=MO' })],
      dayParts: [part('22:00–06:00', '12:00–13:00')],
    });
    expect(shown(nights, '2026-03-02 00:00', '2026-03-03 12:00')).toBe(
      '00:00 safe · 12:00 slt_day · 13:00 safe · 22:00 slt_day · 06:00 safe',
    );
  });

  it('the last night of a season keeps its hours to their end', () => {
    const season = scheduleOf('22:00–06:00 01-01…03-02', '08:00–09:00');
    expect(shown(season, '2026-03-02 12:00', '2026-03-03 12:00')).toBe(
      '12:00 safe · 22:00 slt_day · 06:00 safe · 08:00 slt_day · 09:00 safe',
    );
  });

  it('TL14 counts its loop from the start of each range', () => {
    const { body } = compileScreen(rush, aScreen().id, { from: at('2026-03-02 00:00'), until: at('2026-03-03 00:00') });
    for (const start of ['2026-03-02 06:30', '2026-03-02 16:30'])
      expect(playheadAt(body, at(start) + 4_000)).toMatchObject({
        kind: 'cue',
        offsetMs: 4_000,
        cue: { assetId: 'ast_clip' },
      });
  });

  it('TL8 starts anew with each range: the later start wins', () => {
    const long = aSlot({ id: 'slt_long', from: '16:00', until: '20:00' });
    expect(shown({ ...rush, slots: [...rush.slots, long] })).toBe(
      '00:00 safe · 06:30 slt_day · 08:00 safe · 16:00 slt_long · 16:30 slt_day · 18:30 slt_long · 20:00 safe',
    );
  });

  it('TL22 a changed day has the changed times alone, on whatever day it was put', () => {
    const change = (onDay: string) => ({ day: '2026-03-02', onDay, from: '09:00', until: '10:00' });
    const slotOf = (onDay: string) => aSlot({ dayPartId: 'dpt_rush', changes: [change(onDay)] });
    expect(shown({ ...rush, slots: [slotOf('2026-03-02')] })).toBe('00:00 safe · 09:00 slt_day · 10:00 safe');
    expect(shown({ ...rush, slots: [slotOf('2026-03-05')] })).toBe('00:00 safe');
    expect(shown({ ...rush, slots: [slotOf('2026-03-03')] }, '2026-03-03 00:00', '2026-03-04 00:00')).toBe(
      '00:00 safe · 06:30 slt_day · 08:00 safe · 09:00 slt_day · 10:00 safe · 16:30 slt_day · 18:30 safe',
    );
  });

  it('TL22 a change on a day without hours says nothing', () => {
    const winter = scheduleOf('07:00–09:00 11-01…02-28');
    const slot = aSlot({
      dayPartId: 'dpt_rush',
      changes: [{ day: '2026-03-02', onDay: '2026-03-02', from: '09:00', until: '10:00' }],
    });
    expect(shown({ ...winter, slots: [slot] })).toBe('00:00 safe');
  });

  it('COUNT counts days without hours: it is how often the rule begins', () => {
    const slot = aSlot({ dayPartId: 'dpt_rush', recurrence: 'FREQ=DAILY;COUNT=4', validFrom: '2026-02-27' });
    const days = wallRunsOf(
      slot,
      { first: dayOf('2026-02-20'), last: dayOf('2026-03-20') },
      NO_CALENDARS,
      parts('07:00–09:00 03-01…04-30'),
    );
    expect(days.map(({ day }) => dateOf(day))).toEqual(['2026-03-01', '2026-03-02']);
  });

  it('TZ1 TZ2 holds on days when the clock is changed, by the wall', () => {
    const clock = createWallClocks()('Europe/Berlin');
    const horizon = { from: at('2026-03-29 00:00', '+01:00'), until: at('2026-03-30 00:00', '+02:00') };
    const found = occurrencesOf(
      aSlot({ dayPartId: 'dpt_rush' }),
      clock,
      horizon,
      NO_CALENDARS,
      parts('01:30–02:15', '02:15–02:45', '02:45–03:30'),
    );
    expect(found).toEqual([
      { from: at('2026-03-29 01:30', '+01:00'), until: at('2026-03-29 03:00', '+02:00') },
      { from: at('2026-03-29 03:00', '+02:00'), until: at('2026-03-29 03:30', '+02:00') },
    ]);
  });

  it('is explained as any other, and is not said to be passed over between its ranges', () => {
    const id = aScreen().id;
    expect(explain(rush, id, at('2026-03-02 17:00')).winner).toMatchObject({ kind: 'slot', slotId: 'slt_day' });
    expect(explain(rush, id, at('2026-03-02 12:00')).losers).toEqual([]);
    expect(explain(rush, id, at('2026-03-02 17:00')).vi).toContain('hằng ngày theo giờ mẫu');
  });
});

describe('DY3 findings', () => {
  const now = at('2026-03-02 08:00');
  const codes = (schedule: Schedule): string[] => findProblems(schedule, now).map(({ code }) => code);
  const gone = aSchedule({ slots: [aSlot({ dayPartId: 'dpt_gone' })] });

  it('FD21 a day-part that is gone: the slot does not run, and nobody can publish', () => {
    expect(shown(gone)).toBe('00:00 safe');
    expect(findProblems(gone, now)).toContainEqual(
      expect.objectContaining({ code: 'day-part-missing', blocks: true, slotId: 'slt_day' }),
    );
    expect(codes(gone)).not.toContain('slot-never-runs');
  });

  it('FD21 is not said of a slot that is suspended, or over', () => {
    expect(codes({ ...gone, slots: [aSlot({ dayPartId: 'dpt_gone', enabled: false })] })).not.toContain(
      'day-part-missing',
    );
    expect(codes({ ...gone, slots: [aSlot({ dayPartId: 'dpt_gone', validUntil: '2026-02-01' })] })).not.toContain(
      'day-part-missing',
    );
  });

  it('FD2 a slot whose days have no hours never runs', () => {
    const never = aSlot({ dayPartId: 'dpt_rush', validFrom: '2026-04-01', validUntil: '2026-09-30' });
    const winter = { ...scheduleOf('07:00–09:00 11-01…02-28'), slots: [never] };
    expect(codes(winter)).toContain('slot-never-runs');
    expect(codes({ ...winter, dayParts: [part('07:00–09:00')] })).not.toContain('slot-never-runs');
  });
});
