/**
 * Brings everybody's schedule back to what an earlier publication had: its slots, and the playlists, tickers, calendars and day-parts that
 * they use, so that what people go on to edit is what is on air again. What nobody published is never lost: drafts stay on top, in
 * conflict where they began with something else, and a document that somebody edited since the newest publication is left as it is.
 */
import type { Calendar } from '../../playlists/model/calendar.ts';
import type { DayPart } from '../../playlists/model/day-part.ts';
import type { SlotId, TagId } from '../../playlists/model/ids.ts';
import { type Entry, type Playlist, playlistsWithin } from '../../playlists/model/playlist.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import type { ScheduledTicker, Ticker } from '../../playlists/model/ticker.ts';
import type { Database } from '../database/open.ts';
import { readCalendars, writeCalendar } from './calendars.ts';
import { readDayParts, writeDayPart } from './day-parts.ts';
import { isAlike } from './draft-rows.ts';
import { readPlaylists, writePlaylist } from './playlist-rows.ts';
import { deleteSlot, nextVersion, readSlots, writeSlot } from './slot-rows.ts';
import { readTickers, writeTicker } from './ticker-rows.ts';

/** What was brought back, by id; `kept`: documents left as they are, since they have edits that were never published. */
export interface Restored {
  slots: SlotId[];
  documents: string[];
  kept: string[];
}

type Document = Playlist | Calendar | DayPart | Ticker;

/** Tickers as people keep them: the colours are those of the ward. */
const uncoloured = (tickers: readonly ScheduledTicker[] = []): Ticker[] =>
  tickers.map(({ palette: _palette, ...ticker }) => ticker);

/** What of a document reaches the screens; the name does not, nor who approved it. */
const contentOf = (document: Document & Partial<Pick<Ticker, 'approval'>>): string => {
  const { id: _id, name: _name, version: _version, updatedAt: _at, approval: _approval, ...content } = document;
  return JSON.stringify(content);
};

/**
 * No version is given twice, so nobody edited it since. A screen that was deleted took its targets along without a new version; places
 * that are gone are left out of both.
 */
const isUntouched = (a: Slot, b: Slot): boolean =>
  a.version === b.version && a.updatedAt === b.updatedAt && a.targets.length === b.targets.length;

/** The slots on the screens and groups there are; one that is left without any is left out. */
export const onPlacesThere = ({ now, query }: Database, slots: readonly Slot[]): Slot[] => {
  const idsOf = (table: 'screen' | 'screenGroup'): Set<string> =>
    new Set(now.all(query.selectFrom(table).select('id')).map(({ id }) => id));
  const [screens, groups] = [idsOf('screen'), idsOf('screenGroup')];
  const isThere = (target: Slot['targets'][number]): boolean => {
    if (target.kind === 'screen') return screens.has(target.screenId);
    return target.kind === 'all' || groups.has(target.groupId);
  };
  return slots.flatMap((slot) => {
    const targets = slot.targets.filter(isThere);
    if (targets.length === slot.targets.length) return [slot];
    return targets.length > 0 ? [{ ...slot, targets }] : [];
  });
};

/** Documents as they shall be: those of `earlier`, less those with edits that `onAir` does not have. */
const chooseDocuments = <Kind extends Document>(
  earlier: readonly Kind[],
  onAir: readonly Kind[],
  working: readonly Kind[],
): { back: Kind[]; kept: Kind[] } => {
  const [published, today] = [onAir, working].map((all) => new Map(all.map((one) => [one.id, one])));
  const back: Kind[] = [];
  const kept: Kind[] = [];
  for (const document of earlier) {
    const now = today?.get(document.id);
    if (now && contentOf(now) === contentOf(document)) continue;
    const last = published?.get(document.id);
    if (!now || (last && contentOf(last) === contentOf(now))) back.push(document);
    else kept.push(now);
  }
  return { back, kept };
};

