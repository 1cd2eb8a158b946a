/** What a timetable brings next. Pure; the timetable itself is the compiler's and `playheadAt` decides what is on air. */
import type { Instant } from '../../../../playlists/model/time.ts';
import type { ManifestBody, Span } from '../../../../playlists/wire/manifest.ts';

/** Two stretches that look the same to people, e.g. one slot that begins anew with each day. */
const isSame = (a: Span, b: Span): boolean =>
  a.kind === 'loop' && b.kind === 'loop' ? a.loop === b.loop && a.slotId === b.slotId : a.kind === b.kind;

/** The stretch at `at` (null outside of the timetable) and the next one that brings something else before `until`. */
export const nowAndNext = (
  { spans }: Pick<ManifestBody, 'spans'>,
  at: Instant,
  until: Instant,
): { now: Span | null; next: Span | null } => {
  const place = spans.findIndex((span) => span.from <= at && at < span.until);
  const now = spans[place] ?? null;
  if (!now) return { now: null, next: null };
  const next = spans.slice(place + 1).find((span) => !isSame(span, now));
  return { now, next: next && next.from < until ? next : null };
};
