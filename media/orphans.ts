/**
 * Ends what an earlier life of this server left in the sandbox. Tools die with the server; bubblewrap itself waits for ever for its other half when
 * that was killed between its first two steps, a window of some milliseconds after each start of a tool.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Kills every sandbox that was started on a file below `folder`. Only at start, when none of them is ours. Never throws. */
export const endOrphans = (folder: string): void => {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const [program = '', ...words] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      if (basename(program) === 'bwrap' && words.some((word) => word.startsWith(`${folder}/`)))
        process.kill(Number(name), 'SIGKILL');
    } catch {
      // It has ended meanwhile, or is somebody else's.
    }
  }
};
