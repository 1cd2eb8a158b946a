/** Does one step after another until nothing is wanted, one at a time; asked again meanwhile, it looks once more. */

export interface Lane {
  /** Begins unless it is at work already. */
  run(): void;
  /** Resolves when the running step has ended. */
  idle(): Promise<void>;
}

/**
 * `step` says whether there was something to do; `rest` is called each time the lane runs dry, unless it was stopped. A step
 * that throws (the disk takes no word of how it went) ends this run: `broke` hears why and decides when to run again.
 */
export const createLane = (
  stopped: AbortSignal,
  rest: () => void,
  step: () => Promise<boolean>,
  broke: (fault: unknown) => void,
): Lane => {
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
    busy = work().then(
      () => {
        busy = null;
        if (stopped.aborted) return;
        if (again) run();
        else rest();
      },
      (fault) => {
        busy = null;
        if (!stopped.aborted) broke(fault);
      },
    );
  };
  return { run, idle: async () => busy ?? undefined };
};
