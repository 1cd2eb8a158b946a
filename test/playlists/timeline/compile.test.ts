import { describe, expect, it } from 'vitest';
import type { ScreenId } from '../../../playlists/model/ids.ts';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen, compileWard, horizonOf } from '../../../playlists/timeline/compile.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import {
  aDigest,
  aPlaylist,
  aRendition,
  aSchedule,
  aScreen,
  aSite,
  aSlot,
  aStill,
  at,
  aVideo,
} from '../../support/builders.ts';
import { compileParsed, meaningOf, shuffled, tellSpans } from './timeline-text.ts';

const GATE = aScreen().id;
const SQUARE = { width: 1280, height: 640 };

/** A row: a schedule, a stretch of time, and what the manager expects to read. Monday is 2026-03-02. */
interface Row {
  rule: string;
  schedule: Schedule;
  /** First local midnight and number of hours; Monday for 24 h unless said otherwise. */
  from?: number;
  hours?: number;
  screenId?: ScreenId;
  shows: string;
}

const MONDAY = at('2026-03-02 00:00');
const HOUR = 3_600_000;

const berlin = (parts: Parameters<typeof aSlot>[0]) =>
  aSchedule({ screens: [aScreen({ zone: 'Europe/Berlin' })], slots: [aSlot(parts)] });
const withSlots = (...slots: ReturnType<typeof aSlot>[]) => aSchedule({ slots });
const many = (screens: ReturnType<typeof aScreen>[], ...slots: ReturnType<typeof aSlot>[]) =>
  aSchedule({ screens, slots });

