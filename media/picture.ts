/**
 * sharp, shut down to three loaders: JPEG, PNG and WebP. SVG, PDF, ImageMagick and everything else can not be reached, whatever
 * the bytes pretend. Runs only inside the workbench process.
 */
import sharp, { type Sharp } from 'sharp';
import type { Canvas } from '../playlists/model/canvas.ts';
import type { MediaFacts } from '../playlists/model/media.ts';
import type { RawPicture } from './picture-look.ts';
import type { StillPlan } from './rendition-plan.ts';

/** Most pixels of an uploaded picture: 8K. */
export const MAX_PICTURE_PIXELS = 7680 * 4320;

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile', 'VipsForeignLoadWebpFile'] });
sharp.cache(false);
sharp.concurrency(1);

const open = (path: string): Sharp =>
  sharp(path, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'error', sequentialRead: true });

/** EXIF orientation → clockwise turn; mirrored ones count as their turn. */
const TURNS = [0, 0, 0, 180, 180, 270, 90, 90, 270] as const;

/** Header facts; throws for bytes that are no picture. `animated` pictures are not stills. */
export const readPicture = async (
  path: string,
): Promise<{ width: number; height: number; rotation: MediaFacts['rotation']; animated: boolean }> => {
  // Only the header is read here, so the pixel limit is left to the caller, who can say the size in words.
  const { width, height, orientation, pages } = await sharp(path, { limitInputPixels: false }).metadata();
  const rotation = TURNS[orientation ?? 1] ?? 0;
  const upright = rotation === 0 || rotation === 180;
  return {
    width: upright ? width : height,
    height: upright ? height : width,
    rotation,
    animated: (pages ?? 1) > 1,
  };
};

const FITS = { contain: 'contain', cover: 'cover', stretch: 'fill' } as const;

/** The whole picture at exactly the canvas: upright, sRGB, on black, without metadata. */
export const paintStill = async (input: string, output: string, plan: StillPlan): Promise<void> => {
  const { canvas, fit, lossless } = plan;
  await open(input)
    .autoOrient()
    .flatten({ background: '#000' })
    .resize(canvas.width, canvas.height, { fit: FITS[fit], background: '#000', kernel: 'lanczos3' })
    .toColourspace('srgb')
    .webp(lossless ? { lossless: true, effort: 3 } : { quality: 92, smartSubsample: true, effort: 4 })
    .toFile(output);
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
