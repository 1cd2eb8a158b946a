/**
 * Random schedules for properties: few nouns and crowded times, so that overlaps, ties, empty playlists and content that is
 * not ready are the rule; and days around clock changes in zones that have them.
 */
import fc from 'fast-check';
import { type DayPartRange, findOverlap } from '../../../playlists/model/day-part.ts';
import { Playlist } from '../../../playlists/model/playlist.ts';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { aDayPart, aPlaylist, aSchedule, aScreen, aSlot, aStill, aTicker, at, aVideo } from '../../support/builders.ts';

/** Where and when: a zone, and a first instant near something interesting. */
export const MOMENTS = [
  { zone: 'Asia/Ho_Chi_Minh', from: at('2026-03-01 00:00'), dates: ['2026-02-28', '2026-03-01', '2026-03-02'] },
  { zone: 'Asia/Ho_Chi_Minh', from: at('2025-12-31 07:00'), dates: ['2025-12-30', '2025-12-31', '2026-01-01'] },
  { zone: 'Europe/Berlin', from: at('2026-03-28 12:00', '+01:00'), dates: ['2026-03-28', '2026-03-29', '2026-03-30'] },
  { zone: 'Europe/Berlin', from: at('2026-10-24 12:00', '+02:00'), dates: ['2026-10-24', '2026-10-25', '2026-10-26'] },
  { zone: 'America/New_York', from: at('2026-03-07 12:00', '-05:00'), dates: ['2026-03-07', '2026-03-08'] },
  { zone: 'America/New_York', from: at('2026-10-31 12:00', '-04:00'), dates: ['2026-10-31', '2026-11-01'] },
  { zone: 'Australia/Lord_Howe', from: at('2026-04-04 12:00', '+11:00'), dates: ['2026-04-04', '2026-04-05'] },
  { zone: 'Australia/Lord_Howe', from: at('2026-10-03 12:00', '+10:30'), dates: ['2026-10-03', '2026-10-04'] },
  { zone: 'America/Sao_Paulo', from: at('2018-11-03 12:00', '-03:00'), dates: ['2018-11-03', '2018-11-04'] },
  { zone: 'America/Sao_Paulo', from: at('2018-02-17 12:00', '-02:00'), dates: ['2018-02-17', '2018-02-18'] },
];
const HOURS = 36;

/** Crowded on purpose: mostly round times near midnight and the small hours in which clocks change. */
const time = fc
  .oneof(
    fc.constantFrom(0, 60, 90, 119, 120, 121, 135, 150, 179, 180, 181, 480, 720, 1380, 1439),
    fc.integer({ min: 0, max: 1439 }),
  )
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const endTime = fc.oneof({ weight: 9, arbitrary: time }, fc.constant('24:00'));
const weekday = fc.integer({ min: 1, max: 7 });
const recurrence = fc.oneof(
  fc.constant('FREQ=DAILY'),
  fc
    .subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 })
    .map((days) => `FREQ=WEEKLY;BYDAY=${days.join(',')}`),
);
const target = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.constantFrom('grp_a', 'grp_b').map((groupId) => ({ kind: 'group', groupId }) as const),
  fc.constantFrom('scr_gate', 'scr_other').map((screenId) => ({ kind: 'screen', screenId }) as const),
);
const share = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'exclusive' } as const) },
  fc.integer({ min: 1, max: 4 }).map((weight) => ({ kind: 'interleave', weight }) as const),
  fc.constantFrom(5, 20, 60, 90).map((percent) => ({ kind: 'percent', percent }) as const),
  fc.constantFrom(30_000, 600_000).map((everyMs) => ({ kind: 'between', everyMs }) as const),
);
const playlistId = fc.constantFrom('pls_main', 'pls_still', 'pls_mixed', 'pls_empty', 'pls_raw', 'pls_gone');

const ASSETS = [
  aVideo({ durationMs: 95_500 }),
  aStill(),
  aVideo({ id: 'ast_short', durationMs: 7_040 }),
  aStill({ id: 'ast_raw', renditions: [] }),
];
const PLAYLISTS = [
  aPlaylist(),
  aPlaylist({ id: 'pls_still', entries: [{ id: 'ent_a', assetId: 'ast_slide', durationMs: 7_000 }] }),
  aPlaylist({ id: 'pls_mixed' }, ['ast_short', 'ast_raw', 'ast_slide', 'ast_short']),
  aPlaylist({ id: 'pls_empty', entries: [] }),
  aPlaylist({ id: 'pls_raw' }, ['ast_raw', 'ast_lost']),
];

