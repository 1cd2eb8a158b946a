/**
 * What is really on the glass: every frame the browser's compositor hands out, with its time, named by the colour of its
 * ground. Independent of what the page says about itself.
 */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { COLOURS, type Colour } from './made-media.ts';

/** `black` = nothing lit; `card` = the player's own dark blue; `other` = none of what a test shows. */
export type Seen = Colour | 'black' | 'card' | 'other';
export interface SeenFrame {
  /** System time at which the compositor swapped, ms. */
  at: number;
  seen: Seen;
  /** The ground (red, green, blue) near the left and the right edge. */
  edges: { left: readonly number[]; right: readonly number[] };
}

const near = (a: readonly number[], b: readonly number[], tolerance: number): boolean =>
  a.every((part, i) => Math.abs(part - (b[i] ?? 0)) <= tolerance);

const pixelsOf = async (picture: Buffer) => {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return (x: number, y: number): number[] => {
    const i = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
    return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
  };
};

/** Names one picture by the ground in its upper part, where no mark moves: several points must agree. */
export const nameFrame = async (picture: Buffer): Promise<Seen> => {
  const at = await pixelsOf(picture);
  const points = [at(0.02, 0.1), at(0.5, 0.04), at(0.97, 0.1), at(0.02, 0.5), at(0.97, 0.5)];
  for (const [colour, value] of Object.entries(COLOURS)) {
    if (points.every((point) => near(point, value, 45))) return colour as Colour;
  }
  if (points.every((point) => near(point, [0, 0, 0], 8))) return 'black';
  if (points.every((point) => near(point, [14, 34, 64], 30))) return 'card';
  return 'other';
};

export interface PixelWatch {
  /** Stops watching and names every frame, in order of time. */
  end(): Promise<SeenFrame[]>;
}

export const watchPixels = async (page: Page): Promise<PixelWatch> => {
  const session = await page.context().newCDPSession(page);
  const frames: { at: number; data: string }[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ at: (metadata.timestamp ?? 0) * 1000, data });
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 50,
    maxWidth: 192,
    maxHeight: 192,
    everyNthFrame: 1,
  });
  return {
    end: async () => {
      await session.send('Page.stopScreencast');
      await session.detach();
      frames.sort((a, b) => a.at - b.at);
      const seen: SeenFrame[] = [];
      for (const { at, data } of frames) {
        const picture = Buffer.from(data, 'base64');
        const pixel = await pixelsOf(picture);
        const edges = { left: pixel(0.02, 0.5), right: pixel(0.97, 0.5) };
        seen.push({ at, seen: await nameFrame(picture), edges });
      }
      return seen;
    },
  };
};
