/** What every page needs to write things down: the language, the ward's zone, and the server's idea of now. */
import { createContext, use, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant, ZoneId } from '../../../../playlists/model/time.ts';
import { HOME_ZONE } from '../../../../playlists/model/time.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { type Language, languageOf } from '../i18n/i18n.ts';

export const ZoneContext = createContext<ZoneId>(HOME_ZONE);
export const useZone = (): ZoneId => use(ZoneContext);

export const useLanguage = (): Language => languageOf(useTranslation().i18n.language);

/** Server time, renewed every `everyMs`, and as soon as it is known how far this computer's clock is off. */
export const useNow = (everyMs: number): Instant => {
  const offsetMs = useClockOffset();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offsetMs;
};
