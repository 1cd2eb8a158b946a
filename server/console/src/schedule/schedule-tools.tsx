/** Above the schedule: which stretch of time, whose, and how it is shown. On a phone two rows; the rest is in the menu of the page. */
import { ActionIcon, Button, NativeSelect, SegmentedControl } from '@mantine/core';
import {
  IconCalendarDue,
  IconCalendarStats,
  IconChevronLeft,
  IconChevronRight,
  IconClockHour4,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';

const VIEWS = ['month', 'week', 'day', 'timeline', 'list'] as const;
export type ScheduleView = (typeof VIEWS)[number];
const ACROSS = ['day', 'week'] as const;
type Across = (typeof ACROSS)[number];

interface Props {
  view: ScheduleView;
  /** How much the timeline shows. */
  across: Across;
  /** The stretch of time that is shown, in words. */
  period: string;
  screen: ScreenId | undefined;
  screens: readonly Screen[];
  /** 0 = back to today. */
  onStep: (step: -1 | 0 | 1) => void;
  onScreen: (screen: ScreenId | undefined) => void;
  onCalendars: () => void;
  onDayParts: () => void;
  onView: (view: ScheduleView, across?: Across) => void;
  narrow: boolean;
  /** Stands beside the steps. */
  children?: ReactNode;
}

const ScreenSelect = ({ screen, screens, onScreen, narrow }: Props) => {
  const { t } = useTranslation();
  return (
    <NativeSelect
      aria-label={t('schedule.screenFilter')}
      size={narrow ? 'md' : 'sm'}
      value={screen ?? ''}
      onChange={(event) => onScreen((event.currentTarget.value || undefined) as ScreenId | undefined)}
      data={[
        { value: '', label: t('schedule.allScreens') },
        ...screens.map(({ id, name }) => ({ value: id as string, label: name })),
      ]}
    />
  );
};

export const ScheduleTools = (props: Props) => {
  const { t } = useTranslation();
  const { view, period, narrow, onStep, onCalendars, onDayParts, onView, children } = props;
  if (narrow) return <NarrowTools {...props} />;
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
        <ScreenSelect {...props} />
        <Button variant="default" leftSection={<IconCalendarStats size={18} aria-hidden />} onClick={onCalendars}>
          {t('calendars.title')}
        </Button>
        <Button variant="default" leftSection={<IconClockHour4 size={18} aria-hidden />} onClick={onDayParts}>
          {t('dayParts.title')}
        </Button>
        <SegmentedControl
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

/** The timeline stands there twice, for a day and for a week, which saves a row. */
const NarrowTools = (props: Props) => {
  const { t } = useTranslation();
  const { view, across, period, onStep, onView, children } = props;
  const step = (by: -1 | 0 | 1, name: string, mark: ReactNode) => (
    <ActionIcon variant="default" size={44} aria-label={name} onClick={() => onStep(by)}>
      {mark}
    </ActionIcon>
  );
  return (
    <div className="schedule-tools">
      <div className="schedule-choices">
        <NativeSelect
          aria-label={t('schedule.view')}
          size="md"
          value={view === 'timeline' ? `timeline-${across}` : view}
          onChange={(event) => {
            const next = event.currentTarget.value;
            if (next.startsWith('timeline-')) onView('timeline', next.slice(9) as Across);
            else onView(next as ScheduleView);
          }}
          data={VIEWS.flatMap((value): { value: string; label: string }[] =>
            value === 'timeline'
              ? ACROSS.map((one) => ({ value: `timeline-${one}`, label: t(`timeline.views.${one}`) }))
              : [{ value, label: t(`schedule.${value}`) }],
          )}
        />
        <ScreenSelect {...props} />
      </div>
      <div className="week-steps">
        {view === 'list' ? null : (
          <>
            {step(-1, t('schedule.previous'), <IconChevronLeft size={20} aria-hidden />)}
            {step(0, t('schedule.today'), <IconCalendarDue size={20} aria-hidden />)}
            {step(1, t('schedule.next'), <IconChevronRight size={20} aria-hidden />)}
            <strong className="week-name">{period}</strong>
          </>
        )}
        {children}
      </div>
    </div>
  );
};
