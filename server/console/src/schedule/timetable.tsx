/** A month, a week, a day, a timeline by screen or a list of slots; which view, which week and which screen stand in the address. */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCalendarWeek } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { prepareCalendars } from '../../../../playlists/timeline/calendars.ts';
import { prepareDayParts } from '../../../../playlists/timeline/day-parts.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { useRead } from '../api/queries.ts';
import { isOwnZone, localDateOf, writeDate } from '../i18n/format.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Bones, Empty, Page } from '../parts/page.tsx';
import { EditingNote } from '../publish/own-draft.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { roomOf } from './calendar-room.ts';
import { CalendarsDrawer } from './calendars-drawer.tsx';
import { ColourLegend } from './colour-legend.tsx';
import { useContentWords } from './content-words.ts';
import { DayNotes } from './day-notes.tsx';
import { DayPartsDrawer } from './day-parts-drawer.tsx';
import { HistoryButtons } from './history-buttons.tsx';
import { ReachDialog } from './occurrence-edit.tsx';
import { OpenedSlot } from './opened-slot.tsx';
import { ScheduleActions } from './schedule-actions.tsx';
import { ScheduleTools } from './schedule-tools.tsx';
import { pickOne } from './slot-bulk.ts';
import { drawnDraft } from './slot-drag.ts';
import { SlotTable } from './slot-table.tsx';
import { useTargetWords } from './target-words.ts';
import { useCalendarWhatIf } from './use-calendar-what-if.tsx';
import { useDayNames } from './use-day-names.ts';
import { useDayParts } from './use-day-parts.ts';
import { useOccurrenceMoves } from './use-occurrence-moves.ts';
import { usePicks } from './use-picks.ts';
import { useShownSlots } from './use-shown-slots.ts';
import { useSlotColours } from './use-slot-colours.ts';
import type { SlotEditing } from './use-slot-edits.tsx';
import { eventsBetween, periodOf, stepFrom, type WeekEvent, withRestOfDay } from './week.ts';

const TimelineView = lazy(async () => ({ default: (await import('./timeline-view.tsx')).TimelineView }));
const SlotCalendar = lazy(async () => ({ default: (await import('./slot-calendar.tsx')).SlotCalendar }));

