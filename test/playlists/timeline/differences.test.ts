/** What publishing would change, in sentences: a table in a manager's words, and properties against a naive look. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Differences } from '../../../playlists/model/difference.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { compareSchedules } from '../../../playlists/timeline/differences.ts';
import { lastStarted, playheadAt } from '../../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aPlaylist, aSchedule, aScreen, aSite, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { aCase } from './arbitraries.ts';
import { shuffled } from './timeline-text.ts';

/** A Tuesday. */
const NOW = at('2026-11-24 10:00');
const other = aPlaylist({ id: 'pls_other', name: 'Bản tin chiều' }, ['ast_slide', 'ast_clip']);
const base = (parts: Partial<Parameters<typeof aSchedule>[0]> = {}): Schedule =>
  aSchedule({ playlists: [aPlaylist({ name: 'Bản tin sáng' }), other], slots: [aSlot()], ...parts });
const told = (before: Schedule | null, after: Schedule, now = NOW) => compareSchedules(before, after, now).differences;
const say = (before: Schedule | null, after: Schedule, now = NOW): string[] =>
  told(before, after, now).map(({ vi }) => vi);
const evening = (parts = {}) =>
  aSlot({ id: 'slt_eve', from: '18:00', until: '20:00', playlistId: 'pls_other', ...parts });

