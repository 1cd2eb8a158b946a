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
import type { Screen } from '../../playlists/model/screen.ts';
import { isShowing, type Slot } from '../../playlists/model/slot.ts';
import type { ScheduledTicker, Ticker } from '../../playlists/model/ticker.ts';
import type { Database } from '../database/open.ts';
import { writtenMark } from '../database/written-mark.ts';
import { readCalendars, writeCalendar } from './calendars.ts';
import { readDayParts, writeDayPart } from './day-parts.ts';
import { isAlike } from './draft-rows.ts';
import type { LeftOut } from './left-out.ts';
import { readPlaylists, writePlaylist } from './playlist-rows.ts';
import { deleteSlots, nextVersions, readSlots, writeSlots } from './slot-rows.ts';
import { readTickers, writeTicker } from './ticker-rows.ts';

/** What was brought back, by id; `kept`: documents left as they are, since they have edits that were never published. */
export interface Restored {
  slots: SlotId[];
  documents: string[];
  kept: string[];
}

/** All that restoring comes to, worked out beforehand: what is to be written, what is told, and what cannot be brought back. */
export interface RestorePlan {
  restored: Restored;
  leftOut: LeftOut[];
  playlists: Playlist[];
  calendars: Calendar[];
  dayParts: DayPart[];
  tickers: Ticker[];
  slots: Slot[];
  removed: SlotId[];
  /** `writtenMark` when it was made: it holds until something is written. */
  madeAt: string;
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

  /** Content that is known, and whether it lies in the bin, from where no playlist brings it. */
  const assetsKnown = (): Map<string, { isBinned: boolean; title: string }> =>
    new Map(
      database.now
        .all(query.selectFrom('asset').select(['id', 'title', 'deletedAt']))
        .map(({ id, title, deletedAt }) => [id, { isBinned: deletedAt !== null, title }]),
    );

  /** Tags by their ids, those that were merged into others too. */
  const tagsThere = (): Map<string, TagId> =>
    new Map(
      database.now
        .all(query.selectFrom('tag').select(['id', 'mergedInto']))
        .map(({ id, mergedInto }) => [id, (mergedInto ?? id) as TagId]),
    );

  /** An entry by what there is of it; null when that is nothing. It never brings more than it did. */
  const asThere = (
    entry: Entry,
    assets: ReturnType<typeof assetsKnown>,
    tags: ReadonlyMap<string, TagId>,
  ): Entry | null => {
    if (entry.kind === 'asset') return assets.get(entry.assetId)?.isBinned === false ? entry : null;
    if (entry.kind !== 'tags') return entry;
    const left = [...new Set(entry.tags.flatMap((id) => tags.get(id) ?? []))];
    const isLess = entry.match === 'all' && entry.tags.some((id) => !tags.has(id));
    return left.length === 0 || isLess ? null : { ...entry, tags: left };
  };

