/**
 * The loop of an unsaved playlist by the compiler's own rules, as far as the console knows its content: enough to try it before it
 * is saved. All entries count, whatever their days and hours. Pure.
 */
import type { AssetId, Digest, PlaylistId } from '../../../../playlists/model/ids.ts';
import type { Asset, Rendition } from '../../../../playlists/model/media.ts';
import type { Crossing, Playlist } from '../../../../playlists/model/playlist.ts';
import type { ScheduledAsset } from '../../../../playlists/model/schedule.ts';
import { planLoop } from '../../../../playlists/timeline/loops.ts';
import { lastStarted } from '../../../../playlists/timeline/playhead.ts';

export interface PlannedCue {
  asset: Asset;
  at: number;
  durationMs: number;
  /** How it takes the place of the one before; absent = by a cut. */
  enter?: Crossing | undefined;
  /** Null while nothing of it is ready. */
  rendition: Rendition | null;
}

export interface PlannedDraft {
  cues: PlannedCue[];
  lengthMs: number;
  /** Of one round; a shuffled loop has several. */
  roundMs: number;
}

/** A wall of no size: whatever is ready first is taken to fit. */
const ANY_CANVAS = { width: 768, height: 384 };
const NOT_READY = '0'.repeat(64) as Digest;

/** What is not ready yet is planned with the length of its upload, where that is known. */
const scheduledOf = (asset: Asset): ScheduledAsset | null => {
  if (asset.kind === null || asset.state.kind === 'refused') return null;
  const type = asset.kind === 'video' ? ('video/mp4' as const) : ('image/webp' as const);
  const durationMs = asset.facts?.durationMs ?? null;
  const ready = asset.renditions[0];
  const stand = { assetId: asset.id, fit: asset.fit, digest: NOT_READY, bytes: 1, type, durationMs };
  const isPlannable = ready || asset.kind === 'image' || durationMs !== null;
  return {
    id: asset.id,
    title: asset.title,
    kind: asset.kind,
    durationMs,
    topic: asset.topic,
    tags: asset.tags,
    fit: asset.fit,
    version: asset.version,
    look: asset.look,
    usableFrom: asset.usableFrom,
    usableUntil: asset.usableUntil,
    approval: asset.approval,
    slide: asset.slide,
    relay: asset.relay && { ...asset.relay, isAllowed: true },
    renditions: isPlannable ? [{ ...(ready ?? stand), canvas: ANY_CANVAS }] : [],
  };
};

/** Plans a playlist that may not be saved, among those that are. */
export const planDraft = (
  playlist: Playlist,
  others: readonly Playlist[],
  assets: ReadonlyMap<AssetId, Asset>,
): PlannedDraft => {
  const playlists = new Map<PlaylistId, Playlist>([...others, playlist].map((one) => [one.id, one]));
  const scheduled = [...assets.values()].flatMap((asset) => scheduledOf(asset) ?? []);
  const shelf = { playlists, assets: new Map(scheduled.map((asset) => [asset.id, asset])) };
  const { loop } = planLoop(playlist, ANY_CANVAS, shelf);
  const round = planLoop({ ...playlist, order: { kind: 'listed' } }, ANY_CANVAS, shelf).loop;
  const cues = (loop?.cues ?? []).flatMap(({ assetId, at, durationMs, enter }): PlannedCue[] => {
    const asset = assets.get(assetId);
    return asset ? [{ asset, at, durationMs, enter, rendition: asset.renditions[0] ?? null }] : [];
  });
  return { cues, lengthMs: loop?.lengthMs ?? 0, roundMs: round?.lengthMs ?? 0 };
};

/** The cue before one in the loop, over the loop's end too. */
export const cueBefore = (cues: readonly PlannedCue[], cue: PlannedCue): PlannedCue | undefined =>
  cues.at(cues.indexOf(cue) - 1);

export const cueAt = (cues: readonly PlannedCue[], ms: number): PlannedCue | undefined =>
  cues[lastStarted(cues.length, (index) => cues[index]?.at ?? 0, ms)];
