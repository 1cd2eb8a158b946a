/** What is being dragged, and what it would do, drawn over the rows: shown, hidden and by whom, whom it would hide, what it leaves bare. */
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import type { Stretch } from '../../../../playlists/timeline/occurrences.ts';
import { RULE } from '../../../../playlists/timeline/rules.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import type { Outlook } from '../../../../playlists/timeline/what-if.ts';
import type { SlotDrag } from './slot-drag.ts';
import { acrossOf, type Frame, type Place, wallOf } from './timeline-rows.ts';

const NAMED_FROM = 56;

interface Props {
  ward: Ward;
  frame: Frame;
  width: number;
  places: readonly Place[];
  outlooks: readonly Outlook[];
  /** The occurrence that is held; what happens to the others of its slot is not drawn. */
  focusOf: (screen: Screen) => Stretch;
  slots: ReadonlyMap<string, Slot>;
}

export const TimelineOutlook = ({ ward, frame, width, places, outlooks, focusOf, slots }: Props) => {
  const { t } = useTranslation();
  const pxPerMs = width / (frame.days * DAY_MS);
  const nameOf = (slotId: string | null): string => (slotId && slots.get(slotId)?.name) || '';
  return outlooks.map(({ screen, shown, hidden, hides, newlyBare }) => {
    const place = placeOf(places, screen.id);
    if (!place) return null;
    const clock = ward.clocks(screen.zone);
    const focus = focusOf(screen);
    const isHeld = ({ from, until }: Stretch): boolean => from < focus.until && until > focus.from;
    const piece = (kind: string, stretch: Stretch, words: string) => {
      const left = acrossOf(clock, frame, stretch.from) * pxPerMs;
      const wide = Math.max(2, acrossOf(clock, frame, stretch.until) * pxPerMs - left);
      return (
        <span
          key={`${kind} ${stretch.from} ${words}`}
          className={`outlook outlook-${kind}`}
          style={{ left, width: wide }}
        >
          {wide >= NAMED_FROM ? <span className="outlook-words">{words}</span> : null}
        </span>
      );
    };
    return (
      <div key={screen.id} className="timeline-outlook" style={{ top: place.top, height: place.height, width }}>
        {newlyBare.map((stretch) => piece('bare', stretch, t('timeline.bare')))}
        {shown.filter(isHeld).map((stretch) => piece('shown', stretch, ''))}
        {hides
          .filter(isHeld)
          .map((taken) => piece('hides', taken, t('timeline.hides', { name: nameOf(taken.slotId) })))}
        {hidden
          .filter(isHeld)
          .map((taken) =>
            piece(
              'hidden',
              taken,
              taken.slotId
                ? t('timeline.hiddenBy', { name: nameOf(taken.slotId) })
                : t(taken.rule === RULE.blank ? 'timeline.blanked' : 'timeline.unready'),
            ),
          )}
      </div>
    );
  });
};

const placeOf = (places: readonly Place[], screenId: string): Place | undefined =>
  places.find((one) => one.kind === 'screen' && one.screen.id === screenId);

/** The stretch under the pointer with its times, and where it was, if that is another row. */
export const TimelineGhost = ({
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
  const pxPerMs = width / (frame.days * DAY_MS);
  const across = ({ start, end }: { start: number; end: number }) => {
    const [left, right] = [Math.max(0, start * pxPerMs), Math.min(width, end * pxPerMs)];
    return { left, width: Math.max(2, right - left) };
  };
  const place = placeOf(places, drag.overId);
  const origin = drag.overId === drag.screenId ? undefined : placeOf(places, drag.screenId);
  return (
    <>
      {origin ? (
        <div className="timeline-outlook" style={{ top: origin.top, height: origin.height, width }}>
          <span className="timeline-origin" style={across(drag.was)} />
        </div>
      ) : null}
      {place ? (
        <div className="timeline-outlook" style={{ top: place.top, height: place.height, width }}>
          <span className="timeline-ghost" style={across(drag)}>
            <span className="timeline-times">
              {`${wallOf(frame, drag.start).slice(11, 16)}–${wallOf(frame, drag.end).slice(11, 16)}`}
            </span>
          </span>
        </div>
      ) : null}
    </>
  );
};
