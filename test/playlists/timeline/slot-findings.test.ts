import { describe, expect, it } from 'vitest';
import { Finding } from '../../../playlists/model/finding.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { aRendition, aSchedule, aScreen, aSlot, aStill, at, aVideo, P5_WALL } from '../../support/builders.ts';

const saying = (schedule: Schedule, code: Finding['code'], now: number) =>
  findProblems(schedule, now).flatMap((finding) => (Finding.parse(finding).code === code ? [finding.staff.vi] : []));

describe('FD17 the clock changes', () => {
  const SPRING = at('2026-03-20 10:00', '+01:00');
  const AUTUMN = at('2026-10-20 10:00', '+02:00');
  const inBerlin = (from: string, until: string, parts: object = {}) =>
    aSchedule({
      screens: [aScreen({ zone: 'Europe/Berlin' })],
      slots: [aSlot({ name: 'Đêm', from, until, ...parts })],
    });
  it.each([
    [
      'starts in the gap',
      SPRING,
      '02:30',
      '05:00',
      'ngày 29/03/2026 bắt đầu lúc 03:00 thay vì 02:30 và ngắn đi 30 phút',
    ],
    ['lies in the gap', SPRING, '02:15', '02:45', 'ngày 29/03/2026 không chạy vì khoảng giờ này không có'],
    [
      'loses an hour over night, on the day on which it starts',
      SPRING,
      '22:00',
      '06:00',
      'ngày 28/03/2026 ngắn đi 60 phút',
    ],
    ['gains an hour', AUTUMN, '01:00', '05:00', 'ngày 25/10/2026 dài thêm 60 phút'],
  ])('FD17 TZ1 TZ2 %s', (_, now, from, until, what) => {
    expect(saying(inBerlin(from, until), 'slot-clock-change', now)).toEqual([
      `Đồng hồ của múi giờ Europe/Berlin được chỉnh lại nên khung giờ “Đêm” (hằng ngày ${from}–${until}) ${what}.`,
    ]);
  });
  it.each([
    ['runs at other hours', SPRING, inBerlin('08:00', '17:00')],
    ['does not run on that day', SPRING, inBerlin('02:30', '05:00', { recurrence: 'FREQ=WEEKLY;BYDAY=MO' })],
    ['goes by the clock of Việt Nam', SPRING, inBerlin('02:30', '05:00', { zone: 'Asia/Ho_Chi_Minh' })],
    ['ran before now', at('2026-03-29 12:00', '+02:00'), inBerlin('02:30', '05:00')],
    ['is beyond the horizon', at('2026-01-10 10:00', '+01:00'), inBerlin('02:30', '05:00')],
    ['is in Việt Nam', SPRING, aSchedule({ slots: [aSlot({ from: '02:30', until: '05:00' })] })],
  ])('FD17 is not said of a slot that %s', (_, now, schedule) => {
    expect(saying(schedule, 'slot-clock-change', now)).toEqual([]);
  });
});

describe('FD18 another zone', () => {
  const NOW = at('2026-03-02 10:00');
  const tokyo = aSlot({ zone: 'Asia/Tokyo', targets: [{ kind: 'all' }] });

  it('FD18 what time it is on the screen, once for all screens of a zone', () => {
    const screens = [aScreen(), aScreen({ id: 'scr_b', name: 'Nhà văn hóa' })];
    expect(saying(aSchedule({ screens, slots: [tokyo] }), 'slot-other-zone', NOW)).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) tính theo múi giờ Asia/Tokyo; trên màn hình “Cổng chào” và “Nhà văn hóa” (Asia/Ho_Chi_Minh) đó là 06:00–15:00, kể từ ngày 02/03/2026.',
    ]);
  });

  it('FD18 only from when the clocks differ', () => {
    const slots = [aSlot({ zone: 'Africa/Lagos' })];
    const screens = [aScreen({ zone: 'Europe/Berlin' })];
    const told = saying(aSchedule({ screens, slots }), 'slot-other-zone', at('2026-03-20 10:00', '+01:00'));
    expect(told).toEqual([expect.stringContaining('đó là 09:00–18:00, kể từ ngày 29/03/2026')]);
  });

  it('FD18 is not said of the screen’s own zone, of one with the same clock, or of a slot without', () => {
    for (const zone of [null, 'Asia/Ho_Chi_Minh', 'Asia/Bangkok'])
      expect(saying(aSchedule({ slots: [aSlot({ zone })] }), 'slot-other-zone', NOW)).toEqual([]);
  });
});

