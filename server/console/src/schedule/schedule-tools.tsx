/** Above the schedule: which stretch of time, whose, and how it is shown. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconCalendarStats, IconChevronLeft, IconChevronRight, IconClockHour4 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';

const VIEWS = ['month', 'week', 'day', 'timeline', 'list'] as const;
export type ScheduleView = (typeof VIEWS)[number];

export const ScheduleTools = ({
  view,
  period,
  screen,
  screens,
  onStep,
  onScreen,
  onCalendars,
  onDayParts,
  onView,
  narrow,
  children,
}: {
  view: ScheduleView;
  /** The stretch of time that is shown, in words. */
  period: string;
  screen: ScreenId | undefined;
  screens: readonly Screen[];
  /** 0 = back to today. */
  onStep: (step: -1 | 0 | 1) => void;
  onScreen: (screen: ScreenId | undefined) => void;
  onCalendars: () => void;
  onDayParts: () => void;
  onView: (view: ScheduleView) => void;
  narrow: boolean;
  /** Stands beside the steps. */
  children?: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <div className="schedule-tools">
      <div className="week-steps">
        {view === 'list' ? null : (
          <>
            <Button variant="default" onClick={() => onStep(-1)} aria-label={t('schedule.previous')} px="xs">
              <IconChevronLeft size={18} aria-hidden />
            </Button>
            <Button variant="default" onClick={() => onStep(0)}>
              {t('schedule.today')}
            </Button>
            <Button variant="default" onClick={() => onStep(1)} aria-label={t('schedule.next')} px="xs">
              <IconChevronRight size={18} aria-hidden />
            </Button>
            <strong className="week-name">{period}</strong>
          </>
        )}
        {children}
      </div>
      <div className="schedule-choices">
        <NativeSelect
          aria-label={t('schedule.screenFilter')}
          value={screen ?? ''}
          onChange={(event) => onScreen((event.currentTarget.value || undefined) as ScreenId | undefined)}
          data={[
            { value: '', label: t('schedule.allScreens') },
            ...screens.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
        />
        <Button variant="default" leftSection={<IconCalendarStats size={18} aria-hidden />} onClick={onCalendars}>
          {t('calendars.title')}
        </Button>
        <Button variant="default" leftSection={<IconClockHour4 size={18} aria-hidden />} onClick={onDayParts}>
          {t('dayParts.title')}
        </Button>
        <SegmentedControl
          size={narrow ? 'xs' : 'sm'}
          aria-label={t('schedule.view')}
          value={view}
          onChange={(next) => onView(next as ScheduleView)}
          data={VIEWS.map((value) => ({
            value,
            label: value === 'timeline' ? t('timeline.view') : t(`schedule.${value}`),
          }))}
        />
      </div>
    </div>
  );
};
