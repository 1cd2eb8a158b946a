/** The loop of an unsaved playlist, as far as the console knows its assets: enough to try it before it is saved. Pure. */
import type { Asset, Rendition } from '../../../../playlists/model/media.ts';
import { STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';

export interface PlannedCue {
  key: string;
  asset: Asset;
  at: number;
  durationMs: number;
  rendition: Rendition | null;
}

/** What an entry without its own duration lasts; null when the asset's length is not known yet. */
export const ownDurationOf = (asset: Asset): number | null =>
  asset.kind === 'video' ? (asset.facts?.durationMs ?? null) : asset.kind === 'image' ? STILL_DURATION_MS : null;

/** How long an entry is shown: its own value, never longer than the video itself. Null when it cannot be shown yet. */
export const shownDurationOf = (asset: Asset | undefined, durationMs: number | null): number | null => {
  if (!asset) return null;
  const own = ownDurationOf(asset);
  if (asset.kind === 'video') return own === null ? null : Math.min(own, durationMs ?? own);
  return durationMs ?? own;
};

/** Cues laid end to end; entries that cannot be shown are left out, as the compiler leaves them out. */
export const planCues = (
  entries: readonly { key: string; assetId: string; durationMs: number | null }[],
  assets: ReadonlyMap<string, Asset>,
): { cues: PlannedCue[]; lengthMs: number } => {
  const cues: PlannedCue[] = [];
  let at = 0;
  for (const entry of entries) {
    const asset = assets.get(entry.assetId);
    const durationMs = shownDurationOf(asset, entry.durationMs);
    if (!asset || !durationMs) continue;
    cues.push({ key: entry.key, asset, at, durationMs, rendition: asset.renditions[0] ?? null });
    at += durationMs;
  }
  return { cues, lengthMs: at };
};

export const cueAt = (cues: readonly PlannedCue[], ms: number): PlannedCue | undefined =>
  cues.findLast((cue) => cue.at <= ms);
