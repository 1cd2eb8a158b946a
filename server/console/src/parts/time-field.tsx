/** Text fields for times of day and days: every browser shows them alike, 24 hours, seconds when wanted. */
import { TextInput } from '@mantine/core';
import { IconCalendar, IconClock } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeDate } from '../i18n/format.ts';
import { readDate, readTime } from './time-text.ts';
import { unreadableMark } from './unreadable.ts';

interface FieldProps {
  label: string;
  description?: ReactNode;
  error?: string | null;
  required?: boolean;
}

const useDraft = (shown: string) => {
  const [draft, setDraft] = useState(shown);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setDraft(shown);
    setWrong(false);
  }, [shown]);
  return { draft, setDraft, wrong, setWrong };
};

export const TimeField = ({
  value,
  onChange,
  asEnd = false,
  error,
  ...field
}: FieldProps & { value: string; onChange: (time: string) => void; asEnd?: boolean }) => {
  const { t } = useTranslation();
  const { draft, setDraft, wrong, setWrong } = useDraft(value);
  const settle = (): void => {
    const time = readTime(draft, asEnd);
    setWrong(time === null);
    if (time !== null) {
      setDraft(time);
      if (time !== value) onChange(time);
    }
  };
  return (
    <TextInput
      {...field}
      value={draft}
      error={wrong ? t('fields.time') : error}
      leftSection={<IconClock size={16} aria-hidden />}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        const time = readTime(event.currentTarget.value, asEnd);
        // Complete times count at once, so Enter in the field sends what is shown.
        if (time !== null && /^\d{2}:\d{2}(:\d{2})?$/.test(event.currentTarget.value)) onChange(time);
      }}
      onBlur={settle}
      // Sending the form does not leave the field.
      onKeyDown={(event) => event.key === 'Enter' && settle()}
      {...unreadableMark(readTime(draft, asEnd) === null)}
      placeholder="07:30"
      autoComplete="off"
    />
  );
};

export const DateField = ({
  value,
  onChange,
  error,
  ...field
}: FieldProps & { value: string | null; onChange: (date: string | null) => void; placeholder?: string }) => {
  const { t } = useTranslation();
  const { draft, setDraft, wrong, setWrong } = useDraft(value ? writeDate(value) : '');
  const isUnreadable = draft.trim() !== '' && readDate(draft) === null;
  const settle = (): void => {
    setWrong(isUnreadable);
    if (isUnreadable) return;
    const date = draft.trim() === '' ? null : readDate(draft);
    if (date !== value) onChange(date);
    setDraft(date ? writeDate(date) : '');
  };
  return (
    <TextInput
      placeholder={t('schedule.open')}
      {...field}
      value={draft}
      error={wrong ? t('fields.date') : error}
      leftSection={<IconCalendar size={16} aria-hidden />}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        const date = /\d{4}$|^\d{4}-\d\d-\d\d$/.test(event.currentTarget.value)
          ? readDate(event.currentTarget.value)
          : null;
        // Complete dates count at once, so Enter in the field sends what is shown.
        if (date !== null && writeDate(date) === event.currentTarget.value) onChange(date);
      }}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
      {...unreadableMark(isUnreadable)}
      autoComplete="off"
    />
  );
};
