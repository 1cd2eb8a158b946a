/**
 * Golden vectors: schedules with what a screen shows at chosen instants, as JSON that any other implementation of RULES.md can
 * run. How they are made, and when: README.md beside this file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { z } from 'zod';
import { ScreenId } from '../../../playlists/model/ids.ts';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { Instant } from '../../../playlists/model/time.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { aCase, aDayPartCase, aPlaylistCase, aTagCase, type Case } from '../timeline/arbitraries.ts';

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

/** A case as it is stored: the schedule as it was written then, so without what could not be said at that time. */
interface StoredCase {
  schedule: unknown;
  horizon: { from: number; until: number };
  looks: z.infer<typeof Look>[];
}
interface Stored extends Omit<Golden, 'cases'> {
  cases: StoredCase[];
}

const looksAt = (schedule: Schedule, screenId: ScreenId, horizon: StoredCase['horizon']): StoredCase['looks'] => {
  const { body } = compileScreen(schedule, screenId, horizon);
  const length = horizon.until - horizon.from;
  const spread = Array.from({ length: LOOKS }, (_, i) => horizon.from + ((i * PRIME_STEP_MS) % length));
  const edges = body.spans.slice(0, EDGES).flatMap(({ from, until }) => [from, until - 1]);
  return [...new Set([...spread, ...edges])].sort((a, b) => a - b).map((at) => lookAt(body, at));
};

/** Cases that can be added, by what is in their schedules. */
const FAMILIES: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  slots: aCase,
  playlists: aPlaylistCase,
  'day-parts': aDayPartCase,
  tags: aTagCase,
};

export const readStored = (): Stored => JSON.parse(readFileSync(GOLDEN_FILE, 'utf8')) as Stored;

/** The cases there are, each with what the compiler says of it now. */
export const renewed = ({ cases, ...head }: Stored): Stored => {
  const screenId = ScreenId.parse(head.screenId);
  return {
    ...head,
    cases: cases.map(({ schedule, horizon }) => ({
      schedule,
      horizon,
      looks: looksAt(Schedule.parse(schedule), screenId, horizon),
    })),
  };
};

const drawn = (family: string, count: number): StoredCase[] => {
  const arbitrary = FAMILIES[family];
  if (!arbitrary || !(count > 0)) throw new RangeError(`vectors.ts [${Object.keys(FAMILIES).join(' | ')}] [how many]`);
  return fc.sample(arbitrary, count).map(({ schedule, horizon }) => ({ schedule, horizon, looks: [] }));
};

/** One case a line, so that a difference can be read. */
export const textOf = ({ about, screenId, cases }: Stored): string => {
  const head = JSON.stringify({ about, screenId }).slice(0, -1);
  return `${head},"cases":[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [family, count] = process.argv.slice(2);
  const stored = readStored();
  const added = family === undefined ? [] : drawn(family, Number(count));
  writeFileSync(GOLDEN_FILE, textOf(renewed({ ...stored, cases: [...stored.cases, ...added] })));
}
