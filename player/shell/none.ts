/** The shell without glass. */
import type { Clocks } from '../core/clocks.ts';
import type { OpenStage } from '../core/stage.ts';

export interface NoneDoors {
  /** Gets one JSON line per event of the virtual page, newline included. */
  write: (line: string) => void;
  clocks?: Clocks;
}
export declare const openNoneStage: (doors: NoneDoors) => OpenStage;