describe('what a slot asks for in vain', () => {
  const NOW = at('2026-03-02 10:00');
  const assets = (durationMs: number) => [aVideo({ title: 'Phim', durationMs }), aStill()];

  it('FD19 TL21 a video longer than the slot is never begun', () => {
    const slots = [aSlot({ name: 'Ngắn', from: '08:00', until: '08:10', boundary: 'fit' })];
    const told = (durationMs: number, parts: object = {}) =>
      saying(
        aSchedule({ slots: slots.map((slot) => ({ ...slot, ...parts })), assets: assets(durationMs) }),
        'content-too-long',
        NOW,
      );
    expect(told(630_000)).toEqual([
      'Khung giờ “Ngắn” (hằng ngày 08:00–08:10) kết thúc “Vừa đủ” và dài 10 phút, nên video “Phim” (10 phút 30 giây) không bao giờ được phát. Hãy kéo dài khung giờ, rút ngắn video hoặc đổi cách kết thúc.',
    ]);
    expect(told(600_000)).toEqual([]);
    expect(told(630_000, { boundary: 'cut' })).toEqual([]);
    const once = { day: '2026-03-05', onDay: '2026-03-05', from: '08:00', until: '09:00' };
    expect(told(630_000, { changes: [once] })).toEqual([]);
  });

  it('FD20 a screen that is dark whenever the slot runs, while another shows it; FD3 where all are', () => {
    const night = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '07:00', until: '18:00' }];
    const dark = aScreen({ blankHours: night });
    const lit = aScreen({ id: 'scr_b', name: 'Nhà văn hóa' });
    expect(saying(aSchedule({ screens: [dark, lit] }), 'slot-in-blank-hours', NOW)).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) chỉ chạy trong giờ tắt của màn hình “Cổng chào” nên không được phát ở đó. Hãy sửa khung giờ hoặc giờ tắt màn hình.',
    ]);
    expect(saying(aSchedule({ screens: [dark] }), 'slot-in-blank-hours', NOW)).toEqual([]);
    expect(saying(aSchedule({ screens: [dark] }), 'slot-hidden', NOW)).toHaveLength(1);
    const partly = aScreen({ blankHours: [{ weekdays: [1], from: '07:00', until: '18:00' }] });
    expect(saying(aSchedule({ screens: [partly, lit] }), 'slot-in-blank-hours', NOW)).toEqual([]);
  });
});

describe('FD13 screens of a group out of step', () => {
  const NOW = at('2026-03-02 10:00');
  const TOWER = { width: 384, height: 768 };
  const pair = (groupIds: string[] = ['grp_row']) => [
    aScreen({ groupIds }),
    aScreen({ id: 'scr_b', name: 'Cột', canvas: TOWER, groupIds }),
  ];
  const both = [P5_WALL, TOWER];
  const told = (parts: Parameters<typeof aSchedule>[0]) =>
    saying(aSchedule({ screens: pair(), ...parts }), 'group-out-of-step', NOW);

  it('FD13 content that is not ready for one size', () => {
    expect(told({ assets: [aVideo({ title: 'Phim' }), aStill({}, both)] })).toEqual([
      'Màn hình “Cổng chào” và “Cột” cùng nhóm nhưng sẽ phát lệch nhau trong khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00), vì “Phim” chưa sẵn sàng cho mọi cỡ màn hình.',
    ]);
  });

  it('FD13 content of another length on one size', () => {
    const renditions = both.map((canvas, i) =>
      aRendition({ assetId: 'ast_clip', canvas, type: 'video/mp4', durationMs: 15_000 + i * 40 }),
    );
    expect(told({ assets: [aVideo({ title: 'Phim', renditions }), aStill({}, both)] })).toEqual([
      expect.stringContaining('vì “Phim” có độ dài khác nhau tùy cỡ màn hình'),
    ]);
  });

  it('FD13 once for a playlist, however many slots show it and however many groups the screens share', () => {
    const slots = [aSlot({ id: 'slt_a' }), aSlot({ id: 'slt_b', from: '18:00', until: '19:00' })];
    expect(told({ slots, screens: pair(['grp_row', 'grp_all']), assets: [aVideo({}, both), aStill()] })).toHaveLength(
      1,
    );
  });

  it('FD13 is not said where loops are alike, of screens of no group, or of different groups', () => {
    const ready = [aVideo({}, both), aStill({}, both)];
    const raw = [aVideo(), aStill({}, both)];
    expect(told({ assets: ready })).toEqual([]);
    expect(told({ assets: raw, screens: pair([]) })).toEqual([]);
    const [gate, tower] = pair();
    expect(told({ assets: raw, screens: [gate, { ...tower, groupIds: ['grp_b'] }] as never })).toEqual([]);
    expect(told({ assets: raw, slots: [aSlot({ targets: [{ kind: 'screen', screenId: 'scr_b' }] })] })).toEqual([]);
  });
});
