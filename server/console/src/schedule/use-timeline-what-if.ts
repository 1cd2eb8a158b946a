/** What the held slot would do if it were let go, for every row that it concerns: worked out anew at each step, drawn and said. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { Ward } from '../../../../playlists/timeline/ward.ts';
import { sayGaps } from '../../../../playlists/timeline/what-if-sentences.ts';
import { useLanguage } from '../parts/language.ts';
import { type SlotDrag, slotByCopy, slotByDrawing, slotByMove } from './slot-drag.ts';
import { previewOf, type ScreenMove } from './slot-retarget.ts';
import { type Frame, type Place, wallOf } from './timeline-rows.ts';
import { useRetargetWords } from './use-retarget-words.ts';
import type { useWhatIf, WhatIf } from './use-what-if.ts';
import { withRestOfDay } from './week.ts';

export const wallsOf = (frame: Frame, { start, end }: SlotDrag): { start: string; end: string } => ({
  start: wallOf(frame, start),
  end: wallOf(frame, end),
});

/** What is held over another row than its own; null where it is over its own. */
export const screenMoveOf = (ward: Ward, frame: Frame, drag: SlotDrag): ScreenMove | null => {
  const [from, to] = [ward.screens.get(drag.screenId), ward.screens.get(drag.overId)];
  if (!drag.slot || !drag.event || !from || !to || from === to) return null;
  const event = withRestOfDay(drag.slot, drag.event, ward.dayParts);
  return { slot: drag.slot, event, ...wallsOf(frame, drag), from, to };
};

type Ask = ReturnType<typeof useWhatIf>['ask'];

/** Both rows: the one that would have it, and the one that would be left. */
const askOfMove = (ask: Ask, frame: Frame, move: ScreenMove, isCopy: boolean): WhatIf | null => {
  const { arriving, leaving } = previewOf(move);
  const { from, to, event } = move;
  const arrival = ask(arriving, move, frame, { screens: [to], lead: to.id });
  if (!arrival || !leaving || isCopy) return arrival;
  const left = ask(leaving, event, frame, { screens: [from], lead: from.id });
  return {
    outlooks: [...arrival.outlooks, ...(left?.outlooks ?? [])],
    focusOf: (screen) => (left && screen.id === from.id ? left : arrival).focusOf(screen),
    said: arrival.said,
  };
};

export interface TimelineWhatIf extends WhatIf {
  /** What would be seen on the screens; `said` begins with what letting go would do. */
  outlook: string;
}

export const useTimelineWhatIf = ({
  ward,
  ask,
  frame,
  drag,
  drawn,
}: {
  ward: Ward;
  ask: Ask;
  frame: Frame;
  drag: SlotDrag | null;
  drawn: readonly Place[];
}): TimelineWhatIf | null => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { sayCarried } = useRetargetWords();
  const slotOf = (held: SlotDrag): Slot | null => {
    const { start, end } = wallsOf(frame, held);
    if (held.slot && held.event)
      return held.isCopy
        ? slotByCopy(held.slot, start, end)
        : slotByMove(held.slot, withRestOfDay(held.slot, held.event, ward.dayParts), start, end);
    const playlistId = ward.schedule.playlists[0]?.id;
    return playlistId ? slotByDrawing(start, end, held.screenId, { name: t('timeline.newSlot'), playlistId }) : null;
  };
  // Asked anew at each step of a drag; rows that come into view meanwhile are asked about at the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo((): TimelineWhatIf | null => {
    if (!drag) return null;
    const move = screenMoveOf(ward, frame, drag);
    if (move) {
      const asked = askOfMove(ask, frame, move, drag.isCopy);
      const left = asked?.outlooks.find(({ screen }) => screen.id === move.from.id);
      const gaps = asked && left ? (sayGaps(ward, left, asked.focusOf(move.from))?.[language] ?? '') : '';
      if (!asked) return null;
      const outlook = [asked.said, gaps].filter(Boolean).join(' ');
      return { ...asked, outlook, said: `${sayCarried(move, drag.isCopy)} ${outlook}` };
    }
    const slot = slotOf(drag);
    if (!slot) return null;
    const seen = drawn.flatMap((place): Screen[] => (place.kind === 'screen' ? [place.screen] : []));
    const asked = ask(slot, wallsOf(frame, drag), frame, { screens: seen, lead: drag.screenId });
    return asked && { ...asked, outlook: asked.said };
  }, [drag, ask, frame]);
};
