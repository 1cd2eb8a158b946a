/**
 * The schedule engine against libraries that do a part of its work: rules with a zone against rrule (G5), winners against
 * supertimeline (G6). And the bars of a large ward: one screen, all screens in the press worker while the loop goes on, one
 * explanation.
 */
import { createRequire } from 'node:module';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { PublicationId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS } from '../../playlists/model/time.ts';
import { compileScreen, compileWard, compileWardIn, horizonOf } from '../../playlists/timeline/compile.ts';
import { explain } from '../../playlists/timeline/explain.ts';
import { prepareWard } from '../../playlists/timeline/ward.ts';
import type { PressOrder } from '../../server/publishing/press.ts';
import { createPressRoom } from '../../server/publishing/press-room.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../support/builders.ts';
import { type BenchLine, lineOf, medianMs } from './bench-line.ts';
import { benchWinners } from './winners.ts';

const NOW = at('2026-03-02 10:00');
const DAYS = 30;
const ZONE = 'Europe/Berlin';
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const PRIORITIES = ['normal', 'normal', 'priority', 'urgent'] as const;

const two = (number: number): string => String(number).padStart(2, '0');
const playlists = Array.from({ length: 20 }, (_, i) =>
  aPlaylist(
    { id: `pls_${i}` },
    Array.from({ length: 10 }, (_, j) => `ast_${(i * 3 + j) % 40}`),
  ),
);
const assets = Array.from({ length: 40 }, (_, i) => (i % 2 ? aStill({ id: `ast_${i}` }) : aVideo({ id: `ast_${i}` })));

/** A slot that differs from its neighbours in everything that matters, the same in every run. */
const nthSlot = (n: number, target: { kind: 'all' } | { kind: 'screen'; screenId: string }, zone: string | null) =>
  aSlot({
    id: `slt_${n}`,
    playlistId: `pls_${n % 20}`,
    targets: [target],
    from: `${two((n * 7) % 24)}:${two((n * 13) % 60)}`,
    until: `${two((n * 7 + 1 + (n % 9)) % 24)}:${two((n * 29) % 60)}`,
    zone,
    recurrence: `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((_, day) => day === n % 7 || day === (n * 3) % 7).join()}`,
    priority: PRIORITIES[n % PRIORITIES.length],
  });

/** `screens` with `shared` slots for all and `own` for each. */
const wardOf = (count: number, shared: number, own: number, zone: string | null = null): Schedule => {
  const screens = Array.from({ length: count }, (_, i) => aScreen({ id: `scr_${i}`, defaultPlaylistId: 'pls_0' }));
  return aSchedule({
    screens,
    assets,
    playlists,
    slots: [
      ...Array.from({ length: shared }, (_, n) => nthSlot(n, { kind: 'all' }, zone)),
      ...screens.flatMap(({ id }, i) =>
        Array.from({ length: own }, (_, n) => nthSlot(shared + i * own + n, { kind: 'screen', screenId: id }, zone)),
      ),
    ],
  });
};

/** rrule is a CommonJS bundle whose types say otherwise. */
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

/** What `rrule` makes of the same rules with a zone: occurrences of the 30 days, nothing else. */
const expandByLibrary = (schedule: Schedule): number => {
  const [from, until] = [new Date(NOW), new Date(NOW + DAYS * DAY_MS)];
  let count = 0;
  for (const { from: time, recurrence } of schedule.slots) {
    const codes = (recurrence.split('BYDAY=')[1] ?? '').split(',') as (typeof WEEKDAYS)[number][];
    const byweekday = codes.map((code) => RRule[code]);
    const dtstart = new Date(`2026-02-02T${time}:00Z`);
    count += new RRule({ freq: RRule.WEEKLY, byweekday, dtstart, tzid: ZONE }).between(from, until, true).length;
  }
  return count;
};

