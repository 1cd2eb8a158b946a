/** TL4: which days a rule names, as a table that a manager would say, and against rrule-temporal on thousands of drawn rules. */
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { needsStart, plainWeekdaysOf, Recurrence, readRule, writeRule } from '../../../playlists/model/recurrence.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { describeDays } from '../../../playlists/timeline/day-sentences.ts';
import { type DayRule, readPattern } from '../../../playlists/timeline/recurrence.ts';
import { dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';

const aRule = (recurrence: string, parts: Partial<DayRule> = {}): DayRule => ({
  recurrence,
  validFrom: null,
  validUntil: null,
  exceptDays: [],
  extraDays: [],
  avoidCalendars: [],
  requireCalendars: [],
  ...parts,
});
const daysOf = (rule: DayRule, first: string, last: string): string[] =>
  readPattern(rule, NO_CALENDARS)({ first: dayOf(first), last: dayOf(last) }).map(dateOf);

describe('TL4 days', () => {
  it.each<[string, DayRule, string[]]>([
    [
      'T2 và T6, trong hiệu lực',
      aRule('FREQ=WEEKLY;BYDAY=MO,FR', { validFrom: '2026-03-03', validUntil: '2026-03-13' }),
      ['2026-03-06', '2026-03-09', '2026-03-13'],
    ],
    [
      'chào cờ: T2 đầu tiên của tháng',
      aRule('FREQ=MONTHLY;BYDAY=1MO', { validUntil: '2026-05-31' }),
      ['2026-03-02', '2026-04-06', '2026-05-04'],
    ],
    [
      'T6 cuối cùng của tháng',
      aRule('FREQ=MONTHLY;BYDAY=-1FR', { validUntil: '2026-04-30' }),
      ['2026-03-27', '2026-04-24'],
    ],
    [
      'ngày 1 và ngày cuối tháng',
      aRule('FREQ=MONTHLY;BYMONTHDAY=1,-1', { validUntil: '2026-04-30' }),
      ['2026-03-01', '2026-03-31', '2026-04-01', '2026-04-30'],
    ],
    [
      'ngày 31: tháng thiếu thì không có',
      aRule('FREQ=MONTHLY;BYMONTHDAY=31', { validUntil: '2026-06-30' }),
      ['2026-03-31', '2026-05-31'],
    ],
    [
      '19/5 hằng năm',
      aRule('FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=19', { validUntil: '2027-12-31' }),
      ['2026-05-19', '2027-05-19'],
    ],
    [
      'hằng năm theo ngày bắt đầu',
      aRule('FREQ=YEARLY', { validFrom: '2024-02-29', validUntil: '2033-01-01' }),
      ['2028-02-29', '2032-02-29'],
    ],
    [
      '2 tuần một lần, tuần tính từ Thứ Hai',
      aRule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', { validFrom: '2026-03-04', validUntil: '2026-03-31' }),
      ['2026-03-08', '2026-03-16', '2026-03-22', '2026-03-30'],
    ],
    [
      '3 ngày một lần, 4 lần',
      aRule('FREQ=DAILY;INTERVAL=3;COUNT=4', { validFrom: '2026-02-27' }),
      ['2026-03-02', '2026-03-05', '2026-03-08'],
    ],
    ['một lần', aRule('FREQ=DAILY;COUNT=1', { validFrom: '2026-03-20' }), ['2026-03-20']],
    ['đến hết một ngày', aRule('FREQ=WEEKLY;BYDAY=TU;UNTIL=20260317'), ['2026-03-03', '2026-03-10', '2026-03-17']],
    [
      'trừ ngày lễ, thêm ngày bù',
      aRule('FREQ=WEEKLY;BYDAY=TU;UNTIL=20260317', { exceptDays: ['2026-03-10'], extraDays: ['2026-03-14'] }),
      ['2026-03-03', '2026-03-14', '2026-03-17'],
    ],
    [
      'ngày ngoại lệ vẫn được đếm',
      aRule('FREQ=DAILY;COUNT=3', { validFrom: '2026-03-02', exceptDays: ['2026-03-03'] }),
      ['2026-03-02', '2026-03-04'],
    ],
    [
      'ngày thêm nằm ngoài hiệu lực vẫn phát',
      aRule('FREQ=DAILY', { validFrom: '2026-03-02', validUntil: '2026-03-03', extraDays: ['2026-04-01'] }),
      ['2026-03-02', '2026-03-03', '2026-04-01'],
    ],
    [
      'chỉ trong tháng 3',
      aRule('FREQ=DAILY;INTERVAL=10;BYMONTH=3', { validFrom: '2026-02-25', validUntil: '2026-12-31' }),
      ['2026-03-07', '2026-03-17', '2026-03-27'],
    ],
  ])('%s', (_, rule, days) => expect(daysOf(rule, '2026-03-01', '2033-12-31')).toEqual(days));

  it.each([
    '',
    'FREQ=HOURLY',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=DAILY;BYDAY=MO',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=2;UNTIL=20260301',
    'FREQ=MONTHLY;BYDAY=MO',
    'FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=YEARLY;BYMONTH=5',
    'FREQ=YEARLY;BYDAY=1MO',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;WKST=SU',
    'FREQ=DAILY;BYHOUR=3',
    'FREQ=DAILY;FREQ=WEEKLY',
    'RRULE:FREQ=DAILY',
    'freq=daily',
  ])('what has no clear meaning is refused: %j', (text) => {
    expect(readRule(text)).toBeNull();
    expect(Recurrence.safeParse(text).success).toBe(false);
  });

  it('a rule that names no day ever is no endless search', () => {
    expect(
      daysOf(
        aRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3', { validFrom: '2026-01-01' }),
        '2026-01-01',
        '2040-01-01',
      ),
    ).toEqual([]);
  });

  it.each([
    ['FREQ=MONTHLY;INTERVAL=366;COUNT=4000', '2026-03-02', ['2026-03-02']],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;BYMONTHDAY=1;COUNT=4000', '2026-03-02', []],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=1MO;COUNT=4000', '2000-01-01', ['2026-03-02']],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1,2;COUNT=28', '2000-01-01', ['2026-03-01', '2026-03-02']],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1,2;COUNT=27', '2000-01-01', ['2026-03-01']],
  ])('B6 counts no further than is asked for: %s from %s', (text, validFrom, days) => {
    const began = process.cpuUsage();
    expect(daysOf(aRule(text, { validFrom }), '2026-03-01', '2026-03-31')).toEqual(days);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(300);
  });

  it('says when it means nothing without a first day', () => {
    const needing = ['FREQ=DAILY;INTERVAL=2', 'FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=YEARLY', 'FREQ=DAILY;COUNT=3'];
    const free = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=1', 'FREQ=YEARLY;BYMONTH=9;BYDAY=1MO'];
    const doesNeed = (text: string) => needsStart(readRule(text) as NonNullable<ReturnType<typeof readRule>>);
    expect([needing.filter(doesNeed), free.filter(doesNeed)]).toEqual([needing, []]);
  });

  it('knows plain weekdays from everything else', () => {
    expect(plainWeekdaysOf('FREQ=DAILY')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(plainWeekdaysOf('FREQ=WEEKLY;BYDAY=SU,MO,WE,MO')).toEqual([1, 3, 7]);
    for (const text of ['FREQ=DAILY;INTERVAL=2', 'FREQ=WEEKLY', 'FREQ=MONTHLY;BYMONTHDAY=1', 'FREQ=DAILY;COUNT=2'])
      expect(plainWeekdaysOf(text)).toBeNull();
  });
});

