/** The page's clock against a simulated way to the core: delays, a stray quartz, steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPageClock } from '../../../player/screen/page-clock.ts';

const SERVER = 1_800_000_000_000;

describe('page clock', () => {
  it('knows nothing before the first round trip', () => {
    const clock = createPageClock();
    expect(clock.serverTime(5)).toBeNull();
    expect(clock.monotonicAt(SERVER)).toBeNull();
    expect(clock.errorMs(5)).toBeNull();
  });

  it('is never wrong by more than it says, whatever the delays', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 400, noNaN: true }), fc.double({ min: 0, max: 400, noNaN: true })), {
          minLength: 1,
          maxLength: 40,
        }),
        (ways) => {
          const clock = createPageClock();
          let now = 1_000;
          for (const [out, back] of ways) {
            const askedAt = now;
            const serverTime = SERVER + askedAt + out;
            now += out + back;
            clock.learn(askedAt, now, serverTime);
            const wrong = Math.abs((clock.serverTime(now) ?? 0) - (SERVER + now));
            expect(wrong).toBeLessThanOrEqual((clock.errorMs(now) ?? 0) + 0.6);
            now += 5_000;
          }
        },
      ),
    );
  });

  it('one quick round trip outweighs many slow ones', () => {
    const clock = createPageClock();
    clock.learn(0, 200, SERVER + 190);
    clock.learn(300, 301, SERVER + 300.5);
    clock.learn(400, 600, SERVER + 410);
    expect(clock.serverTime(700)).toBeCloseTo(SERVER + 700, 3);
  });

  it('a step of the core is believed at once, and forgets what was before', () => {
    const clock = createPageClock();
    for (let at = 0; at < 10_000; at += 1_000) clock.learn(at, at + 2, SERVER + at + 1);
    clock.learn(10_000, 10_002, SERVER + 10_001 + 60_000);
    expect(clock.serverTime(11_000)).toBeCloseTo(SERVER + 71_000, 3);
  });

  it('half a millisecond moves nothing', () => {
    const clock = createPageClock();
    clock.learn(0, 2, SERVER + 1);
    clock.learn(5_000, 5_000.5, SERVER + 5_000.25 + 0.3);
    expect(clock.serverTime(6_000)).toBe(SERVER + 6_000);
  });

  it('an answer from before its question is thrown away', () => {
    const clock = createPageClock();
    clock.learn(10, 5, SERVER);
    expect(clock.serverTime(20)).toBeNull();
  });
});
