/**
 * A slide on a canvas → boxes in whole pixels. Pure: the letters were measured once (glyphs.ts), so the player's page, the editor's
 * preview and the findings of a publish have the very same slide. One function for each template, in templates.ts and moving-templates.ts.
 */
import type { Canvas } from '../model/canvas.ts';
import { assertNever } from '../model/refusal.ts';
import type { Slide } from '../model/slide.ts';
import type { Instant } from '../model/time.ts';
import type { WallClock } from '../timeline/wall-clock.ts';
import { luminanceOf } from './colours.ts';
import { layClock, layCountdown } from './moving-templates.ts';
import { type Box, createSheet, type SlideLayout } from './sheet.ts';
import { layEvent, layNotice, layNumber, layPoints, layQuote, layTitle } from './templates.ts';

export interface LayoutFacts {
  now: Instant;
  /** The wall clock of the screen. */
  clock: WallClock;
  /** The picture of the slide is there; without it the words have all the room. */
  hasPicture: boolean;
}

export const layOutSlide = (
  { content, palette }: Pick<Slide, 'content' | 'palette'>,
  canvas: Canvas,
  { now, clock, hasPicture }: LayoutFacts,
): SlideLayout => {
  const sheet = createSheet({ width: canvas.width, height: canvas.height }, palette);
  sheet.fill(sheet.whole, palette.ground);
  switch (content.template) {
    case 'title':
      layTitle(sheet, content);
      break;
    case 'points':
      layPoints(sheet, content);
      break;
    case 'quote':
      layQuote(sheet, content);
      break;
    case 'number':
      layNumber(sheet, content);
      break;
    case 'notice':
      layNotice(sheet, content);
      break;
    case 'countdown':
      layCountdown(sheet, content, now, clock);
      break;
    case 'clock':
      layClock(sheet, content, now, clock);
      break;
    case 'event':
      layEvent(sheet, content, hasPicture);
      break;
    default:
      assertNever(content);
  }
  return sheet.done();
};

/** Of the box around a line of bold capitals and small letters, the part that is ink. */
const INK_SHARE = 0.3;
/** A picture that nobody measured. */
const PICTURE_LIGHT = 0.35;

/** Mean light of a slide as a share of a white wall's (linear: what the lamps draw and what dazzles). */
export const lightOf = ({ boxes, canvas, palette }: SlideLayout, pictureLight = PICTURE_LIGHT): number => {
  const pixels = canvas.width * canvas.height;
  const ground = luminanceOf(palette.ground);
  const added = (box: Box): number => {
    switch (box.kind) {
      case 'fill':
        return (luminanceOf(box.colour) - ground) * box.width * box.height;
      case 'picture':
        return (pictureLight - ground) * box.width * box.height;
      case 'text':
        return (luminanceOf(box.colour) - ground) * box.width * box.size * INK_SHARE;
    }
  };
  const light = ground + boxes.reduce((sum, box) => sum + added(box), 0) / pixels;
  return Math.min(1, Math.max(0, light));
};
