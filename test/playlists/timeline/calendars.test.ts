/** Calendars of the ward, and slots that avoid or require them. Tết 2027 is 6 February. */
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../playlists/model/calendar.ts';
import { daysOfCalendar, prepareCalendars } from '../../../playlists/timeline/calendars.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { readPattern } from '../../../playlists/timeline/recurrence.ts';
import { dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { aSchedule, aScreen, aSlot, at } from '../../support/builders.ts';
import { tellSpans } from './timeline-text.ts';

const aCalendar = (parts: Partial<Calendar> = {}): Calendar =>
  Calendar.parse({
    id: 'cal_tet',
    name: 'Nghỉ lễ, Tết',
    base: 'vietnam-holidays',
    added: [],
    removed: [],
    version: 1,
    updatedAt: 0,
    ...parts,
  });
const OWN = aCalendar({
  id: 'cal_own' as Calendar['id'],
  name: 'Ngày hội',
  base: 'none',
  added: [{ from: '2027-02-10', until: '2027-02-11', name: 'Hội làng' }],
});
const FEBRUARY = { first: dayOf('2027-02-01'), last: dayOf('2027-02-14') };
const startsOn = (parts: Parameters<typeof aSlot>[0], calendars = [aCalendar(), OWN]): string[] =>
  readPattern(aSlot(parts), prepareCalendars(calendars))(FEBRUARY).map((day) => dateOf(day).slice(8));

describe('DY2 the days of a calendar', () => {
  it('are the holidays, with what the ward adds and without what it drops', () => {
    const calendar = aCalendar({
      added: [{ from: '2027-02-11', until: '2027-02-12', name: 'Nghỉ bù' }],
      removed: ['2027-02-05'],
    });
    expect(daysOfCalendar(calendar, FEBRUARY).map(({ day, name }) => `${dateOf(day)} ${name.vi}`)).toEqual([
      '2027-02-06 Tết Nguyên đán',
      '2027-02-07 Tết Nguyên đán',
      '2027-02-08 Tết Nguyên đán',
      '2027-02-09 Tết Nguyên đán',
      '2027-02-11 Nghỉ bù',
      '2027-02-12 Nghỉ bù',
    ]);
  });
  it('without a name of their own bear that of the calendar', () => {
    const [day] = daysOfCalendar({ ...OWN, added: [{ from: '2027-02-03', until: '2027-02-03', name: '' }] }, FEBRUARY);
    expect(day?.name.vi).toBe('Ngày hội');
  });
  it('end after they begin', () => {
    expect(() => aCalendar({ added: [{ from: '2027-02-03', until: '2027-02-01', name: '' }] })).toThrow();
  });
});

describe('DY1 a slot', () => {
  const daily = { recurrence: 'FREQ=DAILY' };
  it('that avoids a calendar does not start on its days', () => {
    expect(startsOn({ ...daily, avoidCalendars: ['cal_tet'] })).toEqual([
      '01',
      '02',
      '03',
      '04',
      '10',
      '11',
      '12',
      '13',
      '14',
    ]);
  });
  it('that requires calendars starts on a day of any of them, and on no other', () => {
    expect(startsOn({ ...daily, requireCalendars: ['cal_own'] })).toEqual(['10', '11']);
    expect(startsOn({ ...daily, requireCalendars: ['cal_own', 'cal_tet'] })).toEqual([
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
      '11',
    ]);
  });
  it('avoids first: a day in both is not one of its days', () => {
    const both = aCalendar({ added: [{ from: '2027-02-10', until: '2027-02-10', name: '' }] });
    expect(startsOn({ ...daily, requireCalendars: ['cal_own'], avoidCalendars: ['cal_tet'] }, [both, OWN])).toEqual([
      '11',
    ]);
  });
  it('keeps its extra days whatever the calendars say, and its exceptions too', () => {
    const parts = { ...daily, avoidCalendars: ['cal_tet'], extraDays: ['2027-02-06'], exceptDays: ['2027-02-03'] };
    expect(startsOn(parts)).toEqual(['01', '02', '04', '06', '10', '11', '12', '13', '14']);
  });
  it('counts the days that a calendar takes: COUNT is how often the rule begins', () => {
    const counted = { recurrence: 'FREQ=DAILY;COUNT=8', validFrom: '2027-02-01', avoidCalendars: ['cal_tet'] };
    expect(startsOn(counted)).toEqual(['01', '02', '03', '04']);
  });
  it('knows no days of a calendar that is gone', () => {
    expect(startsOn({ ...daily, avoidCalendars: ['cal_gone'] })).toHaveLength(14);
    expect(startsOn({ ...daily, requireCalendars: ['cal_gone'] })).toEqual([]);
  });
  it('is compiled so, and said to run never when the calendar leaves it no day', () => {
    const schedule = aSchedule({
      slots: [aSlot({ avoidCalendars: ['cal_tet'] })],
      calendars: [aCalendar()],
    });
    const horizon = { from: at('2027-02-04 00:00'), until: at('2027-02-06 00:00') };
    expect(tellSpans(compileScreen(schedule, aScreen().id, horizon).body)).toBe(
      '00:00 safe · 08:00 slt_day · 17:00 safe',
    );
    const never = aSlot({ requireCalendars: ['cal_tet'], validFrom: '2027-02-10', validUntil: '2027-03-01' });
    const findings = findProblems({ ...schedule, slots: [never] }, at('2027-02-01 00:00'));
    expect(findings.map(({ code }) => code)).toContain('slot-never-runs');
  });
});
