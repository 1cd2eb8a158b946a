/** One measured figure with the yardstick of the same run; `npm run bench` prints each as one line of JSON. */
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
