/** PL1–PL6: what a playlist comes to. Loops are written as the names of what they show. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Entry, Playlist } from '../../../playlists/model/playlist.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { type LoopGap, planLoop } from '../../../playlists/timeline/loops.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { createRounds, SHUFFLED_ROUNDS } from '../../../playlists/timeline/turns.ts';
import { aSchedule, aScreen, aSlot, aStill, at, aVideo, P5_WALL } from '../../support/builders.ts';

type EntryParts = Partial<z.input<typeof Entry>> & Record<string, unknown>;
const anEntry = (name: string, parts: EntryParts = {}): Entry =>
  Entry.parse({ id: `ent_${name}`, assetId: `ast_${name}`, durationMs: 10_000, ...parts });
const nested = (name: string, parts: EntryParts = {}): Entry =>
  Entry.parse({ id: `ent_in${name}`, kind: 'playlist', playlistId: `pls_${name}`, ...parts });
const ofTopic = (topic: string, parts: EntryParts = {}): Entry =>
  Entry.parse({ id: `ent_topic${topic.replaceAll('.', '')}`, kind: 'topic', topic, durationMs: null, ...parts });
const byTags = (tags: string[], parts: EntryParts = {}): Entry =>
  Entry.parse({ id: `ent_${tags.join('').replaceAll('_', '')}`, kind: 'tags', tags, durationMs: null, ...parts });
const list = (name: string, entries: Entry[], parts: Partial<z.input<typeof Playlist>> = {}): Playlist =>
  Playlist.parse({ id: `pls_${name}`, name, entries, version: 1, updatedAt: at('2026-01-05 08:00'), ...parts });
const shuffled = (seed = 0) => ({ order: { kind: 'shuffle' as const, seed } });

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];
const STILLS = LETTERS.map((name) => aStill({ id: `ast_${name}`, title: name, topic: null }));

/** What the first of the playlists comes to among the others. */
const plan = (playlists: Playlist[], assets = STILLS) =>
  planLoop(playlists[0] as Playlist, P5_WALL, {
    playlists: new Map(playlists.map((one) => [one.id, one])),
    assets: new Map(assets.map((asset) => [asset.id, asset])),
  });
const told = (playlists: Playlist[], assets = STILLS): string =>
  (plan(playlists, assets).loop?.cues ?? []).map(({ assetId }) => assetId.slice(4)).join(' ');
const gapsOf = (playlists: Playlist[]): LoopGap[] => plan(playlists).gaps;

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));

describe('rounds', () => {
  it.each([
    ['one turn each', [1, 1, 1], '0 1 2'],
    ['spread as evenly as whole turns allow', [3, 1, 1], '0 1 0 0 2'],
    ['a heavy one among many', [4, 1, 1, 1, 1], '0 1 0 2 0 3 0 4'],
    ['alone', [5], '0'],
    ['begins with the first of the list', [1, 2, 1], '0 1 2 1'],
    ['a common measure makes the round no longer', [4, 2], '0 1 0'],
  ])('PL1 %s', (_, weights, expected) => {
    expect(createRounds(weights, { kind: 'listed' }, 'pls_a').next().join(' ')).toBe(expected);
  });

  const weights = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 9 });

  it('PL1 every round gives everybody as many turns as they weigh', () => {
    fc.assert(
      fc.property(weights, (some) => {
        const round = createRounds(some, { kind: 'listed' }, 'pls_a').next();
        const measure = some.reduce(greatestCommon);
        for (const [place, weight] of some.entries())
          expect(round.filter((one) => one === place)).toHaveLength(weight / measure);
      }),
    );
  });

  it('PL2 shuffled rounds are fair, differ, come again, and nothing follows itself while that can be', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 999_999 }), (some, seed) => {
        const rounds = createRounds(some, { kind: 'shuffle', seed }, 'pls_a');
        const turns: number[] = [];
        for (let index = 0; index < SHUFFLED_ROUNDS; index += 1) {
          const round = rounds.next();
          if (some.length > 1)
            for (const [place, weight] of some.entries())
              expect(round.filter((one) => one === place)).toHaveLength(weight);
          turns.push(...round);
          expect(rounds.isEven()).toBe(some.length === 1 || index === SHUFFLED_ROUNDS - 1);
        }
        expect(rounds.next()).toEqual(turns.slice(0, turns.length / SHUFFLED_ROUNDS));
        const others = some.reduce((sum, weight) => sum + weight, 0);
        if (some.length > 2 && some.every((weight) => weight * 3 <= others)) {
          const pairs = turns.map((place, index) => [place, turns[(index + 1) % turns.length]]);
          expect(pairs.filter(([one, next]) => one === next)).toEqual([]);
        }
      }),
    );
  });

  it('PL2 the order follows from seed and playlist, and from nothing else', () => {
    const first = (seed: number, id: string) => createRounds([1, 1, 1, 1, 1, 1], { kind: 'shuffle', seed }, id).next();
    expect(first(7, 'pls_a')).toEqual(first(7, 'pls_a'));
    const drawn = new Set(Array.from({ length: 40 }, (_, seed) => first(seed, 'pls_a').join()));
    expect(drawn.size).toBeGreaterThan(30);
    expect(first(7, 'pls_b')).not.toEqual(first(7, 'pls_a'));
    /** For whoever writes another player: these are the numbers. */
    expect(first(0, 'pls_a').join(' ')).toBe('0 3 4 2 1 5');
  });
});

