import { describe, expect, it } from 'vitest';
import { Finding, isNotice } from '../../../playlists/model/finding.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { aPlaylist, aSchedule, aScreen, aSite, aSlot, aStill, at, aVideo } from '../../support/builders.ts';

const NOW = at('2026-03-02 10:00');
const allOf = (schedule: Schedule) => findProblems(schedule, NOW).map((finding) => Finding.parse(finding));
/** The screens of these schedules have no default playlist, so all of them are bare at night: FD12 has tests of its own. */
const problemsOf = (schedule: Schedule) => allOf(schedule).filter(({ code }) => code !== 'screen-bare-hours');
const codesOf = (schedule: Schedule) =>
  problemsOf(schedule).map(({ code, slotId }) => (slotId ? `${code} ${slotId}` : code));
const withSlots = (...slots: ReturnType<typeof aSlot>[]) => aSchedule({ slots });
const onGate = [{ kind: 'screen', screenId: 'scr_gate' } as const];

describe('hours of the coming week', () => {
  const saying = (schedule: Schedule, code: Finding['code']) =>
    allOf(schedule).flatMap((finding) => (finding.code === code ? [finding.staff.vi] : []));

  it('FD11 a slot that is seen, but not whenever it runs: when, by whom, why', () => {
    const lunch = aSlot({
      id: 'slt_lunch',
      name: 'Trưa',
      from: '07:00',
      until: '13:00',
      targets: onGate,
      recurrence: 'FREQ=WEEKLY;BYDAY=TU,WE',
    });
    const night = aSlot({ id: 'slt_night', name: 'Đêm', from: '16:30', until: '02:00', targets: onGate });
    expect(saying(withSlots(aSlot(), lunch, night), 'slot-partly-hidden')).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) bị che một phần trên màn hình “Cổng chào”: hằng ngày 16:30–17:00 bởi “Đêm” (hằng ngày 16:30–02:00), vì khung giờ đó được đặt riêng cho màn hình này và T3, T4 08:00–13:00 bởi “Trưa” (T3, T4 07:00–13:00), vì khung giờ đó được đặt riêng cho màn hình này.',
    ]);
  });

  it('FD11 a slot is meant to give way to a higher level, and to short ones within its hours, for less than half of its time', () => {
    const within = (hour: number, parts: object = {}) =>
      aSlot({ id: `slt_at${hour}`, name: `Lúc ${hour}`, from: `${hour}:00`, until: `${hour}:30`, ...parts });
    const short = [10, 12, 14, 16].map((hour) => within(hour));
    expect(saying(withSlots(aSlot(), ...short), 'slot-partly-hidden')).toEqual([]);
    const over = aSlot({ id: 'slt_over', from: '15:00', until: '18:00', priority: 'priority' });
    expect(saying(withSlots(aSlot(), over), 'slot-partly-hidden')).toEqual([]);
    // The same at its own level takes what was promised to it.
    expect(saying(withSlots(aSlot(), { ...over, priority: 'normal' }), 'slot-partly-hidden')).toHaveLength(1);
    // Equal in everything but the id: nobody chose that.
    const twin = aSlot({ id: 'slt_twin', name: 'Sinh đôi', until: '09:00' });
    expect(saying(withSlots(aSlot(), twin), 'slot-partly-hidden')).toHaveLength(1);
    // More than half of it, though by a higher level: one sentence, with some of the hours.
    const hours = [8, 9, 10, 11, 12, 13, 14, 15, 16].map((hour) => (hour < 10 ? `0${hour}` : `${hour}`));
    const most = hours.map((hour) => ({ from: `${hour}:00`, until: `${hour}:40`, season: null }));
    const dayPart = { id: 'dpt_most', name: 'Đầu giờ', ranges: most, version: 1, updatedAt: 1 };
    const full = aSlot({ id: 'slt_full', name: 'Đầu giờ', priority: 'priority', dayPartId: 'dpt_most' });
    expect(saying(aSchedule({ slots: [aSlot(), full], dayParts: [dayPart as never] }), 'slot-partly-hidden')).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) bị che một phần trên màn hình “Cổng chào”: hằng ngày 08:00–08:40, 09:00–09:40, 10:00–10:40, 11:00–11:40 và 5 khoảng khác bởi “Đầu giờ” (hằng ngày theo giờ mẫu), vì khung giờ đó có mức ưu tiên cao hơn.',
    ]);
  });

  it('FD38 what a slot gives up as arranged is told too, as a notice: to whom, when, why', () => {
    const within = (hour: number, parts: object = {}) =>
      aSlot({ id: `slt_at${hour}`, name: `Lúc ${hour}`, from: `${hour}:00`, until: `${hour}:30`, ...parts });
    const given = (...slots: ReturnType<typeof aSlot>[]) => saying(withSlots(aSlot(), ...slots), 'slot-gives-way');
    expect(given(within(10), within(12, { priority: 'priority' }))).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) nhường giờ trên màn hình “Cổng chào”: hằng ngày 10:00–10:30 cho “Lúc 10” (hằng ngày 10:00–10:30), vì khung giờ đó bắt đầu muộn hơn và hằng ngày 12:00–12:30 cho “Lúc 12” (hằng ngày 12:00–12:30), vì khung giờ đó có mức ưu tiên cao hơn.',
    ]);
    expect(given(within(11, { priority: 'urgent', until: '16:30' }))).toEqual([
      expect.stringContaining('hằng ngày 11:00–16:30 cho “Lúc 11”'),
    ]);
    // Side by side, or in turn with it: nobody gives anything.
    expect(given(within(17), within(14, { share: { kind: 'percent', percent: 20 } }))).toEqual([]);
    const found = allOf(withSlots(aSlot(), within(10)));
    expect(found.map(isNotice)).toEqual([false, true]);
  });

  it('FD11 other hours on other screens are told for each, equal ones together, and many are counted', () => {
    const screens = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => aScreen({ id: `scr_${id}`, name: id.toUpperCase() }));
    const on = (id: string, from: string, until: string) =>
      aSlot({ id: `slt_${id}`, name: id, from, until, targets: [{ kind: 'screen', screenId: `scr_${id}` }] });
    const slots = [aSlot(), on('a', '07:00', '09:00'), on('b', '16:00', '18:00')];
    const say = (more: ReturnType<typeof aSlot>[]) =>
      saying(aSchedule({ screens, slots: [...slots, ...more] }), 'slot-partly-hidden');
    expect(say([])).toEqual([
      'Khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) bị che một phần trên màn hình “A”: hằng ngày 08:00–09:00 bởi “a” (hằng ngày 07:00–09:00), vì khung giờ đó được đặt riêng cho màn hình này; trên màn hình “B”: hằng ngày 16:00–17:00 bởi “b” (hằng ngày 16:00–18:00), vì khung giờ đó được đặt riêng cho màn hình này.',
    ]);
    const [many] = say(['c', 'd', 'e', 'f'].map((id, n) => on(id, '06:00', `1${n}:00`)));
    expect(many).toMatch(
      /trên màn hình “A”: .*; trên màn hình “B”: .*; trên màn hình “C”: .*; và trên 3 màn hình khác\.$/,
    );
  });

  it('FD11 FD38 name each screen once and by name, though it loses and gives hours and has a timeline of its own', () => {
    const screens = ['C', 'A', 'B'].map((name) =>
      aScreen({ id: `scr_${name.toLowerCase()}`, name, ...(name === 'B' && { defaultPlaylistId: 'pls_main' }) }),
    );
    const over = aSlot({ id: 'slt_over', name: 'Lấn', from: '16:00', until: '18:00' });
    const noon = aSlot({ id: 'slt_noon', name: 'Trưa', from: '11:00', until: '12:00', priority: 'urgent' });
    const schedule = aSchedule({ screens, slots: [aSlot(), over, noon] });
    for (const code of ['slot-partly-hidden', 'slot-gives-way'] as const)
      expect(saying(schedule, code)).toEqual([expect.stringContaining('trên màn hình “A”, “B” và “C”: ')]);
  });

  it('FD11 FD38 tell fifty slots each, and the others together', () => {
    const days = Array.from({ length: 53 }, (_, n) =>
      aSlot({ id: `slt_d${n}`, name: `Ngày ${n}`, targets: [{ kind: 'screen', screenId: `scr_${n}` }] }),
    );
    const screens = days.map((_, n) => aScreen({ id: `scr_${n}`, name: `Bảng ${n}` }));
    const over = aSlot({ id: 'slt_over', from: '16:00', until: '18:00', priority: 'priority' });
    const found = allOf(aSchedule({ screens, slots: [...days, over] })).filter(({ code }) => code === 'slot-gives-way');
    expect(found).toHaveLength(51);
    expect(found.at(-1)?.staff.vi).toMatch(/^Các khung giờ khác cũng nhường giờ như đã xếp: “Ngày 7” .*“Ngày 9”/);
  });

  it('FD11 FD12 what is over today is not told any more', () => {
    const once = (id: string, from: string, until: string) =>
      aSlot({ id, name: id, from, until, recurrence: 'FREQ=DAILY;COUNT=1', validFrom: '2026-03-02', targets: onGate });
    const [past, running] = [once('slt_past', '07:00', '09:00'), once('slt_now', '07:30', '11:00')];
    expect(saying(withSlots(aSlot(), past), 'slot-partly-hidden')).toEqual([]);
    expect(saying(withSlots(aSlot(), running), 'slot-partly-hidden')).toEqual([
      expect.stringContaining(': T2 10:00–11:00 bởi “slt_now”'),
    ]);
    const fromTen = {
      from: '10:00',
      until: '24:00',
      recurrence: 'FREQ=DAILY;COUNT=1',
      validFrom: '2026-03-02',
    } as const;
    const allDay = { id: 'slt_all', from: '00:00', until: '24:00', validFrom: '2026-03-03' } as const;
    expect(saying(withSlots(aSlot(fromTen), aSlot(allDay)), 'screen-bare-hours')).toEqual([]);
  });

  it('FD11 is not said of urgent bulletins, of slots in turn, of blank hours, or where nobody is hidden', () => {
    const over = (parts: Partial<Parameters<typeof aSlot>[0]>) =>
      aSlot({ id: 'slt_x', from: '11:00', until: '13:00', ...parts });
    for (const parts of [
      { priority: 'urgent' },
      { share: { kind: 'percent', percent: 20 } },
      { from: '17:00', until: '18:00' },
    ] as const)
      expect(saying(withSlots(aSlot(), over(parts)), 'slot-partly-hidden')).toEqual([]);
    const hours = { from: '12:00', until: '13:00', weekdays: [1, 2, 3, 4, 5, 6, 7] };
    expect(saying(aSchedule({ screens: [aScreen({ blankHours: [hours] })] }), 'slot-partly-hidden')).toEqual([]);
  });

  it('FD11 TL20 an item that is played to its end hides nobody, whatever follows it', () => {
    const rounds = aPlaylist({}, ['ast_long']);
    const assets = [aVideo({ id: 'ast_long', durationMs: 7_000 })];
    const first = aSlot({ name: 'Trước', from: '08:00', until: '09:00', boundary: 'finish' });
    const next = { id: 'slt_next', name: 'Sau', from: '09:00', until: '10:00' } as const;
    const say = (...slots: ReturnType<typeof aSlot>[]) =>
      saying(aSchedule({ slots, playlists: [rounds], assets }), 'slot-partly-hidden');
    expect(say(first, aSlot(next))).toEqual([]);
    expect(say({ ...first, priority: 'priority' }, aSlot(next))).toEqual([]);
    // Where the later one interrupts, the first is hidden from then on, and it alone.
    expect(say({ ...first, until: '09:30' }, aSlot(next))).toEqual([
      expect.stringMatching(/^Khung giờ “Trước” .* bị che một phần .*: hằng ngày 09:00:05–09:30 bởi “Sau”/),
    ]);
  });

  it('FD12 hours with nothing but the safe image, over midnight and on some days', () => {
    const weekend = aSlot({ id: 'slt_w', from: '06:00', until: '22:00', recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' });
    expect(
      saying(withSlots(aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' }), weekend), 'screen-bare-hours'),
    ).toEqual([
      'Màn hình “Cổng chào” có những giờ chưa có gì để phát, chỉ hiện hình an toàn: T2, T3, T4, T5, T6 00:00–08:00, 17:00–24:00; T7, CN 00:00–06:00, 22:00–24:00. Hãy thêm khung giờ, chọn danh sách phát mặc định hoặc đặt giờ tắt màn hình.',
    ]);
    const weekdays = aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: '00:00', until: '24:00' });
    for (const [slots, when] of [
      [[aSlot()], 'hằng ngày 17:00–08:00 hôm sau'],
      [[aSlot(), aSlot({ id: 'slt_b', from: '18:00', until: '19:00' })], 'hằng ngày 17:00–18:00, 19:00–08:00 hôm sau'],
      [[weekdays], 'T7, CN cả ngày'],
    ] as const)
      expect(saying(withSlots(...slots), 'screen-bare-hours')[0]).toContain(`chỉ hiện hình an toàn: ${when}. Hãy`);
  });

  it('FD12 is not said of a screen with a default playlist, with blank hours there, or that shows nothing at all (FD7)', () => {
    const night = [{ from: '17:00', until: '08:00', weekdays: [1, 2, 3, 4, 5, 6, 7] }];
    for (const screens of [[aScreen({ defaultPlaylistId: 'pls_main' })], [aScreen({ blankHours: night })]])
      expect(saying(aSchedule({ screens }), 'screen-bare-hours')).toEqual([]);
    expect(allOf(aSchedule({ slots: [] })).map(({ code }) => code)).toEqual(['screen-without-content']);
  });
});

