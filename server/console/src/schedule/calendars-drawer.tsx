/** Calendars beside the schedule: the next days of each, and the form of one. */
import { Button, Checkbox, Pill, TextInput } from '@mantine/core';
import { IconCalendarStats } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar, DayRange } from '../../../../playlists/model/calendar.ts';
import { CalendarId } from '../../../../playlists/model/ids.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { daysOfCalendar, type NamedDay } from '../../../../playlists/timeline/calendars.ts';
import { dateOf, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { CalendarDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call } from '../api/client.ts';
import { drawId, isSameIn, makeOnce } from '../api/drawn-id.ts';
import { writeDate } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { DateField } from '../parts/time-field.tsx';
import { DayList } from './day-fields.tsx';
import { ShelfDrawer, ShelfForm } from './shelf-drawer.tsx';

/** A year and a bit: Tết is always among the days shown. */
const SHOWN_DAYS = 400;
const SHOWN_MOST = 12;

export const CalendarsDrawer = ({
  opened,
  calendars,
  today,
  onClose,
}: {
  opened: boolean;
  calendars: readonly Calendar[];
  today: LocalDate;
  onClose: () => void;
}) => {
  const form = (calendar: Calendar | null, close: () => void) => (
    <CalendarForm calendar={calendar} today={today} onClose={close} />
  );
  return (
    <ShelfDrawer
      shelf="calendars"
      opened={opened}
      things={calendars}
      icon={<IconCalendarStats size={40} stroke={1.4} />}
      doomed={({ id, name }) => ({ kind: 'calendar', id, name })}
      say={(calendar) => <NextDays calendar={calendar} today={today} most={3} />}
      form={form}
      onClose={onClose}
    />
  );
};

interface DayRun {
  first: number;
  last: number;
  name: NamedDay['name'];
}

/** Days in a row that bear one name. */
const joinDays = (days: readonly NamedDay[]): DayRun[] =>
  days.reduce<DayRun[]>((runs, { day, name }) => {
    const run = runs.at(-1);
    if (run && run.last === day - 1 && run.name.vi === name.vi) run.last = day;
    else runs.push({ first: day, last: day, name });
    return runs;
  }, []);

/** `05/02 – 09/02/2027`. */
const sayRun = ({ first, last }: DayRun): string =>
  first === last ? writeDate(dateOf(first)) : `${writeDate(dateOf(first)).slice(0, 5)} – ${writeDate(dateOf(last))}`;

const NextDays = ({
  calendar,
  today,
  most,
}: {
  calendar: Pick<Calendar, 'name' | 'base' | 'added' | 'removed'>;
  today: LocalDate;
  most: number;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const first = dayOf(today);
  const runs = joinDays(daysOfCalendar(calendar, { first, last: first + SHOWN_DAYS }));
  const said = runs
    .slice(0, most)
    .map((run) => `${sayRun(run)} ${run.name[language]}`)
    .join(' · ');
  return (
    <p className="hint">
      {said ? `${t('calendars.next')}: ${said}${runs.length > most ? ' …' : ''}` : t('calendars.none')}
    </p>
  );
};

const CalendarForm = ({
  calendar,
  today,
  onClose,
}: {
  calendar: Calendar | null;
  today: LocalDate;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [id] = useState(() => calendar?.id ?? drawId(CalendarId, 'cal'));
  const [draft, setDraft] = useState<CalendarDraft>({
    name: calendar?.name ?? '',
    base: calendar?.base ?? 'none',
    added: calendar?.added ?? [],
    removed: calendar?.removed ?? [],
  });
  const set = (part: Partial<CalendarDraft>): void => setDraft({ ...draft, ...part });
  const change = ({ version }: Calendar) =>
    call('changeCalendar', { params: { calendarId: id }, body: { ...draft, basedOn: version } });
  return (
    <ShelfForm
      shelf="calendars"
      name={draft.name}
      onName={(name) => set({ name })}
      save={() =>
        calendar
          ? change(calendar)
          : makeOnce({
              create: () => call('createCalendar', { body: { id, ...draft } }),
              isAsAsked: (made) => isSameIn(CalendarDraft, made, draft),
              change,
            })
      }
      proof={<NextDays calendar={draft} today={today} most={SHOWN_MOST} />}
      onClose={onClose}
    >
      <Checkbox
        label={t('calendars.base')}
        description={t('calendars.baseHint')}
        checked={draft.base !== 'none'}
        onChange={(event) => set({ base: event.currentTarget.checked ? 'vietnam-holidays' : 'none' })}
      />
      <RangeList ranges={draft.added} onChange={(added) => set({ added })} />
      {draft.base === 'none' ? null : (
        <DayList label={t('calendars.removed')} days={draft.removed} onChange={(removed) => set({ removed })} />
      )}
    </ShelfForm>
  );
};

/** Runs of days that the ward adds, one by one. */
const RangeList = ({ ranges, onChange }: { ranges: readonly DayRange[]; onChange: (ranges: DayRange[]) => void }) => {
  const { t } = useTranslation();
  const [from, setFrom] = useState<LocalDate | null>(null);
  const [until, setUntil] = useState<LocalDate | null>(null);
  const [name, setName] = useState('');
  const isWrong = from !== null && until !== null && until < from;
  const add = (): void => {
    if (from === null || isWrong) return;
    onChange([...ranges, { from, until: until ?? from, name }].sort((a, b) => (a.from < b.from ? -1 : 1)));
    setFrom(null);
    setUntil(null);
    setName('');
  };
  const say = (range: DayRange): string => {
    const days =
      range.from === range.until ? writeDate(range.from) : `${writeDate(range.from)} – ${writeDate(range.until)}`;
    return range.name ? `${range.name}: ${days}` : days;
  };
  return (
    <fieldset className="plain-fieldset">
      <legend className="field-label">{t('calendars.added')}</legend>
      <Pill.Group mb={6}>
        {ranges.map((range) => (
          <Pill
            key={`${range.from} ${range.until} ${range.name}`}
            withRemoveButton
            onRemove={() => onChange(ranges.filter((other) => other !== range))}
            removeButtonProps={{ 'aria-label': t('calendars.dropRange', { name: say(range) }), tabIndex: 0 }}
          >
            {say(range)}
          </Pill>
        ))}
      </Pill.Group>
      <div className="pair-of-fields">
        <DateField label={t('calendars.from')} placeholder={t('schedule.dayExample')} value={from} onChange={setFrom} />
        <DateField
          label={t('calendars.until')}
          placeholder={t('schedule.dayExample')}
          value={until}
          error={isWrong ? t('fields.order') : null}
          onChange={setUntil}
        />
      </div>
      <TextInput
        mt="xs"
        label={t('calendars.rangeName')}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button mt="xs" size="xs" variant="default" disabled={from === null || isWrong} onClick={add}>
        {t('calendars.addRange')}
      </Button>
    </fieldset>
  );
};
