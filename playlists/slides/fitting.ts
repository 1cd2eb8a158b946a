/**
 * Words → lines of a size, by the measured letters alone: the largest size at which a column of paragraphs fits its room. Sizes
 * are whole pixels and tried one after another from the largest, so every program comes to the same.
 */
import { lineReach, lineWidth, type Weight } from './glyphs.ts';

/** Smallest type that is set: 7 rows of a capital, below which Latin letters fall apart. */
export const LEAST_SIZE = 10;
/** From the deepest mark of a line to the highest of the next, as a share of the size; one row at least. */
const LEADING = 0.14;
/** Baselines are never closer than this, so that lines without marks breathe as well. */
const LEAST_PITCH = 1.16;

/** A paragraph to be set. `ratio`: its size beside that of the leading paragraph. */
export interface Paragraph {
  text: string;
  weight: Weight;
  ratio: number;
  /** Space before it, as a share of the leading size; nothing before the first. */
  before: number;
  /** Lines of about equal length, as headings want; else filled from the left. */
  isBalanced?: boolean;
  /** At most so many lines. */
  mostLines?: number;
  /** Taken off the width on the left, as a share of its own size: room for a mark. */
  indent?: number;
}

export interface SetParagraph {
  lines: string[];
  size: number;
  /** From the top of the column to the first baseline, and from baseline to baseline. */
  baseline: number;
  pitch: number;
  /** Highest and lowest row that any of its marks reaches, from the top of the column. */
  top: number;
  bottom: number;
}

export interface SetColumn {
  paragraphs: SetParagraph[];
  height: number;
  /** Size of the leading paragraph. */
  size: number;
}

/** Greedy lines no longer than `width`; null when a single word is longer. */
export const breakLines = (text: string, weight: Weight, size: number, width: number): string[] | null => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (lineWidth(word, weight, size) > width) return null;
    const longer = line === '' ? word : `${line} ${word}`;
    if (lineWidth(longer, weight, size) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
};

/** As few lines as `breakLines` makes, none much longer than another. */
const balance = (text: string, weight: Weight, size: number, width: number): string[] | null => {
  const widest = breakLines(text, weight, size, width);
  if (!widest || widest.length < 2) return widest;
  let [best, low, high] = [widest, width / widest.length / 2, width];
  for (let i = 0; i < 8; i += 1) {
    const middle = (low + high) / 2;
    const lines = breakLines(text, weight, size, middle);
    if (lines && lines.length === widest.length) [best, high] = [lines, middle];
    else low = middle;
  }
  return best;
};

const reachOf = (lines: readonly string[], size: number) => lines.map((line) => lineReach(line, size));

/** Baseline to baseline in a paragraph: no mark of one line touches a mark of the next. */
const pitchOf = (lines: readonly string[], size: number): number => {
  const reach = reachOf(lines, size);
  const gap = Math.max(1, Math.round(LEADING * size));
  let pitch = Math.ceil(LEAST_PITCH * size);
  for (let i = 1; i < reach.length; i += 1)
    pitch = Math.max(pitch, (reach[i - 1]?.below ?? 0) + gap + (reach[i]?.above ?? 0));
  return pitch;
};

/** One column at one leading size, without asking whether it is too high; null when a word is too long or lines are too many. */
export const setColumn = (paragraphs: readonly Paragraph[], size: number, width: number): SetColumn | null => {
  const set: SetParagraph[] = [];
  let at = 0;
  for (const { text, weight, ratio, before, isBalanced, mostLines, indent = 0 } of paragraphs) {
    const own = Math.max(LEAST_SIZE, Math.round(size * ratio));
    const room = width - Math.round(indent * own);
    const lines = (isBalanced ? balance : breakLines)(text, weight, own, room);
    if (!lines || lines.length > (mostLines ?? 12)) return null;
    const reach = reachOf(lines, own);
    const pitch = pitchOf(lines, own);
    if (set.length > 0) at += Math.max(2, Math.round(before * size));
    const baseline = at + (reach[0]?.above ?? 0);
    const last = baseline + (lines.length - 1) * pitch;
    const bottom = last + (reach.at(-1)?.below ?? 0);
    set.push({ lines, size: own, baseline, pitch, top: at, bottom });
    at = bottom;
  }
  return { paragraphs: set, height: at, size };
};

/** The largest leading size, from `most` down, at which the column fits; null when it does not even at the smallest. */
export const fitColumn = (
  paragraphs: readonly Paragraph[],
  room: { width: number; height: number },
  most: number,
): SetColumn | null => {
  const least = Math.max(LEAST_SIZE, 1);
  for (let size = Math.max(least, Math.floor(most)); size >= least; size -= Math.max(1, Math.floor(size / 48))) {
    const column = setColumn(paragraphs, size, room.width);
    if (column && column.height <= room.height) return column;
  }
  const column = setColumn(paragraphs, least, room.width);
  return column && column.height <= room.height ? column : null;
};
