/** What a slot brings: a playlist, or a ticker alone that runs over whatever is shown. Not asked where the ward has no ticker. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TickerId } from '../../../../playlists/model/ids.ts';
import type { SlotTicker } from '../../../../playlists/model/slot.ts';
import { useRead } from '../api/queries.ts';

interface Brought {
  isTickerAlone: boolean;
  ticker: SlotTicker | undefined;
}

export const BringsField = ({
  isTickerAlone,
  ticker,
  error,
  onChange,
  children,
}: Brought & {
  error?: string | undefined;
  onChange: (part: Partial<Brought>) => void;
  /** The choice of the playlist. */
  children: ReactNode;
}) => {
  const { t } = useTranslation();
  const tickers = useRead('listTickers').data ?? [];
  const chosen = ticker?.kind === 'ticker' ? ticker : undefined;
  const choose = (tickerId: string | undefined): Brought['ticker'] =>
    tickerId ? { kind: 'ticker', tickerId: tickerId as TickerId } : undefined;
  if (tickers.length === 0 && !isTickerAlone) return children;
  return (
    <>
      <div>
        <p className="field-label" id="slot-brings">
          {t('tickers.brings')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="slot-brings"
          value={isTickerAlone ? 'ticker' : 'playlist'}
          data={[
            { value: 'playlist', label: t('tickers.bringsPlaylist') },
            { value: 'ticker', label: t('tickers.bringsTicker') },
          ]}
          onChange={(kind) =>
            onChange(
              kind === 'ticker'
                ? { isTickerAlone: true, ticker: chosen ?? choose(tickers[0]?.id) }
                : { isTickerAlone: false },
            )
          }
        />
      </div>
      {isTickerAlone ? (
        <NativeSelect
          label={t('tickers.ofSlot')}
          description={t('tickers.aloneHint')}
          required
          error={error}
          value={chosen?.tickerId ?? ''}
          data={[
            ...(tickers.some(({ id }) => id === chosen?.tickerId)
              ? []
              : [{ value: chosen?.tickerId ?? '', label: t('schedule.targetGone') }]),
            ...tickers.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={(event) => onChange({ ticker: choose(event.currentTarget.value) })}
        />
      ) : (
        children
      )}
    </>
  );
};