export interface Case {
  schedule: Schedule;
  horizon: { from: number; until: number };
}

/** A schedule of two screens and up to seven slots, with a horizon of 36 hours around a moment that matters. */
export const aCase: fc.Arbitrary<Case> = fc
  .constantFrom(...MOMENTS)
  .chain((moment) => {
    const date = fc.option(fc.constantFrom(...moment.dates), { freq: 3 });
    const slot = fc.record({
      playlistId,
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
      from: time,
      until: endTime,
      zone: fc.option(fc.constantFrom(moment.zone, 'Asia/Tokyo'), { freq: 2 }),
      recurrence,
      validFrom: date,
      validUntil: date,
      priority: fc.constantFrom('normal', 'normal', 'priority', 'urgent'),
      boundary: fc.constantFrom('cut', 'cut', 'finish', 'fit'),
      share,
      enabled: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    });
    const screen = fc.record({
      groupIds: fc.subarray(['grp_a', 'grp_b']),
      defaultPlaylistId: fc.option(playlistId),
      blankHours: fc.array(
        fc.record({ weekdays: fc.uniqueArray(weekday, { minLength: 1 }), from: time, until: endTime }),
        { maxLength: 2 },
      ),
    });
    return fc.record({
      moment: fc.constant(moment),
      slots: fc.array(slot, { maxLength: 7 }),
      gate: screen,
      other: screen,
    });
  })
  .map(({ moment, slots, gate, other }) => ({
    horizon: { from: moment.from, until: moment.from + HOURS * 3_600_000 },
    schedule: aSchedule({
      screens: [
        aScreen({ zone: moment.zone, ...gate }),
        aScreen({ id: 'scr_other', name: 'Nhà văn hóa', zone: moment.zone, ...other }),
      ],
      slots: slots.map((parts, i) =>
        aSlot({ id: `slt_${i}`, name: `Khung ${i}`, ...parts } as Parameters<typeof aSlot>[0]),
      ),
      playlists: PLAYLISTS,
      assets: ASSETS,
    }),
  }));

const DAY_MS = 86_400_000;
const conditions = (from: number) => {
  const date = fc
    .option(fc.integer({ min: -1, max: 2 }), { freq: 2 })
    .map((days) => (days === null ? null : new Date(from + days * DAY_MS).toISOString().slice(0, 10)));
  return fc.record({
    weight: fc.integer({ min: 1, max: 3 }),
    validFrom: date,
    validUntil: date,
    hours: fc.option(fc.record({ from: time, until: endTime }), { freq: 2 }),
  });
};
const take = fc.option(fc.integer({ min: 1, max: 3 }));

/** Entries of other kinds, and days and hours for all. */
const enrich = (playlist: Playlist, from: number): fc.Arbitrary<Playlist> =>
  fc
    .record({
      order: fc.oneof(
        fc.constant({ kind: 'listed' } as const),
        fc.integer({ min: 0, max: 9 }).map((seed) => ({ kind: 'shuffle', seed }) as const),
      ),
      own: fc.array(conditions(from), { minLength: playlist.entries.length, maxLength: playlist.entries.length }),
      nested: fc.option(fc.tuple(playlistId, take, conditions(from))),
      topic: fc.option(fc.tuple(fc.constantFrom('1', '1.1', '1.2'), take, conditions(from)), { freq: 2 }),
    })
    .map(({ order, own, nested, topic }) =>
      Playlist.parse({
        ...playlist,
        order,
        entries: [
          ...playlist.entries.map((entry, i) => ({ ...entry, ...own[i] })),
          ...(nested
            ? [{ id: 'ent_nested', kind: 'playlist', playlistId: nested[0], take: nested[1], ...nested[2] }]
            : []),
          ...(topic
            ? [{ id: 'ent_topic', kind: 'topic', topic: topic[0], take: topic[1], durationMs: null, ...topic[2] }]
            : []),
        ].map((entry) => ({ ...entry, id: `${entry.id}x${playlist.id.slice(4)}` })),
      }),
    );

/** As `aCase`, with playlists of every kind. */
export const aPlaylistCase: fc.Arbitrary<Case> = aCase.chain(({ schedule, horizon }) =>
  fc
    .tuple(...schedule.playlists.map((playlist) => enrich(playlist, horizon.from)))
    .map((playlists) => ({ schedule: { ...schedule, playlists }, horizon })),
);

