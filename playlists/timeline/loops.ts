/**
 * Playlist × canvas → loop: what is shown on this wall, for how long each, from which file. Content without a rendition for the
 * canvas is left out and named (TL15); a loop without a single cue does not exist. Lengths: TL18. Order, nesting, topics, tags: PL1–PL4, PL8. A relay
 * is no cue of a loop: it is told beside it (RL1).
 */
import { type Canvas, canvasName } from '../model/canvas.ts';
import type { AssetId, EntryId, PlaylistId } from '../model/ids.ts';
import type { Rendition } from '../model/media.ts';
import {
  type Crossing,
  type Entry,
  type Playlist,
  picks,
  SHORTEST_CROSSING_MS,
  STILL_DURATION_MS,
  type Transition,
} from '../model/playlist.ts';
import { assertNever } from '../model/refusal.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import { pictureIn, type Slide } from '../model/slide.ts';
import { DAY_MS } from '../model/time.ts';
import type { Cue, ManifestFile } from '../wire/manifest.ts';
import { createRounds } from './turns.ts';

/** A slide that still carries its picture itself. */
export interface LooseSlide {
  slide: Slide;
  picture: ManifestFile | null;
}
/** A cue that still carries its file or slide itself instead of an index into those of a body. */
export type LooseCue =
  | (Omit<Extract<Cue, { kind: 'video' | 'still' }>, 'file'> & { file: ManifestFile })
  | (Omit<Extract<Cue, { kind: 'slide' }>, 'slide'> & LooseSlide);
export interface LooseLoop {
  lengthMs: number;
  cues: LooseCue[];
}

/**
 * Why something is not shown: the asset is gone, or has nothing (yet) for this canvas, or lies beyond the longest loop; or a nested
 * playlist is gone, or leads back to where it came from.
 */
export type LoopGap =
  | {
      kind: 'missing' | 'not-ready' | 'beyond';
      assetId: AssetId;
      /** Null when the asset is gone and nobody knows its name any more. */
      title: string | null;
    }
  | { kind: 'playlist-missing' | 'circle'; playlistId: PlaylistId };

/** What a playlist comes to on one canvas. `loop` is null when nothing of it can be shown but a relay, if it names one. */
export interface PlannedLoop {
  loop: LooseLoop | null;
  /** The first relay that the playlist names, itself or by others within it; absent = none. */
  relay?: ScheduledAsset;
  gaps: LoopGap[];
}

/** What playlists refer to. */
export interface Shelf {
  playlists: ReadonlyMap<PlaylistId, Playlist>;
  assets: ReadonlyMap<AssetId, ScheduledAsset>;
}

/** A loop starts anew with its slot or its day, so what lies beyond this could never be reached. */
const MAX_LOOP_MS = 366 * DAY_MS;
/** Rounds are added until everything repeats, or the loop has this many cues. */
const ENOUGH_CUES = 600;
/** A single round may be longer; what lies beyond this is left out and named. */
const MOST_CUES = 2_000;
/** Entries looked at for one loop, nested ones each time they are met; beyond, no other playlist is opened. */
const MOST_ENTRIES = 5_000;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareRenditions = (a: Rendition, b: Rendition): number =>
  compareText(a.fit, b.fit) || compareText(a.digest, b.digest);

/** The file that shows an asset on a canvas; of several, the first by name of fit, then by digest. Null = not ready. */
export const renditionFor = (asset: ScheduledAsset, canvas: Canvas): Rendition | null => {
  const name = canvasName(canvas);
  const fitting = asset.renditions.filter(
    (rendition) =>
      rendition.assetId === asset.id &&
      canvasName(rendition.canvas) === name &&
      (rendition.type === 'video/mp4') === (asset.kind === 'video'),
  );
  return fitting.sort(compareRenditions)[0] ?? null;
};

export const fileOf = ({ digest, bytes, type }: Rendition): ManifestFile => ({ digest, bytes, type });

