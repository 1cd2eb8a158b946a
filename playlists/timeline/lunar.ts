/**
 * The lunisolar calendar of Việt Nam: a month begins on the day of the new moon, the month of the winter solstice is the
 * eleventh, and of thirteen months between two elevenths the first without a principal term is the leap month. Days are those
 * of UTC+7 (Decree 134-HCP of 1967), so the calendar differs from the Chinese one now and then (Tết 2030). The positions of
 * moon and sun follow Meeus, Astronomical Algorithms (2nd ed.), chapters 49 and 25: new moons to seconds, the sun to 0.01°.
 */
import type { CalendarDay } from './wall-clock.ts';

/** A day of the lunar calendar; `year` is the solar year in which that lunar year begins. */
export interface LunarDay {
  year: number;
  /** 1 … 12. */
  month: number;
  /** 1 … 30. */
  day: number;
  /** True in the month that is put in after the one of the same number. */
  isLeap: boolean;
}

/** Julian date of 1970-01-01 00:00 UTC. */
const EPOCH_JD = 2_440_587.5;
/** Ahead of UTC, in days. */
const HOME_OFFSET = 7 / 24;
const JULIAN_CENTURY = 36_525;
const J2000_JD = 2_451_545;
const SYNODIC_MONTH = 29.530588861;
/** The new moon of 2000-01-06, the zeroth by Meeus' count. */
const NEW_MOON_ZERO_JD = 2_451_550.09766;
const MONTHS_A_CENTURY = 1_236.85;
const DAY_SECONDS = 86_400;

const sin = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

/** Terrestrial minus universal time, in days (Espenak and Meeus, for 2005–2050; good to seconds around that). */
const deltaT = (yearsSince2000: number): number =>
  (62.92 + 0.32217 * yearsSince2000 + 0.005589 * yearsSince2000 ** 2) / DAY_SECONDS;

/** Periodic terms of the new moon: amplitude in days, power of E, and multiples of M, M′ and F. */
const MOON_TERMS: readonly (readonly [days: number, e: number, m: number, moon: number, f: number])[] = [
  [-0.4072, 0, 0, 1, 0],
  [0.17241, 1, 1, 0, 0],
  [0.01608, 0, 0, 2, 0],
  [0.01039, 0, 0, 0, 2],
  [0.00739, 1, -1, 1, 0],
  [-0.00514, 1, 1, 1, 0],
  [0.00208, 2, 2, 0, 0],
  [-0.00111, 0, 0, 1, -2],
  [-0.00057, 0, 0, 1, 2],
  [0.00056, 1, 1, 2, 0],
  [-0.00042, 0, 0, 3, 0],
  [0.00042, 1, 1, 0, 2],
  [0.00038, 1, 1, 0, -2],
  [-0.00024, 1, -1, 2, 0],
  [-0.00007, 0, 2, 1, 0],
  [0.00004, 0, 0, 2, -2],
  [0.00004, 0, 3, 0, 0],
  [0.00003, 0, 1, 1, -2],
  [0.00003, 0, 0, 2, 2],
  [-0.00003, 0, 1, 1, 2],
  [0.00003, 0, -1, 1, 2],
];

/** Terms of the planets: amplitude in days, phase in degrees, degrees a month. */
const PLANET_TERMS: readonly (readonly [days: number, phase: number, rate: number])[] = [
  [0.000325, 299.77, 0.107408],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
];

/** The day at home on which the `k`-th new moon falls. */
const newMoonDay = (k: number): CalendarDay => {
  const t = k / MONTHS_A_CENTURY;
  const e = 1 - 0.002516 * t - 0.0000074 * t ** 2;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t ** 2;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t ** 2;
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t ** 2;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t ** 2;
  let jde = NEW_MOON_ZERO_JD + SYNODIC_MONTH * k + 0.00015437 * t ** 2 - 0.00017 * sin(node);
  for (const [days, power, m, moons, f] of MOON_TERMS)
    jde += days * e ** power * sin(m * sun + moons * moon + f * latitude);
  for (const [days, phase, rate] of PLANET_TERMS) jde += days * sin(phase + rate * k);
  return Math.floor(jde - deltaT(t * 100) + HOME_OFFSET - EPOCH_JD);
};

/** Apparent longitude of the sun at the midnight that begins a day, 0 … 360 degrees. */
const sunAt = (day: CalendarDay): number => {
  const jd = day + EPOCH_JD - HOME_OFFSET;
  const t = (jd + deltaT((jd - J2000_JD) / 365.25) - J2000_JD) / JULIAN_CENTURY;
  const anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t ** 2;
  const centre =
    (1.914602 - 0.004817 * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t ** 2;
  const apparent = mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1_934.136 * t);
  return ((apparent % 360) + 360) % 360;
};

/** Number of the new moon that begins the month in which a day lies. */
const monthAround = (day: CalendarDay): number => {
  let k = Math.floor((day + EPOCH_JD - NEW_MOON_ZERO_JD) / SYNODIC_MONTH) + 1;
  while (newMoonDay(k) > day) k -= 1;
  return k;
};

const lastDayOf = (year: number): CalendarDay => Math.floor(Date.UTC(year, 11, 31) / 86_400_000);

/** The month that holds the winter solstice of a solar year. */
const eleventhOf = (year: number): number => {
  const k = monthAround(lastDayOf(year));
  return sunAt(newMoonDay(k)) >= 270 ? k - 1 : k;
};

const hasPrincipalTerm = (k: number): boolean =>
  Math.floor(sunAt(newMoonDay(k)) / 30) !== Math.floor(sunAt(newMoonDay(k + 1)) / 30);

/** The months from the eleventh of `year` − 1 to the one before the eleventh of `year`. */
interface LunarSpan {
  year: number;
  first: number;
  count: number;
  /** Place of the leap month, counted from 0; −1 when there is none. */
  leap: number;
}

const spanOf = (year: number): LunarSpan => {
  const first = eleventhOf(year - 1);
  const count = eleventhOf(year) - first;
  let leap = -1;
  for (let place = 1; count === 13 && leap < 0 && place < count; place += 1)
    if (!hasPrincipalTerm(first + place)) leap = place;
  return { year, first, count, leap };
};

/** Name of the month at a place of its span. */
const monthAt = ({ year, leap }: LunarSpan, place: number): Omit<LunarDay, 'day'> => {
  const counted = leap >= 0 && place >= leap ? place - 1 : place;
  return { year: counted < 2 ? year - 1 : year, month: ((counted + 10) % 12) + 1, isLeap: place === leap };
};

/** The lunar day of a calendar day. Sound for 1970 … 2100. */
export const lunarOf = (day: CalendarDay): LunarDay => {
  const k = monthAround(day);
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const thisSpan = spanOf(year);
  const span = k < thisSpan.first + thisSpan.count ? thisSpan : spanOf(year + 1);
  return { ...monthAt(span, k - span.first), day: day - newMoonDay(k) + 1 };
};

/** The calendar day of a lunar day; null when that year has no such day (a 30th, a leap month). */
export const solarOf = ({ year, month, day, isLeap }: LunarDay): CalendarDay | null => {
  for (const span of month >= 11 ? [spanOf(year + 1), spanOf(year)] : [spanOf(year)]) {
    for (let place = 0; place < span.count; place += 1) {
      const named = monthAt(span, place);
      if (named.year !== year || named.month !== month || named.isLeap !== isLeap) continue;
      const first = newMoonDay(span.first + place);
      const length = newMoonDay(span.first + place + 1) - first;
      return day >= 1 && day <= length ? first + day - 1 : null;
    }
  }
  return null;
};
