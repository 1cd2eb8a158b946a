/** Several slots in turn: by weight, by share of the time, between items. Monday is 2026-03-02. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaylistId, ScreenId, SlotId } from '../../../playlists/model/ids.ts';
import { type CompiledScreen, compileScreen, compileWard } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { cuesBetween, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { mixLoops, type Part } from '../../../playlists/timeline/shares.ts';
import { aDigest, aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { aCase } from './arbitraries.ts';

const GATE = aScreen().id;
const MINUTE = 60_000;
const NAMES = ['a', 'b', 'c', 'd'];
const PLAYLISTS = NAMES.map((name) => aPlaylist({ id: `pls_${name}` }, [`ast_${name}1`, `ast_${name}2`]));
const ASSETS = NAMES.flatMap((name) => [
  aStill({ id: `ast_${name}1` }),
  aVideo({ id: `ast_${name}2`, durationMs: 10_000 }),
]);
type SlotParts = Parameters<typeof aSlot>[0];
const slot = (name: string, parts: SlotParts = {}) =>
  aSlot({ id: `slt_${name}`, name, playlistId: `pls_${name}`, from: '08:00', until: '10:00', ...parts });
const interleave = (weight = 1) => ({ share: { kind: 'interleave', weight } }) as const;
const percent = (share: number) => ({ share: { kind: 'percent', percent: share } }) as const;
const between = (everyMs: number) => ({ share: { kind: 'between', everyMs } }) as const;

const bodyOf = (slots: ReturnType<typeof aSlot>[], screen: Parameters<typeof aScreen>[0] = {}) => {
  const schedule = aSchedule({ screens: [aScreen(screen)], slots, playlists: PLAYLISTS, assets: ASSETS });
  const horizon = { from: at('2026-03-02 00:00'), until: at('2026-03-03 00:00') };
  return { schedule, body: compileScreen(schedule, GATE, horizon).body };
};
/** What follows one another from `time` on, by asset: `a1 b1 a2 …`. */
const follows = (slots: ReturnType<typeof aSlot>[], count: number, time = '08:00', screen = {}): string =>
  cuesBetween(bodyOf(slots, screen).body, at(`2026-03-02 ${time}`), at('2026-03-03 00:00'), count)
    .map((head) => (head.kind === 'cue' ? head.cue.assetId.slice(4) : head.kind))
    .join(' ');

describe('SH1 interleave', () => {
  it('takes turns item by item, each playlist in its own order', () => {
    expect(follows([slot('a', interleave()), slot('b', interleave())], 5)).toBe('a1 b1 a2 b2 a1');
  });
  it('gives turns by weight, spread', () => {
    expect(follows([slot('a', interleave(3)), slot('b', interleave(1))], 8)).toBe('a1 a2 b1 a1 a2 a1 b2 a2');
  });
  it('is for slots of one level and one aim; the ladder decides between others', () => {
    const closer: SlotParts = { targets: [{ kind: 'screen', screenId: GATE }] };
    expect(follows([slot('a', interleave()), slot('b', { ...interleave(), ...closer })], 3)).toBe('b1 b2 b1');
    expect(follows([slot('a', interleave()), slot('b', { ...interleave(), priority: 'priority' })], 3)).toBe(
      'b1 b2 b1',
    );
  });
  it('ends where an exclusive slot wins, and does not begin beside one that is stronger', () => {
    const slots = [slot('a', interleave()), slot('b', interleave()), slot('c', { from: '09:00' })];
    expect(follows(slots, 3, '09:00')).toBe('c1 c2 c1');
  });
  it('is counted from the latest start, and each play is its own slot’s', () => {
    const slots = [slot('a', interleave()), slot('b', { ...interleave(), from: '08:30:07' })];
    const { body } = bodyOf(slots);
    const head = playheadAt(body, at('2026-03-02 08:30:18'));
    expect(head).toMatchObject({ slotId: 'slt_b', playlistId: 'pls_b', offsetMs: 1_000, rule: 'SH1' });
  });
});

describe('SH2 percent', () => {
  it('takes its share of the host’s time, spread evenly', () => {
    expect(follows([slot('a'), slot('b', percent(25))], 9)).toBe('a1 a2 b1 a1 a2 a1 b2 a2 a1');
  });
  it('is a guest of the default playlist where no slot runs, and has the screen alone where nothing does', () => {
    expect(follows([slot('b', percent(50))], 4, '08:00', { defaultPlaylistId: 'pls_a' })).toBe('a1 b1 a2 b2');
    expect(follows([slot('b', percent(50))], 3)).toBe('b1 b2 b1');
  });
  it('is no guest of a higher level nor of blank hours', () => {
    expect(follows([slot('a', { priority: 'urgent' }), slot('b', percent(50))], 3)).toBe('a1 a2 a1');
    const dark = { blankHours: [{ weekdays: [1], from: '08:00', until: '09:00' }] };
    expect(follows([slot('b', percent(50))], 1, '08:00', dark)).toBe('blank');
  });
  it('of a higher level is a guest of a lower one', () => {
    expect(follows([slot('a'), slot('b', { ...percent(50), priority: 'priority' })], 4)).toBe('a1 b1 a2 b2');
  });
});

