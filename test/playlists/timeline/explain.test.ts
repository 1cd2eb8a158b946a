import { describe, expect, it } from 'vitest';
import { explain } from '../../../playlists/timeline/explain.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';

const GATE = aScreen().id;

const schedule = aSchedule({
  screens: [
    aScreen({
      groupIds: ['grp_squares'],
      defaultPlaylistId: 'pls_main',
      blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:00' }],
    }),
  ],
  playlists: [aPlaylist(), aPlaylist({ id: 'pls_raw' }, ['ast_raw'])],
  assets: [aVideo(), aStill(), aStill({ id: 'ast_raw', renditions: [] })],
  slots: [
    aSlot({ id: 'slt_day', name: 'Giờ hành chính' }),
    aSlot({ id: 'slt_twin', name: 'Song song' }),
    aSlot({ id: 'slt_late', name: 'Mười giờ', from: '10:00', until: '11:00' }),
    aSlot({
      id: 'slt_group',
      name: 'Quảng trường',
      until: '12:00',
      targets: [{ kind: 'group', groupId: 'grp_squares' }],
    }),
    aSlot({ id: 'slt_first', name: 'Ưu tiên', from: '10:30', until: '10:45', priority: 'priority' }),
    aSlot({ id: 'slt_raw', name: 'Chưa xong', from: '10:00', until: '11:00', playlistId: 'pls_raw' }),
    aSlot({ id: 'slt_storm', name: 'Bão số 3', from: '23:00', until: '23:30', priority: 'urgent' }),
  ],
});
const losersAt = (time: string) =>
  explain(schedule, GATE, at(`2026-03-02 ${time}`)).losers.map(({ kind, slotId, rule }) => `${slotId ?? kind} ${rule}`);
const winnerAt = (time: string) => {
  const { winner, rule } = explain(schedule, GATE, at(`2026-03-02 ${time}`));
  return `${winner.slotId ?? winner.kind} ${rule}`;
};

describe('explain', () => {
  it('TL20 what plays its last item to the end is not also passed over, though its playlist has nothing more to show', () => {
    const entry = aPlaylist().entries[0];
    const playlist = { ...aPlaylist(), entries: [{ ...entry, validUntil: '2026-03-02' }] } as ReturnType<
      typeof aPlaylist
    >;
    const clip = aVideo({ durationMs: 50_000 });
    const slots = [aSlot({ id: 'slt_night', from: '22:00:10', until: '02:00', boundary: 'finish' })];
    const ending = aSchedule({ screens: [aScreen()], playlists: [playlist], assets: [clip], slots });
    const { winner, losers } = explain(ending, GATE, at('2026-03-03 00:00:05'));
    expect([winner.slotId, losers]).toEqual(['slt_night', []]);
  });

  it('TL6 TL7 TL8 TL10 TL11 TL15 every loser with the rule that beat it, strongest first', () => {
    expect(winnerAt('10:40')).toBe('slt_first TL5');
    expect(losersAt('10:40')).toEqual([
      'slt_group TL6',
      'slt_late TL6',
      'slt_twin TL6',
      'slt_day TL6',
      'default TL11',
      'slt_raw TL15',
    ]);
    expect(winnerAt('10:10')).toBe('slt_group TL5');
    expect(losersAt('10:10')).toEqual(['slt_late TL7', 'slt_twin TL7', 'slt_day TL7', 'default TL11', 'slt_raw TL15']);
  });

  it('TL8 TL10 the later start, then the later id', () => {
    const alone = {
      ...schedule,
      slots: schedule.slots.filter(({ id }) => ['slt_day', 'slt_twin', 'slt_late'].includes(id)),
    };
    const losers = (time: string) => explain(alone, GATE, at(`2026-03-02 ${time}`)).losers.map(({ rule }) => rule);
    expect(losers('10:10')).toEqual(['TL8', 'TL8', 'TL11']);
    expect(losers('09:00')).toEqual(['TL10', 'TL11']);
  });

  it('TL11 TL12 what fills the time when no slot runs', () => {
    expect(winnerAt('18:00')).toBe('default TL11');
    const bare = { ...schedule, screens: [aScreen()] };
    expect(explain(bare, GATE, at('2026-03-02 18:00'))).toMatchObject({
      winner: { kind: 'safe', playlistId: null },
      rule: 'TL12',
    });
  });

  it('TL13 dark, and woken by an urgent bulletin', () => {
    expect([winnerAt('22:30'), losersAt('22:30')]).toEqual(['blank TL13', ['default TL13']]);
    expect([winnerAt('23:10'), losersAt('23:10')]).toEqual(['slt_storm TL5', ['blank TL13', 'default TL11']]);
  });

  it('speaks both languages and names slots with their hours', () => {
    const { vi, en, losers } = explain(schedule, GATE, at('2026-03-02 10:40'));
    expect(vi).toBe(
      'Khung giờ “Ưu tiên” (hằng ngày 10:30–10:45) được phát vì được ưu tiên nhất trong các khung giờ vào lúc này.',
    );
    expect(en).toBe('The slot “Ưu tiên” (daily 10:30–10:45) is shown because it is the strongest of those that run.');
    expect(losers[0]?.vi).toBe(
      'Khung giờ “Quảng trường” (hằng ngày 08:00–12:00) nhường vì khung giờ đang phát có mức ưu tiên cao hơn.',
    );
    for (const loser of losers) expect(`${loser.vi}${loser.en}`).not.toMatch(/undefined|null|\{/);
  });

  it('a screen that is not there is a bug of the caller', () => {
    expect(() => explain(schedule, aScreen({ id: 'scr_nobody' }).id, 0)).toThrow(/scr_nobody/);
  });
});
