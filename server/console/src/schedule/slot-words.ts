/** A slot's days and validity in words. */
import type { TFunction } from 'i18next';
import { plainWeekdaysOf } from '../../../../playlists/model/recurrence.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { describeDays } from '../../../../playlists/timeline/day-sentences.ts';
import type { DayRule } from '../../../../playlists/timeline/recurrence.ts';
import { writeDate } from '../i18n/format.ts';
import type { Language } from '../i18n/i18n.ts';

/** In the console's short form: `Hằng ngày`, `Ngày làm việc`, `T2, T4, 2 tuần một lần`. */
export const wordsOfDays = (slot: DayRule, language: Language, t: TFunction): string => {
  const days = plainWeekdaysOf(slot.recurrence);
  const lists = [slot.exceptDays, slot.extraDays, slot.avoidCalendars, slot.requireCalendars];
  const isPlain = lists.every((list) => list.length === 0);
  if (isPlain && days?.length === 7) return t('common.everyDay');
  if (isPlain && days?.join() === '1,2,3,4,5') return t('common.workDays');
  if (isPlain && days?.join() === '6,7') return t('common.weekend');
  const said = describeDays(slot)[language];
  return said.charAt(0).toUpperCase() + said.slice(1);
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

/** What was done, as the name of the act: “Đã xóa 3 khung giờ” is “xóa 3 khung giờ”, which can be undone and done again. */
export const actOf = (said: string): string => said.replace(/^Đã /, '');
