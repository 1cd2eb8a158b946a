/**
 * Whether text on a wall can be read from where people stand, and whether its light is too much for the night. Sources: 1 cm of
 * capital for every 3.6 m (the cautious rule of sign makers; sellers say 5 m); Latin capitals fall apart below 7 rows; most
 * complaints about walls of lamps come from white grounds at night.
 */
import type { Screen } from '../model/screen.ts';

/** Below this nothing is set. */
export const LEAST_ROWS = 7;
/** What is asked where nobody said how far away people are. */
const USUAL_ROWS = 9;
const METRES_A_CENTIMETRE = 3.6;
/** Mean light, as a share of a white wall's, beyond which a picture dazzles at night. */
export const MOST_NIGHT_LIGHT = 0.6;
/** Hours on the wall clock of the screen that count as night. */
export const NIGHT = { fromHour: 18, untilHour: 6 } as const;

type Wall = Pick<Screen, 'pitchMm' | 'viewedFromM'>;

/** Rows that a capital needs there; `isKnown`: pitch and distance were given. */
export const rowsNeeded = ({ pitchMm, viewedFromM }: Wall): { rows: number; isKnown: boolean } => {
  if (pitchMm === null || viewedFromM === null) return { rows: USUAL_ROWS, isKnown: false };
  const millimetres = (viewedFromM / METRES_A_CENTIMETRE) * 10;
  return { rows: Math.max(LEAST_ROWS, Math.ceil(millimetres / pitchMm - 1e-9)), isKnown: true };
};

/** From how far a capital of so many rows is read, in whole metres; null where the pitch is not known. */
export const readFromM = (rows: number, { pitchMm }: Pick<Wall, 'pitchMm'>): number | null =>
  pitchMm === null ? null : Math.floor(((rows * pitchMm) / 10) * METRES_A_CENTIMETRE);
