/** How this device fares: what heartbeats say of memory, processor, disk and dropped frames. Unknown is null, never 0. */
import { statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Heartbeat } from '../../playlists/wire/player-link.ts';
import { type Clocks, every } from './clocks.ts';

const DISK_EVERY_MS = 60_000;
const FAULTS_KEPT = 5;

export interface Vitals {
  read(): Heartbeat['vitals'];
  /** The last few faults, newest first. A repeated code replaces its earlier mention. */
  faults(): Heartbeat['faults'];
  fault(code: string, detail: string): void;
  /** What was wrong works again: the fault is no longer said. */
  mended(code: string): void;
  framesDropped(count: number): void;
  stop(): void;
}

export const startVitals = (doors: { folder: string; clocks: Clocks; now: () => number }): Vitals => {
  const { clocks } = doors;
  const startedAt = clocks.monotonic();
  let faults: Heartbeat['faults'] = [];
  let droppedFrames: number | null = null;
  let diskFreeBytes: number | null = null;
  let last = { cpu: process.cpuUsage(), at: startedAt };

  const lookAtDisk = (): void => {
    statfs(doors.folder).then(
      ({ bavail, bsize }) => {
        diskFreeBytes = bavail * bsize;
      },
      () => {
        diskFreeBytes = null;
      },
    );
  };
  lookAtDisk();
  const cancel = every(clocks, DISK_EVERY_MS, lookAtDisk);

  /** Share of the whole machine that this process used since the last reading; null in the first moments. */
  const cpuLoad = (): number | null => {
    const at = clocks.monotonic();
    const used = process.cpuUsage(last.cpu);
    const elapsedMs = at - last.at;
    if (elapsedMs < 1_000) return null;
    last = { cpu: process.cpuUsage(), at };
    return (used.user + used.system) / 1_000 / elapsedMs / Math.max(1, cpus().length);
  };

  return {
    read: () => ({
      uptimeS: Math.floor((clocks.monotonic() - startedAt) / 1_000),
      rssBytes: process.memoryUsage.rss(),
      cpuLoad: cpuLoad(),
      diskFreeBytes,
      droppedFrames,
    }),
    faults: () => faults,
    fault: (code, detail) => {
      const said = { code: code.slice(0, 40), detail: detail.slice(0, 200), at: Math.max(0, Math.round(doors.now())) };
      faults = [said, ...faults.filter((earlier) => earlier.code !== said.code)].slice(0, FAULTS_KEPT);
    },
    mended: (code) => {
      faults = faults.filter((earlier) => earlier.code !== code);
    },
    framesDropped: (count) => {
      droppedFrames = (droppedFrames ?? 0) + count;
    },
    stop: cancel,
  };
};
