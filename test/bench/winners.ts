/**
 * G6: who wins, against supertimeline (npm `superfly-timeline`) on what both can say: stretches on one layer with a priority. Our
 * level and aim are its priority; of equals the later start wins in both, and of those that start together, which it leaves open, no
 * case has two of one priority.
 */
import { performance } from 'node:perf_hooks';
import { resolveTimeline, type TimelineObject } from 'superfly-timeline';
import type { SlotId } from '../../playlists/model/ids.ts';
import { type Claim, LEVEL, resolveClaims } from '../../playlists/timeline/overlaps.ts';
import { type BenchLine, lineOf } from './bench-line.ts';

const CASES = 10_000;
const HORIZON = { from: 0, until: 86_400_000 };
const MINUTE = 60_000;
const AIMS = 3;

/** Even whole numbers that follow from a seed (mulberry32). */
const createDice = (seed: number) => {
  let state = seed;
  return (sides: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
};

const SAFE: Claim = {
  kind: 'safe',
  level: LEVEL.safe,
  specificity: 0,
  slotId: null,
  startedAt: HORIZON.from,
  off: '',
  ...HORIZON,
};

/** Two to twenty slots of a crowded day: on whole quarters of an hour, so that many touch and many begin together. */
const drawCase = (roll: (sides: number) => number): Claim[] => {
  const taken = new Set<string>();
  const claims: Claim[] = [];
  for (let n = 2 + roll(19); n > 0; n -= 1) {
    const [level, specificity] = [roll(3), roll(AIMS)];
    const from = roll(90) * 15 * MINUTE;
    const until = Math.min(HORIZON.until, from + (1 + roll(24)) * 15 * MINUTE);
    const key = `${level} ${specificity} ${from}`;
    if (taken.has(key)) continue;
    taken.add(key);
    claims.push({
      kind: 'slot',
      level,
      specificity,
      slotId: `slt_${n}` as SlotId,
      startedAt: from,
      off: '',
      from,
      until,
    });
  }
  return claims;
};

const objectOf = ({ slotId, level, specificity, from, until }: Claim): TimelineObject => ({
  id: slotId as string,
  layer: 'screen',
  priority: level * AIMS + specificity,
  enable: { start: from, end: until },
  content: {},
});

/** `from until id` of everything shown, in order, parts of one that touch as one. */
const tell = (parts: { from: number; until: number; id: string }[]): string => {
  const whole: typeof parts = [];
  for (const part of parts.sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && last.id === part.id && last.until === part.from) last.until = part.until;
    else whole.push({ ...part });
  }
  return whole.map(({ from, until, id }) => `${from / MINUTE}–${until / MINUTE} ${id}`).join(', ');
};

/** Throws on the first case in which another wins: a figure for a wrong answer is none. */
export const benchWinners = (cases = CASES, seed = 57): BenchLine => {
  const roll = createDice(seed);
  const drawn = Array.from({ length: cases }, () => drawCase(roll));
  const objects = drawn.map((claims) => claims.map(objectOf));
  const withSafe = drawn.map((claims) => [...claims, SAFE]);
  const begun = performance.now();
  const ours = withSafe.map((claims) => resolveClaims(claims, HORIZON));
  const between = performance.now();
  const theirs = objects.map((timeline) =>
    resolveTimeline(timeline, { time: HORIZON.from, skipValidation: true, skipStatistics: true }),
  );
  const ended = performance.now();
  ours.forEach((won, place) => {
    const own = tell(
      won.flatMap(({ claim, from, until }) => (claim.slotId ? [{ from, until, id: claim.slotId }] : [])),
    );
    const other = tell(
      Object.values(theirs[place]?.objects ?? {}).flatMap(({ id, resolved }) =>
        resolved.instances
          .map(({ start, end }) => ({ from: start, until: end ?? HORIZON.until, id }))
          // It also names moments without length, at which nothing is shown.
          .filter(({ from, until }) => from < until),
      ),
    );
    if (own !== other)
      throw new Error(
        `case ${place}: other winners\n${JSON.stringify(objects[place])}\nours   ${own}\ntheirs ${other}`,
      );
  });
  return lineOf({
    figure: `winners of ${cases} random days of up to 20 slots, the same in all`,
    value: (between - begun) * (1_000 / cases),
    unit: 'µs per case',
    yardstick: 'supertimeline resolves the same cases, without validation and statistics',
    yardstickValue: (ended - between) * (1_000 / cases),
    goal: '≤ 0.1 (10 times faster)',
  });
};
