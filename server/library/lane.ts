/** Does one step after another until nothing is wanted, one at a time; asked again meanwhile, it looks once more. */

export interface Lane {
  /** Begins unless it is at work already. */
  run(): void;
  /** Resolves when the running step has ended. */
  idle(): Promise<void>;
}

/** `step` says whether there was something to do; `rest` is called each time the lane runs dry, unless it was stopped. */
export const createLane = (stopped: AbortSignal, rest: () => void, step: () => Promise<boolean>): Lane => {
  let busy: Promise<void> | null = null;
  let again = false;
  const work = async (): Promise<void> => {
    do {
      again = false;
      while (!stopped.aborted && (await step()));
    } while (again && !stopped.aborted);
  };
  const run = (): void => {
    if (stopped.aborted) return;
    again = true;
    if (busy) return;
    busy = work().finally(() => {
      busy = null;
      if (stopped.aborted) return;
      if (again) run();
      else rest();
    });
  };
  return { run, idle: async () => busy ?? undefined };
};
