/** The history of edits past a full load of the page: the same steps, for the same person, and never an older state. */
import { describe, expect, it } from 'vitest';
import type { CalendarId, PlaylistId } from '../../../playlists/model/ids.ts';
import { madeBy, NO_HISTORY, noteEdit, requestFor } from '../../../server/console/src/schedule/edit-history.ts';
import { openStore } from '../../../server/console/src/schedule/history-store.ts';
import { aSlot } from '../../support/builders.ts';

const aPlace = (room = Number.POSITIVE_INFINITY) => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, text);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
};
const before = aSlot();
const after = aSlot({ from: '09:00', version: 2 });
const history = noteEdit(NO_HISTORY, { said: 'Đã đổi' }, [before], { changed: [after], added: [] });

describe('the history of edits, kept in the tab', () => {
  it('asks after a load for what it would have asked before, on the same versions', () => {
    const place = aPlace();
    openStore('a@phuong.test', place).write({ history, published: 'pub_1' });
    const read = openStore('a@phuong.test', place).read();
    expect(read.published).toBe('pub_1');
    expect(requestFor(read.history, 'undo')).toEqual(requestFor(history, 'undo'));
    expect(requestFor(read.history, 'undo')?.change[0]?.basedOn).toBe(2);
  });

  it('knows after a load what a step made beside the slots, so that undoing it takes that back too', () => {
    const made = { playlists: ['pls_a' as PlaylistId], calendars: ['cal_a' as CalendarId] };
    const place = aPlace();
    const campaign = noteEdit(NO_HISTORY, { said: 'Chiến dịch', made }, [], { changed: [], added: [after] });
    openStore('a@phuong.test', place).write({ history: campaign, published: null });
    expect(madeBy(openStore('a@phuong.test', place).read().history)).toEqual(made);
  });

  it('is one of each person', () => {
    const place = aPlace();
    openStore('a@phuong.test', place).write({ history, published: null });
    expect(openStore('b@phuong.test', place).read().history).toEqual(NO_HISTORY);
  });

  it('has none where nothing can be read', () => {
    const place = aPlace();
    place.kept.set('bang-tin.slot-history.a', '{"done":[{"said":1}]}');
    expect(openStore('a', place).read().history).toEqual(NO_HISTORY);
  });

  it('keeps nothing rather than an older state when there is no room', () => {
    const place = aPlace(300);
    const store = openStore('a', place);
    store.write({ history: NO_HISTORY, published: null });
    expect(place.kept.size).toBe(1);
    store.write({ history, published: null });
    expect(place.kept.size).toBe(0);
    expect(store.read().history).toEqual(NO_HISTORY);
  });
});
