/** Publishing from any page: pending deletions go first, then the schedule is sent to the screens. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PublicationId } from '../../../../playlists/model/ids.ts';
import type { PlanId } from '../../../../playlists/model/publishing-plan.ts';
import { type Called, call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { useDeletions } from '../parts/deletion-context.tsx';
import { SLOT_TOAST } from '../parts/say-done.ts';

interface Plan {
  at: number;
  note: string;
  replaces: PlanId | null;
}

export const usePublish = () => {
  const queries = useQueryClient();
  const deletions = useDeletions();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const send = async (ask: () => Promise<Called<unknown>>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    await deletions.flush();
    const called = await ask();
    await Promise.all(READS_OF.publications.map((read) => queries.invalidateQueries({ queryKey: [read] })));
    setBusy(false);
    if (!called.ok) setTrouble(called.trouble);
    else notifications.hide(SLOT_TOAST);
    return called.ok;
  };
  const publish = (note: string): Promise<boolean> => send(() => call('publish', { body: { note } }));
  const rollBack = (publicationId: PublicationId): Promise<boolean> =>
    send(() => call('rollBack', { params: { publicationId } }));
  const setPlan = (body: Plan): Promise<boolean> => send(() => call('setPublishingPlan', { body }));
  const cancelPlan = (planId: PlanId): Promise<boolean> =>
    send(() => call('cancelPublishingPlan', { params: { planId } }));
  const dismissPlan = (planId: PlanId): Promise<boolean> =>
    send(() => call('dismissPublishingPlan', { params: { planId } }));
  return { publish, rollBack, setPlan, cancelPlan, dismissPlan, busy, trouble };
};
