/** Asks which slots and in which form, and hands the file to the browser. */
import { Button, SegmentedControl, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeCalendar } from '../../../../playlists/exchange/icalendar-writer.ts';
import { writeScheduleFile } from '../../../../playlists/exchange/schedule-file.ts';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { localDateOf, writeDate } from '../i18n/format.ts';
import { useNow } from '../parts/language.ts';
import { Bones } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { ExchangeDialog } from './exchange-dialog.tsx';
import { readAllAssets, useWardNames } from './ward-reads.ts';

/** Holidays are written out for this long. */
const DAYS_AHEAD = 731;

const hand = (name: string, type: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 0);
};

interface Asked {
  all: readonly Slot[];
  shown: readonly Slot[];
  screenId?: ScreenId | undefined;
  onClose: () => void;
}

export const ExportDialog = (asked: Asked) => {
  const { t } = useTranslation();
  const ward = useWardNames();
  return (
    <ExchangeDialog title={t('exchange.exportTitle')} onClose={asked.onClose}>
      {ward ? <ExportForm {...asked} ward={ward} /> : <Bones count={1} />}
    </ExchangeDialog>
  );
};

const ExportForm = ({ all, shown, screenId, ward, onClose }: Asked & { ward: WardNames }) => {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const playlists = useRead('listPlaylists').data ?? [];
  const wardName = useRead('getMe').data?.wardName ?? '';
  const [scope, setScope] = useState<'all' | 'screen'>(screenId ? 'screen' : 'all');
  const [format, setFormat] = useState<'ics' | 'json'>('ics');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const slots = scope === 'all' ? all : shown;
  const today = localDateOf(now, ward.zone);
  const until = addDays(today, DAYS_AHEAD);

  const download = async (): Promise<void> => {
    const name = `lich-phat-${today}.${format}`;
    if (format === 'ics') {
      const title = t('exchange.calendarTitle', { ward: wardName });
      hand(name, 'text/calendar;charset=utf-8', writeCalendar({ title, slots, ward, from: today, until }));
    } else {
      setBusy(true);
      const assets = await readAllAssets();
      const tags = await call('listTags');
      const tickers = await call('listTickers');
      setBusy(false);
      if (!assets.ok) return setTrouble(assets.trouble);
      if (!tags.ok) return setTrouble(tags.trouble);
      if (!tickers.ok) return setTrouble(tickers.trouble);
      const file = {
        wardName,
        writtenAt: Math.round(now),
        slots,
        playlists,
        assets: assets.value,
        tags: tags.value,
        tickers: tickers.value,
        ward,
      };
      hand(name, 'application/json', writeScheduleFile(file));
    }
    sayDone(t('exchange.exported', { name }));
    onClose();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void download();
      }}
    >
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        {screenId ? (
          <div>
            <p className="field-label">{t('exchange.scope')}</p>
            <SegmentedControl
              fullWidth
              aria-label={t('exchange.scope')}
              value={scope}
              onChange={(next) => setScope(next === 'all' ? 'all' : 'screen')}
              data={[
                { value: 'screen', label: t('exchange.scopeScreen') },
                { value: 'all', label: t('exchange.scopeAll') },
              ]}
            />
          </div>
        ) : null}
        <div>
          <p className="field-label">{t('exchange.format')}</p>
          <SegmentedControl
            fullWidth
            aria-label={t('exchange.format')}
            value={format}
            onChange={(next) => setFormat(next === 'json' ? 'json' : 'ics')}
            data={[
              { value: 'ics', label: t('exchange.formatIcs') },
              { value: 'json', label: t('exchange.formatJson') },
            ]}
          />
          <p className="hint" role="status">
            {format === 'ics' ? t('exchange.icsHint', { until: writeDate(until) }) : t('exchange.jsonHint')}
          </p>
        </div>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={slots.length === 0}
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('exchange.download', { count: slots.length })}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
