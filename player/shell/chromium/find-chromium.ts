/** Finds a Chromium on this machine: the one that was named, else the usual names on the search path and usual places. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'];
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** `environment`: CHROMIUM_PATH and PATH are read from it. Null when there is none; a wrong CHROMIUM_PATH counts as none. */
export const findChromium = (environment: Readonly<Record<string, string | undefined>>): string | null => {
  const named = environment.CHROMIUM_PATH;
  if (named) return runs(named) ? named : null;
  const folders = [...(environment.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin'];
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const programs = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)']].filter(
    (folder) => folder !== undefined,
  );
  const installed = programs.flatMap((folder) => WINDOWS_PLACES.map((place) => join(folder, place)));
  const mac = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return [...onPath, ...installed, ...mac].find(runs) ?? null;
};
