/** Where a slot plays, in words. */
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Target } from '../../../../playlists/model/slot.ts';
import { useRead } from '../api/queries.ts';

export const useTargetWords = (): ((target: Target) => string) => {
  const { t } = useTranslation();
  const groups = useRead('listGroups').data;
  const screens = useRead('listScreens').data;
  return (target) => {
    switch (target.kind) {
      case 'all':
        return t('schedule.targetAll');
      case 'group':
        return groups?.find(({ id }) => id === target.groupId)?.name ?? t('schedule.targetGone');
      case 'screen':
        return screens?.find(({ screen }) => screen.id === target.screenId)?.screen.name ?? t('schedule.targetGone');
      default:
        return assertNever(target);
    }
  };
};
