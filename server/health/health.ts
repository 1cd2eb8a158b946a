/**
 * What works, what is degraded, what to do. Each module brings its own check; a check that throws is itself a fault. Those of
 * the house are here: database, disk, clock.
 */
import { statfs } from 'node:fs/promises';
import { accepted } from '../../playlists/model/refusal.ts';
import type { HealthCheck } from '../../playlists/wire/api/operation.ts';
import type { Database } from '../database/open.ts';
import type { Served } from '../http/handlers.ts';

export type Check = () => HealthCheck | Promise<HealthCheck>;

/** A server older than this program cannot be: the clock was reset. */
const PROGRAM_BUILT_AT = Date.UTC(2026, 0, 1);
/** Clock steps that would shift what is on air. */
const CLOCK_STEP_MS = 2_000;

/** `quick_check` reads the whole file (about 30 ms for 80 MB), so its verdict is kept for a while. */
export const checkDatabase = (database: Database, now: () => number): Check => {
  let kept: { at: number; verdict: string } | null = null;
  return () => {
    const synchronous = database.raw.pragma('synchronous', { simple: true });
    if (kept === null || now() - kept.at > 3_600_000)
      kept = { at: now(), verdict: String(database.raw.pragma('quick_check(5)', { simple: true })) };
    const isGood = synchronous === 2 && kept.verdict === 'ok';
    return {
      name: 'database',
      state: isGood ? 'ok' : 'fault',
      staff: isGood
        ? { vi: 'Cơ sở dữ liệu hoạt động tốt.', en: 'The database works.' }
        : {
            vi: 'Cơ sở dữ liệu bị hỏng. Hãy ngừng chỉnh sửa và báo kỹ thuật khôi phục bản sao lưu.',
            en: 'The database is damaged. Stop editing and ask a technician to restore a backup.',
          },
      technician: `synchronous=${synchronous} quick_check=${kept.verdict}`,
    };
  };
};

export const checkDisk = (folder: string, minFreeBytes: number): Check => {
  return async () => {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const state = free < minFreeBytes / 4 ? 'fault' : free < minFreeBytes ? 'warning' : 'ok';
    return {
      name: 'disk',
      state,
      staff:
        state === 'ok'
          ? { vi: 'Ổ đĩa còn trống {free}.', en: '{free} free on the disk.' }
          : {
              vi: 'Ổ đĩa chỉ còn trống {free}. Hãy xóa nội dung cũ hoặc mở rộng ổ đĩa.',
              en: 'Only {free} free on the disk. Delete old content or enlarge the disk.',
            },
      figures: { free: { unit: 'bytes', value: free } },
      technician: `free=${free} wanted=${minFreeBytes}`,
    };
  };
};

/** Compares the wall clock with a monotonic one since start: a step means that what airs was shifted. */
export const checkClock = (now: () => number, monotonicMs: () => number): Check => {
  const start = { wall: now(), monotonic: monotonicMs() };
  return () => {
    const wall = now();
    const stepped = Math.round(wall - start.wall - (monotonicMs() - start.monotonic));
    const state = wall < PROGRAM_BUILT_AT ? 'fault' : Math.abs(stepped) > CLOCK_STEP_MS ? 'warning' : 'ok';
    return {
      name: 'clock',
      state,
      staff:
        state === 'ok'
          ? { vi: 'Đồng hồ máy chủ chạy đúng.', en: 'The clock of the server runs true.' }
          : {
              vi: 'Đồng hồ máy chủ sai hoặc vừa bị chỉnh. Hãy kiểm tra đồng bộ thời gian (NTP).',
              en: 'The clock of the server is wrong or was just set. Check time synchronisation (NTP).',
            },
      technician: `stepped=${stepped}ms since start`,
    };
  };
};

export interface HealthPorts {
  checks: readonly Check[];
  version: string;
  startedAt: number;
  now: () => number;
}

export const createHealth = (ports: HealthPorts) => {
  const lookAt = async (): Promise<HealthCheck[]> => Promise.all(ports.checks.map(async (check) => check()));
  const handlers: Served['handlers'] = {
    getHealth: async () =>
      accepted({
        checkedAt: ports.now(),
        version: ports.version,
        startedAt: ports.startedAt,
        checks: await lookAt(),
      }),
  };
  return { handlers, lookAt };
};
