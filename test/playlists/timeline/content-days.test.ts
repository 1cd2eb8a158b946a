import { describe, expect, it } from 'vitest';
import { Finding } from '../../../playlists/model/finding.ts';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { cuesBetween, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { aPlaylist, aSchedule, aScreen, aSite, aSlot, aStill, at, aVideo } from '../../support/builders.ts';

const NOW = at('2026-03-02 10:00');
const GATE = aScreen().id;
type Parts = Parameters<typeof aStill>[0];
/** All day one playlist of a still with days (15 s) and a video without; `parts` are those of the still. */
const aWard = (parts: Parts, also: Parameters<typeof aSchedule>[0] = {}) =>
  aSchedule({
    assets: [aStill({ title: 'Ảnh hội chợ', ...parts }), aVideo({ title: 'Video nền' })],
    slots: [aSlot({ name: 'Cả ngày', from: '00:00', until: '24:00' })],
    ...also,
  });
const alone = { playlists: [aPlaylist({}, ['ast_slide'])] };
const isOn = (schedule: Schedule, when: string): boolean => {
  const horizon = { from: at('2026-02-28 00:00'), until: at('2026-03-20 00:00') };
  const { body } = compileScreen(schedule, GATE, horizon);
  return cuesBetween(body, at(when), at(when) + 60_000, 10).some(
    (head) => head.kind === 'cue' && head.cue.assetId === 'ast_slide',
  );
};
const saying = (schedule: Schedule, code: Finding['code'], now = NOW) =>
  findProblems(schedule, now).flatMap((finding) => (Finding.parse(finding).code === code ? [finding.staff.vi] : []));

describe('PL7 days of content', () => {
  it.each([
    ['the minute before its first day', '2026-03-04 23:58', false],
    ['midnight of its first day', '2026-03-05 00:00', true],
    ['the last minute of its last day', '2026-03-10 23:58', true],
    ['midnight after its last day', '2026-03-11 00:00', false],
  ])('PL7 %s', (_, when, shown) => {
    expect(isOn(aWard({ usableFrom: '2026-03-05', usableUntil: '2026-03-10' }), when)).toBe(shown);
  });

  it('PL7 by a topic and by a nested playlist as well', () => {
    const days = { usableUntil: '2026-03-10', topic: '1.1' } as const;
    const byTopic = aPlaylist({ entries: [{ id: 'ent_t', kind: 'topic', topic: '1', durationMs: null }] });
    const nested = aPlaylist({ id: 'pls_in' }, ['ast_slide', 'ast_clip']);
    const outer = aPlaylist({ entries: [{ id: 'ent_n', kind: 'playlist', playlistId: 'pls_in' }] });
    for (const playlists of [[byTopic], [outer, nested]]) {
      expect(isOn(aWard(days, { playlists }), '2026-03-10 12:00')).toBe(true);
      expect(isOn(aWard(days, { playlists }), '2026-03-11 12:00')).toBe(false);
    }
  });

  it('PL7 the day is that of the screen, whatever zone the slot has', () => {
    const screens = [aScreen({ zone: 'Asia/Tokyo' })];
    const slots = [aSlot({ from: '00:00', until: '24:00', zone: 'Asia/Ho_Chi_Minh' })];
    const schedule = aWard({ usableUntil: '2026-03-10' }, { screens, slots });
    expect(isOn(schedule, '2026-03-10 21:58')).toBe(true);
    expect(isOn(schedule, '2026-03-10 22:00')).toBe(false);
  });

  it('PL7 PL5 the days of the entry hold as well; TL15 where nothing is left the slot gives way', () => {
    const entries = [
      { id: 'ent_0', assetId: 'ast_slide', durationMs: null, validUntil: '2026-03-08' },
      { id: 'ent_1', assetId: 'ast_clip', durationMs: null },
    ];
    const playlists = [aPlaylist({ entries })];
    expect(isOn(aWard({ usableUntil: '2026-03-10' }, { playlists }), '2026-03-09 12:00')).toBe(false);
    const schedule = aWard({ usableUntil: '2026-03-10' }, alone);
    const { body } = compileScreen(schedule, GATE, { from: NOW, until: at('2026-03-12 00:00') });
    expect(playheadAt(body, at('2026-03-10 23:59'))).toMatchObject({ kind: 'cue', slotId: 'slt_day' });
    expect(playheadAt(body, at('2026-03-11 00:00'))).toMatchObject({ kind: 'safe', rule: 'TL12' });
  });

  it('PL7 a schedule frozen before content had days plays as it did', () => {
    const { usableFrom: _, usableUntil: __, approval: ___, ...old } = aStill();
    const { approvalRequired: ____, ...frozen } = aWard({});
    const read = Schedule.parse({ ...frozen, assets: [old, aVideo()] });
    expect(read.assets[0]).toMatchObject({ usableFrom: null, usableUntil: null, approval: null });
    expect(read.approvalRequired).toBe(false);
    expect(isOn(read, '2026-03-15 12:00')).toBe(true);
  });
});

describe('FD14 content that goes or comes', () => {
  it.each([
    [
      'ends within the horizon',
      { usableUntil: '2026-03-10' },
      [
        'Nội dung “Ảnh hội chợ” chỉ được phép phát đến hết 10/03/2026: từ 11/03/2026, khung giờ “Cả ngày” (hằng ngày 00:00–24:00) phát không có nội dung này.',
      ],
    ],
    [
      'begins within the horizon',
      { usableFrom: '2026-03-05' },
      [
        'Nội dung “Ảnh hội chợ” chỉ được phép phát từ 05/03/2026: trước đó, khung giờ “Cả ngày” (hằng ngày 00:00–24:00) phát không có nội dung này.',
      ],
    ],
    ['ended long ago', { usableUntil: '2026-01-31' }, [expect.stringContaining('đến hết 31/01/2026')]],
    ['is open until after the horizon', { usableFrom: '2026-03-01', usableUntil: '2026-12-31' }, []],
    ['has no days', {}, []],
  ])('FD14 %s', (_, parts, told) => {
    expect(saying(aWard(parts), 'content-expires')).toEqual(told);
  });

  it('FD14 is not said of slots that are over by then, of other playlists, or of content in none', () => {
    const days = { usableUntil: '2026-03-10' };
    const over = [aSlot({ validUntil: '2026-03-10' })];
    expect(saying(aWard(days, { slots: over }), 'content-expires')).toEqual([]);
    expect(saying(aWard(days, { playlists: [aPlaylist({}, ['ast_clip'])] }), 'content-expires')).toEqual([]);
  });

  it('FD14 once for all slots, and the default playlist too', () => {
    const slots = ['slt_a', 'slt_b'].map((id, i) => aSlot({ id, name: id, from: `0${i}:00`, until: `0${i}:30` }));
    const screens = [aScreen({ defaultPlaylistId: 'pls_main' })];
    expect(saying(aWard({ usableUntil: '2026-03-10' }, { slots, screens }), 'content-expires')).toEqual([
      'Nội dung “Ảnh hội chợ” chỉ được phép phát đến hết 10/03/2026: từ 11/03/2026, khung giờ “slt_a” (hằng ngày 00:00–00:30) và “slt_b” (hằng ngày 01:00–01:30) và danh sách phát mặc định của “Cổng chào” phát không có nội dung này.',
    ]);
  });

  it('FD14 a safe image out of its days is shown all the same, and that is said', () => {
    const sites = [aSite({ safeAssetId: 'ast_slide' })];
    const schedule = aWard({ usableUntil: '2026-03-10' }, { sites, playlists: [aPlaylist({}, ['ast_clip'])] });
    expect(saying(schedule, 'content-expires')).toEqual([
      'Hình an toàn “Ảnh hội chợ” của màn hình “Cổng chào” có ngày không được phép phát trong thời gian tới nhưng vẫn sẽ hiện khi cần. Hãy chọn hình an toàn khác.',
    ]);
  });
});

describe('FD15 a slot runs out of content', () => {
  it('FD15 from the midnight after the last day; FD14 does not say the same again', () => {
    const schedule = aWard({ usableUntil: '2026-03-10' }, alone);
    expect(saying(schedule, 'slot-content-runs-out')).toEqual([
      'Khung giờ “Cả ngày” (hằng ngày 00:00–24:00) không còn nội dung nào được phép phát từ 00:00 ngày 11/03/2026 trên màn hình “Cổng chào” nên sẽ bị bỏ qua. Hãy thêm nội dung hoặc kiểm tra ngày được phép phát.',
    ]);
    expect(saying(schedule, 'content-expires')).toEqual([]);
    expect(findProblems(schedule, NOW)[0]?.code).toBe('slot-content-runs-out');
  });

  it('FD15 is not said while something is left, nor where only the hours of entries leave nothing', () => {
    expect(saying(aWard({ usableUntil: '2026-03-10' }), 'slot-content-runs-out')).toEqual([]);
    const hours = { from: '06:00', until: '12:00' };
    const playlists = [
      aPlaylist({
        entries: [
          { id: 'ent_0', assetId: 'ast_slide', durationMs: null, hours },
          { id: 'ent_1', assetId: 'ast_clip', durationMs: null, hours },
        ],
      }),
    ];
    expect(saying(aWard({ usableUntil: '2026-03-10' }, { playlists }), 'slot-content-runs-out')).toEqual([]);
  });
});

describe('FD16 content that nobody approved', () => {
  const open = { approval: null };

  it('FD16 advice in one sentence; blocks, one by one, where the ward wants approvals', () => {
    const assets = [aStill({ ...open, title: 'Ảnh A' }), aVideo({ ...open, title: 'Video B' })];
    const of = (approvalRequired: boolean) =>
      findProblems(aSchedule({ assets, approvalRequired }), NOW).filter(({ code }) => code === 'content-unapproved');
    expect(of(false)).toMatchObject([
      { blocks: false, staff: { vi: 'Nội dung “Video B” và “Ảnh A” chưa được duyệt.' } },
    ]);
    expect(of(true).map(({ blocks, assetId }) => [blocks, assetId])).toEqual([
      [true, 'ast_clip'],
      [true, 'ast_slide'],
    ]);
    expect(of(true)[0]?.staff.en).toBe(
      'Nobody has approved “Video B”. The ward publishes approved content only: ask an approver or take it out.',
    );
    expect(findProblems(aSchedule({ approvalRequired: true }), NOW).map(({ code }) => code)).not.toContain(
      'content-unapproved',
    );
  });

  it.each([
    ['a slot that begins in a year', { slots: [aSlot({ validFrom: '2027-03-01' })] }, true],
    ['a slot that was over last year', { slots: [aSlot({ validUntil: '2025-12-31' })] }, false],
    [
      'a slot that was over, but for an extra day',
      { slots: [aSlot({ validUntil: '2025-12-31', extraDays: ['2026-05-01'] })] },
      true,
    ],
    ['a disabled slot', { slots: [aSlot({ enabled: false })] }, false],
    ['a slot without screens', { slots: [aSlot({ targets: [{ kind: 'group', groupId: 'grp_none' }] })] }, false],
    ['a default playlist', { slots: [], screens: [aScreen({ defaultPlaylistId: 'pls_main' })] }, true],
    ['a safe image', { slots: [], sites: [aSite({ safeAssetId: 'ast_slide' })] }, true],
    ['content that is not ready yet', { assets: [aStill({ ...open, renditions: [] }), aVideo()] }, true],
    [
      'a topic in a nested playlist',
      {
        playlists: [
          aPlaylist({ entries: [{ id: 'ent_n', kind: 'playlist', playlistId: 'pls_in' }] }),
          aPlaylist({ id: 'pls_in', entries: [{ id: 'ent_t', kind: 'topic', topic: '1', durationMs: null }] }),
        ],
      },
      true,
    ],
  ] as const)('FD16 asks about %s: %s', (_, parts, isAsked) => {
    const assets = [aStill(open), aVideo()];
    const schedule = aSchedule({ assets, approvalRequired: true, ...(parts as object) });
    const found = findProblems(schedule, NOW).filter(({ code }) => code === 'content-unapproved');
    expect(found.map(({ assetId, blocks }) => [assetId, blocks])).toEqual(isAsked ? [['ast_slide', true]] : []);
  });

  it('FD16 is bounded: what is too much for a list each is one sentence at its end', () => {
    const assets = Array.from({ length: 30 }, (_, i) => aStill({ ...open, id: `ast_${i}` }));
    const playlists = [
      aPlaylist(
        {},
        assets.map(({ id }) => id),
      ),
    ];
    const found = findProblems(aSchedule({ assets, playlists, approvalRequired: true }), NOW).filter(
      ({ blocks }) => blocks,
    );
    expect(found).toHaveLength(21);
    expect(found.at(-1)?.staff.vi).toContain('và 7 nội dung khác chưa được duyệt');
  });
});
