/** The jobs that run right now: how far, how fast, and a way to stop them. Lost with the process, like the jobs themselves. */
import type { Canvas } from '../../playlists/model/canvas.ts';

/** Progress is told in steps of one percent. */
const TELL_EVERY = 0.01;
/** Before this share nothing is said of speed and end. */
const TELLING_SHARE = 0.02;

export interface RunningJob {
  step: 'checking' | 'preparing';
  canvases: readonly Canvas[];
  /** 0..1. */
  progress: number;
  /** Film time made for each second of work; null = not known yet, or no film. */
  speed: number | null;
  /** Work that is left, in ms, if it goes on like this; null = not known yet. */
  leftMs: number | null;
  /** The asset that it is paused for; null = it runs. */
  heldFor: string | null;
}

export interface RunningJobs {
  /** Runs `work` as the job of this asset. `filmMs` = length of what is made. */
  run<Value>(
    assetId: string,
    job: { step: RunningJob['step']; canvases: readonly Canvas[]; filmMs: number | null },
    work: (signal: AbortSignal, onProgress: (share: number) => void) => Promise<Value>,
  ): Promise<Value>;
  of(assetId: string): RunningJob | null;
  /** The job is paused for another asset; null = it goes on. Time that it was paused counts for nothing. */
  hold(assetId: string, heldFor: string | null): void;
  /** True when there was one to stop. */
  cancel(assetId: string): boolean;
}

interface Kept extends RunningJob {
  control: AbortController;
  /** When it was paused, and for how long it has been in all. */
  heldAt: number;
  heldMs: number;
}

/** `stopping` ends all of them. */
export const createRunningJobs = (ports: {
  stopping: AbortSignal;
  monotonicMs(): number;
  tell(assetId: string): void;
}): RunningJobs => {
  const jobs = new Map<string, Kept>();
  return {
    run: async (assetId, { step, canvases, filmMs }, work) => {
      const control = new AbortController();
      const job: Kept = {
        step,
        canvases,
        progress: 0,
        speed: null,
        leftMs: null,
        heldFor: null,
        control,
        heldAt: 0,
        heldMs: 0,
      };
      jobs.set(assetId, job);
      let told = 0;
      let firstAt: { ms: number; share: number } | null = null;
      const onProgress = (share: number): void => {
        const at = ports.monotonicMs() - job.heldMs;
        firstAt ??= { ms: at, share };
        job.progress = share;
        const done = share - firstAt.share;
        // What was on its way when the job was paused says nothing of its speed.
        if (job.heldFor === null && share >= TELLING_SHARE && done > 0 && at > firstAt.ms) {
          const perShare = (at - firstAt.ms) / done;
          job.leftMs = Math.round(perShare * (1 - share));
          job.speed = filmMs === null ? null : filmMs / perShare;
        }
        if (share - told < TELL_EVERY) return;
        told = share;
        ports.tell(assetId);
      };
      try {
        return await work(AbortSignal.any([control.signal, ports.stopping]), onProgress);
      } finally {
        jobs.delete(assetId);
      }
    },
    // One that was told to stop is over for everybody, though its process may take a moment to go.
    of: (assetId) => {
      const job = jobs.get(assetId);
      return job && !job.control.signal.aborted ? job : null;
    },
    hold: (assetId, heldFor) => {
      const job = jobs.get(assetId);
      if (!job || job.heldFor === heldFor) return;
      const at = ports.monotonicMs();
      if (job.heldFor === null) job.heldAt = at;
      else if (heldFor === null) job.heldMs += at - job.heldAt;
      job.heldFor = heldFor;
      ports.tell(assetId);
    },
    cancel: (assetId) => {
      const job = jobs.get(assetId);
      job?.control.abort();
      return job !== undefined;
    },
  };
};
