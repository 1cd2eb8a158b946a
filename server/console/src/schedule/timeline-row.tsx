/** One screen's row: its name, and what is really shown on it. Worked out when the row comes into view, drawn once. */
import { memo, useMemo } from 'react';
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import { sayClock } from '../../../../playlists/timeline/difference-times.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { EDGE_PX } from './slot-hold.ts';
import { type Frame, ROW_HEIGHT, type RowSpan, spansOn, tickersOn } from './timeline-rows.ts';
import type { SlotColour } from './use-slot-colours.ts';

/** From this width on, in CSS pixels, a span has room for words. */
const NAMED_FROM = 44;
/** What an initial takes; narrower spans have no letters. */
const LETTER_PX = 8;
const GAP = 4;
/** A ticker alone is drawn as it is seen: a band along the foot of what is shown. */
const TICKER_HEIGHT = 14;
/** From this height on there is room for what the colour says below the name. */
const MARKED_FROM = 34;

export interface RowWords {
  addOn: (name: string) => string;
  kind: (kind: Exclude<RowSpan['kind'], 'slot'>) => string;
  priority: (slot: Slot) => string;
  /** Added to the name of one that is picked. */
  picked: string;
  /** What a ticker alone is called. */
  alone: string;
  /** Weekday and date, where more than one day is shown. */
  day: (index: number) => string;
}

/** The initials of a name, as many as there is room for: “Bản tin sáng” is BTS. */
const shortOf = (name: string, width: number): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase('vi')
    .slice(0, Math.max(0, Math.floor((width - 6) / LETTER_PX)));

interface Props {
  ward: Ward;
  screen: Screen;
  slots: ReadonlyMap<string, Slot>;
  colourOf: (slot: Slot) => SlotColour;
  picked: ReadonlySet<SlotId>;
  frame: Frame;
  top: number;
  /** Width of the whole frame, in CSS pixels. */
  width: number;
  /** Its spans are in the tab order. */
  isActive: boolean;
  words: RowWords;
}

const hoursOf = ({ start, end }: RowSpan): string => {
  const last = end % DAY_MS;
  return `${sayClock(start % DAY_MS)}–${last === 0 ? '24:00' : sayClock(last)}`;
};

export const TimelineRow = memo(
  ({ ward, screen, slots, colourOf, picked, frame, top, width, isActive, words }: Props) => {
    const spans = useMemo(
      () => [...spansOn(ward, screen, frame), ...tickersOn(ward, screen, frame)],
      [ward, screen, frame],
    );
    const pxPerMs = width / (frame.days * DAY_MS);
    const counts = new Map<string, number>();
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame
      <div className="timeline-row" role="group" aria-label={screen.name} style={{ top, height: ROW_HEIGHT }}>
        <button
          type="button"
          className="timeline-name"
          data-row={screen.id}
          tabIndex={isActive ? 0 : -1}
          aria-label={words.addOn(screen.name)}
          title={screen.name}
        >
          {screen.name}
        </button>
        <div className="timeline-track" data-screen={screen.id} style={{ width }}>
          {spans.map((span) => {
            const slot = span.slotId ? slots.get(span.slotId) : undefined;
            const name = slot?.name ?? (span.kind === 'slot' ? '' : words.kind(span.kind));
            const height = span.isOver ? TICKER_HEIGHT : (ROW_HEIGHT - 2 * GAP) / span.lanes;
            const place = {
              left: span.start * pxPerMs,
              width: Math.max(2, (span.end - span.start) * pxPerMs - 1),
              top: span.isOver ? ROW_HEIGHT - GAP - TICKER_HEIGHT : GAP + span.lane * height,
              height: height - (span.lanes > 1 ? 1 : 0),
            };
            const day = frame.days > 1 ? `${words.day(Math.floor(span.start / DAY_MS))} ` : '';
            const label = `${day}${hoursOf(span)} ${name}`;
            const isNamed = place.width >= NAMED_FROM && height > 10;
            const nth = counts.get(span.slotId ?? span.kind) ?? 0;
            counts.set(span.slotId ?? span.kind, nth + 1);
            const key = `${span.slotId ?? span.kind} ${nth}`;
            if (!slot)
              return (
                <span key={key} className={`timeline-span timeline-${span.kind}`} style={place} title={label}>
                  <span className={isNamed ? 'timeline-words' : 'unseen'}>{isNamed ? name : label}</span>
                </span>
              );
            const { tone, mark: said } = colourOf(slot);
            const mark = span.isOver ? words.alone : said;
            const isPicked = picked.has(slot.id);
            const hasEdges = place.width >= 3 * EDGE_PX;
            return (
              <button
                type="button"
                key={key}
                className={`timeline-span timeline-slot ${tone}${span.isOver ? ' timeline-ticker' : ''}${isPicked ? ' timeline-picked' : ''}`}
                style={place}
                title={mark === null ? label : `${label} · ${mark}`}
                aria-label={`${label}${mark === null ? '' : ` ${mark}`}, ${words.priority(slot)}${isPicked ? `, ${words.picked}` : ''}`}
                tabIndex={isActive ? 0 : -1}
                data-slot={slot.id}
                data-began={span.startedAt}
                data-opens={(hasEdges && span.from === span.startedAt) || undefined}
                data-closes={(hasEdges && span.ends) || undefined}
              >
                {isNamed ? (
                  <span className="timeline-words">
                    {isPicked ? '✓ ' : ''}
                    {name}
                  </span>
                ) : (
                  <ShortWords short={height > 10 ? shortOf(name, place.width) : ''} isPicked={isPicked} />
                )}
                {isNamed && mark !== null && height >= MARKED_FROM ? (
                  <>
                    {' '}
                    <span className="timeline-words timeline-colour">{mark}</span>
                  </>
                ) : null}
              </button>
            );
          })}
        </div>
      </div>
    );
  },
);

/** What a span too narrow for its name says; that it is picked is seen at any width. Its whole name is the button's. */
const ShortWords = ({ short, isPicked }: { short: string; isPicked: boolean }) =>
  isPicked ? (
    <span className="timeline-check" aria-hidden data-short="✓" />
  ) : short === '' ? null : (
    // Drawn by the style sheet: initials are no part of the name by which one asks for the button.
    <span className="timeline-short" aria-hidden data-short={short} />
  );