const ROWS: Row[] = [
  {
    rule: 'TL1 a slot shows from its start until just before its end',
    schedule: withSlots(aSlot()),
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TL1 slots that touch leave no gap',
    schedule: withSlots(aSlot({ id: 'slt_a', until: '12:00' }), aSlot({ id: 'slt_b', from: '12:00' })),
    shows: '00:00 safe · 08:00 slt_a · 12:00 slt_b · 17:00 safe',
  },
  {
    rule: 'TL1 seconds count',
    schedule: withSlots(aSlot({ from: '08:00:30', until: '08:00:45' })),
    shows: '00:00 safe · 08:00:30 slt_day · 08:00:45 safe',
  },
  {
    rule: 'TL2 times are the wall clock of the screen',
    schedule: aSchedule({ screens: [aScreen({ zone: 'Asia/Tokyo' })] }),
    from: at('2026-03-02 00:00', '+09:00'),
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TL2 a slot with a zone of its own keeps that zone on every screen',
    schedule: aSchedule({ screens: [aScreen({ zone: 'Asia/Tokyo' })], slots: [aSlot({ zone: 'Asia/Ho_Chi_Minh' })] }),
    from: at('2026-03-02 00:00', '+09:00'),
    shows: '00:00 safe · 10:00 slt_day · 19:00 safe',
  },
  {
    rule: 'TL3 an overnight slot goes on the next morning',
    schedule: withSlots(aSlot({ from: '22:00', until: '06:00' })),
    shows: '00:00 slt_day · 06:00 safe · 22:00 slt_day',
  },
  {
    rule: 'TL3 an overnight slot belongs to its start day: Saturday night ends on Sunday',
    schedule: withSlots(aSlot({ from: '22:00', until: '06:00', recurrence: 'FREQ=WEEKLY;BYDAY=SA' })),
    from: at('2026-03-07 00:00'),
    hours: 48,
    shows: '00:00 safe · 22:00 slt_day · 06:00 safe',
  },
  {
    rule: 'TL3 equal times are a whole day, and each day is an occurrence of its own',
    schedule: withSlots(aSlot({ from: '05:00', until: '05:00' })),
    shows: '00:00 slt_day · 05:00 slt_day',
  },
  {
    rule: 'TL3 24:00 is the midnight that ends the day',
    schedule: withSlots(aSlot({ from: '20:00', until: '24:00' })),
    hours: 30,
    shows: '00:00 safe · 20:00 slt_day · 00:00 safe',
  },
  {
    rule: 'TL3 until 00:00 is the same midnight',
    schedule: withSlots(aSlot({ from: '20:00', until: '00:00' })),
    hours: 30,
    shows: '00:00 safe · 20:00 slt_day · 00:00 safe',
  },
  {
    rule: 'TL4 weekdays: not on Tuesday',
    schedule: withSlots(aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=WE,MO' })),
    hours: 72,
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TL4 validity: first and last day are both included',
    schedule: withSlots(aSlot({ validFrom: '2026-03-03', validUntil: '2026-03-04' })),
    hours: 120,
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TL4 validity bounds the start: the last night runs to its end',
    schedule: withSlots(aSlot({ from: '22:00', until: '06:00', validFrom: '2026-03-02', validUntil: '2026-03-02' })),
    hours: 72,
    shows: '00:00 safe · 22:00 slt_day · 06:00 safe',
  },
  { rule: 'TL4 a disabled slot never runs', schedule: withSlots(aSlot({ enabled: false })), shows: '00:00 safe' },
  {
    rule: 'TL4 29 February is a day like any other',
    schedule: withSlots(aSlot({ validFrom: '2028-02-29', validUntil: '2028-02-29' })),
    from: at('2028-02-28 00:00'),
    hours: 72,
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TZ1 a start inside the gap moves to the first valid instant',
    schedule: berlin({ from: '02:30', until: '06:00' }),
    from: at('2026-03-29 00:00', '+01:00'),
    hours: 23,
    shows: '00:00 safe · 03:00 slt_day · 06:00 safe',
  },
  {
    rule: 'TZ1 a slot inside the gap does not run that day',
    schedule: berlin({ from: '02:10', until: '02:50' }),
    from: at('2026-03-29 00:00', '+01:00'),
    hours: 47,
    shows: '00:00 safe · 02:10 slt_day · 02:50 safe',
  },
  {
    rule: 'TZ1 a gap at midnight: the day begins at 01:00',
    schedule: aSchedule({
      screens: [aScreen({ zone: 'America/Sao_Paulo' })],
      slots: [aSlot({ from: '00:00', until: '24:00' })],
    }),
    from: at('2018-11-03 22:00', '-03:00'),
    hours: 4,
    shows: '22:00 slt_day · 01:00 slt_day',
  },
  {
    rule: 'TZ2 a start inside the doubled hour is the first of the two, and an end beyond it lasts through both',
    schedule: berlin({ from: '02:30', until: '03:00' }),
    from: at('2026-10-25 00:00', '+02:00'),
    hours: 25,
    shows: '00:00 safe · 02:30 slt_day · 03:00 safe',
  },
  {
    rule: 'TZ2 an end inside the doubled hour is the first of the two',
    schedule: berlin({ from: '01:00', until: '02:30' }),
    from: at('2026-10-25 00:00', '+02:00'),
    hours: 2.75,
    shows: '00:00 safe · 01:00 slt_day · 02:30 safe',
  },
  {
    rule: 'TZ2 half an hour doubled (Lord Howe)',
    schedule: aSchedule({
      screens: [aScreen({ zone: 'Australia/Lord_Howe' })],
      slots: [aSlot({ from: '01:45', until: '02:15' })],
    }),
    from: at('2026-04-05 00:00', '+11:00'),
    shows: '00:00 safe · 01:45 slt_day · 02:15 safe',
  },
  {
    rule: 'TL6 a higher level interrupts a lower one, however close its aim',
    schedule: withSlots(
      aSlot({ id: 'slt_z', targets: [{ kind: 'screen', screenId: GATE }] }),
      aSlot({ id: 'slt_b', from: '09:00', until: '10:00', priority: 'priority' }),
      aSlot({ id: 'slt_a', from: '09:15', until: '09:30', priority: 'urgent' }),
    ),
    shows: '00:00 safe · 08:00 slt_z · 09:00 slt_b · 09:15 slt_a · 09:30 slt_b · 10:00 slt_z · 17:00 safe',
  },
  {
    rule: 'TL7 at one level: screen over group over all',
    schedule: many(
      [aScreen({ groupIds: ['grp_squares'] })],
      aSlot({ id: 'slt_c', until: '16:00' }),
      aSlot({ id: 'slt_b', until: '14:00', targets: [{ kind: 'group', groupId: 'grp_squares' }] }),
      aSlot({ id: 'slt_a', until: '12:00', targets: [{ kind: 'screen', screenId: GATE }] }),
      aSlot({ id: 'slt_z', from: '09:00', until: '11:00' }),
    ),
    shows: '00:00 safe · 08:00 slt_a · 12:00 slt_b · 14:00 slt_c · 16:00 safe',
  },
  {
    rule: 'TL7 of several targets the closest counts',
    schedule: withSlots(
      aSlot({ id: 'slt_a', targets: [{ kind: 'all' }, { kind: 'screen', screenId: GATE }] }),
      aSlot({ id: 'slt_b', from: '09:00', until: '10:00' }),
    ),
    shows: '00:00 safe · 08:00 slt_a · 17:00 safe',
  },
  {
    rule: 'TL7 a slot for another screen or group is not for this one',
    schedule: many(
      [aScreen(), aScreen({ id: 'scr_other', groupIds: ['grp_other'] })],
      aSlot({ id: 'slt_a', targets: [{ kind: 'screen', screenId: 'scr_other' }] }),
      aSlot({ id: 'slt_b', targets: [{ kind: 'group', groupId: 'grp_other' }] }),
    ),
    shows: '00:00 safe',
  },
  {
    rule: 'TL8 the later start wins, and the long slot goes on after it',
    schedule: withSlots(aSlot({ id: 'slt_z' }), aSlot({ id: 'slt_a', from: '10:00', until: '11:00' })),
    shows: '00:00 safe · 08:00 slt_z · 10:00 slt_a · 11:00 slt_z · 17:00 safe',
  },
  {
    rule: 'TL8 the true start counts, also before the horizon',
    schedule: withSlots(
      aSlot({ id: 'slt_a', from: '23:00', until: '06:00' }),
      aSlot({ id: 'slt_z', from: '22:00', until: '07:00' }),
    ),
    hours: 8,
    shows: '00:00 slt_a · 06:00 slt_z · 07:00 safe',
  },
  {
    rule: 'TL10 equal in all else: the later id',
    schedule: withSlots(aSlot({ id: 'slt_a' }), aSlot({ id: 'slt_b', until: '12:00' })),
    shows: '00:00 safe · 08:00 slt_b · 12:00 slt_a · 17:00 safe',
  },
  {
    rule: 'TL11 the default playlist fills the rest',
    schedule: aSchedule({ screens: [aScreen({ defaultPlaylistId: 'pls_main' })] }),
    shows: '00:00 default · 08:00 slt_day · 17:00 default',
  },
  {
    rule: 'TL12 a default playlist with nothing to show leaves the safe image',
    schedule: aSchedule({
      screens: [aScreen({ defaultPlaylistId: 'pls_empty' })],
      playlists: [aPlaylist(), aPlaylist({ id: 'pls_empty', entries: [] })],
    }),
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe',
  },
  {
    rule: 'TL13 dark in blank hours, overnight, over slots and default',
    schedule: aSchedule({
      screens: [
        aScreen({
          defaultPlaylistId: 'pls_main',
          blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:30' }],
        }),
      ],
      slots: [aSlot({ from: '05:00', until: '23:00', priority: 'priority' })],
    }),
    shows: '00:00 blank · 05:30 slt_day · 22:00 blank',
  },
  {
    rule: 'TL13 an urgent slot wakes the screen, and blank hours that touch are one',
    schedule: aSchedule({
      screens: [
        aScreen({
          blankHours: [
            { weekdays: [1], from: '00:00', until: '04:00' },
            { weekdays: [1], from: '04:00', until: '06:00' },
          ],
        }),
      ],
      slots: [aSlot({ from: '05:00', until: '05:15', priority: 'urgent' })],
    }),
    shows: '00:00 blank · 05:00 slt_day · 05:15 blank · 06:00 safe',
  },
  {
    rule: 'TL15 a slot with nothing to show loses to the next candidate',
    schedule: aSchedule({
      playlists: [aPlaylist(), aPlaylist({ id: 'pls_raw' }, ['ast_raw'])],
      assets: [aVideo(), aStill(), aStill({ id: 'ast_raw', renditions: [] })],
      slots: [aSlot(), aSlot({ id: 'slt_raw', playlistId: 'pls_raw', priority: 'urgent' })],
    }),
    shows: '00:00 safe · 08:00 slt_day · 17:00 safe',
  },
];

describe('timeline, row by row', () => {
  for (const { rule, schedule, from = MONDAY, hours = 24, screenId = GATE, shows } of ROWS) {
    const horizon = { from, until: from + hours * HOUR };
    const whole = () => compileParsed(schedule, screenId, horizon);

    it(rule, () => expect(tellSpans(whole())).toBe(shows));

    it(`${rule} — the same bytes whatever the order`, () => {
      for (const turn of [0, 1, 2]) {
        expect(canonicalJson(compileParsed(shuffled(schedule, turn), screenId, horizon))).toBe(canonicalJson(whole()));
      }
    });

    it(`${rule} — the same, split at any hour`, () => {
      for (let cut = from + HOUR / 2; cut < horizon.until; cut += HOUR) {
        const first = compileParsed(schedule, screenId, { from, until: cut });
        const second = compileParsed(schedule, screenId, { from: cut, until: horizon.until });
        expect(meaningOf(first, second)).toEqual(meaningOf(whole()));
      }
    });

    it(`${rule} — the same through JSON`, () => {
      const travelled = Schedule.parse(JSON.parse(JSON.stringify(schedule)));
      expect(compileScreen(travelled, screenId, horizon).body).toEqual(whole());
      expect(ManifestBody.parse(JSON.parse(canonicalJson(whole())))).toEqual(whole());
    });
  }
});

const loopSpans = (body: ManifestBody) => body.spans.filter((span) => span.kind === 'loop');

describe('what is in a body', () => {
  const compileMonday = (schedule: Schedule, screenId: ScreenId = GATE) =>
    compileParsed(schedule, screenId, { from: MONDAY, until: MONDAY + 24 * HOUR });

  it('TZ2 a slot over the doubled hour really lasts longer', () => {
    const from = at('2026-10-25 00:00', '+02:00');
    const body = compileParsed(berlin({ from: '02:30', until: '03:00' }), GATE, { from, until: from + 25 * HOUR });
    expect(loopSpans(body)[0]).toMatchObject({
      from: at('2026-10-25 02:30', '+02:00'),
      until: at('2026-10-25 03:00', '+01:00'),
    });
  });

  it('TL14 an interrupted slot keeps the anchor of its start, also from before the horizon', () => {
    const schedule = withSlots(
      aSlot({ id: 'slt_night', from: '22:00', until: '06:00' }),
      aSlot({ id: 'slt_storm', from: '03:00', until: '03:10', priority: 'urgent' }),
    );
    const anchors = loopSpans(compileMonday(schedule)).map(({ slotId, anchor }) => [slotId, anchor]);
    expect(anchors).toEqual([
      ['slt_night', at('2026-03-01 22:00')],
      ['slt_storm', at('2026-03-02 03:00')],
      ['slt_night', at('2026-03-01 22:00')],
      ['slt_night', at('2026-03-02 22:00')],
    ]);
  });

  it('TL14 the default playlist begins anew with the local day', () => {
    const schedule = aSchedule({ screens: [aScreen({ defaultPlaylistId: 'pls_main' })], slots: [] });
    const body = compileParsed(schedule, GATE, { from: MONDAY + 5 * HOUR, until: MONDAY + 30 * HOUR });
    expect(loopSpans(body).map(({ from, anchor }) => [from, anchor])).toEqual([
      [MONDAY + 5 * HOUR, MONDAY],
      [MONDAY + 24 * HOUR, MONDAY + 24 * HOUR],
    ]);
  });

  it('TL15 entries that are not ready are left out of the loop and named', () => {
    const schedule = aSchedule({ assets: [aVideo(), aStill({ title: 'Infographic CĐS', renditions: [] })] });
    const { body, findings } = compileScreen(schedule, GATE, { from: MONDAY, until: MONDAY + 24 * HOUR });
    expect(body.loops.map(({ lengthMs, cues }) => [lengthMs, cues.map(({ assetId }) => assetId)])).toEqual([
      [15_000, ['ast_clip']],
    ]);
    expect(findings).toMatchObject([
      { code: 'content-not-ready', blocks: false, screenId: 'scr_gate', assetId: 'ast_slide', slotId: 'slt_day' },
    ]);
    expect(findings[0]?.staff.vi).toContain('Infographic CĐS');
  });

  it('TL15 a rendition for another canvas does not count', () => {
    const schedule = aSchedule({ assets: [aVideo(), aStill({}, [SQUARE])] });
    expect(compileMonday(schedule).loops[0]?.cues).toHaveLength(1);
  });

  it('TL18 stills 10 s or as said; videos whole, or shorter, never longer', () => {
    const entry = (id: string, assetId: string, durationMs: number | null) => ({
      id: `ent_${id}`,
      assetId,
      durationMs,
    });
    const schedule = aSchedule({
      playlists: [
        aPlaylist({
          entries: [
            entry('a', 'ast_slide', null),
            entry('b', 'ast_slide', 4_000),
            entry('c', 'ast_clip', null),
            entry('d', 'ast_clip', 6_000),
            entry('e', 'ast_clip', 60_000),
          ],
        }),
      ],
    });
    const loop = compileMonday(schedule).loops[0];
    expect(loop?.cues.map(({ at: start, durationMs }) => [start, durationMs])).toEqual([
      [0, 10_000],
      [10_000, 4_000],
      [14_000, 15_000],
      [29_000, 6_000],
      [35_000, 15_000],
    ]);
    expect(loop?.lengthMs).toBe(50_000);
  });

  it('TL18 a video of unknown length plays as long as its entry says, and is not ready without one', () => {
    const unmeasured = aVideo({
      durationMs: null,
      renditions: [aRendition({ assetId: 'ast_clip', type: 'video/mp4', durationMs: null })],
    });
    const playing = (durationMs: number | null) =>
      compileMonday(
        aSchedule({
          assets: [unmeasured],
          playlists: [aPlaylist({ entries: [{ id: 'ent_a', assetId: 'ast_clip', durationMs }] })],
        }),
      ).loops.map(({ lengthMs }) => lengthMs);
    expect(playing(7_000)).toEqual([7_000]);
    expect(playing(null)).toEqual([]);
  });

  it('TL18 a loop never grows past what a body may carry', () => {
    const entries = Array.from({ length: 500 }, (_, i) => ({
      id: `ent_${i}`,
      assetId: 'ast_slide',
      durationMs: 86_400_000,
    }));
    expect(compileMonday(aSchedule({ playlists: [aPlaylist({ entries })] })).loops[0]?.cues).toHaveLength(366);
  });

  it('TL12 the safe image of the site travels with the body, if it is a still for this canvas', () => {
    const fallbackOf = (asset: ReturnType<typeof aStill>) => {
      const body = compileMonday(
        aSchedule({ sites: [aSite({ safeAssetId: asset.id })], assets: [aVideo(), aStill(), asset] }),
      );
      return body.fallback === null ? null : body.files[body.fallback]?.digest;
    };
    expect(fallbackOf(aStill({ id: 'ast_safe' }))).toBe(aDigest('ast_safe 768x384 contain'));
    expect(fallbackOf(aStill({ id: 'ast_safe' }, [SQUARE]))).toBeNull();
    expect(fallbackOf(aVideo({ id: 'ast_safe' }))).toBeNull();
  });

  it('TL19 files and loops are there once, in an order of their own, and only if they play', () => {
    const schedule = aSchedule({
      playlists: [
        aPlaylist({ id: 'pls_b' }, ['ast_slide', 'ast_clip', 'ast_slide']),
        aPlaylist({ id: 'pls_a' }, ['ast_clip']),
        aPlaylist({ id: 'pls_idle' }, ['ast_idle']),
      ],
      assets: [aVideo(), aStill(), aStill({ id: 'ast_idle' })],
      slots: [
        aSlot({ id: 'slt_1', playlistId: 'pls_b', until: '09:00' }),
        aSlot({ id: 'slt_2', playlistId: 'pls_a', from: '09:00' }),
        aSlot({ id: 'slt_3', playlistId: 'pls_idle', recurrence: 'FREQ=WEEKLY;BYDAY=SU' }),
      ],
    });
    const body = compileMonday(schedule);
    expect(body.loops.map(({ playlistId }) => playlistId)).toEqual(['pls_a', 'pls_b']);
    expect(body.files.map(({ digest }) => digest)).toEqual(
      [aDigest('ast_clip 768x384 contain'), aDigest('ast_slide 768x384 contain')].sort(),
    );
  });

  it('TL19 of several renditions for a canvas the first by name of fit', () => {
    const renditions = (['stretch', 'cover', 'contain'] as const).map((fit) => aRendition({ fit }));
    const body = compileMonday(
      aSchedule({ assets: [aStill({ renditions })], playlists: [aPlaylist({}, ['ast_slide'])] }),
    );
    expect(body.files.map(({ digest }) => digest)).toEqual([aDigest('ast_slide 768x384 contain')]);
  });
});

describe('TL19 a whole ward', () => {
  const screens = [
    aScreen(),
    aScreen({ id: 'scr_twin', name: 'Cổng sau' }),
    aScreen({ id: 'scr_big', canvas: SQUARE }),
    aScreen({ id: 'scr_loud', sound: true }),
    aScreen({ id: 'scr_far', zone: 'Europe/Berlin' }),
  ];
  const schedule = aSchedule({
    screens,
    assets: [aVideo({}, [{ width: 768, height: 384 }, SQUARE]), aStill({}, [{ width: 768, height: 384 }, SQUARE])],
  });

  it('every screen gets what it would get alone', () => {
    const now = at('2026-03-02 10:00');
    for (const [screenId, { body, findings }] of compileWard(schedule, now)) {
      const screen = screens.find(({ id }) => id === screenId);
      const alone = compileScreen(schedule, screenId, horizonOf(now, screen?.zone ?? ''));
      expect(body).toEqual(alone.body);
      expect(findings).toEqual(alone.findings);
    }
  });

  it('screens with the same picture get the very same body, others do not', () => {
    const compiled = compileWard(schedule, at('2026-03-02 10:00'));
    const bodyOf = (id: string) => compiled.get(aScreen({ id }).id)?.body;
    expect(bodyOf('scr_twin')).toBe(bodyOf('scr_gate'));
    expect(new Set([...compiled.values()].map(({ body }) => canonicalJson(body))).size).toBe(4);
  });

  it('only the screens asked for', () => {
    expect([...compileWard(schedule, MONDAY, { screenIds: [GATE] }).keys()]).toEqual([GATE]);
  });

  it('the hour of the publish changes nothing, the next day does', () => {
    const textAt = (time: string) => canonicalJson(compileWard(schedule, at(time)).get(GATE)?.body);
    expect(textAt('2026-03-02 00:00')).toBe(textAt('2026-03-02 23:59'));
    expect(textAt('2026-03-02 23:59')).not.toBe(textAt('2026-03-03 00:00'));
  });

  it('covers 36 local days, so 35 remain at any hour, also when a day has 23 hours', () => {
    expect(horizonOf(at('2026-03-02 15:00'), 'Asia/Ho_Chi_Minh')).toEqual({
      from: at('2026-03-02 00:00'),
      until: at('2026-04-07 00:00'),
    });
    expect(horizonOf(at('2026-03-02 15:00', '+01:00'), 'Europe/Berlin')).toEqual({
      from: at('2026-03-02 00:00', '+01:00'),
      until: at('2026-04-07 00:00', '+02:00'),
    });
  });

  it('a screen that is not there, or no time at all, is a bug of the caller', () => {
    const nobody = aScreen({ id: 'scr_nobody' }).id;
    expect(() => compileScreen(schedule, nobody, { from: MONDAY, until: MONDAY + HOUR })).toThrow(/scr_nobody/);
    expect(() => compileScreen(schedule, GATE, { from: MONDAY, until: MONDAY })).toThrow(/horizon/);
  });
});
