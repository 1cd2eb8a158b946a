/**
 * One server per data folder: two would publish the same version twice with different bodies and sweep each other's running
 * jobs. The lock is an open exclusive transaction on an empty file of its own, so the kernel frees it however the process
 * ends, and it holds between containers that share the folder.
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { RefusedStart } from '../refused-start.ts';

const LOCK_NAME = 'server.lock';

/** Takes the folder, which must exist. Throws {@link RefusedStart} while another server has it. Returns the release. */
export const takeFolder = (folder: string): (() => void) => {
  const lock = new BetterSqlite3(join(folder, LOCK_NAME), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (fault) {
    lock.close();
    if (!(fault instanceof BetterSqlite3.SqliteError) || !fault.code.startsWith('SQLITE_BUSY')) throw fault;
    throw new RefusedStart(
      `Một máy chủ Bảng Tin khác đang chạy trên thư mục dữ liệu ${folder}. Hai máy chủ dùng chung sẽ làm hỏng dữ liệu, nên máy chủ này không khởi động. Hãy dừng máy chủ kia trước, hoặc đặt BANGTIN_DATA khác.`,
      `Another Bảng Tin server is running on the data folder ${folder}. Two on one folder would spoil its data, so this one does not start. Stop the other one first, or set another BANGTIN_DATA.`,
    );
  }
  return () => {
    lock.close();
  };
};
