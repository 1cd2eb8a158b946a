/** What the schedule page offers beside its title. On a phone all but adding is in one menu. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCalendarStats, IconClockHour4, IconCopy, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { ScheduleExchange } from '../schedule-exchange/schedule-exchange.tsx';
import { CopyDialog, CopyMenu, type CopySource } from './period-copy.tsx';
import type { Period } from './slot-copies.ts';
import type { SlotEditing } from './use-slot-edits.tsx';

export const ScheduleActions = ({
  source,
  canCopy,
  screenId,
  narrow,
  carryOut,
  onAdd,
  onCalendars,
  onDayParts,
}: {
  /** What copying a day or a week begins with. */
  source: Omit<CopySource, 'onCopy'>;
  /** Where a stretch of time is shown. */
  canCopy: boolean;
  screenId: ScreenId | undefined;
  narrow: boolean;
  carryOut: SlotEditing['carryOut'];
  onAdd: () => void;
  onCalendars: () => void;
  onDayParts: () => void;
}) => {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<Period | null>(null);
  const { all, shown } = source;
  const copying = (
    <CopyDialog
      key={`${source.on} ${period}`}
      {...source}
      period={period ?? 'week'}
      onCopy={(add, said) => void carryOut({ change: [], add, remove: [] }, [], said)}
      onClose={() => setPeriod(null)}
    />
  );
  return (
    <>
      {canCopy && !narrow ? <CopyMenu onChoose={setPeriod} /> : null}
      {narrow ? (
        <ActionIcon size={44} variant="filled" aria-label={t('schedule.add')} onClick={onAdd}>
          <IconPlus size={22} aria-hidden />
        </ActionIcon>
      ) : null}
      <ScheduleExchange all={all} shown={shown} screenId={screenId} carryOut={carryOut} compact={narrow}>
        {narrow ? (
          <>
            {canCopy ? (
              <>
                <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => setPeriod('week')}>
                  {t('gestures.copyWeek')}
                </Menu.Item>
                <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => setPeriod('day')}>
                  {t('gestures.copyDay')}
                </Menu.Item>
                <Menu.Divider />
              </>
            ) : null}
            <Menu.Item leftSection={<IconCalendarStats size={16} aria-hidden />} onClick={onCalendars}>
              {t('calendars.title')}
            </Menu.Item>
            <Menu.Item leftSection={<IconClockHour4 size={16} aria-hidden />} onClick={onDayParts}>
              {t('dayParts.title')}
            </Menu.Item>
            <Menu.Divider />
          </>
        ) : null}
      </ScheduleExchange>
      {narrow ? null : (
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={onAdd}>
          {t('schedule.add')}
        </Button>
      )}
      {period ? copying : null}
    </>
  );
};
