/** One change of many slots, and picking them. */
import { describe, expect, it } from 'vitest';
import type { PlaylistId, SlotId, TickerId } from '../../../playlists/model/ids.ts';
import type { Slot } from '../../../playlists/model/slot.ts';
import {
  type BulkChange,
  bulkEdit,
  NO_PICKS,
  pickOne,
  pickRange,
} from '../../../server/console/src/schedule/slot-bulk.ts';
import { aSlot } from '../../support/builders.ts';

const timesAfter = (slot: Partial<Slot>, change: BulkChange): string => {
  const { edits, same, barred } = bulkEdit([aSlot(slot)], change);
  if (same) return 'same';
  if (barred) return 'barred';
  const [one] = edits.change;
  return `${one?.slot.from}–${one?.slot.until}`;
};

describe('bulkEdit', () => {
  it.each([
    ['08:00', '09:00', 15, '08:15–09:15'],
    ['08:00', '09:00', -90, '06:30–07:30'],
    ['20:00', '23:30', 60, '21:00–00:30'],
    ['20:00', '23:00', 60, '21:00–24:00'],
    ['22:00', '00:30', -60, '21:00–23:30'],
    ['22:00', '01:00', -60, '21:00–24:00'],
    ['00:00', '24:00', 60, '01:00–01:00'],
    ['07:30:05', '08:00', 1, '07:31:05–08:01'],
    ['23:30', '23:45', 60, 'barred'],
    ['00:15', '01:00', -30, 'barred'],
    ['08:00', '09:00', 0, 'same'],
  ])('TL3 moves %s–%s by %i minutes to %s', (from, until, minutes, expected) => {
    expect(timesAfter({ from, until }, { kind: 'shift', minutes })).toBe(expected);
  });

  it('sets the start, the end, or both', () => {
    expect(timesAfter({}, { kind: 'times', from: '07:00', until: null })).toBe('07:00–17:00');
    expect(timesAfter({}, { kind: 'times', from: null, until: '18:00' })).toBe('08:00–18:00');
    expect(timesAfter({}, { kind: 'times', from: '08:00', until: '17:00' })).toBe('same');
  });

  it('gives a slot of a day-part times of its own only when both are said', () => {
    const slot = aSlot({ dayPartId: 'dpt_morning' });
    expect(bulkEdit([slot], { kind: 'shift', minutes: 15 }).barred).toBe(1);
    expect(bulkEdit([slot], { kind: 'times', from: '07:00', until: null }).barred).toBe(1);
    const both = bulkEdit([slot], { kind: 'times', from: '07:00', until: '08:00' }).edits.change[0]?.slot;
    expect(both).toMatchObject({ from: '07:00', until: '08:00', dayPartId: null });
  });

  it('TK6 leaves a ticker alone without what it does not have, and gives it another ticker', () => {
    const alone = aSlot({ playlistId: null, ticker: { kind: 'ticker', tickerId: 'tck_news' } });
    const barred = (change: BulkChange): number => bulkEdit([alone], change).barred;
    expect(barred({ kind: 'playlist', playlistId: 'pls_main' as PlaylistId })).toBe(1);
    expect(barred({ kind: 'boundary', boundary: 'fit' })).toBe(1);
    expect(barred({ kind: 'ticker', ticker: undefined })).toBe(1);
    expect(barred({ kind: 'ticker', ticker: { kind: 'none' } })).toBe(1);
    const other = { kind: 'ticker', tickerId: 'tck_event' as TickerId } as const;
    expect(bulkEdit([alone], { kind: 'ticker', ticker: other }).edits.change[0]?.slot).toMatchObject({
      playlistId: null,
      ticker: other,
    });
  });

  it('changes what differs, leaves what is so already, and counts what cannot take it', () => {
    const open = aSlot({ id: 'slt_open', version: 3 });
    const ended = aSlot({ id: 'slt_ended', validUntil: '2026-12-31' });
    const later = aSlot({ id: 'slt_later', validFrom: '2027-01-01' });
    const { edits, before, same, barred } = bulkEdit([open, ended, later], { kind: 'validUntil', date: '2026-12-31' });
    expect(edits.change).toMatchObject([
      { id: 'slt_open', basedOn: 3, slot: { validUntil: '2026-12-31', from: '08:00' } },
    ]);
    expect(edits.change[0]?.slot).not.toHaveProperty('version');
    expect([before, same, barred]).toEqual([[open], 1, 1]);
  });

  it('asks nothing of the calendars of what runs on one named day', () => {
    const once = aSlot({ recurrence: 'FREQ=DAILY;COUNT=1', validFrom: '2026-12-01' });
    const { edits, barred } = bulkEdit([once, aSlot()], { kind: 'avoid', calendars: ['cal_holidays' as never] });
    expect([edits.change.map(({ slot }) => slot.avoidCalendars), barred]).toEqual([[['cal_holidays']], 1]);
  });

  it('TK1 gives slots a ticker, none, or that of their screen again, and leaves those that are so already', () => {
    const own = { kind: 'ticker', tickerId: 'tck_a' as TickerId } as const;
    const slots = [aSlot(), aSlot({ ticker: own }), aSlot({ ticker: { kind: 'none' } })];
    const given = (ticker: Slot['ticker']) => {
      const { edits, same } = bulkEdit(slots, { kind: 'ticker', ticker });
      return [edits.change.map(({ slot }) => slot.ticker), same];
    };
    expect(given(own)).toEqual([[own, own], 1]);
    expect(given({ kind: 'none' })).toEqual([[{ kind: 'none' }, { kind: 'none' }], 1]);
    expect(given(undefined)).toEqual([[undefined, undefined], 1]);
  });

  it('removes by the versions it knows', () => {
    expect(bulkEdit([aSlot({ version: 4 })], { kind: 'delete' }).edits).toEqual({
      change: [],
      add: [],
      remove: [{ id: 'slt_day', basedOn: 4 }],
    });
  });
});

describe('picking', () => {
  const [a, b, c, d] = ['slt_a', 'slt_b', 'slt_c', 'slt_d'] as SlotId[] as [SlotId, SlotId, SlotId, SlotId];
  const order = [a, b, c, d];
  const idsOf = (picks: typeof NO_PICKS) => [...picks.ids].sort();

  it('takes one and lets go of it', () => {
    const one = pickOne(NO_PICKS, b);
    expect([idsOf(one), idsOf(pickOne(one, b))]).toEqual([[b], []]);
  });

  it('takes a range from the last one picked, in either direction, and keeps the others', () => {
    expect(idsOf(pickRange(pickOne(NO_PICKS, c), a, order))).toEqual([a, b, c]);
    expect(idsOf(pickRange(pickOne(pickOne(NO_PICKS, a), c), d, order))).toEqual([a, c, d]);
  });

  it('without a last one, or one that is not in the list, takes the one alone', () => {
    expect(idsOf(pickRange(NO_PICKS, b, order))).toEqual([b]);
    expect(idsOf(pickRange(pickOne(NO_PICKS, a), c, [b, c, d]))).toEqual([a, c]);
  });
});
