/** Publishing from any page: pending deletions go first, then the schedule is sent to the screens. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { useDeletions } from '../parts/deletion-context.tsx';

export const usePublish = () => {
  const queries = useQueryClient();
  const deletions = useDeletions();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const publish = async (note: string): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    await deletions.flush();
    const called = await call('publish', { body: { note } });
    await Promise.all(READS_OF.publications.map((read) => queries.invalidateQueries({ queryKey: [read] })));
    setBusy(false);
    if (!called.ok) setTrouble(called.trouble);
    return called.ok;
  };
  return { publish, busy, trouble };
};
