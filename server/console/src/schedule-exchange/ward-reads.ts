/** What import, export and templates must know of the ward: names, and the titles and topics of its content. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import type { TopicCode } from '../../../../playlists/model/topic.ts';
import { call, type Trouble } from '../api/client.ts';
import { readOf, useRead } from '../api/queries.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { useZone } from '../parts/language.ts';

/** Null until everything has come; what is being deleted is no longer there. */
export const useWardNames = (): WardNames | null => {
  const zone = useZone();
  const hidden = useHidden();
  const playlists = useRead('listPlaylists').data;
  const screens = useRead('listScreens').data;
  const groups = useRead('listGroups').data;
  const calendars = useRead('listCalendars').data;
  const dayParts = useRead('listDayParts').data;
  const tickers = useRead('listTickers').data;
  return useMemo(() => {
    if (!playlists || !screens || !groups || !calendars || !dayParts || !tickers) return null;
    const shown = <Thing extends { id: string }>(things: readonly Thing[]) =>
      things.filter(({ id }) => !hidden.has(id));
    return {
      zone,
      playlists: shown(playlists),
      screens: shown(screens.map(({ screen }) => screen)),
      groups: shown(groups),
      calendars: shown(calendars),
      dayParts: shown(dayParts),
      tickers: shown(tickers),
    };
  }, [zone, playlists, screens, groups, calendars, dayParts, tickers, hidden]);
};

/** Of `topics`, those for which there is content, below them included; null until all are known. */
export const useTopicsWithContent = (topics: readonly TopicCode[]): TopicCode[] | null =>
  useQueries({
    queries: topics.map((topic) => readOf('listAssets', { query: { topic, limit: 1 } })),
    combine: (results) =>
      results.every(({ data, error }) => data || error)
        ? topics.filter((_, place) => (results[place]?.data?.items.length ?? 0) > 0)
        : null,
  });

/** All content of the ward, page by page. */
export const readAllAssets = async (): Promise<{ ok: true; value: Asset[] } | { ok: false; trouble: Trouble }> => {
  const all: Asset[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call('listAssets', { query: { limit: 200, ...(cursor ? { cursor } : {}) } });
    if (!page.ok) return page;
    all.push(...page.value.items);
    if (!page.value.next) return { ok: true, value: all };
    cursor = page.value.next;
  }
};
