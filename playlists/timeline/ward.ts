/**
 * One schedule made ready to be asked about: look-ups by id, the slots of each screen, and everything that screens share,
 * worked out once. It never sees a later edit; the ward that follows it does, and keeps what that edit left as it was.
 */
import { type Canvas, canvasName } from '../model/canvas.ts';
import type { AssetId, PlaylistId, ScreenId, SiteId, SlotId } from '../model/ids.ts';
import type { Playlist } from '../model/playlist.ts';
import { readRule } from '../model/recurrence.ts';
import type { Schedule, ScheduledAsset } from '../model/schedule.ts';
import type { Screen, Site } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import type { ZoneId } from '../model/time.ts';
import { type Aim, type AimedSlot, aimSlots } from './aim.ts';
import { type Calendars, prepareCalendars } from './calendars.ts';
import { type DayParts, prepareDayParts } from './day-parts.ts';
import { type PlannedLoop, planLoop } from './loops.ts';
import { createMemory } from './memory.ts';
import { occurrencesOf, type Stretch } from './occurrences.ts';
import type { RuleReader } from './recurrence.ts';
import { type Condition, conditionsOf, isLimited, readOff, type Variant, variantsBetween } from './variants.ts';
import { createWallClocks, type WallClocks } from './wall-clock.ts';

/** What a playlist comes to on a canvas, and a name that no other loop of the canvas has. */
export interface NamedLoop extends PlannedLoop {
  name: string;
  playlistId: PlaylistId;
}

export interface Ward {
  schedule: Schedule;
  clocks: WallClocks;
  screens: ReadonlyMap<ScreenId, Screen>;
  sites: ReadonlyMap<SiteId, Site>;
  playlists: ReadonlyMap<PlaylistId, Playlist>;
  assets: ReadonlyMap<AssetId, ScheduledAsset>;
  calendars: Calendars;
  dayParts: DayParts;
  /** `readRule`, asked once for each distinct text. */
  readRule: RuleReader;
  /** Enabled slots aimed at a screen, by slot id; of several targets the most specific counts. */
  slotsOf: (screen: Screen) => readonly AimedSlot[];
  /** One of those by its id; undefined for others. */
  slotOn: (screen: Screen, slotId: SlotId) => Slot | undefined;
  /** What a playlist comes to without the entries and assets that are `off`. Null when it does not exist, or a slot names none (TK6). */
  loopOf: (playlistId: PlaylistId | null, canvas: Canvas, off?: string) => NamedLoop | null;
  /** Whether entries or content of the playlist come and go by day or hour (PL5, PL7). */
  isConditional: (playlistId: PlaylistId | null) => boolean;
  /** The stretches of a playlist between two instants, on a screen in `zone` (PL5, PL7). */
  variantsOf: (playlistId: PlaylistId, zone: ZoneId, within: Stretch) => readonly Variant[];
  /** Whole occurrences that touch the horizon, on a screen in `zone` (TL2). */
  occurrencesIn: (slot: Slot, zone: ZoneId, horizon: Stretch) => readonly Stretch[];
  /** Remembers what `make` gave for `key` (anything but undefined): how screens with equal rules share one result. */
  shared: <Value extends NonNullable<unknown> | null>(key: string, make: () => Value) => Value;
  /**
   * As `shared`, and taken over by the ward that follows while playlists, content, tickers, calendars and day-parts are the same. The key must
   * tell everything else that counts; slots are told by their marks.
   */
  kept: <Value extends NonNullable<unknown>>(key: string, make: () => Value) => Value;
  /**
   * The ward of another schedule, most often this one after an edit. What is the same object in both is taken to be the same, and what
   * was worked out from it is kept.
   */
  follow: (schedule: Schedule) => Ward;
}

const byId = <Id extends string, Noun extends { id: Id }>(nouns: readonly Noun[]): ReadonlyMap<Id, Noun> =>
  new Map(nouns.map((noun) => [noun.id, noun]));

/** What can be shown, whenever that is. */
interface Content extends Pick<Ward, 'playlists' | 'assets' | 'loopOf'> {
  conditionsOf: (playlistId: PlaylistId) => readonly Condition[];
}

const prepareContent = (schedule: Schedule): Content => {
  const playlists = byId<PlaylistId, Playlist>(schedule.playlists);
  const assets = byId<AssetId, ScheduledAsset>(schedule.assets);
  const limited = schedule.assets.filter(isLimited);
  const conditions = createMemory<PlaylistId, readonly Condition[]>();
  const loops = createMemory<string, NamedLoop>();
  /** The same by canvas as an object: each is asked for at every claim, and the names of canvases are long. */
  const loopsOn = new Map<Canvas, Map<string, NamedLoop>>();
  return {
    playlists,
    assets,
    conditionsOf: (playlistId) => conditions.recall(playlistId, () => conditionsOf(playlistId, playlists, limited)),
    loopOf: (playlistId, canvas, off = '') => {
      if (playlistId === null) return null;
      const name = off === '' ? playlistId : `${playlistId} ${off}`;
      const known = loopsOn.get(canvas)?.get(name);
      if (known) return known;
      const playlist = playlists.get(playlistId);
      if (!playlist) return null;
      const planned = loops.recall(`${name} ${canvasName(canvas)}`, () => ({
        name,
        playlistId,
        ...planLoop(playlist, canvas, { playlists, assets }, readOff(off)),
      }));
      const own = loopsOn.get(canvas) ?? new Map<string, NamedLoop>();
      loopsOn.set(canvas, own.set(name, planned));
      return planned;
    },
  };
};