describe('loops', () => {
  const abc = ['a', 'b', 'c'].map((name) => anEntry(name));
  const pair = list('pair', [anEntry('d'), anEntry('e')]);

  it.each<[string, Playlist[], string]>([
    ['PL1 as listed', [list('x', abc)], 'a b c'],
    ['PL1 by weight', [list('x', [anEntry('a', { weight: 2 }), anEntry('b'), anEntry('c')])], 'a b a c'],
    ['PL3 another playlist, whole', [list('x', [anEntry('a'), nested('pair')]), pair], 'a d e'],
    [
      'PL3 an item at a turn, going on the next time',
      [list('x', [...abc, nested('pair', { take: 1 })]), pair],
      'a b c d a b c e',
    ],
    [
      'PL3 more at a turn than there are',
      [list('x', [anEntry('a'), nested('pair', { take: 3 })]), pair],
      'a d e d a e d e',
    ],
    [
      'PL3 in turns by weight',
      [list('x', [anEntry('a', { weight: 2 }), nested('pair', { take: 1, weight: 2 })]), pair],
      'a d a e',
    ],
    ['PL3 two deep', [list('x', [nested('y')]), list('y', [anEntry('a'), nested('pair')]), pair], 'a d e'],
    ['PL3 one within itself is passed over', [list('x', [anEntry('a'), nested('x')])], 'a'],
    [
      'PL3 a circle is passed over where it closes',
      [list('x', [anEntry('a'), nested('y')]), list('y', [anEntry('b'), nested('x')])],
      'a b',
    ],
    ['PL3 one that is gone is passed over', [list('x', [anEntry('a'), nested('gone')])], 'a'],
    [
      'PL3 one that has nothing to show is passed over',
      [list('x', [anEntry('a'), nested('none')]), list('none', [anEntry('lost')])],
      'a',
    ],
    ['TL15 nothing at all', [list('x', [nested('none')]), list('none', [])], ''],
  ])('%s', (_, playlists, expected) => {
    expect(told(playlists)).toBe(expected);
  });

  it('PL3 says what is passed over', () => {
    expect(gapsOf([list('x', [anEntry('a'), nested('x')])])).toEqual([{ kind: 'circle', playlistId: 'pls_x' }]);
    expect(gapsOf([list('x', [nested('gone')])])).toEqual([{ kind: 'playlist-missing', playlistId: 'pls_gone' }]);
  });

  it('PL4 a topic is its content and that below it, by title', () => {
    const of = (id: string, title: string, topic: string | null) => aStill({ id: `ast_${id}`, title, topic });
    const assets = [
      of('z', 'Ba', '1.2.a'),
      of('y', 'An', '1.2'),
      of('x', 'Cao', '1.2.b'),
      of('w', 'Dung', '1.3'),
      of('v', 'E', null),
      of('u', 'G', '1.20'),
    ];
    expect(told([list('x', [ofTopic('1.2')])], assets)).toBe('y z x');
    expect(told([list('x', [ofTopic('1.2.b'), ofTopic('1.3')])], assets)).toBe('x w');
    expect(told([list('x', [ofTopic('1.2', { take: 2 }), ofTopic('1.3')])], assets)).toBe('y z w x y w z x w');
    expect(told([list('x', [ofTopic('1.5')])], assets)).toBe('');
  });

  it('PL8 tags bring what carries any of them, or all of them, by title', () => {
    const of = (id: string, title: string, tags: string[]) => aStill({ id: `ast_${id}`, title, tags });
    const assets = [
      of('w', 'B', ['tag_a', 'tag_b']),
      of('x', 'A', ['tag_b']),
      of('y', 'C', ['tag_a']),
      of('z', 'D', []),
    ];
    expect(told([list('x', [byTags(['tag_a'])])], assets)).toBe('w y');
    expect(told([list('x', [byTags(['tag_a', 'tag_b'])])], assets)).toBe('x w y');
    expect(told([list('x', [byTags(['tag_a', 'tag_b'], { match: 'all' })])], assets)).toBe('w');
    expect(told([list('x', [byTags(['tag_a', 'tag_c'], { match: 'all' })])], assets)).toBe('');
    expect(told([list('x', [byTags(['tag_b'], { take: 1 }), anEntry('z')])], assets)).toBe('x z w z');
    // Carried twice, by two entries: each has its own turn.
    expect(told([list('x', [byTags(['tag_b']), byTags(['tag_a'])])], assets)).toBe('x w w y');
  });

  it('PL8 PL7 content by tag keeps its days, and stills stay as long as the entry says', () => {
    const asset = aStill({ id: 'ast_s', tags: ['tag_a'], usableUntil: '2026-01-06' });
    const schedule = aSchedule({
      playlists: [list('main', [byTags(['tag_a'], { durationMs: 4_000 })])],
      assets: [asset],
    });
    const { body } = compileScreen(schedule, aScreen().id, {
      from: at('2026-01-06 00:00'),
      until: at('2026-01-08 00:00'),
    });
    const noon = playheadAt(body, at('2026-01-06 12:00'));
    expect(noon).toMatchObject({ kind: 'cue', cue: { assetId: 'ast_s', durationMs: 4_000 } });
    expect(playheadAt(body, at('2026-01-07 12:00')).kind).toBe('safe');
  });

  it('PL4 the stills of a topic stay as long as the entry says', () => {
    const assets = [aStill({ id: 'ast_s', topic: '1.2' }), aVideo({ id: 'ast_v', topic: '1.2', durationMs: 12_000 })];
    const { loop } = plan([list('x', [ofTopic('1.2', { durationMs: 4_000 })])], assets);
    expect(loop?.cues.map(({ durationMs }) => durationMs)).toEqual([4_000, 4_000]);
  });

  it('PL2 a shuffled playlist is one long loop in which no item follows itself, also where it begins anew', () => {
    const shown = told([
      list(
        'x',
        LETTERS.map((name) => anEntry(name)),
        shuffled(3),
      ),
    ]).split(' ');
    expect(shown).toHaveLength(6 * SHUFFLED_ROUNDS);
    for (const [index, one] of shown.entries()) expect(one).not.toBe(shown[(index + 1) % shown.length]);
  });

  it('PL2 what is not ready does not change that', () => {
    const some = [...abc, anEntry('lost')];
    const shown = told([list('x', some, shuffled())]).split(' ');
    expect(shown).toHaveLength(3 * SHUFFLED_ROUNDS);
    for (const [index, one] of shown.entries()) expect(one).not.toBe(shown[(index + 1) % shown.length]);
  });

  it('PL3 what lies beyond the longest loop is named, and playlists that breed are bounded', () => {
    const many = (name: string, of: string) =>
      list(
        name,
        Array.from({ length: 30 }, (_, i) => nested(of, { id: `ent_${name}n${i}` })),
      );
    const leaf = list(
      'leaf',
      LETTERS.slice(0, 5).map((name) => anEntry(name)),
    );
    const top = list('top', [nested('p0'), anEntry('f')]);
    const { loop, gaps } = plan([top, many('p0', 'p1'), many('p1', 'p2'), many('p2', 'leaf'), leaf]);
    expect(loop?.cues.length).toBeLessThanOrEqual(2_000);
    expect(gaps).toContainEqual({ kind: 'beyond', assetId: 'ast_f', title: 'f' });
  });

  it('PL6 items come in by the transition of the playlist in which they stand', () => {
    const { loop } = plan([list('x', [anEntry('a'), nested('pair')], { transition: { kind: 'fade', ms: 500 } }), pair]);
    expect(loop?.cues.map(({ enter }) => enter)).toEqual([{ kind: 'fade', ms: 500 }, undefined, undefined]);
  });

  it('PL6 a transition takes half of its item at most, and is a cut where that is too short to be seen', () => {
    const assets = [aVideo({ id: 'ast_v', durationMs: 1_000 }), aVideo({ id: 'ast_w', durationMs: 399 })];
    const entries = ['v', 'w'].map((name) => anEntry(name, { durationMs: null }));
    const { loop } = plan([list('x', entries, { transition: { kind: 'push', ms: 2_000 } })], assets);
    const renditions = loop?.cues.map(({ durationMs, enter }) => [durationMs, enter?.ms]);
    expect(renditions).toEqual([
      [1_000, 500],
      [399, undefined],
    ]);
  });
});

