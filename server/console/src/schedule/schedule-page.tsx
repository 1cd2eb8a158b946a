/** The schedule: a month, a week, a day or a list of slots; which view, which week and which screen stand in the address. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconCalendarStats,
  IconCalendarWeek,
  IconChevronLeft,
  IconChevronRight,
  IconPlaylist,
  IconPlus,
} from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { readRule } from '../../../../playlists/model/recurrence.ts';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import { daysOfCalendar, prepareCalendars } from '../../../../playlists/timeline/calendars.ts';
import { addDays, dateOf, dayOf, weekdayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { useRead } from '../api/queries.ts';
import { isOwnZone, localDateOf, writeDate } from '../i18n/format.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkButton } from '../parts/link.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { ScheduleExchange } from '../schedule-exchange/schedule-exchange.tsx';
import { CalendarsDrawer } from './calendars-drawer.tsx';
import { type Move, OccurrencePart, ReachDialog, useDayWords } from './occurrence-edit.tsx';
import { requestOf } from './slot-edits.ts';
import { SlotDrawer } from './slot-form.tsx';
import { SlotTable } from './slot-table.tsx';
import { wordsOfDays } from './slot-words.ts';
import { useTargetWords } from './target-words.ts';
import { useSlotEdits } from './use-slot-edits.tsx';
import {
  type Edit,
  editByMove,
  eventsBetween,
  periodOf,
  REACHES,
  type Reach,
  recurrenceOf,
  stepFrom,
  timesOf,
  type WeekEvent,
} from './week.ts';

const SlotCalendar = lazy(async () => ({ default: (await import('./slot-calendar.tsx')).SlotCalendar }));

export const SchedulePage = () => {
  const { t } = useTranslation();
  const slots = useRead('listSlots');
  const playlists = useRead('listPlaylists');
  const calendars = useRead('listCalendars');
  return (
    <Shown
      read={playlists}
      bones={
        <Page title={t('schedule.title')} wide>
          <Bones count={1} height={480} />
        </Page>
      }
    >
      {(lists) =>
        lists.length === 0 ? (
          <Page title={t('schedule.title')}>
            <Empty
              icon={<IconPlaylist size={40} stroke={1.4} />}
              title={t('schedule.needPlaylist')}
              why={t('schedule.needPlaylistWhy')}
            >
              <LinkButton to="/playlists">{t('playlists.create')}</LinkButton>
              <ScheduleExchange all={[]} shown={[]} />
            </Empty>
          </Page>
        ) : (
          <Shown
            read={slots}
            bones={
              <Page title={t('schedule.title')} wide>
                <Bones count={1} height={480} />
              </Page>
            }
          >
            {(all) => (
              // Without the calendars, days that a slot avoids would be drawn for a moment.
              <Shown read={calendars} bones={<Bones count={1} height={480} />}>
                {(known) => <Timetable slots={all} allCalendars={known} />}
              </Shown>
            )}
          </Shown>
        )
      }
    </Shown>
  );
};

const Timetable = ({ slots: all, allCalendars }: { slots: readonly Slot[]; allCalendars: readonly Calendar[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/schedule' });
  const narrow = useMediaQuery('(max-width: 699px)', undefined, { getInitialValueInEffect: false });
  const hidden = useHidden();
  const playlists = (useRead('listPlaylists').data ?? []).filter(({ id }) => !hidden.has(id));
  const groups = (useRead('listGroups').data ?? []).filter(({ id }) => !hidden.has(id));
  const calendars = useMemo(() => allCalendars.filter(({ id }) => !hidden.has(id)), [allCalendars, hidden]);
  const screenReads = useRead('listScreens').data;
  const screens = useMemo(() => screenReads?.map(({ screen }) => screen) ?? [], [screenReads]);
  /** Values of a slot that was just drawn on the calendar. */
  const [drawn, setDrawn] = useState<Partial<SlotDraft>>({});
  /** A move that waits for the answer how far it reaches. */
  const [asked, setAsked] = useState<Move | null>(null);
  const [redraws, setRedraws] = useState(0);

  const today = localDateOf(now, zone);
  const view = search.view ?? (narrow ? 'list' : 'week');
  const on = search.on ?? today;
  const shown = view === 'list' ? 'week' : view;
  const { first, days } = periodOf(shown, on);
  const look = (change: Partial<typeof search>): void =>
    void navigate({ to: '/schedule', search: { ...search, ...change } });

  const slots = useMemo(() => {
    const screen = screens.find(({ id }) => id === search.screen);
    const applies = (target: Target): boolean =>
      !screen ||
      target.kind === 'all' ||
      (target.kind === 'screen' ? target.screenId === screen.id : screen.groupIds.includes(target.groupId));
    return all.filter((slot) => !hidden.has(slot.id) && slot.targets.some(applies));
  }, [all, hidden, screens, search.screen]);
  // A redraw puts back what was dragged and then not changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const events = useMemo(() => {
    const byId = new Map(slots.map((slot) => [slot.id, slot]));
    return eventsBetween(slots, first, days, prepareCalendars(calendars)).flatMap((event) => {
      const slot = byId.get(event.slotId);
      if (!slot) return [];
      const words = slot.enabled ? t(`schedule.priorities.${slot.priority}`) : t('schedule.disabled');
      return [{ ...event, title: slot.name, words, priority: slot.priority, enabled: slot.enabled }];
    });
  }, [slots, first, days, calendars, t, redraws]);

  const carryOut = useSlotEdits();
  const sayDay = useDayWords();
  const wordsOfMove = ({ slot, event, start, end }: Move, reach: Reach, { change }: Edit): string => {
    const [name, day] = [slot.name, sayDay(event.start.slice(0, 10))];
    const times = timesOf(start, end);
    if (reach === 'this') return t('schedule.movedOnce', { name, day });
    return reach === 'following'
      ? t('schedule.movedOn', { name, day, ...times })
      : t('schedule.moved', { name, ...times, days: wordsOfDays({ ...slot, ...change }, language, t) });
  };
  const edit = (slot: Slot, wanted: Edit, said: string): void => {
    setAsked(null);
    void carryOut(requestOf(slot, wanted), [slot], said);
  };
  const putBack = (): void => {
    setAsked(null);
    setRedraws((count) => count + 1);
  };
  const onMove = (event: WeekEvent, start: string, end: string): boolean => {
    const slot = all.find(({ id }) => id === event.slotId);
    const move = slot && { slot, event, start, end };
    if (!move || !REACHES.some((reach) => editByMove(slot, event, move, reach))) return false;
    if (readRule(slot.recurrence)?.count === 1) {
      const reach = editByMove(slot, event, move, 'all') ? 'all' : 'this';
      const only = editByMove(slot, event, move, reach);
      if (only) edit(slot, only, wordsOfMove(move, reach, only));
    } else setAsked(move);
    return true;
  };
  const onDraw = (start: string, end: string): void => {
    setDrawn({
      ...timesOf(start, end),
      recurrence: recurrenceOf([weekdayOf(dayOf(start.slice(0, 10)))]),
      ...(search.screen ? { targets: [{ kind: 'screen', screenId: search.screen }] } : {}),
    });
    look({ slot: 'new' });
  };
  const add = (): void => {
    setDrawn(search.screen ? { targets: [{ kind: 'screen', screenId: search.screen }] } : {});
    look({ slot: 'new' });
  };
  const sayPeriod = (): string => {
    if (shown === 'day') return writeDate(on);
    if (shown === 'month') return t('schedule.monthOf', { month: Number(on.slice(5, 7)), year: on.slice(0, 4) });
    return t('schedule.weekOf', { from: writeDate(first), until: writeDate(addDays(first, 6)) });
  };
  const targetName = useTargetWords();
  const opened =
    search.slot === undefined
      ? null
      : search.slot === 'new'
        ? 'new'
        : (all.find(({ id }) => id === search.slot) ?? 'missing');

  const marked = calendars
    .flatMap((calendar) => daysOfCalendar(calendar, { first: dayOf(first), last: dayOf(first) + days - 1 }))
    .map(({ day, name }) => `${writeDate(dateOf(day)).slice(0, 5)} ${name[language]}`)
    .join(' · ');
  const openedEvent = events.find(({ slotId, day }) => slotId === search.slot && day === search.day);

  return (
    <Page
      wide
      title={t('schedule.title')}
      actions={
        <>
          <ScheduleExchange all={all} shown={slots} screenId={search.screen} />
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            {t('schedule.add')}
          </Button>
        </>
      }
    >
      <div className="schedule-tools">
        {view === 'list' ? null : (
          <div className="week-steps">
            <Button
              variant="default"
              onClick={() => look({ on: stepFrom(shown, on, -1) })}
              aria-label={t('schedule.previous')}
              px="xs"
            >
              <IconChevronLeft size={18} aria-hidden />
            </Button>
            <Button variant="default" onClick={() => look({ on: undefined })}>
              {t('schedule.today')}
            </Button>
            <Button
              variant="default"
              onClick={() => look({ on: stepFrom(shown, on, 1) })}
              aria-label={t('schedule.next')}
              px="xs"
            >
              <IconChevronRight size={18} aria-hidden />
            </Button>
            <strong className="week-name">{sayPeriod()}</strong>
          </div>
        )}
        <div className="schedule-choices">
          <NativeSelect
            aria-label={t('schedule.screenFilter')}
            value={search.screen ?? ''}
            onChange={(event) => look({ screen: (event.currentTarget.value || undefined) as ScreenId | undefined })}
            data={[
              { value: '', label: t('schedule.allScreens') },
              ...screens.map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
          />
          <Button
            variant="default"
            leftSection={<IconCalendarStats size={18} aria-hidden />}
            onClick={() => look({ calendars: true })}
          >
            {t('calendars.title')}
          </Button>
          <SegmentedControl
            aria-label={t('schedule.view')}
            value={view}
            onChange={(next) => look({ view: next as typeof view })}
            data={(['month', 'week', 'day', 'list'] as const).map((value) => ({
              value,
              label: t(`schedule.${value}`),
            }))}
          />
        </div>
      </div>
      {all.length === 0 && view === 'list' ? (
        <Empty
          icon={<IconCalendarWeek size={40} stroke={1.4} />}
          title={t('schedule.empty')}
          why={t('schedule.emptyWhy')}
        >
          <Button onClick={add}>{t('schedule.add')}</Button>
        </Empty>
      ) : view === 'list' ? (
        <SlotTable
          slots={slots}
          playlistName={(slot) => playlists.find(({ id }) => id === slot.playlistId)?.name ?? t('schedule.targetGone')}
          targetName={targetName}
          onOpen={(slot) => look({ slot: slot.id })}
        />
      ) : (
        <section aria-label={t('schedule.calendar')}>
          {all.length === 0 ? <p className="hint below">{t('schedule.emptyWhy')}</p> : null}
          <Suspense fallback={<Bones count={1} height={480} />}>
            <SlotCalendar
              view={shown}
              on={shown === 'month' ? on : first}
              language={language}
              narrow={narrow ?? false}
              isOwnZone={isOwnZone(zone, now)}
              slots={events}
              onDraw={onDraw}
              onOpen={({ slotId, day }) => look({ slot: slotId, day })}
              onMove={onMove}
              onDay={(date) => look({ view: 'day', on: date })}
              sayMore={(count) => (narrow ? `+${count}` : t('schedule.more', { count }))}
            />
          </Suspense>
          {marked ? <p className="hint">{t('schedule.markedDays', { days: marked })}</p> : null}
          <p className="hint">{t('schedule.keyboardHint')}</p>
        </section>
      )}
      <SlotDrawer
        slot={opened}
        first={drawn}
        playlists={playlists}
        screens={screens}
        groups={groups}
        calendars={calendars}
        today={today}
        onClose={() => look({ slot: undefined, day: undefined })}
      >
        {openedEvent && opened && typeof opened === 'object' && readRule(opened.recurrence)?.count !== 1 ? (
          <OccurrencePart
            key={openedEvent.id}
            slot={opened}
            event={openedEvent}
            onEdit={(wanted, said) => {
              look({ slot: undefined, day: undefined });
              edit(opened, wanted, said);
            }}
            onMove={(move) => {
              look({ slot: undefined, day: undefined });
              setAsked(move);
            }}
          />
        ) : null}
      </SlotDrawer>
      <CalendarsDrawer
        opened={search.calendars === true}
        calendars={calendars}
        today={today}
        onClose={() => look({ calendars: undefined })}
      />
      <ReachDialog
        move={asked}
        onChoose={(reach, wanted) => asked && edit(asked.slot, wanted, wordsOfMove(asked, reach, wanted))}
        onClose={putBack}
      />
    </Page>
  );
};
