/** How fast bytes go, over the last seconds; and what that means for all uploads together. Pure. */
import type { UploadItem } from './upload-item.ts';

const WINDOW_MS = 4_000;
/** Over less than this a speed says nothing. */
const LEAST_MS = 300;

export interface SpeedGauge {
  /** Bytes a second; null while there is too little to go by. */
  take(now: number, sent: number): number | null;
}

export const createSpeedGauge = (): SpeedGauge => {
  let samples: { at: number; sent: number }[] = [];
  return {
    take: (now, sent) => {
      samples = [...samples.filter(({ at }) => now - at < WINDOW_MS), { at: now, sent }];
      const first = samples[0];
      const elapsed = first ? now - first.at : 0;
      return first && elapsed > LEAST_MS ? Math.max(0, ((sent - first.sent) / elapsed) * 1_000) : null;
    },
  };
};

export interface Overall {
  /** Of all files that are sent or to be sent. */
  sent: number;
  bytes: number;
  bytesPerSecond: number | null;
  /** Null while nothing moves. */
  leftMs: number | null;
}

/** Refused files, those in question and those to be chosen again do not count: nothing of them is on its way. */
export const overallOf = (items: readonly UploadItem[]): Overall => {
  const counted = items.filter(({ state }) => !['refused', 'twin', 'unfinished'].includes(state.kind));
  const sum = (of: (item: UploadItem) => number): number => counted.reduce((total, item) => total + of(item), 0);
  const [sent, bytes] = [sum((item) => item.sent), sum((item) => item.bytes)];
  const bytesPerSecond = sum(({ state }) => (state.kind === 'running' ? (state.bytesPerSecond ?? 0) : 0)) || null;
  return { sent, bytes, bytesPerSecond, leftMs: bytesPerSecond ? ((bytes - sent) / bytesPerSecond) * 1_000 : null };
};
