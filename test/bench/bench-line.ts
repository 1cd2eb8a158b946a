/** One measured figure with the yardstick of the same run; `npm run bench` prints each as one line of JSON. */
import { performance } from 'node:perf_hooks';

/** A line of the report. */
export interface BenchLine {
  /** What was measured, with its workload. */
  figure: string;
  value: number;
  unit: string;
  /** What it is held against, measured in the same run on the same machine. */
  yardstick: string;
  yardstickValue: number;
  /** `value / yardstickValue`. */
  ratio: number;
  goal: string;
}

export const lineOf = (parts: Omit<BenchLine, 'ratio'>): BenchLine => ({
  ...parts,
  ratio: parts.value / parts.yardstickValue,
});

/** Median time of a few runs in ms; the first warms up and does not count. */
export const medianMs = (runs: number, work: () => unknown): number => {
  work();
  const times = Array.from({ length: runs }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b)[runs >> 1] as number;
};
