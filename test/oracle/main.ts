/**
 * `npm run oracle -- --runs N --seed S`: holds the engine against the naive resolvers, and to every other property, on N random
 * schedules each. Says the seed, so that a run can be had again, and a line for each property; ends with 1 when any schedule differs.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { PROPERTIES } from '../playlists/timeline/properties.ts';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 1_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run oracle -- --runs N --seed S, both whole numbers, N at least 1\n');
  process.exit(64);
}

/** Schedules between two words of progress. */
const STEP = 500;

process.stdout.write(`seed ${seed}, ${runs} schedules for each property\n`);
let differing = 0;
for (const { title, of, check } of PROPERTIES) {
  let tried = 0;
  let differ = 0;
  let first: string | null = null;
  for (let slice = 0; tried < runs; slice += 1) {
    const numRuns = Math.min(STEP, runs - tried);
    // Each slice has a seed of its own, so that drawing never holds more than one of them.
    for (const [one, n] of fc.sample(fc.tuple(of, fc.nat()), { seed: seed + slice, numRuns })) {
      tried += 1;
      try {
        check(one, n);
      } catch (fault) {
        differ += 1;
        first ??= `${String(fault).slice(0, 2_000)}\n${JSON.stringify({ n, ...one })}`;
      }
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${tried} of ${runs}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${differ === 0 ? '✓' : '✗'} ${title}: ${tried} schedules, ${differ} differ\n`);
  if (first) process.stdout.write(`  first: ${first}\n`);
  differing += differ;
}
process.exit(differing > 0 ? 1 : 0);
