/** Copies what runs on a day or in a week to others; says before how much that is. */
import { Button, Menu, Modal, NumberInput, SegmentedControl, Stack } from '@mantine/core';
import { IconChevronDown, IconCopy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { Calendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayParts } from '../../../../playlists/timeline/day-parts.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { writeDate } from '../i18n/format.ts';
import { DateField } from '../parts/time-field.tsx';
import { DayList } from './day-fields.tsx';
import { copyPeriod, type Period, periodAt, periodsAfter } from './slot-copies.ts';
import { MOST_EDITS } from './slot-edits.ts';

export interface CopySource {
  /** A day of the period. */
  on: LocalDate;
  shown: readonly Slot[];
  all: readonly Slot[];
  calendars: Calendars;
  dayParts: DayParts;
  onCopy: (add: SlotDraft[], said: string) => void;
}

export const CopyMenu = ({ onChoose }: { onChoose: (period: Period) => void }) => {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconCopy size={18} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t('gestures.copyMenu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose('week')}>{t('gestures.copyWeek')}</Menu.Item>
        <Menu.Item onClick={() => onChoose('day')}>{t('gestures.copyDay')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

const MOST_PERIODS = { day: 366, week: 53 } as const;

export const CopyDialog = ({
  period,
  on,
  shown,
  all,
  calendars,
  dayParts,
  onCopy,
  onClose,
}: CopySource & { period: Period; onClose: () => void }) => {
  const { t } = useTranslation();
  const [day, setDay] = useState(on);
  const [way, setWay] = useState<'next' | 'chosen'>('next');
  const [count, setCount] = useState(1);
  const [chosen, setChosen] = useState<LocalDate[]>([]);
  const isWeek = period === 'week';
  const { first, days } = periodAt(period, day);
  const words = isWeek
    ? t('schedule.weekOf', { from: writeDate(first), until: writeDate(addDays(first, days - 1)) })
    : writeDate(first);
  const { add, already, nowhere } = useMemo(() => {
    const to = way === 'next' ? periodsAfter(period, first, count) : chosen;
    return { ...copyPeriod(period, first, to, { shown, all, calendars, dayParts }), nowhere: to.length === 0 };
  }, [period, first, way, count, chosen, shown, all, calendars, dayParts]);
  const isTooMuch = add.length > MOST_EDITS;
  const sentence = nowhere
    ? t('gestures.copyNowhere')
    : [
        add.length > 0 ? t('gestures.copyWill', { count: add.length }) : t('gestures.copyNone'),
        ...(already > 0 ? [t('gestures.copyAlready', { count: already })] : []),
        ...(shown.length < all.length ? [t('gestures.copyFiltered')] : []),
        ...(isTooMuch ? [t('gestures.tooMany', { most: MOST_EDITS })] : []),
      ].join(' ');
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t(isWeek ? 'gestures.copyWeekTitle' : 'gestures.copyDayTitle', { period: words })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {isWeek ? null : (
          <DateField label={t('gestures.copySource')} value={day} onChange={(date) => setDay(date ?? day)} />
        )}
        <SegmentedControl
          fullWidth
          aria-label={t('gestures.copyTo')}
          value={way}
          onChange={(next) => setWay(next as typeof way)}
          data={[
            { value: 'next', label: t(isWeek ? 'gestures.nextWeeks' : 'gestures.nextDays') },
            { value: 'chosen', label: t(isWeek ? 'gestures.chosenWeeks' : 'gestures.chosenDays') },
          ]}
        />
        {way === 'next' ? (
          <NumberInput
            label={t(isWeek ? 'gestures.howManyWeeks' : 'gestures.howManyDays')}
            data-autofocus
            min={1}
            max={MOST_PERIODS[period]}
            clampBehavior="strict"
            allowDecimal={false}
            value={count}
            onChange={(wanted) => setCount(Number(wanted) || 1)}
          />
        ) : (
          <DayList label={t(isWeek ? 'gestures.weeksWith' : 'gestures.days')} days={chosen} onChange={setChosen} />
        )}
        <p role="status">{sentence}</p>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={add.length === 0 || isTooMuch}
            onClick={() => {
              onClose();
              onCopy(add, t('gestures.periodCopied', { count: add.length, period: words }));
            }}
          >
            {t('gestures.copyHere')}
          </Button>
        </div>
      </Stack>
    </Modal>
  );
};
