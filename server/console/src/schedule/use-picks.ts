/** Which slots are picked, on the calendar or in the list; Escape lets go of all. */
import { useState } from 'react';
import { useEscape } from '../parts/use-escape.ts';
import { NO_PICKS, type Picks } from './slot-bulk.ts';

export const usePicks = () => {
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  const clear = (): void => setPicks(NO_PICKS);
  useEscape(picks.ids.size > 0, clear);
  return { picks, setPicks, clear };
};
