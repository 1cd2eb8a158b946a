/** The pixel grid of a wall. Odd LED sizes are normal; renditions are made at exactly this size and never scaled. */
import { z } from 'zod';

/** Side lengths in pixels, 16 to 8192. H.264 4:2:0 wants even sides, so odd grids are refused where a screen is made. */
export const Canvas = z
  .object({
    width: z.int().min(16).max(8192).multipleOf(2),
    height: z.int().min(16).max(8192).multipleOf(2),
  })
  .meta({ id: 'Canvas', description: "A wall's own pixel grid" });
export type Canvas = z.infer<typeof Canvas>;

/** `768x384`: the name of a canvas in keys, file facts and logs. */
export const canvasName = (canvas: Canvas): string => `${canvas.width}x${canvas.height}`;
