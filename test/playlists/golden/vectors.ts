/**
 * Golden vectors: schedules with what a screen shows at chosen instants, as JSON that any other implementation of RULES.md can
 * run. `node test/playlists/golden/vectors.ts` writes the file anew; do so only when a rule was changed on purpose, and read the
 * difference. The cases are drawn with a fixed seed, so they stay the same until `arbitraries.ts` changes.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { z } from 'zod';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { Instant } from '../../../playlists/model/time.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { aScreen } from '../../support/builders.ts';
import { aCase, aDayPartCase, aPlaylistCase, aTagCase, type Case } from '../timeline/arbitraries.ts';

const SEED = 57;
const CASES = 60;
/** Cases with playlists of every kind, after those. */
const PLAYLIST_CASES = 30;
/** Cases with day-parts and seasons, after those. */
const DAY_PART_CASES = 40;
/** Cases with content by tags, after those. */
const TAG_CASES = 30;
/** Spans of each case whose first and last millisecond are looked at. */
const EDGES = 16;
/** Further instants looked at in each case, spread over its time by a step that meets no round times. */
const LOOKS = 24;
const PRIME_STEP_MS = 5_407_003;

export const GOLDEN_FILE = fileURLToPath(new URL('vectors.json', import.meta.url));

const Look = z.object({
  at: Instant,
  /** Rule of the span. */
  rule: z.string(),
  kind: z.enum(['cue', 'safe', 'blank']),
  /** Whose the item is (null: the default playlist), what it is, and how far into it; for `cue` only. */
  slotId: z.string().nullable().optional(),
  assetId: z.string().optional(),
  offsetMs: z.number().optional(),
});
export const Golden = z.object({
  about: z.string(),
  screenId: z.string(),
  cases: z.array(
    z.object({ schedule: Schedule, horizon: z.object({ from: Instant, until: Instant }), looks: z.array(Look) }),
  ),
});
export type Golden = z.infer<typeof Golden>;

/** What a screen shows at an instant, by the compiler and `playheadAt`. */
export const lookAt = (body: ReturnType<typeof compileScreen>['body'], at: number): z.infer<typeof Look> => {
  const head = playheadAt(body, at);
  return head.kind === 'cue'
    ? { at, rule: head.rule, kind: 'cue', slotId: head.slotId, assetId: head.cue.assetId, offsetMs: head.offsetMs }
    : { at, rule: head.rule, kind: head.kind };
};

export const drawGolden = (): Golden => {
  const { id } = aScreen();
  const drawn: Case[] = [
    ...fc.sample(aCase, { seed: SEED, numRuns: CASES }),
    ...fc.sample(aPlaylistCase, { seed: SEED, numRuns: PLAYLIST_CASES }),
    ...fc.sample(aDayPartCase, { seed: SEED, numRuns: DAY_PART_CASES }),
    ...fc.sample(aTagCase, { seed: SEED, numRuns: TAG_CASES }),
  ];
  const cases = drawn.map(({ schedule, horizon }) => {
    const { body } = compileScreen(schedule, id, horizon);
    const length = horizon.until - horizon.from;
    const spread = Array.from({ length: LOOKS }, (_, i) => horizon.from + ((i * PRIME_STEP_MS) % length));
    const edges = body.spans.slice(0, EDGES).flatMap(({ from, until }) => [from, until - 1]);
    const looks = [...new Set([...spread, ...edges])].sort((a, b) => a - b).map((at) => lookAt(body, at));
    return { schedule, horizon, looks };
  });
  return {
    about:
      'What screen `screenId` shows at each `at` (ms since 1970, UTC) when `schedule` is published, by playlists/RULES.md. Shapes: playlists/model/schedule.ts.',
    screenId: id,
    cases,
  };
};

/** One case a line, so that a difference can be read. */
const textOf = ({ about, screenId, cases }: Golden): string => {
  const head = JSON.stringify({ about, screenId }).slice(0, -1);
  return `${head},"cases":[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(GOLDEN_FILE, textOf(drawGolden()));
