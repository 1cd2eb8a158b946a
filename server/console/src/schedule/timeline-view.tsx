/**
 * The schedule by screen: a row for each, grouped by site, with what is really shown from one end of a day or a week to the other.
 * Only rows in view are compiled and in the document, so hundreds of screens stay fluid. While a slot is dragged, along its row or to
 * another, what it would do is drawn over the rows and said in a sentence.
 */
import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDeviceTv, IconListCheck } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { writeDate } from '../i18n/format.ts';
import { Bones, Empty, Shown } from '../parts/page.tsx';
import { useInnerSize } from '../parts/use-inner-size.ts';
import { weekdayIn } from '../parts/weekday-field.tsx';
import { RetargetDialog } from './retarget-dialog.tsx';
import type { Picks } from './slot-bulk.ts';
import type { SlotDrag } from './slot-drag.ts';
import { isPicking } from './slot-hold.ts';
import './timeline.css';
import './what-if.css';
import { TimelineHead, TimelineLines } from './timeline-head.tsx';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelineGhost, TimelineOutlook } from './timeline-outlook.tsx';
import { type RowWords, TimelineRow } from './timeline-row.tsx';
import { eventAt, type Frame, placeRows } from './timeline-rows.ts';
import { revealRow, useActiveRow, useRowWindow } from './use-row-window.ts';
import { useScreenMoves } from './use-screen-moves.ts';
import type { SlotColour } from './use-slot-colours.ts';
import type { SlotEditing } from './use-slot-edits.tsx';
import { useTimelineDrag } from './use-timeline-drag.ts';
import { screenMoveOf, useTimelineWhatIf, wallsOf } from './use-timeline-what-if.ts';
import { useWhatIf } from './use-what-if.ts';
import type { WeekEvent } from './week.ts';

