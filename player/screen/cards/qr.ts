/** Draws a QR code with whole pixels per module, so it is sharp on a wall of few pixels. */
import { encode } from 'uqr';

/** Quiet zone in modules on each side (ISO/IEC 18004 asks for 4). */
const QUIET = 4;

/** Draws `text` as large as fits in `side` pixels; returns the drawn side in pixels, 0 when it cannot be read that small. */
export const drawQr = (canvas: HTMLCanvasElement, text: string, side: number): number => {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const modules = size + 2 * QUIET;
  const pixels = Math.floor(side / modules);
  const drawn = pixels >= 2 ? pixels * modules : 0;
  canvas.width = drawn;
  canvas.height = drawn;
  const ink = canvas.getContext('2d');
  if (!ink || drawn === 0) return 0;
  ink.fillStyle = '#ffffff';
  ink.fillRect(0, 0, drawn, drawn);
  ink.fillStyle = '#000000';
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) ink.fillRect((x + QUIET) * pixels, (y + QUIET) * pixels, pixels, pixels);
    }
  }
  return drawn;
};
