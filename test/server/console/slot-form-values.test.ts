/** A form of a slot that was changed elsewhere meanwhile: what both edits come to. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import { draftFrom, mergedWith, valuesOf } from '../../../server/console/src/schedule/slot-form-values.ts';
import { aSlot } from '../../support/builders.ts';

const today = '2026-03-04';
const base = aSlot({ name: 'Bản tin', from: '08:00', until: '09:00', recurrence: 'FREQ=WEEKLY;BYDAY=WE,MO' });
/** What is saved of a form that was opened on `base`; null when there is nothing left to save. */
const saved = (typed: Partial<ReturnType<typeof valuesOf>>, now: Slot) => {
  const merged = mergedWith({ ...valuesOf(base, [], today), ...typed }, { base, now, playlists: [], today });
  return merged && draftFrom(merged, now);
};

describe('a form whose slot was changed elsewhere', () => {
  it('keeps what was typed, and takes over the rest', () => {
    expect(saved({ name: 'Bản tin mới' }, { ...base, until: '10:30', priority: 'urgent' })).toMatchObject({
      name: 'Bản tin mới',
      from: '08:00',
      until: '10:30',
      priority: 'urgent',
    });
  });

  it('keeps what was typed where both changed the same', () => {
    expect(saved({ until: '11:00' }, { ...base, from: '07:00', until: '10:30' })).toMatchObject({
      from: '08:00',
      until: '11:00',
    });
  });

  it('keeps days that were moved alone elsewhere', () => {
    const changes = [{ day: '2026-03-09', onDay: '2026-03-10', from: '08:00', until: '09:00' }];
    expect(saved({ name: 'Bản tin mới' }, { ...base, changes })?.changes).toEqual(changes);
  });

  it('has nothing left to save when nothing was typed, or when it was saved although the answer was lost', () => {
    expect(saved({}, { ...base, until: '10:30' })).toBeNull();
    expect(saved({ name: 'Bản tin mới' }, { ...base, name: 'Bản tin mới' })).toBeNull();
  });
});
