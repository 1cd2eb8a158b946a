/** The last lines of the log, in memory, for technicians who ask for them; everything goes on to the real log as well. */
import type { Log } from './log.ts';

const LINES_KEPT = 400;
const MOST_CHARACTERS = 600;

export const createLogTail = (log: Log, wall: () => number): { log: Log; lines: () => readonly string[] } => {
  let lines: string[] = [];
  return {
    log: (event, fields) => {
      const text = JSON.stringify({ at: new Date(wall()).toISOString(), event, ...fields });
      lines.push(text.slice(0, MOST_CHARACTERS));
      if (lines.length > 2 * LINES_KEPT) lines = lines.slice(-LINES_KEPT);
      log(event, fields);
    },
    lines: () => lines.slice(-LINES_KEPT),
  };
};
