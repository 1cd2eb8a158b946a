/**
 * What holds for every timeline, as a table: the tests try each on some random schedules, `npm run oracle` on as many as asked. A
 * property throws where it does not hold.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Schedule } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import { compileScreen, compileWard } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { cuesBetween, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { tickerAt } from '../../../playlists/timeline/ticker-playhead.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aScreen } from '../../support/builders.ts';
import { aCase, aDayPartCase, anyCase, aTagCase, aTickerCase, type Case } from './arbitraries.ts';
import { createOracle, type Expected } from './naive-oracle.ts';
import { checkSharing } from './sharing-oracle.ts';
import { createTickerOracle } from './ticker-oracle.ts';
import { meaningOf, shuffled } from './timeline-text.ts';
import { walk } from './walking-oracle.ts';

const GATE = aScreen().id;
const MINUTE = 60_000;
const compileCase = ({ schedule, horizon }: Case): ManifestBody => compileScreen(schedule, GATE, horizon).body;
const gateOf = ({ schedule }: Case): Screen => schedule.screens.find(({ id }) => id === GATE) as Screen;
type Slot = Schedule['slots'][number];
const withSlots = (one: Case, change: (slot: Slot) => Slot): Case => ({
  ...one,
  schedule: { ...one.schedule, slots: one.schedule.slots.map(change) },
});

/** Each entry by tags replaced by a playlist that names, one by one, what a look at all content finds. */
const withTagsWrittenOut = ({ schedule, horizon }: Case): Case => {
  const written: object[] = [];
  const playlists = schedule.playlists.map((playlist) => ({
    ...playlist,
    entries: playlist.entries.map((entry) => {
      if (entry.kind !== 'tags') return entry;
      const { tags, match, durationMs, take, ...rest } = entry;
      const found = schedule.assets.filter((asset) => {
        const hits = tags.filter((tag) => asset.tags.includes(tag)).length;
        return match === 'any' ? hits > 0 : hits === tags.length;
      });
      found.sort((a, b) => (a.title === b.title ? (a.id < b.id ? -1 : 1) : a.title < b.title ? -1 : 1));
      const id = `pls_w${written.length}`;
      const entries = found.map((asset, i) => ({ id: `ent_w${written.length}x${i}`, assetId: asset.id, durationMs }));
      written.push({ id, name: id, transition: playlist.transition, entries, version: 1, updatedAt: 0 });
      // More than there are ready is all of them, once; of a playlist it would be several rounds.
      const ready = found.filter(({ renditions }) => renditions.length > 0).length;
      return { ...rest, take: take !== null && take < ready ? take : null, kind: 'playlist', playlistId: id };
    }),
  }));
  return { horizon, schedule: Schedule.parse({ ...schedule, playlists: [...playlists, ...written] }) };
};

/** What a body shows, in the words of the oracles. */
const shownAt = (body: ManifestBody, at: number): Expected => {
  const head = playheadAt(body, at);
  return head.kind === 'cue'
    ? { kind: 'cue', slotId: head.slotId, assetId: head.cue.assetId, offsetMs: head.offsetMs }
    : { kind: head.kind };
};

export interface Property {
  /** Rule ids first. */
  title: string;
  of: fc.Arbitrary<Case>;
  /** `n` is a random number to choose an instant or an order by. */
  check: (one: Case, n: number) => void;
  /** True for those that look at a whole ward. */
  isSlow?: boolean;
}

