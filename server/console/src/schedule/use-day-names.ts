/** What the days shown are by the ward's calendars: “Tết Nguyên đán”, in the language of the page. */
import { useMemo } from 'react';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { daysOfCalendar } from '../../../../playlists/timeline/calendars.ts';
import { dateOf, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { useLanguage } from '../parts/language.ts';

/** By date; a day that several calendars name has all its names, each once. */
export const useDayNames = (
  { first, days }: { first: LocalDate; days: number },
  calendars: readonly Calendar[],
): ReadonlyMap<string, string> => {
  const language = useLanguage();
  return useMemo(() => {
    const named = new Map<string, Set<string>>();
    for (const calendar of calendars) {
      for (const { day, name } of daysOfCalendar(calendar, { first: dayOf(first), last: dayOf(first) + days - 1 }))
        named.set(dateOf(day), (named.get(dateOf(day)) ?? new Set()).add(name[language]));
    }
    return new Map([...named].map(([date, names]) => [date, [...names].join(', ')]));
  }, [calendars, first, days, language]);
};
