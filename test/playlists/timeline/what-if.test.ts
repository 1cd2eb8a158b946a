/** What a slot would do before it is there: read as a manager would, and held against compiling the edited schedule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScreenId } from '../../../playlists/model/ids.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import type { Slot } from '../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../playlists/model/time.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { prepareWard } from '../../../playlists/timeline/ward.ts';
import { type Outlook, type TakenStretch, whatIf, whatIfOn } from '../../../playlists/timeline/what-if.ts';
import { sayOutlooks } from '../../../playlists/timeline/what-if-sentences.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aTicker, at } from '../../support/builders.ts';
import { wallText } from './timeline-text.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
/** A Monday. */
const DAY = { from: at('2026-03-02 00:00'), until: at('2026-03-03 00:00') };
const hours = ({ from, until }: { from: number; until: number }): string =>
  `${wallText(from, ZONE).slice(11, 16)}–${wallText(until, ZONE).slice(11, 16)}`;
const taken = (piece: TakenStretch): string => `${hours(piece)} ${piece.slotId ?? '—'} ${piece.rule}`;
const tell = (outlook: Outlook) => ({
  shown: outlook.shown.map(hours),
  hidden: outlook.hidden.map(taken),
  hides: outlook.hides.map(taken),
  newlyBare: outlook.newlyBare.map(hours),
});
const ask = (schedule: Schedule, slot: Slot, window = DAY): Outlook =>
  whatIfOn(prepareWard(schedule), slot, schedule.screens[0] as Schedule['screens'][number], window);

const short = (parts: Partial<Slot> = {}): Slot =>
  aSlot({ id: 'slt_new', name: 'Bản tin', from: '09:00', until: '10:30', ...parts } as never);