/** `name`, or the next one like it that nothing else has. */
const freeName = (name: string, taken: ReadonlySet<string>): string => {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name.slice(0, 110)} (${count})`;
  return free;
};

export const createRestore = (database: Database, now: () => number) => {
  const { query } = database;

  /** Content in the library; what lies in the bin is not. */
  const assetsThere = (): Set<string> =>
    new Set(
      database.now.all(query.selectFrom('asset').select('id').where('deletedAt', 'is', null)).map(({ id }) => id),
    );

  /** Tags by their ids, those that were merged into others too. */
  const tagsThere = (): Map<string, TagId> =>
    new Map(
      database.now
        .all(query.selectFrom('tag').select(['id', 'mergedInto']))
        .map(({ id, mergedInto }) => [id, (mergedInto ?? id) as TagId]),
    );

  /** An entry by what there is of it; null when that is nothing. It never brings more than it did. */
  const asThere = (entry: Entry, assets: ReadonlySet<string>, tags: ReadonlyMap<string, TagId>): Entry | null => {
    if (entry.kind === 'asset') return assets.has(entry.assetId) ? entry : null;
    if (entry.kind !== 'tags') return entry;
    const left = [...new Set(entry.tags.flatMap((id) => tags.get(id) ?? []))];
    const isLess = entry.match === 'all' && entry.tags.some((id) => !tags.has(id));
    return left.length === 0 || isLess ? null : { ...entry, tags: left };
  };

  /** Of playlists that would come to lead back to themselves, next to one that is kept, none is brought back. */
  const withoutCircles = (back: readonly Playlist[], working: readonly Playlist[]): Playlist[] => {
    const then = new Map([...working, ...back].map((playlist) => [playlist.id, playlist]));
    const nested = (playlist: Playlist): Playlist['id'][] =>
      playlist.entries.flatMap((entry) => (entry.kind === 'playlist' ? [entry.playlistId] : []));
    return back.filter(
      (playlist) => !nested(playlist).some((id) => playlistsWithin(id, (one) => then.get(one)).has(playlist.id)),
    );
  };

  const restorePlaylists = (earlier: Schedule, onAir: Schedule | null, at: number, used: ReadonlySet<string>) => {
    const working = readPlaylists(database);
    const there = new Set<string>(working.map(({ id }) => id));
    const wanted = earlier.playlists.filter(({ id }) => there.has(id) || used.has(id));
    const { back, kept } = chooseDocuments(wanted, onAir?.playlists ?? [], working);
    const sound = withoutCircles(back, working);
    const known = new Map(working.map((playlist) => [playlist.id, playlist]));
    const names = new Set(working.map(({ name }) => name));
    const [assets, tags] = [assetsThere(), tagsThere()];
    // First all of them without entries, then with: they may hold one another.
    const written = sound.map((playlist) => {
      const old = known.get(playlist.id);
      const name = old?.name ?? freeName(playlist.name, names);
      names.add(name);
      const entries = playlist.entries.flatMap((entry) => asThere(entry, assets, tags) ?? []);
      return { ...playlist, name, entries, version: (old?.version ?? playlist.version) + 1, updatedAt: at };
    });
    for (const playlist of written) writePlaylist(database, { ...playlist, entries: [] });
    for (const playlist of written) writePlaylist(database, playlist);
    return { back: written, kept };
  };

  const restoreNamed = <Kind extends Calendar | DayPart | Ticker>(
    earlier: readonly Kind[],
    onAir: readonly Kind[],
    working: readonly Kind[],
    write: (document: Kind) => void,
    at: number,
  ) => {
    const { back, kept } = chooseDocuments(earlier, onAir, working);
    const known = new Map<string, Kind>(working.map((document) => [document.id, document]));
    const names = new Set(working.map(({ name }) => name));
    for (const document of back) {
      const old = known.get(document.id);
      const name = old?.name ?? freeName(document.name, names);
      names.add(name);
      write({ ...document, name, version: (old?.version ?? document.version) + 1, updatedAt: at });
    }
    return { back, kept };
  };

  return {
    /** The slots of an earlier publication as they can be everybody's today. */
    slotsOf: (earlier: Schedule): Slot[] => onPlacesThere(database, earlier.slots),
    /**
     * Makes `earlier` everybody's schedule again, in the caller's transaction. `onAir` is what was published last: what differs from
     * it was edited and never published. `by` is said to have published the slots.
     */
    restore: (earlier: Schedule, onAir: Schedule | null, by: string): Restored => {
      const at = now();
      const slots = onPlacesThere(database, earlier.slots);
      const all = new Map(earlier.playlists.map((playlist) => [playlist.id, playlist]));
      const used = new Set(slots.flatMap(({ playlistId }) => [...playlistsWithin(playlistId, (id) => all.get(id))]));
      const made = [
        restorePlaylists(earlier, onAir, at, used),
        restoreNamed(
          earlier.calendars,
          onAir?.calendars ?? [],
          readCalendars(database),
          (calendar) => writeCalendar(database, calendar),
          at,
        ),
        restoreNamed(
          earlier.dayParts,
          onAir?.dayParts ?? [],
          readDayParts(database),
          (dayPart) => writeDayPart(database, dayPart),
          at,
        ),
        restoreNamed(
          uncoloured(earlier.tickers),
          uncoloured(onAir?.tickers),
          readTickers(database),
          // The words are those of then, and so is who approved them; nobody of today wrote them.
          (ticker) => writeTicker(database, ticker, ''),
          at,
        ),
      ];
      const working = new Map(readSlots(database).map((slot) => [slot.id, slot]));
      const touched: SlotId[] = [];
      for (const slot of slots) {
        const today = working.get(slot.id);
        working.delete(slot.id);
        if (today && (isUntouched(today, slot) || isAlike(today, slot))) continue;
        writeSlot(database, { ...slot, version: nextVersion(database), updatedAt: at }, by);
        touched.push(slot.id);
      }
      for (const id of working.keys()) {
        deleteSlot(database, id);
        touched.push(id);
      }
      return {
        slots: touched,
        documents: made.flatMap(({ back }) => back.map(({ id }): string => id)),
        kept: made.flatMap(({ kept }) => kept.map(({ id }): string => id)),
      };
    },
  };
};
export type Restore = ReturnType<typeof createRestore>;