describe('SH2 and SH3 together', () => {
  it('what comes between items is at the expense of the host, not of a share', () => {
    const visitor = slot('c', between(30_000));
    expect(follows([slot('a'), slot('b', percent(50)), visitor], 12)).toBe('a1 b1 a2 c1 b2 b1 c2 b2 a1 c1 b1 b2');
  });
  it('a slot that was put beside itself takes part once, in the run that began later', () => {
    const changes = [{ day: '2026-03-03', onDay: '2026-03-02', from: '08:30', until: '09:30' }];
    const twice = slot('b', { ...percent(50), changes });
    expect(follows([slot('a'), twice], 4, '08:30')).toBe('a1 b1 a2 b2');
  });
});

describe('screens of one ward', () => {
  it('share no turns with a default that is another', () => {
    const screens = ['a', 'b'].map((name) => aScreen({ id: `scr_${name}`, defaultPlaylistId: `pls_${name}` }));
    const guest = slot('c', { ...percent(20), targets: [{ kind: 'all' }], from: '00:00', until: '24:00' });
    const schedule = aSchedule({ screens, slots: [guest], playlists: PLAYLISTS, assets: ASSETS });
    const compiled = compileWard(schedule, at('2026-03-02 00:00'));
    const shownOn = (id: string): Set<string> => {
      const { body } = compiled.get(id as ScreenId) as CompiledScreen;
      const heads = cuesBetween(body, at('2026-03-02 08:00'), at('2026-03-02 10:00'), 50);
      return new Set(heads.flatMap((head) => (head.kind === 'cue' ? head.cue.assetId.slice(4, 5) : [])));
    };
    expect([shownOn('scr_a'), shownOn('scr_b')]).toEqual([new Set(['a', 'c']), new Set(['b', 'c'])]);
  });
});

describe('SH3 between', () => {
  it('comes between two items, at most every so often', () => {
    expect(follows([slot('a'), slot('b', between(30_000))], 9)).toBe('a1 a2 a1 b1 a2 a1 b2 a2 a1');
  });
  it('two visitors never follow one another', () => {
    const text = follows([slot('a'), slot('b', between(30_000)), slot('c', between(30_000))], 12);
    expect(text).toBe('a1 a2 a1 b1 a2 c1 a1 b2 a2 c2 a1 b1');
  });
});

describe('explain', () => {
  it('names whose turn it is, and who waits', () => {
    const { schedule } = bodyOf([slot('a', interleave()), slot('b', interleave()), slot('c', percent(10))]);
    const told = explain(schedule, GATE, at('2026-03-02 08:00:12'));
    expect([told.winner.slotId, told.rule]).toEqual(['slt_b', 'SH1']);
    expect(told.losers.map(({ slotId, rule }) => [slotId, rule])).toEqual([
      ['slt_c', 'SH1'],
      ['slt_a', 'SH1'],
    ]);
  });
});

