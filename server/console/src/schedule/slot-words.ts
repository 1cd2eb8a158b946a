/** A slot's days and validity in words. */
import type { TFunction } from 'i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { weekdaysOf } from '../../../../playlists/timeline/recurrence.ts';
import { writeDate } from '../i18n/format.ts';

export const wordsOfDays = (recurrence: Slot['recurrence'], t: TFunction): string => {
  const days = weekdaysOf(recurrence);
  if (days.length === 7) return t('common.everyDay');
  if (days.join() === '1,2,3,4,5') return t('common.workDays');
  if (days.join() === '6,7') return t('common.weekend');
  return days.map((day) => t(`common.day.d${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)).join(', ');
};

export const wordsOfValidity = (
  { validFrom, validUntil }: Pick<Slot, 'validFrom' | 'validUntil'>,
  t: TFunction,
): string => {
  if (validFrom && validUntil)
    return t('schedule.range_', { from: writeDate(validFrom), until: writeDate(validUntil) });
  if (validFrom) return t('schedule.from_', { date: writeDate(validFrom) });
  if (validUntil) return t('schedule.until_', { date: writeDate(validUntil) });
  return t('schedule.always');
};
