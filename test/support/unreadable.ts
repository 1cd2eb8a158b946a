/** Makes a file that answers every read with a real EIO, as a dead sector does; renaming it works. Linux only. */
import { rm, symlink } from 'node:fs/promises';

export const makeUnreadable = async (path: string): Promise<void> => {
  await rm(path, { force: true, recursive: true });
  /** Nothing is mapped at address 0, so the kernel cannot read there. */
  await symlink('/proc/self/mem', path);
};