describe('PL5 entries with days and hours', () => {
  const horizon = { from: at('2026-03-01 00:00'), until: at('2026-03-05 00:00') };
  const schedule = (entries: Entry[], parts: Partial<z.input<typeof Schedule>> = {}): Schedule =>
    aSchedule({
      screens: [aScreen()],
      playlists: [list('x', entries)],
      slots: [aSlot({ playlistId: 'pls_x', from: '08:00', until: '12:00', recurrence: 'FREQ=DAILY' })],
      assets: STILLS,
      ...parts,
    });
  const shownAt = (some: Schedule, wall: string): string => {
    const { body } = compileScreen(some, aScreen().id, horizon);
    const head = playheadAt(body, at(wall));
    return head.kind === 'cue' ? head.cue.assetId.slice(4) : head.kind;
  };

  it.each<[string, Entry[], [string, string][]]>([
    [
      'from a day on, to the end of a day',
      [anEntry('a', { validUntil: '2026-03-02' }), anEntry('b', { validFrom: '2026-03-03' })],
      [
        ['2026-03-02 08:00', 'a'],
        ['2026-03-02 11:59', 'a'],
        ['2026-03-03 08:00', 'b'],
      ],
    ],
    [
      'by the hour, and the loop begins anew there',
      [
        anEntry('a', { durationMs: 60_000 }),
        anEntry('b', { durationMs: 60_000, hours: { from: '09:00', until: '10:00' } }),
      ],
      [
        ['2026-03-02 08:01', 'a'],
        ['2026-03-02 09:00', 'a'],
        ['2026-03-02 09:01', 'b'],
        ['2026-03-02 10:01', 'a'],
      ],
    ],
    [
      'nothing left: the slot gives way',
      [anEntry('a', { hours: { from: '09:00', until: '10:00' } })],
      [
        ['2026-03-02 08:59', 'safe'],
        ['2026-03-02 09:00', 'a'],
        ['2026-03-02 10:00', 'safe'],
      ],
    ],
  ])('%s', (_, entries, moments) => {
    for (const [wall, expected] of moments)
      expect(`${wall} ${shownAt(schedule(entries), wall)}`).toBe(`${wall} ${expected}`);
  });

  it('overnight hours belong to the day on which they start', () => {
    const entries = [
      anEntry('a'),
      anEntry('b', { hours: { from: '23:00', until: '01:00' }, validUntil: '2026-03-02' }),
    ];
    const some = schedule(entries, {
      slots: [aSlot({ playlistId: 'pls_x', from: '22:00', until: '06:00', recurrence: 'FREQ=DAILY' })],
    });
    expect(shownAt(some, '2026-03-03 00:30:10')).toBe('b');
    expect(shownAt(some, '2026-03-03 01:00:10')).toBe('a');
    expect(shownAt(some, '2026-03-03 23:00:10')).toBe('a');
  });

  it('hold in nested playlists, and in the default playlist of a screen', () => {
    const some = schedule([], {
      screens: [aScreen({ defaultPlaylistId: 'pls_top' })],
      playlists: [list('top', [anEntry('a'), nested('x')]), list('x', [anEntry('b', { validFrom: '2026-03-03' })])],
      slots: [],
    });
    expect(shownAt(some, '2026-03-02 23:59:59')).toBe('a');
    expect(shownAt(some, '2026-03-03 00:00:10')).toBe('b');
  });

  it('do not make a slot younger: the later start still wins (TL8)', () => {
    const entries = [anEntry('a'), anEntry('b', { hours: { from: '10:00', until: '11:00' } })];
    const some = schedule(entries, {
      playlists: [list('x', entries), list('y', [anEntry('c')])],
      slots: [
        aSlot({ id: 'slt_long', playlistId: 'pls_x', from: '08:00', until: '12:00', recurrence: 'FREQ=DAILY' }),
        aSlot({ id: 'slt_late', playlistId: 'pls_y', from: '09:00', until: '12:00', recurrence: 'FREQ=DAILY' }),
      ],
    });
    expect(shownAt(some, '2026-03-02 10:30')).toBe('c');
    const why = explain(some, aScreen().id, at('2026-03-02 10:30'));
    expect(why.losers).toMatchObject([{ slotId: 'slt_long', rule: 'TL8' }]);
  });

  it('are explained: a slot with nothing left for now was passed over (TL15)', () => {
    const some = schedule([anEntry('a', { hours: { from: '09:00', until: '10:00' } })]);
    const why = explain(some, aScreen().id, at('2026-03-02 08:30'));
    expect(why).toMatchObject({ winner: { kind: 'safe' }, losers: [{ slotId: 'slt_day', rule: 'TL15' }] });
  });

  it('a slot whose item runs over a change of its own entries does not wait for itself (TL20)', () => {
    const entries = [
      anEntry('a', { durationMs: 240_000 }),
      anEntry('b', { durationMs: 240_000, hours: { from: '09:02', until: '10:00' } }),
    ];
    const some = schedule(entries, {
      slots: [
        aSlot({ playlistId: 'pls_x', from: '08:00', until: '12:00', recurrence: 'FREQ=DAILY', boundary: 'finish' }),
      ],
    });
    expect(shownAt(some, '2026-03-02 09:03')).toBe('a');
    const why = explain(some, aScreen().id, at('2026-03-02 09:03'));
    expect(why).toMatchObject({ winner: { kind: 'slot', slotId: 'slt_day' }, losers: [] });
  });

  it('TL14 a still that fills the rest of a slot is the same one, wherever the time is cut', () => {
    const assets = [aVideo({ id: 'ast_v', durationMs: 420_000 }), ...STILLS];
    const some = schedule([anEntry('v', { durationMs: null }), anEntry('a')], {
      assets,
      slots: [aSlot({ playlistId: 'pls_x', from: '08:00', until: '08:12', recurrence: 'FREQ=DAILY', boundary: 'fit' })],
    });
    const inFiller = at('2026-03-02 08:11');
    const spanAt = (from: number) =>
      compileScreen(some, aScreen().id, { from, until: horizon.until }).body.spans.find(
        ({ until }) => until > inFiller,
      );
    const whole = spanAt(horizon.from);
    expect(whole).toMatchObject({ rule: 'TL21' });
    expect(spanAt(inFiller)).toMatchObject({ rule: 'TL21', anchor: whole?.kind === 'loop' ? whole.anchor : null });
  });

  it('split anywhere = whole, whatever conditions, order and weights', () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
    const hour = fc.integer({ min: 0, max: 23 }).map((n) => `${String(n).padStart(2, '0')}:00`);
    const entry = fc.record({
      weight: fc.integer({ min: 1, max: 3 }),
      validFrom: fc.option(fc.constantFrom(...days), { nil: null }),
      validUntil: fc.option(fc.constantFrom(...days), { nil: null }),
      hours: fc.option(fc.record({ from: hour, until: hour }), { nil: null }),
    });
    const slot = fc.record({
      from: hour,
      until: hour,
      boundary: fc.constantFrom('cut' as const, 'finish' as const, 'fit' as const),
    });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        fc.array(slot, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 95 }),
        (entries, slots, mixes, cutHour) => {
          const written = entries.map((one, i) => anEntry(LETTERS[i] as string, { ...one, durationMs: 7 * 60_000 }));
          const some = schedule([], {
            screens: [aScreen({ defaultPlaylistId: 'pls_x' })],
            playlists: [
              list('x', written, mixes ? shuffled(1) : {}),
              list('y', [anEntry('f'), nested('x', { take: 1 })]),
            ],
            slots: slots.map((one, i) =>
              aSlot({ ...one, id: `slt_${i}`, playlistId: i % 2 ? 'pls_x' : 'pls_y', recurrence: 'FREQ=DAILY' }),
            ),
          });
          const cut = horizon.from + cutHour * 3_600_000;
          const whole = compileScreen(some, aScreen().id, horizon).body;
          const early = compileScreen(some, aScreen().id, { from: horizon.from, until: cut }).body;
          const late = compileScreen(some, aScreen().id, { from: cut, until: horizon.until }).body;
          for (let moment = horizon.from; moment < horizon.until; moment += 1_800_001) {
            const [one, other] = [playheadAt(whole, moment), playheadAt(moment < cut ? early : late, moment)];
            const name = (head: typeof one) =>
              head.kind === 'cue' ? `${head.cue.assetId} ${head.offsetMs} ${head.slotId} ${head.rule}` : head.kind;
            expect(name(other)).toBe(name(one));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
