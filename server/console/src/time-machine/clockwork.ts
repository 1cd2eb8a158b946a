/** The time that is looked at: local days in the ward's zone, and how it runs. Pure. */
import type { Instant, LocalDate, ZoneId } from '../../../../playlists/model/time.ts';
import { createWallClocks, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import type { ManifestBody, Span } from '../../../../playlists/wire/manifest.ts';
import { secondsOfDay } from '../parts/time-text.ts';

/** Seconds of looked-at time for each second that passes. */
export const SPEEDS = [1, 10, 60, 600] as const;

const clocks = createWallClocks();

/** The instants that bound a local day. */
export const boundsOfDay = (date: LocalDate, zone: ZoneId): { from: Instant; until: Instant } => {
  const clock = clocks(zone);
  return { from: clock.instantOf(dayOf(date), 0), until: clock.instantOf(dayOf(date) + 1, 0) };
};

/** The instant at which clocks in a zone show this time of this day. */
export const instantAt = (date: LocalDate, time: string, zone: ZoneId): Instant =>
  clocks(zone).instantOf(dayOf(date), secondsOfDay(time) * 1000);

/** A stretch of a day strip, as a part of the day: 0 … 1. */
export interface Piece {
  span: Span;
  start: number;
  length: number;
}

export const piecesOf = ({ spans, from, until }: Pick<ManifestBody, 'spans' | 'from' | 'until'>): Piece[] =>
  spans.map((span) => ({
    span,
    start: (span.from - from) / (until - from),
    length: (span.until - span.from) / (until - from),
  }));

/** The instant of the next (or the last) change on a body after (before) `at`; null when there is none on that day. */
export const changeBeside = (
  { spans }: Pick<ManifestBody, 'spans'>,
  at: Instant,
  direction: 'next' | 'previous',
): Instant | null => {
  const starts = spans.map((span) => span.from);
  return direction === 'next'
    ? (starts.find((start) => start > at) ?? null)
    : (starts.findLast((start) => start < at) ?? null);
};