  /** What of a playlist is missing where its entries `lost` are. */
  const missingOf = (
    { id: playlistId, name }: Playlist,
    lost: readonly Entry[],
    assets: ReturnType<typeof assetsKnown>,
    titleThen: (id: string) => string,
  ): LeftOut[] => {
    const deleted = new Set<string>();
    const binned = new Set<string>();
    for (const entry of lost) {
      if (entry.kind !== 'asset') continue;
      const known = assets.get(entry.assetId);
      if (known?.isBinned) binned.add(known.title);
      else deleted.add(titleThen(entry.assetId));
    }
    const missing: LeftOut[] = [];
    if (deleted.size + binned.size > 0)
      missing.push({ kind: 'content', name, playlistId, deleted: [...deleted], binned: [...binned] });
    if (lost.some(({ kind }) => kind === 'tags')) missing.push({ kind: 'tags', name, playlistId });
    return missing;
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

  const planPlaylists = (earlier: Schedule, onAir: Schedule | null, at: number, used: ReadonlySet<string>) => {
    const working = readPlaylists(database);
    const there = new Set<string>(working.map(({ id }) => id));
    const wanted = earlier.playlists.filter(({ id }) => there.has(id) || used.has(id));
    const { back, kept } = chooseDocuments(wanted, onAir?.playlists ?? [], working);
    const sound = withoutCircles(back, working);
    const known = new Map(working.map((playlist) => [playlist.id, playlist]));
    const names = new Set(working.map(({ name }) => name));
    const [assets, tags] = [assetsKnown(), tagsThere()];
    const titles = new Map<string, string>(earlier.assets.map(({ id, title }) => [id, title]));
    const leftOut: LeftOut[] = [
      ...kept.map(({ id, name }): LeftOut => ({ kind: 'edited', of: 'playlist', name, playlistId: id })),
      ...back
        .filter((playlist) => !sound.includes(playlist))
        .map(({ id, name }): LeftOut => ({ kind: 'circle', name: known.get(id)?.name ?? name, playlistId: id })),
    ];
    const written = sound.map((playlist) => {
      const old = known.get(playlist.id);
      const name = old?.name ?? freeName(playlist.name, names);
      names.add(name);
      const lost: Entry[] = [];
      const entries = playlist.entries.flatMap((entry) => {
        const left = asThere(entry, assets, tags);
        if (!left) lost.push(entry);
        return left ?? [];
      });
      leftOut.push(...missingOf({ ...playlist, name }, lost, assets, (id) => titles.get(id) ?? id));
      return { ...playlist, name, entries, version: (old?.version ?? playlist.version) + 1, updatedAt: at };
    });
    return { written, kept, leftOut };
  };

  const planNamed = <Kind extends Calendar | DayPart | Ticker>(
    of: 'calendar' | 'day-part' | 'ticker',
    earlier: readonly Kind[],
    onAir: readonly Kind[],
    working: readonly Kind[],
    at: number,
  ) => {
    const { back, kept } = chooseDocuments(earlier, onAir, working);
    const known = new Map<string, Kind>(working.map((document) => [document.id, document]));
    const names = new Set(working.map(({ name }) => name));
    const written = back.map((document) => {
      const old = known.get(document.id);
      const name = old?.name ?? freeName(document.name, names);
      names.add(name);
      return { ...document, name, version: (old?.version ?? document.version) + 1, updatedAt: at };
    });
    return { written, kept, leftOut: kept.map(({ name }): LeftOut => ({ kind: 'edited', of, name })) };
  };

  const planSlots = (slots: readonly Slot[], at: number) => {
    const working = new Map(readSlots(database).map((slot) => [slot.id, slot]));
    const back: Slot[] = [];
    for (const slot of slots) {
      const today = working.get(slot.id);
      working.delete(slot.id);
      if (today && (isUntouched(today, slot) || isAlike(today, slot))) continue;
      back.push({ ...slot, updatedAt: at });
    }
    return { back, removed: [...working.keys()] };
  };

  const makePlan = (earlier: Schedule, onAir: Schedule | null): RestorePlan => {
    const madeAt = writtenMark(database);
    const at = now();
    const slots = onPlacesThere(database, earlier.slots);
    const all = new Map(earlier.playlists.map((playlist) => [playlist.id, playlist]));
    const used = new Set(
      slots.filter(isShowing).flatMap(({ playlistId }) => [...playlistsWithin(playlistId, (id) => all.get(id))]),
    );
    const playlists = planPlaylists(earlier, onAir, at, used);
    const calendars = planNamed('calendar', earlier.calendars, onAir?.calendars ?? [], readCalendars(database), at);
    const dayParts = planNamed('day-part', earlier.dayParts, onAir?.dayParts ?? [], readDayParts(database), at);
    const tickers = planNamed(
      'ticker',
      uncoloured(earlier.tickers),
      uncoloured(onAir?.tickers),
      readTickers(database),
      at,
    );
    const { back, removed } = planSlots(slots, at);
    const onTargets = new Map(slots.map((slot) => [slot.id, slot.targets.length]));
    const lame = earlier.slots.filter(({ id, targets }) => onTargets.get(id) !== targets.length);
    const made = [playlists, calendars, dayParts, tickers];
    return {
      restored: {
        slots: [...back.map(({ id }) => id), ...removed],
        documents: made.flatMap(({ written }) => written.map(({ id }): string => id)),
        kept: made.flatMap(({ kept }) => kept.map(({ id }): string => id)),
      },
      leftOut: [
        ...made.flatMap(({ leftOut }) => leftOut),
        ...lame.map(({ id, name }): LeftOut => ({ kind: 'places', name, slotId: onTargets.has(id) ? id : null })),
      ],
      playlists: playlists.written,
      calendars: calendars.written,
      dayParts: dayParts.written,
      tickers: tickers.written,
      slots: back,
      removed,
      madeAt,
    };
  };

  return {
    /** The slots of an earlier publication as they can be everybody's today. */
    slotsOf: (earlier: Schedule): Slot[] => onPlacesThere(database, earlier.slots),
    /**
     * Its playlists as they can be published today, so that they are what is brought back: entries by the tags there are; and in playlists
     * that nothing shows, the content there is. Content that would be shown and is gone stays named, for it blocks.
     */
    playlistsOf: (earlier: Schedule, screens: readonly Screen[]): Playlist[] => {
      const [assets, tags] = [assetsKnown(), tagsThere()];
      const all = new Map(earlier.playlists.map((playlist) => [playlist.id, playlist]));
      const tops = [
        ...earlier.slots.map(({ playlistId }) => playlistId),
        ...screens.map((one) => one.defaultPlaylistId),
      ];
      const shown = new Set(
        [...new Set(tops)].flatMap((top) => (top === null ? [] : [...playlistsWithin(top, (id) => all.get(id))])),
      );
      return earlier.playlists.map((playlist) => ({
        ...playlist,
        entries: playlist.entries.flatMap((entry) =>
          entry.kind === 'asset' && shown.has(playlist.id) ? entry : (asThere(entry, assets, tags) ?? []),
        ),
      }));
    },
    /**
     * How `earlier` becomes everybody's schedule again. `onAir` is what was published last: what differs from it was edited and never
     * published. Takes a while for thousands of slots, so it is made in a turn of its own, before the commit; then `known` is given back
     * where nothing was written since.
     */
    plan: (earlier: Schedule, onAir: Schedule | null, known: RestorePlan | null = null): RestorePlan =>
      known?.madeAt === writtenMark(database) ? known : makePlan(earlier, onAir),
    /** Writes what was planned, in the caller's transaction. `by` is said to have published the slots. */
    carryOut: (
      { playlists, calendars, dayParts, tickers, slots, removed, restored }: RestorePlan,
      by: string,
    ): Restored => {
      // First all of them without entries, then with: they may hold one another.
      for (const playlist of playlists) writePlaylist(database, { ...playlist, entries: [] });
      for (const playlist of playlists) writePlaylist(database, playlist);
      for (const calendar of calendars) writeCalendar(database, calendar);
      for (const dayPart of dayParts) writeDayPart(database, dayPart);
      // The words are those of then, and so is who approved them; nobody of today wrote them.
      for (const ticker of tickers) writeTicker(database, ticker, '');
      const versions = nextVersions(database, slots.length);
      writeSlots(
        database,
        slots.map((slot, place) => ({ ...slot, version: versions[place] as number })),
        by,
      );
      deleteSlots(database, removed);
      return restored;
    },
  };
};
export type Restore = ReturnType<typeof createRestore>;
