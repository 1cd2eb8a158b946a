import { describe, expect, test } from 'vitest';
import { firstFrame, growFrame, moveFrame, resizeFrame } from '../../../server/console/src/treatment/crop-frame.ts';
import { readFilmTime, writeFilmTime } from '../../../server/console/src/treatment/film-time.ts';

const FRAME = { x: 0.2, y: 0.3, width: 0.4, height: 0.4 };

describe('a crop frame under the hand', () => {
  test('moves as far as the picture goes', () => {
    expect(moveFrame(FRAME, 0.1, -0.1)).toEqual({ ...FRAME, x: 0.3, y: 0.2 });
    expect(moveFrame(FRAME, 9, 9)).toEqual({ ...FRAME, x: 0.6, y: 0.6 });
  });

  test('a corner moves, the opposite one stays; a shape is kept', () => {
    expect(resizeFrame(FRAME, 'nw', 0.1, 0.1, null)).toEqual({ x: 0.3, y: 0.4, width: 0.3, height: 0.3 });
    const kept = resizeFrame(FRAME, 'se', 0.2, 0, 2);
    expect(kept).toMatchObject({ x: 0.2, y: 0.3 });
    expect(kept.width / kept.height).toBeCloseTo(2, 3);
    for (const corner of ['nw', 'ne', 'sw', 'se'] as const)
      for (const [dx, dy] of [
        [9, 9],
        [-9, -9],
        [9, -9],
      ] as const)
        for (const shape of [null, 0.5, 2.5]) {
          const { x, y, width, height } = resizeFrame(FRAME, corner, dx, dy, shape);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1.0001);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(0.05);
        }
  });

  test('grows about its middle, and the first one has the shape that is asked for', () => {
    expect(growFrame(FRAME, 0.1, null)).toEqual({ x: 0.15, y: 0.25, width: 0.5, height: 0.5 });
    expect(firstFrame(null)).toEqual({ x: 0.05, y: 0.05, width: 0.9, height: 0.9 });
    expect(firstFrame(0.5)).toEqual({ x: 0.275, y: 0.05, width: 0.45, height: 0.9 });
  });
});

test.each([
  ['1:05,5', 65_500],
  ['1:05.5', 65_500],
  ['65', 65_000],
  ['0:07', 7_000],
  ['90:00', 5_400_000],
  ['1:65', null],
  ['', null],
  ['-3', null],
  ['1:2:3', null],
])('%s is %s ms', (typed, ms) => {
  expect(readFilmTime(typed)).toBe(ms);
});
test('moments are written as each language does', () => {
  expect(writeFilmTime(65_540, 'vi')).toBe('1:05,5');
  expect(writeFilmTime(65_540, 'en')).toBe('1:05.5');
  expect(writeFilmTime(60_000, 'vi')).toBe('1:00');
});
