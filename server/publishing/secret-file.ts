/**
 * Secrets of the server that live in its data folder: made at first run, readable by the server's own user only, written so
 * that they are either whole or absent after a power cut. A secret with looser rights, or one that is
 * damaged, stops the start (goal A8).
 */
import { constants } from 'node:fs';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newId } from '../database/new-id.ts';
import { RefusedStart } from '../refused-start.ts';

const OWNER_ONLY = 0o600;
/** 32 random bytes as base64 or base64url. */
const RANDOM_BYTES = /^[\w+/-]{43}=?$/;

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** tmp → fsync → link under the real name (never over an existing one) → fsync of the folder. */
const createDurably = async (path: string, content: string): Promise<void> => {
  const temporary = join(dirname(path), `.${basename(path)}.${newId('tmp')}`);
  const handle = await open(temporary, 'wx', OWNER_ONLY);
  try {
    await handle.chmod(OWNER_ONLY);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
};

const readIfPresent = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** For a secret that is there and is not what we wrote: going on with it would be worse than not starting. */
export const refuseDamaged = (path: string): RefusedStart =>
  new RefusedStart(
    `Tệp khóa ${path} trống hoặc bị hỏng. Chạy tiếp với khóa này thì người khác có thể giả mạo màn hình hoặc phiên đăng nhập, nên máy chủ không khởi động. Hãy khôi phục tệp từ bản sao lưu.`,
    `The secret file ${path} is empty or damaged. Going on with it would let others forge players or sessions, so the server does not start. Restore the file from the backup.`,
  );

/**
 * Reads the secret at `path`; the first call makes it, and tells `made`. Throws when anybody but its owner may read or write it, and
 * {@link RefusedStart} when it has not the `form` of what `make` makes (32 random bytes unless said).
 */
export const openSecret = async (
  path: string,
  make: () => string,
  { form = RANDOM_BYTES, made = () => {} }: { form?: RegExp; made?: () => void } = {},
): Promise<string> => {
  if ((await readIfPresent(path)) === null) {
    await createDurably(path, make());
    made();
  }
  if (process.platform !== 'win32') {
    const mode = (await stat(path)).mode & 0o777;
    if (mode !== OWNER_ONLY)
      throw new Error(
        `${basename(path)} has mode ${mode.toString(8)}, expected 600: run chmod 600 on it and start again`,
      );
  }
  const secret = await readFile(path, 'utf8');
  if (!form.test(secret.trim())) throw refuseDamaged(path);
  return secret;
};
