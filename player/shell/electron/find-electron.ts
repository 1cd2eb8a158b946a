/** Finds the Electron program: the folder that was named, else what the installed `electron` package unpacked. */
import { statSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** `environment`: ELECTRON_OVERRIDE_DIST_PATH is read from it; `root`: where node_modules lies. Null when there is none. */
export const findElectron = (
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
): string | null => {
  const program = PROGRAMS[process.platform] ?? 'electron';
  const named = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const path = join(named || join(root, 'node_modules', 'electron', 'dist'), program);
  return isFile(path) ? path : null;
};
