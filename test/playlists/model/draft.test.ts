/** What two edits of one slot come to. */
import { describe, expect, it } from 'vitest';
import { aspectsChanged, mergeSlots } from '../../../playlists/model/draft.ts';
import { aSlot } from '../../support/builders.ts';

const was = aSlot({ name: 'Sáng', from: '07:00', until: '11:00', priority: 'normal' });

describe('aspects of a slot', () => {
  it.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['what the books add', { version: 9, updatedAt: 5 }, []],
    ['start and end', { from: '08:00', until: '12:00' }, ['times']],
    ['days, in any of their parts', { validUntil: '2026-12-31', exceptDays: ['2026-09-02'] }, ['days']],
    ['several things', { enabled: false, name: 'Trưa', boundary: 'fit' }, ['name', 'boundary', 'enabled']],
  ])('that differ by %s', (_what, change, aspects) => {
    expect(aspectsChanged(was, { ...was, ...(change as Partial<typeof was>) })).toEqual(aspects);
  });
});

describe('two edits of a slot', () => {
  const meet = (mine: Partial<typeof was>, theirs: Partial<typeof was>) =>
    mergeSlots(was, { ...was, ...mine }, { ...was, ...theirs });

  it('of different things are both kept', () => {
    const { merged, clashes } = meet({ from: '08:00' }, { name: 'Buổi sáng', priority: 'urgent' });
    expect(merged).toMatchObject({ from: '08:00', name: 'Buổi sáng', priority: 'urgent' });
    expect(clashes).toEqual([]);
  });
  it('of one thing clash, also where they touch different fields of it, and mine stands', () => {
    const { merged, clashes } = meet({ from: '08:00' }, { until: '12:00' });
    expect(merged).toMatchObject({ from: '08:00', until: '11:00' });
    expect(clashes).toEqual(['times']);
  });
  it('of one thing to the same are no clash', () => {
    expect(meet({ from: '08:00' }, { from: '08:00', enabled: false })).toMatchObject({
      merged: { from: '08:00', enabled: false },
      clashes: [],
    });
  });
  it('that would leave neither a playlist nor a ticker clash, and mine stands', () => {
    const ticker = { kind: 'ticker', tickerId: 'tck_event' } as NonNullable<typeof was.ticker>;
    const both = { ...was, ticker };
    const { merged, clashes } = mergeSlots(both, { ...both, playlistId: null }, { ...both, ticker: { kind: 'none' } });
    expect(merged).toMatchObject({ playlistId: null, ticker });
    expect(clashes).toEqual(['playlist', 'ticker']);
    const theirs = mergeSlots(both, { ...both, ticker: undefined }, { ...both, playlistId: null });
    expect(theirs.merged).toMatchObject({ playlistId: was.playlistId });
    expect(theirs.clashes).toEqual(['playlist', 'ticker']);
  });
});
