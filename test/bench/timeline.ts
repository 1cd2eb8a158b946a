/**
 * How long the timeline takes: compiling a ward, and asking for a playhead. Two wards of the same size, because sharing must
 * not flatter the figure: in one every screen has rules of its own, in the other all share them.
 */
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS, HORIZON_DAYS } from '../../playlists/model/time.ts';
import { compileWard } from '../../playlists/timeline/compile.ts';
import { findProblems } from '../../playlists/timeline/conflicts.ts';
import { playheadAt } from '../../playlists/timeline/playhead.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../support/builders.ts';
import { type BenchLine, lineOf, medianMs } from './bench-line.ts';

const SCREENS = 200;
const SLOTS_PER_SCREEN = 40;
const NOW = at('2026-03-02 10:00');
const RECURRENCES = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;BYDAY=SA,SU'];
const PRIORITIES = ['normal', 'normal', 'priority', 'urgent'] as const;

const two = (number: number): string => String(number).padStart(2, '0');

/** A slot that differs from its neighbours in everything that matters, the same in every run. */
const nthSlot = (n: number, target: { kind: 'all' } | { kind: 'screen'; screenId: string }) =>
  aSlot({
    id: `slt_${n}`,
    playlistId: `pls_${n % 20}`,
    targets: [target],
    from: `${two((n * 7) % 24)}:${two((n * 13) % 60)}`,
    until: `${two((n * 7 + 1 + (n % 9)) % 24)}:${two((n * 29) % 60)}`,
    recurrence: RECURRENCES[n % RECURRENCES.length],
    priority: PRIORITIES[n % PRIORITIES.length],
  });

/** 200 screens × 40 slots: `own` of each screen's slots are its alone, the rest are the ward's. */
const wardOf = (own: number): Schedule => {
  const screens = Array.from({ length: SCREENS }, (_, i) => aScreen({ id: `scr_${i}`, defaultPlaylistId: 'pls_0' }));
  const common = SLOTS_PER_SCREEN - own;
  return aSchedule({
    screens,
    assets: Array.from({ length: 40 }, (_, i) => (i % 2 ? aStill({ id: `ast_${i}` }) : aVideo({ id: `ast_${i}` }))),
    playlists: Array.from({ length: 20 }, (_, i) =>
      aPlaylist(
        { id: `pls_${i}` },
        Array.from({ length: 10 }, (_, j) => `ast_${(i * 3 + j) % 40}`),
      ),
    ),
    slots: [
      ...Array.from({ length: common }, (_, n) => nthSlot(n, { kind: 'all' })),
      ...screens.flatMap(({ id }, i) =>
        Array.from({ length: own }, (_, n) => nthSlot(common + i * own + n, { kind: 'screen', screenId: id })),
      ),
    ],
  });
};

/** The barest expansion of as many weekly rules: fixed offset, no zones, no winners, no bodies. Returns the occurrences made. */
const expandNaively = (rules: number): number => {
  const made: { from: number; until: number }[] = [];
  for (let rule = 0; rule < rules; rule += 1) {
    const from = (rule % 24) * 3_600_000;
    for (let day = 0; day < HORIZON_DAYS; day += 1) {
      const midnight = NOW + day * DAY_MS;
      made.push({ from: midnight + from, until: midnight + from + 3_600_000 });
    }
  }
  return made.sort((a, b) => a.from - b.from).length;
};

const benchCompile = (): BenchLine[] => {
  const rules = SCREENS * SLOTS_PER_SCREEN;
  const naiveMs = medianMs(3, () => expandNaively(rules));
  const compiled = (own: number, name: string): BenchLine[] => {
    const schedule = wardOf(own);
    const value = medianMs(5, () => compileWard(schedule, NOW));
    const bodies = [...compileWard(schedule, NOW).values()].map(({ body }) => body);
    const jsonMs = medianMs(3, () => bodies.map((body) => JSON.parse(JSON.stringify(body))));
    const figure = `compile 200 screens × 40 slots × 35 days, ${name}`;
    return [
      lineOf({
        figure,
        value,
        unit: 'ms',
        yardstick: 'expand and sort as many daily occurrences in a bare loop, without zones or winners',
        yardstickValue: naiveMs,
        goal: '< 1000 ms, aim < 300 ms',
      }),
      lineOf({
        figure,
        value,
        unit: 'ms',
        yardstick: 'JSON.stringify + JSON.parse of the compiled bodies',
        yardstickValue: jsonMs,
        goal: '< 1000 ms, aim < 300 ms',
      }),
    ];
  };
  return [
    ...compiled(SLOTS_PER_SCREEN, 'no rule shared'),
    ...compiled(20, 'half of the rules shared'),
    ...compiled(0, 'all rules shared'),
  ];
};

const benchFindings = (): BenchLine => {
  const schedule = wardOf(SLOTS_PER_SCREEN);
  return lineOf({
    figure: 'findings of 200 screens × 40 slots × 35 days, no rule shared, half of the slots hidden',
    value: medianMs(5, () => findProblems(schedule, NOW)),
    unit: 'ms',
    yardstick: 'compileWard of the same schedule',
    yardstickValue: medianMs(5, () => compileWard(schedule, NOW)),
    goal: '≤ 2× a compile',
  });
};

/** A plain binary search over as many numbers as the body has spans. */
const searchNumbers = (numbers: Float64Array, wanted: number): number => {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const benchPlayhead = (): BenchLine => {
  const [compiled] = compileWard(wardOf(SLOTS_PER_SCREEN), NOW).values();
  if (!compiled) throw new Error('the ward has screens');
  const { body } = compiled;
  const calls = 400_000;
  const step = (body.until - body.from) / calls;
  /** A stride that is coprime to the count visits every moment once, in an order no cache can guess. */
  const momentOf = (call: number) => body.from + ((call * 99_991) % calls) * step;
  const starts = Float64Array.from(body.spans, (span) => span.from);
  let seen = 0;
  const value = medianMs(5, () => {
    for (let call = 0; call < calls; call += 1) seen += playheadAt(body, momentOf(call)).until;
  });
  const yardstickValue = medianMs(5, () => {
    for (let call = 0; call < calls; call += 1) seen += searchNumbers(starts, momentOf(call));
  });
  if (!(seen > 0)) throw new Error('the loops were not run');
  return lineOf({
    figure: `playheadAt per call, 35-day body of ${body.spans.length} spans`,
    value: (value * 1000) / calls,
    unit: 'µs',
    yardstick: 'a plain binary search over as many numbers',
    yardstickValue: (yardstickValue * 1000) / calls,
    goal: '< 5 µs',
  });
};

/** All figures of the timeline. Pure computation: nothing to start or stop. */
export const benchTimeline = async (): Promise<BenchLine[]> => [...benchCompile(), benchFindings(), benchPlayhead()];
