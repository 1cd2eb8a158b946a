import { describe, expect, test } from 'vitest';
import { CropFrame, placeOn } from '../../../playlists/model/framing.ts';
import {
  framingOn,
  lookOf,
  PLAIN_TREATMENT,
  playedMs,
  recipeOf,
  seenIn,
  Treatment,
} from '../../../playlists/model/treatment.ts';

const FILM = { width: 1920, height: 1080 };
const WALL = { width: 768, height: 384 };
const TOWER = { width: 96, height: 192 };
const whole = { x: 0, y: 0, width: 1920, height: 1080 };

describe('where a picture lies on a canvas', () => {
  test('contain keeps all of it, on black; stretch fills; cover loses the edges', () => {
    expect(placeOn({ fit: 'contain', crop: null }, FILM, WALL)).toEqual({
      from: whole,
      to: { x: 42, y: 0, width: 682, height: 384 },
    });
    expect(placeOn({ fit: 'stretch', crop: null }, FILM, TOWER)).toEqual({
      from: whole,
      to: { x: 0, y: 0, ...TOWER },
    });
    expect(placeOn({ fit: 'cover', crop: null }, FILM, TOWER).from).toEqual({ x: 690, y: 0, width: 540, height: 1080 });
  });

  test('a frame of the shape of the canvas is exactly what is shown', () => {
    const crop = { x: 0.5, y: 0.25, width: 0.25, height: (0.25 * 1920) / 2 / 1080 };
    const { from, to } = placeOn({ fit: 'crop', crop }, FILM, WALL);
    expect(from.x).toBeCloseTo(960, 6);
    expect(from.width).toBeCloseTo(480, 6);
    expect(from.height).toBeCloseTo(240, 6);
    expect(to).toEqual({ x: 0, y: 0, ...WALL });
  });

  test('a frame of another shape grows about its middle, moves at the edge, and is cut only where the picture ends', () => {
    const square = { x: 0.4, y: 0.4, width: 0.1, height: 0.1778 };
    const grown = placeOn({ fit: 'crop', crop: square }, FILM, WALL).from;
    expect(grown.width / grown.height).toBeCloseTo(2, 6);
    expect(grown.height).toBeCloseTo(0.1778 * 1080, 6);
    expect(grown.x + grown.width / 2).toBeCloseTo(0.45 * 1920, 6);
    const atEdge = placeOn({ fit: 'crop', crop: { ...square, x: 0 } }, FILM, WALL).from;
    expect(atEdge.x).toBe(0);
    const wide = placeOn({ fit: 'crop', crop: { x: 0, y: 0.2, width: 1, height: 0.2 } }, FILM, TOWER).from;
    expect(wide).toEqual({ x: 690, y: 0, width: 540, height: 1080 });
  });
});

describe('treatments', () => {
  const treat = (parts: Partial<Treatment>): Treatment => Treatment.parse({ ...PLAIN_TREATMENT, ...parts });
  const frame = { x: 0.123456, y: 0, width: 0.5, height: 0.5 };

  test('a crop frame goes with crop alone, within the picture, and a part is a second at least', () => {
    for (const wrong of [
      { fit: 'crop' },
      { fit: 'cover', crop: frame },
      { fit: 'crop', crop: { ...frame, x: 0.6 } },
      { fit: 'crop', crop: { ...frame, width: 0.01 } },
      { trim: { fromMs: 5_000, untilMs: 5_500 } },
      { canvases: [1, 2].map(() => ({ canvas: WALL, fit: 'cover', crop: null })) },
    ])
      expect(Treatment.safeParse({ ...PLAIN_TREATMENT, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    expect(CropFrame.parse(frame).x).toBe(0.1235);
  });

  test('equal choices are equal looks; each choice that can be seen or heard is another one', () => {
    expect(lookOf(PLAIN_TREATMENT)).toBe('contain');
    const looks = [
      treat({}),
      treat({ fit: 'cover' }),
      treat({ fit: 'crop', crop: frame }),
      treat({ isMuted: true }),
      treat({ trim: { fromMs: 1_000, untilMs: null } }),
      treat({ trim: { fromMs: 0, untilMs: 9_000 } }),
      treat({ canvases: [{ canvas: WALL, fit: 'cover', crop: null }] }),
    ].map(lookOf);
    expect(new Set(looks).size).toBe(looks.length);
    expect(lookOf(treat({ posterAtMs: 4_000 }))).toBe('contain');
  });

  test('recipes differ by canvas, part and sound, and not by what does not concern them', () => {
    const own = treat({ canvases: [{ canvas: WALL, fit: 'cover', crop: null }], isMuted: true });
    const loud = { hasSound: true, loudness: -23 };
    expect(recipeOf(framingOn(own, WALL), own, loud)).toBe('cover;mute');
    expect(recipeOf(framingOn(own, TOWER), own, loud)).toBe('contain;mute');
    expect(recipeOf(framingOn(own, TOWER), own, { ...loud, hasSound: false })).toBe('contain');
    const heard = recipeOf(PLAIN_TREATMENT, PLAIN_TREATMENT, loud);
    expect(heard).toBe('contain;lufs=-23');
    expect(seenIn(heard)).toBe('contain');
    expect(seenIn('contain;mute')).toBe('contain;mute');
  });

  test('what plays of a film', () => {
    expect(playedMs(PLAIN_TREATMENT, 10_000)).toBe(10_000);
    expect(playedMs(treat({ trim: { fromMs: 2_000, untilMs: 5_000 } }), 10_000)).toBe(3_000);
    expect(playedMs(PLAIN_TREATMENT, null)).toBeNull();
  });
});