/** Rules of every kind we understand, as text. */
const rules = fc
  .record({
    kind: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY date', 'MONTHLY nth', 'YEARLY date', 'YEARLY nth', 'YEARLY'),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), { minLength: 1, maxLength: 4 }),
    nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2),
    dates: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 3 }),
    fromEnd: fc.boolean(),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    end: fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 30 }).map((count) => `;COUNT=${count}`),
      fc
        .integer({ min: 0, max: 900 })
        .map((days) => `;UNTIL=${dateOf(dayOf('2025-06-01') + days).replaceAll('-', '')}`),
    ),
  })
  .map(({ kind, interval, weekdays, nth, dates, fromEnd, months, end }) => {
    const [frequency] = kind.split(' ');
    const parts = [`FREQ=${frequency}`, `INTERVAL=${interval}`];
    if (kind === 'WEEKLY') parts.push(`BYDAY=${weekdays}`);
    if (kind.startsWith('YEARLY ')) parts.push(`BYMONTH=${months}`);
    if (kind.endsWith('date')) parts.push(`BYMONTHDAY=${dates.map((date) => (fromEnd ? -date : date))}`);
    if (kind.endsWith('nth')) parts.push(`BYDAY=${weekdays.map((code) => `${nth}${code}`)}`);
    return parts.join(';') + end;
  });

