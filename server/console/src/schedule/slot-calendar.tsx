/**
 * A day, a week or a month as a calendar. Drawing on empty time makes a slot, clicking opens one, dragging moves it, dragging an edge
 * stretches it; with Alt held dragging copies, with Shift or Ctrl held clicking picks; in a month dragging moves it by days, and clicking a day opens the day. Wall-clock strings go in and come out; no zone is involved. This file is the only one that knows the
 * calendar library, and its chunk is fetched only when the calendar is shown.
 */
import { type Calendar, createCalendar, DayGrid, destroyCalendar, Interaction, TimeGrid } from '@event-calendar/core';
import '@event-calendar/core/index.css';
import { type PointerEvent, useEffect, useRef } from 'react';
import type { Language } from '../i18n/i18n.ts';
import { timesOf, type WeekEvent } from './week.ts';

export type CalendarView = 'day' | 'week' | 'month';
const LIBRARY_VIEW = { day: 'timeGridDay', week: 'timeGridWeek', month: 'dayGridMonth' } as const;

export interface CalendarSlot extends WeekEvent {
  title: string;
  /** What colour and state say, for those who do not see them. */
  words: string;
  /** What the colour says, where it is drawn beside the title; null = it is in the words alone. */
  mark: string | null;
  /** It is a ticker alone, and hides nothing. */
  isAlone: boolean;
  /** Class that brings the colours. */
  tone: string;
  isPicked: boolean;
}

/** How many more a day has than are drawn. */
export interface MoreOfDay {
  date: string;
  /** Where there is little room, the number alone; `words` say it in full. */
  title: string;
  words: string;
}

interface Props {
  view: CalendarView;
  /** A day that is shown. */
  on: string;
  language: Language;
  /** What days are by the ward's calendars, by date. */
  dayNames: ReadonlyMap<string, string>;
  slots: readonly CalendarSlot[];
  /** What stands for the occurrences of a day that found no room. */
  more: readonly MoreOfDay[];
  /** Day heads are cut to what a phone can show. */
  narrow: boolean;
  /** The browser's clock reads as the ward's; only then does the library know what "now" and "today" are. */
  isOwnZone: boolean;
  onDraw: (start: string, end: string) => void;
  onOpen: (event: WeekEvent) => void;
  onPick: (event: WeekEvent) => void;
  onCopy: (event: WeekEvent, start: string, end: string) => void;
  onDay: (date: string) => void;
  /** What was not drawn of a day is asked for. */
  onMore: (date: string) => void;
  /** What is being dragged, at each step of it; null when it is let go. */
  onHold: (held: { event: WeekEvent | null; start: string; end: string } | null) => void;
  /** False = put it back. */
  onMove: (event: WeekEvent, start: string, end: string) => boolean;
}

/** The library keeps wall time in the local fields of a Date. */
const wallOf = (date: Date): string => {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
};

/** The head of a phone's narrow column: T2, and the number of a day that is one. */
const narrowDayOf = (day: Date, language: Language, isAnyDay: boolean): string => {
  const weekday = day.toLocaleDateString(language === 'vi' ? 'vi-VN' : 'en-GB', { weekday: 'narrow' });
  // Two lines in a week's columns (`schedule.css`).
  return isAnyDay ? weekday : `${weekday}\n${day.getDate()}`;
};

const element = (tag: string, className: string, text: string): HTMLElement => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

/** To the second, as the slot has it; the library's own text ends at the minute. */
const drawSlot = (times: string, title: string, mark: string | null, words: string): Node[] => [
  element('span', 'slot-times', times),
  element('span', 'slot-title', title),
  ...(mark === null ? [] : [element('span', 'slot-mark', mark)]),
  element('span', 'unseen', words),
];

/** What is held while something is done by pointer or key. The library types its events as plain ones. */
const heldIn = (event: Event) => event as Partial<Pick<MouseEvent, 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>>;
/** Windows copies with Ctrl held, others with Alt; here both do. */
const isCopying = (event: Event): boolean => {
  const { altKey, ctrlKey, metaKey } = heldIn(event);
  return altKey === true || ctrlKey === true || metaKey === true;
};
const isPicking = (event: Event): boolean => {
  const { shiftKey, ctrlKey, metaKey } = heldIn(event);
  return shiftKey === true || ctrlKey === true || metaKey === true;
};

