import { describe, expect, it } from 'vitest';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS } from '../../../playlists/timeline/day-parts.ts';
import { blankStretchesOf, occurrencesOf } from '../../../playlists/timeline/occurrences.ts';
import { createWallClocks } from '../../../playlists/timeline/wall-clock.ts';
import { aSlot, at } from '../../support/builders.ts';

const clockOf = createWallClocks();
const HOME = clockOf('Asia/Ho_Chi_Minh');

describe('occurrences', () => {
  it('TL14 are whole, also where they reach out of the horizon', () => {
    const slot = aSlot({ from: '22:00', until: '06:00' });
    const horizon = { from: at('2026-03-02 03:00'), until: at('2026-03-02 23:00') };
    expect(occurrencesOf(slot, HOME, horizon, NO_CALENDARS, NO_DAY_PARTS)).toEqual([
      { from: at('2026-03-01 22:00'), until: at('2026-03-02 06:00') },
      { from: at('2026-03-02 22:00'), until: at('2026-03-03 06:00') },
    ]);
  });

  it('TL22 one that was changed is where it was put, once; a change of one that does not exist says nothing', () => {
    const slot = aSlot({
      from: '08:00',
      until: '09:00',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO',
      exceptDays: ['2026-03-16'],
      changes: [
        { day: '2026-03-09', onDay: '2026-03-10', from: '22:00', until: '02:00' },
        { day: '2026-03-16', onDay: '2026-03-17', from: '08:00', until: '09:00' },
        { day: '2026-03-03', onDay: '2026-03-04', from: '08:00', until: '09:00' },
      ],
    });
    const horizon = { from: at('2026-03-01 00:00'), until: at('2026-03-24 00:00') };
    expect(occurrencesOf(slot, HOME, horizon, NO_CALENDARS, NO_DAY_PARTS)).toEqual([
      { from: at('2026-03-02 08:00'), until: at('2026-03-02 09:00') },
      { from: at('2026-03-10 22:00'), until: at('2026-03-11 02:00') },
      { from: at('2026-03-23 08:00'), until: at('2026-03-23 09:00') },
    ]);
    const night = { from: at('2026-03-11 01:00'), until: at('2026-03-11 01:30') };
    expect(occurrencesOf(slot, HOME, night, NO_CALENDARS, NO_DAY_PARTS)).toEqual([
      { from: at('2026-03-10 22:00'), until: at('2026-03-11 02:00') },
    ]);
  });

  it('TL1 one that ends where the horizon begins is not in it, nor one that begins where it ends', () => {
    const horizon = { from: at('2026-03-02 17:00'), until: at('2026-03-03 08:00') };
    expect(occurrencesOf(aSlot(), HOME, horizon, NO_CALENDARS, NO_DAY_PARTS)).toEqual([]);
  });

  it('TZ1 one that lies in the gap does not exist', () => {
    const slot = aSlot({ from: '02:10', until: '02:50' });
    const horizon = { from: at('2026-03-28 00:00', '+01:00'), until: at('2026-03-31 00:00', '+02:00') };
    expect(occurrencesOf(slot, clockOf('Europe/Berlin'), horizon, NO_CALENDARS, NO_DAY_PARTS)).toHaveLength(2);
  });

  it('TZ1 the day that Samoa left out has none', () => {
    const horizon = { from: at('2011-12-29 00:00', '-10:00'), until: at('2012-01-01 00:00', '+14:00') };
    const days = occurrencesOf(
      aSlot({ from: '00:00', until: '24:00' }),
      clockOf('Pacific/Apia'),
      horizon,
      NO_CALENDARS,
      NO_DAY_PARTS,
    );
    expect(days.map(({ from }) => from)).toEqual([at('2011-12-29 00:00', '-10:00'), at('2011-12-31 00:00', '+14:00')]);
  });

  it('TL13 blank hours fall on their weekdays; the night belongs to its start', () => {
    const horizon = { from: at('2026-03-02 00:00'), until: at('2026-03-09 00:00') };
    const hours = { weekdays: [7], from: '23:00', until: '05:00' };
    expect(blankStretchesOf(hours, HOME, horizon)).toEqual([
      { from: at('2026-03-01 23:00'), until: at('2026-03-02 05:00') },
      { from: at('2026-03-08 23:00'), until: at('2026-03-09 05:00') },
    ]);
  });
});
