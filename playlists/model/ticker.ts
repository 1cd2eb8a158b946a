/**
 * Tickers (chữ chạy): messages that run along an edge of a screen, over whatever is shown there, or fill a strip. What is written, how
 * urgent and how fast it is read; sizes and places follow from the canvas (`tickers/layout.ts`), the same in the player and in the editor.
 */
import { z } from 'zod';
import { isWritable } from '../slides/glyphs.ts';
import { Approval } from './approval.ts';
import { TickerId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { Palette, SlideLook } from './slide.ts';
import { Priority } from './slot.ts';
import { Instant, LocalDate } from './time.ts';

/** Longest text of one message, in UTF-16 units, and most messages of one ticker. */
export const LONGEST_MESSAGE = 500;
export const MOST_MESSAGES = 40;

/** One line: as a name is made plain, with single spaces, and only letters that players have. */
const MessageText = plainName(LONGEST_MESSAGE)
  .overwrite((text) => text.replace(/\s+/g, ' '))
  .refine(isWritable, { error: 'letters-unknown' });

const said = { text: MessageText, priority: Priority.default('normal') };

/** One message. A higher priority comes more often, and first (TK2). */
export const TickerMessage = z
  .object({
    ...said,
    /** First and last day (both included) on which it runs, on the screen's clock; null = open (TK3). */
    validFrom: LocalDate.nullable().default(null),
    validUntil: LocalDate.nullable().default(null),
  })
  .refine(({ validFrom, validUntil }) => validFrom === null || validUntil === null || validFrom <= validUntil, {
    error: 'before-start',
    path: ['validUntil'],
  })
  .meta({ id: 'TickerMessage' });
export type TickerMessage = z.infer<typeof TickerMessage>;

/** Which edge of the canvas it runs along; `fill`: over all of it, for strips. */
export const TickerEdge = z.enum(['bottom', 'top', 'fill']).meta({ id: 'TickerEdge' });
export type TickerEdge = z.infer<typeof TickerEdge>;

/** What stands between two messages. */
export const TickerSeparator = z.enum(['•', '–', '|', '*']).meta({ id: 'TickerSeparator' });
export type TickerSeparator = z.infer<typeof TickerSeparator>;

/** Syllables a minute; Vietnamese is read aloud at 150 to 250, and off a wall from afar rather less. */
export const READING_RATE = { least: 100, most: 300, usual: 150 } as const;
/** Height of the band as a share of the canvas. */
export const BAND_PERCENT = { least: 6, most: 50, usual: 14 } as const;

const looks = {
  edge: TickerEdge.default('bottom'),
  /** Height of the band in percent of the canvas; not read where it fills it. */
  heightPercent: z.int().min(BAND_PERCENT.least).max(BAND_PERCENT.most).default(BAND_PERCENT.usual),
  syllablesPerMinute: z.int().min(READING_RATE.least).max(READING_RATE.most).default(READING_RATE.usual),
  separator: TickerSeparator.default('•'),
};

export const Ticker = z
  .object({
    id: TickerId,
    name: plainName(120),
    messages: z.array(TickerMessage).min(1).max(MOST_MESSAGES),
    ...looks,
    look: SlideLook.default('dark'),
    /** Of the messages as they are; a change of a message voids it. */
    approval: Approval.nullable().default(null),
    /** Raised by each change; an edit names the version it was made on. */
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Ticker' });
export type Ticker = z.infer<typeof Ticker>;

/** What the compiler must know of a ticker: itself, in colours that are settled. */
export const ScheduledTicker = Ticker.extend({ palette: Palette });
export type ScheduledTicker = z.infer<typeof ScheduledTicker>;

/** A ticker as it runs: the messages of the day, in colours that are settled. */
export const RunningTicker = z
  .object({
    tickerId: TickerId,
    messages: z.array(z.object(said)).min(1).max(MOST_MESSAGES),
    ...looks,
    palette: Palette,
  })
  .meta({ id: 'RunningTicker' });
export type RunningTicker = z.infer<typeof RunningTicker>;

/** The messages of a ticker on a day, as they run; null = none that day. */
export const runningOn = (ticker: ScheduledTicker, day: LocalDate): RunningTicker | null => {
  const valid = ticker.messages.filter(
    ({ validFrom, validUntil }) =>
      (validFrom === null || validFrom <= day) && (validUntil === null || day <= validUntil),
  );
  if (valid.length === 0) return null;
  const { id, edge, heightPercent, syllablesPerMinute, separator, palette } = ticker;
  return {
    tickerId: id,
    messages: valid.map(({ text, priority }) => ({ text, priority })),
    edge,
    heightPercent,
    syllablesPerMinute,
    separator,
    palette,
  };
};
