/** Arithmetic of a crop frame under somebody's hand, in shares of the picture. Pure. */
import { type CropFrame, roundShare, SMALLEST_CROP } from '../../../../playlists/model/framing.ts';

export type Corner = 'nw' | 'ne' | 'sw' | 'se';
export const CORNERS: readonly Corner[] = ['nw', 'ne', 'sw', 'se'];

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
const rounded = ({ x, y, width, height }: CropFrame): CropFrame => {
  const [w, h] = [roundShare(width), roundShare(height)];
  return { x: roundShare(clamp(x, 0, 1 - w)), y: roundShare(clamp(y, 0, 1 - h)), width: w, height: h };
};

/** Moved by shares of the picture, as far as it goes. */
export const moveFrame = (frame: CropFrame, dx: number, dy: number): CropFrame =>
  rounded({ ...frame, x: clamp(frame.x + dx, 0, 1 - frame.width), y: clamp(frame.y + dy, 0, 1 - frame.height) });

/**
 * One corner moved, the opposite one held. `shape` = width over height, both as shares, that the frame keeps; null = any.
 */
export const resizeFrame = (
  frame: CropFrame,
  corner: Corner,
  dx: number,
  dy: number,
  shape: number | null,
): CropFrame => {
  const [isWest, isNorth] = [corner.endsWith('w'), corner.startsWith('n')];
  const [right, bottom] = [frame.x + frame.width, frame.y + frame.height];
  const [mostWide, mostHigh] = [isWest ? right : 1 - frame.x, isNorth ? bottom : 1 - frame.y];
  let width = clamp(frame.width + (isWest ? -dx : dx), SMALLEST_CROP, mostWide);
  let height = clamp(frame.height + (isNorth ? -dy : dy), SMALLEST_CROP, mostHigh);
  if (shape !== null) {
    // Whichever side was pulled further decides.
    width = clamp(Math.max(width, height * shape), SMALLEST_CROP, Math.min(mostWide, mostHigh * shape));
    height = width / shape;
    if (height < SMALLEST_CROP) {
      height = SMALLEST_CROP;
      width = height * shape;
    }
  }
  return rounded({ x: isWest ? right - width : frame.x, y: isNorth ? bottom - height : frame.y, width, height });
};

/** Grown or shrunk about its middle, by a share of the picture's width. */
export const growFrame = (frame: CropFrame, by: number, shape: number | null): CropFrame => {
  const keeps = shape ?? frame.width / frame.height;
  const most = Math.min(1, keeps);
  const least = Math.max(SMALLEST_CROP, SMALLEST_CROP * keeps);
  const width = clamp(frame.width + by, Math.min(least, most), most);
  const height = width / keeps;
  const x = frame.x + (frame.width - width) / 2;
  const y = frame.y + (frame.height - height) / 2;
  return rounded({ x: clamp(x, 0, 1 - width), y: clamp(y, 0, 1 - height), width, height });
};

/** The widest frame of a shape in the middle of the picture, nine tenths of it, so that there is something to drag. */
export const firstFrame = (shape: number | null): CropFrame => {
  const width = 0.9 * Math.min(1, shape ?? 1);
  const height = shape === null ? 0.9 : width / shape;
  return rounded({ x: (1 - width) / 2, y: (1 - height) / 2, width, height });
};
