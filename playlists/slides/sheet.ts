/**
 * A sheet of a canvas's size on which templates put boxes: whole pixels, in the order of painting. It notes the smallest type that
 * was set and whether anything had to be left out.
 */
import type { Canvas } from '../model/canvas.ts';
import type { Palette } from '../model/slide.ts';
import { fitColumn, LEAST_SIZE, type Paragraph, type SetColumn, setColumn } from './fitting.ts';
import { CAP_SHARE, capRows, digitWidth, lineWidth, type Weight } from './glyphs.ts';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is painted, one after another. `centre` text has `x` in its middle. The picture is its own middle part, pixel by pixel. */
export type Box =
  | ({ kind: 'fill'; colour: string } & Area)
  | ({ kind: 'picture' } & Area)
  | {
      kind: 'text';
      text: string;
      x: number;
      baseline: number;
      size: number;
      weight: Weight;
      colour: string;
      align: 'left' | 'centre';
      /** As the letters were measured. */
      width: number;
    };

/** Where everything on a slide is. */
export interface SlideLayout {
  canvas: Canvas;
  palette: Palette;
  boxes: Box[];
  /** Rows of a capital of the smallest type on it; 0 when nothing is written. */
  capRows: number;
  /** Not all of the text has room, even in the smallest type. */
  isCut: boolean;
}

export interface ColumnStyle {
  /** Largest leading size. */
  most: number;
  align: 'left' | 'centre';
  /** Where a column lies that is less high than its area. */
  upright?: 'top' | 'middle';
  /** One for each paragraph. */
  colours: readonly string[];
}

/** A number, a unit behind it, or a time of day or left. */
export interface Figure {
  kind: 'number' | 'unit' | 'time';
  text: string;
  colour: string;
}

/** A column as it was placed: the top of the area that it fills, and from where its left edge is. */
export interface PlacedColumn extends SetColumn {
  x: number;
  y: number;
}

export const inset = ({ x, y, width, height }: Area, sides: number, ends: number): Area => ({
  x: x + sides,
  y: y + ends,
  width: Math.max(1, width - 2 * sides),
  height: Math.max(1, height - 2 * ends),
});

const ELLIPSIS = '…';

/** Cuts a paragraph down to what one line holds. */
const shorten = (text: string, weight: Weight, width: number): string => {
  let kept = text;
  while (kept !== '' && lineWidth(`${kept}${ELLIPSIS}`, weight, LEAST_SIZE) > width)
    kept = [...kept].slice(0, -1).join('').trimEnd();
  return `${kept}${ELLIPSIS}`;
};

