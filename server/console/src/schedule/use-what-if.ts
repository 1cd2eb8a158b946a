/**
 * The working schedule at hand in the browser, and what a slot would do in it: asked at every step of a drag, for the screens in
 * view that the slot aims at, answered in one sentence and in the stretches to be drawn.
 */

import { useEffect, useMemo, useRef } from 'react';
import { byName } from '../../../../playlists/model/by-name.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Schedule } from '../../../../playlists/model/schedule.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { isAimedAt } from '../../../../playlists/timeline/aim.ts';
import type { Stretch } from '../../../../playlists/timeline/occurrences.ts';
import { dayOf, msOfTime } from '../../../../playlists/timeline/wall-clock.ts';
import { prepareWard, type Ward } from '../../../../playlists/timeline/ward.ts';
import { type Outlook, whatIf } from '../../../../playlists/timeline/what-if.ts';
import { sayOutlooks } from '../../../../playlists/timeline/what-if-sentences.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage } from '../parts/language.ts';
import { type Frame, windowOn } from './timeline-rows.ts';
import { useScheduleFrame } from './use-working-schedule.ts';

/** Where nobody says which screens are in view, so many are looked at in one step. */
const MOST_SCREENS = 20;

/** The ward of a schedule; after an edit it keeps what the one before had worked out. */
const useWard = (schedule: Schedule | undefined): Ward | undefined => {
  const before = useRef<Ward>(undefined);
  const ward = useMemo(
    () => schedule && (before.current ? before.current.follow(schedule) : prepareWard(schedule)),
    [schedule],
  );
  useEffect(() => {
    before.current = ward;
  }, [ward]);
  return ward;
};

export interface WhatIf {
  outlooks: readonly Outlook[];
  /** The occurrence that was asked about, on a screen. */
  focusOf: (screen: Screen) => Stretch;
  said: string;
}

/**
 * `ward`: undefined until the schedule has come. `slots` are those that the page shows, so an edit that is under way counts already.
 */
export const useWhatIf = (
  slots: readonly Slot[],
  { enabled = true }: { enabled?: boolean } = {},
): {
  read: ReturnType<typeof useScheduleFrame>;
  ward: Ward | undefined;
  /**
   * What `slot` would do within the frame, its occurrence at these wall times above all, and on the screen `lead` first. Null before the
   * schedule has come.
   */
  ask: (
    slot: Slot,
    on: { start: string; end: string },
    frame: Frame,
    view?: { screens: readonly Screen[]; lead: ScreenId },
  ) => WhatIf | null;
} => {
  const language = useLanguage();
  const hidden = useHidden();
  const read = useScheduleFrame({ enabled });
  // Who did not ask for it prepares nothing, though somebody else on the page may have.
  const schedule = enabled ? read.data : undefined;
  const shown = useMemo(
    () =>
      schedule && {
        ...schedule,
        screens: schedule.screens.filter(({ id }) => !hidden.has(id)).sort(byName),
        slots: slots.filter(({ id }) => !hidden.has(id)),
      },
    [schedule, slots, hidden],
  );
  const ward = useWard(shown);
  return useMemo(
    () => ({
      read,
      ward,
      ask: (slot, on, frame, view) => {
        if (!ward) return null;
        const instantOf = (screen: Screen, wall: string) =>
          ward.clocks(slot.zone ?? screen.zone).instantOf(dayOf(wall.slice(0, 10)), msOfTime(wall.slice(11, 19)));
        const focusOf = (screen: Screen): Stretch => ({
          from: instantOf(screen, on.start),
          until: instantOf(screen, on.end),
        });
        const aimed = view?.screens ?? screensOf(ward, slot).slice(0, MOST_SCREENS);
        const outlooks = whatIf(ward, slot, aimed, (screen) => windowOn(ward.clocks(screen.zone), frame));
        return { outlooks, focusOf, said: sayOutlooks(ward, slot, outlooks, focusOf, view?.lead)?.[language] ?? '' };
      },
    }),
    [read, ward, language],
  );
};

const screensOf = (ward: Ward, slot: Slot): Screen[] =>
  ward.schedule.screens.filter((screen) => slot.targets.some((target) => isAimedAt(target, screen)));
