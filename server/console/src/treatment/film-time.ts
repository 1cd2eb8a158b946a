/** Moments of a film as people write them: minutes, seconds and tenths. Pure. */
import type { Language } from '../i18n/i18n.ts';

/** `1:05,5` in Vietnamese, `1:05.5` in English; no tenths where there are none. */
export const writeFilmTime = (ms: number, language: Language): string => {
  const tenths = Math.round(ms / 100);
  const [minutes, seconds, rest] = [Math.floor(tenths / 600), Math.floor((tenths % 600) / 10), tenths % 10];
  const part = rest === 0 ? '' : `${language === 'vi' ? ',' : '.'}${rest}`;
  return `${minutes}:${String(seconds).padStart(2, '0')}${part}`;
};

/** `1:05,5`, `1:05.5`, `65`; seconds behind minutes are below 60. Null when it is no moment. */
export const readFilmTime = (typed: string): number | null => {
  const parts = /^(?:(\d{1,4}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (!parts) return null;
  const [minutes, seconds] = [Number(parts[1] ?? 0), Number(parts[2])];
  if (parts[1] !== undefined && seconds > 59) return null;
  return (minutes * 60 + seconds) * 1000 + Number((parts[3] ?? '0').padEnd(3, '0'));
};
