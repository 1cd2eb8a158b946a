/** Calendars: the list, and the form of one, in a drawer beside the schedule. */
import { Button, Checkbox, Drawer, Pill, Stack, TextInput } from '@mantine/core';
import { IconCalendarStats, IconChevronLeft, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar, DayRange } from '../../../../playlists/model/calendar.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { daysOfCalendar, type NamedDay } from '../../../../playlists/timeline/calendars.ts';
import { dateOf, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { CalendarDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { writeDate } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage } from '../parts/language.ts';
import { Empty } from '../parts/page.tsx';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { DayList } from './day-fields.tsx';

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
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Calendar | 'new' | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('calendars.add')}
    </Button>
  );
  const list =
    calendars.length === 0 ? (
      <Empty
        icon={<IconCalendarStats size={40} stroke={1.4} />}
        title={t('calendars.empty')}
        why={t('calendars.emptyWhy')}
      >
        {add}
      </Empty>
    ) : (
      <Stack>
        <p className="hint">{t('calendars.lead')}</p>
        <ul className="rows">
          {calendars.map((calendar) => (
            <li key={calendar.id} className="row">
              <div>
                <strong>{calendar.name}</strong>
                <NextDays calendar={calendar} today={today} most={3} />
              </div>
              <div className="row-actions">
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconPencil size={14} aria-hidden />}
                  onClick={() => setEdited(calendar)}
                >
                  {t('common.edit')}
                </Button>
                <DeleteButton thing={{ kind: 'calendar', id: calendar.id, name: calendar.name }} size="xs" />
              </div>
            </li>
          ))}
        </ul>
        <div>{add}</div>
      </Stack>
    );
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={480}
      lockScroll={false}
      title={t('calendars.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {edited ? (
        <>
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            onClick={() => setEdited(null)}
          >
            {t('calendars.back')}
          </Button>
          <CalendarForm calendar={edited === 'new' ? null : edited} today={today} onClose={() => setEdited(null)} />
        </>
      ) : (
        list
      )}
    </Drawer>
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
  const queries = useQueryClient();
  const [draft, setDraft] = useState<CalendarDraft>({
    name: calendar?.name ?? '',
    base: calendar?.base ?? 'none',
    added: calendar?.added ?? [],
    removed: calendar?.removed ?? [],
  });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const set = (part: Partial<CalendarDraft>): void => setDraft({ ...draft, ...part });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const called = calendar
      ? await call('changeCalendar', {
          params: { calendarId: calendar.id },
          body: { ...draft, basedOn: calendar.version },
        })
      : await call('createCalendar', { body: draft });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    for (const read of READS_OF.calendars) void queries.invalidateQueries({ queryKey: [read] });
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('calendars.name')}
          placeholder={t('calendars.nameExample')}
          required
          value={draft.name}
          error={trouble ? errorsOf(trouble, t).name : undefined}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-autofocus
        />
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
        <div className="day-proof" role="status">
          <NextDays calendar={draft} today={today} most={SHOWN_MOST} />
        </div>
        <div className="dialog-actions">
          <Button type="submit">{t('common.save')}</Button>
        </div>
      </Stack>
    </form>
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
