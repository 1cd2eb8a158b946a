/**
 * The schedule by screen: a row for each, grouped by site, with what is really shown from one end of a day or a week to the other.
 * Only rows in view are compiled and in the document, so hundreds of screens stay fluid. While a slot is dragged, what it would do is
 * drawn over the rows and said in a sentence.
 */
import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDeviceTv } from '@tabler/icons-react';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { writeDate } from '../i18n/format.ts';
import { useNow } from '../parts/language.ts';
import { Bones, Empty, Shown } from '../parts/page.tsx';
import { weekdayIn } from '../parts/weekday-field.tsx';
import { type SlotDrag, slotByCopy, slotByDrawing, slotByMove } from './slot-drag.ts';
import './timeline.css';
import { TimelineOutlook } from './timeline-outlook.tsx';
import { type RowWords, TimelineRow } from './timeline-row.tsx';
import { acrossOf, eventAt, type Frame, type Place, placeRows, placesBetween, wallOf } from './timeline-rows.ts';
import { useTimelineDrag } from './use-timeline-drag.ts';
import { useWhatIf, type WhatIf } from './use-what-if.ts';
import type { WeekEvent } from './week.ts';

interface Props {
  frame: Frame;
  narrow: boolean;
  /** Slots as the page shows them, edits under way included. */
  slots: readonly Slot[];
  /** One screen alone. */
  screenId: ScreenId | undefined;
  onAcross: (across: 'day' | 'week') => void;
  onDraw: (start: string, end: string, screenId: ScreenId) => void;
  onOpen: (event: Pick<WeekEvent, 'slotId'> & { day?: string }) => void;
  onMove: (event: WeekEvent, start: string, end: string) => boolean;
  onCopy: (event: WeekEvent, start: string, end: string) => void;
}

export const TimelineView = (props: Props) => {
  const { t } = useTranslation();
  const whatIf = useWhatIf(props.slots);
  return (
    <section aria-label={t('timeline.label')}>
      <Shown read={whatIf.read} bones={<Bones count={1} height={480} />}>
        {() => (whatIf.ward ? <Rows {...props} ward={whatIf.ward} ask={whatIf.ask} /> : null)}
      </Shown>
    </section>
  );
};

