/** A naive look at which ticker runs (TK1, TK6): everything is asked anew at the instant. Where every boundary is `cut` and nothing is shared. */
import type { Schedule } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import { createWinner } from './naive-oracle.ts';

/** The ticker and from where it is counted; null = none runs. */
export type ExpectedTicker = { tickerId: string; anchor: number } | null;

export const createTickerOracle = (schedule: Schedule, screen: Screen, around: { from: number; until: number }) => {
  const { winnerAt, runningAt, midnight } = createWinner(schedule, screen, around);
  const known = (tickerId: string | null | undefined, anchor: number): ExpectedTicker =>
    tickerId && schedule.tickers?.some(({ id }) => id === tickerId) ? { tickerId, anchor } : null;
  return (at: number): ExpectedTicker => {
    const winner = winnerAt(at);
    if (winner.kind === 'blank') return null;
    const isAlarm = winner.slot?.priority === 'urgent';
    const isSilent = winner.slot?.ticker === undefined;
    for (const { slot, from } of runningAt(at)) {
      const isShown = slot.id === winner.slot?.id && from === winner.from;
      const isAlone = slot.playlistId === null && (!isAlarm || !isSilent || slot.priority === 'urgent');
      if (!(isShown && !isSilent) && !isAlone) continue;
      return slot.ticker?.kind === 'ticker' ? known(slot.ticker.tickerId, from) : null;
    }
    return isAlarm ? null : known(screen.tickerId, midnight(at));
  };
};
