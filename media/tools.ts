/**
 * Finds the media tools: the configured path, else the packaged ffmpeg-static if its file exists, else `ffmpeg` on the
 * search path, else a fault in words. Reports versions and the sandbox as a value for the health page.
 */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fillCodeCache } from './code-cache.ts';
import { runContained } from './contained-run.ts';
import type { OfficeForm } from './document-types.ts';
import { openSandbox } from './sandbox.ts';
import type { WorkbenchPlace } from './workbench.ts';

export type FfmpegTool =
  | {
      kind: 'found';
      path: string;
      from: 'configured' | 'packaged' | 'search-path';
      version: string;
    }
  | { kind: 'missing'; technician: string };

export interface OfficeTool {
  /** The program itself, no link to it. */
  path: string;
  /** Where it is installed with all its parts; null = it is a script of somebody else's, whose parts we do not know. */
  folder: string | null;
  /** What its installed parts read; each is a package of its own in most systems. */
  reads: Record<OfficeForm, boolean>;
}

export interface MediaTools extends WorkbenchPlace {
  ffmpeg: FfmpegTool;
  /** Second opinion for files that mediabunny cannot read; null when absent (ffmpeg-static brings none). */
  ffprobe: string | null;
  /** LibreOffice, which turns office documents into PDF; null where it is not installed. */
  office: OfficeTool | null;
}

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

const findPackaged = (): string | null => {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof path === 'string' && isProgram(path) ? path : null;
  } catch {
    // An optional package: absent where its download was not reachable.
    return null;
  }
};

const findOnPath = (name: string, searchPath: string): string | null =>
  searchPath
    .split(delimiter)
    .filter((folder) => folder.startsWith('/') || /^[A-Za-z]:/.test(folder))
    .map((folder) => join(folder, executable(name)))
    .find(isProgram) ?? null;

const ask = async (path: string, args: string[]): Promise<{ stdout: string; stderr: string } | null> => {
  const run = await runContained({ command: path, args }, { wallMs: 10_000 });
  return run.end.kind === 'exited' && run.end.code === 0 ? run : null;
};

/** Filters that some passes cannot do without; all of them are in every usual build. */
const NEEDED_FILTERS = [
  'alimiter',
  'bwdif',
  'ebur128',
  'lut3d',
  'metadata',
  'premultiply',
  'thumbnail',
  'tile',
  'tpad',
];

const describeFfmpeg = async (path: string, from: 'configured' | 'packaged' | 'search-path'): Promise<FfmpegTool> => {
  const [encoders, filters] = await Promise.all([ask(path, ['-encoders']), ask(path, ['-hide_banner', '-filters'])]);
  if (encoders === null || filters === null) return { kind: 'missing', technician: `${path} (${from}) does not run` };
  if (!/\blibx264\b/.test(encoders.stdout)) return { kind: 'missing', technician: `${path} (${from}) has no libx264` };
  // Its banner, which it writes beside the list.
  const version = /^ffmpeg version (\S+)/m.exec(encoders.stderr)?.[1] ?? 'unknown';
  const lacking = NEEDED_FILTERS.filter((name) => !new RegExp(`\\b${name}\\b`).test(filters.stdout));
  if (lacking.length > 0)
    return { kind: 'missing', technician: `${path} (${from}) lacks the filters ${lacking.join(', ')}` };
  return { kind: 'found', path, from, version };
};

const findFfmpeg = async (configured: string | undefined, searchPath: string): Promise<FfmpegTool> => {
  if (configured !== undefined) {
    if (!isProgram(configured)) return { kind: 'missing', technician: `FFMPEG_PATH=${configured} is not a program` };
    return describeFfmpeg(configured, 'configured');
  }
  const packaged = findPackaged();
  if (packaged) return describeFfmpeg(packaged, 'packaged');
  const onPath = findOnPath('ffmpeg', searchPath);
  if (onPath) return describeFfmpeg(onPath, 'search-path');
  return {
    kind: 'missing',
    technician: `no ffmpeg: FFMPEG_PATH unset, ffmpeg-static not installed, none in ${searchPath} (Debian: apt install ffmpeg)`,
  };
};

/** Each part of LibreOffice brings its settings, by which it is known. */
const findOffice = (searchPath: string): OfficeTool | null => {
  const found = findOnPath('soffice', searchPath) ?? findOnPath('libreoffice', searchPath);
  if (found === null) return null;
  const path = realpathSync(found);
  const folder = dirname(dirname(path));
  const has = (part: string): boolean =>
    statSync(join(folder, 'share/registry', `${part}.xcd`), { throwIfNoEntry: false })?.isFile() ?? false;
  if (!has('main')) return { path, folder: null, reads: { presentation: true, text: true } };
  return { path, folder, reads: { presentation: has('impress'), text: has('writer') } };
};

/** `ffmpegPath` and `searchPath` come from the configuration; nothing here reads the environment. */
export const findTools = async (settings: {
  ffmpegPath?: string | undefined;
  searchPath?: string | undefined;
  sandbox?: 'best' | 'none';
  /** A folder of our own for compiled code; absent = none is kept. */
  codeCacheFolder?: string | undefined;
}): Promise<MediaTools> => {
  const searchPath = settings.searchPath ?? '/usr/local/bin:/usr/bin:/bin';
  const ffmpeg = await findFfmpeg(settings.ffmpegPath, searchPath);
  const beside = ffmpeg.kind === 'found' ? join(dirname(ffmpeg.path), executable('ffprobe')) : null;
  const ffprobe = beside && isProgram(beside) ? beside : findOnPath('ffprobe', searchPath);
  const sandbox = await openSandbox(settings.sandbox);
  const codeCache =
    settings.codeCacheFolder === undefined ? null : await fillCodeCache(sandbox, settings.codeCacheFolder);
  return { ffmpeg, ffprobe, office: findOffice(searchPath), sandbox, codeCache };
};
