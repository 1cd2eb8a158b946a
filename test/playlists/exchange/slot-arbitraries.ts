/** Random slots of every kind of days, and the ward they belong to; the two calendars are the holidays and a few days of the ward. */
import fc from 'fast-check';
import type { z } from 'zod';
import type { WardNames } from '../../../playlists/exchange/ward-names.ts';
import { type Calendar, Calendar as CalendarSchema } from '../../../playlists/model/calendar.ts';
import { type DayPart, type DayPartRange, findOverlap } from '../../../playlists/model/day-part.ts';
import type { Playlist } from '../../../playlists/model/playlist.ts';
import type { Slot, Target } from '../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../playlists/model/time.ts';
import { dateOf, dayOf } from '../../../playlists/timeline/wall-clock.ts';
import { aDayPart, aPlaylist, aScreen, aSlot, at } from '../../support/builders.ts';
import { rangesAround } from '../timeline/arbitraries.ts';

type TargetInput = z.input<typeof Target>;

export const FIRST = '2026-01-01';
const [FROM, UNTIL] = [dayOf(FIRST), dayOf(FIRST) + 500];

export const CALENDARS: Calendar[] = [
  { id: 'cal_holidays', name: 'Ngày nghỉ lễ', base: 'vietnam-holidays', added: [], removed: ['2026-04-30'] },
  {
    id: 'cal_own',
    name: 'Họp, ngày hội; "số"',
    base: 'none',
    added: [
      { from: '2026-03-10', until: '2026-03-12', name: 'Hội nghị' },
      { from: '2026-10-10', until: '2026-10-10', name: 'Ngày Chuyển đổi số quốc gia' },
    ],
    removed: [],
  },
].map((parts) => CalendarSchema.parse({ ...parts, version: 1, updatedAt: at('2026-01-05 08:00') }));

export const PLAYLISTS: Playlist[] = [
  aPlaylist(),
  aPlaylist({ id: 'pls_other', name: 'Bình dân học vụ số; “sáng”, chiều' }),
];

export const WARD: WardNames = {
  zone: 'Asia/Ho_Chi_Minh',
  playlists: PLAYLISTS,
  screens: [aScreen(), aScreen({ id: 'scr_hall', name: 'Nhà văn hóa, khu 2' })],
  groups: [{ id: 'grp_a', name: 'Khu dân cư' } as never],
  calendars: CALENDARS,
  dayParts: [],
  tickers: [{ id: 'tck_daily', name: 'Tin phường; “hằng ngày”' } as never],
};

