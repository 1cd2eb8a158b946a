/** Writes instants as people of the ward do: the time alone when it is today. */
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';

export const useMoments = (): ((at: number) => string) => {
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  return (at) => momentOf(at, zone, language, now);
};
