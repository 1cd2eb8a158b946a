/**
 * One schedule made ready to be asked about: look-ups by id, the slots of each screen, and everything that screens share,
 * worked out once. Lives for one piece of work (a publish, an explanation) and is dropped; it never sees a later edit.
 */
import { type Canvas, canvasName } from '../model/canvas.ts';
import type { AssetId, PlaylistId, ScreenId, SiteId, SlotId } from '../model/ids.ts';
import type { Playlist } from '../model/playlist.ts';
import { readRule } from '../model/recurrence.ts';
import type { Schedule, ScheduledAsset } from '../model/schedule.ts';
import type { Screen, Site } from '../model/screen.ts';
import type { Slot, Target } from '../model/slot.ts';
import type { ZoneId } from '../model/time.ts';
import { type Calendars, prepareCalendars } from './calendars.ts';
import { type DayParts, prepareDayParts } from './day-parts.ts';
import { type PlannedLoop, planLoop } from './loops.ts';
import { occurrencesOf, type Stretch } from './occurrences.ts';
import { SPECIFICITY } from './overlaps.ts';
import { conditionsOf, isLimited, readOff, type Variant, variantsBetween } from './variants.ts';
import { createWallClocks, type WallClocks } from './wall-clock.ts';

/** A slot that is meant for a screen, and how specifically (TL7). */
export interface AimedSlot {
  slot: Slot;
  specificity: number;
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
  /** Enabled slots aimed at a screen, by slot id; of several targets the most specific counts. */
  slotsOf: (screen: Screen) => readonly AimedSlot[];
  /** One of those by its id; undefined for others. */
  slotOn: (screen: Screen, slotId: SlotId) => Slot | undefined;
  /** What a playlist comes to without the entries and assets that are `off`. Null when it does not exist. */
  loopOf: (playlistId: PlaylistId, canvas: Canvas, off?: string) => PlannedLoop | null;
  /** Whether entries or content of the playlist come and go by day or hour (PL5, PL7). */
  isConditional: (playlistId: PlaylistId) => boolean;
  /** The stretches of a playlist between two instants, on a screen in `zone` (PL5, PL7). */
  variantsOf: (playlistId: PlaylistId, zone: ZoneId, within: Stretch) => readonly Variant[];
  /** Whole occurrences that touch the horizon, on a screen in `zone` (TL2). */
  occurrencesIn: (slot: Slot, zone: ZoneId, horizon: Stretch) => readonly Stretch[];
  /** Remembers what `make` gave for `key` (anything but undefined): how screens with equal rules share one result. */
  shared: <Value extends NonNullable<unknown> | null>(key: string, make: () => Value) => Value;
}

const byId = <Id extends string, Noun extends { id: Id }>(nouns: readonly Noun[]): ReadonlyMap<Id, Noun> =>
  new Map(nouns.map((noun) => [noun.id, noun]));

const targetKey = (target: Target): string => {
  switch (target.kind) {
    case 'all':
      return 'all';
    case 'group':
      return target.groupId;
    case 'screen':
      return target.screenId;
  }
};

/** Target → slots, so that a screen is asked about its own targets only. */
export const aimSlots = (slots: readonly Slot[]): ((screen: Screen) => AimedSlot[]) => {
  const aimed = new Map<string, AimedSlot[]>();
  for (const slot of slots) {
    if (!slot.enabled) continue;
    for (const target of slot.targets) {
      const key = targetKey(target);
      const list = aimed.get(key) ?? [];
      list.push({ slot, specificity: SPECIFICITY[target.kind] });
      aimed.set(key, list);
    }
  }
  return (screen) => {
    const found = new Map<string, AimedSlot>();
    for (const key of ['all', ...screen.groupIds, screen.id]) {
      for (const candidate of aimed.get(key) ?? []) {
        const known = found.get(candidate.slot.id);
        if (!known || known.specificity < candidate.specificity) found.set(candidate.slot.id, candidate);
      }
    }
    return [...found.values()].sort((a, b) => (a.slot.id < b.slot.id ? -1 : 1));
  };
};

/**
 * Prepares a schedule. Does no work per screen or slot before it is asked. Whoever compiles again and again may keep the `clocks`: what
 * they remember of zones holds for every schedule.
 */
export const prepareWard = (schedule: Schedule, clocks: WallClocks = createWallClocks()): Ward => {
  const playlists = byId<PlaylistId, Playlist>(schedule.playlists);
  const assets = byId<AssetId, ScheduledAsset>(schedule.assets);
  const calendars = prepareCalendars(schedule.calendars);
  const dayParts = prepareDayParts(schedule.dayParts);
  const remembered = new Map<string, unknown>();
  const shared = <Value extends NonNullable<unknown> | null>(key: string, make: () => Value): Value => {
    const known = remembered.get(key);
    if (known !== undefined) return known as Value;
    const made = make();
    remembered.set(key, made);
    return made;
  };
  const limited = schedule.assets.filter(isLimited);
  const conditionalOf = (playlistId: PlaylistId) =>
    shared(`conditional ${playlistId}`, () => conditionsOf(playlistId, playlists, limited));
  const slotsByScreen = new Map<ScreenId, AimedSlot[]>();
  /** Loops by canvas as an object: each is asked for at every claim, and its name is long. */
  const loopsOn = new Map<Canvas, Map<string, PlannedLoop>>();
  const occurrencesByTime = new Map<string, Map<Slot, Stretch[]>>();
  const read = (text: string) => shared(`rule ${text}`, () => readRule(text));
  const aim = aimSlots(schedule.slots);
  const slotsOf = (screen: Screen): AimedSlot[] => {
    const known = slotsByScreen.get(screen.id);
    if (known) return known;
    const found = aim(screen);
    slotsByScreen.set(screen.id, found);
    return found;
  };
  return {
    schedule,
    clocks,
    screens: byId<ScreenId, Screen>(schedule.screens),
    sites: byId<SiteId, Site>(schedule.sites),
    playlists,
    assets,
    calendars,
    dayParts,
    shared,
    slotsOf,
    slotOn: (screen, slotId) =>
      shared(`slots on ${screen.id}`, () => new Map(slotsOf(screen).map(({ slot }) => [slot.id, slot]))).get(slotId),
    loopOf: (playlistId, canvas, off = '') => {
      const playlist = playlists.get(playlistId);
      if (!playlist) return null;
      const loops = loopsOn.get(canvas) ?? new Map<string, PlannedLoop>();
      loopsOn.set(canvas, loops);
      const name = off === '' ? playlistId : `${playlistId} ${off}`;
      const known = loops.get(name);
      if (known) return known;
      const planned = shared(`loop ${name} ${canvasName(canvas)}`, () =>
        planLoop(playlist, canvas, { playlists, assets }, readOff(off)),
      );
      loops.set(name, planned);
      return planned;
    },
    isConditional: (playlistId) => conditionalOf(playlistId).length > 0,
    variantsOf: (playlistId, zone, within) => variantsBetween(conditionalOf(playlistId), clocks(zone), within),
    occurrencesIn: (slot, screenZone, horizon) => {
      const zone = slot.zone ?? screenZone;
      const time = `${zone} ${horizon.from} ${horizon.until}`;
      const bySlot = occurrencesByTime.get(time) ?? new Map<Slot, Stretch[]>();
      occurrencesByTime.set(time, bySlot);
      const known = bySlot.get(slot);
      if (known) return known;
      const made = occurrencesOf(slot, clocks(zone), horizon, calendars, dayParts, read);
      bySlot.set(slot, made);
      return made;
    },
  };
};
