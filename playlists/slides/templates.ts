/** The templates, each from what is written to boxes on a sheet. Shapes: strips are laid side by side, tall walls one below another. */
import type { SlideContent } from '../model/slide.ts';
import type { Instant } from '../model/time.ts';
import type { WallClock } from '../timeline/wall-clock.ts';
import { contrastOf, inkOn, LEAST_CONTRAST_LARGE, mix, toneColour } from './colours.ts';
import { fitColumn, type Paragraph } from './fitting.ts';
import { CAP_SHARE, lineWidth } from './glyphs.ts';
import { clockText, countdownText } from './moving-text.ts';
import { type Area, type Figure, inset, type PlacedColumn, type Sheet } from './sheet.ts';

type Of<Template extends SlideContent['template']> = Extract<SlideContent, { template: Template }>;

const isStrip = ({ width, height }: Area): boolean => width / height >= 5.5;
const isTall = ({ width, height }: Area): boolean => width / height < 1.2;

/** A light tint of the ink for what matters less. */
const quietOf = ({ palette: { ink, ground } }: Sheet): string => mix(ink, ground, 0.22);
/** Margins that look alike on every shape. */
const marginOf = ({ width, height }: Area): number => Math.max(2, Math.round(Math.min(height * 0.075, width * 0.055)));

/** The middle of a tall area: what belongs together stays together. */
const calm = (area: Area): Area => {
  const height = Math.min(area.height, Math.round(area.width * 1.5));
  return { ...area, y: area.y + Math.round((area.height - height) / 2), height };
};

