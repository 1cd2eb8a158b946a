/**
 * A day-part: hours of the day under a name, such as “Sáng”, that slots may take for their own. A range may hold in a season only;
 * which ranges hold on a day is DY3.
 */

import { z } from 'zod';
import { DayPartId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { Instant, LocalEndTime, LocalTime } from './time.ts';

export const MOST_RANGES = 12;

/**
 * A day of any year, `MM-DD`. 02-29 is one: in other years nothing happens on it. What is none ends the reading, so whoever compares
 * days has days.
 */
export const MonthDay = z
  .string()
  .regex(/^\d\d-\d\d$/, { abort: true })
  .refine((text) => z.iso.date().safeParse(`2000-${text}`).success, { error: 'expected MM-DD', abort: true });
export type MonthDay = string;

/** Days in a row, every year, both ends included; where `until` is before `from` they run over New Year. */
export const Season = z.object({ from: MonthDay, until: MonthDay }).meta({ id: 'Season' });
export type Season = z.infer<typeof Season>;

export const isInSeason = ({ from, until }: Season, day: MonthDay): boolean =>
  from <= until ? from <= day && day <= until : from <= day || day <= until;

export const DayPartRange = z
  .object({
    from: LocalTime,
    /** At or before `from` = the next day (TL3). */
    until: LocalEndTime,
    /** Null: on the days that no range with a season names. */
    season: Season.nullable(),
  })
  .meta({ id: 'DayPartRange' });
export type DayPartRange = z.infer<typeof DayPartRange>;

/** The ranges that hold on a day, in the order given: those whose season has it, else those without a season (DY3). */
export const rangesOn = <Range extends Pick<DayPartRange, 'season'>>(
  ranges: readonly Range[],
  day: MonthDay,
): Range[] => {
  const seasonal = ranges.filter(({ season }) => season !== null && isInSeason(season, day));
  return seasonal.length > 0 ? seasonal : ranges.filter(({ season }) => season === null);
};

/** One leap year and one common year: whatever days of the year can follow one another do so in one of them. */
const YEARS = [2000, 2001];

/** Pairs of days that follow one another, at least one for each way in which the ranges of such a pair can differ. */
const telltalePairs = (ranges: readonly DayPartRange[]): [MonthDay, MonthDay][] => {
  const seasons = ranges.flatMap(({ season }) => season ?? []);
  /** Ranges come and go on first days and after last ones; where there is no season any day is as good as another. */
  const edges = [
    ['01-01', 0] as const,
    ...seasons.flatMap(({ from, until }) => [[from, 0] as const, [until, 1] as const]),
  ];
  return YEARS.flatMap((year) =>
    edges.flatMap(([monthDay, after]): [MonthDay, MonthDay][] => {
      const [month = 1, day = 1] = monthDay.split('-').map(Number);
      const [before, edge, next] = [-1, 0, 1].map((step) =>
        new Date(Date.UTC(year, month - 1, day + after + step)).toISOString().slice(5, 10),
      ) as [MonthDay, MonthDay, MonthDay];
      return [
        [before, edge],
        [edge, next],
      ];
    }),
  );
};

/** Start and end on the first or second of two days, as texts that sort. */
const spanOn = (day: 0 | 1, { from, until }: DayPartRange): { from: string; until: string } => {
  const [start, end] = [from, until].map((time) => time.padEnd(8, ':00')) as [string, string];
  return { from: `${day} ${start}`, until: `${end <= start ? day + 1 : day} ${end}` };
};

/**
 * The place of the first range that has time in common with one before it, on one day or from a night into the next day. Null when
 * there is none.
 */
export const findOverlap = (ranges: readonly DayPartRange[]): number | null => {
  const placed = ranges.map((range, place) => ({ ...range, place }));
  const found = telltalePairs(ranges).flatMap(([day, next]) => {
    const spans = [
      ...rangesOn(placed, day).map((range) => ({ place: range.place, ...spanOn(0, range) })),
      ...rangesOn(placed, next).map((range) => ({ place: range.place, ...spanOn(1, range) })),
    ];
    return spans.flatMap((one, i) =>
      spans
        .slice(0, i)
        .filter((other) => one.from < other.until && other.from < one.until)
        .map((other) => Math.max(one.place, other.place)),
    );
  });
  return found.length > 0 ? Math.min(...found) : null;
};

export const DayPart = z
  .object({
    id: DayPartId,
    name: plainName(120),
    /** No two of them have time in common. */
    ranges: z
      .array(DayPartRange)
      .min(1)
      .max(MOST_RANGES)
      .superRefine((ranges, context) => {
        const index = findOverlap(ranges);
        if (index !== null) context.addIssue({ code: 'custom', message: 'overlaps', path: [index, 'from'] });
      }),
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'DayPart' });
export type DayPart = z.infer<typeof DayPart>;
