/** What dragging an occurrence does: the slot follows at once, or the question how far it shall; a copy is put beside it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { useLanguage } from '../parts/language.ts';
import { type Move, useDayWords } from './occurrence-edit.tsx';
import { moveOnce } from './slot-copies.ts';
import { requestOf } from './slot-edits.ts';
import { wordsOfDays } from './slot-words.ts';
import type { SlotEditing } from './use-slot-edits.tsx';
import { copyOf, type Edit, editByMove, REACHES, type Reach, timesOf, type WeekEvent, withRestOfDay } from './week.ts';

export const useOccurrenceMoves = (all: readonly Slot[], dayParts: DayParts, carryOut: SlotEditing['carryOut']) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const sayDay = useDayWords();
  /** A move that waits for the answer how far it reaches. */
  const [asked, setAsked] = useState<Move | null>(null);
  const [redraws, setRedraws] = useState(0);

  const wordsOf = ({ slot, event, start, end }: Move, reach: Reach, { change }: Edit): string => {
    const [name, day] = [slot.name, sayDay(event.start.slice(0, 10))];
    const times = timesOf(start, end);
    const area = slot.dayPartId === null ? 'schedule' : 'dayParts';
    if (reach === 'this') return t(`${area}.movedOnce`, { name, day, ...times });
    return reach === 'following'
      ? t(`${area}.movedOn`, { name, day, ...times })
      : t(`${area}.moved`, { name, ...times, days: wordsOfDays({ ...slot, ...change }, language, t) });
  };
  const edit = (slot: Slot, wanted: Edit, said: string): void => {
    setAsked(null);
    void carryOut(requestOf(slot, wanted), [slot], said);
  };
  const answer = (reach: Reach, wanted: Edit): void => {
    if (asked) edit(asked.slot, wanted, wordsOf(asked, reach, wanted));
  };
  const putBack = (): void => {
    setAsked(null);
    setRedraws((count) => count + 1);
  };
  /** False: it cannot go there. */
  const move = (moved: WeekEvent, start: string, end: string): boolean => {
    const slot = all.find(({ id }) => id === moved.slotId);
    const event = slot ? withRestOfDay(slot, moved, dayParts) : moved;
    const wanted = slot && { slot, event, start, end };
    if (!wanted || !REACHES.some((reach) => editByMove(slot, event, wanted, reach))) return false;
    const once = moveOnce(slot, start, end);
    if (once) edit(slot, once, wordsOf(wanted, 'all', once));
    else if (slot.dayPartId === null && readRule(slot.recurrence)?.count === 1) {
      const reach = editByMove(slot, event, wanted, 'all') ? 'all' : 'this';
      const only = editByMove(slot, event, wanted, reach);
      if (only) edit(slot, only, wordsOf(wanted, reach, only));
    } else setAsked(wanted);
    return true;
  };
  const copy = (slot: Slot, start: string, end: string): void => {
    const said = { name: slot.name, day: sayDay(start.slice(0, 10)), ...timesOf(start, end) };
    void carryOut({ change: [], add: [copyOf(slot, start, end)], remove: [] }, [], t('gestures.copied', said));
  };
  return { asked, ask: setAsked, edit, answer, putBack, redraws, move, copy };
};