export const Timetable = ({
  slots: all,
  allCalendars,
  editing,
}: {
  slots: readonly Slot[];
  allCalendars: readonly Calendar[];
  editing: SlotEditing;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/schedule' });
  const narrow = useMediaQuery('(max-width: 699px)', undefined, { getInitialValueInEffect: false });
  const hidden = useHidden();
  const playlistReads = useRead('listPlaylists').data;
  const playlists = useMemo(() => playlistReads?.filter(({ id }) => !hidden.has(id)) ?? [], [playlistReads, hidden]);
  const groups = (useRead('listGroups').data ?? []).filter(({ id }) => !hidden.has(id));
  const kept = useMemo(() => all.filter(({ id }) => !hidden.has(id)), [all, hidden]);
  const calendars = useMemo(() => allCalendars.filter(({ id }) => !hidden.has(id)), [allCalendars, hidden]);
  const prepared = useMemo(() => prepareCalendars(calendars), [calendars]);
  const dayParts = useDayParts();
  const preparedParts = useMemo(() => prepareDayParts(dayParts), [dayParts]);
  const screenReads = useRead('listScreens').data;
  const screens = useMemo(() => screenReads?.map(({ screen }) => screen) ?? [], [screenReads]);
  /** Values of a slot that was just drawn on the calendar. */
  const [drawn, setDrawn] = useState<Partial<SlotDraft>>({});

  const today = localDateOf(now, zone);
  const view = search.view ?? (narrow ? 'list' : 'week');
  const on = search.on ?? today;
  const shown = view === 'list' ? 'week' : view === 'timeline' ? (search.across ?? 'day') : view;
  const { first, days } = periodOf(shown, on);
  const frame = useMemo(() => ({ first, days }), [first, days]);
  const room = useMemo(() => roomOf(shown, narrow ?? false), [shown, narrow]);
  const look = (change: Partial<typeof search>): void =>
    void navigate({ to: '/schedule', search: { ...search, ...change } });

  const whatIf = useCalendarWhatIf(all, frame, search.screen);
  const { carryOut, step, said: nextSteps } = editing;
  const { asked, edit, ask, answer, putBack, redraws, move, copy } = useOccurrenceMoves(all, preparedParts, carryOut);
  const colouring = search.colour ?? 'priority';
  const { colourOf, legendOf } = useSlotColours(colouring, all, playlists);
  const { picks, setPicks, clear } = usePicks();
  const { slots, events, left, running } = useShownSlots({
    all,
    screen: screens.find(({ id }) => id === search.screen),
    first,
    days,
    calendars: prepared,
    dayParts: preparedParts,
    // The timeline draws by itself; all it needs is the occurrence that was opened.
    only: view === 'timeline' ? (search.slot ?? '') : undefined,
    room,
    colourOf,
    picks,
    redraws,
  });
  const picked = useMemo(() => slots.filter(({ id }) => picks.ids.has(id)), [slots, picks]);

  const onDraw = (start: string, end: string, screenId: ScreenId | undefined = search.screen): void => {
    setDrawn(drawnDraft(start, end, screenId));
    look({ slot: 'new' });
  };
  const onCopyOf = ({ slotId }: Pick<WeekEvent, 'slotId'>, start: string, end: string): void => {
    const slot = all.find(({ id }) => id === slotId);
    if (slot) copy(slot, start, end);
  };
  const add = (): void => {
    setDrawn(search.screen ? { targets: [{ kind: 'screen', screenId: search.screen }] } : {});
    look({ slot: 'new' });
  };
  const sayPeriod = (): string => {
    if (shown === 'day') return writeDate(on);
    const until = addDays(first, 6);
    // Where there is little room, the year stands once.
    if (shown === 'week' && narrow && first.slice(0, 4) === until.slice(0, 4))
      return t('schedule.weekOf', { from: writeDate(first).slice(0, 5), until: writeDate(until) });
    if (shown === 'month') return t('schedule.monthOf', { month: Number(on.slice(5, 7)), year: on.slice(0, 4) });
    return t('schedule.weekOf', { from: writeDate(first), until: writeDate(until) });
  };
  const drafts = useRead('getDraft').data;
  const targetName = useTargetWords();
  const contentName = useContentWords(playlists);
  const opened =
    search.slot === undefined
      ? null
      : search.slot === 'new'
        ? 'new'
        : (all.find(({ id }) => id === search.slot) ?? { missing: search.slot });

  const dayNames = useDayNames(frame, calendars);
  const openedEvent = useMemo(() => {
    const of = slots.filter(({ id }) => id === search.slot);
    const ofDay = eventsBetween(of, first, days, prepared, preparedParts).filter(({ day }) => day === search.day);
    // Of a day-part with several ranges the day alone does not say which.
    const event = ofDay.find(({ start }) => start === search.start) ?? ofDay[0];
    return event && of[0] && withRestOfDay(of[0], event, preparedParts);
  }, [slots, search.slot, search.day, search.start, first, days, prepared, preparedParts]);

  const more = useMemo(
    () =>
      [...left].map(([date, count]) => {
        const words = t('schedule.more', { count });
        return { date, title: narrow ? `+${count}` : words, words };
      }),
    [left, narrow, t],
  );
  const undrawn = [...left.values()].reduce((sum, count) => sum + count, 0);

  const legend = (shown: readonly Slot[]) => (
    <ColourLegend
      lines={legendOf(shown)}
      colouring={colouring}
      onColouring={(next) => look({ colour: next === 'priority' ? undefined : next })}
    />
  );

  return (
    <Page
      wide
      title={t('schedule.title')}
      actions={
        <ScheduleActions
          source={{ on, shown: slots, all: kept, calendars: prepared, dayParts: preparedParts }}
          canCopy={view !== 'list'}
          screenId={search.screen}
          narrow={narrow ?? false}
          carryOut={carryOut}
          onAdd={add}
          onCalendars={() => look({ calendars: true })}
          onDayParts={() => look({ dayParts: true })}
        />
      }
    >
      <ScheduleTools
        view={view}
        across={search.across ?? 'day'}
        period={sayPeriod()}
        screen={search.screen}
        screens={screens}
        onStep={(step) => look({ on: step === 0 ? undefined : stepFrom(shown, on, step) })}
        onScreen={(screen) => look({ screen })}
        onCalendars={() => look({ calendars: true })}
        onDayParts={() => look({ dayParts: true })}
        onView={(next, across) => look({ view: next, ...(across ? { across } : {}) })}
        narrow={narrow ?? false}
      >
        <HistoryButtons said={nextSteps} step={step} />
      </ScheduleTools>
      <EditingNote others={drafts?.others ?? []} />
      {view === 'timeline' || (narrow && view !== 'list') ? <DayNotes names={dayNames} /> : null}
      {all.length === 0 && view === 'list' ? (
        <Empty
          icon={<IconCalendarWeek size={40} stroke={1.4} />}
          title={t('schedule.empty')}
          why={t('schedule.emptyWhy')}
        >
          <Button onClick={add}>{t('schedule.add')}</Button>
        </Empty>
      ) : view === 'list' ? (
        <>
          <SlotTable
            slots={slots}
            playlistName={contentName}
            targetName={targetName}
            onOpen={(slot) => look({ slot: slot.id })}
            colouring={colouring}
            colourOf={colourOf}
            picks={picks}
            onPicks={setPicks}
          />
          {legend(slots)}
          <p className="hint">{t('gestures.listHint')}</p>
        </>
      ) : view === 'timeline' ? (
        <>
          <Suspense fallback={<Bones count={1} height={480} />}>
            <TimelineView
              frame={frame}
              narrow={narrow ?? false}
              dayNamesOf={dayNames}
              slots={all}
              screenId={search.screen}
              colourOf={colourOf}
              picks={picks}
              onAcross={(across) => look({ across })}
              onDraw={onDraw}
              onOpen={({ slotId, day, start }) => look({ slot: slotId, day, start })}
              onPick={({ id }) => setPicks(pickOne(picks, id))}
              onMove={move}
              onCopy={onCopyOf}
              carryOut={carryOut}
            />
          </Suspense>
          {legend(slots)}
          {narrow ? null : <p className="hint">{t('timeline.keys')}</p>}
        </>
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
              dayNames={dayNames}
              slots={events}
              more={more}
              onDraw={onDraw}
              onOpen={({ slotId, day, start }) => look({ slot: slotId, day, start })}
              onPick={({ slotId }) => setPicks(pickOne(picks, slotId))}
              onCopy={onCopyOf}
              onMove={move}
              onHold={whatIf.onHold}
              onDay={(date) => look({ view: 'day', on: date })}
              onMore={(date) =>
                look(shown === 'day' ? { view: 'timeline', across: 'day', on: date } : { view: 'day', on: date })
              }
            />
          </Suspense>
          {whatIf.note}
          {left.size > 0 ? <p className="hint">{t(`schedule.notDrawn.${shown}`, { count: undrawn })}</p> : null}
          {legend(running)}
          {narrow ? null : <DayNotes names={dayNames} />}
          <p className="hint">
            {narrow ? null : t('gestures.hint')} {t('schedule.keyboardHint')}
          </p>
        </section>
      )}
      <OpenedSlot
        slot={opened}
        event={openedEvent}
        first={drawn}
        playlists={playlists}
        screens={screens}
        groups={groups}
        calendars={calendars}
        today={today}
        onEdit={edit}
        onMove={ask}
        onCopy={onCopyOf}
        onSaved={editing.note}
        onDelete={(slot) =>
          void carryOut(
            { change: [], add: [], remove: [{ id: slot.id, basedOn: slot.version }] },
            [slot],
            t('schedule.slotDeleted', { name: slot.name }),
          )
        }
        onClose={() => look({ slot: undefined, day: undefined, start: undefined })}
      />
      <CalendarsDrawer
        opened={search.calendars === true}
        calendars={calendars}
        today={today}
        onClose={() => look({ calendars: undefined })}
      />
      <DayPartsDrawer opened={search.dayParts === true} onClose={() => look({ dayParts: undefined })} />
      <BulkBar
        picked={picked}
        choices={{ playlists, screens, groups, calendars }}
        onEdit={({ edits, before }, said) => void carryOut(edits, before, said)}
        onClear={clear}
      />
      <ReachDialog move={asked} onChoose={answer} onClose={putBack} />
    </Page>
  );
};
