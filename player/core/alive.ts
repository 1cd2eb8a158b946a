/**
 * The heartbeat of the program for whoever started it (`player/kiosk/linux/bang-tin-supervise`): a count that rises every two
 * seconds, in a file. Read by its change alone, so no clock is compared with another. It stops when the main loop does.
 */
import { writeFileSync } from 'node:fs';
import { type Cancel, type Clocks, every } from './clocks.ts';
import { type Log, wordsOf } from './log.ts';

const ALIVE_EVERY_MS = 2_000;

/**
 * Counts from now on; a file that cannot be written is said once and tried on. It lies in memory, so it is written at once:
 * behind a queue of slow disk work it would tell of a hang that is none.
 */
export const startAlive = ({ file, clocks, log }: { file: string; clocks: Clocks; log: Log }): Cancel => {
  let count = 0;
  let said = false;
  const beat = (): void => {
    count += 1;
    try {
      writeFileSync(file, `${count}\n`);
    } catch (thrown) {
      if (!said) log('alive.not-written', { file, why: wordsOf(thrown) });
      said = true;
    }
  };
  beat();
  return every(clocks, ALIVE_EVERY_MS, beat);
};