/** Stills stay as long as their entry says; a video never outlasts its file. Null when nobody knows a length (TL18). */
const cueLength = (asset: ScheduledAsset, rendition: Rendition, wantedMs: number | null): number | null => {
  if (asset.kind === 'image') return wantedMs ?? STILL_DURATION_MS;
  const ownMs = rendition.durationMs ?? asset.durationMs;
  if (ownMs === null || ownMs < 1) return wantedMs;
  return Math.round(wantedMs === null ? ownMs : Math.min(wantedMs, ownMs));
};

/** A transition takes half of its item at most; where that leaves too little to be seen, it is a cut (PL6). */
const crossingOf = (transition: Transition, durationMs: number): Crossing | null => {
  if (transition.kind === 'cut') return null;
  const ms = Math.min(transition.ms, Math.floor(durationMs / 2));
  return ms < SHORTEST_CROSSING_MS ? null : { ...transition, ms };
};

const enterBy = (transition: Transition, durationMs: number): { enter?: Crossing } => {
  const crossing = crossingOf(transition, durationMs);
  return crossing ? { enter: crossing } : {};
};

/** A cue that has no place yet. */
type Item = WithoutPlace<LooseCue>;
type WithoutPlace<Placed> = Placed extends unknown ? Omit<Placed, 'at'> : never;

/** What gives items, turn by turn, without end and never nothing. `isEven` when it is where it began. */
interface Source {
  turn: () => readonly Item[];
  isEven: () => boolean;
}

/** A few items at a time of a list that goes round. */
const takeOf = (items: readonly Item[], take: number | null): Source => {
  if (take === null || take >= items.length) return { turn: () => items, isEven: () => true };
  let place = 0;
  return {
    turn: () => {
      const taken = Array.from({ length: take }, (_, step) => items[(place + step) % items.length] as Item);
      place = (place + take) % items.length;
      return taken;
    },
    isEven: () => place === 0,
  };
};

/** A few items at a time of what another source gives. */
const takeFrom = (source: Source, take: number | null): Source => {
  if (take === null) return source;
  let waiting: readonly Item[] = [];
  return {
    turn: () => {
      while (waiting.length < take) waiting = [...waiting, ...source.turn()];
      const taken = waiting.slice(0, take);
      waiting = waiting.slice(take);
      return taken;
    },
    isEven: () => waiting.length === 0 && source.isEven(),
  };
};

const byTitle = (a: ScheduledAsset, b: ScheduledAsset): number =>
  compareText(a.title, b.title) || compareText(a.id, b.id);