interface Props {
  frame: Frame;
  narrow: boolean;
  /** What days are by the ward's calendars, by date. */
  dayNamesOf: ReadonlyMap<string, string>;
  /** Slots as the page shows them, edits under way included. */
  slots: readonly Slot[];
  /** One screen alone. */
  screenId: ScreenId | undefined;
  colourOf: (slot: Slot) => SlotColour;
  picks: Picks;
  onAcross: (across: 'day' | 'week') => void;
  onDraw: (start: string, end: string, screenId: ScreenId) => void;
  onOpen: (event: Pick<WeekEvent, 'slotId'> & Partial<Pick<WeekEvent, 'day' | 'start'>>) => void;
  onPick: (slot: Slot) => void;
  onMove: (event: WeekEvent, start: string, end: string) => boolean;
  onCopy: (event: WeekEvent, start: string, end: string) => void;
  carryOut: SlotEditing['carryOut'];
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

/** An hour is never narrower, in CSS pixels: in a day, in a week. */
const HOUR_PX = { day: 36, week: 5.3 };
/** Width of the names, in CSS pixels. */
const NAMES_PX = { narrow: 104, wide: 208 };

const Rows = ({
  ward,
  ask,
  frame,
  narrow,
  dayNamesOf,
  screenId,
  colourOf,
  picks,
  onAcross,
  onDraw,
  onOpen,
  onPick,
  onMove,
  onCopy,
  carryOut,
}: Props & { ward: Ward; ask: ReturnType<typeof useWhatIf>['ask'] }) => {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const framed = useRef<HTMLDivElement>(null);
  const { width: viewWidth, height: viewHeight } = useInnerSize(framed);
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
  const { active, setActive, goTo } = useActiveRow(scroller, screens);

  const names = narrow ? NAMES_PX.narrow : NAMES_PX.wide;
  const least = frame.days * 24 * (frame.days === 1 ? HOUR_PX.day : HOUR_PX.week);
  const width = Math.max(least, viewWidth - names - 1);
  const last = places.at(-1);
  const height = last ? last.top + last.height : 0;

  const moves = useScreenMoves(carryOut);
  const said = useRef('');
  const onDrop = (drag: SlotDrag): void => {
    const { start, end } = wallsOf(frame, drag);
    const move = screenMoveOf(ward, frame, drag);
    if (!drag.slot || !drag.event) onDraw(start, end, drag.screenId);
    else if (move) drag.isCopy ? moves.copy(move) : moves.move(move, said.current);
    else if (drag.isCopy) onCopy(drag.event, start, end);
    else if (!onMove(drag.event, start, end)) setRefused(t('timeline.impossible'));
  };
  const { drag, onPointerDown, onClickCapture, onKey, cancel } = useTimelineDrag({
    scroller,
    places,
    ward,
    frame,
    slots,
    reveal: (id) => revealRow(scroller.current, places, id),
    onDrop,
  });
  const { drawn, onScroll } = useRowWindow(places, viewHeight || 600, [active, drag?.overId]);
  const whatIf = useTimelineWhatIf({ ward, ask, frame, drag, drawn });
  said.current = whatIf?.outlook ?? '';

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    setRefused('');
    if (onKey(event)) return;
    const slot = slots.get((event.target as HTMLElement).dataset.slot ?? '');
    if (slot && (event.key === 'Enter' || event.key === ' ') && isPicking(event)) {
      event.preventDefault();
      onPick(slot);
    }
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    goTo(event.key === 'ArrowUp' ? -1 : 1);
  };
  /** Where no key can be held, a touch picks for as long as one says so. */
  const isTouch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false });
  const [picksByTouch, setPicksByTouch] = useState(false);
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const span = (event.target as Element).closest<HTMLElement>('[data-slot]');
    const slot = slots.get(span?.dataset.slot ?? '');
    const screen = ward.screens.get(span?.closest<HTMLElement>('[data-screen]')?.dataset.screen as ScreenId);
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
    if (slot && (picksByTouch || isPicking(event))) onPick(slot);
    else if (slot && screen) onOpen(eventAt(ward, slot, screen, Number(span?.dataset.began)) ?? { slotId: slot.id });
    else if (row) onDraw(`${frame.first}T08:00:00`, `${frame.first}T09:00:00`, row as ScreenId);
  };
  const dayWords = useCallback(
    (index: number): string => {
      const date = addDays(frame.first, index);
      return `${t(`common.day.d${weekdayIn(date)}`)} ${writeDate(date).slice(0, 5)}`;
    },
    [t, frame],
  );
  const dayNames = useMemo(
    () => Array.from({ length: frame.days }, (_, index) => dayNamesOf.get(addDays(frame.first, index)) ?? ''),
    [dayNamesOf, frame],
  );
  const words = useMemo(
    (): RowWords => ({
      addOn: (name) => t('timeline.addOn', { name }),
      kind: (kind) => t(`timeline.kinds.${kind}`),
      priority: (slot) => t(`schedule.priorities.${slot.priority}`),
      alone: t('tickers.alone'),
      picked: t('gestures.picked'),
      day: (index) => [dayWords(index), dayNames[index]].filter(Boolean).join(', '),
    }),
    [t, dayWords, dayNames],
  );
  if (screens.length === 0)
    return (
      <Empty
        icon={<IconDeviceTv size={40} stroke={1.4} />}
        title={t('timeline.noScreens')}
        why={t('timeline.noScreensWhy')}
      />
    );
  const status = drag ? (whatIf?.said ?? t('timeline.impossible')) : refused;
  return (
    <>
      <div className="timeline-tools">
        {narrow ? null : (
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
        )}
        {narrow || isTouch ? (
          <Button
            className="keeps-width"
            variant={picksByTouch ? 'filled' : 'default'}
            aria-pressed={picksByTouch}
            leftSection={<IconListCheck size={18} aria-hidden />}
            onClick={() => setPicksByTouch(!picksByTouch)}
          >
            {t('timeline.pickMany')}
          </Button>
        ) : null}
        <p className={status ? 'what-if-said' : 'what-if-said hint'} role="status" aria-live="polite">
          {status || t(picksByTouch ? 'timeline.pickHint' : narrow ? 'timeline.touchHint' : 'timeline.hint')}
        </p>
      </div>
      <div className="timeline" ref={framed}>
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
            if (row?.dataset.row) setActive(row.dataset.row as ScreenId);
          }}
          onBlur={() => drag && cancel()}
        >
          <TimelineHead
            frame={frame}
            names={names}
            width={width}
            dayWords={dayWords}
            dayNames={dayNames}
            narrow={narrow}
          />
          <div className="timeline-rows" style={{ height, width: names + width, '--names': `${names}px` } as object}>
            <TimelineLines
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
                  colourOf={colourOf}
                  picked={picks.ids}
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
                <TimelineGhost drag={drag} places={drawn} frame={frame} width={width} />
              </div>
            ) : null}
          </div>
        </div>
      </div>
      <TimelineLegend />
      <RetargetDialog move={moves.asked} onChoose={moves.answer} onClose={moves.close} />
    </>
  );
};
