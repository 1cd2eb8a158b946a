/**
 * sharp, shut down to four loaders: JPEG, PNG, WebP and GIF. SVG, PDF, ImageMagick and everything else can not be reached, whatever
 * the bytes pretend. Runs only inside the workbench process.
 */
import sharp, { type Sharp } from 'sharp';
import type { Canvas } from '../playlists/model/canvas.ts';
import { placeOn } from '../playlists/model/framing.ts';
import type { MediaFacts } from '../playlists/model/media.ts';
import type { RawPicture } from './picture-look.ts';
import type { StillPlan } from './rendition-plan.ts';

/** Most pixels of an uploaded picture: 8K. */
export const MAX_PICTURE_PIXELS = 7680 * 4320;

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

const open = (path: string): Sharp =>
  sharp(path, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'error', sequentialRead: true });

/** EXIF orientation → clockwise turn; mirrored ones count as their turn. */
const TURNS = [0, 0, 0, 180, 180, 270, 90, 90, 270] as const;

/** Header facts; throws for bytes that are no picture. */
export const readPicture = async (
  path: string,
): Promise<{ width: number; height: number; rotation: MediaFacts['rotation'] }> => {
  // Only the header is read here, so the pixel limit is left to the caller, who can say the size in words.
  const { width, height, orientation } = await sharp(path, { limitInputPixels: false }).metadata();
  const rotation = TURNS[orientation ?? 1] ?? 0;
  const upright = rotation === 0 || rotation === 180;
  return {
    width: upright ? width : height,
    height: upright ? height : width,
    rotation,
  };
};

/** The picture at exactly the canvas, laid as `placeOn` says: upright, sRGB, on black, without metadata. */
export const paintStill = async (input: string, output: string, plan: StillPlan): Promise<void> => {
  const { canvas, framing, lossless } = plan;
  const { width, height } = await readPicture(input);
  const { from, to } = placeOn(framing, { width, height }, canvas);
  const left = Math.min(Math.round(from.x), width - 1);
  const top = Math.min(Math.round(from.y), height - 1);
  await open(input)
    .autoOrient()
    .flatten({ background: '#000' })
    .extract({
      left,
      top,
      width: Math.max(1, Math.min(Math.round(from.width), width - left)),
      height: Math.max(1, Math.min(Math.round(from.height), height - top)),
    })
    .resize(to.width, to.height, { fit: 'fill', kernel: 'lanczos3' })
    .extend({
      left: to.x,
      top: to.y,
      right: canvas.width - to.x - to.width,
      bottom: canvas.height - to.y - to.height,
      background: '#000',
    })
    .toColourspace('srgb')
    .webp(lossless ? { lossless: true, effort: 3 } : { quality: 92, smartSubsample: true, effort: 4 })
    .toFile(output);
};

const raw = ({ width, height, data }: RawPicture): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

/** A picture that was painted at the size of its canvas: drawings keep every pixel. */
export const writeStill = async (picture: RawPicture, output: string): Promise<void> => {
  await raw(picture).webp({ lossless: true, effort: 3 }).toFile(output);
};

/** The same for lists. */
export const writeThumbnail = async (picture: RawPicture, output: string): Promise<void> => {
  await raw(picture).webp({ quality: 80, effort: 4 }).toFile(output);
};

/** Every pixel: red, green, blue. */
export const readRaw = async (path: string): Promise<RawPicture> => {
  const { data, info } = await open(path)
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

/** A small picture for lists: at most `box`, never enlarged. */
export const paintThumbnail = async (input: string, output: string, box: Canvas): Promise<void> => {
  await open(input)
    .autoOrient()
    .flatten({ background: '#000' })
    .resize(box.width, box.height, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: 80, effort: 4 })
    .toFile(output);
};
