import { expect, test } from 'vitest';
import { assetsBySoonest } from '../../../server/schedules/soonest.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at } from '../../support/builders.ts';

const schedule = aSchedule({
  screens: [aScreen({ id: 'scr_a', defaultPlaylistId: 'pls_default' })],
  assets: ['ast_noon', 'ast_evening', 'ast_morning', 'ast_gap', 'ast_nested'].map((id) => aStill({ id })),
  playlists: [
    aPlaylist({ id: 'pls_noon' }, ['ast_noon']),
    aPlaylist({ id: 'pls_evening' }, ['ast_evening', 'ast_noon']),
    aPlaylist({ id: 'pls_morning' }, ['ast_morning']),
    aPlaylist({ id: 'pls_default' }, ['ast_gap']),
  ],
  slots: [
    aSlot({ id: 'slt_evening', playlistId: 'pls_evening', from: '18:00', until: '20:00' }),
    aSlot({ id: 'slt_noon', playlistId: 'pls_noon', from: '11:00', until: '12:00' }),
    aSlot({ id: 'slt_morning', playlistId: 'pls_morning', from: '07:00', until: '08:00' }),
  ],
});

test('what runs comes first, then what starts next, then what fills gaps; each once', () => {
  expect(assetsBySoonest(schedule, at('2026-03-02 11:30'))).toEqual([
    'ast_noon',
    'ast_evening',
    'ast_morning',
    'ast_gap',
  ]);
  expect(assetsBySoonest(schedule, at('2026-03-02 21:00'))[0]).toBe('ast_morning');
});

test('drafts count, slots that are switched off do not', () => {
  const drafted = [aSlot({ id: 'slt_new', playlistId: 'pls_evening', from: '11:20', until: '11:40' })];
  const off = schedule.slots.map((slot) => (slot.id === 'slt_noon' ? { ...slot, enabled: false } : slot));
  expect(assetsBySoonest({ ...schedule, slots: off }, at('2026-03-02 11:30'), drafted).slice(0, 2)).toEqual([
    'ast_evening',
    'ast_noon',
  ]);
});
