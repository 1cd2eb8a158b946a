/** On which days a slot starts: the kind of repetition, what it asks for, exceptions, and the next days as proof. */
import { ActionIcon, Group, MultiSelect, NativeSelect, NumberInput, Pill, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { CalendarId } from '../../../../playlists/model/ids.ts';
import type { LocalDate, Weekday } from '../../../../playlists/model/time.ts';
import { prepareCalendars } from '../../../../playlists/timeline/calendars.ts';
import type { DayRule } from '../../../../playlists/timeline/recurrence.ts';
import { writeDate } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { DateField } from '../parts/time-field.tsx';
import { WEEKDAYS, WeekdayField, weekdayIn } from '../parts/weekday-field.tsx';
import { DAY_KINDS, type DayChoice, type DayKind, NTHS, nextDaysOf } from './day-choice.ts';
import { wordsOfDays } from './slot-words.ts';

const MONTH_DAYS = [...Array.from({ length: 31 }, (_, index) => index + 1), -1];
const UNITS = {
  daily: 'unitDays',
  weekly: 'unitWeeks',
  'monthly-date': 'unitMonths',
  'monthly-weekday': 'unitMonths',
  yearly: 'unitYears',
} as const;
const NTH_WORDS = { 1: 'n1', 2: 'n2', 3: 'n3', 4: 'n4', [-1]: 'nLast' } as const;
/** Days shown as proof of what the rule says. */
const SHOWN_DAYS = 4;

export interface DayValues extends DayRule {
  choice: DayChoice;
}

interface Errors {
  validFrom?: string | null;
  validUntil?: string | null;
  choice?: string | null;
}

export const DayFields = ({
  value,
  today,
  calendars,
  errors,
  onChange,
}: {
  value: DayValues;
  today: LocalDate;
  calendars: readonly Calendar[];
  errors: Errors;
  onChange: (part: Partial<DayValues>) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { choice } = value;
  const choose = (part: Partial<DayChoice>): void => onChange({ choice: { ...choice, ...part } });
  const chooseKind = (kind: DayKind): void =>
    onChange({
      choice: { ...choice, kind, ...(kind === 'once' ? { interval: 1, count: null } : {}) },
      ...(kind === 'once' ? { validFrom: value.validFrom ?? today, validUntil: null, exceptDays: [] } : {}),
    });
  const kinds = DAY_KINDS.filter((kind) => kind !== 'other' || choice.kind === 'other');
  const next = nextDaysOf(value, today, SHOWN_DAYS + 1, prepareCalendars(calendars));
  const said = next
    .slice(0, SHOWN_DAYS)
    .map((day) => `${t(`common.day.d${weekdayIn(day)}`)} ${writeDate(day)}`)
    .join(' · ');

  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('schedule.repeat')}
        value={choice.kind}
        data={kinds.map((kind) => ({ value: kind, label: t(`schedule.repeats.${kind}`) }))}
        onChange={(event) => chooseKind(event.currentTarget.value as DayKind)}
      />
      {choice.kind === 'weekly' ? (
        <WeekdayField
          label={t('schedule.weekdays')}
          value={choice.weekdays}
          error={errors.choice ?? null}
          onChange={(weekdays) => choose({ weekdays })}
        />
      ) : null}
      {choice.kind === 'monthly-date' ? (
        <MultiSelect
          label={t('schedule.monthDays')}
          required
          value={choice.monthDays.map(String)}
          error={errors.choice ?? null}
          data={MONTH_DAYS.map((day) => ({
            value: String(day),
            label: day === -1 ? t('schedule.lastDay') : t('schedule.dayNumber', { day }),
          }))}
          onChange={(days) => choose({ monthDays: days.map(Number) })}
        />
      ) : null}
      {choice.kind === 'monthly-weekday' ? (
        <div className="pair-of-fields">
          <NativeSelect
            label={t('schedule.weekday')}
            value={choice.weekday}
            data={WEEKDAYS.map((day) => ({ value: String(day), label: t(`common.dayLong.d${day}`) }))}
            onChange={(event) => choose({ weekday: Number(event.currentTarget.value) as Weekday })}
          />
          <NativeSelect
            label={t('schedule.nth')}
            value={choice.nth}
            data={NTHS.map((nth) => ({
              value: String(nth),
              label: t(`schedule.nths.${NTH_WORDS[nth]}`),
            }))}
            onChange={(event) => choose({ nth: Number(event.currentTarget.value) })}
          />
        </div>
      ) : null}
      {choice.kind === 'yearly' ? (
        <div className="pair-of-fields">
          <NumberInput
            label={t('schedule.dayOfMonth')}
            min={1}
            max={31}
            clampBehavior="strict"
            allowDecimal={false}
            value={choice.dayOfMonth}
            onChange={(day) => choose({ dayOfMonth: Number(day) || 1 })}
          />
          <NumberInput
            label={t('schedule.month')}
            min={1}
            max={12}
            clampBehavior="strict"
            allowDecimal={false}
            value={choice.month}
            onChange={(month) => choose({ month: Number(month) || 1 })}
          />
        </div>
      ) : null}
      {choice.kind === 'once' || choice.kind === 'other' ? null : (
        <div className="pair-of-fields">
          <NumberInput
            label={t('schedule.interval')}
            min={1}
            max={366}
            clampBehavior="strict"
            allowDecimal={false}
            suffix={` ${t(`schedule.${UNITS[choice.kind]}`)}`}
            value={choice.interval}
            onChange={(interval) => choose({ interval: Number(interval) || 1 })}
          />
          <NumberInput
            label={t('schedule.count')}
            placeholder={t('schedule.open')}
            min={1}
            max={4000}
            clampBehavior="strict"
            allowDecimal={false}
            value={choice.count ?? ''}
            onChange={(count) => choose({ count: Number(count) || null })}
          />
        </div>
      )}
      {choice.kind === 'once' ? (
        <DateField
          label={t('schedule.onDay')}
          value={value.validFrom}
          error={errors.validFrom ?? null}
          onChange={(validFrom) => onChange({ validFrom })}
        />
      ) : (
        <>
          <div className="pair-of-fields">
            <DateField
              label={t('schedule.validFrom')}
              value={value.validFrom}
              error={errors.validFrom ?? null}
              onChange={(validFrom) => onChange({ validFrom })}
            />
            <DateField
              label={t('schedule.validUntil')}
              value={value.validUntil}
              error={errors.validUntil ?? null}
              onChange={(validUntil) => onChange({ validUntil })}
            />
          </div>
          <DayList
            label={t('schedule.exceptDays')}
            days={value.exceptDays}
            onChange={(exceptDays) => onChange({ exceptDays })}
          />
        </>
      )}
      {calendars.length > 0 && choice.kind !== 'once' ? (
        <div className="pair-of-fields">
          <CalendarsField
            label={t('schedule.avoidCalendars')}
            calendars={calendars}
            value={value.avoidCalendars}
            onChange={(avoidCalendars) => onChange({ avoidCalendars })}
          />
          <CalendarsField
            label={t('schedule.requireCalendars')}
            calendars={calendars}
            value={value.requireCalendars}
            onChange={(requireCalendars) => onChange({ requireCalendars })}
          />
        </div>
      ) : null}
      <DayList
        label={t('schedule.extraDays')}
        days={value.extraDays}
        onChange={(extraDays) => onChange({ extraDays })}
      />
      <p className="day-proof" role="status">
        <strong>{wordsOfDays(value, language, t)}.</strong>{' '}
        {said ? t('schedule.nextDays', { days: next.length > SHOWN_DAYS ? `${said} …` : said }) : t('schedule.noDays')}
      </p>
    </Stack>
  );
};

