/** What stands above and behind the rows of the timeline: hours or days, their lines, and now. Drawn once for a frame, not at every step of a drag. */
import { memo } from 'react';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { useNow } from '../parts/language.ts';
import { acrossOf, type Frame } from './timeline-rows.ts';

/** Room that the label of an hour takes, in CSS pixels. */
const LABEL_PX = 44;

/** Hours, and days above them where there are several. */
export const TimelineHead = memo(
  ({
    frame,
    names,
    width,
    dayWords,
    dayNames,
    narrow,
  }: {
    frame: Frame;
    /** Widths of the names and of the frame, in CSS pixels. */
    names: number;
    width: number;
    dayWords: (index: number) => string;
    /** What the day is by the ward's calendars; empty = nothing. */
    dayNames: readonly string[];
    /** The corner has no room for the name of a day, which is written out above. */
    narrow: boolean;
  }) => {
    const isDay = frame.days === 1;
    const step = width / 24 < LABEL_PX ? 2 : 1;
    const hours = isDay ? Array.from({ length: 24 / step }, (_, index) => index * step) : [];
    return (
      <div className="timeline-head" style={{ width: names + width }} aria-hidden>
        <span className="timeline-corner" style={{ width: names }} title={isDay ? dayNames[0] : undefined}>
          {isDay && !narrow && dayNames[0] ? <span className="day-mark">{dayNames[0]}</span> : null}
        </span>
        {isDay
          ? hours.map((hour) => (
              <span
                key={hour}
                style={{ left: names + (hour / 24) * width }}
              >{`${String(hour).padStart(2, '0')}:00`}</span>
            ))
          : Array.from({ length: frame.days }, (_, day) => (
              <span
                key={dayWords(day)}
                className="timeline-day"
                style={{ left: names + (day / frame.days) * width, width: width / frame.days }}
                title={dayNames[day]}
              >
                {dayWords(day)} {dayNames[day] ? <span className="day-dot" /> : null}
              </span>
            ))}
      </div>
    );
  },
);

/** Lines of hours or of days down all rows, and now. */
export const TimelineLines = memo(
  ({
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
    /** Whose clock says what now is. */
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
  },
);