const WHOLE_DAY = { from: '00:00', until: '24:00', season: null };
/** Ranges of one day-part: those that were drawn, but for any that has time in common with one before it. */
export const rangesAround = (from: number): fc.Arbitrary<DayPartRange[]> => {
  const monthDay = fc
    .integer({ min: -2, max: 4 })
    .map((days) => new Date(from + days * DAY_MS).toISOString().slice(5, 10));
  const season = fc.option(fc.record({ from: monthDay, until: monthDay }), { freq: 2 });
  return fc.array(fc.record({ from: time, until: endTime, season }), { minLength: 2, maxLength: 6 }).map((drawn) => {
    const kept: DayPartRange[] = [];
    for (const range of drawn) if (findOverlap([...kept, range]) === null) kept.push(range);
    return kept;
  });
};

/** As `aCase`, with slots that take their times from day-parts, one of which is gone. */
export const aDayPartCase: fc.Arbitrary<Case> = aCase.chain(({ schedule, horizon }) =>
  fc
    .record({
      rush: rangesAround(horizon.from),
      night: rangesAround(horizon.from),
      taken: fc.array(fc.constantFrom(null, 'dpt_rush', 'dpt_rush', 'dpt_rush', 'dpt_night', 'dpt_night', 'dpt_gone'), {
        minLength: schedule.slots.length,
        maxLength: schedule.slots.length,
      }),
    })
    .map(({ rush, night, taken }) => ({
      horizon,
      schedule: aSchedule({
        ...schedule,
        slots: schedule.slots.map((slot, i) => ({ ...slot, dayPartId: taken[i] ?? null })),
        dayParts: [
          aDayPart({ ranges: rush.length > 0 ? rush : [WHOLE_DAY] }),
          aDayPart({ id: 'dpt_night', name: 'Đêm', ranges: night.length > 0 ? night : [WHOLE_DAY] }),
        ],
      }),
    })),
);
const tags = fc.subarray(['tag_a', 'tag_b', 'tag_c']);
/** As `aPlaylistCase`, with content that carries tags, and playlists that bring it by them. */
export const aTagCase: fc.Arbitrary<Case> = aPlaylistCase.chain(({ schedule, horizon }) =>
  fc
    .record({
      carried: fc.array(tags, { minLength: schedule.assets.length, maxLength: schedule.assets.length }),
      wanted: fc.array(
        fc.record({
          tags: fc.subarray(['tag_a', 'tag_b', 'tag_gone'], { minLength: 1 }),
          match: fc.constantFrom('any', 'all'),
          take,
          durationMs: fc.option(fc.constantFrom(3_000, 12_000)),
          conditions: conditions(horizon.from),
        }),
        { minLength: schedule.playlists.length, maxLength: schedule.playlists.length },
      ),
    })
    .map(({ carried, wanted }) => ({
      horizon,
      schedule: Schedule.parse({
        ...schedule,
        assets: schedule.assets.map((asset, i) => ({ ...asset, tags: carried[i] })),
        playlists: schedule.playlists.map((playlist, i) => {
          const { conditions: own, ...entry } = wanted[i] as (typeof wanted)[number];
          const added = { ...own, ...entry, id: `ent_tagsx${playlist.id.slice(4)}`, kind: 'tags' };
          return { ...playlist, entries: [...playlist.entries, added] };
        }),
      }),
    })),
);

const tickerId = fc.constantFrom('tck_news', 'tck_event', 'tck_gone');
/** As `aCase`, with tickers of screens and slots, and slots that are a ticker alone. */
export const aTickerCase: fc.Arbitrary<Case> = aCase.chain(({ schedule, horizon }) =>
  fc
    .record({
      screens: fc.array(fc.option(tickerId), { minLength: 2, maxLength: 2 }),
      slots: fc.array(
        fc.oneof(
          fc.constant({}),
          fc.constant({ ticker: { kind: 'none' } } as const),
          tickerId.map((id) => ({ ticker: { kind: 'ticker', tickerId: id } }) as const),
          tickerId.map((id) => ({ playlistId: null, ticker: { kind: 'ticker', tickerId: id } }) as const),
        ),
        { minLength: schedule.slots.length, maxLength: schedule.slots.length },
      ),
    })
    .map(({ screens, slots }) => ({
      horizon,
      schedule: Schedule.parse({
        ...schedule,
        screens: schedule.screens.map((screen, i) => ({ ...screen, tickerId: screens[i] ?? null })),
        slots: schedule.slots.map((slot, i) => ({ ...slot, ...slots[i] })),
        tickers: [aTicker(), aTicker({ id: 'tck_event', name: 'Ngày hội' })],
      }),
    })),
);

/** A schedule of any sort. */
export const anyCase: fc.Arbitrary<Case> = fc.oneof(aCase, aPlaylistCase, aDayPartCase, aTagCase, aTickerCase);