/** Begins the ids of what stands for the rest of a day; the day follows. */
const MORE = 'more@';

/** A button at the end of a day of the month, or at the head of a day of hours. */
const moreOf = ({ date, title, words }: MoreOfDay, inMonth: boolean) => ({
  id: `${MORE}${date}`,
  ...(inMonth ? { start: `${date}T23:59:59`, end: `${date}T23:59:59` } : { start: date, end: date, allDay: true }),
  title,
  extendedProps: { words },
  editable: false,
  startEditable: false,
  durationEditable: false,
  classNames: ['slot-more'],
});

const drawMore = ({ title, extendedProps: { words } }: Calendar.Event): Node[] => {
  const shown = element('span', 'slot-more-words', String(title));
  shown.ariaHidden = 'true';
  return [shown, element('span', 'unseen', String(words))];
};

/**
 * The head of a day, with what the day is; its whole name is read aloud and shown on hover. `dot`: where a name has no room, a dot stands
 * for it, and beside the calendar it is written out (`day-notes.tsx`).
 */
const drawDay = (text: string, name: string | undefined, dot: boolean): string | { domNodes: Node[] } => {
  if (name === undefined) return text;
  const mark = element('span', dot ? 'day-dot' : 'day-mark', dot ? '' : name);
  mark.title = name;
  return {
    domNodes: [document.createTextNode(`${text} `), mark, ...(dot ? [element('span', 'unseen', name)] : [])],
  };
};

const TABLE_PARTS = '[role=table], [role=rowgroup], [role=row], [role=columnheader], [role=cell], [aria-colindex]';

/**
 * The library calls its boxes a table, but puts buttons where only rows may stand, which assistive technology cannot read.
 * Without those roles what remains is a plain group of buttons, each named by its times, title and level.
 */
const keepRolesPlain = (within: HTMLElement): MutationObserver => {
  const strip = (): void => {
    for (const box of within.querySelectorAll(TABLE_PARTS)) {
      if (box.getAttribute('role') !== 'button') box.removeAttribute('role');
      box.removeAttribute('aria-colindex');
    }
  };
  strip();
  const observer = new MutationObserver(strip);
  observer.observe(within, { childList: true, subtree: true });
  return observer;
};

