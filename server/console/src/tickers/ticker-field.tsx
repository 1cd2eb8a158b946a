/** The choice of a ticker in the form of a slot: that of the screen, none, or one of its own. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TickerId } from '../../../../playlists/model/ids.ts';
import type { SlotTicker } from '../../../../playlists/model/slot.ts';
import { useRead } from '../api/queries.ts';

export const SlotTickerField = ({
  value,
  error,
  onChange,
}: {
  value: SlotTicker | undefined;
  error?: string | undefined;
  onChange: (value: SlotTicker | undefined) => void;
}) => {
  const { t } = useTranslation();
  const tickers = useRead('listTickers').data ?? [];
  if (tickers.length === 0 && value === undefined) return null;
  return (
    <NativeSelect
      label={t('tickers.ofSlot')}
      description={t('tickers.ofSlotHint')}
      error={error}
      value={value === undefined ? 'inherit' : value.kind === 'none' ? 'none' : value.tickerId}
      data={[
        { value: 'inherit', label: t('tickers.inherit') },
        { value: 'none', label: t('tickers.none') },
        ...tickers.map(({ id, name }) => ({ value: id as string, label: name })),
      ]}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (chosen === 'inherit') onChange(undefined);
        else onChange(chosen === 'none' ? { kind: 'none' } : { kind: 'ticker', tickerId: chosen as TickerId });
      }}
    />
  );
};
