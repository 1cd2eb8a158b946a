/** Ends of slots in local times: exact, after the running item, or with nothing begun that cannot end. Monday is 2026-03-02. */
import { describe, expect, it } from 'vitest';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { cuesBetween } from '../../../playlists/timeline/playhead.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { wallText } from './timeline-text.ts';

const GATE = aScreen().id;
const ZONE = 'Asia/Ho_Chi_Minh';
/** A video of 50 s, a still of 10 s; a video of 40 s alone; a still alone. */
const PLAYLISTS = [
  aPlaylist({ id: 'pls_mixed' }, ['ast_long', 'ast_slide']),
  aPlaylist({ id: 'pls_video' }, ['ast_clip']),
  aPlaylist({ id: 'pls_still' }, ['ast_slide']),
  aPlaylist({ id: 'pls_film' }, ['ast_film']),
];
const ASSETS = [
  aVideo({ id: 'ast_long', durationMs: 50_000 }),
  aVideo({ id: 'ast_clip', durationMs: 40_000 }),
  aVideo({ id: 'ast_film', durationMs: 310_000 }),
  aStill(),
];
const first = (parts: Parameters<typeof aSlot>[0]) =>
  aSlot({ id: 'slt_first', playlistId: 'pls_mixed', from: '08:00:15', until: '09:00', ...parts });
const second = (parts: Parameters<typeof aSlot>[0] = {}) =>
  aSlot({ id: 'slt_second', playlistId: 'pls_still', from: '09:00', until: '10:00', ...parts });
const ward = (slots: ReturnType<typeof aSlot>[], screen: Parameters<typeof aScreen>[0] = {}) =>
  aSchedule({ screens: [aScreen(screen)], slots, playlists: PLAYLISTS, assets: ASSETS });

/** `08:59:15 ast_long · 09:00:05 ast_slide …`: the showings around nine o'clock. */
const around = (
  schedule: ReturnType<typeof aSchedule>,
  day = '2026-03-02',
  from = '08:59:20',
  until = '09:00:20',
): string => {
  const horizon = { from: at('2026-03-02 00:00'), until: at('2026-03-17 00:00') };
  const { body } = compileScreen(schedule, GATE, horizon);
  return cuesBetween(body, at(`${day} ${from}`), at(`${day} ${until}`), 50)
    .map((head) => {
      const shows = head.kind === 'cue' ? `${head.slotId ?? 'default'} ${head.cue.assetId}` : head.kind;
      return `${wallText(head.from, ZONE).slice(11)} ${shows}`;
    })
    .join(' · ');
};

describe('TL9 cut', () => {
  it('changes to the second and cuts the running item off', () => {
    expect(around(ward([first({}), second()]))).toBe(
      '08:59:15 slt_first ast_long · 09:00:00 slt_second ast_slide · 09:00:10 slt_second ast_slide',
    );
  });
});

