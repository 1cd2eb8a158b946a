/** What every page needs to write things down: the language, the ward's zone, and the server's idea of now. */
import { createContext, use, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant, ZoneId } from '../../../../playlists/model/time.ts';
import { HOME_ZONE } from '../../../../playlists/model/time.ts';
import { useFeed } from '../api/feed-context.tsx';
import { type Language, languageOf } from '../i18n/i18n.ts';

export const ZoneContext = createContext<ZoneId>(HOME_ZONE);
export const useZone = (): ZoneId => use(ZoneContext);

export const useLanguage = (): Language => languageOf(useTranslation().i18n.language);

/** Server time, renewed every `everyMs`. */
export const useNow = (everyMs: number): Instant => {
  const feed = useFeed();
  const [now, setNow] = useState(() => Date.now() + feed.clockOffsetMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + feed.clockOffsetMs()), everyMs);
    return () => clearInterval(timer);
  }, [feed, everyMs]);
  return now;
};
