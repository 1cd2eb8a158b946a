/**
 * Was it really this that was seen? Holds frames that somebody saw (a screen's own picture, a camera's) against what is kept of
 * a rendition. The thresholds are measured by `npm run bench -- fingerprints`: of 64 bits, the same picture cut, scaled, dimmed,
 * blurred or noisy differs in up to 14, another picture in 20 and more nearly always; between the two nothing is claimed.
 */
import { contrastOf, distanceOf, type FrameHash, hashWindow, type SeenFrame } from './frame-hash.ts';

/** Most bits in which the same picture may differ. */
export const SAME_AT_MOST = 14;
/** Least bits from which it is another picture. */
export const OTHER_FROM = 20;
/** Least contrast (standard deviation of brightness, 0..127) of a frame that can be told from others. */
export const LEAST_CONTRAST = 6;
/** A player's clock and ours, and the moment of looking, differ: so many seconds before and after are looked at. */
export const SLACK_SECONDS = 1;

export type Likeness = 'same' | 'other' | 'unsure';

/** A frame that was seen, at this second of the rendition's own time. */
export interface Sighting {
  second: number;
  contrast: number;
  hash: FrameHash;
}

/** `pixels` = `SEEN_SIDE`² bytes of grey, whatever was seen scaled to that. */
export const sight = (second: number, pixels: Uint8Array): Sighting => ({
  second,
  contrast: contrastOf(pixels),
  hash: hashWindow(pixels),
});

/** Bits in which what was seen differs from the nearest window of a kept frame. */
export const nearest = (hash: FrameHash, frame: SeenFrame): number =>
  frame.hashes.reduce((least, kept) => Math.min(least, distanceOf(hash, kept)), 64);

/** One sighting against a rendition's frames, one of each second. */
export const compareFrame = (seen: Sighting, frames: readonly SeenFrame[]): Likeness => {
  const around = frames.slice(Math.max(0, seen.second - SLACK_SECONDS), seen.second + SLACK_SECONDS + 1);
  if (around.length === 0) return 'unsure';
  const telling = around.filter(({ contrast }) => contrast >= LEAST_CONTRAST);
  // A plain picture is like every other plain one; a rich one where only plain ones are due is another.
  if (seen.contrast < LEAST_CONTRAST) return telling.length === around.length ? 'other' : 'unsure';
  if (telling.length === 0) return 'other';
  const bits = Math.min(...telling.map((frame) => nearest(seen.hash, frame)));
  if (bits <= SAME_AT_MOST) return 'same';
  return bits >= OTHER_FROM && telling.length === around.length ? 'other' : 'unsure';
};

/** A whole showing: what most of the sightings that can be told say. A tie, or none that can be told, is `unsure`. */
export const compareShowing = (seen: readonly Sighting[], frames: readonly SeenFrame[]): Likeness => {
  const told = seen.map((one) => compareFrame(one, frames));
  const [same, other] = [told.filter((one) => one === 'same').length, told.filter((one) => one === 'other').length];
  if (same === other) return 'unsure';
  return same > other ? 'same' : 'other';
};
