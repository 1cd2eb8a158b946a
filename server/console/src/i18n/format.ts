/** Numbers, lengths and moments as people read them. Pure: language, zone and "now" are parameters. */
import type { Instant, ZoneId } from '../../../../playlists/model/time.ts';
import type { Figure } from '../../../../playlists/wire/api/operation.ts';
import type { Language } from './i18n.ts';

const TAG: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };
const cache = new Map<string, Intl.DateTimeFormat>();

const formatter = (language: Language, zone: ZoneId, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify([language, zone, options]);
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(TAG[language], { timeZone: zone, hourCycle: 'h23', ...options });
    cache.set(key, made);
  }
  return made;
};

/** `07:30:05`, or without seconds. */
export const clockTime = (at: Instant, zone: ZoneId, language: Language, seconds = false): string =>
  formatter(language, zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(at);

/** `23/11/2026`. */
export const dayOf = (at: Instant, zone: ZoneId, language: Language): string =>
  formatter(language, zone, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);

/** `23/11/2026 07:30`; only the time when it is the same day as `now`. */
export const momentOf = (at: Instant, zone: ZoneId, language: Language, now?: Instant): string =>
  now !== undefined && localDateOf(at, zone) === localDateOf(now, zone)
    ? clockTime(at, zone, language)
    : `${clockTime(at, zone, language)} ${dayOf(at, zone, language)}`;

/** Wall date of an instant, `2026-11-23`. */
export const localDateOf = (at: Instant, zone: ZoneId): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** Whether this browser's own clock reads the same as clocks in a zone. */
export const isOwnZone = (zone: ZoneId, at: Instant): boolean => {
  const options = { dateStyle: 'short', timeStyle: 'medium' } as const;
  const here = new Intl.DateTimeFormat('sv-SE', options).format(at);
  return here === new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone }).format(at);
};

/** `2026-11-23` as `23/11/2026`. */
export const writeDate = (date: string): string => date.split('-').reverse().join('/');

/** `1:05`, `1:02:05`; tenths only below ten seconds and only when there are any. */
export const lengthOf = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
};

/** `4 ngày 9 giờ`, `9 giờ 5 phút`: the two largest units that say something; below a minute `0 phút`. */
export const spellOf = (ms: number, language: Language): string => {
  const minutes = Math.floor(ms / 60_000);
  const units = [
    ['day', Math.floor(minutes / 1_440)],
    ['hour', Math.floor((minutes % 1_440) / 60)],
    ['minute', minutes % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  const said = first < 0 ? units.slice(-1) : units.slice(first, first + 2).filter(([, count]) => count > 0);
  return said
    .map(([unit, count]) =>
      new Intl.NumberFormat(TAG[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(' ');
};

/** `1,4 MB`, in powers of 1000. */
export const bytesOf = (bytes: number, language: Language): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(TAG[language], { maximumFractionDigits: digits }).format(value)} ${units[unit]}`;
};

/** A sentence with its `{name}` marks filled by figures, written as the language does. */
export const sentenceOf = (
  sentence: string,
  figures: Readonly<Record<string, Figure>> | undefined,
  language: Language,
): string =>
  sentence.replace(/\{(\w+)\}/g, (mark, name: string) => {
    const figure = figures?.[name];
    return figure ? bytesOf(figure.value, language) : mark;
  });

export const numberOf = (value: number, language: Language, digits = 0): string =>
  new Intl.NumberFormat(TAG[language], { maximumFractionDigits: digits }).format(value);

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `5 phút trước`. */
export const agoOf = (at: Instant, now: Instant, language: Language): string => {
  const gap = Math.min(0, at - now);
  const [unit, size] = STEPS.find(([, length]) => -gap >= length) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(TAG[language], { numeric: 'auto' }).format(Math.round(gap / size), unit);
};

/** Folded for search: without accents, `đ` as `d`, lower case. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
