/** Playlists, tickers, calendars and day-parts that a file brings along and the ward does not have: made on request, before the slots that use them. */
import { Alert, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  draftOfCalendar,
  draftOfDayPart,
  draftOfPlaylist,
  draftOfTicker,
} from '../../../../playlists/exchange/schedule-file.ts';
import type { Named, WardNames } from '../../../../playlists/exchange/ward-names.ts';
import { CalendarId, DayPartId, PlaylistId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';
import { createDrawnIds } from '../api/drawn-id.ts';
import { READS_OF } from '../api/queries.ts';
import { useLanguage } from '../parts/language.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import type { ImportReading } from './import-reading.ts';
import { readAllAssets } from './ward-reads.ts';

export const BroughtNote = ({ reading, ward }: { reading: ImportReading; ward: WardNames }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [idFor] = useState(createDrawnIds);
  /** How many things in what was made are not there; null until something was made. */
  const [lost, setLost] = useState<number | null>(null);
  const { missingPlaylists, missingCalendars, missingDayParts, missingTickers } = reading;

  const makeAll = async (): Promise<Trouble | null> => {
    for (const calendar of missingCalendars) {
      const id = idFor(CalendarId, 'cal', calendar.name);
      const called = await call('createCalendar', { body: { id, ...draftOfCalendar(calendar) } });
      if (!called.ok) return called.trouble;
    }
    for (const dayPart of missingDayParts) {
      const id = idFor(DayPartId, 'dpt', dayPart.name);
      const called = await call('createDayPart', { body: { id, ...draftOfDayPart(dayPart) } });
      if (!called.ok) return called.trouble;
    }
    for (const ticker of missingTickers) {
      const called = await call('createTicker', { body: draftOfTicker(ticker) });
      if (!called.ok) return called.trouble;
    }
    const assets = await readAllAssets();
    if (!assets.ok) return assets.trouble;
    const tags = await call('listTags');
    if (!tags.ok) return tags.trouble;
    const playlists: Named[] = [...ward.playlists];
    let missed = 0;
    for (const file of missingPlaylists) {
      const { draft, notes } = draftOfPlaylist(file, playlists, assets.value, tags.value);
      const id = idFor(PlaylistId, 'pls', file.name);
      const called = await call('createPlaylist', { body: { id, ...draft } });
      if (!called.ok) return called.trouble;
      playlists.push(called.value);
      missed += notes.length;
    }
    setLost(missed);
    return null;
  };
  const make = async (): Promise<void> => {
    setBusy(true);
    setTrouble(await makeAll());
    // The names of the ward come anew, and with them the reading of the file.
    const names = new Set([
      ...READS_OF.playlists,
      ...READS_OF.calendars,
      ...READS_OF['day-parts'],
      ...READS_OF.tickers,
    ]);
    await Promise.all([...names].map((name) => queries.invalidateQueries({ queryKey: [name] })));
    setBusy(false);
  };

  if (trouble) return <TroubleNote trouble={trouble} onRetry={() => void make()} />;
  const counts = {
    playlists: missingPlaylists.length,
    calendars: missingCalendars.length,
    dayParts: missingDayParts.length,
    tickers: missingTickers.length,
  };
  const parts = (['playlists', 'calendars', 'dayParts', 'tickers'] as const).filter((kind) => counts[kind] > 0);
  if (parts.length === 0)
    return lost === null ? null : <p role="status">{t('exchange.madeBrought', { count: lost })}</p>;
  return (
    <Alert variant="default">
      <p>
        {t('exchange.brings', {
          what: new Intl.ListFormat(language).format(
            parts.map((kind) => t(`exchange.broughtParts.${kind}`, { count: counts[kind] })),
          ),
        })}
      </p>
      <Button mt="xs" size="xs" variant="default" loading={busy} onClick={() => void make()}>
        {t('exchange.makeBrought')}
      </Button>
    </Alert>
  );
};