/** The occurrences of one slot in a stretch of time, on one clock. */
interface Runs {
  zone: ZoneId;
  within: Stretch;
  found: readonly Stretch[];
}

/** As many as a slot has clocks and horizons in one piece of work; older ones are worked out again. */
const MOST_RUNS = 32;

/** When things are, whatever they are. */
interface Days extends Pick<Ward, 'calendars' | 'dayParts' | 'occurrencesIn'> {
  runs: ReadonlyMap<Slot, Runs[]>;
}

const prepareDays = (
  { calendars, dayParts }: Pick<Ward, 'calendars' | 'dayParts'>,
  clocks: WallClocks,
  read: RuleReader,
  before?: ReadonlyMap<Slot, Runs[]>,
): Days => {
  const runs = createMemory<Slot, Runs[]>(before);
  return {
    calendars,
    dayParts,
    runs: runs.known,
    occurrencesIn: (slot, screenZone, horizon) => {
      const zone = slot.zone ?? screenZone;
      const own = runs.recall(slot, () => []);
      for (const { zone: at, within, found } of own) {
        if (within.from === horizon.from && within.until === horizon.until && at === zone) return found;
      }
      const found = occurrencesOf(slot, clocks(zone), horizon, calendars, dayParts, read);
      if (own.length >= MOST_RUNS) own.shift();
      own.push({ zone, within: horizon, found });
      return found;
    },
  };
};

/** Where things hang. */
type Places = Pick<Ward, 'screens' | 'sites'>;

const placesOf = ({ screens, sites }: Schedule): Places => ({
  screens: byId<ScreenId, Screen>(screens),
  sites: byId<SiteId, Site>(sites),
});

/** What a ward is made of, each part with the memory of it. */
interface Parts {
  schedule: Schedule;
  clocks: WallClocks;
  read: RuleReader;
  places: Places;
  content: Content;
  days: Days;
  aim: Aim;
  /** What the ward before this one kept. */
  before?: ReadonlyMap<string, unknown>;
}

const createWard = (parts: Parts): Ward => {
  const { schedule, clocks, places, content, days, aim, read } = parts;
  const shared = createMemory<string, unknown>();
  const kept = createMemory<string, unknown>(parts.before);
  return {
    schedule,
    clocks,
    screens: places.screens,
    sites: places.sites,
    playlists: content.playlists,
    assets: content.assets,
    calendars: days.calendars,
    dayParts: days.dayParts,
    readRule: read,
    slotsOf: aim.slotsOf,
    slotOn: aim.slotOn,
    loopOf: content.loopOf,
    isConditional: (playlistId) => playlistId !== null && content.conditionsOf(playlistId).length > 0,
    variantsOf: (playlistId, zone, within) => variantsBetween(content.conditionsOf(playlistId), clocks(zone), within),
    occurrencesIn: days.occurrencesIn,
    shared: (key, make) => shared.recall(key, make) as ReturnType<typeof make>,
    kept: (key, make) => kept.recall(key, make) as ReturnType<typeof make>,
    follow: (after) => {
      const samePlaces = after.screens === schedule.screens && after.sites === schedule.sites;
      const sameContent = after.playlists === schedule.playlists && after.assets === schedule.assets;
      const sameTickers = after.tickers === schedule.tickers;
      const sameDays = after.calendars === schedule.calendars && after.dayParts === schedule.dayParts;
      return createWard({
        schedule: after,
        clocks,
        read,
        places: samePlaces ? places : placesOf(after),
        content: sameContent ? content : prepareContent(after),
        days: sameDays ? prepareDays(days, clocks, read, days.runs) : prepareDays(tablesOf(after), clocks, read),
        aim: aim.follow(after.slots),
        ...(sameContent && sameDays && sameTickers && { before: kept.known }),
      });
    },
  };
};

const tablesOf = ({ calendars, dayParts }: Schedule): Pick<Ward, 'calendars' | 'dayParts'> => ({
  calendars: prepareCalendars(calendars),
  dayParts: prepareDayParts(dayParts),
});

/** Prepares a schedule. Does no work per screen or slot before it is asked, but for putting slots by their targets. */
export const prepareWard = (schedule: Schedule): Ward => {
  const clocks = createWallClocks();
  const rules = createMemory<string, ReturnType<RuleReader>>();
  const read: RuleReader = (text) => rules.recall(text, () => readRule(text));
  return createWard({
    schedule,
    clocks,
    read,
    places: placesOf(schedule),
    content: prepareContent(schedule),
    days: prepareDays(tablesOf(schedule), clocks, read),
    aim: aimSlots(schedule.slots),
  });
};
