import { describe, expect, it } from 'vitest';
import { HOUSE_PALETTE } from '../../../playlists/model/slide.ts';
import { contrastOf, inkOn, judgePalette, mix, paletteOf } from '../../../playlists/slides/colours.ts';

describe('colours of slides', () => {
  it('contrast is that of WCAG', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#123456', '#123456')).toBe(1);
  });

  it('the colours of the house can be kept, on every look', () => {
    for (const look of ['brand', 'dark', 'light'] as const)
      expect(judgePalette(paletteOf(look, HOUSE_PALETTE)).isRefused, look).toBe(false);
  });

  it.each([
    ['ink too near the ground', { ground: '#0b1f3a', ink: '#3a5f8a', accent: '#ffcf4a' }],
    ['accent too near the ground', { ground: '#0b1f3a', ink: '#ffffff', accent: '#1d3f6a' }],
  ])('refused: %s', (_, palette) => {
    expect(judgePalette(palette).isRefused).toBe(true);
  });

  it('on a dark ground deep blue and red are said to be dim, however well they contrast', () => {
    const verdict = judgePalette({ ground: '#000000', ink: '#ffffff', accent: '#d01010' });
    expect(verdict).toMatchObject({ isRefused: false, remarks: ['dim-accent'] });
    expect(judgePalette({ ground: '#ffffff', ink: '#000000', accent: '#c00000' }).remarks).toEqual(['glare']);
  });

  it('an accent that would not be seen on another ground gives way to the ink', () => {
    expect(paletteOf('light', HOUSE_PALETTE)).toMatchObject({ ground: '#f5f7fa', accent: '#0b1f3a' });
    expect(inkOn('#c4161c')).toBe('#ffffff');
    expect(inkOn('#ffcf4a')).toBe('#000000');
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  });
});
