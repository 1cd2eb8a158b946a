/** The templates whose text changes by the clock: countdowns and clocks. */
import type { SlideContent } from '../model/slide.ts';
import type { Instant } from '../model/time.ts';
import type { WallClock } from '../timeline/wall-clock.ts';
import { clockText, countdownText } from './moving-text.ts';
import type { Figure, Sheet } from './sheet.ts';
import { calm, ground, isStrip, isTall, layStrip, main, oneAboveOther, quietOf, sideBySide } from './template-parts.ts';

type Of<Template extends SlideContent['template']> = Extract<SlideContent, { template: Template }>;

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
