/**
 * What is really on the glass: the browser's own compositor hands out every frame it painted, with the time it was swapped
 * in; one pixel of each tells which content it is. Independent of anything the page says about itself.
 */
import type { CDPSession, Page } from 'playwright-core';
import sharp from 'sharp';
import { COLOURS, type Colour } from './made-media.ts';

export interface PaintedFrame {
  /** When the frame was swapped in, system time in ms with fractions. */
  at: number;
  /** Content by its ground colour; `other` is anything else: black, white, a card, a mixture. */
  colour: Colour | 'other';
  rgb: [number, number, number];
}

/** Largest distance from a known colour, per channel: room for video levels and JPEG. */
const TOLERANCE = 40;

const tellColour = (rgb: readonly number[]): PaintedFrame['colour'] =>
  (Object.keys(COLOURS) as Colour[]).find((name) =>
    COLOURS[name].every((part, i) => Math.abs(part - (rgb[i] ?? 0)) <= TOLERANCE),
  ) ?? 'other';

const readFrame = async (at: number, data: string): Promise<PaintedFrame> => {
  const { data: pixels, info } = await sharp(Buffer.from(data, 'base64'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const place = (Math.floor(info.height * 0.05) * info.width + Math.floor(info.width * 0.05)) * 3;
  const rgb: PaintedFrame['rgb'] = [pixels[place] ?? 0, pixels[place + 1] ?? 0, pixels[place + 2] ?? 0];
  return { at, colour: tellColour(rgb), rgb };
};

export interface PaintedWatch {
  /** All frames so far, decoded once each, in order. */
  frames(): Promise<PaintedFrame[]>;
  stop(): Promise<void>;
}

/**
 * Begins to record; the pixel read is at 5 % from the top left corner, where test media have their ground colour. The compositor leaves
 * frames out while two wait for an answer, and a still has but one: so answering comes first, and decoding when somebody asks.
 */
export const watchPainted = async (page: Page): Promise<PaintedWatch> => {
  const session: CDPSession = await page.context().newCDPSession(page);
  const taken: { at: number; data: string }[] = [];
  const decoded: Promise<PaintedFrame>[] = [];
  session.on('Page.screencastFrame', (frame) => {
    session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => undefined);
    taken.push({ at: (frame.metadata.timestamp ?? 0) * 1_000, data: frame.data });
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 80, everyNthFrame: 1 });
  return {
    frames: () => {
      for (const { at, data } of taken.splice(0)) decoded.push(readFrame(at, data));
      return Promise.all(decoded);
    },
    stop: async () => {
      await session.send('Page.stopScreencast').catch(() => undefined);
      await session.detach().catch(() => undefined);
    },
  };
};
