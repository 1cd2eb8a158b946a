/** TL4, DY1, TL22 through an iCalendar file and back, and as another reader of RFC 5545 understands that file. */
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../../playlists/exchange/icalendar-reader.ts';
import { propertyOf, readComponents } from '../../../playlists/exchange/icalendar-text.ts';
import { writeCalendar } from '../../../playlists/exchange/icalendar-writer.ts';
import type { WardNames } from '../../../playlists/exchange/ward-names.ts';
import { Slot } from '../../../playlists/model/slot.ts';
import { prepareCalendars } from '../../../playlists/timeline/calendars.ts';
import { prepareDayParts } from '../../../playlists/timeline/day-parts.ts';
import { occurrencesOf, wallRunsOf } from '../../../playlists/timeline/occurrences.ts';
import { createWallClocks, dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { aSlot } from '../../support/builders.ts';
import { aRandomSlot, CALENDARS, FIRST, WARD } from './slot-arbitraries.ts';

const DAY_MS = 86_400_000;
const [from, until] = [FIRST, '2027-12-31'];
const calendars = prepareCalendars(CALENDARS);
const write = (slots: readonly Slot[]) => writeCalendar({ title: 'Lịch phát', slots, ward: WARD, from, until });

const comeBack = (slots: readonly Slot[], ward: WardNames = WARD): Slot[] => {
  const read = readCalendar(write(slots), ward);
  if (!read.ok) throw new Error(read.reason.technician);
  return read.value.map(({ slot, reason }, i) => {
    if (!slot) throw new Error(`${reason?.code}: ${reason?.technician}`);
    return Slot.parse({ ...slots[i], ticker: undefined, ...slot });
  });
};
const horizon = { from: (dayOf(from) + 3) * DAY_MS, until: dayOf('2027-12-20') * DAY_MS };
const dayParts = prepareDayParts(WARD.dayParts);
const runsOf = (slot: Slot) => {
  const clock = createWallClocks()(slot.zone ?? WARD.zone);
  return occurrencesOf(slot, clock, horizon, calendars, dayParts);
};

describe('DY3 a slot with a day-part through a calendar file', () => {
  it('comes back as slots of their own times that together run when it does', () => {
    fc.assert(
      fc.property(aRandomSlot, (plain) => {
        const slot = Slot.parse({ ...plain, dayPartId: 'dpt_rush' });
        const read = readCalendar(write([slot]), WARD);
        if (!read.ok) throw new Error(read.reason.technician);
        const back = read.value.map(({ slot: one, reason }) => {
          if (!one) throw new Error(`${reason?.code}: ${reason?.technician}`);
          return Slot.parse({ ...slot, ...one });
        });
        expect(back.every(({ dayPartId }) => dayPartId === null)).toBe(true);
        const together = back.flatMap(runsOf).sort((a, b) => a.from - b.from || a.until - b.until);
        expect(together).toEqual(runsOf(slot).sort((a, b) => a.from - b.from || a.until - b.until));
      }),
      { numRuns: 200 },
    );
  });
});

describe('TL4 DY1 TL22 a slot through a calendar file', () => {
  it('runs at the same times when it comes back, and says the same besides', () => {
    fc.assert(
      fc.property(aRandomSlot, (slot) => {
        const [back] = comeBack([slot]) as [Slot];
        expect(runsOf(back)).toEqual(runsOf(slot));
        const { name, playlistId, targets, zone, priority, boundary, share, avoidCalendars, requireCalendars } = slot;
        expect(back).toMatchObject({ name, playlistId, targets, zone, priority, boundary, share });
        expect(back).toMatchObject({ avoidCalendars, requireCalendars });
        expect(back.ticker).toEqual(slot.ticker);
        // Days that the file names for a calendar's sake are not the slot's own.
        expect(back).toMatchObject({ exceptDays: slot.exceptDays, extraDays: slot.extraDays });
      }),
      { numRuns: 600 },
    );
  });

  it('runs at the same times in a ward that has none of its calendars', () => {
    const bare = { ...WARD, calendars: [] };
    fc.assert(
      fc.property(aRandomSlot, (slot) => {
        const [back] = comeBack([slot], bare) as [Slot];
        expect(back.avoidCalendars).toEqual([]);
        const shown = runsOf(back).filter(({ from }) => from < (dayOf(until) - 1) * DAY_MS);
        expect(shown).toEqual(runsOf(slot));
      }),
      { numRuns: 300 },
    );
  });

  it('TK6 a ticker alone stays one, and is refused where the ward does not have the ticker', () => {
    const alone = aSlot({ playlistId: null, ticker: { kind: 'ticker', tickerId: 'tck_daily' } });
    expect(comeBack([alone], WARD)[0]).toMatchObject({ playlistId: null, ticker: alone.ticker });
    const text = writeCalendar({
      title: 'Phường',
      slots: [alone],
      ward: WARD,
      from: '2026-03-01',
      until: '2026-03-31',
    });
    expect(text).toContain('Chỉ chữ chạy: Tin phường');
    const read = readCalendar(text, { ...WARD, tickers: [] });
    expect(read.ok && read.value[0]).toMatchObject({ slot: null, reason: { code: 'ticker-unknown' } });
  });
  it('TK1 brings its ticker along by name, and says which one the ward does not have', () => {
    const slot = aSlot({ ticker: { kind: 'ticker', tickerId: 'tck_daily' } });
    const there = { ...WARD, tickers: [{ id: 'tck_here', name: 'Tin phường; “Hằng ngày”' } as never] };
    expect(comeBack([slot], there)[0]?.ticker).toEqual({ kind: 'ticker', tickerId: 'tck_here' });
    expect(comeBack([aSlot({ ticker: { kind: 'none' } })], there)[0]?.ticker).toEqual({ kind: 'none' });
    expect(write([aSlot()])).not.toContain('X-BANGTIN-TICKER');
    const { tickers: _, ...bare } = WARD;
    const read = readCalendar(write([slot]), bare);
    const [proposal] = read.ok ? read.value : [];
    expect(proposal?.slot).not.toHaveProperty('ticker');
    expect(proposal?.notes.map(({ vi }) => vi)).toEqual(['Phường chưa có chữ chạy “Tin phường; “hằng ngày””']);
    const broken = write([slot]).replace(/X-BANGTIN-TICKER:.*?\r\n(?! )/s, 'X-BANGTIN-TICKER:{"kind":"loud"}\r\n');
    const odd = readCalendar(broken, WARD);
    expect(odd.ok && odd.value[0]?.slot).not.toHaveProperty('ticker');
  });

  it('keeps an occurrence that was moved into the time of the file from before it', () => {
    const change = { day: '2025-12-20', onDay: '2026-02-01', from: '10:00', until: '11:00' };
    const slot = aSlot({ changes: [change], recurrence: 'FREQ=WEEKLY;BYDAY=SA' });
    // Other calendars must know the occurrence that is changed.
    expect(write([slot])).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20251220T080000');
    const [back] = comeBack([slot]) as [Slot];
    expect(back.changes).toEqual([change]);
    expect(runsOf(back)).toEqual(runsOf(slot));
  });

  it('a second file says the same as the first', () => {
    fc.assert(
      fc.property(fc.array(aRandomSlot, { maxLength: 5 }), (slots) => {
        const own = slots.map((slot, i) => ({ ...slot, id: `slt_${i}` as Slot['id'] }));
        const once = write(comeBack(own));
        expect(write(comeBack(comeBack(own)))).toBe(once);
      }),
      { numRuns: 60 },
    );
  });

  it('lines have 75 octets at most and end in CRLF', () => {
    fc.assert(
      fc.property(aRandomSlot, (slot) => {
        const text = write([slot]);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text).not.toContain('\ufffd');
      }),
      { numRuns: 100 },
    );
  });
});

