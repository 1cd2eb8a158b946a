import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { cuesBetween, type Playhead, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aDigest, aPlaylist, aSchedule, aScreen, aSite, aSlot, aStill, at, aVideo } from '../../support/builders.ts';

const GATE = aScreen().id;
const MONDAY = { from: at('2026-03-02 00:00'), until: at('2026-03-03 00:00') };

/** 08:00–17:00 a video of 15 s and a still of 10 s, interrupted 09:00:05–09:10; the safe image else; dark from 22:00. */
const body = compileScreen(
  aSchedule({
    sites: [aSite({ safeAssetId: 'ast_safe' })],
    screens: [aScreen({ blankHours: [{ weekdays: [1], from: '22:00', until: '24:00' }] })],
    playlists: [aPlaylist(), aPlaylist({ id: 'pls_storm' }, ['ast_storm'])],
    assets: [aVideo(), aStill(), aStill({ id: 'ast_storm' }), aStill({ id: 'ast_safe' })],
    slots: [
      aSlot(),
      aSlot({ id: 'slt_storm', playlistId: 'pls_storm', from: '09:00:05', until: '09:10', priority: 'urgent' }),
    ],
  }),
  GATE,
  MONDAY,
).body;

const tell = (head: Playhead): string =>
  head.kind === 'cue' ? `${head.cue.assetId} +${head.offsetMs}` : `${head.kind} ${head.rule}`;

describe('playhead', () => {
  it.each([
    ['TL12 before the first slot', '00:00', 'safe TL12'],
    ['TL1 at the very start', '08:00:00', 'ast_clip +0'],
    ['TL14 in the first loop', '08:00:14.999', 'ast_clip +14999'],
    ['TL1 the next cue at its instant', '08:00:15', 'ast_slide +0'],
    ['TL14 the loop turns', '08:00:25', 'ast_clip +0'],
    ['TL6 interrupted', '09:00:05', 'ast_storm +0'],
    ['TL14 goes on by schedule, not by memory', '09:10:03', 'ast_clip +3000'],
    ['TL9 the last millisecond', '16:59:59.999', 'ast_slide +9999'],
    ['TL9 cut at the end', '17:00', 'safe TL12'],
    ['TL13 dark', '22:00', 'blank TL13'],
  ])('%s: %s', (_, time, shown) => {
    expect(tell(playheadAt(body, at(`2026-03-02 ${time}`)))).toBe(shown);
  });

  it('TL9 a showing is cut to its span: the clip that 09:00:05 interrupts', () => {
    const head = playheadAt(body, at('2026-03-02 09:00:01'));
    expect(head).toMatchObject({ from: at('2026-03-02 09:00:00'), until: at('2026-03-02 09:00:05'), offsetMs: 1_000 });
  });

  it('TL14 a showing that a span begins in the middle of says where it enters the file', () => {
    const shifted = compileScreen(
      aSchedule({ slots: [aSlot(), aSlot({ id: 'slt_x', from: '08:30:00', until: '08:30:07', priority: 'urgent' })] }),
      GATE,
      MONDAY,
    ).body;
    const head = playheadAt(shifted, at('2026-03-02 08:30:09'));
    expect(head).toMatchObject({
      kind: 'cue',
      from: at('2026-03-02 08:30:07'),
      until: at('2026-03-02 08:30:15'),
      entryMs: 7_000,
      offsetMs: 9_000,
    });
  });

  it('takes fractions of a millisecond, as a measured clock gives them', () => {
    const head = playheadAt(body, at('2026-03-02 08:00:15') - 0.25);
    expect(head).toMatchObject({ kind: 'cue', offsetMs: 14_999.75, until: at('2026-03-02 08:00:15') });
  });

  it('TL12 the safe image is the file that the body names, or the card', () => {
    expect(playheadAt(body, MONDAY.from)).toMatchObject({ file: { digest: aDigest('ast_safe 768x384 contain') } });
    expect(playheadAt({ ...body, fallback: null }, MONDAY.from)).toMatchObject({ kind: 'safe', file: null });
  });

  it('TL16 outside the time of the body: safe, before and after, for as long as that lasts', () => {
    expect(playheadAt(body, MONDAY.from - 1)).toMatchObject({ kind: 'safe', rule: 'TL16', until: MONDAY.from });
    expect(playheadAt(body, MONDAY.until)).toMatchObject({ kind: 'safe', rule: 'TL16', from: MONDAY.until });
    expect(playheadAt(body, Number.NaN)).toMatchObject({ kind: 'safe', rule: 'TL16' });
    expect(cuesBetween(body, MONDAY.until - 1, MONDAY.until + 10_000, 10).map(tell)).toEqual([
      'blank TL13',
      'safe TL16',
    ]);
  });

  it('TL1 cuesBetween walks over every kind of edge, up to its limit', () => {
    const from = at('2026-03-02 09:09:55');
    expect(cuesBetween(body, from, from + 40_000, 64).map(tell)).toEqual([
      'ast_storm +0',
      'ast_clip +0',
      'ast_slide +0',
      'ast_clip +0',
    ]);
    expect(cuesBetween(body, from, from + 40_000, 2)).toHaveLength(2);
    expect(cuesBetween(body, from, from, 64)).toEqual([]);
  });

  it('TL17 never throws on a parsed body, however little its parts fit together', () => {
    const instant = fc.integer({ min: 0, max: 400 });
    const span = fc.record({
      kind: fc.constantFrom('loop', 'safe', 'blank'),
      from: instant,
      until: instant,
      anchor: instant,
      loop: fc.nat(3),
      slotId: fc.constant(null),
      rule: fc.constant('TL5'),
    });
    const cue = fc.record({
      at: fc.nat(90),
      durationMs: fc.integer({ min: 1, max: 90 }),
      kind: fc.constant('still'),
      file: fc.nat(3),
      assetId: fc.constant('ast_slide'),
    });
    const wild = fc.record({
      from: instant,
      until: instant,
      spans: fc.array(span, { minLength: 1, maxLength: 6 }),
      loops: fc.array(
        fc.record({
          playlistId: fc.constant('pls_main'),
          lengthMs: fc.integer({ min: 1, max: 99 }),
          cues: fc.array(cue, { minLength: 1, maxLength: 4 }),
        }),
        { maxLength: 3 },
      ),
      fallback: fc.option(fc.nat(3)),
    });
    fc.assert(
      fc.property(wild, fc.integer({ min: -50, max: 450 }), (parts, moment) => {
        const parsed = ManifestBody.parse({ ...body, ...parts });
        const head = playheadAt(parsed, moment);
        expect(['cue', 'safe', 'blank']).toContain(head.kind);
        expect(cuesBetween(parsed, moment, moment + 200, 50).length).toBeLessThanOrEqual(50);
      }),
      { numRuns: 2_000 },
    );
  });

  it('TL17 an index that points nowhere shows the safe image, in the time of its cue only', () => {
    const cues = body.loops[0]?.cues.map((cue) => (cue.kind === 'still' ? { ...cue, file: 99 } : cue));
    const lost = ManifestBody.parse({ ...body, loops: [{ ...body.loops[0], cues }, ...body.loops.slice(1)] });
    const from = at('2026-03-02 08:00');
    expect(cuesBetween(lost, from, from + 40_000, 10).map((head) => [tell(head), head.until - head.from])).toEqual([
      ['ast_clip +0', 15_000],
      ['safe TL17', 10_000],
      ['ast_clip +0', 15_000],
    ]);
  });
});