describe('DF1 what is seen differently, in a sentence each', () => {
  it('nothing for nothing: new names, ids and order of the input change no picture', () => {
    const renamed = base({
      playlists: [aPlaylist({ name: 'Tên mới' }), other],
      slots: [aSlot({ id: 'slt_zzz', name: 'Khung khác' })],
    });
    expect(told(base(), renamed)).toEqual([]);
    expect(told(base(), shuffled(base(), 1))).toEqual([]);
    const twin = aPlaylist({ id: 'pls_twin', name: 'Bản sao' });
    expect(told(base(), base({ playlists: [twin, other], slots: [aSlot({ playlistId: 'pls_twin' })] }))).toEqual([]);
  });

  it.each<[string, Schedule, string[]]>([
    [
      'once, today',
      base({ slots: [aSlot(), evening({ validFrom: '2026-11-24', validUntil: '2026-11-24' })] }),
      ['Từ 18:00 đến 20:00 hôm nay, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.'],
    ],
    [
      'once, under way',
      base({
        slots: [aSlot(), evening({ from: '09:00', until: '11:00', validFrom: '2026-11-24', validUntil: '2026-11-24' })],
      }),
      ['Từ khi đăng phát đến 11:00 hôm nay, “Cổng chào” phát “Bản tin chiều” thay cho “Bản tin sáng”.'],
    ],
    [
      'daily, today included',
      base({ slots: [aSlot(), evening()] }),
      ['Hằng ngày 18:00–20:00, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.'],
    ],
    [
      'daily from a day to a day',
      base({ slots: [aSlot(), evening({ validFrom: '2026-11-25', validUntil: '2026-11-28' })] }),
      ['Hằng ngày 18:00–20:00 từ 25/11 đến hết 28/11, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.'],
    ],
    [
      'on some days',
      base({ slots: [aSlot(), evening({ recurrence: 'FREQ=WEEKLY;BYDAY=WE,FR' })] }),
      ['18:00–20:00 các ngày T4 25/11, T6 27/11, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.'],
    ],
    [
      'every night',
      base({ slots: [aSlot(), evening({ from: '22:00', until: '06:00' })] }),
      ['Hằng ngày 22:00–06:00 hôm sau, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.'],
    ],
    [
      'no longer',
      base({ slots: [] }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” không còn phát “Bản tin sáng”, chỉ hiện hình an toàn.'],
    ],
    [
      'dark',
      base({
        screens: [aScreen({ blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '16:00', until: '17:00' }] })],
      }),
      ['Hằng ngày 16:00–17:00, “Cổng chào” tắt màn hình, không còn phát “Bản tin sáng”.'],
    ],
    [
      'items',
      base({ playlists: [aPlaylist({ name: 'Bản tin sáng' }, ['ast_clip']), other] }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: bỏ “Ảnh ast_slide”.'],
    ],
    [
      'a length',
      base({
        playlists: [
          aPlaylist({
            name: 'Bản tin sáng',
            entries: [
              { id: 'ent_0', assetId: 'ast_clip', durationMs: null },
              { id: 'ent_1', assetId: 'ast_slide', durationMs: 20_500 },
            ],
          }),
          other,
        ],
      }),
      [
        'Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: đổi thời lượng “Ảnh ast_slide” 20,5 giây thay vì 10 giây.',
      ],
    ],
    [
      'an order',
      base({ playlists: [aPlaylist({ name: 'Bản tin sáng' }, ['ast_slide', 'ast_clip']), other] }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: đổi thứ tự.'],
    ],
    [
      'transitions',
      base({ playlists: [aPlaylist({ name: 'Bản tin sáng', transition: { kind: 'fade', ms: 500 } }), other] }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: đổi cách chuyển giữa các nội dung.'],
    ],
    [
      'how often',
      base({
        playlists: [
          aPlaylist({
            name: 'Bản tin sáng',
            entries: [
              { id: 'ent_0', assetId: 'ast_clip', durationMs: null, weight: 3 },
              { id: 'ent_1', assetId: 'ast_slide', durationMs: null },
            ],
          }),
          other,
        ],
      }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: đổi số lần phát của từng nội dung.'],
    ],
    [
      'moments alone, where a loop begins at another time',
      base({ slots: [aSlot({ from: '07:59:50' })] }),
      [
        'Hằng ngày 07:59:50–08:00 từ 25/11, “Cổng chào” phát “Bản tin sáng” thay cho hình an toàn.',
        'Hằng ngày 08:00–17:00, “Cổng chào” vẫn phát “Bản tin sáng”, chỉ thời điểm của từng nội dung thay đổi.',
      ],
    ],
    [
      'in turns',
      base({
        slots: [
          aSlot({ share: { kind: 'interleave', weight: 1 } }),
          aSlot({ id: 'slt_two', playlistId: 'pls_other', share: { kind: 'interleave', weight: 1 } }),
        ],
      }),
      ['Hằng ngày 08:00–17:00, “Cổng chào” phát luân phiên “Bản tin sáng” và “Bản tin chiều” thay cho “Bản tin sáng”.'],
    ],
    [
      'the screen itself',
      base({ screens: [aScreen({ sound: true })] }),
      ['Từ khi đăng phát, “Cổng chào” phát có tiếng.'],
    ],
    [
      'for good',
      base({ screens: [aScreen({ defaultPlaylistId: 'pls_other' })], slots: [] }),
      [
        'Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin chiều” thay cho “Bản tin sáng”.',
        'Hằng ngày 17:00–08:00 hôm sau, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.',
      ],
    ],
  ])('%s', (_, after, expected) => {
    expect(say(base(), after).sort()).toEqual(expected.sort());
  });

  it('says when something begins and does not end, and English as well', () => {
    const onAir = base({ slots: [] });
    const after = base({ slots: [], screens: [aScreen({ defaultPlaylistId: 'pls_other' })] });
    expect(told(onAir, after)[0]).toMatchObject({
      vi: 'Từ khi đăng phát, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.',
      en: 'From publishing on, “Cổng chào” will show “Bản tin chiều” instead of the safe image.',
    });
    const from = base({
      slots: [aSlot({ from: '00:00', until: '24:00', validFrom: '2026-11-26', playlistId: 'pls_other' })],
    });
    expect(say(onAir, from)).toEqual([
      'Từ 00:00 T5 26/11 trở đi, “Cổng chào” phát “Bản tin chiều” thay cho hình an toàn.',
    ]);
  });

  it('says that the safe image or the file of an item is another', () => {
    const safe = (assetId: string) => base({ sites: [aSite({ safeAssetId: assetId })], slots: [], assets: stills });
    const stills = [aVideo(), aStill(), aStill({ id: 'ast_flag' })];
    expect(say(safe('ast_slide'), safe('ast_flag'))).toEqual(['Từ khi đăng phát, “Cổng chào” hiện hình an toàn mới.']);
    const recut = base({
      assets: [
        aVideo(),
        aStill({ renditions: aStill({ id: 'ast_x' }).renditions.map((one) => ({ ...one, assetId: 'ast_slide' })) }),
      ],
    });
    expect(say(base(), recut)).toEqual([
      'Hằng ngày 08:00–17:00, “Cổng chào” phát “Bản tin sáng”: hiển thị cách khác “Ảnh ast_slide”.',
    ]);
  });
});

describe('DF2 equal changes of several screens are one sentence', () => {
  const names = ['Cổng chào', 'Nhà văn hóa', 'Chợ', 'Sân vận động', 'Trường học'];
  const screens = (ids: readonly number[]) => ids.map((n) => aScreen({ id: `scr_${n}`, name: names[n] }));
  const five = screens([0, 1, 2, 3, 4]);
  const aimed = (ids: readonly number[]) =>
    base({
      screens: five,
      slots: [aSlot(), evening({ targets: ids.map((n) => ({ kind: 'screen', screenId: `scr_${n}` }) as const) })],
    });

  it.each([
    [[0, 1, 2, 3, 4], 'mọi màn hình'],
    [[0, 1, 2, 3], '4 màn hình'],
    [[1, 2], '“Chợ” và “Nhà văn hóa”'],
  ] as const)('%j are %s', (ids, who) => {
    const differences = told(base({ screens: five }), aimed(ids));
    expect(differences).toHaveLength(1);
    expect(differences[0]?.who.vi).toBe(who);
    expect(new Set(differences[0]?.screenIds)).toEqual(new Set(ids.map((n) => `scr_${n}`)));
  });

  it('a screen that nobody published to is told as such; one that is gone is not told', () => {
    expect(say(null, base())).toEqual(['Từ khi đăng phát, “Cổng chào” nhận chương trình phát lần đầu.']);
    expect(say(base({ screens: screens([0]) }), base({ screens: screens([1]) }))).toEqual([
      'Từ khi đăng phát, “Nhà văn hóa” nhận chương trình phát lần đầu.',
    ]);
  });

  it('names the clock where screens have several', () => {
    const two = [aScreen(), aScreen({ id: 'scr_tokyo', name: 'Tokyo', zone: 'Asia/Tokyo' })];
    const after = base({ screens: two, slots: [aSlot(), evening()] });
    expect(told(base({ screens: two }), after).map(({ when }) => when.vi)).toEqual([
      'hằng ngày 18:00–20:00 (giờ Asia/Tokyo)',
      'hằng ngày 18:00–20:00 (giờ Asia/Ho_Chi_Minh)',
    ]);
  });

  it('is bounded and counts the rest', () => {
    const many = Array.from({ length: 12 }, (_, n) =>
      evening({
        id: `slt_${n}`,
        from: `${String(n + 6).padStart(2, '0')}:10`,
        until: `${String(n + 6).padStart(2, '0')}:20`,
      }),
    );
    const answer = compareSchedules(base({ slots: [] }), base({ slots: many }), NOW, 5);
    expect([answer.differences.length, answer.more]).toEqual([5, 7]);
    expect(Differences.parse(answer)).toEqual(answer);
  });
});

describe('DF3 what differs only after the days that were compared', () => {
  const later = (before: Schedule | null, after: Schedule) =>
    compareSchedules(before, after, NOW).later.slots.map(({ name, kind, at: from }) => [name, kind, from]);
  const tet = (parts = {}) =>
    evening({ id: 'slt_tet', name: 'Tết', validFrom: '2027-02-05', validUntil: '2027-02-10', ...parts });

  it.each<[string, Schedule, Schedule, unknown[]]>([
    ['nothing', base({ slots: [aSlot(), tet()] }), base({ slots: [aSlot({ name: 'Tên khác' }), tet()] }), []],
    ['a new one', base(), base({ slots: [aSlot(), tet()] }), [['Tết', 'added', at('2027-02-05 18:00')]]],
    ['one gone', base({ slots: [aSlot(), tet()] }), base(), [['Tết', 'removed', at('2027-02-05 18:00')]]],
    [
      'other hours, from the first of them',
      base({ slots: [tet()] }),
      base({ slots: [tet({ from: '17:00' })] }),
      [['Tết', 'changed', at('2027-02-05 17:00')]],
    ],
    [
      'one day moved, months ahead',
      base({ slots: [tet()] }),
      base({ slots: [tet({ changes: [{ day: '2027-02-08', onDay: '2027-02-08', from: '09:00', until: '10:00' }] })] }),
      [['Tết', 'changed', at('2027-02-08 09:00')]],
    ],
    [
      'what is in its playlist',
      base({ slots: [tet()] }),
      base({
        slots: [tet()],
        playlists: [aPlaylist({ name: 'Bản tin sáng' }), aPlaylist({ id: 'pls_other' }, ['ast_clip'])],
      }),
      [['Tết', 'changed', at('2027-02-05 18:00')]],
    ],
    ['a daily one goes on as told', base(), base({ slots: [aSlot({ until: '16:00' })] }), []],
    [
      'now, and once more much later',
      base({ slots: [evening({ exceptDays: [] })] }),
      base({ slots: [evening({ exceptDays: ['2026-11-25', '2027-02-06'] })] }),
      [['Khung', 'changed', at('2027-02-06 18:00')]],
    ],
  ])('%s', (_, before, after, expected) => {
    const named = (slots: Schedule['slots']) =>
      slots.map((slot) => (slot.id === 'slt_eve' ? { ...slot, name: 'Khung' } : slot));
    const [one, two] = [before, after].map((ward) => ({ ...ward, slots: named(ward.slots) })) as [Schedule, Schedule];
    expect(later(one, two)).toEqual(expected);
  });

  it('is bounded and counts the rest', () => {
    const many = Array.from({ length: 13 }, (_, n) => tet({ id: `slt_${n}` }));
    const answer = compareSchedules(base(), base({ slots: [aSlot(), ...many] }), NOW);
    expect([answer.later.slots.length, answer.later.more]).toEqual([10, 3]);
  });
});

/** What a span stands for at an instant, written out. */
const standsFor = (body: ManifestBody, moment: number): string => {
  const span = body.spans[lastStarted(body.spans.length, (i) => body.spans[i]?.from ?? 0, moment)];
  if (span?.kind !== 'loop') return JSON.stringify([span?.kind, span?.kind === 'safe' ? body.fallback : null]);
  const loop = body.loops[span.loop];
  if (!loop) return 'unreadable';
  const cues = loop.cues.map((cue) => {
    const shown = cue.kind === 'slide' ? body.slides?.[cue.slide] : body.files[cue.file];
    return [shown?.digest, cue.assetId, cue.durationMs];
  });
  return JSON.stringify([cues, (span.anchor % loop.lengthMs) + loop.lengthMs]);
};
const isShown = (body: ManifestBody, moment: number): string => {
  const head = playheadAt(body, moment);
  if (head.kind === 'cue')
    return JSON.stringify([(head.slide ?? head.file)?.digest, head.cue.kind === 'video' ? head.offsetMs : 0]);
  return JSON.stringify([head.kind, head.kind === 'safe' ? (head.file?.digest ?? null) : null]);
};

describe('properties', () => {
  const pair = fc.tuple(aCase, aCase, fc.nat(), fc.nat(3)).map(([one, two, n, way]) => {
    const { schedule, horizon } = one;
    const onAir: Schedule = schedule;
    const working: Schedule = {
      ...schedule,
      slots: way === 0 ? two.schedule.slots : way === 1 ? schedule.slots.slice(1) : schedule.slots,
      screens:
        way === 2
          ? schedule.screens.map((screen, i) => ({
              ...screen,
              defaultPlaylistId: two.schedule.screens[i]?.defaultPlaylistId ?? null,
              blankHours: two.schedule.screens[i]?.blankHours ?? [],
            }))
          : schedule.screens,
      playlists:
        way === 3
          ? schedule.playlists.map((playlist) => ({
              ...playlist,
              entries: [...playlist.entries].reverse().slice(0, 2),
            }))
          : schedule.playlists,
    };
    return { onAir, working, now: horizon.from + (n % 86_400_000) };
  });

  it('DF1 applying no change gives none', () => {
    fc.assert(
      fc.property(pair, ({ working, now }) => {
        expect(compareSchedules(working, working, now)).toMatchObject({ differences: [], more: 0 });
        expect(compareSchedules(working, shuffled(working, 2), now).differences).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('DF1 every instant at which something else is seen is in a sentence, and none speaks of an instant at which nothing is', () => {
    fc.assert(
      fc.property(pair, ({ onAir, working, now }) => {
        const { differences, more, days } = compareSchedules(onAir, working, now, Number.MAX_SAFE_INTEGER);
        expect(more).toBe(0);
        for (const { id } of working.screens) {
          const spans = differences.filter(({ screenIds }) => screenIds.includes(id)).flatMap((one) => one.spans);
          const whole = { from: now - 2 * 86_400_000, until: now + (days + 2) * 86_400_000 };
          const before = compileScreen(onAir, id, whole).body;
          const after = compileScreen(working, id, whole).body;
          const edges = [...before.spans, ...after.spans].flatMap(({ from, until }) => [from, from + 4_321, until - 1]);
          // A local day may be 25 hours long; 6 days and an hour are in the window for sure.
          const end = now + (days - 1) * 86_400_000 - 3_600_000;
          const moments = [...edges, now, ...Array.from({ length: 80 }, (_, n) => now + n * 6_111_111)];
          for (const moment of moments.filter((one) => one >= now && one < end)) {
            if (isShown(before, moment) === isShown(after, moment)) continue;
            expect(spans.some(({ from, until }) => from <= moment && moment < until)).toBe(true);
          }
          for (const { from, until } of spans) {
            expect(from).toBeGreaterThanOrEqual(now);
            expect(from).toBeLessThan(until);
            for (const moment of [from, until - 1, ...edges.filter((one) => one >= from && one < until)])
              expect(standsFor(before, moment)).not.toBe(standsFor(after, moment));
          }
        }
      }),
      { numRuns: 120 },
    );
  });
});
