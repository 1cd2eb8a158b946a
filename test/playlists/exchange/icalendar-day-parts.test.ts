/** DY3: slots that take their times from a day-part, through an iCalendar file and back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../../playlists/exchange/icalendar-reader.ts';
import { readComponents } from '../../../playlists/exchange/icalendar-text.ts';
import { writeCalendar } from '../../../playlists/exchange/icalendar-writer.ts';
import type { Proposal } from '../../../playlists/exchange/proposal.ts';
import type { WardNames } from '../../../playlists/exchange/ward-names.ts';
import type { DayPart } from '../../../playlists/model/day-part.ts';
import { Slot } from '../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../playlists/model/time.ts';
import { prepareCalendars } from '../../../playlists/timeline/calendars.ts';
import { prepareDayParts } from '../../../playlists/timeline/day-parts.ts';
import { occurrencesOf, wallRunsOf } from '../../../playlists/timeline/occurrences.ts';
import { createWallClocks, dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { aDayPart, aSlot } from '../../support/builders.ts';
import { aDayPartSlot, FIRST, WARD } from './slot-arbitraries.ts';

const [from, until] = [FIRST, '2027-12-31'];
const write = (slots: readonly Slot[], ward: WardNames) =>
  writeCalendar({ title: 'Lịch phát', slots, ward, from, until });
const read = (text: string, ward: WardNames): Proposal[] => {
  const reading = readCalendar(text, ward);
  if (!reading.ok) throw new Error(reading.reason.technician);
  return reading.value;
};
const slotOf = ({ slot, reason }: Proposal): Slot => {
  if (!slot) throw new Error(`${reason?.code}: ${reason?.technician}`);
  return aSlot({
    ...slot,
    playlistId: slot.playlistId ?? (slot.isTickerAlone ? null : 'pls_main'),
    targets: slot.targets.length > 0 ? slot.targets : [{ kind: 'all' }],
  });
};
const horizon = { from: (dayOf(from) + 3) * DAY_MS, until: dayOf('2027-12-20') * DAY_MS };
const runsOf = (slots: readonly Slot[], ward: WardNames) =>
  slots
    .flatMap((slot) =>
      occurrencesOf(
        slot,
        createWallClocks()(slot.zone ?? ward.zone),
        horizon,
        prepareCalendars(ward.calendars),
        prepareDayParts(ward.dayParts),
      ),
    )
    .map((stretch) => `${stretch.from} ${stretch.until}`)
    .sort();
const uidsOf = (text: string): (string | undefined)[] =>
  (readComponents(text)?.[0]?.components ?? []).flatMap(({ name, properties }) =>
    name === 'VEVENT' && !properties.some((property) => property.name === 'RECURRENCE-ID')
      ? [properties.find((property) => property.name === 'UID')?.value]
      : [],
  );

const RUSH = aDayPart();
const OFFICE = aDayPart({
  id: 'dpt_office',
  name: 'Giờ hành chính',
  ranges: [
    { from: '07:00', until: '11:00', season: { from: '04-16', until: '10-15' } },
    { from: '13:00', until: '17:00', season: { from: '04-16', until: '10-15' } },
    { from: '07:30', until: '11:30', season: null },
    { from: '13:00', until: '16:30', season: null },
  ],
});
const wardOf = (...dayParts: DayPart[]): WardNames => ({ ...WARD, dayParts });
const ward = wardOf(RUSH, OFFICE);
const follows = (dayPart: DayPart, parts: Parameters<typeof aSlot>[0] = {}): Slot =>
  aSlot({ dayPartId: dayPart.id, validFrom: '2026-03-01', validUntil: '2026-12-31', ...parts });
const CHANGE = { day: '2026-04-20', onDay: '2026-04-21', from: '19:00', until: '20:00' };

describe('DY3 TL4 DY1 TL22 a slot with a day-part through a calendar file', () => {
  it('comes back as one slot that runs at the same times and says the same besides', () => {
    fc.assert(
      fc.property(aDayPartSlot, ({ slot, ward }) => {
        const text = write([slot], ward);
        const uids = uidsOf(text);
        expect(new Set(uids).size).toBe(uids.length);
        const proposals = read(text, ward);
        expect(proposals).toHaveLength(1);
        const back = slotOf(proposals[0] as Proposal);
        expect(proposals[0]?.notes).toEqual([]);
        expect(runsOf([back], ward)).toEqual(runsOf([slot], ward));
        const { name, playlistId, targets, zone, priority, boundary, share, avoidCalendars, requireCalendars } = slot;
        const { dayPartId, from, until, exceptDays, extraDays } = slot;
        expect(back).toMatchObject({ name, playlistId, targets, zone, priority, boundary, share });
        expect(back).toMatchObject({ avoidCalendars, requireCalendars, exceptDays, extraDays });
        expect(back).toMatchObject({ dayPartId, from, until });
        expect(back.ticker).toEqual(slot.ticker);
      }),
      { numRuns: 150 },
    );
  });

  it('runs at the same times in a ward without the day-part, without the calendars, or without both', () => {
    fc.assert(
      fc.property(aDayPartSlot, fc.boolean(), fc.boolean(), ({ slot, ward }, hasDayParts, hasCalendars) => {
        const there = {
          ...ward,
          dayParts: hasDayParts ? ward.dayParts : [],
          calendars: hasCalendars ? ward.calendars : [],
        };
        const proposals = read(write([slot], ward), there);
        const back = proposals.map(slotOf);
        expect(back.map(({ dayPartId }) => dayPartId)).toEqual(back.map(() => (hasDayParts ? slot.dayPartId : null)));
        const last = (dayOf(until) - 1) * DAY_MS;
        expect(runsOf(back, there).filter((run) => Number(run.split(' ')[0]) < last)).toEqual(runsOf([slot], ward));
        if (!hasDayParts)
          for (const { notes } of proposals) expect(notes.at(-1)?.vi).toContain('Phường chưa có giờ mẫu');
      }),
      { numRuns: 120 },
    );
  });

  it('a second file says the same as the first', () => {
    fc.assert(
      fc.property(aDayPartSlot, ({ slot, ward }) => {
        const again = (text: string): string => {
          const back = read(text, ward).map(slotOf);
          return write(
            back.map((one) => Slot.parse({ ...slot, ...one, id: slot.id, version: 1, updatedAt: 0 })),
            ward,
          );
        };
        const once = again(write([slot], ward));
        expect(again(once)).toBe(once);
      }),
      { numRuns: 30 },
    );
  });

  it('other programs see each hour on its days, a changed occurrence once', () => {
    fc.assert(
      fc.property(aDayPartSlot, ({ slot: drawn, ward }) => {
        // Whoever knows the standard properties alone.
        const slot = { ...drawn, zone: null, enabled: true };
        const bare = write([slot], ward)
          .replaceAll('\r\n ', '')
          .replaceAll(/X-BANGTIN-[A-Z-]+[:;][^\r]*\r\n/g, '')
          .replaceAll(/;X-BANGTIN-OF=[A-Z]+/g, '');
        const proposals = read(bare, WARD);
        const window = { first: dayOf(from) + 3, last: dayOf('2027-12-20') };
        const none = prepareDayParts([]);
        const shown = proposals.flatMap((proposal) => wallRunsOf(slotOf(proposal), window, prepareCalendars([]), none));
        const ours = wallRunsOf(slot, window, prepareCalendars(ward.calendars), prepareDayParts(ward.dayParts));
        const said = (runs: typeof ours) =>
          runs.map((run) => `${dateOf(run.onDay)} ${run.from} ${run.until.replace('24:00', '00:00')}`).sort();
        expect(said(shown)).toEqual(said(ours));
      }),
      { numRuns: 80 },
    );
  });
});

describe('DY3 the events of a slot', () => {
  const eventsOf = (text: string): string[] => text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);

  it('hours without seasons have the rule of the slot, and a changed occurrence is written once', () => {
    const events = eventsOf(write([follows(RUSH, { changes: [CHANGE], recurrence: 'FREQ=WEEKLY;BYDAY=MO' })], ward));
    expect(events).toHaveLength(3);
    const [morning, moved, evening] = events as [string, string, string];
    expect(morning).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T063000');
    expect(morning).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO');
    expect(morning).not.toContain('EXDATE');
    expect(moved).toContain('RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260420T063000');
    expect(evening).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO');
    expect(evening).toContain('EXDATE;TZID=Asia/Ho_Chi_Minh;X-BANGTIN-OF=CHANGE:20260420T163000');
  });

  it('hours of seasons have their days listed', () => {
    const slot = follows(OFFICE, { validFrom: '2026-04-14', validUntil: '2026-04-17' });
    expect(
      eventsOf(write([slot], ward))
        .map((event) => /DTSTART[^\r]*:(\S+)/.exec(event)?.[1] ?? '')
        .sort(),
    ).toEqual(['20260414T073000', '20260414T130000', '20260416T070000', '20260416T130000']);
    expect(eventsOf(write([slot], ward)).some((event) => event.includes('RRULE'))).toBe(false);
  });

  it('the day-part is known by id, then by a name that only one has; its hours there are the ones that hold', () => {
    const text = write([follows(RUSH, { changes: [CHANGE] }), follows(OFFICE, { id: 'slt_office' })], ward);
    const renamed = wardOf(
      aDayPart({ id: 'dpt_there', name: ' giờ  CAO điểm' }),
      aDayPart({ ...OFFICE, name: 'Khác' }),
    );
    expect(read(text, renamed).map(({ slot, notes }) => [slot?.dayPartId, notes])).toEqual([
      ['dpt_there', []],
      ['dpt_office', []],
    ]);
    const other = wardOf(aDayPart({ ranges: [{ from: '05:00', until: '06:00', season: null }] }), OFFICE);
    const [rush, office] = read(text, other);
    expect(rush?.slot?.dayPartId).toBe('dpt_rush');
    expect(rush?.notes.map(({ vi }) => vi)).toEqual([
      'Giờ mẫu “Giờ cao điểm” của phường có giờ khác với tệp; khung giờ theo giờ của phường',
    ]);
    expect(office?.notes).toEqual([]);
    const twice = wardOf(...['dpt_a', 'dpt_b'].map((id) => aDayPart({ id })), OFFICE);
    expect(read(text, twice).map(({ slot }) => slot?.dayPartId)).toEqual([null, null, 'dpt_office']);
  });

  it.each([RUSH, OFFICE])(
    'without $name there: the same times, days that calendars took and changes included',
    (dayPart) => {
      const slot = follows(dayPart, {
        validFrom: '2026-04-06',
        recurrence: 'FREQ=WEEKLY;BYDAY=MO',
        changes: [CHANGE],
        avoidCalendars: ['cal_own'],
        extraDays: ['2026-03-10'],
        exceptDays: ['2026-04-27'],
      });
      const back = read(write([slot], ward), WARD).map(slotOf);
      expect(back.length).toBeGreaterThan(1);
      expect(runsOf(back, WARD)).toEqual(runsOf([slot], ward));
    },
  );

  it.each<[string, DayPart, (text: string) => string]>([
    ['an hour moved', RUSH, (text) => text.replace('T163000', 'T170000')],
    ['a rule changed', RUSH, (text) => text.replace('RRULE:FREQ=DAILY', 'RRULE:FREQ=DAILY;INTERVAL=2')],
    ['a day taken out', RUSH, (text) => text.replace('RRULE', 'EXDATE:20260305T063000\r\nRRULE')],
    ['a day of a season taken out', OFFICE, (text) => text.replace('RDATE', 'EXDATE;VALUE=DATE:20260305\r\nRDATE')],
    ['the name changed', RUSH, (text) => text.replace('SUMMARY:', 'SUMMARY:Mới ')],
    [
      'an event gone',
      RUSH,
      (text) =>
        text.replace(/(END:VEVENT\r\n)BEGIN:VEVENT(?:(?!BEGIN:VEVENT)[\s\S])*END:VEVENT\r\n(?=END:VCALENDAR)/, '$1'),
    ],
    [
      'a changed occurrence put back',
      RUSH,
      (text) => text.replace(/BEGIN:VEVENT\r\n(?:(?!END:VEVENT)[^\r]*\r\n)*RECURRENCE-ID[\s\S]*?END:VEVENT\r\n/, ''),
    ],
    [
      'another occurrence changed',
      RUSH,
      (text) =>
        text.replace('RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260420', 'RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260427'),
    ],
  ])('%s elsewhere: slots of their own times, and it is said', (_, dayPart, edit) => {
    const text = write([follows(dayPart, { changes: [CHANGE] })], ward);
    const edited = edit(text);
    expect(edited).not.toBe(text);
    const proposals = read(edited, ward);
    expect(proposals.map(({ slot }) => slot?.dayPartId)).toEqual(proposals.map(() => null));
    expect(proposals.length).toBeGreaterThan(0);
    for (const { notes } of proposals) expect(notes.at(-1)?.vi).toContain('Đã được sửa ở nơi khác');
  });

  it('the same file twice in one is two slots', () => {
    const text = write([follows(RUSH)], ward);
    expect(read(text + text, ward).map(({ slot }) => slot?.dayPartId)).toEqual(['dpt_rush', 'dpt_rush']);
  });

  it('a slot whose day-part is gone does not run, here or in other calendars', () => {
    const text = write([follows(RUSH)], WARD);
    expect(text).toContain('STATUS:CANCELLED');
    expect(read(text, WARD).map(({ slot }) => [slot?.enabled, slot?.dayPartId])).toEqual([[false, null]]);
  });
});
