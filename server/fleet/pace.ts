/** How much one socket may say: a bucket of `burst` messages that refills by `perSecond`. One per socket, nothing shared. */

export interface Pace {
  /** Takes `cost` out of the bucket; false when there is not that much in it. */
  allows(cost?: number): boolean;
}

export const createPace = (limits: { burst: number; perSecond: number }, now: () => number): Pace => {
  let left = limits.burst;
  let at = now();
  return {
    allows: (cost = 1) => {
      const moment = now();
      left = Math.min(limits.burst, left + (Math.max(0, moment - at) / 1000) * limits.perSecond);
      at = moment;
      if (left < cost) return false;
      left -= cost;
      return true;
    },
  };
};