/** G5: ten rules for each of 100 screens, every rule with a zone of its own; nothing is shared. */
const benchRules = (): BenchLine[] => {
  const schedule = wardOf(100, 0, 10, ZONE);
  const libraryMs = medianMs(1, () => expandByLibrary(schedule));
  /** As warm as the library is after its four seconds. */
  const wholeMs = medianMs(101, () => compileWard(schedule, NOW));
  /** One rule of one screen is edited, now so and now so. No other screen can look different, so that one is compiled. */
  const edited = schedule.slots[500] as Schedule['slots'][number];
  const screenIds = edited.targets.flatMap((target) => (target.kind === 'screen' ? [target.screenId] : []));
  let ward = prepareWard(schedule);
  compileWardIn(ward, NOW);
  let minute = 0;
  const editOne = () => {
    minute = (minute + 1) % 60;
    const slots = ward.schedule.slots.with(500, { ...edited, until: `23:${two(minute)}` });
    ward = ward.follow({ ...ward.schedule, slots });
    return compileWardIn(ward, NOW, screenIds);
  };
  return [
    lineOf({
      figure: 'compile 1,000 weekly rules with a zone, 100 screens, 36 days, winners and bodies included',
      value: wholeMs,
      unit: 'ms',
      yardstick: 'rrule with tzid expands the same rules over 30 days, occurrences alone',
      yardstickValue: libraryMs,
      goal: '≤ 0.005 (200 times faster)',
    }),
    lineOf({
      figure: 'compile again after one of those rules was edited: the screen it is aimed at, what did not change kept',
      value: medianMs(301, editOne),
      unit: 'ms',
      yardstick: 'compile of all 100 screens',
      yardstickValue: wholeMs,
      goal: '≤ 0.01',
    }),
  ];
};

/** A ward of 200 screens with 200 slots each, half of them for all. */
const SCREENS = 200;
const SLOTS_EACH = 200;

const benchScreen = (): BenchLine => {
  const schedule = wardOf(1, 0, SLOTS_EACH);
  const [screen] = schedule.screens;
  if (!screen) throw new Error('the ward has a screen');
  const horizon = horizonOf(NOW, screen.zone);
  return lineOf({
    figure: `compile one screen, ${SLOTS_EACH} slots, 36 days, ward prepared anew`,
    value: medianMs(31, () => compileScreen(schedule, screen.id, horizon)),
    unit: 'ms',
    yardstick: 'JSON.stringify + JSON.parse of its schedule',
    yardstickValue: medianMs(31, () => JSON.parse(JSON.stringify(schedule))),
    goal: '< 20 ms',
  });
};

/** Explains 50 screens, each from the bare schedule: the ward is prepared anew every time, nothing is kept between two. */
const benchExplain = (schedule: Schedule): BenchLine => {
  const moment = NOW + 3 * 3_600_000;
  let next = 0;
  const explainOne = () => {
    next += 1;
    return explain(schedule, (schedule.screens[next % SCREENS] as Schedule['screens'][number]).id, moment);
  };
  const ids = new Map<string, unknown>();
  return lineOf({
    figure: `explain one moment of one of ${SCREENS} screens with ${SLOTS_EACH} slots each, ward prepared anew`,
    value: medianMs(50, explainOne),
    unit: 'ms',
    yardstick: 'a map by id of the schedule’s slots',
    yardstickValue: medianMs(50, () => {
      for (const slot of schedule.slots) ids.set(slot.id, slot);
    }),
    goal: '< 5 ms',
  });
};

const ROUNDS = 3;

/** The real press room: the order handed over, drafted and sealed in its thread, the answers taken, while the loop is watched. */
const benchPress = async (schedule: Schedule): Promise<BenchLine[]> => {
  const order: PressOrder = {
    publicationId: PublicationId.parse('pub_bench'),
    schedule,
    now: NOW,
    keyId: 'bench',
    newest: [],
    skip: [],
    renew: false,
  };
  const room = createPressRoom();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  try {
    await room.press(order);
    delay.enable();
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await room.press(order);
      times.push(performance.now() - begun);
    }
    delay.disable();
  } finally {
    await room.stop();
  }
  const compileMs = medianMs(ROUNDS, () => compileWard(schedule, NOW));
  const figure = `${SCREENS} screens × ${SLOTS_EACH} slots in the press worker`;
  const yardstick = 'compileWard of the same schedule on the loop';
  const line = (parts: Pick<BenchLine, 'figure' | 'value' | 'goal'>): BenchLine =>
    lineOf({ ...parts, unit: 'ms', yardstick, yardstickValue: compileMs });
  const pressMs = times.sort((a, b) => a - b)[ROUNDS >> 1] as number;
  return [
    line({
      figure: `${figure}: handed over, compiled, findings, texts, digests, envelopes, answered`,
      value: pressMs,
      goal: '< 2000 ms',
    }),
    line({
      figure: `${figure}: delay of the main loop meanwhile, p99`,
      value: delay.percentile(99) / 1e6,
      goal: '< 50 ms',
    }),
    line({ figure: `${figure}: delay of the main loop meanwhile, longest`, value: delay.max / 1e6, goal: 'told' }),
  ];
};

/** All figures of the engine. */
export const benchEngine = async (): Promise<BenchLine[]> => {
  const ward = wardOf(SCREENS, SLOTS_EACH / 2, SLOTS_EACH / 2);
  return [...benchRules(), benchWinners(), benchScreen(), benchExplain(ward), ...(await benchPress(ward))];
};
