/**
 * What clocks and countdowns say at an instant, on the wall clock of the screen, and when they will say something else. Everything
 * else on a slide stands still.
 */
import type { SlideContent } from '../model/slide.ts';
import type { Instant } from '../model/time.ts';
import { lunarOf } from '../timeline/lunar.ts';
import { dateOf, dayOf, msOfTime, type WallClock, weekdayOf } from '../timeline/wall-clock.ts';

type Clock = Extract<SlideContent, { template: 'clock' }>;
type Countdown = Extract<SlideContent, { template: 'countdown' }>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const two = (part: number): string => String(part).padStart(2, '0');
const sayTime = (ms: number, hasSeconds: boolean): string => {
  const seconds = Math.floor(ms / SECOND_MS);
  const minutes = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return hasSeconds ? `${minutes}:${two(seconds % 60)}` : minutes;
};

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];
const STEMS = ['Canh', 'Tân', 'Nhâm', 'Quý', 'Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ'];
const BRANCHES = ['Thân', 'Dậu', 'Tuất', 'Hợi', 'Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi'];

/** `20/11/2026`. */
export const writeDate = (date: string): string => date.split('-').reverse().join('/');

export interface ClockText {
  time: string;
  date: string | null;
  lunar: string | null;
}
export const clockText = (content: Clock, now: Instant, clock: WallClock): ClockText => {
  const { day, msOfDay } = clock.readingAt(now);
  const moon = lunarOf(day);
  return {
    time: sayTime(msOfDay, content.seconds),
    date: content.date ? `${WEEKDAYS[weekdayOf(day) - 1]}, ${writeDate(dateOf(day))}` : null,
    lunar: content.lunar
      ? `Âm lịch: ${moon.day}/${moon.month}${moon.isLeap ? ' nhuận' : ''} năm ${STEMS[moon.year % 10]} ${BRANCHES[moon.year % 12]}`
      : null,
  };
};

export interface CountdownText {
  /** Whole days left; null when it is over, or when less than a day is left and hours are counted. */
  days: number | null;
  /** What is left of the last day; null where days alone are counted. */
  time: string | null;
  /** The day it is about, as people write it. */
  date: string;
  isOver: boolean;
}
export const countdownText = (content: Countdown, now: Instant, clock: WallClock): CountdownText => {
  const date = writeDate(content.date);
  const day = dayOf(content.date);
  if (content.time === null) {
    const days = day - clock.readingAt(now).day;
    return days > 0 ? { days, time: null, date, isOver: false } : { days: null, time: null, date, isOver: true };
  }
  const dated = `${content.time.slice(0, 5)} ngày ${date}`;
  // Counted in whole seconds, so that the last one shown is 00:00:01 and the next picture is the end.
  const left = Math.ceil((clock.instantOf(day, msOfTime(content.time)) - now) / SECOND_MS) * SECOND_MS;
  if (left <= 0) return { days: null, time: null, date: dated, isOver: true };
  const days = Math.floor(left / 86_400_000);
  return { days: days > 0 ? days : null, time: sayTime(left % 86_400_000, true), date: dated, isOver: false };
};

/** The next instant after `now` at which the slide looks otherwise; null = it stands still. */
export const changesAt = (content: SlideContent, now: Instant, clock: WallClock): Instant | null => {
  const midnight = (): Instant => clock.instantOf(clock.readingAt(now).day + 1, 0);
  /** Offsets of zones are whole seconds today; seconds and minutes of the wall clock begin with those of the epoch, save odd zones. */
  const nextOf = (step: number): Instant => {
    const { msOfDay } = clock.readingAt(now);
    return Math.min(Math.floor(now) + step - (Math.floor(msOfDay) % step), midnight());
  };
  switch (content.template) {
    case 'clock':
      return nextOf(content.seconds ? SECOND_MS : MINUTE_MS);
    case 'countdown': {
      if (content.time === null) return dayOf(content.date) > clock.readingAt(now).day ? midnight() : null;
      const end = clock.instantOf(dayOf(content.date), msOfTime(content.time));
      return now >= end ? null : end - Math.floor((end - Math.floor(now) - 1) / SECOND_MS) * SECOND_MS;
    }
    default:
      return null;
  }
};
