import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Screen } from '../../../playlists/model/screen.ts';
import { compileScreen, compileWard } from '../../../playlists/timeline/compile.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { cuesBetween, playheadAt } from '../../../playlists/timeline/playhead.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { aCase, aPlaylistCase } from './arbitraries.ts';

const HOUR = { from: at('2026-03-02 08:00'), until: at('2026-03-02 09:00') };
const GATE = aScreen().id;
const RUNS = Number(process.env.ORACLE_RUNS ?? 150);
/** Two items of 20 s each. */
const row = (offsetMs: number, boundary: 'cut' | 'finish' | 'fit' = 'cut', defaultPlaylistId: string | null = null) =>
  aSchedule({
    screens: [aScreen({ offsetMs, defaultPlaylistId })],
    assets: [aVideo({ durationMs: 20_000 }), aStill(), aVideo({ id: 'ast_b', durationMs: 30_000 })],
    playlists: [
      aPlaylist({
        entries: [
          { id: 'ent_0', assetId: 'ast_clip', durationMs: null },
          { id: 'ent_1', assetId: 'ast_slide', durationMs: 20_000 },
        ],
      }),
      aPlaylist({ id: 'pls_b' }, ['ast_b']),
    ],
    slots: [
      aSlot({ until: '08:30', boundary }),
      aSlot({ id: 'slt_b', playlistId: 'pls_b', from: '08:30', until: '09:00' }),
    ],
  });
const bodyOf = (schedule: ReturnType<typeof row>, horizon = HOUR) =>
  ManifestBody.parse(compileScreen(schedule, GATE, horizon).body);
/** `0:20 ast_clip`: what is on at each change, by the clock of the hour. */
const tell = (body: ManifestBody, from: string, until: string): string[] =>
  cuesBetween(body, at(`2026-03-02 ${from}`), at(`2026-03-02 ${until}`), 20).map((head) => {
    const begun = new Date(head.from + 7 * 3_600_000).toISOString().slice(11, 19);
    return `${begun} ${head.kind === 'cue' ? `${head.cue.assetId}+${head.entryMs / 1000}` : head.kind}`;
  });

describe('SY1 screens that follow one another', () => {
  it('SY1 the span begins on time, in the middle of the item that the first screen will show last', () => {
    expect(tell(bodyOf(row(0)), '08:00:00', '08:00:50')).toEqual([
      '08:00:00 ast_clip+0',
      '08:00:20 ast_slide+0',
      '08:00:40 ast_clip+0',
    ]);
    expect(tell(bodyOf(row(5_000)), '08:00:00', '08:00:50')).toEqual([
      '08:00:00 ast_slide+15',
      '08:00:05 ast_clip+0',
      '08:00:25 ast_slide+0',
      '08:00:45 ast_clip+0',
    ]);
  });

  it('SY1 cut: both screens change at half past, to the millisecond', () => {
    for (const offsetMs of [0, 5_000, 75_500]) {
      const body = bodyOf(row(offsetMs));
      expect(body.spans.map(({ from }) => from)).toEqual([HOUR.from, at('2026-03-02 08:30')]);
      expect(playheadAt(body, at('2026-03-02 08:30') - 1)).toMatchObject({ slotId: 'slt_day' });
      expect(playheadAt(body, at('2026-03-02 08:30'))).toMatchObject({ slotId: 'slt_b' });
    }
  });

  it('SY1 TL20 finish: each screen ends its own item, and the next slot is a step behind on all of them', () => {
    // 30 minutes are 45 rounds of 40 s, so nothing is late on the first screen.
    expect(tell(bodyOf(row(0, 'finish')), '08:29:50', '08:30:40').slice(1)).toEqual([
      '08:30:00 ast_b+0',
      '08:30:30 ast_b+0',
    ]);
    expect(tell(bodyOf(row(5_000, 'finish')), '08:29:50', '08:30:40').slice(1)).toEqual([
      '08:30:05 ast_b+0',
      '08:30:35 ast_b+0',
    ]);
  });

  it('SY1 TL21 fit: the video that would be cut off on that screen is not begun there', () => {
    const tail = (offsetMs: number) => tell(bodyOf(row(offsetMs, 'fit')), '08:29:10', '08:30:01');
    expect(tail(0)).toEqual(
      ['08:29:00 ast_clip+0', '08:29:20 ast_clip+0', '08:29:40 ast_slide+0', '08:30:00 ast_b+0'].map((line) =>
        line.replace('08:29:00 ast_clip', '08:29:00 ast_slide'),
      ),
    );
    expect(tail(25_000)).toEqual([
      '08:29:05 ast_clip+0',
      '08:29:25 ast_slide+0',
      '08:29:45 ast_slide+0',
      '08:30:00 ast_b+5',
    ]);
  });

  it('SY1 the default playlist steps too, and its days begin at midnight', () => {
    const night = { from: at('2026-03-02 00:00'), until: at('2026-03-02 01:00') };
    const body = compileScreen({ ...row(5_000, 'cut', 'pls_b'), slots: [] }, GATE, night).body;
    expect(playheadAt(body, night.from)).toMatchObject({ offsetMs: 25_000, until: night.from + 5_000 });
  });

  it('SY1 screens with equal rules and offset share a body; a schedule from before there were steps has none', () => {
    const screens = [0, 4_000, 4_000, 0].map((offsetMs, i) => aScreen({ id: `scr_${i}`, offsetMs }));
    const bodies = [...compileWard(aSchedule({ screens }), HOUR.from).values()].map(({ body }) => body);
    expect(bodies[0]).toBe(bodies[3]);
    expect(bodies[1]).toBe(bodies[2]);
    expect(bodies[0]).not.toBe(bodies[1]);
    const { offsetMs: _, ...old } = aScreen();
    expect(Screen.parse(old).offsetMs).toBe(0);
  });

  it('SY1 explain says how far behind the screen is, where something is on that can be', () => {
    expect(explain(row(4_500), GATE, HOUR.from)).toMatchObject({
      vi: expect.stringContaining('Màn hình này phát chậm hơn màn hình đầu của nhóm 4,5 giây.'),
      en: expect.stringContaining('This screen is 4.5 s behind the first of its group.'),
    });
    expect(explain(row(0), GATE, HOUR.from).vi).not.toContain('chậm hơn');
    expect(explain(row(4_500), GATE, at('2026-03-02 22:00')).vi).not.toContain('chậm hơn');
  });
});

