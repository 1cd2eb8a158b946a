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
}

export interface RunningJobs {
  /** Runs `work` as the job of this asset. `filmMs` = length of what is made. */
  run<Value>(
    assetId: string,
    job: { step: RunningJob['step']; canvases: readonly Canvas[]; filmMs: number | null },
    work: (signal: AbortSignal, onProgress: (share: number) => void) => Promise<Value>,
  ): Promise<Value>;
  of(assetId: string): RunningJob | null;
  /** True when there was one to stop. */
  cancel(assetId: string): boolean;
}

/** `stopping` ends all of them. */
export const createRunningJobs = (ports: {
  stopping: AbortSignal;
  monotonicMs(): number;
  tell(assetId: string): void;
}): RunningJobs => {
  const jobs = new Map<string, RunningJob & { control: AbortController }>();
  return {
    run: async (assetId, { step, canvases, filmMs }, work) => {
      const control = new AbortController();
      const job: RunningJob & { control: AbortController } = {
        step,
        canvases,
        progress: 0,
        speed: null,
        leftMs: null,
        control,
      };
      jobs.set(assetId, job);
      let told = 0;
      let firstAt: { ms: number; share: number } | null = null;
      const onProgress = (share: number): void => {
        const at = ports.monotonicMs();
        firstAt ??= { ms: at, share };
        job.progress = share;
        const done = share - firstAt.share;
        if (share >= TELLING_SHARE && done > 0 && at > firstAt.ms) {
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
    cancel: (assetId) => {
      const job = jobs.get(assetId);
      job?.control.abort();
      return job !== undefined;
    },
  };
};