export const createSheet = (canvas: Canvas, palette: Palette) => {
  const boxes: Box[] = [];
  let smallest = Number.POSITIVE_INFINITY;
  let isCut = false;

  const fill = (area: Area, colour: string): void => {
    if (area.width > 0 && area.height > 0) boxes.push({ kind: 'fill', ...area, colour });
  };
  const write = (text: string, at: { x: number; baseline: number; align: 'left' | 'centre' }, type: TypeOf): void => {
    const { size, weight, colour } = type;
    boxes.push({ kind: 'text', text, ...at, size, weight, colour, width: lineWidth(text, weight, size) });
    smallest = Math.min(smallest, size);
  };
  interface TypeOf {
    size: number;
    weight: Weight;
    colour: string;
  }

  /** Sets as much of the paragraphs as has room: all of them, else without the last ones, else the first one cut short. */
  const set = (
    paragraphs: readonly Paragraph[],
    area: Area,
    most: number,
  ): [SetColumn, readonly Paragraph[]] | null => {
    for (let kept = paragraphs.length; kept > 0; kept -= 1) {
      const some = paragraphs.slice(0, kept);
      const column = fitColumn(some, area, most);
      if (!column) continue;
      isCut ||= kept < paragraphs.length;
      return [column, some];
    }
    const [first] = paragraphs;
    if (!first) return null;
    isCut = true;
    const short = [{ ...first, text: shorten(first.text, first.weight, area.width), indent: 0 }];
    const column = setColumn(short, LEAST_SIZE, Math.max(area.width, lineWidth(ELLIPSIS, first.weight, LEAST_SIZE)));
    return column && [column, short];
  };

  /** Puts a column into an area, as large as it fits; null when there is nothing to put. Empty paragraphs are passed over. */
  const column = (all: readonly Paragraph[], area: Area, style: ColumnStyle): PlacedColumn | null => {
    const given = all.map((paragraph, i) => ({ paragraph, colour: style.colours[i] ?? palette.ink }));
    const filled = given.filter(({ paragraph }) => paragraph.text !== '');
    const found = set(
      filled.map(({ paragraph }) => paragraph),
      area,
      style.most,
    );
    if (!found) return null;
    const [made, paragraphs] = found;
    const y = area.y + (style.upright === 'top' ? 0 : Math.floor((area.height - made.height) / 2));
    for (const [i, { lines, size, baseline, pitch }] of made.paragraphs.entries()) {
      const { weight, indent = 0 } = paragraphs[i] as Paragraph;
      const left = area.x + Math.round(indent * size);
      const x = style.align === 'left' ? left : area.x + Math.round(area.width / 2);
      const colour = filled[i]?.colour ?? palette.ink;
      for (const [line, text] of lines.entries())
        write(text, { x, baseline: y + baseline + line * pitch, align: style.align }, { size, weight, colour });
    }
    return { ...made, x: area.x, y };
  };

  /** Figures on one baseline in the middle of an area, as large as they fit: numbers, units half as large, times in cells. */
  const figures = (parts: readonly Figure[], area: Area, most: number): void => {
    /** Times tick: each digit has a cell of one width, so that nothing moves. */
    const cell = (letter: string, size: number): number =>
      /\d/.test(letter) ? digitWidth(700, size) : lineWidth(letter, 700, size);
    const sizeOf = ({ kind }: Figure, size: number): number =>
      kind === 'unit' ? Math.max(LEAST_SIZE, Math.round(size * 0.42)) : size;
    const widthOf = (part: Figure, size: number): number =>
      part.kind === 'time'
        ? [...part.text].reduce((sum, letter) => sum + cell(letter, size), 0)
        : lineWidth(part.text, 700, sizeOf(part, size));
    const gapBefore = ({ kind }: Figure, size: number): number => size * (kind === 'unit' ? 0.16 : 0.34);
    const widthAt = (size: number): number =>
      parts.reduce((sum, part, i) => sum + widthOf(part, size) + (i > 0 ? gapBefore(part, size) : 0), 0);
    let size = Math.max(LEAST_SIZE, Math.floor(Math.min(most, area.height / (CAP_SHARE + 0.04))));
    while (size > LEAST_SIZE && widthAt(size) > area.width) size -= 1;
    if (widthAt(size) > area.width) isCut = true;
    const baseline = area.y + Math.round((area.height + CAP_SHARE * size) / 2);
    let x = area.x + (area.width - widthAt(size)) / 2;
    for (const [i, part] of parts.entries()) {
      if (i > 0) x += gapBefore(part, size);
      const type = { size: sizeOf(part, size), weight: 700, colour: part.colour } as const;
      if (part.kind === 'time') {
        for (const letter of part.text) {
          const width = cell(letter, size);
          write(letter, { x: Math.round(x + width / 2), baseline, align: 'centre' }, type);
          x += width;
        }
      } else {
        write(part.text, { x: Math.round(x), baseline, align: 'left' }, type);
        x += widthOf(part, size);
      }
    }
  };

  return {
    whole: { x: 0, y: 0, ...canvas } as Area,
    palette,
    fill,
    picture: (area: Area): void => {
      boxes.push({ kind: 'picture', ...area });
    },
    write,
    column,
    figures,
    done: (): SlideLayout => ({
      canvas,
      palette,
      boxes,
      capRows: Number.isFinite(smallest) ? capRows(smallest) : 0,
      isCut,
    }),
  };
};
export type Sheet = ReturnType<typeof createSheet>;
