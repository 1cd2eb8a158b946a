/**
 * Playlist × canvas → loop: which entries can be shown on this wall, for how long each, from which file. Entries without a
 * rendition for the canvas are left out and named (TL15); a loop without a single cue does not exist. Lengths: TL18.
 */
import { type Canvas, canvasName } from '../model/canvas.ts';
import type { AssetId } from '../model/ids.ts';
import type { Rendition } from '../model/media.ts';
import { type Playlist, STILL_DURATION_MS } from '../model/playlist.ts';
import type { ScheduledAsset } from '../model/schedule.ts';
import { DAY_MS } from '../model/time.ts';
import type { Cue, ManifestFile } from '../wire/manifest.ts';

/** A cue that still carries its file itself instead of an index into a body's files. */
export interface LooseCue extends Omit<Cue, 'file'> {
  file: ManifestFile;
}
export interface LooseLoop {
  lengthMs: number;
  cues: LooseCue[];
}

/** Why an entry is not shown: the asset is gone, or has nothing (yet) for this canvas. */
export interface LoopGap {
  kind: 'missing' | 'not-ready';
  assetId: AssetId;
  /** Null when the asset is gone and nobody knows its name any more. */
  title: string | null;
}

/** What a playlist comes to on one canvas. `loop` is null when nothing of it can be shown. */
export interface PlannedLoop {
  loop: LooseLoop | null;
  gaps: LoopGap[];
}

/** A loop starts anew with its slot or its day, so what lies beyond this could never be reached. */
const MAX_LOOP_MS = 366 * DAY_MS;

const compareRenditions = (a: Rendition, b: Rendition): number =>
  a.fit < b.fit ? -1 : a.fit > b.fit ? 1 : a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;

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

/** Lays the entries of a playlist out on a canvas. Each unusable asset is named once. */
export const planLoop = (
  playlist: Playlist,
  canvas: Canvas,
  assets: ReadonlyMap<AssetId, ScheduledAsset>,
): PlannedLoop => {
  const cues: LooseCue[] = [];
  const gaps = new Map<AssetId, LoopGap>();
  let lengthMs = 0;
  for (const { assetId, durationMs: wantedMs } of playlist.entries) {
    const asset = assets.get(assetId);
    if (!asset) {
      gaps.set(assetId, { kind: 'missing', assetId, title: null });
      continue;
    }
    const rendition = renditionFor(asset, canvas);
    const durationMs = rendition && cueLength(asset, rendition, wantedMs);
    if (!rendition || durationMs === null) {
      gaps.set(assetId, { kind: 'not-ready', assetId, title: asset.title });
      continue;
    }
    if (lengthMs + durationMs > MAX_LOOP_MS) break;
    const kind = asset.kind === 'video' ? 'video' : 'still';
    cues.push({ at: lengthMs, durationMs, kind, file: fileOf(rendition), assetId });
    lengthMs += durationMs;
  }
  return { loop: cues.length > 0 ? { lengthMs, cues } : null, gaps: [...gaps.values()] };
};