describe('findings', () => {
  it('a schedule in order has none', () => expect(problemsOf(aSchedule())).toEqual([]));

  it('FD1 a slot whose group is empty or whose screen is gone; a disabled one is nobody’s worry', () => {
    const lost = aSlot({ id: 'slt_lost', targets: [{ kind: 'group', groupId: 'grp_empty' }] });
    expect(codesOf(withSlots(aSlot(), lost))).toEqual(['slot-without-screens slt_lost']);
    expect(codesOf(withSlots(aSlot(), { ...lost, enabled: false }))).toEqual([]);
    expect(problemsOf(withSlots(aSlot(), lost))[0]?.staff.vi).toContain('“Giờ hành chính” (hằng ngày 08:00–17:00)');
  });

  it.each([
    [
      'no Sunday within its validity',
      { recurrence: 'FREQ=WEEKLY;BYDAY=SU', validFrom: '2026-03-02', validUntil: '2026-03-07' },
    ],
    ['validity ends before it begins', { validFrom: '2026-03-10', validUntil: '2026-03-02' }],
    ['over before it was saved: the wrong year', { validUntil: '2025-12-31' }],
  ])('FD2 never runs: %s', (_, parts) => {
    expect(codesOf(withSlots(aSlot(), aSlot({ id: 'slt_x', ...parts })))).toEqual(['slot-never-runs slt_x']);
  });

  it.each([
    ['it begins in summer', { validFrom: '2026-07-01' }],
    ['it has simply done its work', { validUntil: '2026-02-20' }],
    ['its last night is the day on which it was saved', { validUntil: '2026-01-05', from: '22:00', until: '06:00' }],
  ])('FD2 is not said when %s', (_, parts) => {
    expect(codesOf(withSlots(aSlot(), aSlot({ id: 'slt_x', ...parts })))).toEqual([]);
  });

  it('FD3 a slot that is never seen names who hides it, when, and why', () => {
    const hidden = aSlot({ id: 'slt_low', name: 'Ban trưa', from: '11:00', until: '13:00' });
    const [finding] = problemsOf(withSlots(aSlot({ priority: 'priority' }), hidden));
    expect(finding).toMatchObject({ code: 'slot-hidden', blocks: false, slotId: 'slt_low' });
    expect(finding?.staff.vi).toBe(
      'Khung giờ “Ban trưa” (hằng ngày 11:00–13:00) không được phát phút nào trên màn hình “Cổng chào”, vì luôn bị che bởi khung giờ “Giờ hành chính” (hằng ngày 08:00–17:00) có mức ưu tiên cao hơn.',
    );
  });

  it('FD3 hidden by two slots together, or by blank hours', () => {
    const low = aSlot({ id: 'slt_low', from: '11:00', until: '13:00' });
    const two = withSlots(
      low,
      aSlot({ id: 'slt_a', name: 'Một', until: '12:00', targets: onGate }),
      aSlot({ id: 'slt_b', name: 'Hai', from: '12:00', priority: 'urgent' }),
    );
    expect(problemsOf(two)[0]?.staff.vi).toContain(
      '“Một” (hằng ngày 08:00–12:00) được đặt riêng cho màn hình này và khung giờ “Hai”',
    );
    const dark = aSchedule({
      screens: [aScreen({ blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '10:00', until: '14:00' }] })],
      slots: [aSlot(), low],
    });
    expect(problemsOf(dark)[0]?.staff.vi).toContain('luôn bị che bởi giờ tắt màn hình.');
  });

  it('FD3 is not said when it is seen on one of its screens, or for a minute on one day', () => {
    const low = aSlot({ id: 'slt_low', from: '11:00', until: '13:00' });
    const screens = [aScreen(), aScreen({ id: 'scr_other' })];
    expect(codesOf(aSchedule({ screens, slots: [low, aSlot({ targets: onGate })] }))).toEqual([
      'slot-partly-hidden slt_low',
    ]);
    expect(codesOf(withSlots(low, aSlot({ priority: 'urgent', until: '12:59' })))).toEqual(['slot-gives-way slt_low']);
  });

  it('FD3 names fifty that are hidden, and the others together', () => {
    const low = Array.from({ length: 54 }, (_, n) =>
      aSlot({ id: `slt_low${String(n).padStart(2, '0')}`, name: `Khung ${n}`, from: '11:00', until: '13:00' }),
    );
    const findings = problemsOf(withSlots(aSlot({ priority: 'priority' }), ...low));
    expect(findings.map(({ code }) => code)).toEqual(Array(51).fill('slot-hidden'));
    expect(findings[49]).toMatchObject({ slotId: 'slt_low49' });
    expect(findings[50]).not.toHaveProperty('slotId');
    expect(findings[50]?.staff.vi).toMatch(
      /^Khung giờ “Khung 50” \(hằng ngày 11:00–13:00\), “Khung 51” .+, “Khung 52” .+ và 1 khung giờ khác cũng không được phát phút nào/,
    );
    expect(findings[50]?.staff.en).toContain('and 1 more slots');
  });

  it('FD26 a screen that changes more often than players take blocks, and one that does not quite is left alone', () => {
    const two = (number: number): string => String(number).padStart(2, '0');
    const timeAt = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    const short = (count: number) =>
      aSchedule({
        screens: [
          aScreen({ defaultPlaylistId: aPlaylist().id }),
          aScreen({ id: 'scr_b', name: 'Sân', defaultPlaylistId: aPlaylist().id }),
        ],
        slots: Array.from({ length: count }, (_, n) =>
          aSlot({
            id: `slt_${n}`,
            from: timeAt(n * 4),
            until: timeAt(n * 4 + 2),
            targets: [
              { kind: 'screen', screenId: n < 3 ? 'scr_b' : 'scr_gate' },
              { kind: 'screen', screenId: 'scr_gate' },
            ],
          }),
        ),
      });
    const found = (count: number) => allOf(short(count)).filter(({ code }) => code === 'screen-too-busy');
    const [finding, ...others] = found(300);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ blocks: true, screenId: 'scr_gate' });
    expect(finding?.staff.vi).toMatch(
      /^Màn hình “Cổng chào” đổi chương trình 21\d{3} lần trong 36 ngày tới, .+ nhiều nhất 20000 lần \(khoảng 555 lần mỗi ngày\)/,
    );
    expect(finding?.staff.en).toContain('players take 20000 at most');
    expect(found(270)).toEqual([]);
  });

  it('FD4 content, playlist or safe image that is gone blocks, and comes first', () => {
    const schedule = aSchedule({
      sites: [aSite({ safeAssetId: 'ast_gone' })],
      playlists: [aPlaylist({}, ['ast_clip', 'ast_lost'])],
      assets: [aVideo()],
      slots: [
        aSlot({ id: 'slt_a', targets: [{ kind: 'group', groupId: 'grp_empty' }] }),
        aSlot({ id: 'slt_b' }),
        aSlot({ id: 'slt_c', playlistId: 'pls_gone', from: '18:00', until: '19:00' }),
      ],
    });
    expect(problemsOf(schedule).map(({ code, blocks }) => `${code} ${blocks}`)).toEqual([
      'content-missing true',
      'content-missing true',
      'content-missing true',
      'slot-without-screens false',
    ]);
  });

  it('FD4 what a finished slot names does not block for ever', () => {
    const over = aSlot({ id: 'slt_over', playlistId: 'pls_gone', validUntil: '2026-02-20' });
    expect(codesOf(withSlots(aSlot(), over))).toEqual([]);
  });

  it('FD5 content that is not ready is said once, with the screens that wait for it', () => {
    const wide = { width: 1280, height: 640 };
    const schedule = aSchedule({
      screens: [
        aScreen(),
        ...['a', 'b', 'c', 'd', 'e'].map((id) => aScreen({ id: `scr_${id}`, name: `Tổ ${id}`, canvas: wide })),
      ],
      assets: [aVideo({}, [{ width: 768, height: 384 }, wide]), aStill({ title: 'Chỉ số CĐS' })],
    });
    const findings = problemsOf(schedule);
    expect(findings).toMatchObject([{ code: 'content-not-ready', blocks: false, assetId: 'ast_slide' }]);
    expect(findings[0]?.screenId).toBeUndefined();
    expect(findings[0]?.staff.vi).toBe(
      'Nội dung “Chỉ số CĐS” trong danh sách phát “Tuyên truyền Nghị quyết 57” chưa sẵn sàng cho màn hình “Tổ a”, “Tổ b”, “Tổ c” và 2 màn hình khác (1280×640) nên tạm thời chưa phát ở đó.',
    );
  });

  it('FD5 a safe image that is not ready', () => {
    const schedule = aSchedule({
      sites: [aSite({ safeAssetId: 'ast_safe' })],
      assets: [aVideo(), aStill(), aStill({ id: 'ast_safe', renditions: [] })],
    });
    expect(problemsOf(schedule)).toMatchObject([
      { code: 'content-not-ready', assetId: 'ast_safe', screenId: 'scr_gate' },
    ]);
  });

  it('FD6 an empty playlist: of a slot, and as the default of a screen', () => {
    const playlists = [aPlaylist(), aPlaylist({ id: 'pls_empty', name: 'Trống', entries: [] })];
    const slots = [aSlot(), aSlot({ id: 'slt_x', playlistId: 'pls_empty' })];
    const screens = [aScreen({ defaultPlaylistId: 'pls_empty' })];
    const findings = problemsOf(aSchedule({ playlists, slots, screens }));
    expect(findings).toMatchObject([
      { code: 'slot-playlist-empty', slotId: 'slt_x', playlistId: 'pls_empty' },
      { code: 'slot-playlist-empty', playlistId: 'pls_empty' },
    ]);
    expect(findings[1]?.staff.vi).toBe(
      'Danh sách phát “Trống” chưa có nội dung nên danh sách phát mặc định bị bỏ qua trên màn hình “Cổng chào”. Hãy thêm nội dung.',
    );
  });

  it('FD6 tells fifty slots of an empty playlist one by one, and the others together', () => {
    const playlists = [aPlaylist(), aPlaylist({ id: 'pls_empty', name: 'Trống', entries: [] })];
    const slots = Array.from({ length: 60 }, (_, n) => aSlot({ id: `slt_${100 + n}`, playlistId: 'pls_empty' }));
    const screens = [aScreen({ defaultPlaylistId: 'pls_empty' }), aScreen({ id: 'scr_b', name: 'Sân' })];
    const findings = problemsOf(aSchedule({ playlists, slots, screens })).filter(
      ({ code }) => code === 'slot-playlist-empty',
    );
    expect(findings.map(({ slotId }) => slotId)).toEqual([
      ...slots.slice(0, 50).map(({ id }) => id),
      undefined,
      undefined,
    ]);
    expect(findings[50]?.staff.vi).toContain('và 7 khung giờ khác bị bỏ qua trên màn hình “Cổng chào” và “Sân”');
    expect(findings[51]?.staff.vi).toContain('danh sách phát mặc định');
  });

  it('FD7 a screen with nothing to show', () => {
    const screens = [aScreen(), aScreen({ id: 'scr_bare', name: 'Nhà văn hóa' })];
    const findings = problemsOf(aSchedule({ screens, slots: [aSlot({ targets: onGate })] }));
    expect(findings).toMatchObject([{ code: 'screen-without-content', screenId: 'scr_bare', blocks: false }]);
  });
});
