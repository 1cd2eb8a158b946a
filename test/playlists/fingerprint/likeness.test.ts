/** Drawn pictures stand for films here; rates on real clips are measured by `npm run bench -- fingerprints`. */
import { describe, expect, test } from 'vitest';
import { readFingerprint, writeFingerprint } from '../../../playlists/fingerprint/fingerprint.ts';
import { distanceOf, hashFrame, hashWindow, SEEN_SIDE, WINDOWS } from '../../../playlists/fingerprint/frame-hash.ts';
import { compareFrame, compareShowing, sight } from '../../../playlists/fingerprint/likeness.ts';

type Paint = (x: number, y: number) => number;
/** A picture as somebody sees it: `x`, `y` in 0..1 of what is visible. */
const paint = (picture: Paint): Uint8Array =>
  Uint8Array.from({ length: SEEN_SIDE * SEEN_SIDE }, (_, i) =>
    Math.min(
      255,
      Math.max(0, picture(((i % SEEN_SIDE) + 0.5) / SEEN_SIDE, (Math.floor(i / SEEN_SIDE) + 0.5) / SEEN_SIDE)),
    ),
  );
/** Blobs of light that differ by seed: something like a scene. */
const scene = (seed: number): Paint => {
  const blobs = Array.from({ length: 7 }, (_, i) => {
    const at = (n: number): number => Math.abs(Math.sin((seed + 1) * 12.9898 + (i * 4 + n) * 78.233) * 43758.5453) % 1;
    return { x: at(0), y: at(1), size: 0.08 + at(2) * 0.2, light: at(3) * 180 - 40 };
  });
  return (x, y) =>
    60 + blobs.reduce((sum, b) => sum + b.light * Math.exp(-((x - b.x) ** 2 + (y - b.y) ** 2) / b.size ** 2), 0);
};
const cut =
  (picture: Paint, left: number, top: number, size: number): Paint =>
  (x, y) =>
    picture(left + x * size, top + y * size);

const film = [1, 2, 3, 4, 5].map((seed) => hashFrame(paint(scene(seed))));
const seen = (second: number, picture: Paint) => sight(second, paint(picture));

describe('likeness of what was seen', () => {
  test('cut at an edge, dimmed, brightened or noisy: the same', () => {
    const noise: Paint = (x, y) => scene(3)(x, y) + ((Math.sin(x * 991 + y * 7_919) * 43_758.5) % 1) * 24;
    for (const picture of [
      scene(3),
      cut(scene(3), 0, 0, 0.9),
      cut(scene(3), 0.2, 0.2, 0.8),
      cut(scene(3), 0.05, 0.05, 0.9),
      (x: number, y: number) => scene(3)(x, y) * 0.4,
      (x: number, y: number) => scene(3)(x, y) * 1.2 + 15,
      noise,
    ])
      expect(compareFrame(seen(2, picture), film)).toBe('same');
  });

  test('other scenes are never the same; a second early or late is forgiven, more is not', () => {
    const verdicts = Array.from({ length: 60 }, (_, i) => compareFrame(seen(2, scene(100 + i)), film));
    expect(verdicts).not.toContain('same');
    expect(verdicts.filter((one) => one === 'other').length).toBeGreaterThan(45);
    expect(compareFrame(seen(1, scene(3)), film)).toBe('same');
    expect(compareFrame(seen(4, scene(2)), film)).not.toBe('same');
  });

  test('black where a scene is due is another picture; black where black is due proves nothing', () => {
    const black: Paint = () => 3;
    expect(compareFrame(seen(2, black), film)).toBe('other');
    expect(compareFrame(seen(0, black), [hashFrame(paint(black))])).toBe('unsure');
    expect(compareFrame(seen(0, scene(1)), [hashFrame(paint(black))])).toBe('other');
    expect(compareFrame(seen(99, scene(1)), film)).toBe('unsure');
  });

  test('a showing is what most of it says', () => {
    const good = [0, 1, 2, 3].map((second) => seen(second, scene(second + 1)));
    expect(compareShowing(good, film)).toBe('same');
    expect(compareShowing([...good.slice(0, 1), seen(1, () => 0), seen(2, () => 0)], film)).toBe('other');
    expect(compareShowing([], film)).toBe('unsure');
  });
});

test('a window of a frame is hashed as that part alone would be', () => {
  for (const window of WINDOWS) {
    const part: Paint = (x, y) => scene(8)(window.x + x * window.width, window.y + y * window.height);
    expect(distanceOf(hashWindow(paint(scene(8)), window), hashWindow(paint(part)))).toBeLessThanOrEqual(4);
  }
});

test('fingerprints come back from bytes as they went, and others are not read', () => {
  const bytes = writeFingerprint(film);
  expect(readFingerprint(bytes)?.map(({ hashes }) => hashes)).toEqual(film.map(({ hashes }) => hashes));
  expect(readFingerprint(bytes.subarray(0, 50))).toBeNull();
  expect(readFingerprint(Uint8Array.from([9, ...bytes.subarray(1)]))).toBeNull();
  expect(readFingerprint(writeFingerprint([]))).toEqual([]);
});
