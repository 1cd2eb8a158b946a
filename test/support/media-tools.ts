/** The media tools of this machine, found once for a file of tests: to look for them costs more than most servers of a test do. */
import { fileURLToPath } from 'node:url';
import { findTools, type MediaTools } from '../../media/tools.ts';

/** Compiled code of the workbench, one for all tests of this clone: every server would fill its own. */
const CODE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/bang-tin-code', import.meta.url));
let found: Promise<MediaTools> | undefined;

export const foundTools = (): Promise<MediaTools> => {
  found ??= findTools({ searchPath: '/usr/local/bin:/usr/bin:/bin', codeCacheFolder: CODE_CACHE });
  return found;
};
