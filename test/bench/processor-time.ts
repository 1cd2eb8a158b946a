/** Processor time of work, with that of the processes it starts: what a figure is when other things run on the machine, too. */
import { readFileSync } from 'node:fs';

/** Of Linux: hundredths of a second. */
const TICKS = 100;

/** Processor seconds of this process and of all children that have ended. */
const cpuSeconds = (): number => {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS;
};

/** Seconds; a sandbox reaps what ran in it, so its time would be lost: measure without. */
export const costOf = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const before = cpuSeconds();
  await work();
  return cpuSeconds() - before;
};
