/**
 * The working schedule at hand in the browser. Its slots are those of the list that every page of the schedule reads anyway: a ward has
 * thousands, and they are loaded once.
 */
import { useMemo } from 'react';
import type { Schedule } from '../../../../playlists/model/schedule.ts';
import { useRead } from '../api/queries.ts';

/** The working schedule but for its slots. */
export const useScheduleFrame = ({ enabled = true }: { enabled?: boolean } = {}) =>
  useRead('workingSchedule', { query: { slots: 'without' } }, { enabled });

/** Undefined until both have come. */
export const useWorkingSchedule = (): Schedule | undefined => {
  const frame = useScheduleFrame().data;
  const slots = useRead('listSlots').data;
  return useMemo(() => frame && slots && { ...frame, slots }, [frame, slots]);
};
