/** Carries a planned campaign out: its playlists one by one, then all its slots in one request. Undoing it takes back both. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type CampaignPlan, draftOfPlanned, slotsOfPlan } from '../../../../playlists/exchange/campaign.ts';
import { CalendarId, PlaylistId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';
import { createDrawnIds } from '../api/drawn-id.ts';
import { READS_OF } from '../api/queries.ts';
import type { SlotEditing } from '../schedule/use-slot-edits.tsx';

/** What the drawn id of the calendar of holidays is kept under. */
const HOLIDAYS = 'holidays';

export const useCampaignWork = (carryOut: SlotEditing['carryOut']) => {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [idFor] = useState(createDrawnIds);
  /** What an earlier try made already, so another try makes no twins. */
  const made = useRef(new Map<string, PlaylistId>());
  const madeCalendar = useRef<CalendarId | null>(null);
  const renew = (): void => {
    for (const read of [...READS_OF.playlists, ...READS_OF.calendars])
      void queries.invalidateQueries({ queryKey: [read] });
  };

  /** The ward's calendar of holidays, made when it has none; null when that was refused. */
  const holidayCalendar = async (name: string): Promise<CalendarId | null> => {
    if (madeCalendar.current) return madeCalendar.current;
    const id = idFor(CalendarId, 'cal', HOLIDAYS);
    const body = { id, name, base: 'vietnam-holidays' as const, added: [], removed: [] };
    const called = await call('createCalendar', { body });
    if (!called.ok) {
      setTrouble(called.trouble);
      return null;
    }
    madeCalendar.current = called.value.id;
    return called.value.id;
  };

  const makePlaylists = async (plan: CampaignPlan): Promise<boolean> => {
    for (const planned of plan.playlists) {
      const id = idFor(PlaylistId, 'pls', planned.key);
      // An earlier try made it, and its answer did not come: the ward has it by now.
      if (planned.existing === id) made.current.set(planned.key, id);
      if (planned.existing || made.current.has(planned.key)) continue;
      const called = await call('createPlaylist', { body: { id, ...draftOfPlanned(planned) } });
      if (!called.ok) {
        setTrouble(called.trouble);
        return false;
      }
      made.current.set(planned.key, called.value.id);
    }
    return true;
  };

  /** `holidays` names the calendar of holidays that is to be made and avoided; null = none is to be made. */
  const create = async (plan: CampaignPlan, holidays: string | null, said: string): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    const drawn = idFor(CalendarId, 'cal', HOLIDAYS);
    if (plan.slots.some(({ slot }) => slot.avoidCalendars.includes(drawn))) madeCalendar.current = drawn;
    const calendarId = holidays === null ? null : await holidayCalendar(holidays);
    const isReady = (holidays === null || calendarId !== null) && (await makePlaylists(plan));
    const existing = new Map(plan.playlists.map(({ key, existing }) => [key, existing]));
    const slots = isReady
      ? slotsOfPlan(plan, (key) => (existing.get(key) ?? made.current.get(key)) as PlaylistId).map((slot) =>
          calendarId ? { ...slot, avoidCalendars: [...slot.avoidCalendars, calendarId] } : slot,
        )
      : [];
    const beside = {
      playlists: [...made.current.values()],
      calendars: madeCalendar.current ? [madeCalendar.current] : [],
    };
    const isDone = isReady && (await carryOut({ change: [], add: slots, remove: [] }, [], said, beside));
    renew();
    setBusy(false);
    return isDone;
  };
  return { create, busy, trouble };
};