describe('TL20 finish', () => {
  const finish = { boundary: 'finish' } as const;
  it('lets the running item end; what follows starts late, from its own beginning', () => {
    expect(around(ward([first(finish), second()]))).toBe(
      '08:59:15 slt_first ast_long · 09:00:05 slt_second ast_slide · 09:00:15 slt_second ast_slide',
    );
  });
  it('changes to the second where the item ends by itself', () => {
    expect(around(ward([first({ ...finish, from: '08:00' }), second()]))).toBe(
      '08:59:00 slt_first ast_long · 08:59:50 slt_first ast_slide · 09:00:00 slt_second ast_slide · 09:00:10 slt_second ast_slide',
    );
  });
  it('runs into the safe image and the default playlist alike', () => {
    expect(around(ward([first(finish)]))).toBe('08:59:15 slt_first ast_long · 09:00:05 safe');
    expect(around(ward([first(finish)], { defaultPlaylistId: 'pls_still' }))).toBe(
      '08:59:15 slt_first ast_long · 09:00:05 default ast_slide · 09:00:10 default ast_slide',
    );
  });
  it('gives way at once to a higher level and to blank hours', () => {
    const cut = /09:00:00 (slt_second|blank)/;
    expect(around(ward([first({ ...finish, until: '12:00' }), second({ priority: 'priority' })]))).toMatch(cut);
    expect(around(ward([first(finish), second({ priority: 'urgent' })]))).toMatch(cut);
    const dark = { blankHours: [{ weekdays: [1], from: '09:00', until: '10:00' }] };
    expect(around(ward([first(finish)], dark))).toMatch(cut);
    expect(around(ward([first({ ...finish, priority: 'urgent' })], dark))).toMatch(cut);
  });
  it('waits for an equal that interrupts, too, and goes on with its own count after it', () => {
    expect(around(ward([first({ ...finish, until: '12:00' }), second({ until: '09:10' })]))).toContain(
      '09:00:05 slt_second',
    );
  });
  it('cuts an item that would need more than five minutes', () => {
    expect(around(ward([first({ ...finish, playlistId: 'pls_film', from: '08:59:55' }), second()]))).toMatch(
      /09:00:00 slt_second/,
    );
    expect(
      around(
        ward([first({ ...finish, playlistId: 'pls_film', from: '08:59:45' }), second()]),
        '2026-03-02',
        '09:04:50',
        '09:05',
      ),
    ).toBe('08:59:45 slt_first ast_film · 09:04:55 slt_second ast_slide');
  });
  it('takes at most half of what follows', () => {
    expect(around(ward([first(finish), second({ until: '09:00:10' })]))).toContain('09:00:05 slt_second');
    expect(around(ward([first(finish), second({ until: '09:00:09' })]))).toContain('09:00:00 slt_second');
  });
  it('hands lateness on from slot to slot, and forgets it on Monday at midnight', () => {
    const slots = [
      aSlot({ id: 'slt_a', playlistId: 'pls_mixed', from: '20:00:15', until: '22:00', ...finish }),
      aSlot({ id: 'slt_b', playlistId: 'pls_mixed', from: '22:00', until: '02:00', ...finish }),
    ];
    expect(around(ward(slots), '2026-03-07', '22:00:00', '22:00:10')).toBe(
      '21:59:15 slt_a ast_long · 22:00:05 slt_b ast_long',
    );
    expect(around(ward(slots), '2026-03-08', '00:00:00', '00:00:10')).toBe(
      '23:59:55 slt_b ast_slide · 00:00:05 slt_b ast_long',
    );
    expect(around(ward(slots), '2026-03-09', '00:00:00', '00:00:10')).toBe('00:00:00 slt_b ast_long');
  });
  it('never runs over the midnight that begins a Monday', () => {
    const slots = [first({ ...finish, from: '20:00:15', until: '24:00' })];
    expect(around(ward(slots), '2026-03-07', '23:59:55', '23:59:59')).toBe('23:59:15 slt_first ast_long');
    expect(around(ward(slots), '2026-03-08', '00:00:00', '00:00:04')).toBe('23:59:15 slt_first ast_long');
    expect(around(ward(slots), '2026-03-09', '00:00:00', '00:00:04')).toBe('00:00:00 safe');
  });
  it('explains who is still on, and who waits', () => {
    const { winner, rule, vi, losers } = explain(ward([first(finish), second()]), GATE, at('2026-03-02 09:00:03'));
    expect([winner.slotId, rule]).toEqual(['slt_first', 'TL5']);
    expect(vi).toContain('phát nốt nội dung đang chạy');
    expect(losers.map(({ slotId, rule: why }) => [slotId, why])).toEqual([['slt_second', 'TL20']]);
  });
});

describe('TL21 fit', () => {
  const fit = { boundary: 'fit' } as const;
  it('begins no video that cannot end: a still of the playlist stands in to the second', () => {
    expect(around(ward([first(fit), second()]), '2026-03-02', '08:59:06')).toBe(
      '08:59:05 slt_first ast_slide · 08:59:15 slt_first ast_slide · 09:00:00 slt_second ast_slide · 09:00:10 slt_second ast_slide',
    );
  });
  it('a still at the end is simply shorter', () => {
    expect(around(ward([first({ ...fit, from: '08:00:05' }), second()]))).toContain('08:59:55 slt_first ast_slide');
  });
  it('without a still the default playlist takes over early, and goes on', () => {
    const slots = [first({ ...fit, playlistId: 'pls_video', from: '08:00' })];
    expect(around(ward(slots, { defaultPlaylistId: 'pls_still' }))).toBe(
      '08:59:20 slt_first ast_clip · 09:00:00 default ast_slide · 09:00:10 default ast_slide',
    );
    const late = [first({ ...fit, playlistId: 'pls_video', from: '08:00:10' })];
    expect(around(ward(late, { defaultPlaylistId: 'pls_still' }))).toBe(
      '08:58:50 slt_first ast_clip · 08:59:30 default ast_slide · 08:59:40 default ast_slide · 08:59:50 default ast_slide · 09:00:00 default ast_slide · 09:00:10 default ast_slide',
    );
    const { winner, losers } = explain(ward(late, { defaultPlaylistId: 'pls_still' }), GATE, at('2026-03-02 08:59:35'));
    expect(winner.kind).toBe('default');
    expect(losers.map(({ slotId, rule }) => [slotId, rule])).toEqual([['slt_first', 'TL21']]);
  });
  it('without either, the safe image', () => {
    const late = [first({ ...fit, playlistId: 'pls_video', from: '08:00:10' })];
    expect(around(ward(late))).toBe('08:58:50 slt_first ast_clip · 08:59:30 safe');
  });
  it('holds before every end that is known: also before an interruption by an urgent slot', () => {
    const slots = [first({ ...fit, until: '12:00' }), second({ priority: 'urgent', until: '09:10' })];
    expect(around(ward(slots))).toContain('08:59:15 slt_first ast_slide · 09:00:00 slt_second');
  });
  it('a video longer than the slot is not begun at all', () => {
    const slots = [first({ ...fit, playlistId: 'pls_film', from: '08:58' }), second()];
    expect(around(ward(slots))).toMatch(/^00:00:00 safe · 09:00:00 slt_second/);
  });
});
