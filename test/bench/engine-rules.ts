/**
 * G5, in a thread of its own that has what the press worker has: rules with a zone against rrule. Run by `engine.ts`; posts its lines.
 */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS } from '../../playlists/model/time.ts';
import { compileWard, compileWardIn } from '../../playlists/timeline/compile.ts';
import { prepareWard } from '../../playlists/timeline/ward.ts';
import { type BenchLine, lineOf, medianMs } from './bench-line.ts';
import { NOW, two, type WEEKDAYS, wardOf } from './engine-ward.ts';

const DAYS = 30;
const ZONE = 'Europe/Berlin';

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
  /** As warm as the library is after its four seconds: so long it compiles before it counts. */
  for (const begun = performance.now(); performance.now() - begun < libraryMs; ) compileWard(schedule, NOW);
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

parentPort?.postMessage(benchRules());
