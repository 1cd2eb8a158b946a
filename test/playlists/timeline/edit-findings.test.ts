/** What an edit of a slot brings up before it is saved (FD1–FD12), and nothing that was there without it. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import { findingsOfEdit } from '../../../playlists/timeline/edit-findings.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at } from '../../support/builders.ts';

const NOW = at('2026-03-02 10:00');
const schedule = aSchedule({
  screens: [aScreen({ id: 'scr_a', defaultPlaylistId: 'pls_a' }), aScreen({ id: 'scr_b', defaultPlaylistId: 'pls_a' })],
  assets: [aStill({ id: 'ast_a' })],
  playlists: [aPlaylist({ id: 'pls_a' }, ['ast_a']), aPlaylist({ id: 'pls_empty', name: 'Trống' }, [])],
  slots: [
    aSlot({ id: 'slt_day', name: 'Cả ngày', playlistId: 'pls_a', from: '07:00', until: '17:00', priority: 'priority' }),
    aSlot({ id: 'slt_old', name: 'Trống sẵn', playlistId: 'pls_empty', from: '18:00', until: '19:00' }),
  ],
});
const codes = (slot: Partial<Slot>): string[] =>
  findingsOfEdit(schedule, aSlot({ id: 'slt_new', name: 'Mới', playlistId: 'pls_a', ...slot } as never), NOW).map(
    ({ code, slotId }) => `${code} ${slotId ?? ''}`.trim(),
  );

describe('an edit of a slot', () => {
  it.each<[string, Partial<Slot>, string[]]>([
    ['says nothing where nothing is wrong, whatever was wrong before', { from: '19:00', until: '20:00' }, []],
    ['FD3 that the slot would be hidden always', { from: '08:00', until: '09:00' }, ['slot-hidden slt_new']],
    ['FD11 that it would be hidden for a part', { from: '16:00', until: '18:00' }, ['slot-partly-hidden slt_new']],
    [
      'FD11 that it would hide another for a part',
      {
        from: '16:00',
        until: '18:00',
        targets: [{ kind: 'screen', screenId: 'scr_a' as never }],
        priority: 'priority',
      },
      ['slot-partly-hidden slt_day'],
    ],
    [
      'FD4 that it names a playlist that is gone, which would block',
      { playlistId: 'pls_gone' as never },
      ['content-missing slt_new'],
    ],
    [
      'FD1 that it reaches no screen',
      { targets: [{ kind: 'group', groupId: 'grp_none' as never }] },
      ['slot-without-screens slt_new'],
    ],
  ])('%s', (_what, slot, found) => {
    expect(codes(slot)).toEqual(found);
  });

  it('FD12 that moves a slot away names the hours that it leaves bare; adding one names none', () => {
    const bare = { ...schedule, screens: [aScreen({ id: 'scr_a', defaultPlaylistId: null })] };
    const day = bare.slots[0] as Slot;
    expect(findingsOfEdit(bare, { ...day, from: '09:00' }, NOW).map(({ code }) => code)).toEqual(['screen-bare-hours']);
    expect(
      findingsOfEdit(bare, aSlot({ id: 'slt_new', playlistId: 'pls_a', from: '20:00', until: '21:00' }), NOW),
    ).toEqual([]);
  });

  it('FD3 that it is hidden, by name, however many are hidden already', () => {
    const hidden = Array.from({ length: 60 }, (_, n) =>
      aSlot({ id: `slt_a${n}`, name: `Khung ${n}`, playlistId: 'pls_a', from: '08:00', until: '09:00' }),
    );
    const crowded = { ...schedule, slots: [...schedule.slots, ...hidden] };
    const edit = aSlot({ id: 'slt_new', name: 'Mới', playlistId: 'pls_a', from: '10:00', until: '11:00' });
    const found = findingsOfEdit(crowded, edit, NOW).map(({ code, slotId }) => `${code} ${slotId}`);
    expect(found).toEqual(['slot-hidden slt_new']);
  });

  it('of a slot that first runs months ahead names what it meets there, and from when', () => {
    const tet = aSlot({
      id: 'slt_tet',
      name: 'Chúc Tết',
      playlistId: 'pls_a',
      from: '08:00',
      until: '12:00',
      validFrom: '2027-02-06',
      validUntil: '2027-02-09',
    });
    const found = findingsOfEdit(schedule, tet, NOW);
    expect(found.map(({ code, slotId }) => `${code} ${slotId}`)).toEqual(['slot-hidden slt_tet']);
    expect(found[0]?.staff.vi).toMatch(/^Từ 06\/02\/2027: Khung giờ “Chúc Tết” .* luôn bị che bởi khung giờ “Cả ngày”/);
    expect(found[0]?.staff.en).toMatch(/^From 6 Feb 2027: The slot “Chúc Tết” .* always hidden by the slot “Cả ngày”/);
    expect(findingsOfEdit(schedule, { ...tet, from: '20:00', until: '21:00' }, NOW)).toEqual([]);
    // What is wrong whenever it runs is said once.
    const lost = { ...tet, targets: [{ kind: 'group', groupId: 'grp_none' as never }] } satisfies Slot;
    expect(findingsOfEdit(schedule, lost, NOW).map(({ code }) => code)).toEqual(['slot-without-screens']);
  });

  it('of one that exists counts with its old place taken away', () => {
    const hidden = schedule.slots[0] as Slot;
    expect(findingsOfEdit(schedule, { ...hidden, from: '07:30' }, NOW)).toEqual([]);
  });
});
