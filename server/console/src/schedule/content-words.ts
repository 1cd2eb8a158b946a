/** What a slot brings, in words: the name of its playlist, or that of the ticker that it is alone. */
import { useTranslation } from 'react-i18next';
import type { ProposedSlot } from '../../../../playlists/exchange/proposal.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { useRead } from '../api/queries.ts';

export const useContentWords = (
  playlists: readonly Pick<Playlist, 'id' | 'name'>[],
): ((slot: Pick<ProposedSlot, 'playlistId' | 'ticker'>) => string) => {
  const { t } = useTranslation();
  const tickers = useRead('listTickers').data ?? [];
  return ({ playlistId, ticker }) => {
    if (playlistId !== null) return playlists.find(({ id }) => id === playlistId)?.name ?? t('schedule.targetGone');
    const named = ticker?.kind === 'ticker' && tickers.find(({ id }) => id === ticker.tickerId);
    return named ? t('tickers.aloneNamed', { name: named.name }) : t('tickers.alone');
  };
};
