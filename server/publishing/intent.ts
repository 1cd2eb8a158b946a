/**
 * What people meant by a schedule, told apart from what merely happened around it: renditions that became ready, players
 * that were paired, edits that were taken back. Two schedules with one intent need no second publication.
 */
import { createHash } from 'node:crypto';
import { canvasName } from '../../playlists/model/canvas.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { assetsNamedIn, picks, playlistsWithin } from '../../playlists/model/playlist.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { pictureIn } from '../../playlists/model/slide.ts';
import { isShowing, type Slot } from '../../playlists/model/slot.ts';
import type { ScheduledTicker } from '../../playlists/model/ticker.ts';
import { canonicalJson, canonicalPieces } from '../../playlists/wire/canonical-json.ts';

const byId = <Item extends { id: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Assets that the schedule can put on a screen. */
export const assetsUsed = (schedule: Schedule): Set<AssetId> => {
  const used = new Set([
    ...schedule.playlists.flatMap(assetsNamedIn),
    ...assetsPicked(schedule),
    ...schedule.sites.flatMap((site) => (site.safeAssetId === null ? [] : [site.safeAssetId])),
  ]);
  for (const { id, slide } of schedule.assets) {
    const picture = slide && used.has(id) ? pictureIn(slide.content) : null;
    if (picture !== null) used.add(picture);
  }
  return used;
};

/** Content that playlists bring by its topic or its tags. */
const assetsPicked = ({ playlists, assets }: Schedule): AssetId[] => {
  const picking = playlists.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'topic' || kind === 'tags'));
  return assets.filter((asset) => picking.some((entry) => picks(entry, asset))).map(({ id }) => id);
};

/** What playlists and entries were before they could be anything else: left out, so that schedules from then keep their digest. */
const PLAIN_ENTRY = { kind: 'asset', weight: 1, validFrom: null, validUntil: null, hours: null };
const PLAIN_PLAYLIST = { order: { kind: 'listed' }, transition: { kind: 'cut' } };
/** What screens and content were before they could be anything else. */
const PLAIN_SCREEN = { offsetMs: 0, tickerId: null };
const PLAIN_ASSET = { usableFrom: null, usableUntil: null, version: 1, look: null };
const withoutDefaults = (thing: object, defaults: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(thing).filter(
      ([name, value]) => !(name in defaults) || canonicalJson(value) !== canonicalJson(defaults[name]),
    ),
  );

/**
 * What is meant by a slot, with the times that hold: its own, as they were told before there were day-parts, or those of its day-part.
 * Every field that counts, in the order of canonical JSON, in which a ward's thousands of slots are written at once.
 */
const meantBy = (slot: Slot): object => {
  const { dayPartId } = slot;
  const isOwn = dayPartId === null;
  return {
    avoidCalendars: slot.avoidCalendars,
    boundary: slot.boundary,
    changes: slot.changes,
    dayPartId: isOwn ? undefined : dayPartId,
    enabled: slot.enabled,
    exceptDays: slot.exceptDays,
    extraDays: slot.extraDays,
    from: isOwn ? slot.from : undefined,
    id: slot.id,
    playlistId: slot.playlistId,
    priority: slot.priority,
    recurrence: slot.recurrence,
    requireCalendars: slot.requireCalendars,
    share: slot.share,
    targets: slot.targets,
    ticker: slot.ticker,
    until: isOwn ? slot.until : undefined,
    validFrom: slot.validFrom,
    validUntil: slot.validUntil,
    zone: slot.zone,
  } satisfies Record<Exclude<keyof Slot, 'version' | 'updatedAt' | 'name'>, unknown>;
};

