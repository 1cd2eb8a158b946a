/** At which times of day a slot runs: its own, or those of a day-part, which are said beside it. */
import { NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DayPartId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { TimeField } from '../parts/time-field.tsx';
import { runsOvernight } from '../parts/time-text.ts';
import { keptTimes } from './day-part-hours.ts';
import { useDayParts, wordsOfHours } from './use-day-parts.ts';

type Times = Pick<Slot, 'from' | 'until' | 'dayPartId'>;

export const TimeChoice = ({
  value: { from, until, dayPartId },
  errors,
  onChange,
}: {
  value: Times;
  errors: { from?: string | null; until?: string | null; dayPartId?: string | null };
  onChange: (part: Partial<Times>) => void;
}) => {
  const { t } = useTranslation();
  const dayParts = useDayParts();
  const chosen = dayParts.find(({ id }) => id === dayPartId);
  const choose = (id: DayPartId | null): void => {
    const part = dayParts.find((one) => one.id === id);
    onChange({ dayPartId: id, ...(part ? keptTimes(part) : {}) });
  };
  return (
    <div>
      <p className="field-label" id="slot-hours">
        {t('dayParts.hours')}
      </p>
      <Stack gap="xs">
        <SegmentedControl
          fullWidth
          aria-labelledby="slot-hours"
          value={dayPartId === null ? 'own' : 'part'}
          data={[
            { value: 'own', label: t('dayParts.ownHours') },
            { value: 'part', label: t('dayParts.byDayPart'), disabled: dayParts.length === 0 && dayPartId === null },
          ]}
          onChange={(kind) => choose(kind === 'own' ? null : (dayParts[0]?.id ?? null))}
        />
        {dayPartId === null ? (
          <div>
            <div className="pair-of-fields">
              <TimeField
                label={t('schedule.from')}
                description={t('schedule.timeHint')}
                required
                value={from}
                error={errors.from ?? null}
                onChange={(time) => onChange({ from: time })}
              />
              <TimeField
                label={t('schedule.until')}
                description={t('schedule.timeHint')}
                asEnd
                required
                value={until}
                error={errors.until ?? null}
                onChange={(time) => onChange({ until: time })}
              />
            </div>
            <p className="hint" role="status">
              {from === until
                ? t('schedule.wholeDay', { until })
                : runsOvernight(from, until)
                  ? t('schedule.overnight', { until })
                  : ''}
            </p>
            {dayParts.length === 0 ? <p className="hint">{t('dayParts.noneYet')}</p> : null}
          </div>
        ) : (
          <div>
            <NativeSelect
              label={t('dayParts.choose')}
              required
              value={dayPartId}
              error={chosen ? errors.dayPartId : t('dayParts.gone')}
              data={[
                ...(chosen ? [] : [{ value: dayPartId as string, label: '—' }]),
                ...dayParts.map(({ id, name }) => ({ value: id as string, label: name })),
              ]}
              onChange={(event) => choose(event.currentTarget.value as DayPartId)}
            />
            <p className="hint" role="status">
              {chosen ? wordsOfHours(chosen.ranges, t) : ''}
            </p>
          </div>
        )}
      </Stack>
    </div>
  );
};
