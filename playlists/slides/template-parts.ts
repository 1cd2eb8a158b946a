/** What the templates of slides share: shapes of walls, margins, areas beside each other, the line at the foot, words in a strip. */
import { mix } from './colours.ts';
import type { Paragraph } from './fitting.ts';
import { lineWidth } from './glyphs.ts';
import { type Area, inset, type PlacedColumn, type Sheet } from './sheet.ts';

export const isStrip = ({ width, height }: Area): boolean => width / height >= 5.5;
export const isTall = ({ width, height }: Area): boolean => width / height < 1.2;

/** A light tint of the ink for what matters less. */
export const quietOf = ({ palette: { ink, ground } }: Sheet): string => mix(ink, ground, 0.22);
/** Margins that look alike on every shape. */
export const marginOf = ({ width, height }: Area): number =>
  Math.max(2, Math.round(Math.min(height * 0.075, width * 0.055)));

/** The middle of a tall area: what belongs together stays together. */
export const calm = (area: Area): Area => {
  const height = Math.min(area.height, Math.round(area.width * 1.5));
  return { ...area, y: area.y + Math.round((area.height - height) / 2), height };
};

/** The line of accent at the foot that all quiet templates share; answers the room above it, inside the margins. */
export const ground = (sheet: Sheet): Area => {
  const { whole, palette } = sheet;
  if (isStrip(whole)) {
    const bar = Math.max(2, Math.round(whole.height * 0.06));
    sheet.fill({ ...whole, width: bar }, palette.accent);
    const margin = Math.max(3, Math.round(whole.height * 0.12));
    return inset({ ...whole, x: bar, width: whole.width - bar }, margin, Math.max(1, Math.round(whole.height * 0.04)));
  }
  const line = Math.max(2, Math.round(whole.height * 0.02));
  sheet.fill({ ...whole, y: whole.height - line, height: line }, palette.accent);
  const margin = marginOf(whole);
  return inset({ ...whole, height: whole.height - line }, margin, margin);
};

/** Two areas beside each other, with a gap. `share` is the first one's part. */
export const sideBySide = ({ x, y, width, height }: Area, share: number, gap: number): [Area, Area] => {
  const first = Math.round((width - gap) * share);
  return [
    { x, y, width: first, height },
    { x: x + first + gap, y, width: width - first - gap, height },
  ];
};
export const oneAboveOther = ({ x, y, width, height }: Area, share: number, gap: number): [Area, Area] => {
  const first = Math.round((height - gap) * share);
  return [
    { x, y, width, height: first },
    { x, y: y + first + gap, width, height: height - first - gap },
  ];
};

/** A short rule in the middle of the space between two paragraphs of a centred column. */
export const ruleBetween = (sheet: Sheet, { paragraphs, y, size }: PlacedColumn, area: Area, after: number): void => {
  const [above, below] = [paragraphs[after], paragraphs[after + 1]];
  if (!above || !below) return;
  const [from, until] = [y + above.bottom, y + below.top];
  const height = Math.max(1, Math.round(size * 0.07));
  const width = Math.max(6, Math.round(size * 1.5));
  if (until - from < height + 2) return;
  sheet.fill(
    {
      x: area.x + Math.round((area.width - width) / 2),
      y: Math.round((from + until - height) / 2),
      width,
      height,
    },
    sheet.palette.accent,
  );
};

export const main = (text: string, parts: Partial<Paragraph> = {}): Paragraph => ({
  text,
  weight: 700,
  ratio: 1,
  before: 0,
  isBalanced: true,
  ...parts,
});

/** Words in a strip: what leads on the left, what follows on the right behind a thin line. */
export const layStrip = (sheet: Sheet, area: Area, lead: string, rest: readonly string[], leadColour: string): void => {
  const { palette } = sheet;
  const follows = rest.filter((text) => text !== '');
  const most = area.height;
  if (follows.length === 0 || lead === '') {
    const all = [lead, ...follows].filter((text) => text !== '').map((text, i) => main(text, { before: i ? 0.2 : 0 }));
    sheet.column(all, area, { most, align: 'centre', colours: [palette.ink] });
    return;
  }
  const gap = Math.max(6, Math.round(area.height * 0.3));
  const [wantedLead, wantedRest] = [lead, follows.join(' ')].map((text) => lineWidth(text, 700, 100)) as [
    number,
    number,
  ];
  const share = Math.min(0.55, Math.max(0.24, wantedLead / (wantedLead + wantedRest)));
  const [left, right] = sideBySide(area, share, gap);
  sheet.column([main(lead)], left, { most, align: 'centre', colours: [leadColour] });
  const line = Math.max(1, Math.round(area.height * 0.03));
  const at = left.x + left.width + Math.round((gap - line) / 2);
  sheet.fill({ x: at, y: area.y, width: line, height: area.height }, mix(palette.ground, palette.ink, 0.4));
  sheet.column(
    follows.map((text, i) => main(text, { weight: 600, before: i ? 0.14 : 0, isBalanced: false })),
    right,
    { most, align: 'left', colours: follows.map((_, i) => (i === 0 ? palette.ink : quietOf(sheet))) },
  );
};
