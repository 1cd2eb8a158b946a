/**
 * The one door to node-schedule. Whoever needs to be woken names one next instant, never a list of them; long waits are cut
 * into steps of at most 30 s, so a clock that is set meanwhile delays or advances nothing by more than that.
 */
import schedule from 'node-schedule';

export const LONGEST_STEP_MS = 30_000;

export interface Alarm {
  /** Wakes `what` once at `instant` (soon, when that is past). The same name replaces an earlier wait. */
  at(name: string, instant: number, what: () => unknown): void;
  /** Wakes `what` each day at `hour:minute` of the wall clock in `zone`. */
  nightly(name: string, time: { hour: number; minute: number; zone: string }, what: () => unknown): void;
  cancel(name: string): void;
  /** Cancels all waits; resolves when work that was already woken has ended. */
  stop(): Promise<void>;
}

/** `now` is the clock that instants are compared with; `failed` hears of work that threw (it is not retried). */
export const createAlarm = (ports: { now: () => number; failed: (name: string, fault: unknown) => void }): Alarm => {
  const waits = new Map<string, schedule.Job>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  const cancel = (name: string): void => {
    waits.get(name)?.cancel();
    waits.delete(name);
  };
  const run = (name: string, what: () => unknown): void => {
    const work = (async () => what())()
      .then(() => undefined)
      .catch((fault: unknown) => ports.failed(name, fault))
      .finally(() => running.delete(work));
    running.add(work);
  };
  const at: Alarm['at'] = (name, instant, what) => {
    cancel(name);
    if (isStopped) return;
    const step = Math.min(Math.max(instant - ports.now(), 1), LONGEST_STEP_MS);
    const job = schedule.scheduleJob(new Date(Date.now() + step), () => {
      if (waits.get(name) !== job) return;
      waits.delete(name);
      if (ports.now() < instant) at(name, instant, what);
      else run(name, what);
    });
    if (job) waits.set(name, job);
    else {
      // The moment slipped into the past between two readings of the clock.
      run(name, what);
    }
  };

  return {
    at,
    nightly: (name, { hour, minute, zone }, what) => {
      const rule = new schedule.RecurrenceRule();
      rule.hour = hour;
      rule.minute = minute;
      rule.second = 0;
      rule.tz = zone;
      const arm = (): void => {
        const next = rule.nextInvocationDate(new Date(ports.now())).getTime();
        at(name, next, async () => {
          arm();
          await what();
        });
      };
      arm();
    },
    cancel,
    stop: async () => {
      isStopped = true;
      for (const name of [...waits.keys()]) cancel(name);
      await Promise.all(running);
    },
  };
};