const minute = fc.oneof(fc.constantFrom(0, 150, 480, 1439), fc.integer({ min: 0, max: 1439 }));
const time = fc
  .tuple(minute, fc.constantFrom('', '', ':30'))
  .map(([m, seconds]) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}${seconds}`);
const end = fc.oneof({ weight: 6, arbitrary: time }, fc.constant('24:00'));
const day = fc.integer({ min: FROM, max: UNTIL }).map(dateOf);
const days = (most: number) => fc.uniqueArray(day, { maxLength: most }).map((list) => list.sort());
const codes = fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 });
const nth = fc.constantFrom(1, 2, 3, 4, -1);
const bound = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.integer({ min: 1, max: 40 }).map((count) => `;COUNT=${count}`),
  day.map((date) => `;UNTIL=${date.replaceAll('-', '')}`),
);
const every = fc.constantFrom('', '', '', ';INTERVAL=2', ';INTERVAL=3');
const recurrence = fc
  .tuple(
    fc.oneof(
      fc.tuple(every).map(([n]) => `FREQ=DAILY${n}`),
      fc.tuple(every, codes).map(([n, list]) => `FREQ=WEEKLY${n};BYDAY=${list}`),
      fc.tuple(every).map(([n]) => `FREQ=WEEKLY${n}`),
      fc
        .tuple(every, fc.uniqueArray(fc.constantFrom(1, 15, 29, 31, -1), { minLength: 1, maxLength: 3 }))
        .map(([n, list]) => `FREQ=MONTHLY${n};BYMONTHDAY=${list}`),
      fc.tuple(every, codes, nth).map(([n, list, k]) => `FREQ=MONTHLY${n};BYDAY=${list.map((code) => `${k}${code}`)}`),
      fc.constantFrom('FREQ=MONTHLY', 'FREQ=YEARLY', 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2', 'FREQ=DAILY;BYMONTH=4,5'),
    ),
    bound,
  )
  .map(([rule, last]) => rule + last);
const calendarIds = fc.subarray(['cal_holidays', 'cal_own']);
const some = <Value>(value: fc.Arbitrary<Value>, none: Value) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, value);

/** Where a slot counts, it has a first day, as the server demands. */
export const aRandomSlot: fc.Arbitrary<Slot> = fc
  .record({
    name: fc.constantFrom('Bản tin sáng', 'Họp; lễ, “tết” \\ số', 'x'.repeat(120), 'Đ'.repeat(90), '🎉'.repeat(40)),
    playlistId: fc.constantFrom('pls_main', 'pls_other'),
    targets: fc.constantFrom<TargetInput[]>(
      [{ kind: 'all' }],
      [{ kind: 'group', groupId: 'grp_a' }],
      [
        { kind: 'screen', screenId: 'scr_gate' },
        { kind: 'screen', screenId: 'scr_hall' },
      ],
    ),
    from: time,
    until: end,
    zone: fc.constantFrom(null, null, 'Europe/Berlin', 'Asia/Tokyo', 'Australia/Lord_Howe'),
    recurrence,
    validFrom: day,
    isOpen: fc.boolean(),
    validUntil: fc.option(day, { freq: 2 }),
    exceptDays: some(days(5), []),
    extraDays: some(days(4), []),
    avoidCalendars: some(calendarIds, []),
    requireCalendars: some(calendarIds, []),
    changes: some(
      fc.uniqueArray(fc.record({ day, onDay: day, from: time, until: end }), {
        selector: (change) => change.day,
        maxLength: 4,
      }),
      [],
    ),
    priority: fc.constantFrom('normal' as const, 'priority' as const, 'urgent' as const),
    boundary: fc.constantFrom('cut' as const, 'finish' as const, 'fit' as const),
    share: fc.constantFrom(
      { kind: 'exclusive' as const },
      { kind: 'interleave' as const, weight: 3 },
      { kind: 'percent' as const, percent: 20 },
    ),
    ticker: fc.constantFrom(null, { kind: 'none' as const }, { kind: 'ticker' as const, tickerId: 'tck_daily' }),
    isAlone: fc.boolean(),
  })
  .map(({ isOpen, validFrom, ticker, isAlone, ...parts }) => {
    const counts =
      /INTERVAL|COUNT/.test(parts.recurrence) ||
      /^FREQ=(WEEKLY|MONTHLY|YEARLY)(;(COUNT|UNTIL).*)?$/.test(parts.recurrence);
    const playlistId = isAlone && ticker?.kind === 'ticker' ? null : parts.playlistId;
    return aSlot({ ...parts, playlistId, ...(ticker && { ticker }), validFrom: isOpen && !counts ? null : validFrom });
  });

/** The ranges of a year without seasons, those that still have no time in common. */
const allYear = (ranges: readonly DayPartRange[]): DayPartRange[] => {
  const kept: DayPartRange[] = [];
  for (const { from, until } of ranges) {
    const range = { from, until, season: null };
    if (findOverlap([...kept, range]) === null) kept.push(range);
  }
  return kept;
};
const WHOLE_DAY = { from: '00:00', until: '24:00', season: null };
const aRandomDayPart = (id: string, name: string): fc.Arbitrary<DayPart> =>
  fc
    .tuple(
      fc.integer({ min: FROM, max: UNTIL }).chain((around) => rangesAround(around * DAY_MS)),
      fc.boolean(),
    )
    .map(([drawn, hasSeasons]) => {
      const ranges = hasSeasons ? drawn : allYear(drawn);
      return aDayPart({ id, name, ranges: ranges.length > 0 ? ranges : [WHOLE_DAY] });
    });

/** A slot that takes its times from one of two day-parts, and the ward that has them. */
export const aDayPartSlot: fc.Arbitrary<{ slot: Slot; ward: WardNames }> = fc
  .record({
    drawn: aRandomSlot,
    dayPartId: fc.constantFrom('dpt_rush', 'dpt_night'),
    rush: aRandomDayPart('dpt_rush', 'Giờ cao điểm; “sáng, chiều”'),
    night: aRandomDayPart('dpt_night', 'Đêm'),
  })
  .map(({ drawn, dayPartId, rush, night }) => ({
    slot: { ...drawn, dayPartId: dayPartId as Slot['dayPartId'] },
    ward: { ...WARD, dayParts: [rush, night] },
  }));
