/**
 * The date of this machine as its programs see it, set to another day: time goes on from there. Timers and monotonic clocks are
 * left alone, and so are other processes: a browser started from here keeps the true date, as a computer with a wrong clock does.
 */
export interface MachineDate {
  /** The set date minus the true one, ms. */
  aheadMs: number;
  putBack(): void;
}

/** `Date` is real in everything but what it takes for now. Put it back. */
export const setMachineDate = (to: number): MachineDate => {
  const RealDate = Date;
  const aheadMs = to - RealDate.now();
  const now = (): number => RealDate.now() + aheadMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  return {
    aheadMs,
    putBack: () => {
      globalThis.Date = RealDate;
    },
  };
};
