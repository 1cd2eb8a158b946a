/** What a calendar draws of a full day, and what it counts instead. */
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { byImportance, fitInto, roomOf } from '../../../server/console/src/schedule/calendar-room.ts';
import { aSlot } from '../../support/builders.ts';

const seconds = (time: string): number => Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3)) * 60;
const run = (day: string, from: string, until: string) => ({
  onDay: dayOf(day),
  startS: seconds(from),
  endS: seconds(until),
});

describe('byImportance', () => {
  it('puts urgent before priority before normal, earlier before later, and what is switched off last', () => {
    const slots = [
      aSlot({ id: 'slt_off', priority: 'urgent', enabled: false, from: '05:00', until: '06:00' }),
      aSlot({ id: 'slt_late', from: '10:00', until: '11:00' }),
      aSlot({ id: 'slt_early', from: '06:00', until: '07:00' }),
      aSlot({ id: 'slt_priority', priority: 'priority', from: '20:00', until: '21:00' }),
      aSlot({ id: 'slt_urgent', priority: 'urgent', from: '22:00', until: '23:00' }),
    ];
    expect(byImportance(slots).map(({ id }) => id)).toEqual([
      'slt_urgent',
      'slt_priority',
      'slt_early',
      'slt_late',
      'slt_off',
    ]);
  });
});

describe('fitInto', () => {
  it('draws the first of each day and counts the rest of that day alone', () => {
    const monday = ['05:00', '06:00', '07:00', '08:00', '09:00'].map((from) => run('2026-03-02', from, '23:00'));
    const tuesday = [run('2026-03-03', '05:00', '06:00')];
    const { drawn, left } = fitInto([...monday, ...tuesday], roomOf('month', false), '2026-03-02');
    expect(drawn).toEqual([...monday.slice(0, 3), ...tuesday]);
    expect([...left]).toEqual([['2026-03-02', 2]]);
  });

  it('draws no more side by side than can be read; what only touches is not side by side', () => {
    const [first, beside, after] = [
      run('2026-03-02', '05:00', '06:00'),
      run('2026-03-02', '05:30', '06:30'),
      run('2026-03-02', '06:00', '07:00'),
    ];
    const { drawn, left } = fitInto([first, beside, after], { inAll: 40, atOnce: 1 }, '2026-03-02');
    expect(drawn).toEqual([first, after]);
    expect([...left]).toEqual([['2026-03-02', 1]]);
  });

  it('counts what began the evening before on the first day that is shown', () => {
    const before = run('2026-03-01', '22:00', '28:00');
    const { left } = fitInto([before, before], { inAll: 40, atOnce: 1 }, '2026-03-02');
    expect([...left]).toEqual([['2026-03-02', 1]]);
  });
});
