import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen, compileWard } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { cuesBetween, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aScreen } from '../../support/builders.ts';
import { aCase, aDayPartCase, aPlaylistCase, type Case } from './arbitraries.ts';
import { createOracle } from './naive-oracle.ts';
import { meaningOf, shuffled } from './timeline-text.ts';
import { walk } from './walking-oracle.ts';

const GATE = aScreen().id;
const MINUTE = 60_000;
const EXCLUSIVE = { kind: 'exclusive' } as const;
const compileCase = ({ schedule, horizon }: Case) => compileScreen(schedule, GATE, horizon).body;
const RUNS = Number(process.env.ORACLE_RUNS ?? 150);
/** The oracles know plain playlists alone. */
const holds = (
  property: (one: Case, n: number) => void,
  numRuns = RUNS,
  of = fc.oneof(aCase, aPlaylistCase, aDayPartCase),
) => fc.assert(fc.property(of, fc.nat(), property), { numRuns });

describe('properties of every timeline', () => {
  it('TL1 spans are sorted, touch, cover the time whole, and no neighbours are alike; the body is one by its schema', () => {
    holds((one) => {
      const body = ManifestBody.parse(compileCase(one));
      expect(body.spans[0]?.from).toBe(one.horizon.from);
      expect(body.spans.at(-1)?.until).toBe(one.horizon.until);
      body.spans.forEach((span, i) => {
        expect(span.from).toBeLessThan(span.until);
        if (i > 0) expect(span.from).toBe(body.spans[i - 1]?.until);
      });
      expect(meaningOf(body)).toHaveLength(body.spans.length);
    });
  });

  it('TL19 the order of the input and a journey through JSON change no byte', () => {
    holds((one, turn) => {
      const text = canonicalJson(compileCase(one));
      expect(canonicalJson(compileCase({ ...one, schedule: shuffled(one.schedule, turn % 5) }))).toBe(text);
      const travelled = Schedule.parse(JSON.parse(JSON.stringify(one.schedule)));
      expect(canonicalJson(compileCase({ ...one, schedule: travelled }))).toBe(text);
      expect(canonicalJson(ManifestBody.parse(JSON.parse(text)))).toBe(text);
    });
  });

  it('TL14 split anywhere equals whole', () => {
    holds((one, n) => {
      const { from, until } = one.horizon;
      const cut = from + 1 + (n % (until - from - 1));
      const first = compileCase({ ...one, horizon: { from, until: cut } });
      const second = compileCase({ ...one, horizon: { from: cut, until } });
      expect(meaningOf(first, second)).toEqual(meaningOf(compileCase(one)));
    });
  });

  it('TL1–TL15 playheadAt agrees with a naive look at every minute', () => {
    holds(
      (any, n) => {
        const slots = any.schedule.slots.map((slot) => ({ ...slot, boundary: 'cut' as const, share: EXCLUSIVE }));
        const one = { ...any, schedule: { ...any.schedule, slots } };
        const body = compileCase(one);
        const screen = one.schedule.screens.find(({ id }) => id === GATE) as (typeof one.schedule.screens)[number];
        const expectedAt = createOracle(one.schedule, screen, one.horizon);
        /** Every minute in the end: seven minutes apart, from a random start, and some milliseconds in. */
        for (let at = one.horizon.from + (n % 7) * MINUTE + (n % 60_000); at < one.horizon.until; at += 7 * MINUTE) {
          const head = playheadAt(body, at);
          const shown =
            head.kind === 'cue'
              ? { kind: 'cue', slotId: head.slotId, assetId: head.cue.assetId, offsetMs: head.offsetMs }
              : { kind: head.kind };
          expect({ at, ...shown }).toEqual({ at, ...expectedAt(at) });
        }
      },
      RUNS,
      fc.oneof(aCase, aDayPartCase),
    );
  });

  it('TL9 TL20 TL21 playheadAt agrees with a naive walk, item by item, wherever one thing gives way to another', () => {
    holds(
      (any) => {
        const slots = any.schedule.slots.map((slot) => ({ ...slot, share: EXCLUSIVE }));
        const one = { ...any, schedule: { ...any.schedule, slots } };
        const body = compileCase(one);
        const screen = one.schedule.screens.find(({ id }) => id === GATE) as (typeof one.schedule.screens)[number];
        for (const { from, until, expected } of walk(one.schedule, screen, one.horizon)) {
          for (const at of [from, Math.floor((from + until) / 2), until - 1]) {
            if (at < one.horizon.from || at >= one.horizon.until) continue;
            const head = playheadAt(body, at);
            const shown =
              head.kind === 'cue'
                ? { kind: 'cue', slotId: head.slotId, assetId: head.cue.assetId, offsetMs: head.offsetMs }
                : { kind: head.kind };
            expect({ at, ...shown }).toEqual({ at, ...expected(at) });
          }
        }
      },
      RUNS,
      fc.oneof(aCase, aDayPartCase),
    );
  });

  it('TL1 cuesBetween walks without a gap and each showing answers for all of its time', () => {
    holds((one, n) => {
      const body = compileCase(one);
      const from = one.horizon.from + (n % (20 * 60 * MINUTE));
      const heads = cuesBetween(body, from, from + 60 * MINUTE, 1_000);
      expect(heads[0]?.from).toBeLessThanOrEqual(from);
      expect(heads.at(-1)?.until).toBeGreaterThanOrEqual(from + 60 * MINUTE);
      heads.forEach((head, i) => {
        if (i > 0) expect(head.from).toBe(heads[i - 1]?.until);
        if (i > 0 && head.kind === 'cue') expect(head.offsetMs).toBe(head.entryMs);
        const last = playheadAt(body, head.until - 1);
        expect({ ...last, offsetMs: 0 }).toEqual({ ...head, offsetMs: 0 });
      });
    });
  });

  it('TL5 explain names the winner that the body shows, by the same rule', () => {
    holds((one, n) => {
      const at = one.horizon.from + (n % (one.horizon.until - one.horizon.from));
      const head = playheadAt(compileCase(one), at);
      const { winner, rule, losers } = explain(one.schedule, GATE, at);
      expect(rule).toBe(head.rule);
      expect(winner.kind).toBe(head.kind === 'cue' ? (head.slotId ? 'slot' : 'default') : head.kind);
      expect(winner.slotId).toBe(head.kind === 'cue' ? head.slotId : null);
      expect(losers.every(({ slotId }) => slotId === null || slotId !== winner.slotId)).toBe(true);
    });
  });

  it('TL19 a ward compiled together equals its screens alone, and findings ignore the order', () => {
    holds(({ schedule, horizon }, turn) => {
      for (const [screenId, { body }] of compileWard(schedule, horizon.from)) {
        expect(canonicalJson(body)).toBe(canonicalJson(compileScreen(schedule, screenId, body).body));
      }
      expect(findProblems(shuffled(schedule, turn % 5), horizon.from)).toEqual(findProblems(schedule, horizon.from));
    }, 40);
  });
});
