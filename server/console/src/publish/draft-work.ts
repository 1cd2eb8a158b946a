/** What people do with a draft short of publishing it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DraftChange } from '../../../../playlists/model/draft.ts';
import { type Called, call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';

export const useDraftWork = () => {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const send = async (ask: () => Promise<Called<unknown>>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    const called = await ask();
    await Promise.all(READS_OF.slots.map((read) => queries.invalidateQueries({ queryKey: [read] })));
    setBusy(false);
    if (!called.ok) setTrouble(called.trouble);
    return called.ok;
  };
  return {
    settle: ({ slotId, published }: DraftChange, take: 'mine' | 'theirs' | 'both'): Promise<boolean> =>
      send(() => call('settleDraft', { body: { slotId, take, seen: published } })),
    discard: (): Promise<boolean> => send(() => call('discardDraft', {})),
    takeOver: (personId: string): Promise<boolean> => send(() => call('takeOverDraft', { body: { personId } })),
    busy,
    trouble,
  };
};
