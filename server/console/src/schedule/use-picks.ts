/** Which slots are picked, on the calendar or in the list; Escape lets go of all. */
import { useEffect, useState } from 'react';
import { NO_PICKS, type Picks } from './slot-bulk.ts';

export const usePicks = () => {
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  const isAny = picks.ids.size > 0;
  useEffect(() => {
    if (!isAny) return;
    const onKey = (event: KeyboardEvent): void => {
      // A dialog or a menu that is open closes first.
      const isElsewhere =
        event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) setPicks(NO_PICKS);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isAny]);
  return { picks, setPicks, clear: () => setPicks(NO_PICKS) };
};