describe('TL4 against another implementation', () => {
  it('names the same days as rrule-temporal', () => {
    const start = fc.integer({ min: 0, max: 700 }).map((days) => dateOf(dayOf('2025-01-01') + days));
    fc.assert(
      fc.property(rules, start, (text, validFrom) => {
        const last = dayOf(validFrom) + 1_200;
        const ours = readPattern(
          aRule(text, { validFrom }),
          NO_CALENDARS,
        )({ first: dayOf(validFrom), last }).map(dateOf);
        const rule = new RRuleTemporal({
          // Their UNTIL is an instant; ours is a day, so theirs is its end.
          rruleString: `DTSTART:${validFrom.replaceAll('-', '')}T000000Z\nRRULE:${text.replace(/UNTIL=(\d{8})/, 'UNTIL=$1T235959Z')}`,
        });
        const from = Temporal.Instant.from(`${validFrom}T00:00:00Z`).toZonedDateTimeISO('UTC');
        const until = Temporal.Instant.from(`${dateOf(last)}T23:00:00Z`).toZonedDateTimeISO('UTC');
        const theirs = rule.between(new Date(from.epochMilliseconds), new Date(until.epochMilliseconds), true);
        expect(ours).toEqual(theirs.map((at) => at.toPlainDate().toString()));
      }),
      { numRuns: 3_000 },
    );
  });

  it('text, read and written, is the same rule; written twice, the same text', () => {
    fc.assert(
      fc.property(rules, (text) => {
        const rule = readRule(text);
        if (!rule) throw new Error(text);
        expect(readRule(writeRule(rule))).toEqual(rule);
        expect(Recurrence.safeParse(text).success).toBe(true);
      }),
    );
  });

  it('a window gives what the whole gives there', () => {
    const day = fc.integer({ min: 0, max: 800 }).map((days) => dayOf('2025-01-01') + days);
    fc.assert(
      fc.property(rules, day, day, (text, first, length) => {
        const pattern = readPattern(aRule(text, { validFrom: '2025-02-03' }), NO_CALENDARS);
        const [whole, last] = [{ first: dayOf('2025-01-01'), last: dayOf('2029-12-31') }, first + (length % 60)];
        expect(pattern({ first, last })).toEqual(pattern(whole).filter((one) => one >= first && one <= last));
      }),
      { numRuns: 300 },
    );
  });
});

describe('days in words', () => {
  it.each([
    [aRule('FREQ=DAILY'), 'hằng ngày', 'daily'],
    [aRule('FREQ=WEEKLY;BYDAY=MO,WE'), 'T2, T4', 'Mon, Wed'],
    [aRule('FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', { validFrom: '2026-03-07' }), 'T7, 2 tuần một lần', 'Sat, every 2 weeks'],
    [
      aRule('FREQ=MONTHLY;BYMONTHDAY=1,15,-1'),
      'ngày 1, 15 và cuối hằng tháng',
      'the 1st, 15th and last day of each month',
    ],
    [aRule('FREQ=MONTHLY;BYDAY=1MO'), 'T2 đầu tiên hằng tháng', 'the first Mon of each month'],
    [aRule('FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=19'), 'ngày 19 tháng 5 hằng năm', 'the 19th of May each year'],
    [aRule('FREQ=DAILY;COUNT=1', { validFrom: '2026-11-20' }), 'ngày 20/11/2026', 'on 20 Nov 2026'],
    [
      aRule('FREQ=DAILY;INTERVAL=3;COUNT=5', { validFrom: '2026-11-20' }),
      '3 ngày một lần, 5 lần',
      'every 3 days, 5 times',
    ],
    [
      aRule('FREQ=DAILY', { exceptDays: ['2026-02-17', '2026-02-18'] }),
      'hằng ngày, trừ 2 ngày',
      'daily, except 2 days',
    ],
    [aRule('FREQ=WEEKLY', { validFrom: '2026-03-07' }), 'T7', 'Sat'],
  ])('$recurrence', (rule, vi, en) => expect(describeDays(rule)).toEqual({ vi, en }));
});
