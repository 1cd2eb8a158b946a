/** Which rows of the timeline are in the document: those in view, some above and below, and always those that are asked for. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { type Place, placesBetween } from './timeline-rows.ts';

/** Rows above and below the view that are kept ready, in CSS pixels. */
const AHEAD_PX = 160;

/** Changes only when a row comes or goes. `kept`: rows that stay in the document wherever they are. */
export const useRowWindow = (places: readonly Place[], viewHeight: number, kept: readonly (ScreenId | undefined)[]) => {
  const [top, setTop] = useState(0);
  const rangeAt = (at: number): [number, number] => placesBetween(places, at - AHEAD_PX, at + viewHeight + AHEAD_PX);
  const [first, last] = rangeAt(top);
  const onScroll = (scrollTop: number): void => {
    const [nextFirst, nextLast] = rangeAt(scrollTop);
    if (nextFirst !== first || nextLast !== last) setTop(scrollTop);
  };
  const inView = places.slice(first, last);
  const others = places.filter(
    (place, index) => (index < first || index >= last) && place.kind === 'screen' && kept.includes(place.screen.id),
  );
  return { drawn: others.length > 0 ? [...inView, ...others] : inView, onScroll };
};

/** The row that has the focus, or would have it: its parts alone are in the tab order. */
export const useActiveRow = (scroller: RefObject<HTMLElement | null>, screens: readonly Screen[]) => {
  const [chosen, setChosen] = useState<ScreenId | null>(null);
  const active = screens.find(({ id }) => id === chosen)?.id ?? screens[0]?.id;
  const wanted = useRef<ScreenId | null>(null);
  const goTo = (step: -1 | 1): void => {
    const next = screens[screens.findIndex(({ id }) => id === active) + step];
    if (!next) return;
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
  return { active, setActive: setChosen, goTo };
};

/** Scrolls up or down as far as it takes to see a row whole; below the head, which stays. */
export const revealRow = (scroller: HTMLElement | null, places: readonly Place[], id: ScreenId): void => {
  const place = places.find((one) => one.kind === 'screen' && one.screen.id === id);
  if (!scroller || !place) return;
  const head = scroller.querySelector<HTMLElement>('.timeline-head')?.offsetHeight ?? 0;
  const bottom = place.top + place.height + head - scroller.clientHeight;
  scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, bottom), place.top);
};