export const SlotCalendar = (props: Props) => {
  const target = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!target.current) return;
    const moved = (info: { event: Calendar.Event; revert: () => void }, isCopy = false): void => {
      if (info.event.allDay) {
        info.revert();
        return;
      }
      const was = latest.current.slots.find(({ id }) => id === info.event.id);
      if (was && isCopy) {
        const [start, end] = [wallOf(info.event.start), wallOf(info.event.end)];
        info.revert();
        if (start !== was.start) latest.current.onCopy(was, start, end);
        return;
      }
      if (!was || !latest.current.onMove(was, wallOf(info.event.start), wallOf(info.event.end))) info.revert();
    };
    const made = createCalendar(target.current, [TimeGrid, DayGrid, Interaction], {
      view: LIBRARY_VIEW[latest.current.view],
      date: latest.current.on,
      firstDay: 1,
      headerToolbar: { start: '', center: '', end: '' },
      allDaySlot: latest.current.view !== 'month' && latest.current.more.length > 0,
      allDayContent: '',
      slotDuration: '00:30',
      snapDuration: '00:15',
      scrollTime: '06:00',
      height: '100%',
      nowIndicator: latest.current.isOwnZone,
      ...(latest.current.isOwnZone ? {} : { theme: (theme) => ({ ...theme, today: '' }) }),
      selectable: true,
      editable: true,
      eventStartEditable: true,
      eventDurationEditable: true,
      // Side by side: what lies below another could not be read.
      slotEventOverlap: false,
      unselectAuto: true,
      selectMinDistance: 4,
      longPressDelay: 400,
      pointer: true,
      slotLabelFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      eventTimeFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      dateClick: (info) => {
        if (latest.current.view === 'month') latest.current.onDay(wallOf(info.date).slice(0, 10));
      },
      select: (info) => {
        latest.current.onHold(null);
        // The row of what is not drawn has no times to draw on.
        if (!info.allDay) latest.current.onDraw(wallOf(info.start), wallOf(info.end));
        made.unselect();
      },
      eventClick: (info) => {
        if (String(info.event.id).startsWith(MORE)) {
          latest.current.onMore(String(info.event.id).slice(MORE.length));
          return;
        }
        const event = latest.current.slots.find(({ id }) => id === info.event.id);
        if (event) latest.current[isPicking(info.jsEvent) ? 'onPick' : 'onOpen'](event);
      },
      eventDragStop: () => latest.current.onHold(null),
      eventResizeStop: () => latest.current.onHold(null),
      eventDrop: (info) => moved(info, isCopying(info.jsEvent)),
      eventResize: (info) => moved(info),
      eventContent: (info) => {
        if (String(info.event.id).startsWith(MORE)) return { domNodes: drawMore(info.event) };
        const [start, end] = [wallOf(info.event.start), wallOf(info.event.end)];
        const { from, until } = timesOf(start, end);
        // The library tells of no steps, but draws its preview anew at each; states must not change while it draws.
        if (info.event.display === 'preview') {
          const event = latest.current.slots.find(({ id }) => id === info.event.id) ?? null;
          queueMicrotask(() => latest.current.onHold({ event, start, end }));
        }
        const { mark, words } = info.event.extendedProps;
        return {
          domNodes: drawSlot(`${from}–${until}`, String(info.event.title), mark as string | null, String(words)),
        };
      },
    });
    calendar.current = made;
    const unroled = keepRolesPlain(target.current);
    return () => {
      calendar.current = null;
      unroled.disconnect();
      void destroyCalendar(made);
    };
  }, []);

  const { view, on, language, narrow, slots, more, dayNames } = props;
  useEffect(() => {
    const isMonth = view === 'month';
    const dot = narrow && view !== 'day';
    const head = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
    });
    // A day of the month stands for itself: no drawing of times, no stretching, on it.
    calendar.current?.setOption('selectable', !isMonth);
    calendar.current?.setOption('eventDurationEditable', !isMonth);
    calendar.current?.setOption('view', LIBRARY_VIEW[view]);
    calendar.current?.setOption('date', on);
    calendar.current?.setOption('locale', language === 'vi' ? 'vi-VN' : 'en-GB');
    calendar.current?.setOption(
      'dayHeaderFormat',
      isMonth && !narrow
        ? { weekday: 'short' }
        : (day: Date) =>
            drawDay(
              narrow ? narrowDayOf(day, language, isMonth) : head.format(day),
              isMonth ? undefined : dayNames.get(wallOf(day).slice(0, 10)),
              dot,
            ),
    );
    calendar.current?.setOption('dayCellFormat', (day: Date) =>
      drawDay(String(day.getDate()), dayNames.get(wallOf(day).slice(0, 10)), dot),
    );
  }, [view, on, language, narrow, dayNames]);
  useEffect(() => {
    calendar.current?.setOption('events', [
      ...slots.map((slot) => ({
        id: slot.id,
        start: slot.start,
        end: slot.end,
        title: slot.title,
        extendedProps: { words: slot.words, mark: slot.mark },
        classNames: [
          'slot-event',
          slot.tone,
          ...(slot.isAlone ? ['slot-alone'] : []),
          ...(slot.isPicked ? ['slot-picked'] : []),
        ],
      })),
      ...more.map((day) => moreOf(day, view === 'month')),
    ]);
    calendar.current?.setOption('allDaySlot', view !== 'month' && more.length > 0);
  }, [slots, more, view]);
  // While Alt is held during a drag, the pointer says that it copies.
  const sayCopying = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.toggleAttribute('data-copies', event.buttons === 1 && isCopying(event.nativeEvent));
  };
  return (
    <div ref={target} onPointerMove={sayCopying} onPointerUp={sayCopying} className={`calendar calendar-${view}`} />
  );
};
