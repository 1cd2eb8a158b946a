/** The pixel grids in use, each with its screens and the hardest of their viewing conditions. */
import { type Canvas, canvasName } from '../../../../playlists/model/canvas.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { rowsNeeded } from '../../../../playlists/slides/legibility.ts';

export interface Wall {
  name: string;
  canvas: Canvas;
  screens: readonly Screen[];
  /** The screen of this grid that asks for the largest text; null = there is none. */
  hardest: Screen | null;
}

/** Shown while there is no screen: the usual board. */
const USUAL: Canvas = { width: 768, height: 384 };

/** Walls of most pixels last; each grid once. */
export const wallsOf = (screens: readonly Screen[]): Wall[] => {
  const byGrid = Map.groupBy(screens, ({ canvas }) => canvasName(canvas));
  if (byGrid.size === 0) return [{ name: canvasName(USUAL), canvas: USUAL, screens: [], hardest: null }];
  return [...byGrid]
    .map(([name, some]): Wall => {
      const hardest = [...some].sort((a, b) => rowsNeeded(b).rows - rowsNeeded(a).rows)[0] as Screen;
      return { name, canvas: hardest.canvas, screens: some, hardest };
    })
    .sort((a, b) => a.canvas.width * a.canvas.height - b.canvas.width * b.canvas.height);
};

/** Eyes from the monitor, and the pixels of an ordinary one: CSS px per metre of a thing on the monitor. */
const EYES_M = 0.6;
const PX_A_METRE = 96 / 0.0254;

/** Width in CSS px at which a wall looks as large as from `metres` away. */
export const widthFrom = (canvas: Canvas, pitchMm: number, metres: number): number =>
  ((canvas.width * pitchMm) / 1000) * (EYES_M / metres) * PX_A_METRE;
