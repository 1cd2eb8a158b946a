/** The templates that stand still, each from what is written to boxes on a sheet. Strips are laid side by side, tall walls one below another. */
import type { SlideContent } from '../model/slide.ts';
import { contrastOf, inkOn, LEAST_CONTRAST_LARGE, mix, toneColour } from './colours.ts';
import { fitColumn } from './fitting.ts';
import { CAP_SHARE, lineWidth } from './glyphs.ts';
import { inset, type PlacedColumn, type Sheet } from './sheet.ts';
import {
  calm,
  ground,
  isStrip,
  isTall,
  layStrip,
  main,
  marginOf,
  oneAboveOther,
  quietOf,
  ruleBetween,
  sideBySide,
} from './template-parts.ts';

type Of<Template extends SlideContent['template']> = Extract<SlideContent, { template: Template }>;

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