describe('TL4 the file as rrule-temporal reads it', () => {
  it('names the days on which the slot starts', () => {
    fc.assert(
      fc.property(aRandomSlot, (drawn) => {
        const slot = { ...drawn, changes: [], zone: null };
        const [calendar] = readComponents(write([slot])) ?? [];
        const event = calendar?.components.find(({ name }) => name === 'VEVENT');
        if (!event) throw new Error('no event');
        const stamps = (name: string) =>
          event.properties.filter((property) => property.name === name).flatMap(({ value }) => value.split(','));
        const start = propertyOf(event, 'DTSTART')?.value as string;
        const last = dayOf(until) - 1;
        const rule = propertyOf(event, 'RRULE')?.value;
        // Their sets need a rule; an event without one is a rule that counts to one.
        const theirs = new RRuleTemporal({
          rruleString: [
            `DTSTART;TZID=${WARD.zone}:${start}`,
            `RRULE:${rule ?? 'FREQ=DAILY;COUNT=1'}`,
            ...stamps('RDATE').map((day) => `RDATE;TZID=${WARD.zone}:${day}`),
            ...stamps('EXDATE').map((day) => `EXDATE;TZID=${WARD.zone}:${day}`),
          ].join('\n'),
        })
          .between(new Date(Date.UTC(2025, 11, 1)), new Date((last + 1) * DAY_MS), true)
          .map((at) => at.toPlainDate().toString());
        const ours = wallRunsOf(slot, { first: dayOf(from), last }, calendars, dayParts).map(({ onDay }) =>
          dateOf(onDay),
        );
        expect([...new Set(theirs)].filter((day) => day >= from && day <= dateOf(last))).toEqual(ours);
      }),
      { numRuns: 500 },
    );
  });
});
