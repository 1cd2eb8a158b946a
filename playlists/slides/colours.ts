/**
 * Colours of slides: what a look makes of the ward's three colours, and whether they can be read. Contrast is WCAG 2.2's ratio;
 * on a wall of lamps it is not enough, since deep blue and red give little light however black the ground is.
 */
import type { NoticeTone, Palette, SlideLook } from '../model/slide.ts';

/** Red, green, blue, 0 to 255. */
const partsOf = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** Light that a colour gives, as a share of white's (WCAG relative luminance; linear, so it is also what lamps draw). */
export const luminanceOf = (colour: string): number => {
  const [red, green, blue] = partsOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG contrast ratio, 1 to 21. */
export const contrastOf = (a: string, b: string): number => {
  const [dark, light] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

/** `share` of `b` in `a`. */
export const mix = (a: string, b: string, share: number): string => {
  const other = partsOf(b);
  const parts = partsOf(a).map((part, i) => Math.round(part + ((other[i] ?? 0) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
};

const [BLACK, WHITE] = ['#000000', '#ffffff'];

/** Black or white, whichever is read better on a ground. */
export const inkOn = (ground: string): string =>
  contrastOf(ground, WHITE) >= contrastOf(ground, BLACK) ? WHITE : BLACK;

/** Text that must be read. */
export const LEAST_CONTRAST = 4.5;
/** Large text and marks. */
export const LEAST_CONTRAST_LARGE = 3;
/** Ink on a dark ground gives at least this share of white's light, or it drowns outdoors. */
const LEAST_LIGHT = 0.18;

/** What the colours of a look are made of. An accent that would not be seen gives way to the ink. */
export const paletteOf = (look: SlideLook, brand: Palette): Palette => {
  const seen = (accent: string, ground: string, ink: string): string =>
    contrastOf(accent, ground) >= LEAST_CONTRAST_LARGE ? accent : ink;
  switch (look) {
    case 'brand':
      return brand;
    case 'dark':
      return { ground: BLACK, ink: WHITE, accent: seen(brand.accent, BLACK, WHITE) };
    case 'light': {
      const [light, dark] =
        luminanceOf(brand.ink) > luminanceOf(brand.ground) ? [brand.ink, brand.ground] : [brand.ground, brand.ink];
      return { ground: light, ink: dark, accent: seen(brand.accent, light, dark) };
    }
  }
};

/** The heading of a notice by how grave it is. */
export const toneColour = (tone: NoticeTone, { accent }: Palette): string =>
  ({ info: accent, warning: '#ff9a3c', urgent: '#c4161c' })[tone];

/** What is to be said of three colours. Ratios are rounded down to a tenth. */
export interface PaletteVerdict {
  ink: number;
  accent: number;
  /** Too little contrast to be kept. */
  isRefused: boolean;
  /** `dim`: ink or accent gives little light on a dark ground; `glare`: the ground itself is bright, which dazzles at night. */
  remarks: ('dim-ink' | 'dim-accent' | 'glare')[];
}

export const judgePalette = ({ ground, ink, accent }: Palette): PaletteVerdict => {
  const down = (ratio: number): number => Math.floor(ratio * 10) / 10;
  const [inkRatio, accentRatio] = [contrastOf(ink, ground), contrastOf(accent, ground)];
  const isDark = luminanceOf(ground) < 0.18;
  return {
    ink: down(inkRatio),
    accent: down(accentRatio),
    isRefused: inkRatio < LEAST_CONTRAST || accentRatio < LEAST_CONTRAST_LARGE,
    remarks: [
      ...(isDark && luminanceOf(ink) < LEAST_LIGHT ? (['dim-ink'] as const) : []),
      ...(isDark && luminanceOf(accent) < LEAST_LIGHT ? (['dim-accent'] as const) : []),
      ...(luminanceOf(ground) > 0.5 ? (['glare'] as const) : []),
    ],
  };
};