describe('a slot as it would be', () => {
  it.each([
    [
      'TL6 hidden by a higher level',
      { priority: 'urgent' },
      {},
      { shown: ['10:00–10:30'], hidden: ['09:00–10:00 slt_old TL6'], hides: [] },
    ],
    [
      'TL7 hidden by a closer aim',
      { targets: [{ kind: 'screen', screenId: 'scr_gate' }] },
      {},
      { shown: ['10:00–10:30'], hidden: ['09:00–10:00 slt_old TL7'], hides: [] },
    ],
    [
      'TL8 hidden by the later start',
      { from: '09:30' },
      {},
      { shown: ['09:00–09:30', '10:00–10:30'], hidden: ['09:30–10:00 slt_old TL8'], hides: [] },
    ],
    [
      'TL10 hidden by the later id',
      { id: 'slt_zzz', from: '09:00' },
      {},
      { shown: ['10:00–10:30'], hidden: ['09:00–10:00 slt_zzz TL10'], hides: [] },
    ],
    [
      'TL6 hides a lower level',
      {},
      { priority: 'priority' },
      { shown: ['09:00–10:30'], hidden: [], hides: ['09:00–10:00 slt_old TL6'] },
    ],
    [
      'TL7 hides a wider aim',
      {},
      { targets: [{ kind: 'screen', screenId: 'scr_gate' }] },
      { shown: ['09:00–10:30'], hidden: [], hides: ['09:00–10:00 slt_old TL7'] },
    ],
    ['TL8 hides an earlier start', {}, {}, { shown: ['09:00–10:30'], hidden: [], hides: ['09:00–10:00 slt_old TL8'] }],
    [
      'SH1 joins who interleaves, and hides nobody',
      { share: { kind: 'interleave', weight: 1 } },
      { share: { kind: 'interleave', weight: 2 } },
      { shown: ['09:00–10:30'], hidden: [], hides: [] },
    ],
    [
      'SH2 is a guest, and hides nobody',
      {},
      { share: { kind: 'percent', percent: 20 } },
      { shown: ['09:00–10:30'], hidden: [], hides: [] },
    ],
    ['TL4 a day it does not run on', {}, { recurrence: 'FREQ=WEEKLY;BYDAY=TU' }, { shown: [], hidden: [], hides: [] }],
    ['TL4 suspended', {}, { enabled: false }, { shown: [], hidden: [], hides: [] }],
    [
      'TL15 with nothing to show',
      {},
      { playlistId: 'pls_empty' },
      { shown: [], hidden: ['09:00–10:30 — TL15'], hides: [] },
    ],
  ])('%s', (_, old, slot, wanted) => {
    const schedule = aSchedule({
      playlists: [aPlaylist(), aPlaylist({ id: 'pls_empty' }, [])],
      slots: [aSlot({ id: 'slt_old', from: '08:00', until: '10:00', ...(old as object) })],
    });
    expect(tell(ask(schedule, short(slot as Partial<Slot>)))).toMatchObject(wanted);
  });

  it('TL13 is dark during blank hours, unless it is urgent', () => {
    const schedule = aSchedule({
      screens: [aScreen({ blankHours: [{ weekdays: [1], from: '10:00', until: '12:00' }] })],
      slots: [],
    });
    expect(tell(ask(schedule, short()))).toMatchObject({ shown: ['09:00–10:00'], hidden: ['10:00–10:30 — TL13'] });
    expect(tell(ask(schedule, short({ priority: 'urgent' })))).toMatchObject({ shown: ['09:00–10:30'], hidden: [] });
  });

  it('TL12 leaves a gap where it went away, and only that one is new', () => {
    const schedule = aSchedule({ slots: [aSlot({ from: '08:00', until: '09:00' })] });
    const outlook = ask(schedule, aSlot({ from: '08:30', until: '09:30' }));
    expect(outlook.newlyBare.map(hours)).toEqual(['08:00–08:30']);
    expect(outlook.bare.map(hours)).toEqual(['00:00–08:30', '09:30–00:00']);
  });

  it('newly hides only what it does not hide now (TL8)', () => {
    const schedule = aSchedule({
      slots: [aSlot({ id: 'slt_long', from: '08:00', until: '12:00' }), short({ from: '09:00', until: '10:00' })],
    });
    const moved = ask(schedule, short({ from: '09:30', until: '10:30' }));
    expect(tell(moved).hides).toEqual(['10:00–10:30 slt_long TL8']);
  });

  it('TL22 moves one occurrence alone', () => {
    const slot = short();
    const schedule = aSchedule({ slots: [slot] });
    const change = { day: '2026-03-02', onDay: '2026-03-02', from: '14:00', until: '15:00' };
    const week = { from: DAY.from, until: DAY.from + 2 * DAY_MS };
    const outlook = ask(schedule, { ...slot, changes: [change] }, week);
    expect(outlook.shown.map(hours)).toEqual(['14:00–15:00', '09:00–10:30']);
  });

  it('speaks of the screens it aims at, or aimed at, and of no other', () => {
    const gate = aScreen();
    const yard = aScreen({ id: 'scr_yard', name: 'Sân' });
    const hall = aScreen({ id: 'scr_hall', name: 'Sảnh' });
    const aimed = (id: string) => ({ targets: [{ kind: 'screen' as const, screenId: id }] });
    const schedule = aSchedule({ screens: [gate, yard, hall], slots: [aSlot(aimed('scr_gate'))] });
    const moved = aSlot(aimed('scr_yard'));
    const outlooks = whatIf(prepareWard(schedule), moved, schedule.screens, () => DAY);
    expect(outlooks.map(({ screen, isAimed }) => [screen.id, isAimed])).toEqual([
      ['scr_gate', false],
      ['scr_yard', true],
    ]);
    expect(outlooks[0]?.newlyBare.map(hours)).toEqual(['08:00–17:00']);
  });
});