describe('SY1 of every timeline', () => {
  /** Spans are the same but for what `finish` and `fit` make of the moved loop. */
  const check = (exact: boolean) =>
    fc.assert(
      fc.property(
        fc.oneof(aCase, aPlaylistCase),
        fc.constantFrom(1, 3_000, 17_250, 60_000, 3_600_000),
        fc.nat(),
        ({ schedule, horizon }, k, n) => {
          const slots = exact ? schedule.slots.map((slot) => ({ ...slot, boundary: 'cut' as const })) : schedule.slots;
          const steps = (offsetMs: number) =>
            compileScreen(
              { ...schedule, slots, screens: schedule.screens.map((screen) => ({ ...screen, offsetMs })) },
              GATE,
              horizon,
            ).body;
          const [plain, late] = [steps(0), ManifestBody.parse(steps(k))];
          if (exact) {
            const moved = ({ spans }: ManifestBody, by: number) =>
              spans.map((span) => [span.from, span.rule, span.kind === 'loop' && span.anchor + by]);
            expect(moved(late, 0)).toEqual(moved(plain, k));
          }
          for (let at = horizon.from + (n % 60_000); at < horizon.until; at += 11 * 60_000) {
            const [head, before] = [playheadAt(late, at), playheadAt(plain, at - k)];
            if (at - k < horizon.from || head.span === null || before.span === null) continue;
            if (head.span.kind !== 'loop' || before.span.kind !== 'loop') continue;
            // A filler of TL21 stands where it stands.
            if (head.rule === 'TL21' || before.rule === 'TL21') continue;
            if (head.span.anchor !== before.span.anchor + k || head.span.slotId !== before.span.slotId) continue;
            // Those who share may be others there, also where they bring the same pictures.
            const items = (body: ManifestBody, loop: number) =>
              JSON.stringify(body.loops[loop]?.cues.map(({ at, assetId, by }) => [at, assetId, by?.slotId]));
            if (items(late, head.span.loop) !== items(plain, before.span.loop)) continue;
            met += 1;
            expect(head).toMatchObject({
              kind: 'cue',
              offsetMs: before.kind === 'cue' ? before.offsetMs : null,
              slotId: before.kind === 'cue' ? before.slotId : null,
            });
            expect(head.kind === 'cue' && head.cue.assetId).toBe(before.kind === 'cue' && before.cue.assetId);
          }
        },
      ),
      { numRuns: RUNS },
    );
  let met = 0;

  it('SY1 what a screen shows at t − k, one that is k behind shows at t, and spans stay where they are', () => {
    check(true);
    expect(met).toBeGreaterThan(RUNS);
  });
  it('SY1 with ends of every kind as well', () => check(false));

  it('SY1 TL1 a showing has an answer for all of its time wherever the anchor lies', () => {
    for (const anchor of [HOUR.from - 1, HOUR.from, HOUR.from + 1, HOUR.from + 39_999, HOUR.from + 7_200_000]) {
      const body = bodyOf(row(0));
      const [first] = body.spans;
      if (first?.kind === 'loop') first.anchor = anchor;
      const heads = cuesBetween(body, HOUR.from, HOUR.until, 1_000);
      expect(heads.every(({ kind }) => kind === 'cue')).toBe(true);
      heads.forEach((head, i) => {
        expect(head.until).toBeGreaterThan(head.from);
        if (i > 0) expect(head.from).toBe(heads[i - 1]?.until);
        if (head.kind === 'cue') expect(head.entryMs).toBeGreaterThanOrEqual(0);
      });
    }
  });
});
