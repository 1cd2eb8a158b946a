/** Boxes → drawing calls. The one painter of slides: the player's page and the editor hand it the 2D context of a canvas. */
import { TYPEFACE } from './glyphs.ts';
import type { SlideLayout } from './sheet.ts';

/** What of a 2D context is drawn with; the browser's own fits. `Picture` is whatever it can draw. */
export interface Ink<Picture> {
  fillStyle: unknown;
  font: string;
  textAlign: string;
  textBaseline: string;
  textRendering: string;
  imageSmoothingEnabled: boolean;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  drawImage(
    picture: Picture,
    fromX: number,
    fromY: number,
    fromWidth: number,
    fromHeight: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void;
}

/** `picture` is of the canvas's size (a rendition); its middle is shown, pixel by pixel. Null = the ground shows. */
export const paintSlide = <Picture>(
  ink: Ink<Picture>,
  { boxes, canvas }: SlideLayout,
  picture: Picture | null,
): void => {
  ink.textBaseline = 'alphabetic';
  // Letters as they were measured: no rounding to whole pixels by the type's hints.
  ink.textRendering = 'geometricPrecision';
  ink.imageSmoothingEnabled = false;
  for (const box of boxes) {
    switch (box.kind) {
      case 'fill':
        ink.fillStyle = box.colour;
        ink.fillRect(box.x, box.y, box.width, box.height);
        break;
      case 'picture': {
        if (picture === null) break;
        const { x, y, width, height } = box;
        const [fromX, fromY] = [(canvas.width - width) >> 1, (canvas.height - height) >> 1];
        ink.drawImage(picture, fromX, fromY, width, height, x, y, width, height);
        break;
      }
      case 'text':
        ink.fillStyle = box.colour;
        ink.font = `${box.weight} ${box.size}px "${TYPEFACE}"`;
        ink.textAlign = box.align === 'centre' ? 'center' : 'left';
        ink.fillText(box.text, box.x, box.baseline);
        break;
    }
  }
};