describe('a shared loop', () => {
  const part = (name: string, lengths: number[], share: Part['share']): Part => ({
    slotId: `slt_${name}` as SlotId,
    playlistId: `pls_${name}` as PlaylistId,
    share,
    loop: {
      lengthMs: lengths.reduce((sum, ms) => sum + ms, 0),
      cues: lengths.map((durationMs, i) => ({
        at: lengths.slice(0, i).reduce((sum, ms) => sum + ms, 0),
        durationMs,
        kind: 'still',
        assetId: `ast_${name}${i}` as never,
        file: { digest: aDigest(name), bytes: 1, type: 'image/webp' },
      })),
    },
  });
  const lengths = fc.array(fc.integer({ min: 2_000, max: 60_000 }), { minLength: 1, maxLength: 5 });

  it('is contiguous, bounded, and keeps the order within each member', () => {
    fc.assert(
      fc.property(lengths, lengths, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (a, b, x, y) => {
        const parts = [
          part('a', a, { kind: 'interleave', weight: x }),
          part('b', b, { kind: 'interleave', weight: y }),
        ];
        const { cues, lengthMs } = mixLoops(parts);
        expect(cues.length).toBeLessThanOrEqual(600);
        let end = 0;
        for (const cue of cues) {
          expect(cue.at).toBe(end);
          end += cue.durationMs;
        }
        expect(end).toBe(lengthMs);
        for (const { slotId, loop } of parts) {
          const own = cues.filter(({ by }) => by?.slotId === slotId);
          expect(own.map(({ assetId }) => assetId)).toEqual(
            own.map((_, i) => loop.cues[i % loop.cues.length]?.assetId),
          );
        }
        // Turns by weight: never more than one turn away from its part of all turns.
        cues.forEach((_, i) => {
          const turns = cues.slice(0, i + 1).filter(({ by }) => by?.slotId === 'slt_a').length;
          expect(Math.abs(turns - ((i + 1) * x) / (x + y))).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('SH2 keeps every share in every ten minutes, to within an item at either end', () => {
    fc.assert(
      fc.property(lengths, lengths, fc.integer({ min: 1, max: 90 }), (a, b, share) => {
        const { cues, lengthMs } = mixLoops([
          part('a', a, { kind: 'exclusive' }),
          part('b', b, { kind: 'percent', percent: share }),
        ]);
        expect(cues.length).toBeLessThanOrEqual(600);
        const longest = Math.max(...a, ...b);
        const playedBy = (until: number): number =>
          cues
            .filter(({ by }) => by?.slotId === 'slt_b')
            .reduce((sum, cue) => sum + Math.max(0, Math.min(cue.durationMs, until - cue.at)), 0);
        for (let from = 0; from + 10 * MINUTE <= lengthMs; from += 7 * MINUTE) {
          const played = playedBy(from + 10 * MINUTE) - playedBy(from);
          expect(Math.abs(played - (share / 100) * 10 * MINUTE)).toBeLessThanOrEqual(2 * longest);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('SH3 two visitors that are both due at every gap take turns', () => {
    const { cues } = mixLoops([
      part('a', [95_000], { kind: 'exclusive' }),
      part('b', [7_000], { kind: 'between', everyMs: 30_000 }),
      part('c', [7_000], { kind: 'between', everyMs: 30_000 }),
    ]);
    const shown = cues.slice(0, 8).map(({ by }) => by?.slotId?.at(-1));
    expect(shown).toEqual(['a', 'b', 'a', 'c', 'a', 'b', 'a', 'c']);
  });

  it('SH3 leaves at least the said time between two visits', () => {
    fc.assert(
      fc.property(lengths, lengths, fc.integer({ min: 30_000, max: 900_000 }), (a, b, everyMs) => {
        const { cues } = mixLoops([part('a', a, { kind: 'exclusive' }), part('b', b, { kind: 'between', everyMs })]);
        const visits = cues.filter(({ by }) => by?.slotId === 'slt_b').map((cue) => cue.at);
        visits.forEach((visit, i) => {
          expect(visit - (visits[i - 1] ?? 0)).toBeGreaterThanOrEqual(everyMs);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('on any schedule', () => {
  it('SH1 SH2 SH3 who is on is one of those that a naive look allows', () => {
    const rank = { normal: 0, priority: 1, urgent: 2 };
    fc.assert(
      fc.property(aCase, fc.nat(), ({ schedule, horizon }, n) => {
        const slots = schedule.slots.map((one) => ({ ...one, boundary: 'cut' as const }));
        const { body } = compileScreen({ ...schedule, slots }, GATE, horizon);
        const instant = horizon.from + (n % (horizon.until - horizon.from));
        const head = playheadAt(body, instant);
        const { losers } = explain({ ...schedule, slots }, GATE, instant);
        if (head.kind !== 'cue' || head.slotId === null) return;
        const shown = slots.find(({ id }) => id === head.slotId);
        for (const { slotId } of losers.filter(({ rule }) => rule.startsWith('TL6'))) {
          const lost = slots.find(({ id }) => id === slotId);
          expect(rank[shown?.priority ?? 'normal']).toBeGreaterThanOrEqual(rank[lost?.priority ?? 'urgent']);
        }
        const guests = slots.filter(({ share }) => share.kind === 'percent' || share.kind === 'between');
        if (guests.length === 0 && shown?.share.kind === 'exclusive') expect(head.rule).toBe('TL5');
      }),
      { numRuns: 200 },
    );
  });
});

describe('FD8', () => {
  const codes = (slots: ReturnType<typeof aSlot>[]): string[] =>
    findProblems(bodyOf(slots).schedule, at('2026-03-02 00:00')).map(({ code }) => code);
  it('says that shares of 100 % and more leave the host nothing, and not before', () => {
    const host = slot('a');
    expect(codes([host, slot('b', percent(60)), slot('c', percent(40))])).toContain('share-oversubscribed');
    expect(codes([host, slot('b', percent(60)), slot('c', percent(30))])).not.toContain('share-oversubscribed');
    expect(codes([slot('b', percent(60)), slot('c', percent(60))])).not.toContain('share-oversubscribed');
  });
});
