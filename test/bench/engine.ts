/**
 * The schedule engine against libraries that do a part of its work: rules with a zone against rrule (G5), winners against
 * supertimeline (G6). And the bars of a large ward: one screen, all screens in the press worker while the loop goes on, one
 * explanation.
 */
import { once } from 'node:events';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { PublicationId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { compileScreen, compileWard, horizonOf } from '../../playlists/timeline/compile.ts';
import { explain } from '../../playlists/timeline/explain.ts';
import type { PressOrder } from '../../server/publishing/press.ts';
import { createPressRoom, PRESS_LIMITS } from '../../server/publishing/press-room.ts';
import { type BenchLine, lineOf, medianMs } from './bench-line.ts';
import { NOW, wardOf } from './engine-ward.ts';
import { benchWinners } from './winners.ts';

/** G5 where the product compiles: in a thread with the press worker's limits, which the library has as well. */
const benchRules = async (): Promise<BenchLine[]> => {
  const thread = new Worker(new URL('./engine-rules.ts', import.meta.url), { resourceLimits: PRESS_LIMITS });
  const [lines] = await once(thread, 'message');
  return lines;
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
  const rules = await benchRules();
  const ward = wardOf(SCREENS, SLOTS_EACH / 2, SLOTS_EACH / 2);
  return [...rules, benchWinners(), benchScreen(), benchExplain(ward), ...(await benchPress(ward))];
};