export const PROPERTIES: readonly Property[] = [
  {
    title:
      'TL1 spans are sorted, touch, cover the time whole, and no neighbours are alike; the body is one by its schema',
    of: anyCase,
    check: (one) => {
      const body = ManifestBody.parse(compileCase(one));
      assert.equal(body.spans[0]?.from, one.horizon.from);
      assert.equal(body.spans.at(-1)?.until, one.horizon.until);
      body.spans.forEach((span, i) => {
        assert.ok(span.from < span.until);
        if (i > 0) assert.equal(span.from, body.spans[i - 1]?.until);
      });
      assert.equal(meaningOf(body).length, body.spans.length);
    },
  },
  {
    title: 'TL19 the order of the input and a journey through JSON change no byte',
    of: anyCase,
    check: (one, turn) => {
      const text = canonicalJson(compileCase(one));
      assert.equal(canonicalJson(compileCase({ ...one, schedule: shuffled(one.schedule, turn % 5) })), text);
      const travelled = Schedule.parse(JSON.parse(JSON.stringify(one.schedule)));
      assert.equal(canonicalJson(compileCase({ ...one, schedule: travelled })), text);
      assert.equal(canonicalJson(ManifestBody.parse(JSON.parse(text))), text);
    },
  },
  {
    title: 'TL14 split anywhere equals whole',
    of: anyCase,
    check: (one, n) => {
      const { from, until } = one.horizon;
      const cut = from + 1 + (n % (until - from - 1));
      const first = compileCase({ ...one, horizon: { from, until: cut } });
      const second = compileCase({ ...one, horizon: { from: cut, until } });
      assert.deepEqual(meaningOf(first, second), meaningOf(compileCase(one)));
    },
  },
  {
    title: 'TL1–TL15 playheadAt agrees with a naive look at every minute',
    of: fc.oneof(aCase, aDayPartCase),
    check: (any, n) => {
      const one = withSlots(any, (slot) => ({ ...slot, boundary: 'cut', share: { kind: 'exclusive' } }));
      const body = compileCase(one);
      const expectedAt = createOracle(one.schedule, gateOf(one), one.horizon);
      /** Every minute in the end: seven minutes apart, from a random start, and some milliseconds in. */
      for (let at = one.horizon.from + (n % 7) * MINUTE + (n % 60_000); at < one.horizon.until; at += 7 * MINUTE)
        assert.deepEqual({ at, ...shownAt(body, at) }, { at, ...expectedAt(at) });
    },
  },
  {
    title: 'TL9 TL20 TL21 playheadAt agrees with a naive walk, item by item, wherever one thing gives way to another',
    of: fc.oneof(aCase, aDayPartCase),
    check: (any) => {
      const one = withSlots(any, (slot) => ({ ...slot, share: { kind: 'exclusive' } }));
      const body = compileCase(one);
      for (const { from, until, expected } of walk(one.schedule, gateOf(one), one.horizon)) {
        for (const at of [from, Math.floor((from + until) / 2), until - 1]) {
          if (at < one.horizon.from || at >= one.horizon.until) continue;
          assert.deepEqual({ at, ...shownAt(body, at) }, { at, ...expected(at) });
        }
      }
    },
  },
  {
    title: 'SH1 SH2 SH3 who shares a screen, in which order and for how long, agrees with a naive look',
    of: aCase,
    check: (any) => {
      const one = withSlots(any, (slot) => ({ ...slot, boundary: 'cut' }));
      checkSharing(one.schedule, gateOf(one), compileCase(one));
    },
  },
  {
    title:
      'TK1 TK4 TK6 which ticker runs, and from where it is counted, agrees with a naive look, also of a timeline that is cut',
    of: aTickerCase,
    check: (any, n) => {
      const one = withSlots(any, (slot) => ({ ...slot, boundary: 'cut', share: { kind: 'exclusive' } }));
      const { from, until } = one.horizon;
      const cut = from + 1 + (n % (until - from - 1));
      const parts = [
        { from, until: cut },
        { from: cut, until },
      ].map((horizon) => compileCase({ ...one, horizon }));
      const expectedAt = createTickerOracle(one.schedule, gateOf(one), one.horizon);
      const whole = compileCase(one);
      const edges = [...whole.spans, ...(whole.tickerSpans ?? [])].flatMap((span) => [span.from, span.until - 1]);
      for (const at of [...edges, ...Array.from({ length: 36 }, (_, hour) => from + hour * 60 * MINUTE + 1)]) {
        for (const body of [whole, parts[at < cut ? 0 : 1] as ManifestBody]) {
          const run = tickerAt(body, at);
          const found = run && { tickerId: run.ticker.tickerId as string, anchor: run.anchor };
          assert.deepEqual({ at, found }, { at, found: expectedAt(at) });
        }
      }
    },
  },
  {
    title: 'PL8 what carries the tags is shown as a playlist of just that content, by title, would be',
    of: aTagCase,
    check: (one) => {
      assert.equal(canonicalJson(compileCase(one)), canonicalJson(compileCase(withTagsWrittenOut(one))));
    },
  },
  {
    title: 'TL1 cuesBetween walks without a gap and each showing answers for all of its time',
    of: anyCase,
    check: (one, n) => {
      const body = compileCase(one);
      const from = one.horizon.from + (n % (20 * 60 * MINUTE));
      // An hour of the shortest items, 3 s each, is 1,200 of them.
      const heads = cuesBetween(body, from, from + 60 * MINUTE, 2_000);
      assert.ok((heads[0]?.from ?? Number.NaN) <= from);
      assert.ok((heads.at(-1)?.until ?? Number.NaN) >= from + 60 * MINUTE);
      heads.forEach((head, i) => {
        if (i > 0) assert.equal(head.from, heads[i - 1]?.until);
        if (i > 0 && head.kind === 'cue') assert.equal(head.offsetMs, head.entryMs);
        assert.deepEqual({ ...playheadAt(body, head.until - 1), offsetMs: 0 }, { ...head, offsetMs: 0 });
      });
    },
  },
  {
    title: 'TL5 explain names the winner that the body shows, by the same rule',
    of: anyCase,
    check: (one, n) => {
      const at = one.horizon.from + (n % (one.horizon.until - one.horizon.from));
      const head = playheadAt(compileCase(one), at);
      const { winner, rule, losers } = explain(one.schedule, GATE, at);
      assert.equal(rule, head.rule);
      assert.equal(winner.kind, head.kind === 'cue' ? (head.slotId ? 'slot' : 'default') : head.kind);
      assert.equal(winner.slotId, head.kind === 'cue' ? head.slotId : null);
      assert.ok(losers.every(({ slotId }) => slotId === null || slotId !== winner.slotId));
    },
  },
  {
    title: 'TL19 a ward compiled together equals its screens alone, and findings ignore the order',
    of: anyCase,
    isSlow: true,
    check: ({ schedule, horizon }, turn) => {
      for (const [screenId, { body }] of compileWard(schedule, horizon.from))
        assert.equal(canonicalJson(body), canonicalJson(compileScreen(schedule, screenId, body).body));
      assert.deepEqual(findProblems(shuffled(schedule, turn % 5), horizon.from), findProblems(schedule, horizon.from));
    },
  },
];
