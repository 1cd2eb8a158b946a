/** PL6: which two pictures are seen while one takes the place of the other, and for how long. */
import { describe, expect, it } from 'vitest';
import { compileScreen, horizonOf } from '../../../playlists/timeline/compile.ts';
import { crossingAt, motionOf } from '../../../playlists/timeline/crossing.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, at } from '../../support/builders.ts';

const NOW = at('2026-03-02 06:00');
const START = at('2026-03-02 08:00');
const bodyOf = (transition: object, slots = [aSlot()]) => {
  const schedule = aSchedule({ playlists: [{ ...aPlaylist(), transition } as never], slots });
  const screen = aScreen();
  return compileScreen(schedule, screen.id, horizonOf(NOW, screen.zone)).body;
};
const body = bodyOf({ kind: 'fade', ms: 800 });
const first = playheadAt(body, START);
const second = playheadAt(body, first.until);
const digestAt = (head: ReturnType<typeof playheadAt>) => (head.kind === 'cue' ? head.file.digest : head.kind);

describe('PL6 a change that is going on', () => {
  it('is seen from the instant of the new picture for as long as it takes, and no longer', () => {
    for (const [sinceMs, isSeen] of [
      [-1, false],
      [0, true],
      [799, true],
      [800, false],
    ] as const)
      expect([sinceMs, crossingAt(body, second.from + sinceMs) !== null]).toEqual([sinceMs, isSeen]);
  });

  it('has the picture before, standing where it ended', () => {
    const crossed = crossingAt(body, second.from + 300);
    expect(crossed).toMatchObject({
      crossing: { kind: 'fade', ms: 800 },
      from: second.from,
      until: second.from + 800,
      before: { from: first.from, offsetMs: first.until - first.from },
    });
    expect(crossed && digestAt(crossed.before)).toBe(digestAt(first));
    expect(digestAt(second)).not.toBe(digestAt(first));
  });

  it('comes in over what is not content, too, but not where an item is joined in its middle, nor over nothing', () => {
    expect(crossingAt(body, START)?.before.kind).toBe('safe');
    // Something of a higher level ends in the middle of an item of the loop below.
    const inMiddle = bodyOf({ kind: 'fade', ms: 800 }, [
      aSlot(),
      aSlot({ id: 'slt_over', priority: 'urgent', from: '09:00', until: '09:00:03' }),
    ]);
    const joined = playheadAt(inMiddle, at('2026-03-02 09:00') + 3_000);
    expect([joined.kind === 'cue' && joined.entryMs > 0, crossingAt(inMiddle, joined.from)]).toEqual([true, null]);
    const allDay = bodyOf({ kind: 'fade', ms: 800 }, [aSlot({ from: '00:00', until: '24:00' })]);
    expect(crossingAt(allDay, allDay.from)).toBeNull();
    expect(crossingAt(bodyOf({ kind: 'cut' }), second.from)).toBeNull();
  });

  it('moves both pictures for a push, the new one alone for a fade', () => {
    expect(motionOf('fade')).toEqual({ front: { opacity: ['0.001', '1'] }, behind: null, easing: 'linear' });
    expect(motionOf('push').behind).toEqual({ transform: ['none', 'translateX(-100%)'] });
  });
});
