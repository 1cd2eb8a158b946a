/** Day-parts as people read and type them: hours by season, days of the year as `16/04`, and the four that wards usually have. Pure. */
import type { DayPart, DayPartRange, MonthDay } from '../../../../playlists/model/day-part.ts';
import { MonthDay as MonthDaySchema } from '../../../../playlists/model/day-part.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { secondsOfDay } from '../parts/time-text.ts';

/** `04-16` → `16/04`. */
export const writeMonthDay = (day: MonthDay): string => day.split('-').reverse().join('/');

/** `16/4`, `16-04`, `16.4` → `04-16`; null when no year has such a day. */
export const readMonthDay = (typed: string): MonthDay | null => {
  const parts = /^(\d{1,2})[/.-](\d{1,2})$/.exec(typed.trim());
  const day = parts ? `${parts[2]?.padStart(2, '0')}-${parts[1]?.padStart(2, '0')}` : '';
  return MonthDaySchema.safeParse(day).success ? day : null;
};

/** The hours that hold together: those of one season, or those without one (`season` null), by their start. */
export interface SeasonHours {
  season: DayPartRange['season'];
  hours: string;
}

const byStart = (a: DayPartRange, b: DayPartRange): number => secondsOfDay(a.from) - secondsOfDay(b.from);

/** Season by season in the order in which they were given, the days of no season last. */
export const hoursBySeason = (ranges: readonly DayPartRange[]): SeasonHours[] => {
  const keyOf = ({ season }: DayPartRange): string => (season ? `${season.from} ${season.until}` : '');
  const groups = [...Map.groupBy(ranges, keyOf)].sort(([a], [b]) => Number(a === '') - Number(b === ''));
  return groups.map(([, alike]) => ({
    season: alike[0]?.season ?? null,
    hours: alike
      .toSorted(byStart)
      .map(({ from, until }) => `${from}–${until}`)
      .join(', '),
  }));
};

/** What a slot keeps as its own times while it follows a day-part: the first range, those without a season before others. */
export const keptTimes = ({ ranges }: Pick<DayPart, 'ranges'>): Pick<Slot, 'from' | 'until'> | null => {
  const plain = ranges.filter(({ season }) => season === null);
  const [first] = (plain.length > 0 ? plain : [...ranges]).toSorted(byStart);
  return first ? { from: first.from, until: first.until } : null;
};

const allYear = (from: string, until: string): DayPartRange => ({ from, until, season: null });

/** The four that a ward usually has, by the key of their name. */
export const USUAL_DAY_PARTS = [
  { key: 'morning', ranges: [allYear('06:00', '11:00')] },
  { key: 'noon', ranges: [allYear('11:00', '13:30')] },
  { key: 'evening', ranges: [allYear('17:30', '22:00')] },
  { key: 'rush', ranges: [allYear('06:30', '08:00'), allYear('16:30', '18:30')] },
] as const;

/** What a range is when somebody says that it holds in a season: the summer of offices. */
export const SUMMER = { from: '04-16', until: '10-15' } as const;