/** Opens playlists on a canvas and remembers what could not be shown, each thing once. */
const createOpener = (canvas: Canvas, shelf: Shelf, off: ReadonlySet<EntryId | AssetId>) => {
  const gaps = new Map<string, LoopGap>();
  const met = new Map<AssetId, ScheduledAsset>();
  let looked = 0;
  let relay: ScheduledAsset | undefined;

  const itemOf = (assetId: AssetId, wantedMs: number | null, transition: Transition): Item | null => {
    if (off.has(assetId)) return null;
    const asset = shelf.assets.get(assetId);
    if (!asset) {
      gaps.set(assetId, { kind: 'missing', assetId, title: null });
      return null;
    }
    if (asset.relay) {
      relay ??= asset;
      return null;
    }
    if (asset.slide) return slideItem(asset, asset.slide, wantedMs ?? STILL_DURATION_MS, transition);
    const rendition = renditionFor(asset, canvas);
    const durationMs = rendition && cueLength(asset, rendition, wantedMs);
    if (!rendition || durationMs === null) {
      gaps.set(assetId, { kind: 'not-ready', assetId, title: asset.title });
      return null;
    }
    met.set(assetId, asset);
    const enter = enterBy(transition, durationMs);
    return { durationMs, kind: asset.kind === 'video' ? 'video' : 'still', file: fileOf(rendition), assetId, ...enter };
  };

  /** A slide whose picture is not there (yet) is shown without it. */
  const slideItem = (asset: ScheduledAsset, slide: Slide, durationMs: number, transition: Transition): Item => {
    met.set(asset.id, asset);
    const wanted = pictureIn(slide.content);
    const shown = wanted === null ? undefined : shelf.assets.get(wanted);
    const rendition = shown?.kind === 'image' ? renditionFor(shown, canvas) : null;
    if (wanted !== null && !rendition)
      gaps.set(wanted, { kind: shown ? 'not-ready' : 'missing', assetId: wanted, title: shown?.title ?? null });
    return {
      durationMs,
      kind: 'slide',
      slide,
      picture: rendition && fileOf(rendition),
      assetId: asset.id,
      ...enterBy(transition, durationMs),
    };
  };

  const openEntry = (entry: Entry, within: Playlist, path: readonly PlaylistId[]): Source | null => {
    switch (entry.kind) {
      case 'asset': {
        const item = itemOf(entry.assetId, entry.durationMs, within.transition);
        return item && takeOf([item], null);
      }
      case 'topic':
      case 'tags': {
        const items = [...shelf.assets.values()]
          // A relay is somebody's choice for a time, never part of whatever a topic has.
          .filter((asset) => !asset.relay && picks(entry, asset))
          .sort(byTitle)
          .flatMap(({ id }) => itemOf(id, entry.durationMs, within.transition) ?? []);
        return items.length > 0 ? takeOf(items, entry.take) : null;
      }
      case 'playlist': {
        const { playlistId } = entry;
        const nested = shelf.playlists.get(playlistId);
        if (!nested || path.includes(playlistId)) {
          gaps.set(playlistId, { kind: nested ? 'circle' : 'playlist-missing', playlistId });
          return null;
        }
        const source = open(nested, path);
        return source && takeFrom(source, entry.take);
      }
      default:
        return assertNever(entry);
    }
  };

  const open = (playlist: Playlist, path: readonly PlaylistId[]): Source | null => {
    const sources: Source[] = [];
    const weights: number[] = [];
    for (const entry of playlist.entries) {
      if (off.has(entry.id)) continue;
      looked += 1;
      if (looked > MOST_ENTRIES && entry.kind !== 'asset') continue;
      const source = openEntry(entry, playlist, [...path, playlist.id]);
      if (!source) continue;
      sources.push(source);
      weights.push(entry.weight);
    }
    if (sources.length === 0) return null;
    const rounds = createRounds(weights, playlist.order, playlist.id);
    return {
      turn: () => {
        const items: Item[] = [];
        for (const place of rounds.next()) {
          if (items.length >= MOST_CUES) break;
          items.push(...(sources[place] as Source).turn());
        }
        return items;
      },
      isEven: () => rounds.isEven() && sources.every((source) => source.isEven()),
    };
  };
  return { open, gaps, met, relay: () => (relay ? { relay } : {}) };
};

/** Lays items end to end, round after round, until they come round even or there are enough. */
const layOut = (source: Source): LooseLoop => {
  const cues: LooseCue[] = [];
  let lengthMs = 0;
  const isClosed = (): boolean =>
    source.isEven() || (cues.length >= ENOUGH_CUES && cues[0]?.assetId !== cues.at(-1)?.assetId);
  do {
    for (const item of source.turn()) {
      if (cues.length >= MOST_CUES || (cues.length > 0 && lengthMs + item.durationMs > MAX_LOOP_MS))
        return { lengthMs, cues };
      cues.push({ at: lengthMs, ...item });
      lengthMs += item.durationMs;
    }
  } while (!isClosed());
  return { lengthMs, cues };
};

/** Lays a playlist out on a canvas without the entries and assets that are `off`. Each thing that is not shown is named once. */
export const planLoop = (
  playlist: Playlist,
  canvas: Canvas,
  shelf: Shelf,
  off: ReadonlySet<EntryId | AssetId> = new Set(),
): PlannedLoop => {
  const { open, gaps, met, relay } = createOpener(canvas, shelf, off);
  const source = open(playlist, []);
  if (!source) return { loop: null, gaps: [...gaps.values()], ...relay() };
  const loop = layOut(source);
  const laid = new Set(loop.cues.map(({ assetId }) => assetId));
  for (const [assetId, { title }] of met) if (!laid.has(assetId)) gaps.set(assetId, { kind: 'beyond', assetId, title });
  return { loop, gaps: [...gaps.values()], ...relay() };
};
