/** Seven days to choose from, T2 … CN. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LocalDate, Weekday } from '../../../../playlists/model/time.ts';
import { dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The weekday of a date, in the form that names its words (`common.day.d1`). */
export const weekdayIn = (date: LocalDate): (typeof WEEKDAYS)[number] => WEEKDAYS[weekdayOf(dayOf(date)) - 1] ?? 1;

export const WeekdayField = ({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
  error?: string | null;
}) => {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={label}
      error={error}
      value={value.map(String)}
      onChange={(days) => onChange(days.map(Number).sort((a, b) => a - b))}
    >
      <div className="weekdays">
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day}
            value={String(day)}
            label={t(`common.day.d${day}`)}
            aria-label={t(`common.dayLong.d${day}`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
};