const CalendarsField = ({
  label,
  calendars,
  value,
  onChange,
}: {
  label: string;
  calendars: readonly Calendar[];
  value: readonly CalendarId[];
  onChange: (ids: CalendarId[]) => void;
}) => {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={label}
      placeholder={value.length === 0 ? t('schedule.noCalendar') : ''}
      data={calendars.map(({ id, name }) => ({ value: id as string, label: name }))}
      value={[...value]}
      onChange={(ids) => onChange(ids as CalendarId[])}
    />
  );
};

/** Single days, added one by one. */
export const DayList = ({
  label,
  days,
  onChange,
}: {
  label: string;
  days: readonly LocalDate[];
  onChange: (days: LocalDate[]) => void;
}) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<LocalDate | null>(null);
  const add = (): void => {
    if (draft === null) return;
    onChange([...new Set([...days, draft])].sort());
    setDraft(null);
  };
  return (
    <div>
      <Group
        align="end"
        gap="xs"
        wrap="nowrap"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || draft === null) return;
          event.preventDefault();
          add();
        }}
        onBlur={(event) => {
          // What was typed and then left behind was meant.
          if (!event.currentTarget.contains(event.relatedTarget)) add();
        }}
      >
        <div className="grows">
          <DateField label={label} placeholder={t('schedule.dayExample')} value={draft} onChange={setDraft} />
        </div>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('schedule.addDay', { list: label })}
          disabled={draft === null}
          onClick={add}
        >
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {days.length > 0 ? (
        <Pill.Group mt={6}>
          {days.map((day) => (
            <Pill
              key={day}
              withRemoveButton
              onRemove={() => onChange(days.filter((other) => other !== day))}
              removeButtonProps={{ 'aria-label': t('schedule.dropDay', { date: writeDate(day) }), tabIndex: 0 }}
            >
              {writeDate(day)}
            </Pill>
          ))}
        </Pill.Group>
      ) : null}
    </div>
  );
};
