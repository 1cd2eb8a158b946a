/** Every property of timelines on some random schedules; `npm run oracle` tries more. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOMENTS } from './arbitraries.ts';
import { PROPERTIES } from './properties.ts';

const RUNS = 150;
const SLOW_RUNS = 40;

describe('properties of every timeline', () => {
  for (const { title, of, check, isSlow } of PROPERTIES)
    it(title, { timeout: 120_000 }, () => {
      fc.assert(fc.property(of, fc.nat(), check), { numRuns: isSlow ? SLOW_RUNS : RUNS });
    });

  it('TZ1 TZ2 are met: zones that change their clocks by an hour and by half an hour are among the schedules', () => {
    const zones = new Set(MOMENTS.map(({ zone }) => zone));
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) expect(zones).toContain(zone);
  });
});
