/** TL4: what calendars of other programs become, and why some of their events cannot become slots. */
import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../../playlists/exchange/icalendar-reader.ts';
import type { Proposal } from '../../../playlists/exchange/proposal.ts';
import { aDayPart } from '../../support/builders.ts';
import { APPLE, GOOGLE, OUTLOOK } from './foreign-calendars.ts';
import { WARD } from './slot-arbitraries.ts';

const read = (text: string, zone = WARD.zone): Proposal[] => {
  const reading = readCalendar(text, { ...WARD, zone });
  if (!reading.ok) throw new Error(reading.reason.technician);
  return reading.value;
};
const slotOf = (proposal: Proposal | undefined) => {
  if (!proposal?.slot) throw new Error(proposal?.reason?.technician ?? 'no proposal');
  return proposal.slot;
};
const calendar = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((event) => ['BEGIN:VEVENT', 'UID:a', 'SUMMARY:Sự kiện', ...event.split('\n'), 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');
const one = (event: string, zone?: string) => read(calendar(event), zone)[0] as Proposal;

describe('TL4 files of other programs', () => {
  it('a zone under a name that every object of the language has is unknown, and stops no other event', () => {
    const names = ['constructor', '__proto__', 'toString', '(UTC) constructor'];
    const events = names.map((name) => `DTSTART;TZID=${name}:20260302T080000\nDURATION:PT1H`);
    expect(events.map((event) => one(event).reason?.code)).toEqual(names.map(() => 'zone-unknown'));
  });

  it('Google: a weekly series with exceptions and a moved occurrence, a single event in UTC, whole days', () => {
    const [series, single, yearly, tet] = read(GOOGLE).map(slotOf);
    expect(series).toMatchObject({
      name: 'Bản tin sáng, thứ Hai – Tư – Sáu',
      playlistId: null,
      targets: [],
      from: '07:30',
      until: '09:00',
      zone: null,
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      validFrom: '2026-03-02',
      validUntil: '2026-06-30',
      exceptDays: ['2026-03-11', '2026-03-13'],
      changes: [{ day: '2026-03-18', onDay: '2026-03-18', from: '14:00', until: '15:30' }],
      priority: 'normal',
      enabled: true,
    });
    expect(single).toMatchObject({ from: '08:00', until: '09:30', recurrence: 'FREQ=DAILY;COUNT=1', zone: null });
    expect(single?.validFrom).toBe('2026-03-03');
    expect(yearly).toMatchObject({ from: '00:00', until: '24:00', recurrence: 'FREQ=YEARLY', validFrom: '2026-04-30' });
    expect(tet).toMatchObject({ from: '00:00', until: '24:00', validFrom: '2026-02-16', validUntil: '2026-02-20' });
  });

  it('Outlook: Windows zones, the first Friday ten times, working days; a zone that nobody knows is refused', () => {
    const [monthly, noon, far] = read(OUTLOOK);
    expect(slotOf(monthly)).toMatchObject({
      zone: null,
      from: '16:00',
      recurrence: 'FREQ=MONTHLY;BYDAY=1FR;COUNT=10',
      validFrom: '2026-03-06',
      exceptDays: ['2026-04-03'],
      priority: 'priority',
    });
    expect(slotOf(noon)).toMatchObject({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', zone: null, from: '11:30' });
    expect(far?.reason).toMatchObject({ code: 'zone-unknown' });
    expect(far?.reason?.staff.vi).toContain('Phòng họp xa');
  });

  it('Apple: another zone stays another zone, overnight stays overnight, a length stands for an end', () => {
    const [night, floating] = read(APPLE).map(slotOf);
    expect(night).toMatchObject({ zone: 'Europe/Berlin', from: '22:00', until: '06:00' });
    expect(night?.recurrence).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
    expect(floating).toMatchObject({ zone: null, from: '18:00', until: '19:30', validFrom: '2026-03-02' });
  });
});

const START = 'DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T080000\nDTEND;TZID=Asia/Ho_Chi_Minh:20260302T090000';

describe('TL4 rules', () => {
  it.each([
    ['RRULE:FREQ=MONTHLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO'],
    ['RRULE:FREQ=YEARLY;BYMONTH=3', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE'],
    ['RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR', 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['rrule:freq=daily;interval=3', 'FREQ=DAILY;INTERVAL=3'],
  ])('%s', (line, recurrence) => {
    expect(slotOf(one(`${START}\n${line}`)).recurrence).toBe(recurrence);
  });

  it.each([
    ['RRULE:FREQ=HOURLY', 'rule-unknown'],
    ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'rule-unknown'],
    ['RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'rule-unknown'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU', 'rule-unknown'],
    ['RRULE:FREQ=DAILY;COUNT=5000', 'rule-unknown'],
    ['RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260401', 'rule-unknown'],
    ['RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY', 'rule-unknown'],
    ['RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY', 'rule-unknown'],
    ['RRULE:FREQ=DAILY;UNTIL=soon', 'time-unreadable'],
    ['RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3', 'first-day-apart'],
    ['RDATE;TZID=Asia/Ho_Chi_Minh:20260303T200000', 'extra-times'],
    ['RDATE;VALUE=PERIOD:20260303T200000Z/PT1H', 'extra-times'],
    ['STATUS:CANCELLED', 'cancelled'],
    [
      `RDATE;VALUE=DATE:${Array(1_100)
        .fill(0)
        .map((_, i) => 20000101 + (i % 28) + 10000 * Math.floor(i / 28))}`,
      'too-many-days',
    ],
  ])('%.60s → %s', (line, code) => {
    expect(one(`${START}\n${line}`).reason?.code).toBe(code);
  });

  it.each([
    ['DTSTART:20260302T080000\nDTEND:20260303T080001', 'longer-than-a-day'],
    ['DTSTART:20260302T080000\nDTEND:20260302T080000', 'no-length'],
    ['DTSTART:20260302T080000', 'no-length'],
    ['DTSTART:20260302T080000\nDURATION:-PT1H', 'time-unreadable'],
    ['DTSTART:20260230T080000\nDURATION:PT1H', 'time-unreadable'],
    ['DTEND:20260302T080000', 'time-unreadable'],
    ['DTSTART;TZID=Mars/Olympus:20260302T080000\nDURATION:PT1H', 'zone-unknown'],
    ['DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260304\nRRULE:FREQ=MONTHLY', 'longer-than-a-day'],
  ])('%s → %s', (event, code) => {
    expect(one(event).reason?.code).toBe(code);
  });

  it('COUNT counts exceptions, as here; the first day counts as an occurrence also off the rule', () => {
    const counted = slotOf(one(`${START}\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260303T010000Z`));
    expect(counted).toMatchObject({ recurrence: 'FREQ=DAILY;COUNT=3', exceptDays: ['2026-03-03'] });
    const apart = slotOf(one(`${START}\nRRULE:FREQ=WEEKLY;BYDAY=TU`));
    expect(apart).toMatchObject({ extraDays: ['2026-03-02'], recurrence: 'FREQ=WEEKLY;BYDAY=TU' });
  });

  it('UNTIL before the time of the start of its day leaves that day out', () => {
    const early = slotOf(one(`${START}\nRRULE:FREQ=DAILY;UNTIL=20260310T005959Z`));
    const late = slotOf(one(`${START}\nRRULE:FREQ=DAILY;UNTIL=20260310T010000Z`));
    expect([early.validUntil, late.validUntil]).toEqual(['2026-03-09', '2026-03-10']);
  });

  it('UTC: weekdays move with the day on the clock of the ward; dates of a month cannot', () => {
    const night = 'DTSTART:20260302T200000Z\nDTEND:20260302T210000Z';
    expect(slotOf(one(`${night}\nRRULE:FREQ=WEEKLY;BYDAY=MO,SU`))).toMatchObject({
      from: '03:00',
      validFrom: '2026-03-03',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU',
    });
    expect(one(`${night}\nRRULE:FREQ=MONTHLY;BYMONTHDAY=2`).reason?.code).toBe('rule-shifted');
    expect(one(`${night}\nRRULE:FREQ=DAILY`, 'Europe/Berlin').reason?.code).toBe('rule-shifted');
    expect(one(night, 'Europe/Berlin').slot?.from).toBe('21:00');
  });

  it('TL22: one occurrence moved, another cancelled, "this and following" refused', () => {
    const master = `${START}\nRRULE:FREQ=DAILY`;
    const moved =
      'RECURRENCE-ID:20260305T010000Z\nDTSTART;TZID=Asia/Ho_Chi_Minh:20260306T100000\nDTEND;TZID=Asia/Ho_Chi_Minh:20260306T110000';
    const gone = 'RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260307T080000\nDTSTART:20260307T010000Z\nSTATUS:CANCELLED';
    const [series, ...rest] = read(calendar(master, moved, gone));
    expect(rest).toEqual([]);
    expect(slotOf(series)).toMatchObject({
      changes: [{ day: '2026-03-05', onDay: '2026-03-06', from: '10:00', until: '11:00' }],
      exceptDays: ['2026-03-07'],
    });
    const [again] = read(
      calendar(master, gone.replace('0307', '0305'), moved, gone, moved.replaceAll('0306T', '0308T')),
    );
    expect(slotOf(again)).toMatchObject({
      changes: [{ day: '2026-03-05', onDay: '2026-03-08' }],
      exceptDays: ['2026-03-07'],
    });
    const following = moved.replace('RECURRENCE-ID', 'RECURRENCE-ID;RANGE=THISANDFUTURE');
    expect(read(calendar(master, following))[0]?.reason?.code).toBe('following-changed');
  });
});

describe('hostile and broken files', () => {
  const refusedAs = (text: string) => {
    const reading = readCalendar(text, WARD);
    return reading.ok ? null : reading.reason.code;
  };
  it.each([
    ['', 'not-a-calendar'],
    ['<html>', 'not-a-calendar'],
    [GOOGLE.slice(0, 900), 'not-a-calendar'],
    ['BEGIN:VCALENDAR\nEND:VEVENT', 'not-a-calendar'],
    ['BEGIN:VCALENDAR\n'.repeat(50), 'not-a-calendar'],
    [`BEGIN:VCALENDAR\n${' '.repeat(2_000_001)}`, 'file-too-large'],
    [calendar(...Array(5_001).fill(START)), 'too-many-events'],
  ])('%.30j → %s', (text, code) => {
    expect(refusedAs(text)).toBe(code);
  });

  it('reads a calendar with every byte in turn damaged, without throwing', () => {
    const short = calendar(`${START}\nRRULE:FREQ=DAILY;UNTIL=20260310T005959Z`);
    for (let at = 0; at < short.length; at += 1)
      for (const mark of ['', '"', ';', '\n ', '\u0000', '9'.repeat(30)])
        readCalendar(short.slice(0, at) + mark + short.slice(at + 1), WARD);
  });

  it('looks at the ward ten times as often for a file ten times as large, not more', () => {
    const dayPart = aDayPart();
    const mark = { id: dayPart.id, name: dayPart.name, of: 2, times: ['08:00', '09:00'], kept: ['08:00', '09:00'] };
    const named = JSON.stringify({ id: 'pls_gone', name: 'Không có' });
    /** How many things of the ward are looked at. */
    const looksFor = (events: number): number => {
      let looks = 0;
      const counted = <Thing extends object>(things: readonly Thing[]): Thing[] =>
        new Proxy([...things], {
          get: (list, key) => {
            if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
            return Reflect.get(list, key);
          },
        });
      const ward = { ...WARD, playlists: counted(WARD.playlists), dayParts: counted([dayPart]) };
      const text = calendar(
        ...Array.from({ length: events }, (_, place) => {
          const part = JSON.stringify({ ...mark, place: place % 2, slot: `slt_${Math.floor(place / 8)}` });
          return `${START}\nX-BANGTIN-PLAYLIST:${named}\nX-BANGTIN-DAY-PART:${part}`;
        }),
      );
      expect(readCalendar(text, ward).ok).toBe(true);
      return looks;
    };
    const few = looksFor(160);
    expect(few).toBeGreaterThan(160);
    expect(looksFor(1_600)).toBe(few * 10);
  });

  it('one line of two million characters, or of quotes that never close, is read at once', () => {
    for (const filling of ['"', ',"', ';A="', ';A=,', 'A'])
      expect(read(`BEGIN:VCALENDAR\nX-A;B=${filling.repeat(400_000)}:c\nEND:VCALENDAR`)).toEqual([]);
  });
});