/** sha-256 over the intent; equal for schedules that ask for the same. Who approved what is no part of it: that changes no picture. */
export const intentDigest = (schedule: Schedule): string => {
  const used = assetsUsed(schedule);
  const picked = new Set(assetsPicked(schedule));
  const intent = {
    wardName: schedule.wardName,
    sites: byId(schedule.sites).map(({ id, safeAssetId }) => ({ id, safeAssetId })),
    screens: byId(schedule.screens).map(
      ({ deviceId: _device, createdAt: _created, name: _name, pitchMm: _pitch, viewedFromM: _from, ...screen }) => ({
        ...withoutDefaults(screen, PLAIN_SCREEN),
        groupIds: [...screen.groupIds].sort(),
      }),
    ),
    playlists: byId(schedule.playlists).map(({ id, entries, order, transition }) => ({
      id,
      entries: entries.map(({ id: _id, ...entry }) => withoutDefaults(entry, PLAIN_ENTRY)),
      ...withoutDefaults({ order, transition }, PLAIN_PLAYLIST),
    })),
    slots: byId(schedule.slots).map(meantBy),
    // Left out where there are none, so that schedules from before there were any keep their digest.
    ...(schedule.calendars.length > 0
      ? { calendars: byId(schedule.calendars).map(({ id, base, added, removed }) => ({ id, base, added, removed })) }
      : {}),
    ...(schedule.dayParts.length > 0
      ? { dayParts: byId(schedule.dayParts).map(({ id, ranges }) => ({ id, ranges })) }
      : {}),
    ...(schedule.tickers && schedule.tickers.length > 0
      ? {
          tickers: byId(schedule.tickers).map(
            ({ name: _name, version: _version, updatedAt: _at, approval: _approval, look: _look, ...ticker }) => ticker,
          ),
        }
      : {}),
    assets: byId(schedule.assets.filter((asset) => used.has(asset.id))).map(
      ({ id, fit, look, title, usableFrom, usableUntil, slide, relay, version }) => ({
        id,
        fit,
        ...withoutDefaults({ usableFrom, usableUntil, version, look }, PLAIN_ASSET),
        ...(slide ? { slide: slide.digest } : {}),
        ...(relay ? { relay: relay.digest, isAllowed: relay.isAllowed } : {}),
        // Topics and tags show their content by title.
        ...(picked.has(id) ? { title } : {}),
      }),
    ),
  };
  const digest = createHash('sha256');
  for (const piece of canonicalPieces(intent)) digest.update(piece);
  return digest.digest('hex');
};

/** Tickers as they were, in so far as those slots name them or screens of today do; those that came since as they are. */
const revivedTickers = (earlier: Schedule, today: Schedule, slots: readonly Slot[]): ScheduledTicker[] => {
  const had = new Map(earlier.tickers?.map((ticker) => [ticker.id, ticker]));
  const wanted = new Set<string | null | undefined>([
    ...slots.map(({ ticker }) => (ticker?.kind === 'ticker' ? ticker.tickerId : null)),
    ...today.screens.map(({ tickerId }) => tickerId),
  ]);
  const now = new Map(today.tickers?.map((ticker) => [ticker.id, ticker]));
  return [...new Map([...now, ...had]).values()].filter(({ id }) => wanted.has(id));
};

/**
 * An earlier schedule as it can be published today: `slots` are its own on the places there are, with the calendars and day-parts
 * that they name; playlists are as they were, and those that came since as they are; screens with their defaults, and content, are
 * of today. What was deleted since is missing and will be said to be.
 */
export const reviveSchedule = (earlier: Schedule, today: Schedule, slots = earlier.slots): Schedule => {
  const had = new Map(earlier.playlists.map((playlist) => [playlist.id, playlist]));
  const there = new Set(today.playlists.map(({ id }) => id));
  const wanted = new Set(
    slots.filter(isShowing).flatMap(({ playlistId }) => [...playlistsWithin(playlistId, (id) => had.get(id))]),
  );
  const named = new Set<string | null>(
    slots.flatMap((slot) => [slot.dayPartId, ...slot.avoidCalendars, ...slot.requireCalendars]),
  );
  const tickers = revivedTickers(earlier, today, slots);
  return {
    ...today,
    tickers: tickers.length > 0 ? tickers : undefined,
    playlists: [
      ...today.playlists.map((playlist) => had.get(playlist.id) ?? playlist),
      ...earlier.playlists.filter(({ id }) => !there.has(id) && wanted.has(id)),
    ],
    slots,
    calendars: earlier.calendars.filter(({ id }) => named.has(id)),
    dayParts: earlier.dayParts.filter(({ id }) => named.has(id)),
  };
};

/**
 * The frozen schedule with what became ready since: files for canvases that had none. Files it was frozen with stay, so a new
 * crop or a new canvas airs only when somebody publishes it.
 */
export const refreshAssets = (frozen: Schedule, working: Schedule): Schedule => {
  const fresh = new Map(working.assets.map((asset) => [asset.id, asset]));
  return {
    ...frozen,
    assets: frozen.assets.map((asset) => {
      const today = fresh.get(asset.id);
      // Another file by now: what it was frozen with stays as it is until somebody publishes.
      if (!today || today.version !== asset.version) return asset;
      const had = new Set(asset.renditions.map(({ canvas }) => canvasName(canvas)));
      return {
        ...asset,
        durationMs: asset.durationMs ?? today.durationMs,
        // What it was frozen with; where that is another picture than today's, the approval of then is of that picture.
        approval: asset.fit === today.fit && asset.look === today.look ? today.approval : asset.approval,
        renditions: [...asset.renditions, ...today.renditions.filter(({ canvas }) => !had.has(canvasName(canvas)))],
      };
    }),
  };
};
