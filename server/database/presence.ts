/**
 * A data folder with keys or media but without its database is a damaged one, not a new one: a fresh database beside them
 * would offer first-run setup to whoever reads the log, and forget every screen.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RefusedStart } from '../refused-start.ts';

/** What the server makes only after its database exists. */
const LATER_THAN_DATABASE = ['session.secret', 'signing-key.pem', 'token-key', join('media', 'sources')];

/** Throws {@link RefusedStart} when the database is gone or empty in a folder that was in use. */
export const assertDatabaseKept = async (databaseFile: string, dataFolder: string): Promise<void> => {
  const found = await stat(databaseFile).catch(() => null);
  if (found !== null && found.size > 0) return;
  const remains: string[] = [];
  for (const name of LATER_THAN_DATABASE) if (await stat(join(dataFolder, name)).catch(() => null)) remains.push(name);
  if (remains.length === 0) return;
  const name = basename(databaseFile);
  throw new RefusedStart(
    `Thư mục dữ liệu ${dataFolder} còn ${remains.join(', ')} nhưng tệp ${name} ${found ? 'trống' : 'không còn'}. Khởi động lúc này sẽ mất toàn bộ tài khoản, màn hình và lịch phát. Hãy khôi phục ${name} từ bản sao lưu; nếu muốn bắt đầu lại từ đầu, hãy đặt BANGTIN_DATA là một thư mục trống.`,
    `The data folder ${dataFolder} still holds ${remains.join(', ')}, but ${name} is ${found ? 'empty' : 'gone'}. Starting now would lose all accounts, screens and schedules. Restore ${name} from the backup; to begin anew, set BANGTIN_DATA to an empty folder.`,
  );
};
