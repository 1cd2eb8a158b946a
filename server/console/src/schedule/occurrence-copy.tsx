/** The keyboard's way to copy one occurrence to another day or time. */
import { Button, Group } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { useDayWords } from './occurrence-edit.tsx';
import { stretchAt, timesOf, type WeekEvent } from './week.ts';

export const OccurrenceCopy = ({
  event,
  onCopy,
}: {
  event: WeekEvent;
  onCopy: (start: string, end: string) => void;
}) => {
  const { t } = useTranslation();
  const say = useDayWords();
  const [open, setOpen] = useState(false);
  const [onDay, setOnDay] = useState(addDays(event.start.slice(0, 10), 1));
  const [times, setTimes] = useState(timesOf(event.start, event.end));
  if (!open)
    return (
      <Button
        mb="md"
        size="xs"
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('gestures.copyOccurrence')}
      </Button>
    );
  const { start, end } = stretchAt(onDay, times);
  return (
    <section className="occurrence" aria-label={t('gestures.copyOf', { day: say(event.start.slice(0, 10)) })}>
      <strong>{t('gestures.copyOf', { day: say(event.start.slice(0, 10)) })}</strong>
      <DateField label={t('schedule.onDay')} value={onDay} onChange={(date) => setOnDay(date ?? onDay)} />
      <div className="pair-of-fields">
        <TimeField label={t('schedule.from')} value={times.from} onChange={(from) => setTimes({ ...times, from })} />
        <TimeField
          label={t('schedule.until')}
          asEnd
          value={times.until}
          onChange={(until) => setTimes({ ...times, until })}
        />
      </div>
      <Group gap="xs">
        <Button size="xs" onClick={() => onCopy(start, end)}>
          {t('gestures.copyHere')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setOpen(false)}>
          {t('common.cancel')}
        </Button>
      </Group>
      <p className="hint">{t('gestures.copyWhy')}</p>
    </section>
  );
};
