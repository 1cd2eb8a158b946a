/** What carrying a slot to another screen means, in words: before the drop, in the question, and when it is done. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../parts/language.ts';
import { useDayWords } from './occurrence-edit.tsx';
import {
  canLeave,
  hasNewTimes,
  isThereAlready,
  reachesOf,
  restOf,
  type ScreenMove,
  type ScreenReach,
} from './slot-retarget.ts';
import { wordsOfDays } from './slot-words.ts';
import { useTargetWords } from './target-words.ts';
import { useDayPartName } from './use-day-parts.ts';
import { timesOf } from './week.ts';

export interface RetargetWords {
  /** What letting go would do. */
  sayCarried: (move: ScreenMove, isCopy: boolean) => string;
  sayTitle: (move: ScreenMove) => string;
  /** Why it is asked, and what stays as it is. */
  sayWhy: (move: ScreenMove) => string;
  sayReach: (move: ScreenMove, reach: ScreenReach) => { label: string; means: string; done: string };
}

/** All its occurrences keep the hours of the day-part, which may be several a day. */
const movesDayPart = (move: ScreenMove): boolean => move.slot.dayPartId !== null && !hasNewTimes(move);

export const useRetargetWords = (): RetargetWords => {
  const { t } = useTranslation();
  const language = useLanguage();
  const sayDay = useDayWords();
  const targetName = useTargetWords();
  const dayPartName = useDayPartName();
  const partOf = ({ slot }: ScreenMove): string => (slot.dayPartId === null ? '' : dayPartName(slot.dayPartId));
  const factsOf = (move: ScreenMove) => ({
    name: move.slot.name,
    here: move.from.name,
    there: move.to.name,
    targets: move.slot.targets
      .map((target) => (target.kind === 'all' ? t('retarget.everywhere') : `“${targetName(target)}”`))
      .join(', '),
    day: sayDay(move.start.slice(0, 10)),
    was: sayDay(move.event.start.slice(0, 10)),
    days: wordsOfDays(move.slot, language, t),
    at: movesDayPart(move)
      ? t('retarget.atDayPart', { part: partOf(move) })
      : t('retarget.at', timesOf(move.start, move.end)),
    ...timesOf(move.start, move.end),
  });
  /** What becomes of the day-part that the slot follows; nothing where it follows none. */
  const sayDayPart = (move: ScreenMove): string[] => {
    if (move.slot.dayPartId === null) return [];
    const facts = { part: partOf(move), here: move.from.name, ...timesOf(move.start, move.end) };
    if (hasNewTimes(move)) return [t(move.event.rest ? 'dayParts.carriedOwnPart' : 'dayParts.carriedOwn', facts)];
    return [t(move.event.rest ? 'dayParts.carriedPart' : 'dayParts.carriedWhole', facts)];
  };
  return {
    sayCarried: (move, isCopy) => {
      if (isCopy) return t('retarget.copies', factsOf(move));
      if (isThereAlready(move)) return t('retarget.already', factsOf(move));
      if (!canLeave(move)) return t('retarget.adds', factsOf(move));
      return t(reachesOf(move).length > 1 ? 'retarget.asks' : 'retarget.moves', factsOf(move));
    },
    sayTitle: (move) => t(canLeave(move) ? 'retarget.moveTitle' : 'retarget.addTitle', factsOf(move)),
    sayWhy: (move) => {
      if (!canLeave(move)) return t('retarget.addWhy', factsOf(move));
      const count = restOf(move).length;
      const others = count > 0 ? [t('retarget.others', { count })] : [];
      return [t('retarget.moveWhy', factsOf(move)), ...sayDayPart(move), ...others].join(' ');
    },
    sayReach: (move, reach) => ({
      label: t(`retarget.reach.${reach}`, factsOf(move)),
      means: t(`retarget.means.${reach}`, factsOf(move)),
      done: t(`retarget.done.${reach}`, factsOf(move)),
    }),
  };
};