const Legend = () => {
  const { t } = useTranslation();
  const marks = [
    ['timeline-mark-default', t('timeline.kinds.default')],
    ['timeline-mark-safe', t('timeline.kinds.safe')],
    ['timeline-mark-blank', t('timeline.kinds.blank')],
    ['outlook-hidden', t('timeline.hidden')],
    ['outlook-hides', t('timeline.hides', { name: '…' })],
    ['outlook-bare', t('timeline.bare')],
  ];
  return (
    <ul className="timeline-legend" aria-label={t('timeline.legend')}>
      {marks.map(([mark, words]) => (
        <li key={mark}>
          <span className={`timeline-mark ${mark}`} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
};

/** Rows above and below the view that are kept ready. */
const AHEAD_PX = 160;
/** An hour is never narrower, in CSS pixels: in a day, in a week. */
const HOUR_PX = { day: 36, week: 5.3 };

/** Which rows are in view; changes only when a row comes or goes. */
const useRowsInView = (places: readonly Place[], viewHeight: number) => {
  const [top, setTop] = useState(0);
  const [first, last] = placesBetween(places, top - AHEAD_PX, top + viewHeight + AHEAD_PX);
  const onScroll = (scrollTop: number): void => {
    const [nextFirst, nextLast] = placesBetween(places, scrollTop - AHEAD_PX, scrollTop + viewHeight + AHEAD_PX);
    if (nextFirst !== first || nextLast !== last) setTop(scrollTop);
  };
  return { inView: places.slice(first, last), onScroll };
};

const Rows = ({
  ward,
  ask,
  frame,
  narrow,
  screenId,
  onAcross,
  onDraw,
  onOpen,
  onMove,
  onCopy,
}: Props & { ward: Ward; ask: ReturnType<typeof useWhatIf>['ask'] }) => {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width: viewWidth, height: viewHeight } = useElementSize<HTMLDivElement>();
  const [refused, setRefused] = useState('');
  const slots = useMemo(() => new Map(ward.schedule.slots.map((slot) => [slot.id as string, slot])), [ward]);
  const places = useMemo(
    () =>
      placeRows(
        ward.schedule.screens.filter(({ id }) => !screenId || id === screenId),
        ward.schedule.sites,
      ),
    [ward, screenId],
  );
  const screens = useMemo(() => places.flatMap((place) => (place.kind === 'screen' ? [place.screen] : [])), [places]);
  const [chosen, setChosen] = useState<ScreenId | null>(null);
  const active = screens.find(({ id }) => id === chosen)?.id ?? screens[0]?.id;
  const { inView, onScroll } = useRowsInView(places, viewHeight || 600);
  const drawn = inView.some((place) => place.kind === 'screen' && place.screen.id === active)
    ? inView
    : [...inView, ...places.filter((place) => place.kind === 'screen' && place.screen.id === active)];

  const names = narrow ? 104 : 208;
  const least = frame.days * 24 * (frame.days === 1 ? HOUR_PX.day : HOUR_PX.week);
  const width = Math.max(least, viewWidth - names - 1);
  const height = places.at(-1) ? (places.at(-1) as Place).top + (places.at(-1) as Place).height : 0;

  const wallsOf = (drag: SlotDrag): { start: string; end: string } => ({
    start: wallOf(frame, drag.start),
    end: wallOf(frame, drag.end),
  });
  const onDrop = (drag: SlotDrag): void => {
    const { start, end } = wallsOf(drag);
    if (!drag.slot || !drag.event) onDraw(start, end, drag.screenId);
    else if (drag.isCopy) onCopy(drag.event, start, end);
    else if (!onMove(drag.event, start, end)) setRefused(t('timeline.impossible'));
  };
  const { drag, onPointerDown, onClickCapture, onKey, cancel } = useTimelineDrag({
    scroller,
    ward,
    frame,
    slots,
    onDrop,
  });
  const slotOf = (held: SlotDrag): Slot | null => {
    const { start, end } = wallsOf(held);
    if (held.slot && held.event)
      return held.isCopy ? slotByCopy(held.slot, start, end) : slotByMove(held.slot, held.event, start, end);
    const playlistId = ward.schedule.playlists[0]?.id;
    return playlistId ? slotByDrawing(start, end, held.screenId, { name: t('timeline.newSlot'), playlistId }) : null;
  };
  // Asked anew at each step of a drag; rows that come into view meanwhile are asked about at the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const whatIf = useMemo((): WhatIf | null => {
    const slot = drag && slotOf(drag);
    if (!slot) return null;
    const seen = drawn.flatMap((place) => (place.kind === 'screen' ? [place.screen] : []));
    return ask(slot, wallsOf(drag), frame, { screens: seen, lead: drag.screenId });
  }, [drag, ask, frame]);

  const wanted = useRef<ScreenId | null>(null);
  const goTo = (step: -1 | 1): void => {
    const index = screens.findIndex(({ id }) => id === active) + step;
    const next = screens[index];
    if (!next) return;
    cancel();
    wanted.current = next.id;
    setChosen(next.id);
  };
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const name = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    wanted.current = null;
    name?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    name?.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    setRefused('');
    if (onKey(event)) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    goTo(event.key === 'ArrowUp' ? -1 : 1);
  };
  const onClick = (event: React.MouseEvent<HTMLElement>): void => {
    const span = (event.target as Element).closest<HTMLElement>('[data-slot]');
    const slot = slots.get(span?.dataset.slot ?? '');
    const screen = ward.screens.get(span?.closest<HTMLElement>('[data-screen]')?.dataset.screen as ScreenId);
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
    if (slot && screen) open(slot, screen, Number(span?.dataset.began));
    else if (row) onDraw(`${frame.first}T08:00:00`, `${frame.first}T09:00:00`, row as ScreenId);
  };
  const open = (slot: Slot, screen: Screen, began: number): void => {
    const event = eventAt(ward, slot, screen, began);
    onOpen(event ?? { slotId: slot.id });
  };
  const dayWords = (index: number): string => {
    const date = addDays(frame.first, index);
    return `${t(`common.day.d${weekdayIn(date)}`)} ${writeDate(date).slice(0, 5)}`;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow language and frame alone
  const words = useMemo(
    (): RowWords => ({
      addOn: (name) => t('timeline.addOn', { name }),
      kind: (kind) => t(`timeline.kinds.${kind}`),
      priority: (slot) => t(`schedule.priorities.${slot.priority}`),
      day: dayWords,
    }),
    [t, frame],
  );
  if (screens.length === 0)
    return (
      <Empty
        icon={<IconDeviceTv size={40} stroke={1.4} />}
        title={t('timeline.noScreens')}
        why={t('timeline.noScreensWhy')}
      />
    );
  const said = drag ? (whatIf?.said ?? t('timeline.impossible')) : refused;
  return (
    <>
      <div className="timeline-tools">
        <SegmentedControl
          size="xs"
          aria-label={t('timeline.across')}
          value={frame.days === 1 ? 'day' : 'week'}
          onChange={(next) => onAcross(next as 'day' | 'week')}
          data={[
            { value: 'day', label: t('timeline.day') },
            { value: 'week', label: t('timeline.week') },
          ]}
        />
        <p className={said ? 'what-if-said' : 'what-if-said hint'} role="status" aria-live="polite">
          {said || t('timeline.hint')}
        </p>
      </div>
      <div className="timeline" ref={sized}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons take the keys and clicks, which arrive here */}
        <div
          ref={scroller}
          className={drag ? 'timeline-scroll dragging' : 'timeline-scroll'}
          onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
          onPointerDown={onPointerDown}
          onClickCapture={onClickCapture}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={(event) => {
            const row = (event.target as Element).closest('.timeline-row')?.querySelector<HTMLElement>('[data-row]');
            if (row?.dataset.row) setChosen(row.dataset.row as ScreenId);
          }}
          onBlur={() => drag && cancel()}
        >
          <Head frame={frame} names={names} width={width} dayWords={dayWords} />
          <div className="timeline-rows" style={{ height, width: names + width, '--names': `${names}px` } as object}>
            <Lines
              frame={frame}
              names={names}
              width={width}
              height={height}
              ward={ward}
              screen={screens[0] as Screen}
            />
            {drawn.map((place) =>
              place.kind === 'site' ? (
                <div
                  key={place.site.id}
                  className="timeline-site"
                  style={{ top: place.top, height: place.height, width: names + width }}
                >
                  <span>
                    <strong>{place.site.name}</strong>
                    <span className="hint">{t('timeline.screens', { count: place.count })}</span>
                  </span>
                </div>
              ) : (
                <TimelineRow
                  key={place.screen.id}
                  ward={ward}
                  screen={place.screen}
                  slots={slots}
                  frame={frame}
                  top={place.top}
                  width={width}
                  isActive={place.screen.id === active}
                  words={words}
                />
              ),
            )}
            {drag ? (
              <div className="timeline-drawings" style={{ width, height }} aria-hidden>
                {whatIf ? (
                  <TimelineOutlook
                    ward={ward}
                    frame={frame}
                    width={width}
                    places={drawn}
                    outlooks={whatIf.outlooks}
                    focusOf={whatIf.focusOf}
                    slots={slots}
                  />
                ) : null}
                <Ghost drag={drag} places={drawn} frame={frame} width={width} />
              </div>
            ) : null}
          </div>
        </div>
      </div>
      <Legend />
      <p className="hint">{t('timeline.keys')}</p>
    </>
  );
};

