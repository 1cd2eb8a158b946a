/**
 * In which order files are needed: the safe image first (it covers every fault), then by the first instant at which a file
 * is on air from now on. Exact for the first turn of each loop, which is all that an order of downloads needs.
 */
import type { ManifestBody, ManifestFile } from '../../playlists/wire/manifest.ts';

/** Index into `files` → first instant of need; −1 for the safe image; absent = never again. */
const firstNeeds = (body: ManifestBody, now: number): Map<number, number> => {
  const needs = new Map<number, number>();
  const seen = new Set<number>();
  if (body.fallback !== null) needs.set(body.fallback, -1);
  for (const span of body.spans) {
    if (span.until <= now || span.kind !== 'loop' || seen.has(span.loop)) continue;
    const loop = body.loops[span.loop];
    if (!loop) continue;
    /** A span shorter than its loop may not reach every cue: a later span of the loop is looked at too. */
    if (span.until - span.from >= loop.lengthMs) seen.add(span.loop);
    const start = Math.max(now, span.from);
    const phase = (((start - span.anchor) % loop.lengthMs) + loop.lengthMs) % loop.lengthMs;
    for (const cue of loop.cues) {
      const running = cue.at <= phase && phase < cue.at + cue.durationMs;
      const wait = running ? 0 : (cue.at - phase + loop.lengthMs) % loop.lengthMs;
      const at = start + wait;
      const file = cue.kind === 'slide' ? (body.slides?.[cue.slide]?.picture ?? null) : cue.file;
      if (file !== null && at < span.until) needs.set(file, Math.min(at, needs.get(file) ?? Number.POSITIVE_INFINITY));
    }
  }
  return needs;
};

/** All files of the bodies, each once, soonest needed first. At equal times the order of the bodies counts. */
export const filesByNeed = (bodies: readonly ManifestBody[], now: number): ManifestFile[] => {
  const ranked = new Map<string, { file: ManifestFile; at: number }>();
  for (const body of bodies) {
    const needs = firstNeeds(body, now);
    for (const [i, file] of body.files.entries()) {
      const at = needs.get(i) ?? Number.MAX_SAFE_INTEGER;
      const earlier = ranked.get(file.digest);
      if (!earlier || at < earlier.at) ranked.set(file.digest, { file, at });
    }
  }
  return [...ranked.values()].sort((a, b) => a.at - b.at).map(({ file }) => file);
};