describe('the same as saving it and compiling', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((n) => {
    const pad = (part: number): string => String(part).padStart(2, '0');
    return `${pad(Math.floor(n / 4))}:${pad((n % 4) * 15)}`;
  });
  const share = fc.constantFrom(
    { kind: 'exclusive' as const },
    { kind: 'interleave' as const, weight: 1 },
    { kind: 'percent' as const, percent: 30 },
  );
  const slotWith = (id: string) =>
    fc
      .record({
        from: time,
        until: time,
        share,
        priority: fc.constantFrom('normal' as const, 'priority' as const, 'urgent' as const),
        targets: fc.constantFrom([{ kind: 'all' as const }], [{ kind: 'screen' as const, screenId: 'scr_gate' }]),
        recurrence: fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=WEEKLY;BYDAY=TU'),
        playlistId: fc.constantFrom('pls_main', 'pls_empty'),
      })
      .map(({ targets, ...parts }) => aSlot({ id, ...parts, targets: [...targets] }));
  const ids = ['slt_a', 'slt_b', 'slt_c', 'slt_d', 'slt_e'];

  it('TL5–TL13, SH1, SH2: shown, bare and hidden hold on random schedules', () => {
    fc.assert(
      fc.property(fc.tuple(...ids.map(slotWith)), slotWith('slt_c'), fc.boolean(), (slots, moved, hasDefault) => {
        const screens = [
          aScreen({
            defaultPlaylistId: hasDefault ? 'pls_main' : null,
            blankHours: [{ weekdays: [2, 3], from: '22:00', until: '05:00' }],
          }),
        ];
        const playlists = [aPlaylist(), aPlaylist({ id: 'pls_empty' }, [])];
        const week = { from: DAY.from, until: DAY.from + 3 * DAY_MS };
        const schedule = aSchedule({ screens, playlists, slots });
        const outlook = ask(schedule, moved, week);
        const edited = { ...schedule, slots: slots.map((slot) => (slot.id === moved.id ? moved : slot)) };
        const { body } = compileScreen(edited, screens[0]?.id as never, week);
        const isIn = (list: readonly { from: number; until: number }[], instant: number): boolean =>
          list.some(({ from, until }) => from <= instant && instant < until);
        for (let instant = week.from; instant < week.until; instant += 15 * 60_000) {
          const span = body.spans.find(({ from, until }) => from <= instant && instant < until);
          expect(isIn(outlook.bare, instant)).toBe(span?.kind === 'safe');
          const loop = span?.kind === 'loop' ? body.loops[span.loop] : undefined;
          const shown =
            span?.kind === 'loop' && (span.slotId === moved.id || loop?.cues.some(({ by }) => by?.slotId === moved.id));
          expect(isIn(outlook.shown, instant)).toBe(shown === true);
          expect(isIn(outlook.runs, instant)).toBe(isIn(outlook.shown, instant) || isIn(outlook.hidden, instant));
          expect(isIn(outlook.shown, instant) && isIn(outlook.hidden, instant)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('in a sentence', () => {
  const say = (schedule: Schedule, slot: Slot, lead?: string) => {
    const ward = prepareWard(schedule);
    const outlooks = whatIf(ward, slot, schedule.screens, () => DAY);
    const focus = { from: at('2026-03-02 09:00'), until: at('2026-03-02 10:30') };
    return sayOutlooks(ward, slot, outlooks, () => focus, lead as ScreenId | undefined);
  };

  it('names who hides it and why (TL6), whom it hides (TL8) and the gap it leaves (TL12)', () => {
    const schedule = aSchedule({
      slots: [
        aSlot({ id: 'slt_urgent', name: 'Khẩn', priority: 'urgent', from: '09:00', until: '09:30' }),
        aSlot({ id: 'slt_long', name: 'Sáng', from: '08:30', until: '12:00' }),
        short({ from: '07:00', until: '08:00' }),
      ],
    });
    expect(say(schedule, short())).toEqual({
      vi: '“Bản tin” T2 09:00–10:30 – “Cổng chào”: bị che 09:00–09:30 bởi “Khẩn” (có mức ưu tiên cao hơn); sẽ che “Sáng” 09:30–10:30; bỏ trống 07:00–08:00, chỉ còn hình an toàn.',
      en: '“Bản tin” Mon 09:00–10:30 – “Cổng chào”: hidden 09:00–09:30 by “Khẩn”, which has a higher priority; would hide “Sáng” 09:30–10:30; leaves 07:00–08:00 with only the safe image.',
    });
  });

  it('says when all is well, and tells screens apart', () => {
    const screens = [aScreen(), aScreen({ id: 'scr_yard', name: 'Sân' })];
    const only = { targets: [{ kind: 'screen' as const, screenId: 'scr_yard' }] };
    expect(say(aSchedule({ screens, slots: [] }), short())?.vi).toBe(
      '“Bản tin” T2 09:00–10:30 – “Cổng chào” và “Sân”: phát trọn, không che khung giờ nào.',
    );
    const schedule = aSchedule({ screens, slots: [aSlot({ id: 'slt_yard', name: 'Ở sân', ...only })] });
    expect(say(schedule, short())?.vi).toBe(
      '“Bản tin” T2 09:00–10:30 – “Sân”: bị che 09:00–10:30 bởi “Ở sân” (được đặt riêng cho màn hình này).',
    );
    expect(say(schedule, short(), 'scr_gate')?.vi).toBe(
      '“Bản tin” T2 09:00–10:30 – “Cổng chào”: phát trọn, không che khung giờ nào (1 màn hình khác cũng có khung giờ bị che).',
    );
  });

  it('names two who hide it, and counts the rest (TL6)', () => {
    const urgent = ['09:00', '09:30', '10:00'].map((from, n) =>
      aSlot({ id: `slt_${n}`, name: `Khẩn ${n}`, priority: 'urgent', from, until: from.replace(/.$/, '5') }),
    );
    expect(say(aSchedule({ slots: urgent }), short())?.vi).toBe(
      '“Bản tin” T2 09:00–10:30 – “Cổng chào”: bị che 09:00–09:05 bởi “Khẩn 0” (có mức ưu tiên cao hơn); bị che 09:30–09:35 bởi “Khẩn 1” (có mức ưu tiên cao hơn); và bị 1 khung giờ khác che.',
    );
  });
});

describe('at each step of a drag', () => {
  it('one screen, one week, 200 slots: a step takes less than 5 ms of the processor', () => {
    const slots = Array.from({ length: 200 }, (_, n) =>
      aSlot({
        id: `slt_${n}`,
        from: `${String(n % 24).padStart(2, '0')}:00`,
        until: `${String((n * 7 + 3) % 24).padStart(2, '0')}:30`,
      }),
    );
    const schedule = aSchedule({ slots });
    const ward = prepareWard(schedule);
    const week = { from: DAY.from, until: DAY.from + 7 * DAY_MS };
    const step = (n: number): void => {
      const change = { day: '2026-03-02', onDay: '2026-03-02', from: `08:${10 + n}`, until: '20:00' };
      whatIfOn(ward, { ...(slots[8] as Slot), changes: [change] }, schedule.screens[0] as never, week);
    };
    step(0);
    // Time of the processor, so that others who want it too do not count.
    const before = process.cpuUsage();
    for (let n = 0; n < 40; n += 1) step(n);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / 40).toBeLessThan(5);
  });
});

describe('TK6 a ticker alone as it would be', () => {
  const EVENT = { kind: 'ticker', tickerId: 'tck_event' } as const;
  const alone = (parts: Partial<Slot> = {}) => short({ playlistId: null, ticker: EVENT, ...parts } as never);
  const own = aSlot({ id: 'slt_own', from: '10:00', until: '11:00', ticker: EVENT });
  const other = aSlot({ id: 'slt_other', playlistId: null, ticker: EVENT, from: '08:00', until: '09:30' });
  it('hides no content and leaves nothing bare; it takes the ticker and loses it', () => {
    const schedule = aSchedule({ slots: [aSlot(), own, other], tickers: [aTicker({ id: 'tck_event' })] });
    expect(tell(ask(schedule, alone()))).toEqual({
      shown: ['09:00–10:00'],
      hidden: ['10:00–10:30 slt_own TL8'],
      hides: ['09:00–09:30 slt_other TL8'],
      newlyBare: [],
    });
    expect(tell(ask({ ...schedule, slots: [] }, alone()))).toMatchObject({
      shown: ['09:00–10:30'],
      hidden: [],
      hides: [],
    });
    const after = { ...schedule, slots: [...schedule.slots, alone()] };
    expect(tell(ask(after, alone({ from: '14:00', until: '15:00' } as never)))).toMatchObject({
      shown: ['14:00–15:00'],
      newlyBare: [],
    });
  });
});
