/** The day-parts that may be chosen, and their words. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayPart, DayPartRange } from '../../../../playlists/model/day-part.ts';
import type { DayPartId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { useRead } from '../api/queries.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { hoursBySeason, writeMonthDay } from './day-part-hours.ts';

/** `06:30–08:00, 16:30–18:30`, `16/04 đến 15/10: 05:30–07:30 · các ngày khác: 06:30–08:00`. */
export const wordsOfHours = (ranges: readonly DayPartRange[], t: TFunction): string => {
  const groups = hoursBySeason(ranges);
  if (groups.length === 1 && groups[0]?.season === null) return groups[0].hours;
  return groups
    .map(({ season, hours }) => {
      const days = season
        ? t('dayParts.seasonOf', { from: writeMonthDay(season.from), until: writeMonthDay(season.until) })
        : t('dayParts.otherDays');
      return `${days}: ${hours}`;
    })
    .join(' · ');
};

/** Those that are not about to be deleted. */
export const useDayParts = (): readonly DayPart[] => {
  const read = useRead('listDayParts').data;
  const hidden = useHidden();
  return useMemo(() => read?.filter(({ id }) => !hidden.has(id)) ?? [], [read, hidden]);
};

/** The name of a day-part; a dash for one that is gone. */
export const useDayPartName = (): ((id: DayPartId) => string) => {
  const dayParts = useDayParts();
  return (wanted) => dayParts.find(({ id }) => id === wanted)?.name ?? '—';
};

/** The times of a slot for a list: its own, or its day-part's name and hours. */
export const useTimesOf = (): ((slot: Pick<Slot, 'dayPartId' | 'from' | 'until'>) => string) => {
  const { t } = useTranslation();
  const dayParts = useDayParts();
  return ({ dayPartId, from, until }) => {
    if (dayPartId === null) return `${from}–${until}`;
    const dayPart = dayParts.find(({ id }) => id === dayPartId);
    return dayPart ? `${dayPart.name}: ${wordsOfHours(dayPart.ranges, t)}` : t('dayParts.gone');
  };
};
