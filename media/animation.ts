/**
 * Pictures that move: GIF, animated PNG and animated WebP. Measured here; GIF and APNG are then read by the video tool, and WebP, which it
 * cannot read, is first unfolded into APNG. Only inside the workbench process.
 */
import { open, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { apngEnd, apngFrame, apngStart, delaysOf } from './apng.ts';
import { MAX_PICTURE_PIXELS } from './picture.ts';

/** Most frames of an animation. */
export const MOST_FRAMES = 3_000;
/** Most bytes of an animated PNG, which is read whole. */
const MOST_BYTES = 256 * 1024 ** 2;
/** A GIF or WebP that hurries more than this is shown by browsers at ten frames a second; so it is here. */
const LEAST_DELAY_MS = 20;
const SLOW_DELAY_MS = 100;
/** Pixels that are unfolded at once. */
const AT_ONCE = 64_000_000;

export interface Animation {
  /** One for each frame, in ms. */
  delays: number[];
}

/** Null for a picture that stands still. Throws for bytes that are no picture. */
export const readAnimation = async (path: string, mime: string): Promise<Animation | null> => {
  if (mime === 'image/apng') {
    const file = await open(path);
    const { size } = await file.stat().finally(() => file.close());
    if (size > MOST_BYTES) throw new Error(`an animated PNG of ${size} bytes`);
    const delays = delaysOf(await readFile(path));
    return delays && delays.length > 1 ? { delays } : null;
  }
  const { pages = 1, delay = [] } = await sharp(path, { limitInputPixels: false, animated: true }).metadata();
  if (pages <= 1) return null;
  return {
    delays: Array.from({ length: pages }, (_, i) => {
      const own = delay[i] ?? SLOW_DELAY_MS;
      return own < LEAST_DELAY_MS ? SLOW_DELAY_MS : own;
    }),
  };
};

/** Writes the frames of an animated WebP into an animated PNG. */
export const unfoldAnimation = async (input: string, output: string): Promise<void> => {
  const animation = await readAnimation(input, 'image/webp');
  if (!animation) throw new Error('it does not move');
  const { delays } = animation;
  const { width, pageHeight: height = 0 } = await sharp(input, { animated: true, limitInputPixels: false }).metadata();
  if (width * height > MAX_PICTURE_PIXELS || delays.length > MOST_FRAMES) throw new Error('too much to unfold');
  const chunk = Math.max(1, Math.floor(AT_ONCE / (width * height)));
  const file = await open(output, 'wx');
  try {
    await file.write(apngStart(width, height, delays.length));
    for (let from = 0; from < delays.length; from += chunk) {
      const pages = Math.min(chunk, delays.length - from);
      const some = await sharp(input, { page: from, pages, limitInputPixels: AT_ONCE * 2, failOn: 'error' })
        .ensureAlpha()
        .toColourspace('srgb')
        .raw()
        .toBuffer();
      for (let i = 0; i < pages; i += 1) {
        const pixels = some.subarray(i * width * height * 4, (i + 1) * width * height * 4);
        const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
          .png({ compressionLevel: 3, palette: false })
          .toBuffer();
        await file.write(apngFrame(png, from + i, delays[from + i] ?? SLOW_DELAY_MS));
      }
    }
    await file.write(apngEnd());
  } finally {
    await file.close();
  }
};
