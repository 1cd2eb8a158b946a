/** The hours of a day-part, one by one, each all year or in a season. */
import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { IconCalendar, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayPartRange, MonthDay } from '../../../../playlists/model/day-part.ts';
import { TimeField } from '../parts/time-field.tsx';
import { readMonthDay, SUMMER, writeMonthDay } from './day-part-hours.ts';

const MOST = 12;

export const DayPartRanges = ({
  ranges,
  overlapping,
  onChange,
}: {
  ranges: readonly DayPartRange[];
  /** Place of a range that has time in common with one before it. */
  overlapping: number | null;
  onChange: (ranges: DayPartRange[]) => void;
}) => {
  const { t } = useTranslation();
  const change = (place: number, part: Partial<DayPartRange>): void =>
    onChange(ranges.map((range, i) => (i === place ? { ...range, ...part } : range)));
  const add = (): void =>
    onChange([...ranges, { from: '17:00', until: '19:00', season: ranges.at(-1)?.season ?? null }]);
  return (
    <Stack>
      {ranges.map((range, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity but their place
        <fieldset key={place} className="plain-fieldset">
          <legend className="field-label">{t('dayParts.range', { number: place + 1 })}</legend>
          <Stack gap="xs">
            <div className="pair-of-fields">
              <TimeField
                label={t('schedule.from')}
                required
                value={range.from}
                error={overlapping === place ? t('fields.overlaps') : null}
                onChange={(from) => change(place, { from })}
              />
              <TimeField
                label={t('schedule.until')}
                asEnd
                required
                value={range.until}
                onChange={(until) => change(place, { until })}
              />
            </div>
            <Checkbox
              label={t('dayParts.inSeason')}
              checked={range.season !== null}
              onChange={(event) => change(place, { season: event.currentTarget.checked ? SUMMER : null })}
            />
            {range.season ? (
              <div className="pair-of-fields">
                <MonthDayField
                  label={t('dayParts.seasonFrom')}
                  value={range.season.from}
                  onChange={(from) => range.season && change(place, { season: { ...range.season, from } })}
                />
                <MonthDayField
                  label={t('dayParts.seasonUntil')}
                  value={range.season.until}
                  onChange={(until) => range.season && change(place, { season: { ...range.season, until } })}
                />
              </div>
            ) : null}
            {ranges.length > 1 ? (
              <div>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  onClick={() => onChange(ranges.filter((_, i) => i !== place))}
                >
                  {t('dayParts.dropRange', { hours: `${range.from}–${range.until}` })}
                </Button>
              </div>
            ) : null}
          </Stack>
        </fieldset>
      ))}
      <p className="hint">{t('dayParts.seasonHint')}</p>
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={ranges.length >= MOST}
          onClick={add}
        >
          {t('dayParts.addRange')}
        </Button>
      </div>
    </Stack>
  );
};

/** A day of any year, typed as `16/04`. */
const MonthDayField = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: MonthDay;
  onChange: (day: MonthDay) => void;
}) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(writeMonthDay(value));
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setDraft(writeMonthDay(value));
    setWrong(false);
  }, [value]);
  return (
    <TextInput
      label={label}
      required
      placeholder={t('dayParts.dayExample')}
      value={draft}
      error={wrong ? t('fields.monthDay') : undefined}
      leftSection={<IconCalendar size={16} aria-hidden />}
      autoComplete="off"
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        const day = readMonthDay(event.currentTarget.value);
        // Complete days count at once, so Enter in the field sends what is shown.
        if (day !== null && writeMonthDay(day) === event.currentTarget.value) onChange(day);
      }}
      onBlur={() => {
        const day = readMonthDay(draft);
        setWrong(day === null);
        if (day !== null) {
          setDraft(writeMonthDay(day));
          if (day !== value) onChange(day);
        }
      }}
    />
  );
};