/** The stretch under the pointer, with its times. */
const Ghost = ({
  drag,
  places,
  frame,
  width,
}: {
  drag: SlotDrag;
  places: readonly Place[];
  frame: Frame;
  width: number;
}) => {
  const place = places.find((one) => one.kind === 'screen' && one.screen.id === drag.screenId);
  if (!place) return null;
  const pxPerMs = width / (frame.days * DAY_MS);
  const [left, right] = [Math.max(0, drag.start * pxPerMs), Math.min(width, drag.end * pxPerMs)];
  return (
    <div className="timeline-outlook" style={{ top: place.top, height: place.height, width }}>
      <span className="timeline-ghost" style={{ left, width: Math.max(2, right - left) }}>
        <span className="timeline-times">
          {`${wallOf(frame, drag.start).slice(11, 16)}–${wallOf(frame, drag.end).slice(11, 16)}`}
        </span>
      </span>
    </div>
  );
};

/** Room that the label of an hour takes, in CSS pixels. */
const LABEL_PX = 44;

/** Hours, and days above them where there are several. */
const Head = ({
  frame,
  names,
  width,
  dayWords,
}: {
  frame: Frame;
  names: number;
  width: number;
  dayWords: (index: number) => string;
}) => {
  const isDay = frame.days === 1;
  const step = width / 24 < LABEL_PX ? 2 : 1;
  const hours = isDay ? Array.from({ length: 24 / step }, (_, index) => index * step) : [];
  return (
    <div className="timeline-head" style={{ width: names + width }} aria-hidden>
      <span className="timeline-corner" style={{ width: names }} />
      {isDay
        ? hours.map((hour) => (
            <span
              key={hour}
              style={{ left: names + (hour / 24) * width }}
            >{`${String(hour).padStart(2, '0')}:00`}</span>
          ))
        : Array.from({ length: frame.days }, (_, day) => (
            <span key={dayWords(day)} style={{ left: names + (day / frame.days) * width }}>
              {dayWords(day)}
            </span>
          ))}
    </div>
  );
};

/** Lines of hours or of days down all rows, and now. */
const Lines = ({
  frame,
  names,
  width,
  height,
  ward,
  screen,
}: {
  frame: Frame;
  names: number;
  width: number;
  height: number;
  ward: Ward;
  screen: Screen;
}) => {
  const now = useNow(60_000);
  const across = acrossOf(ward.clocks(screen.zone), frame, now);
  const count = frame.days === 1 ? 24 : frame.days * 4;
  const isIn = across >= 0 && across < frame.days * DAY_MS;
  return (
    <div className="timeline-lines" style={{ left: names, width, height }} aria-hidden>
      {Array.from({ length: count - 1 }, (_, index) => index + 1).map((line) => (
        <i
          key={line}
          className={frame.days > 1 && line % 4 === 0 ? 'timeline-midnight' : undefined}
          style={{ left: (line / count) * width }}
        />
      ))}
      {isIn ? <b style={{ left: (across / (frame.days * DAY_MS)) * width }} /> : null}
    </div>
  );
};
