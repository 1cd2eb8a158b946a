/**
 * How a picture meets a canvas: which part of it is taken, and where that part lies. One function answers it for ffmpeg, for
 * sharp and for the preview in the console, so what staff see before is what screens show after.
 */
import { z } from 'zod';
import type { Canvas } from './canvas.ts';

/** Letterboxed, cropped to fill, pulled to size, or cropped to a frame that somebody drew. */
export const Fit = z.enum(['contain', 'cover', 'stretch', 'crop']);
export type Fit = z.infer<typeof Fit>;

/** Smallest side of a crop frame, as a share of the picture's. */
export const SMALLEST_CROP = 0.05;
/** Shares are kept to a ten-thousandth: finer than a pixel of anything we take, and equal frames stay equal as text. */
export const roundShare = (share: number): number => Math.round(share * 10_000) / 10_000;

/** A rectangle within the upright picture, as shares of its width and height. */
export const CropFrame = z
  .object({
    x: z.number().min(0).max(1).overwrite(roundShare),
    y: z.number().min(0).max(1).overwrite(roundShare),
    width: z.number().min(SMALLEST_CROP).max(1).overwrite(roundShare),
    height: z.number().min(SMALLEST_CROP).max(1).overwrite(roundShare),
  })
  .refine(({ x, y, width, height }) => x + width <= 1.0001 && y + height <= 1.0001, 'the frame leaves the picture')
  .meta({ id: 'CropFrame', description: 'What of the upright picture must be seen, as shares of its sides' });
export type CropFrame = z.infer<typeof CropFrame>;

/** `crop` is set exactly when `fit` is `crop`. */
export interface Framing {
  fit: Fit;
  crop: CropFrame | null;
}

/** A rectangle in pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Placement {
  /** The part of the picture that is taken, in its pixels; fractions of pixels are meant. */
  from: Rectangle;
  /** Where it lies on the canvas, in whole pixels; the rest is black. */
  to: Rectangle;
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/**
 * The part of the picture with the shape of the canvas that shows the whole frame: the frame grows to that shape about its
 * middle, moves where it would leave the picture, and loses its edges only where the picture has no more to give.
 */
const grownTo = (shape: number, frame: Rectangle, picture: { width: number; height: number }): Rectangle => {
  const isTooTall = frame.width / frame.height < shape;
  const wanted = isTooTall
    ? { width: frame.height * shape, height: frame.height }
    : { width: frame.width, height: frame.width / shape };
  const shrink = Math.min(1, picture.width / wanted.width, picture.height / wanted.height);
  const width = wanted.width * shrink;
  const height = wanted.height * shrink;
  const x = clamp(frame.x + frame.width / 2 - width / 2, 0, picture.width - width);
  const y = clamp(frame.y + frame.height / 2 - height / 2, 0, picture.height - height);
  return { x, y, width, height };
};

/** `picture` = upright, square pixels. */
export const placeOn = (
  { fit, crop }: Framing,
  picture: { width: number; height: number },
  canvas: Canvas,
): Placement => {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const all = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const shape = canvas.width / canvas.height;
  switch (fit) {
    case 'stretch':
      return { from: whole, to: all };
    case 'contain': {
      const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
      // Even sides and places, since colour has half the pixels.
      const even = (length: number, most: number): number => clamp(Math.round((length * scale) / 2) * 2, 2, most);
      const width = even(picture.width, canvas.width);
      const height = even(picture.height, canvas.height);
      const x = Math.floor((canvas.width - width) / 4) * 2;
      const y = Math.floor((canvas.height - height) / 4) * 2;
      return { from: whole, to: { x, y, width, height } };
    }
    case 'cover': {
      const width = Math.min(picture.width, picture.height * shape);
      const height = Math.min(picture.height, picture.width / shape);
      const [x, y] = [(picture.width - width) / 2, (picture.height - height) / 2];
      return { from: { x, y, width, height }, to: all };
    }
    case 'crop': {
      const frame = crop ?? { x: 0, y: 0, width: 1, height: 1 };
      const inPixels = {
        x: frame.x * picture.width,
        y: frame.y * picture.height,
        width: frame.width * picture.width,
        height: frame.height * picture.height,
      };
      return { from: grownTo(shape, inPixels, picture), to: all };
    }
  }
};
