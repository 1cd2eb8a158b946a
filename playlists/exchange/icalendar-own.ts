/** What our own properties (X-BANGTIN-…) say of an event of an iCalendar file, matched with this ward; absent in files of others. */
import { z } from 'zod';
import type { Said } from '../model/said.ts';
import { Boundary, Priority, Share } from '../model/slot.ts';
import { LocalDate } from '../model/time.ts';
import { type CalendarDay, dateOf } from '../timeline/wall-clock.ts';
import { Refused, textOf, type Work } from './icalendar-place.ts';
import { type Component, propertyOf } from './icalendar-text.ts';
import { PRIORITY_WORDS } from './icalendar-writer.ts';
import { notFound } from './proposal.ts';
import { distinct, match, matchTarget, matchTicker } from './ward-names.ts';

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const Reference = z.object({ id: z.string().max(100), name: z.string().max(200) });
const Targets = z
  .array(z.union([z.object({ kind: z.literal('all') }), Reference.extend({ kind: z.enum(['group', 'screen']) })]))
  .max(500);
const OwnTicker = z.union([z.object({ kind: z.literal('none') }), Reference.extend({ kind: z.literal('ticker') })]);
const CalendarNames = z.object({ avoid: z.array(Reference).max(20), require: z.array(Reference).max(20) });

/** What our own properties say, matched with this ward; all of it absent in files of others. */
export const readOwn = (event: Component, { ward }: Work) => {
  const jsonOf = (name: string) => parseJson(textOf(event, name));
  const notes: Said[] = [];
  const content = jsonOf('X-BANGTIN-PLAYLIST');
  const named = Reference.safeParse(content).data;
  const playlist = named ? match(named, ward.playlists) : null;
  if (named && !playlist) notes.push(notFound({ vi: 'danh sách phát', en: 'playlist' }, named.name));
  const targets = (Targets.safeParse(jsonOf('X-BANGTIN-TARGETS')).data ?? []).flatMap((target) => {
    const found = matchTarget(target, ward);
    if (!found && target.kind !== 'all')
      notes.push(
        notFound(target.kind === 'group' ? { vi: 'nhóm', en: 'group' } : { vi: 'màn hình', en: 'screen' }, target.name),
      );
    return found ?? [];
  });
  const said = OwnTicker.safeParse(jsonOf('X-BANGTIN-TICKER')).data;
  const ticker = said && matchTicker(said, ward);
  const isAlone = content === null && said?.kind === 'ticker';
  if (isAlone && !ticker) throw new Refused('ticker-unknown', said.name, said.name);
  if (said?.kind === 'ticker' && !ticker) notes.push(notFound({ vi: 'chữ chạy', en: 'ticker' }, said.name));
  const names = CalendarNames.safeParse(jsonOf('X-BANGTIN-CALENDARS')).data ?? { avoid: [], require: [] };
  const calendarsOf = (references: z.infer<typeof Reference>[]) =>
    references.flatMap((reference) => {
      const found = match(reference, ward.calendars);
      if (!found) notes.push(notFound({ vi: 'ngày đặc biệt', en: 'calendar' }, reference.name));
      return found?.id ?? [];
    });
  const [avoid, require] = [calendarsOf(names.avoid), calendarsOf(names.require)];
  const word = textOf(event, 'CATEGORIES');
  const byWord = Priority.options.find((level) => PRIORITY_WORDS[level] === word);
  return {
    playlistId: playlist?.id ?? null,
    targets: distinct(targets),
    priority: Priority.safeParse(textOf(event, 'X-BANGTIN-PRIORITY')).data ?? byWord ?? 'normal',
    boundary: Boundary.safeParse(textOf(event, 'X-BANGTIN-BOUNDARY')).data ?? 'cut',
    share: Share.safeParse(jsonOf('X-BANGTIN-SHARE')).data ?? { kind: 'exclusive' as const },
    /** Undefined = the one that the screen has. */
    ticker: ticker ?? undefined,
    isTickerAlone: isAlone,
    avoid,
    require,
    /** Whether days that stand for calendars can be left to the calendars again. */
    hasAllCalendars: avoid.length === names.avoid.length && require.length === names.require.length,
    notes,
  };
};

/** Validity as we wrote it, for as long as the event starts where it did. */
export const ownValidity = (
  event: Component,
  start: CalendarDay,
): { from: LocalDate | null; until: LocalDate | null } | null => {
  const property = propertyOf(event, 'X-BANGTIN-VALID');
  if (property?.parameters.get('X-START') !== dateOf(start).replaceAll('-', '')) return null;
  const sides = property.value.split('/').map((side) => (side === '..' ? null : side));
  const isRead = sides.length === 2 && sides.every((side) => side === null || LocalDate.safeParse(side).success);
  return isRead ? { from: sides[0] ?? null, until: sides[1] ?? null } : null;
};
