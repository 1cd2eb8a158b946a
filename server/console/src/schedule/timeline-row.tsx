/** One screen's row: its name, and what is really shown on it. Worked out when the row comes into view, drawn once. */
import { memo, useMemo } from 'react';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import { sayClock } from '../../../../playlists/timeline/difference-times.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { type Frame, ROW_HEIGHT, type RowSpan, spansOn } from './timeline-rows.ts';

/** From this width on, in CSS pixels, a span has room for words. */
const NAMED_FROM = 44;
const GAP = 4;

export interface RowWords {
  addOn: (name: string) => string;
  kind: (kind: Exclude<RowSpan['kind'], 'slot'>) => string;
  priority: (slot: Slot) => string;
  /** Weekday and date, where more than one day is shown. */
  day: (index: number) => string;
}

interface Props {
  ward: Ward;
  screen: Screen;
  slots: ReadonlyMap<string, Slot>;
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

export const TimelineRow = memo(({ ward, screen, slots, frame, top, width, isActive, words }: Props) => {
  const spans = useMemo(() => spansOn(ward, screen, frame), [ward, screen, frame]);
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
          const height = (ROW_HEIGHT - 2 * GAP) / span.lanes;
          const place = {
            left: span.start * pxPerMs,
            width: Math.max(2, (span.end - span.start) * pxPerMs - 1),
            top: GAP + span.lane * height,
            height: height - (span.lanes > 1 ? 1 : 0),
          };
          const day = frame.days > 1 ? `${words.day(Math.floor(span.start / DAY_MS))} ` : '';
          const label = `${day}${hoursOf(span)} ${name}`;
          const shown = place.width >= NAMED_FROM && height > 10 ? name : '';
          const nth = counts.get(span.slotId ?? span.kind) ?? 0;
          counts.set(span.slotId ?? span.kind, nth + 1);
          const key = `${span.slotId ?? span.kind} ${nth}`;
          if (!slot)
            return (
              <span key={key} className={`timeline-span timeline-${span.kind}`} style={place} title={label}>
                <span className="timeline-words">{shown}</span>
                {shown ? null : <span className="unseen">{label}</span>}
              </span>
            );
          const runsFrom = span.from === span.startedAt;
          return (
            <button
              type="button"
              key={key}
              className={`timeline-span timeline-slot slot-${slot.priority}`}
              style={place}
              title={label}
              aria-label={`${label}, ${words.priority(slot)}`}
              tabIndex={isActive ? 0 : -1}
              data-slot={slot.id}
              data-began={span.startedAt}
              data-opens={runsFrom || undefined}
              data-closes={span.ends || undefined}
            >
              <span className="timeline-words">{shown}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
});