/** The line of accent at the foot that all quiet templates share; answers the room above it, inside the margins. */
const ground = (sheet: Sheet): Area => {
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
const sideBySide = ({ x, y, width, height }: Area, share: number, gap: number): [Area, Area] => {
  const first = Math.round((width - gap) * share);
  return [
    { x, y, width: first, height },
    { x: x + first + gap, y, width: width - first - gap, height },
  ];
};
const oneAboveOther = ({ x, y, width, height }: Area, share: number, gap: number): [Area, Area] => {
  const first = Math.round((height - gap) * share);
  return [
    { x, y, width, height: first },
    { x, y: y + first + gap, width, height: height - first - gap },
  ];
};

/** A short rule in the middle of the space between two paragraphs of a centred column. */
const ruleBetween = (sheet: Sheet, { paragraphs, y, size }: PlacedColumn, area: Area, after: number): void => {
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

const main = (text: string, parts: Partial<Paragraph> = {}): Paragraph => ({
  text,
  weight: 700,
  ratio: 1,
  before: 0,
  isBalanced: true,
  ...parts,
});

/** Words in a strip: what leads on the left, what follows on the right behind a thin line. */
const layStrip = (sheet: Sheet, area: Area, lead: string, rest: readonly string[], leadColour: string): void => {
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

export const layTitle = (sheet: Sheet, { title, subtitle }: Of<'title'>): void => {
  const area = ground(sheet);
  const { accent, ink } = sheet.palette;
  if (isStrip(sheet.whole)) {
    layStrip(sheet, area, title, [subtitle], accent);
    return;
  }
  const placed = sheet.column([main(title), main(subtitle, { weight: 600, ratio: 0.54, before: 0.52 })], area, {
    most: Math.min(area.height * 0.34, area.width * 0.15),
    align: 'centre',
    colours: [ink, quietOf(sheet)],
  });
  if (placed) ruleBetween(sheet, placed, area, 0);
};

export const layPoints = (sheet: Sheet, { title, points }: Of<'points'>): void => {
  const area = ground(sheet);
  const { accent, ink } = sheet.palette;
  if (isStrip(sheet.whole)) {
    layStrip(sheet, area, title, [points.join(' • ')], accent);
    return;
  }
  const items = points.map((text, i) =>
    main(text, {
      weight: 600,
      ratio: title === '' ? 1 : 0.78,
      before: i === 0 ? 0.5 : 0.3,
      indent: 0.72,
    }),
  );
  const paragraphs = title === '' ? items : [main(title, { isBalanced: false }), ...items];
  const placed = sheet.column(paragraphs, area, {
    most: Math.min(area.height * 0.24, area.width * (isTall(area) ? 0.14 : 0.11)),
    align: 'left',
    colours: title === '' ? items.map(() => ink) : [accent, ...items.map(() => ink)],
  });
  for (const { size, baseline } of placed?.paragraphs.slice(title === '' ? 0 : 1) ?? []) {
    const side = Math.max(3, Math.round(size * 0.3));
    const middle = (placed as PlacedColumn).y + baseline - (CAP_SHARE * size) / 2;
    sheet.fill(
      { x: area.x + Math.round(size * 0.08), y: Math.round(middle - side / 2), width: side, height: side },
      accent,
    );
  }
};

const OPENING = '“';
export const layQuote = (sheet: Sheet, { quote, author }: Of<'quote'>): void => {
  const area = ground(sheet);
  const { accent, ink } = sheet.palette;
  const by = author === '' ? '' : `— ${author}`;
  if (isStrip(sheet.whole)) {
    layStrip(sheet, area, by, [`“${quote}”`], accent);
    return;
  }
  const markSize = Math.round(Math.min(area.height * 0.62, area.width * 0.3));
  const gutter = Math.round(lineWidth(OPENING, 700, markSize) * 1.12);
  const beside = isTall(sheet.whole)
    ? { ...area, y: area.y + Math.round(markSize * 0.36), height: area.height - Math.round(markSize * 0.36) }
    : { ...area, x: area.x + gutter, width: area.width - gutter };
  const placed = sheet.column(
    [main(quote, { weight: 600 }), main(by, { weight: 600, ratio: 0.62, before: 0.55 })],
    beside,
    { most: Math.min(area.height * 0.24, area.width * 0.1), align: 'left', colours: [ink, accent] },
  );
  const top = isTall(sheet.whole) ? area.y : (placed?.y ?? area.y);
  sheet.write(
    OPENING,
    { x: area.x, baseline: top + Math.round(CAP_SHARE * markSize), align: 'left' },
    { size: markSize, weight: 700, colour: accent },
  );
};

export const layNumber = (sheet: Sheet, { number, label, note }: Of<'number'>): void => {
  const room = ground(sheet);
  const area = isTall(sheet.whole) ? calm(room) : room;
  const { accent, ink, ground: below } = sheet.palette;
  const words = [main(label), main(note, { weight: 600, ratio: 0.62, before: 0.4 })];
  const colours = [ink, quietOf(sheet)];
  if (isTall(sheet.whole)) {
    const [top, bottom] = oneAboveOther(area, 0.46, Math.round(area.height * 0.05));
    sheet.column([main(number)], top, { most: top.height, align: 'centre', colours: [accent] });
    sheet.column(words, bottom, { most: area.width * 0.14, align: 'centre', colours });
    return;
  }
  const gap = Math.round(Math.max(8, area.height * 0.14));
  const wide = lineWidth(number, 700, area.height) / area.width;
  const [left, right] = sideBySide(area, Math.min(0.56, Math.max(0.3, wide)), gap);
  sheet.column([main(number, { mostLines: 1 })], left, { most: area.height * 0.9, align: 'centre', colours: [accent] });
  const line = Math.max(1, Math.round(area.height * 0.012));
  const rule = { x: right.x - Math.round((gap + line) / 2), width: line };
  sheet.fill(
    { ...rule, y: area.y + Math.round(area.height * 0.14), height: Math.round(area.height * 0.72) },
    mix(below, ink, 0.35),
  );
  sheet.column(
    words.map((one) => ({ ...one, isBalanced: false })),
    right,
    { most: isStrip(area) ? area.height : Math.min(area.height * 0.3, area.width * 0.1), align: 'left', colours },
  );
};

export const layNotice = (sheet: Sheet, content: Of<'notice'>): void => {
  const { whole, palette } = sheet;
  const band = toneColour(content.tone, palette);
  const heading = content.heading.toLocaleUpperCase('vi');
  const colours = [palette.ink, quietOf(sheet)];
  const margin = marginOf(whole);
  if (isStrip(whole)) {
    const most = whole.height;
    const ends = Math.max(1, Math.round(whole.height * 0.04));
    const wanted = (lineWidth(heading, 700, whole.height * 0.42) + whole.height * 0.4) / whole.width;
    const [left, right] = sideBySide(whole, Math.min(0.4, Math.max(0.2, wanted)), 0);
    sheet.fill(left, band);
    sheet.column([main(heading)], inset(left, Math.max(3, Math.round(whole.height * 0.1)), ends), {
      most,
      align: 'centre',
      colours: [inkOn(band)],
    });
    const words = [content.text, content.footer].map((text, i) =>
      main(text, { weight: i === 0 ? 700 : 600, ratio: i === 0 ? 1 : 0.8, before: i ? 0.14 : 0, isBalanced: false }),
    );
    sheet.column(words, inset(right, Math.max(4, Math.round(whole.height * 0.14)), ends), {
      most,
      align: 'left',
      colours,
    });
    return;
  }
  const title = [main(heading)];
  const room = { width: whole.width - 2 * margin, height: Math.round(whole.height * (isTall(whole) ? 0.2 : 0.28)) };
  const fitted = fitColumn(title, room, Math.min(whole.height * 0.17, whole.width * 0.085));
  const pad = Math.max(2, Math.round(whole.height * 0.04));
  const height = Math.max(Math.round(whole.height * 0.16), (fitted?.height ?? room.height) + 2 * pad);
  const head = { ...whole, height };
  sheet.fill(head, band);
  sheet.column(title, inset(head, margin, pad), {
    most: fitted?.size ?? room.height,
    align: 'centre',
    colours: [inkOn(band)],
  });
  const foot = Math.max(2, Math.round(whole.height * 0.02));
  sheet.fill({ ...whole, y: whole.height - foot, height: foot }, band);
  const body = inset({ ...whole, y: height, height: whole.height - height - foot }, margin, Math.round(margin * 0.8));
  sheet.column([main(content.text), main(content.footer, { weight: 600, ratio: 0.66, before: 0.5 })], body, {
    most: Math.min(body.height * 0.36, body.width * 0.1),
    align: 'centre',
    colours,
  });
};

/** What is left: whole days, or days and hours. */
const figuresLeft = (days: number | null, time: string | null, accent: string, ink: string): Figure[] => [
  ...(days === null
    ? []
    : ([
        { kind: 'number', text: String(days), colour: accent },
        { kind: 'unit', text: 'ngày', colour: ink },
      ] as const)),
  ...(time === null ? [] : ([{ kind: 'time', text: time, colour: accent }] as const)),
];

export const layCountdown = (sheet: Sheet, content: Of<'countdown'>, now: Instant, clock: WallClock): void => {
  const room = ground(sheet);
  const { accent, ink } = sheet.palette;
  const { days, time, date, isOver } = countdownText(content, now, clock);
  if (isStrip(sheet.whole)) {
    if (isOver) {
      layStrip(sheet, room, content.title, [content.after], ink);
      return;
    }
    const share = days !== null && time !== null ? 0.5 : 0.62;
    const [left, right] = sideBySide(room, share, Math.round(room.height * 0.3));
    sheet.column([main(content.title)], left, { most: room.height, align: 'centre', colours: [ink] });
    sheet.figures(figuresLeft(days, time, accent, ink), right, room.height);
    return;
  }
  const area = calm(room);
  const gap = Math.round(area.height * 0.04);
  const [top, rest] = oneAboveOther(area, 0.34, gap);
  const [middle, bottom] = oneAboveOther(rest, 0.74, gap);
  const most = Math.min(area.height * 0.17, area.width * (isTall(sheet.whole) ? 0.115 : 0.085));
  sheet.column([main(content.title)], top, { most, align: 'centre', colours: [ink] });
  if (isOver)
    sheet.column([main(content.after)], middle, { most: area.height * 0.3, align: 'centre', colours: [accent] });
  else if (isTall(sheet.whole) && days !== null && time !== null) {
    const [above, below] = oneAboveOther(middle, 0.5, gap);
    sheet.figures(figuresLeft(days, null, accent, ink), above, above.height);
    sheet.figures(figuresLeft(null, time, accent, ink), below, below.height);
  } else sheet.figures(figuresLeft(days, time, accent, ink), middle, area.height * 0.54);
  sheet.column([main(date, { weight: 600 })], bottom, {
    most: most * 0.72,
    align: 'centre',
    colours: [quietOf(sheet)],
  });
};

export const layClock = (sheet: Sheet, content: Of<'clock'>, now: Instant, clock: WallClock): void => {
  const room = ground(sheet);
  const { accent, ink } = sheet.palette;
  const { time, date, lunar } = clockText(content, now, clock);
  const below = [date, lunar].filter((text) => text !== null);
  const colours = [ink, quietOf(sheet)];
  const lines = below.map((text, i) =>
    main(text, { weight: 600, ratio: i === 0 ? 1 : 0.8, before: i === 0 ? 0 : 0.3 }),
  );
  const hands: readonly Figure[] = [{ kind: 'time', text: time, colour: accent }];
  if (isStrip(sheet.whole)) {
    const words = content.title === '' ? lines : [main(content.title, { ratio: 0.9 }), ...lines];
    if (words.length === 0) {
      sheet.figures(hands, room, room.height);
      return;
    }
    const [left, right] = sideBySide(room, 0.4, Math.round(room.height * 0.3));
    sheet.figures(hands, left, room.height);
    sheet.column(
      words.map((one, i) => ({ ...one, before: i === 0 ? 0 : 0.12 })),
      right,
      { most: room.height, align: 'left', colours: [ink, ...colours] },
    );
    return;
  }
  const area = calm(room);
  const gap = Math.round(area.height * 0.05);
  const shares = { title: content.title === '' ? 0 : 0.2, below: below.length * 0.15 };
  const [top, rest] = shares.title > 0 ? oneAboveOther(area, shares.title, gap) : [null, area];
  const [middle, bottom] =
    shares.below > 0 ? oneAboveOther(rest, 1 - shares.below / (1 - shares.title), gap) : [rest, null];
  const most = Math.min(area.height * 0.15, area.width * (isTall(sheet.whole) ? 0.1 : 0.075));
  if (top) sheet.column([main(content.title)], top, { most, align: 'centre', colours: [ink] });
  sheet.figures(hands, middle, area.height * 0.78);
  if (bottom) sheet.column(lines, bottom, { most, align: 'centre', colours });
};

export const layEvent = (sheet: Sheet, { title, when, where }: Of<'event'>, hasPicture: boolean): void => {
  const { whole, palette } = sheet;
  const { accent, ink, ground: below } = palette;
  if (!hasPicture && isStrip(whole)) {
    layStrip(sheet, ground(sheet), title, [[when, where].filter((text) => text !== '').join(' • ')], accent);
    return;
  }
  const bar = Math.max(2, Math.round(Math.min(whole.width * 0.008, whole.height * 0.02)));
  let panel = whole;
  if (hasPicture && isTall(whole)) {
    const [top, bottom] = oneAboveOther(whole, 0.48, 0);
    sheet.picture(top);
    sheet.fill({ ...bottom, height: bar }, accent);
    panel = { ...bottom, y: bottom.y + bar, height: bottom.height - bar };
  } else {
    const [left, right] = sideBySide(whole, hasPicture ? (isStrip(whole) ? 0.25 : 0.42) : 0, 0);
    if (hasPicture) sheet.picture(left);
    sheet.fill({ ...right, width: bar }, accent);
    panel = { ...right, x: right.x + bar, width: right.width - bar };
  }
  const area = inset(
    panel,
    marginOf(panel) + 1,
    Math.max(1, isStrip(whole) ? Math.round(whole.height * 0.05) : marginOf(panel)),
  );
  // An accent that carries words of small type has to be read as well as seen.
  const lit = contrastOf(accent, below) >= LEAST_CONTRAST_LARGE ? accent : ink;
  sheet.column(
    [main(title), main(when, { ratio: 0.66, before: 0.42 }), main(where, { weight: 600, ratio: 0.6, before: 0.26 })],
    area,
    {
      most: isStrip(whole) ? area.height : Math.min(area.height * 0.26, area.width * 0.13),
      align: 'left',
      colours: [ink, lit, quietOf(sheet)],
    },
  );
};
